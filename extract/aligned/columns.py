"""Columns from alignment: stretches of words that overlap over the whole table, not line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from zvirka.extract.geometry.words import Word

# In points of the words' height: a gap wider than this parts two cells of a line. A space is about a quarter of
# the height, in justified text up to a half.
CHUNK_GAP = 0.6
# A gap at a border between columns parts a chunk in two if it is this much wider than the chunk's other gaps.
WIDER = 1.2
# In points: text stands at the side of a column within this.
FLUSH = 0.7
# The numbers row starts with at least 1 2 3.
NUMBERS_ROW = 3
# The number of a row, and how many of them make a column of numbers.
ROW_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3})*[.)]?")
LEAST_NUMBERED = 2
# Besides them such a column has only what stands above them, no longer than this («№ п/п»).
LONGEST_HEAD = 4
# A chunk over this many columns is a heading or a section line and says nothing of the columns below it.
SPANNER = 4


class Chunk(NamedTuple):
    """Words of one printed line (by its index) that stand close together."""

    line: int
    x0: float
    x1: float
    words: tuple[Word, ...]


@dataclass(slots=True)
class Column:
    """One column: the stretch its chunks take up, and the lines they stand on."""

    x0: float
    x1: float
    lines: set[int] = field(default_factory=set)
    chunks: list[Chunk] = field(default_factory=list)


def chunk_gap(words: Sequence[Word]) -> float:
    """The gap that parts two cells of one line, in points."""
    return CHUNK_GAP * median([w[4] - w[2] for w in words])


def chunks_of(lines: Sequence[Sequence[Word]], gap: float) -> list[list[Chunk]]:
    """The chunks of each line, from left to right."""
    found: list[list[Chunk]] = []
    for index, line in enumerate(lines):
        row: list[Chunk] = []
        start = 0
        reach = line[0][3]
        for i in range(1, len(line)):
            if line[i][1] - reach > gap:
                row.append(_chunk(index, line[start:i]))
                start = i
            reach = max(reach, line[i][3])
        row.append(_chunk(index, line[start:]))
        found.append(row)
    return found


def _chunk(index: int, words: Sequence[Word]) -> Chunk:
    return Chunk(index, words[0][1], max(w[3] for w in words), tuple(words))


def numbers_row(lines: Sequence[Sequence[Word]]) -> int | None:
    """The index of the first line that counts its columns (`1 2 3 …`), if there is one."""
    for index, line in enumerate(lines):
        if len(line) >= NUMBERS_ROW and all(w[0].strip(".()") == str(i + 1) for i, w in enumerate(line)):
            return index
    return None


def columns_of(rows: Sequence[Sequence[Chunk]], parting: Sequence[Sequence[Chunk]] = ()) -> list[Column]:
    """The columns that the chunks form, from left to right.

    Chunks of one of the `parting` rows (heads of single columns, a row that counts them) stand in a column each.
    Of the others narrow ones found columns, wider ones widen them. A chunk over several columns joins them, unless
    lines where each of them has a chunk of its own outnumber such bridges: then it is a heading over them.
    """
    columns: list[Column] = []
    for row in parting:
        for chunk in row:
            _taken_in(chunk, columns)
    apart = [{id(chunk) for chunk in row} for row in parting]
    bridges: list[Chunk] = []
    flat = sorted((c for row in rows for c in row), key=lambda c: c.x1 - c.x0)
    for chunk in flat:
        hits = [c for c in columns if c.x0 < chunk.x1 and chunk.x0 < c.x1]
        if len(hits) > 1 or (hits and _begins_with_number(hits[0], chunk)):
            bridges.append(chunk)
        else:
            _taken_in(chunk, columns)
    return _joined(columns, bridges, apart)


def _taken_in(chunk: Chunk, columns: list[Column]) -> None:
    """Puts the chunk into the column it overlaps, or makes it one."""
    home = next((c for c in columns if c.x0 < chunk.x1 and chunk.x0 < c.x1), None)
    if home is None:
        home = Column(chunk.x0, chunk.x1)
        columns.append(home)
        columns.sort(key=lambda c: c.x0)
    home.x0, home.x1 = min(home.x0, chunk.x0), max(home.x1, chunk.x1)
    home.lines.add(chunk.line)
    home.chunks.append(chunk)


def _begins_with_number(column: Column, chunk: Chunk) -> bool:
    """Whether the chunk is a label that only begins where the numbers of the rows stand."""
    if chunk.x1 - column.x1 <= column.x1 - column.x0 or _may_number(chunk):
        return False
    return row_numbers(column) and all(map(_may_number, column.chunks))


def _may_number(chunk: Chunk) -> bool:
    """A row's number, or what stands above such («№», «з/п»)."""
    text = "".join(w[0] for w in chunk.words)
    return len(text) <= LONGEST_HEAD or ROW_NUMBER.fullmatch(text) is not None


def _joined(columns: list[Column], bridges: Sequence[Chunk], apart: Sequence[set[int]]) -> list[Column]:
    """Neighbours joined where more chunks bridge them than lines part them, the most bridged first.

    Only then those that never stand side by side, the nearest first: they are one column, set flush left above and
    flush right below. Columns with chunks of one of the rows `apart` are never joined.
    """
    still = list(bridges)
    while True:
        pairs = [
            (i, left, right)
            for i, (left, right) in enumerate(pairwise(columns))
            if not any(_holds(left, row) and _holds(right, row) for row in apart)
        ]
        excess = [
            (_bridged(left, right, columns, still) - len(left.lines & right.lines), -i)
            for i, left, right in pairs
        ]
        best, before = max(excess, default=(0, 0))
        at = -before
        if best <= 0:
            lone = [(right.x0 - left.x1, i) for i, left, right in pairs if not left.lines & right.lines]
            at = min(lone)[1] if lone else -1
        if at < 0:
            return columns
        left, right = columns[at : at + 2]
        one = Column(left.x0, max(left.x1, right.x1), left.lines | right.lines, left.chunks + right.chunks)
        columns[at : at + 2] = [one]
        still = _settled(one, columns, still)


def _holds(column: Column, row: set[int]) -> bool:
    return any(id(chunk) in row for chunk in column.chunks)


def row_numbers(column: Column) -> bool:
    """Whether the column holds the numbers of rows: short, most of them digits and dots, none wide."""
    texts = ["".join(w[0] for w in c.words) for c in column.chunks]
    numbered = sum(1 for text in texts if ROW_NUMBER.fullmatch(text))
    return numbered >= LEAST_NUMBERED and 2 * numbered >= len(texts)


def _bridged(left: Column, right: Column, columns: Sequence[Column], bridges: Sequence[Chunk]) -> int:
    """How many chunks lie over both neighbours, not counting headings over many columns.

    The label of a sum or a section begins where the numbers of the rows stand, and is no bridge.
    """
    if row_numbers(left):
        return 0
    over = 0
    for b in bridges:
        if b.x0 < left.x1 and right.x0 < b.x1:
            over += sum(1 for c in columns if c.x0 < b.x1 and b.x0 < c.x1) < SPANNER
    return over


def _settled(column: Column, columns: Sequence[Column], bridges: Sequence[Chunk]) -> list[Chunk]:
    """The bridges without those that now lie in the joined column alone; the column takes these in."""
    still = []
    for bridge in bridges:
        hits = [c for c in columns if c.x0 < bridge.x1 and bridge.x0 < c.x1]
        if len(hits) == 1 and hits[0] is column:
            column.x0, column.x1 = min(column.x0, bridge.x0), max(column.x1, bridge.x1)
            column.lines.add(bridge.line)
            column.chunks.append(bridge)
        else:
            still.append(bridge)
    return still


def separators(columns: Sequence[Column]) -> list[float]:
    """The x between neighbouring columns: the middle of the gap."""
    return [(left.x1 + right.x0) / 2 for left, right in pairwise(columns)]


def inner_of(edges: Sequence[float], height: float) -> list[tuple[float, float]]:
    """What is surely inside of each column between borders that were told from alignment: `height` is of the words.

    Text that comes as near to a border may belong to the column beside it.
    """
    return [
        (left + near, right - near)
        for left, right in pairwise(edges)
        for near in [min(height, (right - left) / 4)]
    ]


def parted(chunk: Chunk, columns: Sequence[Column], least: float) -> list[Chunk]:
    """The chunk cut at separators that fall into a gap wider than its other gaps, and than `least`.

    It is also cut where a number ends at the right side of a column, and a word begins at the left side of the next.
    A chunk without such a gap is left whole: it spans the columns.
    """
    inside = [x for x in separators(columns) if chunk.x0 < x < chunk.x1]
    if not inside or len(chunk.words) == 1:
        return [chunk]
    gaps = [b[1] - a[3] for a, b in pairwise(chunk.words)]
    usual = min(gaps)
    pieces: list[Chunk] = []
    start = 0
    for i, gap in enumerate(gaps):
        left, right = chunk.words[i], chunk.words[i + 1]
        on_cut = any(left[3] - least <= x <= right[1] + least for x in inside)
        plain = len(gaps) == 1 or gap > WIDER * usual or (_number(left) and _number(right))
        flush = gap > 0 and _number(left) and _stand_flush(left, right, columns)
        if flush or (on_cut and gap >= least and plain and gap > 0):
            pieces.append(_chunk(chunk.line, chunk.words[start : i + 1]))
            start = i + 1
    pieces.append(_chunk(chunk.line, chunk.words[start:]))
    return pieces


def _stand_flush(left: Word, right: Word, columns: Sequence[Column]) -> bool:
    """Whether a word ends where all text of a column does, and the next begins where all text of the next one does."""
    return any(
        abs(left[3] - one.x1) <= FLUSH and abs(right[1] - other.x0) <= FLUSH
        for one, other in pairwise(columns)
    )


def _number(word: Word) -> bool:
    text = word[0]
    return text in "-–—−xXхХ/" or sum(ch.isdigit() for ch in text) * 2 >= len(text)
