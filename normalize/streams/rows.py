"""Rows of rough cells from the pieces of a path, and what in them could not be placed for sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.normalize.heads import MEASURES
from zvirka.normalize.labels import is_sum_label, opens_parts
from zvirka.normalize.rough import Column, RoughCell, RoughRow
from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.path import FACT_ROW, HEADING, LABEL, OUTSIDE, Piece, Slot
from zvirka.normalize.streams.runs import Runs, missing_values
from zvirka.normalize.streams.values import Run
from zvirka.schemas.report import Placement

TRUSTED = 0.75
"""Marked blanks count where they make at least this share of the shorter rows whole."""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """Values of a row whose columns the text leaves open: the row's place, and the slot's."""

    row: int
    slot: int
    run: Run


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of a table, the runs that are still to be placed, and the pieces of each row."""

    rows: tuple[RoughRow, ...]
    open: tuple[OpenRun, ...]
    pieces: tuple[tuple[Piece, ...], ...]


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each row, without what stands outside of the table."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if piece.slot == OUTSIDE:
            continue
        if piece.opens or not rows:
            rows.append([])
        rows[-1].append(piece)
    return rows


def draft(text: Text, slots: Sequence[Slot], pieces: Sequence[Piece], runs: Runs) -> Draft:
    """The rows with every cell whose column is known."""
    apart = [part for row in rows_of(pieces) for part in _opening_apart(text, row)]
    grouped = [part for row in apart for part in _title_apart(text, row)]
    trusted = marks_trusted(slots, pieces)
    rows: list[RoughRow] = []
    open_runs: list[OpenRun] = []
    activity = next((c.index for slot in slots for c in slot.columns if slot.kind == "activity"), 0)
    for i, row in enumerate(grouped):
        cells: dict[int, RoughCell] = {
            c.index: _EMPTY for slot in slots if slot.is_money for c in slot.columns
        }
        wide = None
        for piece in row:
            lines = text.cut(piece.start, piece.end)
            if piece.slot == HEADING:
                wide, cells = RoughCell(lines, Placement.TEXT), {}
            elif piece.slot == FACT_ROW:
                said = next(c.index for slot in slots for c in slot.columns if slot.kind == MEASURES)
                cells[said] = RoughCell(lines, Placement.TEXT)
            elif piece.slot == LABEL:
                cells[activity] = RoughCell(lines, Placement.TEXT)
            elif piece.run is None:
                index = slots[piece.slot].columns[0].index
                # the rest of a cell that the end of a page has cut
                begun = cells[index].lines if index in cells else ()
                cells[index] = RoughCell((*begun, *lines), Placement.TEXT)
            else:
                columns = [c.index for c in slots[piece.slot].columns]
                places = marked_places(piece.run, len(columns), trusted=trusted)
                if places is None:
                    open_runs.append(OpenRun(i, piece.slot, piece.run))
                    continue
                cells |= _cells(text, runs, piece.run, [slots[piece.slot].columns[at] for at in places])
        first = text.lines[text.atoms[row[0].start].line]
        rows.append(RoughRow(cells, first.page, first.number, wide))
    return Draft(tuple(rows), tuple(open_runs), tuple(map(tuple, grouped)))


def _cells(text: Text, runs: Runs, run: Run, columns: Sequence[Column]) -> dict[int, RoughCell]:
    """The cells of a run. Where its words can be parted into other values, the sums have told, or nothing has."""
    rivals, beaten = runs.rivals(run)
    cells = {}
    for column, value in zip(columns, run.values, strict=True):
        own = (value.start, value.end)
        others = [r for r in rivals if own not in [(v.start, v.end) for v in r.values]]
        told = Placement.TEXT
        if others:
            told = Placement.AMBIGUOUS
        elif any(own not in [(v.start, v.end) for v in r.values] for r in beaten):
            told = Placement.ARITHMETIC
        read = tuple(" | ".join(" ".join(v.text.split()) for v in r.values) for r in others)
        cells[column.index] = RoughCell(text.cut(value.start, value.end), told, read)
    return cells


def _opening_apart(text: Text, row: list[Piece]) -> list[list[Piece]]:
    """A row whose label begins with «у тому числі:» on a line of its own: that line is a row by itself."""
    label = row[0]
    if label.slot != LABEL or not opens_parts(" ".join(a.text for a in text.atoms[label.start : label.end])):
        return [row]
    for q in range(label.start + 1, label.end):
        if text.gap(q).broken and text.atoms[q - 1].text.endswith(":"):
            opening = Piece(HEADING, label.start, q, opens=True)
            return [[opening], [Piece(LABEL, q, label.end, opens=True), *row[1:]]]
    return [row]


def _title_apart(text: Text, row: list[Piece]) -> list[list[Piece]]:
    """A row of words and amounts whose last line of words is the label of a sum: a section's title stands above it."""
    label = row[0]
    if len(row) < 2 or any(piece.run is None for piece in row[1:]):
        return [row]
    for q in range(label.start + 1, label.end):
        words = [a.text for a in text.atoms[q : label.end]]
        sums = len(words) <= _LONGEST_LABEL and words[0][0].isupper() and is_sum_label(" ".join(words))
        if text.gap(q).broken and sums and text.atoms[q - 1].text[-1] not in ",-–":
            title = Piece(HEADING, label.start, q, opens=True)
            return [[title], [Piece(LABEL, q, label.end, opens=True), *row[1:]]]
    return [row]


_LONGEST_LABEL = 5
"""Words that the label of a sum line has at most, where a title stands above it."""
_EMPTY = RoughCell((), Placement.TEXT)


def marks_trusted(slots: Sequence[Slot], pieces: Sequence[Piece]) -> bool:
    """Whether the blanks that the gaps mark make the shorter rows of this table whole, as a rule."""
    shorter = [
        missing_values(p.run, len(slots[p.slot].columns)) == 0
        for p in pieces
        if p.run is not None and len(p.run.values) < len(slots[p.slot].columns)
    ]
    return bool(shorter) and sum(shorter) >= TRUSTED * len(shorter)


_ENDS = ((0, 0), (0, 1), (1, 0), (1, 1))


def marked_places(run: Run, columns: int, *, trusted: bool) -> list[int] | None:
    """For each value its column among the slot's; None where the text leaves it open."""
    values, blanks = len(run.values), run.blanks
    if values == columns:
        return list(range(columns))
    if not trusted or missing_values(run, columns):
        return None
    inner = sum(blanks[1:-1])
    left = columns - values - inner
    # the blanks that are left stand before the values, after them, or both: where two of these fit, nothing tells
    fitting = (
        {first for first, last in _ENDS if left == first * blanks[0] + last * blanks[-1]} if left else {0}
    )
    if len(fitting) > 1 and blanks[0]:
        return None
    at = blanks[0] * max(fitting, default=0)
    places = []
    for i in range(values):
        at += blanks[i] if i else 0
        places.append(at)
        at += 1
    return places
