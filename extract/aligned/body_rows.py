"""The rows below the head of a table by alignment: pieces of lines in their columns, put together to cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from zvirka.extract.aligned.columns import Chunk, Column, parted, separators
from zvirka.extract.aligned.rows import FULL_LINE, LEAST_OPENED, PITCH_JUMP, row_starts
from zvirka.extract.geometry.lines import joined
from zvirka.extract.geometry.rules import Rule
from zvirka.extract.geometry.words import Word, step
from zvirka.extract.numbers import is_amount

# A chunk lies in the column that it shares most with, and also in others of which it covers this share.
SPANS_SHARE = 0.25
# Gaps narrower than this share of the words' height are spaces, even at a border between columns.
LEAST_GAP = 0.3
# In heights: a title over all columns stands in their middle within this.
CENTRED = 2.0


class Piece(NamedTuple):
    """A piece of a line, its first and last column."""

    first: int
    last: int
    chunk: Chunk


class Filled(NamedTuple):
    """A cell with text: its first and last column, its words, and the rows it covers."""

    first: int
    last: int
    words: list[Word]
    rows: int = 1


BodyRow: TypeAlias = list[Filled]


class Lines(NamedTuple):
    """The lines of a table's body: their words, their pieces, and the distance of lines within a cell, in points."""

    words: Sequence[Sequence[Word]]
    pieces: Sequence[Sequence[Piece]]
    pitch: float

    def filled(self) -> list[list[int]]:
        """For each line the columns in which it has text."""
        return [sorted({piece.first for piece in row}) for row in self.pieces]

    def steps(self) -> list[float]:
        """How far each line but the first stands below the one above it, in points.

        It is told from the cells that have text in both: text beside them may stand on a line between.
        """
        found: list[float] = []
        for i, (above, here) in enumerate(pairwise(self.pieces)):
            upper = {piece.first: piece.chunk.words for piece in above}
            both = [step(upper[piece.first], piece.chunk.words) for piece in here if piece.first in upper]
            found.append(min(both, default=step(self.words[i], self.words[i + 1])))
        return found

    def row_starts(self, filled: Sequence[Sequence[int]], texts: Sequence[str], columns: int) -> set[int]:
        """The lines that begin rows, told from all lines: `texts` are those of their first pieces."""
        valued = [
            any(is_amount(joined(p.chunk.words).strip()) for p in row if p.first) for row in self.pieces
        ]
        starts = row_starts(
            self.words, filled, texts, columns, self.pitch, self.steps(), valued, self.stacked()
        )
        return set(starts)

    def stacked(self) -> list[bool]:
        """For each line whether a column has a number in it and one above with as many decimals: none is broken."""
        found = [False]
        for above, here in pairwise(self.pieces):
            upper = {p.first: _decimals(p) for p in above}
            found.append(any(_decimals(p) > 0 and _decimals(p) == upper.get(p.first) for p in here))
        return found

    def middle(self, i: int) -> float:
        """The y of a line's middle."""
        word = self.words[i][0]
        return (word.top + word.bottom) / 2


def _decimals(piece: Piece) -> int:
    """How many decimals the piece has, if it is one number that ends with some; else 0."""
    number = _NUMBER.fullmatch(joined(piece.chunk.words).strip())
    return len(number[1]) if number else 0


_NUMBER = re.compile(r"[$€£₴]?\s?[(+–−-]?\d[\d\s.,'’]*[.,](\d{1,2})\)?\s?[%$€£₴]?")


def placed_in(
    rows: Sequence[Sequence[Chunk]], columns: Sequence[Column], height: float, rules: Sequence[Rule]
) -> list[list[Piece]]:
    """The pieces of each line in their columns; `height` is that of the words, in points.

    `rules` are those below headings that stand over several columns.
    """
    cuts = separators(columns)
    borders = [float("-inf"), *cuts, float("inf")]
    xs = [_text_of(column) for column in columns]
    found = [
        [
            Piece(*_span(piece, borders, xs), piece)
            for chunk in row
            for piece in parted(chunk, columns, LEAST_GAP * height)
        ]
        for row in rows
    ]
    return [[_under(piece, rules, columns) for piece in row] for row in found] if rules else found


def _text_of(column: Column) -> tuple[float, float]:
    """From where to where the text below the head of a column reaches: heads may stand over text beside."""
    below = [chunk for chunk in column.chunks if chunk.line >= 0]
    if not below:
        return column.x0, column.x1
    return min(chunk.x0 for chunk in below), max(chunk.x1 for chunk in below)


def _span(chunk: Chunk, edges: Sequence[float], columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that the chunk stands in."""
    shares = []
    for i, (x0, x1) in enumerate(columns):
        inner = min(edges[i + 1], chunk.x1) - max(edges[i], chunk.x0)
        covered = min(x1, chunk.x1) - max(x0, chunk.x0)
        shares.append((inner, covered / max(x1 - x0, 0.1)))
    best = max(range(len(shares)), key=lambda i: shares[i][0])
    first = last = best
    while first > 0 and shares[first - 1][1] >= SPANS_SHARE:
        first -= 1
    while last < len(shares) - 1 and shares[last + 1][1] >= SPANS_SHARE:
        last += 1
    return first, last


def _under(piece: Piece, rules: Sequence[Rule], columns: Sequence[Column]) -> Piece:
    """The piece with the columns that the rule right below it covers, if there is one."""
    chunk = piece.chunk
    bottom = max(word.bottom for word in chunk.words)
    height = chunk.words[0].bottom - chunk.words[0].top
    middle = (chunk.x0 + chunk.x1) / 2
    for y, x0, x1 in rules:
        if -LEAST_GAP * height <= y - bottom <= height and x0 <= middle <= x1:
            covered = [i for i, c in enumerate(columns) if x0 <= (c.x0 + c.x1) / 2 <= x1]
            if covered:
                return Piece(covered[0], covered[-1], chunk)
    return piece


def body_rows(
    lines: Lines, columns: Sequence[Column], row_edges: Sequence[float], rules: Sequence[Rule]
) -> list[BodyRow]:
    """The rows, from the top: `row_edges` are the y of rules along the table.

    `rules` are shorter ones: a cell that they stop beside goes on below them.
    """
    if not lines.pieces:
        return []
    starts, all_shown = _starts(lines, len(columns), row_edges)
    open_at = _open_at(lines, columns, rules)
    starts.update(open_at)
    begins = sorted({start for start in starts if start < len(lines.pieces)} | {0})
    if not (all_shown or rules):
        beside = _begun_beside(lines, begins)
        open_at = {start: _going_on(lines, start) for start in beside}
        begins = sorted({*begins, *beside})
    found: list[BodyRow] = []
    for first, end in pairwise([*begins, len(lines.pieces)]):
        row: BodyRow = []
        going_on = open_at.get(first, set())
        for piece in (piece for line in lines.pieces[first:end] for piece in line):
            if piece.first not in going_on or not _lengthened(found, piece):
                _put(row, Filled(piece.first, piece.last, list(piece.chunk.words)))
        if row:
            found.append(_titled(row, columns))
        else:
            _shorten(found)
    return found


def _open_at(lines: Lines, columns: Sequence[Column], rules: Sequence[Rule]) -> dict[int, set[int]]:
    """The lines above which shorter rules part rows; with the columns that these do not cover there."""
    covered: dict[int, set[int]] = defaultdict(set)
    for y, x0, x1 in rules:
        start = sum(1 for i in range(len(lines.pieces)) if lines.middle(i) < y)
        covered[start].update(i for i, c in enumerate(columns) if x0 <= (c.x0 + c.x1) / 2 <= x1)
    return {
        start: set(range(len(columns))) - inside
        for start, inside in covered.items()
        if 0 < start < len(lines.pieces) and len(inside) >= LEAST_OPENED
    }


def _starts(lines: Lines, columns: int, row_edges: Sequence[float]) -> tuple[set[int], bool]:
    """The lines that begin rows; and whether rules part all rows."""
    filled = lines.filled()
    texts = [joined(row[0].chunk.words) for row in lines.pieces]
    all_shown = False
    if row_edges:
        starts, all_shown = _starts_by_rules(lines, filled, texts, columns, row_edges)
    else:
        starts = lines.row_starts(filled, texts, columns)
    # a heading over several columns is a row of its own, unless it goes on in the next line
    for i in range(1, len(lines.pieces)):
        above, here = lines.pieces[i - 1], lines.pieces[i]
        if any(p.first != p.last for p in (*above, *here)) and _conflict(above, here):
            starts.add(i)
    return starts, all_shown


def _starts_by_rules(
    lines: Lines,
    filled: Sequence[Sequence[int]],
    texts: Sequence[str],
    columns: int,
    row_edges: Sequence[float],
) -> tuple[set[int], bool]:
    """Rows where rules part them; a stretch between two rules that holds many rows is parted by its lines."""
    bands: dict[int, list[int]] = defaultdict(list)
    for i in range(len(lines.words)):
        bands[sum(1 for y in row_edges if y < lines.middle(i))].append(i)
    # rules between most rows are all the rows there are; a rule under the head and one at the end are not
    all_rows = len(bands) > max(2, len(lines.words) / 4)
    starts: set[int] = set()
    # what parts lines within a cell from lines between rows is known from the whole table
    told = lines.row_starts(filled, texts, columns)
    for number, band in enumerate(bands.values()):
        starts.add(band[0])
        # what stands above the first rule is the header; its lines are one row
        head = number == 0 and not any(ch.isdigit() for i in band for w in lines.words[i] for ch in w.text)
        if not (all_rows or head or _is_one_row(lines, filled, band)):
            starts.update(told.intersection(band))
    return starts, all_rows


def _is_one_row(lines: Lines, filled: Sequence[Sequence[int]], band: Sequence[int]) -> bool:
    """Whether of the lines between two rules one has most of the cells, and the others only go on."""
    most = max(len(filled[i]) for i in band)
    full = sum(1 for i in band if len(filled[i]) > FULL_LINE * most)
    apart = (step(lines.words[a], lines.words[b]) > PITCH_JUMP * lines.pitch for a, b in pairwise(band))
    return full == 1 and most > 1 and lines.pitch > 0 and not any(apart)


def _conflict(above: Sequence[Piece], here: Sequence[Piece]) -> bool:
    return any(
        a.first <= b.last and b.first <= a.last and (a.first, a.last) != (b.first, b.last)
        for a in above
        for b in here
    )


def _begun_beside(lines: Lines, begins: Sequence[int]) -> set[int]:
    """The lines where a row begins beside a cell that goes on: in other columns text begins anew after a space."""
    # where no line goes on in the next, what stands below in a column is a row
    found: set[int] = set()
    for first, end in pairwise([*begins, len(lines.pieces)]):
        lowest: dict[int, Sequence[Word]] = {}
        for i in range(first, end):
            anew = [
                piece.first
                for piece in lines.pieces[i]
                if piece.first in lowest
                and step(lowest[piece.first], piece.chunk.words) > PITCH_JUMP * lines.pitch
            ]
            if len(anew) >= LEAST_OPENED and 2 * len(anew) >= len(lines.pieces[i]):
                found.add(i)
            lowest.update((p.first, p.chunk.words) for p in lines.pieces[i])
    return found


def _going_on(lines: Lines, start: int) -> set[int]:
    """The columns in which text stands right above and below the border above a line."""
    found: set[int] = set()
    for piece in lines.pieces[start]:
        above = next(
            (p for row in reversed(lines.pieces[:start]) for p in row if p.first == piece.first), None
        )
        space = step(above.chunk.words, piece.chunk.words) if above else float("inf")
        if space <= PITCH_JUMP * lines.pitch:
            found.add(piece.first)
    return found


def _lengthened(rows: Sequence[BodyRow], piece: Piece) -> bool:
    """Puts the piece to the cell of its column that begins above, which then covers this row, too."""
    this = len(rows)
    for at in range(this - 1, -1, -1):
        for i, cell in enumerate(rows[at]):
            if cell.first <= piece.first <= cell.last:
                if cell.last != piece.last:
                    return False
                rows[at][i] = Filled(cell.first, cell.last, [*cell.words, *piece.chunk.words], this - at + 1)
                return True
    return False


def _shorten(rows: Sequence[BodyRow]) -> None:
    """Takes back the last row from the cells that cover it, where these are all there is in it."""
    for at, row in enumerate(rows):
        for i, cell in enumerate(row):
            if at + cell.rows > len(rows):
                row[i] = cell._replace(rows=len(rows) - at)


def _put(row: BodyRow, cell: Filled) -> None:
    """Adds the cell to the row; cells that overlap become one."""
    first, last, words = cell.first, cell.last, cell.words
    for known in [k for k in row if k.first <= last and first <= k.last]:
        first, last, words = min(first, known.first), max(last, known.last), known.words + words
        row.remove(known)
    row.append(Filled(first, last, words))


def _titled(row: BodyRow, columns: Sequence[Column]) -> BodyRow:
    """The row; a title alone in the middle of the table stands over all columns."""
    if len(row) != 1:
        return row
    words = row[0].words
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    height = words[0].bottom - words[0].top
    off = abs(x0 + x1 - columns[0].x0 - columns[-1].x1) / 2
    if off <= CENTRED * height and x0 > columns[0].x1:
        return [Filled(0, len(columns) - 1, words)]
    return row
