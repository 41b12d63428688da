"""The head of a table by position: which columns each piece of its lines stands over, and the tree of its cells.

The lines are read from below, where the heads of single columns are: they show better than the body where the columns
part. A piece that reaches over a whole space between columns stands over both; it is widened to columns beside it that
have no head of their own at its height, as far as it then stands in their middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.text_pieces import Piece, chunks_of_line, pieces_joined
from zvirka.schemas.document import Cell, Line

# Of the columns that a piece may stand over, the most are taken that put it at most so much (characters) further off
# their middle than the best ones do: where columns part is known roughly.
_SLACK = 3.0
# A line goes on with the head over several columns above it if it stands as near (characters) to the middle of it.
_CENTRED = 1.5

Band = dict[tuple[int, int], list[Line]]


class _Place(NamedTuple):
    """A piece, and the characters (from, to) it stands at."""

    piece: Piece
    start: int
    end: int

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def pieces_of_head(
    texts: Sequence[str], between: Sequence[tuple[float, float]], left: float, right: float
) -> list[tuple[Piece, ...]]:
    """The pieces of each line with the columns they stand over.

    `between` are the stretches of characters where the columns part, `left` and `right` the outer borders.
    """
    gaps = list(between)
    found: list[list[_Place]] = []
    for text in reversed(texts):
        places = [_placed(text, start, end, gaps) for start, end in chunks_of_line(text)]
        for place in places:
            _narrow(gaps, place)
        found.insert(0, places)
    borders = [left, *((low + high + 1) / 2 for low, high in gaps), right]
    for i in range(len(found)):
        found[i] = [_widened(place, found, i, borders) for place in found[i]]
    for above, here in pairwise(found):
        here[:] = _going_on(above, here)
    return [pieces_joined([place.piece for place in places]) for places in found]


def _narrow(gaps: list[tuple[float, float]], place: _Place) -> None:
    """Takes the room of a head of one column from the spaces beside it."""
    column = place.piece.first
    if column != place.piece.last:
        return
    if column and place.start - 1 >= gaps[column - 1][0]:
        gaps[column - 1] = (gaps[column - 1][0], min(gaps[column - 1][1], place.start - 1))
    if column < len(gaps) and place.end <= gaps[column][1]:
        gaps[column] = (max(gaps[column][0], place.end), gaps[column][1])


def _placed(text: str, start: int, end: int, between: Sequence[tuple[float, float]]) -> _Place:
    """The piece over the columns whose whole space between it covers, or in the one that its middle stands in."""
    inner = [s for s, (low, high) in enumerate(between) if start < low and end > high + 1]
    middle = (start + end) / 2
    first = inner[0] if inner else sum(1 for low, high in between if (low + high + 1) / 2 < middle)
    return _Place(Piece(first, inner[-1] + 1 if inner else first, text[start:end]), start, end)


def _widened(place: _Place, found: Sequence[Sequence[_Place]], line: int, borders: Sequence[float]) -> _Place:
    """A piece over several columns, over those beside it, too, that have heads only below it."""
    first, last = place.piece.first, place.piece.last
    if first == last:
        return place
    headed = {
        c for places in found[: line + 1] for other in places for c in _columns(other) if other is not place
    }
    below = {c for places in found[line + 1 :] for other in places for c in _columns(other)} - headed
    lows, highs = [first], [last]
    while lows[-1] - 1 in below:
        lows.append(lows[-1] - 1)
    while highs[-1] + 1 in below:
        highs.append(highs[-1] + 1)
    off = {(a, b): abs((borders[a] + borders[b + 1]) / 2 - place.middle) for a in lows for b in highs}
    near = [span for span, distance in off.items() if distance <= min(off.values()) + _SLACK]
    a, b = max(near, key=lambda span: (span[1] - span[0], -off[span]))
    return place._replace(piece=Piece(a, b, place.piece.text))


def _columns(place: _Place) -> range:
    return range(place.piece.first, place.piece.last + 1)


def _going_on(above: Sequence[_Place], here: Sequence[_Place]) -> list[_Place]:
    """The places of a line, those that go on with a head over several columns above them over the same columns."""
    result = list(here)
    for over in above:
        low, high = over.piece.first, over.piece.last
        under = [i for i, place in enumerate(here) if place.piece.first <= high and low <= place.piece.last]
        if low == high or len(under) != 1:
            continue
        place = here[under[0]]
        narrower = low <= place.piece.first and place.piece.last <= high
        if narrower and abs(place.middle - over.middle) <= _CENTRED:
            result[under[0]] = place._replace(piece=Piece(low, high, place.piece.text))
    return result


def head_cells(lines: Sequence[tuple[Line, tuple[Piece, ...]]], columns: int) -> tuple[list[Cell], int]:
    """The cells of the head and the number of its rows.

    Columns that no piece joins with others have one cell down the head; under a piece over several columns the lines
    are parted where the pieces cover other columns than above, and a column that goes on alone has one cell there.
    """
    if not lines:
        return [], 0
    zones = _zones(lines, columns)
    banded = [_bands(lines, low, high) for low, high in zones]
    rows = max(map(len, banded))
    cells: list[Cell] = []
    for (low, high), bands in zip(zones, banded, strict=True):
        cells += _cells(bands, low, high, rows)
    return sorted(cells, key=lambda cell: (cell.row, cell.column)), rows


def _cells(bands: Sequence[Band], low: int, high: int, rows: int) -> list[Cell]:
    """The cells of a zone, each as high as its columns are covered by nothing else."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for r, band in enumerate(bands):
        at = low
        while at <= high:
            last = max((b for a, b in band if a == at), default=at)
            if (r, at) not in taken:
                depth = r + 1
                while depth < len(bands) and _alone(bands[depth], at, last):
                    depth += 1
                taken |= {(row, at) for row in range(r, depth)}
                lines = [line for below in bands[r:depth] for line in below.get((at, last), [])]
                height = (rows if depth == len(bands) else depth) - r
                cells.append(Cell(r, at, tuple(lines), height, last - at + 1))
            at = last + 1
    return cells


def _alone(band: Band, first: int, last: int) -> bool:
    """Whether nothing in the band covers the columns otherwise: the same piece goes on, or nothing stands there."""
    return all((a, b) == (first, last) or b < first or last < a for a, b in band)


def _bands(lines: Sequence[tuple[Line, tuple[Piece, ...]]], low: int, high: int) -> list[Band]:
    """The lines of a zone of the head, those together whose pieces cover the same columns or others."""
    bands: list[Band] = [{}]
    for line, all_pieces in lines:
        pieces = [piece for piece in all_pieces if low <= piece.first <= high]
        if any(
            a <= piece.last and piece.first <= b and (a, b) != (piece.first, piece.last)
            for piece in pieces
            for a, b in bands[-1]
        ):
            bands.append({})
        for piece in pieces:
            printed = Line(piece.text, line.page, None, line.number)
            bands[-1].setdefault((piece.first, piece.last), []).append(printed)
    return bands


def _zones(lines: Sequence[tuple[Line, tuple[Piece, ...]]], columns: int) -> list[tuple[int, int]]:
    """Columns that pieces over several of them hold together."""
    joined = [False] * columns  # with the column before
    for _, pieces in lines:
        for piece in pieces:
            for column in range(piece.first + 1, piece.last + 1):
                joined[column] = True
    starts = [c for c in range(columns) if not joined[c]]
    return [(a, b - 1) for a, b in zip(starts, [*starts[1:], columns], strict=True)]
