"""Money cells → amounts: what each says, its state, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.messages import N_
from zvirka.normalize.numbers import Marks, read_cell, settle_marks
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.words import Breaks, joined
from zvirka.schemas.document import Break, Line
from zvirka.schemas.form import Vocabulary
from zvirka.schemas.report import Amount, Measure, Place, Placement, State

UNREADABLE = N_("«{raw}» is neither a number nor a sign for none")
LONE = N_("one number, {value}, stands where a plan and a fact belong; it is taken for the plan")
AMBIGUOUS = N_("{raw} may belong to another column as well: {candidates}")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about one amount that is to become a finding: the rule, the message and its fields."""

    source: str
    measure: Measure
    rule: str
    template: str
    values: dict[str, str | int]


def marks_of(table: RoughTable, breaks: Breaks) -> Marks:
    """The decimal marks of a table's numbers, settled from all its money cells."""
    money = [c.index for c in table.columns if c.kind == "money"]
    cells = (row.cells[c] for row in table.rows for c in money if c in row.cells)
    return settle_marks(_text(cell, breaks) for cell in cells)


def amounts_of(
    row: RoughRow,
    columns: Sequence[Column],
    marks: Marks,
    breaks: Breaks,
    words: Sequence[Vocabulary],
    place: Place,
) -> tuple[tuple[Amount, ...], tuple[Doubt, ...]]:
    """The amounts of a row, one for each (source, measure) of its columns in order, and what is doubtful in them.

    `place` is the row's, for amounts that stand nowhere; `words` are the form's words for measures.
    """
    amounts: list[Amount] = []
    doubts: list[Doubt] = []
    for column in columns:
        if column.kind != "money":
            continue
        cell = row.cells.get(column.index, RoughCell())
        if cell.repeats:
            # a merged amount counts for the first of the rows it covers
            cell = RoughCell(box=cell.box)
        text = _text(cell, breaks)
        reading = read_cell(text, column.measures, marks, words)
        here = _place(cell, place)
        # an amount that nobody printed has no words of its own
        raw = (cell.whole or cell.text).strip()
        for measure, found in zip(column.measures, reading.readings, strict=True):
            amounts.append(
                Amount(column.source, measure, found.state, found.value, raw, cell.placement, here)
            )
            if found.state is State.UNREADABLE:
                doubts.append(
                    Doubt(column.source, measure, "unreadable", UNREADABLE, {"raw": " ".join(raw.split())})
                )
        doubts.extend(_doubts(cell, column, raw, lone=reading.lone))
    return tuple(amounts), tuple(doubts)


def _text(cell: RoughCell, breaks: Breaks) -> str:
    """The text of a money cell; a number whose line the layout broke after its decimal mark is whole again."""
    lines: list[Line] = []
    for line in cell.lines:
        if lines and lines[-1].end is Break.SOFT and _OPEN.search(lines[-1].text) and _REST.match(line.text):
            lines[-1] = replace(line, text=lines[-1].text.rstrip() + line.text.lstrip())
        else:
            lines.append(line)
    return joined(lines, breaks, cell.width)


_OPEN = regex.compile(r"\d[.,]\s*$")
_REST = regex.compile(r"\s*\d{1,3}(?![\d.,])")


def _doubts(cell: RoughCell, column: Column, raw: str, *, lone: bool) -> Iterator[Doubt]:
    first = column.measures[0]
    if lone:
        yield Doubt(column.source, first, "unreadable", LONE, {"value": raw})
    if cell.placement is Placement.AMBIGUOUS and raw:
        values: dict[str, str | int] = {
            "raw": " ".join(raw.split()),
            "candidates": ", ".join(cell.candidates),
        }
        yield Doubt(column.source, first, "ambiguous_placement", AMBIGUOUS, values)


def _place(cell: RoughCell, row: Place) -> Place:
    numbers = [line.number for line in cell.lines if line.number is not None]
    if not cell.lines:
        return Place(row.page, cell.box, row.line)
    box = cell.box or next((line.box for line in cell.lines if line.box is not None), None)
    return Place(cell.lines[0].page, box, min(numbers, default=row.line))
