"""Where on a page text stands in columns as a table does, and where it is prose, a list or signatures."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from statistics import median

from zvirka.extract.aligned.columns import ROW_NUMBER, Chunk, Column, columns_of, numbers_row
from zvirka.extract.aligned.head_blocks import text_of
from zvirka.extract.aligned.rows import PITCH_JUMP
from zvirka.extract.aligned.stretches import CENTRED, PROSE_WORDS, TELLING_NUMBERS, Stretches, is_inner
from zvirka.extract.geometry.words import Word

# Between two lines of a table so many lines may have text in one column only (a wrapped cell, a section's title).
LONE_LINES = 4
# A column whose lines mostly fill this share of its width with words is prose.
PROSE_WIDTH = 0.7
# Pieces are aligned if this share of them stands within so many heights of one x.
ALIGNED_SHARE, SAME_X = 0.5, 0.3
# Rows a table has at least; two columns are also made by lists, signatures and letterheads.
LEAST_ROWS, LEAST_ROWS_OF_TWO = 2, 3
# In heights of a word: so near before a title stands its number.
TITLE_GAP = 2.5
# What stands in a column of amounts where there is none.
DASHES = frozenset("-–—−")
# The share of a table's columns that its usual line fills, at least.
FILLED = 0.4


def table_regions(
    lines: Sequence[Sequence[Word]],
    rows: Sequence[Sequence[Chunk]],
    bands: Sequence[int] = (),
    turned: Sequence[Word] = (),
    before: Sequence[float] = (),
) -> list[tuple[int, int]]:
    """Stretches of lines (from, to) that are tables; `rows` are the chunks of each line.

    `bands` tells for each line how many rules lie above it, where there are rules: lines of one band belong together.
    `turned` are the words on their side: they fill the space between two lines of a head. `before` are the borders of
    the columns of a table that may go on at the top of the page.
    """
    if not lines:
        return []
    bands = bands or range(len(lines))
    page = Stretches(_titles_whole(rows), [median([w[2] for w in line]) for line in lines], turned)
    found: list[tuple[int, int]] = []
    start: int | None = None
    last = 0
    for i, row in enumerate(page.rows):
        if start is not None and (
            page.is_new(start, i)
            or (i - last > LONE_LINES and bands[i] != bands[last] and not page.goes_on(start, last, i))
        ):
            found.append((start, last + 1))
            start = None
        if len(row) > 1:
            start = i if start is None else start
            last = i
    if start is not None:
        found.append((start, last + 1))
    found = [page.without_signatures(*stretch) for stretch in found]
    return [
        _whole(stretch, page, bands)
        for stretch in found
        if _is_table(page.rows[slice(*stretch)], lines[slice(*stretch)])
        or (before and stretch == found[0] and _goes_on(page.rows[: stretch[1]], stretch[0], before))
    ]


def _goes_on(rows: Sequence[Sequence[Chunk]], start: int, edges: Sequence[float]) -> bool:
    """Whether a stretch at the top of a page stands in the columns of a table on the page before."""
    several = [row for row in rows[start:] if len(row) > 1]
    places = [[bisect(edges, (chunk.x0 + chunk.x1) / 2) for chunk in row] for row in several]
    inside = all(edges[0] - 1 <= row[0].x0 for row in several)
    return start <= LONE_LINES and inside and all(len(set(found)) == len(found) for found in places)


def _titles_whole(rows: Sequence[Sequence[Chunk]]) -> list[Sequence[Chunk]]:
    """The rows, a title in the middle of the page in one piece also where a space parts its number from it."""
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    return [[_one(row)] if _is_title(row, x0, x1) else row for row in rows]


def _is_title(row: Sequence[Chunk], x0: float, x1: float) -> bool:
    if len(row) != 2 or not ROW_NUMBER.fullmatch("".join(w.text for w in row[0].words)):
        return False
    height = row[0].words[0].bottom - row[0].words[0].top
    near = row[1].x0 - row[0].x1 <= TITLE_GAP * height
    return (
        near
        and abs(row[0].x0 + row[1].x1 - x0 - x1) / 2 <= CENTRED * height
        and row[0].x0 - x0 > CENTRED * height
    )


def _one(row: Sequence[Chunk]) -> Chunk:
    return Chunk(row[0].line, row[0].x0, row[-1].x1, tuple(w for chunk in row for w in chunk.words))


def _whole(stretch: tuple[int, int], page: Stretches, bands: Sequence[int]) -> tuple[int, int]:
    """The stretch with the lines of one piece that still belong to its first and last row."""
    start, end = stretch
    rows = page.rows
    columns = columns_of(rows[start:end])
    close = median(page.pitches[start : end - 1] or [0.0]) * 1.1
    # below there may be lines of the last row, above running heads
    wrapped = max(close, page.within * PITCH_JUMP)

    def together(above: int, pitch: float, close: float) -> bool:
        return pitch <= close or bands[above] == bands[above + 1]

    while end < len(rows) and (
        (is_inner(rows[end], columns) and together(end - 1, page.pitch_below(end - 1), wrapped))
        or page.is_title_below(start, end)
    ):
        end += 1
    while (
        start > 0
        and is_inner(rows[start - 1], columns[1:])
        and together(start - 1, page.pitches[start - 1], close)
        and not page.ends_titles(start - 1)
    ):
        start -= 1
    return start, end


def _is_table(rows: Sequence[Sequence[Chunk]], lines: Sequence[Sequence[Word]]) -> bool:
    if numbers_row(lines) is not None:
        return True
    columns = columns_of(rows)
    count = len(columns)
    several = [row for row in rows if len(row) > 1]
    if count < 2 or len(several) < (LEAST_ROWS_OF_TWO if count == 2 else LEAST_ROWS):
        return False
    numbers = sum(map(_numeric, columns))
    if not (numbers >= TELLING_NUMBERS and _full_lines(rows, count) >= LEAST_ROWS) and (
        len(several) * 3 < len(rows) or median([len(row) for row in several]) < FILLED * count
    ):
        return False
    if not numbers and (2 * sum(map(_aligned, columns)) < count or _prose_side_by_side(lines)):
        return False
    telling = [c for c in columns if not _prose(c) and not _marks(c)]
    if not telling or (len(telling) == 1 and count == 1 + sum(map(_marks, columns))):
        return False
    if count == 2:
        numeric = [c for c in telling if _numeric(c)]
        return bool(numeric) or (len(telling) == 2 and len(several) >= LEAST_ROWS_OF_TWO + 1)
    return len(several) >= 3 or any(_numeric(c) for c in telling)


def _full_lines(rows: Sequence[Sequence[Chunk]], count: int) -> int:
    """How many lines fill a good part of the columns: the first lines of rows, where most others go on in a few."""
    return sum(1 for row in rows if len(row) >= FILLED * count)


def _aligned(column: Column) -> bool:
    """Whether most pieces of the column begin, end or are centred at one x: in justified prose they do not."""
    sides = zip(*((c.x0, c.x1, (c.x0 + c.x1) / 2) for c in column.chunks), strict=True)
    near = SAME_X * median([c.words[0][4] - c.words[0][2] for c in column.chunks])
    return any(
        sum(1 for x in side if abs(x - usual) <= near) >= ALIGNED_SHARE * len(side)
        for side in sides
        for usual in (median(side),)
    )


def _prose(column: Column) -> bool:
    width = column.x1 - column.x0
    wide = [c for c in column.chunks if c.x1 - c.x0 > PROSE_WIDTH * width and len(c.words) >= PROSE_WORDS]
    return len(wide) * 2 > len(column.chunks)


def _marks(column: Column) -> bool:
    """Bullets or numbers of a list: one short word a line, with no letters but perhaps one."""
    return all(
        len(c.words) == 1 and len(c.words[0][0]) <= 4 and c.words[0][0][-1:] in ".)•–-—*·▪o"
        for c in column.chunks
    )


def _prose_side_by_side(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the lines are running text in columns: justified lines have wide spaces, but only columns part all."""
    words = [word for line in lines for word in line]
    sides: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for word in words):
        if sides and x0 <= sides[-1][1]:
            sides[-1] = (sides[-1][0], max(sides[-1][1], x1))
        else:
            sides.append((x0, x1))
    for x0, x1 in sides:
        inside = [[word for word in line if x0 <= word.x0 <= x1] for line in lines]
        there = [line for line in inside if line]
        full = [
            line
            for line in there
            if line[-1].x1 - line[0].x0 > PROSE_WIDTH * (x1 - x0) and len(line) >= PROSE_WORDS
        ]
        if 2 * len(full) <= len(there):
            return False
    return True


def _numeric(column: Column) -> bool:
    """Whether most pieces of the column are numbers; dashes stand for some where there are others."""
    texts = [c.words[-1][0] for c in column.chunks]
    numbers = sum(1 for t in texts if sum(ch.isdigit() for ch in t) * 2 >= len(t))
    dashes = sum(1 for c in column.chunks if text_of(c) in DASHES)
    return numbers > 0 and (numbers + dashes) * 2 >= len(texts)
