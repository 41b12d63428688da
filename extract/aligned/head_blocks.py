"""Where the head of a table without rules between its columns ends, and the heads in it: words set together."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.aligned.columns import Chunk, chunks_of
from zvirka.extract.aligned.rows import PITCH_JUMP, WIDEST_PITCH
from zvirka.extract.geometry.lines import by_baseline, joined
from zvirka.extract.geometry.words import Word, bounds, step
from zvirka.extract.numbers import counts_columns, is_amount, is_dated

# In heights: the lines of one head begin, end or are centred at one x within this.
SAME_X = 0.4
# In heights: letters on their side that stand closer side by side are lines of one head.
TURNED_NEAR = 0.45
# So many lines further up a cell may have its line before.
BETWEEN = 2
# So many times or prices tell a line of the body.
LEAST_FIGURES = 2
_FIGURES = re.compile(r"[$€£₴]?\s?[(+–−-]?\d[\d\s.,:'’]*[%$€£₴]?\)?")
# So many amounts of a line have the same word before them.
LEAST_NAMED = 2
_NAMED = re.compile(r"([^\W\d_]+)\.?\s*[:=–—-]?\s*(?!(?:19|20)\d\d$)[-–—−(]?\d[\d\s.,'’]*%?\)?[;,]?")
_NUMBERED = re.compile(r"\d{1,3}(\.\d{1,3})*[.)](\s|$)")


class Block(NamedTuple):
    """A head: its box, and its words."""

    x0: float
    top: float
    x1: float
    bottom: float
    words: tuple[Word, ...]

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return (self.x0 + self.x1) / 2


def text_of(chunk: Chunk) -> str:
    """What a chunk says."""
    return joined(chunk.words).strip()


def is_counting(row: Sequence[Chunk]) -> bool:
    """Whether the chunks of a line number the columns: 1, 2, 3 … or with formulas."""
    return counts_columns([text_of(chunk) for chunk in row]) or counts_columns(
        [word.text for chunk in row for word in chunk.words]
    )


def pitch_of(rows: Sequence[Sequence[Chunk]], height: float) -> float:
    """The distance of lines within a cell: the smallest at which a chunk stands below another one; in points.

    Text in the middle of the cell beside may stand on a line between them. Where none is near enough no line goes on in
    the next, and the answer is less than any distance.
    """
    found = [
        step(chunk.words, below.words)
        for i, here in enumerate(rows)
        for below in here
        for chunk in _right_above(rows[max(i - BETWEEN, 0) : i], below)
    ]
    least = min((p for p in found if p > height / 2), default=0.0)
    return least if least <= WIDEST_PITCH * height else 0.0


def _right_above(rows: Sequence[Sequence[Chunk]], below: Chunk) -> list[Chunk]:
    """What stands over a chunk in the last of the lines that has text there."""
    for row in reversed(rows):
        over = [chunk for chunk in row if below.x0 < chunk.x1 and chunk.x0 < below.x1]
        if over:
            return over
    return []


def body_start(
    rows: Sequence[Sequence[Chunk]], pitch: float, edges: Sequence[float], turned: Sequence[Word] = ()
) -> int:
    """The index of the first line below the head: the row that counts the columns, else the first row of amounts
    or with a row's number.

    `edges` are the y of rules along the table, `turned` the words on their side, which are heads. 0 where nothing
    tells.
    """
    for i, row in enumerate(rows):
        if is_counting(row):
            return i
    first = next(
        (i for i, row in enumerate(rows) if i and (has_amount(row) or _is_numbered(row) or _named(rows, i))),
        0,
    )
    if not first:
        return 0
    if turned:
        lowest = max(word.bottom for word in turned)
        return next((i for i in range(1, first) if rows[i][0].words[0].top >= lowest), first)
    if any(rows[0][0].words[0].bottom < y < _middle(rows[first]) for y in edges):
        return _below_rule(rows, first, edges)
    start = first
    while start > 1 and _of_the_row(rows, start - 1, start, pitch):
        start -= 1
    # a title over the first row, of one line or more
    title = start
    while title > 1 and _is_title(rows, title - 1):
        title -= 1
        if _step(rows, title) > PITCH_JUMP * pitch:
            start = title
    return start


def _below_rule(rows: Sequence[Sequence[Chunk]], first: int, edges: Sequence[float]) -> int:
    """The first line below the rule that ends the head: the one above the row of amounts, or above a title over it."""
    bands = [sum(1 for y in edges if y < _middle(row)) for row in rows[: first + 1]]
    start = bands.index(bands[first])
    while start > 1:
        title = bands.index(bands[start - 1])
        if title < 1 or not all(_is_title(rows, i) for i in range(title, start)):
            break
        start = title
    return start


def has_amount(row: Sequence[Chunk]) -> bool:
    """Whether a chunk of the line but the first is an amount, or several are of digits otherwise (times, prices)."""
    texts = [text for text in map(text_of, row[1:]) if not is_dated(text)]
    figures = [text for text in texts if _FIGURES.fullmatch(text)]
    return any(map(is_amount, texts)) or len(figures) >= LEAST_FIGURES


def _named(rows: Sequence[Sequence[Chunk]], i: int) -> bool:
    """Whether the line has amounts with a word before each: one word in this line («план 10»), another in the next."""
    words = [
        Counter(m[1].lower() for chunk in row[1:] if (m := _NAMED.fullmatch(text_of(chunk))))
        for row in rows[i : i + 2]
    ]
    most = [max(found, key=lambda word: found[word], default="") for found in words]
    return (
        len(most) > 1
        and most[0] != most[1]
        and all(found[word] >= LEAST_NAMED for found, word in zip(words, most, strict=True))
    )


def _is_numbered(row: Sequence[Chunk]) -> bool:
    """Whether the line begins with the number of a row («1.», «2.1)»): it may have no amounts."""
    return len(row) > 1 and _NUMBERED.match(text_of(row[0])) is not None


def _middle(row: Sequence[Chunk]) -> float:
    return (row[0].words[0].top + row[0].words[0].bottom) / 2


def _step(rows: Sequence[Sequence[Chunk]], i: int) -> float:
    """How far a line stands below the one above it."""
    above, here = ([word for chunk in row for word in chunk.words] for row in rows[i - 1 : i + 1])
    return step(above, here)


def _of_the_row(rows: Sequence[Sequence[Chunk]], i: int, below: int, pitch: float) -> bool:
    """Whether a line belongs to the row that the line right below it has the amounts of."""
    if _step(rows, below) > PITCH_JUMP * pitch:
        return False
    apart = _step(rows, i) > PITCH_JUMP * pitch
    return apart or (len(rows[i]) == 1 and not _goes_on(rows[i - 1], rows[i][0]))


def _is_title(rows: Sequence[Sequence[Chunk]], i: int) -> bool:
    if len(rows[i]) != 1 or not any(len(row) > 1 for row in rows[:i]):
        return False
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    chunk = rows[i][0]
    height = chunk.words[0].bottom - chunk.words[0].top
    central = abs((chunk.x0 + chunk.x1) - (x0 + x1)) / 2
    return chunk.x0 - x0 < height or central < height


def _goes_on(above: Sequence[Chunk], chunk: Chunk) -> bool:
    return any(_aligned(other, chunk) for other in above)


def _aligned(above: Chunk | Block, below: Chunk) -> bool:
    """Whether two lines one above the other may be lines of one cell."""
    if not (above.x0 < below.x1 and below.x0 < above.x1):
        return False
    near = SAME_X * (below.words[0].bottom - below.words[0].top)
    middles = (above.x0 + above.x1 - below.x0 - below.x1) / 2
    return min(abs(above.x0 - below.x0), abs(above.x1 - below.x1), abs(middles)) <= near


def blocks_of(words: Sequence[Word], gap: float, pitch: float, cuts: Sequence[float] = ()) -> list[Block]:
    """The heads that the words of a table's head form, those that end highest first.

    `gap` parts two heads on one line, `pitch` is the distance of lines within a cell, `cuts` are the x between the
    columns where a row below counts them all: they part heads on their side.
    """
    level = [word for word in words if word.angle == 0]
    found = _stacked(chunks_of(by_baseline(level), gap), pitch) if level else []
    for column in _by_column([word for word in words if word.angle], cuts):
        found += _side_by_side(column)
    return sorted(found, key=lambda block: (block.bottom, block.x0))


def _stacked(rows: Sequence[Sequence[Chunk]], pitch: float) -> list[Block]:
    """Chunks one right below the other joined, where each is the only one there."""
    done: list[Block] = []
    growing: list[Block] = []
    for row in rows:
        kept: list[Block] = []
        fresh: list[Block] = []
        used: set[int] = set()
        for chunk in row:
            over = [b for b in growing if b.x0 < chunk.x1 and chunk.x0 < b.x1]
            upper = over[0] if len(over) == 1 else None
            if (
                upper is not None
                and id(upper) not in used
                and step(_last_line(upper), chunk.words) <= PITCH_JUMP * pitch
                and _aligned(upper, chunk)
                and sum(1 for c in row if upper.x0 < c.x1 and c.x0 < upper.x1) == 1
            ):
                used.add(id(upper))
                kept.append(_block((*upper.words, *chunk.words)))
            else:
                fresh.append(_block(chunk.words))
        whole = [word for chunk in row for word in chunk.words]
        for block in growing:
            if id(block) in used:
                continue
            (done if step(_last_line(block), whole) > PITCH_JUMP * pitch else kept).append(block)
        growing = kept + fresh
    return done + growing


def _last_line(block: Block) -> list[Word]:
    return by_baseline(block.words)[-1]


def _block(words: Sequence[Word]) -> Block:
    return Block(*bounds(words), tuple(words))


def _by_column(words: Sequence[Word], cuts: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in words:
        columns[bisect(cuts, (word.x0 + word.x1) / 2)].append(word)
    return columns


def _side_by_side(words: Sequence[Word]) -> list[Block]:
    """Words on their side joined to heads: those in one line, and lines close beside each other."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.x0):
        near = TURNED_NEAR * (word.x1 - word.x0)
        # the word may close the space between two pieces of a line
        joined_now, apart = [word], []
        for group in groups:
            close = any(
                word.x0 - w.x1 <= near and w.top < word.bottom + near and word.top < w.bottom + near
                for w in group
            )
            if close:
                joined_now = group + joined_now
            else:
                apart.append(group)
        groups = [*apart, joined_now]
    return [_block(group) for group in groups]
