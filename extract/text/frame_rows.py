"""The rows of a frame of characters: by its rules, or where only the head is ruled off, by what the lines hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zvirka.extract.numbers import is_number
from zvirka.extract.text.frames import Frame, FramedLine
from zvirka.extract.text.rows import counts, numbered_lines, row_starts, two_numbers
from zvirka.schemas.document import Cell, Grid, GridKind, Line

# A head alone is no table: its body stands elsewhere, in some other form.
_LEAST_ROWS = 2

Seg = tuple[int, int]


@dataclass(slots=True)
class _Row:
    """One row while it is made: its pieces by the columns they cover, and which of them go on in the next row."""

    segments: tuple[Seg, ...]
    lines: list[FramedLine] = field(default_factory=list)
    rest: list[tuple[Seg, Line]] = field(default_factory=list)
    goes_on: frozenset[Seg] = frozenset()
    after_rule: bool = True


def framed_grid(frame: Frame) -> Grid | None:
    """The frame as a grid. None where a line cannot be told to begin a row or to go on with one."""
    bands = _bands(frame)
    if bands is None:
        return None
    if _unruled(bands) or any(_several(band.lines, frame.rooms) for band in bands):
        parted: list[_Row] = []
        for band in bands:
            starts = row_starts([_filled(line) for line in band.lines], frame.rooms)
            if starts is None:
                return None
            for a, b in zip(starts, [*starts[1:], len(band.lines)], strict=True):
                parted.append(_Row(band.segments, band.lines[a:b]))
            parted[-1].rest, parted[-1].goes_on = band.rest, band.goes_on
        bands = parted
    return _grid(frame, bands)


def _bands(frame: Frame) -> list[_Row] | None:
    """The lines between rules. Lines whose cells are merged otherwise than the line's above are a band of their own."""
    bands: list[_Row] = []
    fresh = True
    for framed in frame.lines:
        if framed.full_rule:
            fresh = True
        elif any(piece.rule for piece in framed.pieces):
            if fresh or not bands:
                return None
            if not _partly_ruled(bands[-1], framed):
                return None
            fresh = True
        else:
            segments = tuple((piece.first, piece.last) for piece in framed.pieces)
            if fresh or segments != bands[-1].segments:
                bands.append(_Row(segments, after_rule=fresh))
            bands[-1].lines.append(framed)
            fresh = False
    # a row of blank cells is one where rules part it from the others, as it is in a document with cells
    filled = [band for band in bands if band.goes_on or band.after_rule or _texts(band.lines, band.rest)]
    return filled if any(_texts(band.lines, band.rest) for band in filled) else None


def _texts(lines: Sequence[FramedLine], rest: Sequence[tuple[Seg, Line]]) -> bool:
    return bool(rest) or any(piece.text.strip() for line in lines for piece in line.pieces)


def _partly_ruled(row: _Row, framed: FramedLine) -> bool:
    """Notes which cells of the row go on below a rule under some of them. False if the rule cuts a cell."""
    goes_on = set()
    for first, last in row.segments:
        under = [p for p in framed.pieces if p.first <= last and first <= p.last]
        if not any(piece.rule for piece in under):
            goes_on.add((first, last))
            text = " ".join(piece.text.strip() for piece in under if piece.text.strip())
            if text:
                line = framed.line
                row.rest.append(((first, last), Line(text, line.page, None, line.number)))
        elif not all(piece.rule for piece in under):
            return False
    row.goes_on = frozenset(goes_on)
    return True


def _filled(framed: FramedLine) -> dict[int, str]:
    return {piece.first: piece.text.strip() for piece in framed.pieces if piece.text.strip()}


def _unruled(bands: Sequence[_Row]) -> bool:
    """Whether the rules part no rows: there is one under the head, and perhaps one over a sum line."""
    counts: list[int] = []
    for band in bands:
        if band.after_rule or not counts:
            counts.append(0)
        counts[-1] += len(band.lines)
    return len(counts) <= 2 or (len(counts) == 3 and counts[1] > 2 and counts[2] == 1)


def _several(lines: Sequence[FramedLine], rooms: Sequence[int]) -> bool:
    """Whether the lines between two rules are surely more than one row."""
    cells = [_filled(line) for line in lines]
    numbered = numbered_lines(cells)
    if sum(1 for i in numbered if len(cells[i]) > 1) > 1:
        return True
    last: dict[int, int] = {}
    for i, line in enumerate(cells):
        if i and (counts(line) or two_numbers(cells[i - 1], line, rooms)):
            return True
        for column, text in line.items():
            if is_number(text):
                # a number below a blank is no part of the one above
                if column in last and last[column] < i - 1:
                    return True
                last[column] = i
    return False


def _grid(frame: Frame, rows: Sequence[_Row]) -> Grid | None:
    cells: list[Cell] = []
    above: dict[Seg, int] = {}
    for r, row in enumerate(rows):
        if r and not rows[r - 1].goes_on <= set(row.segments):
            return None
        begun: dict[Seg, int] = {}
        texts = _lines(row)
        for segment in row.segments:
            lines = tuple(texts.get(segment, ()))
            if r and segment in rows[r - 1].goes_on:
                index = above[segment]
                known = cells[index]
                cells[index] = Cell(
                    known.row, known.column, known.lines + lines, known.row_span + 1, known.column_span
                )
            else:
                index = len(cells)
                cells.append(Cell(r, segment[0], lines, 1, segment[1] - segment[0] + 1))
            begun[segment] = index
        above = begun
    if rows[-1].goes_on or len(rows) < _LEAST_ROWS:
        return None
    page = frame.lines[0].line.page
    return Grid(len(rows), frame.columns, tuple(cells), GridKind.FRAMES, page)


def _lines(row: _Row) -> dict[Seg, list[Line]]:
    found: dict[Seg, list[Line]] = {}
    for framed in row.lines:
        for piece in framed.pieces:
            if piece.text.strip():
                line = Line(piece.text.strip(), framed.line.page, None, framed.line.number)
                found.setdefault((piece.first, piece.last), []).append(line)
    for segment, line in row.rest:
        found.setdefault(segment, []).append(line)
    return found
