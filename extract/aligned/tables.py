"""Tables without rules: columns from alignment and gaps over the whole table, rows from baselines and blank space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from zvirka.extract.aligned.body_rows import Lines, body_rows, placed_in
from zvirka.extract.aligned.columns import Chunk, chunk_gap, chunks_of, columns_of, separators
from zvirka.extract.aligned.grid import Before, grid_of, head_before, head_of
from zvirka.extract.aligned.head_blocks import blocks_of, body_start, has_amount, is_counting, pitch_of
from zvirka.extract.aligned.regions import table_regions
from zvirka.extract.aligned.side_by_side import between_tables
from zvirka.extract.geometry.lines import by_baseline
from zvirka.extract.geometry.rules import Rule
from zvirka.extract.geometry.words import Word, bounds
from zvirka.schemas.document import Box, Grid

# A rule that runs along this share of a table's width parts its rows.
RUNS_ALONG = 0.8
# A rule along this share of all text may be one of a table that is narrower than the text.
BANDS_ALONG = 0.5

# So many lines of a running head stand at the top of a page, at most.
RUNNING_LINES = 2
# It has no more pieces: a title, and the number of the page.
RUNNING_PIECES = 2


class Aligned(NamedTuple):
    """A grid and the words in it."""

    grid: Grid
    words: tuple[Word, ...]


def aligned_tables(
    words: Sequence[Word], page: int = 1, *, rules: Sequence[Rule] = (), before: Before | None = None
) -> list[Aligned]:
    """The tables without rules among the words of a page, from the top; the words of no table are prose.

    Each word stands in one grid at most. `rules` are horizontal ones on the page; those that run along a table part
    its rows. `before` is a table that the page before ended with: it may go on here without a head.
    """
    level = [word for word in words if word.angle == 0]
    if not level:
        return []
    turned = [word for word in words if word.angle]
    lines = by_baseline(level)
    gap = chunk_gap(level)
    bands = _bands(lines, rules) if rules else ()
    found: list[Aligned] = []
    rows = chunks_of(lines, gap)
    for start, end in table_regions(lines, rows, bands, turned, before.edges if before else ()):
        if before and not found:
            start += _running_head(lines[start:end], rows[start:end], before)
        inside = [w for line in lines[start:end] for w in line]
        top, bottom = inside[0].top, inside[-1].bottom
        inside += [w for w in turned if top <= w.top and w.bottom <= bottom]
        cut = between_tables(rows[start:end])
        for part in [inside] if cut is None else _parted(inside, cut):
            edges, heads = _along(bounds(part), rules) if rules else ((), ())
            grid = grid_by_alignment(
                part, page, row_edges=edges, heads=heads, before=None if found else before
            )
            if grid is not None:
                found.append(Aligned(grid, tuple(part)))
    return found


def _parted(words: Sequence[Word], x: float) -> Iterator[list[Word]]:
    """The words left and right of x."""
    yield [word for word in words if (word.x0 + word.x1) / 2 < x]
    yield [word for word in words if (word.x0 + word.x1) / 2 >= x]


def _running_head(lines: Sequence[Sequence[Word]], rows: Sequence[Sequence[Chunk]], before: Before) -> int:
    """How many lines of a running head stand above the head that is printed again."""
    for i, line in enumerate(lines[: RUNNING_LINES + 1]):
        if before.is_begun_again(line):
            return i
        # words that the head has too («виконання») may stand in the second line of any other
        if len(rows[i]) > RUNNING_PIECES:
            break
    return 0


def _bands(lines: Sequence[Sequence[Word]], rules: Sequence[Rule]) -> list[int]:
    """For each line how many of the rules along most of the text lie above it."""
    flat = [word for line in lines for word in line]
    box = bounds(flat)
    ys = [y for y, x0, x1 in rules if min(x1, box.x1) - max(x0, box.x0) >= BANDS_ALONG * (box.x1 - box.x0)]
    return [sum(1 for y in ys if y < (line[0].top + line[0].bottom) / 2) for line in lines]


def _along(box: Box, rules: Sequence[Rule]) -> tuple[list[float], list[Rule]]:
    """The y of the rules that run along most of the box; and the short ones in it, as below headings over columns."""
    least = RUNS_ALONG * (box.x1 - box.x0)
    inside = [rule for rule in rules if box.top < rule.at < box.bottom]
    along = [min(x1, box.x1) - max(x0, box.x0) >= least for _, x0, x1 in inside]
    edges = [rule.at for rule, long in zip(inside, along, strict=True) if long]
    heads = [
        rule
        for rule, long in zip(inside, along, strict=True)
        if not long and box.x0 <= (rule.start + rule.end) / 2 <= box.x1
    ]
    return edges, heads


def grid_by_alignment(
    words: Sequence[Word],
    page: int = 1,
    *,
    box: Box | None = None,
    row_edges: Sequence[float] = (),
    heads: Sequence[Rule] = (),
    before: Before | None = None,
) -> Grid | None:
    """The grid that the words of one table form; None if they form one column only.

    `box` is the table's frame where there is one, `row_edges` the y of the rules between its rows, `heads` shorter
    rules, as below headings that stand over several columns, `before` a table that may go on here without a head.
    Words on their side are heads. Every word stands in exactly one cell.
    """
    level = [word for word in words if word.angle == 0]
    if not level:
        return None
    lines = by_baseline(level)
    gap = chunk_gap(level)
    height = median([w[4] - w[2] for w in level])
    rows = chunks_of(lines, gap)
    pitch = pitch_of(rows, height)
    again = before is None or before.is_begun_again(lines[0])
    turned = [word for word in words if word.angle]
    start = body_start(rows, pitch, row_edges, turned)
    if before and not turned:
        start = min(start, before.repeated(lines) or start)
    counted = start and is_counting(rows[start])
    cuts = separators(columns_of(rows[start:], [rows[start]])) if turned and counted else ()
    blocks = blocks_of([*(w for line in lines[:start] for w in line), *turned], gap, pitch, cuts)
    head = head_of(blocks, rows[start:], height, [*heads, *(Rule(y, *_ends(level)) for y in row_edges)])
    over = heads
    own = head is not None and head.is_whole and not any(map(has_amount, rows[:start]))
    if before and not turned and (not start or not (again or own)):
        going_on = head_before(before, rows, height)
        if going_on is not None:
            # there are no headings, and no rules below them
            head, start, over = going_on, 0, ()
    if head is None and turned:
        # heads on their side stand in no row
        return None
    if head is None:
        # heads that fit no columns are rows as any other
        start = 0
        head = head_of([], rows, height, ())
    if head is None or len(head.columns) < 2:
        return None
    frame = box or bounds(words)
    edges = [
        min(frame.x0, head.columns[0].x0),
        *separators(head.columns),
        max(frame.x1, head.columns[-1].x1),
    ]
    pieces = placed_in(rows[start:], head.columns, height, () if start else over)
    inner = [rule for rule in heads if not start or rule.at > lines[start][0].top]
    body = body_rows(Lines(lines[start:], pieces, pitch), head.columns, row_edges, inner)
    return grid_of(head, body, edges, frame, page)


def _ends(words: Sequence[Word]) -> tuple[float, float]:
    return min(w.x0 for w in words), max(w.x1 for w in words)
