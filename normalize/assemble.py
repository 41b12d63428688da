"""A table whose cells stand in their columns → a table of typed rows, with what is doubtful in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zvirka.messages import N_
from zvirka.normalize.amounts import Doubt, amounts_of, marks_of
from zvirka.normalize.around import Around, around_of
from zvirka.normalize.column_units import in_one_unit
from zvirka.normalize.labels import opens_parts, opens_some_parts
from zvirka.normalize.listed import with_listed_sources
from zvirka.normalize.logical import logical_rows, sources_in_one_cell
from zvirka.normalize.numbers import bare_state
from zvirka.normalize.relations import relations_of
from zvirka.normalize.roles import Line, Part, roles_of
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.soundness import MERGED, is_in_order, refusal, short, strays
from zvirka.normalize.stacked import unstacked
from zvirka.normalize.texts import FIELDS, Texts, breaks_by_column, texts_of, unplaced, with_numbers
from zvirka.normalize.words import Breaks
from zvirka.schemas.document import Box
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Amount, Measure, Place, Relation, Role, Row, Table, Unit

GOES_ON = N_("“{text}” stands in a row of its own, but seems to go on from the row above it")
UNPLACED = N_("the column «{head}» fits no field of the form; it begins with «{text}»")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A table and the findings that reading it made."""

    table: Table
    doubts: tuple[Finding, ...]

    def numbered(self, index: int) -> Assembled:
        """The same as table `index` of its document."""
        doubts = tuple(replace(doubt, table=index) for doubt in self.doubts)
        return Assembled(replace(self.table, index=index), doubts)


def assembled(rough: RoughTable, index: int, breaks: Breaks) -> Assembled | Finding:
    """The typed table, or why it is refused; `index` is its number in the document, from 1."""
    rough = unstacked(rough)
    if (several := sources_in_one_cell(rough)) is not None:
        return Finding(
            "unplaced_text", Severity.ERROR, MERGED, {"text": short(several)}, page=rough.first_page
        )
    rough = with_listed_sources(logical_rows(rough), breaks)
    marks = marks_of(rough, breaks)
    by_column = breaks_by_column(rough.rows, rough.columns, breaks)
    texts = [texts_of(row, rough.columns, breaks, by_column) for row in rough.rows]
    places = [_place(row) for row in rough.rows]
    read = [
        amounts_of(row, rough.columns, marks, breaks, rough.form.measures, place)
        for row, place in zip(rough.rows, places, strict=True)
    ]
    numbered = with_numbers(texts)
    around = around_of(rough.before, rough.header, [c.head for c in rough.columns], breaks)
    columns = tuple((c.source, m) for c in rough.columns if c.kind == "money" for m in c.measures)

    def made(amounts: Sequence[tuple[Amount, ...]], unit: Unit | None) -> Table:
        lines = [
            Line(t.label, number, own, t.is_wide, _says(t.deadline, t.executor, t.result))
            for t, (number, _), own in zip(texts, numbered, amounts, strict=True)
        ]
        rows = tuple(
            _row(i, part, t, pair, own, place)
            for i, (part, t, pair, own, place) in enumerate(
                zip(roles_of(lines), texts, numbered, amounts, places, strict=True), start=1
            )
        )
        return _table(rough, index, replace(around, unit=unit), columns, rows)

    table, told = in_one_unit(rough, [amounts for amounts, _ in read], around.unit, made)
    if (reason := refusal(rough, table)) is not None:
        return Finding("unplaced_text", Severity.ERROR, *reason, page=rough.first_page)
    doubts = [replace(doubt, table=index) for doubt in rough.doubts]
    doubts += [replace(finding, table=index) for finding in told]
    doubts += _unplaced(rough, table)
    doubts += _beside(rough, table)
    doubts += _going_on(rough, table)
    for row, (_, found) in zip(table.rows, read, strict=True):
        if row.amounts:
            doubts.extend(_finding(index, row, doubt) for doubt in found)
    return Assembled(table, tuple(doubts))


def _says(*texts: str) -> bool:
    """Whether any of the texts says more than a dash or an х."""
    return any(bare_state(text) is None for text in texts)


def _table(
    rough: RoughTable,
    index: int,
    around: Around,
    columns: tuple[tuple[str, Measure], ...],
    rows: tuple[Row, ...],
) -> Table:
    declared: tuple[Relation, ...] = relations_of(rough.form, columns, rows)
    return Table(
        index,
        around.section,
        around.title,
        around.period,
        around.period_start,
        around.period_end,
        around.unit,
        rough.form.id,
        rough.first_page,
        rough.last_page,
        columns,
        rows,
        rough.relations + declared,
        around.council,
        around.programme,
    )


def _row(
    index: int, part: Part, texts: Texts, pair: tuple[str, str], amounts: tuple[Amount, ...], place: Place
) -> Row:
    number, activity = pair
    result = texts.result
    deadline, executor = texts.deadline, texts.executor
    if part.role in (Role.SECTION, Role.TOTAL, Role.SUBTOTAL):
        # titles and labels stand whole in one field, whatever column they begin in
        number, activity = "", texts.label
        if texts.label == executor:
            executor = ""
        elif texts.label == deadline:
            deadline = ""
    return Row(
        index,
        part.role,
        number,
        activity,
        deadline,
        executor,
        result,
        () if part.role is Role.SECTION else amounts,
        place,
        None if part.parent is None else part.parent + 1,
        part.exhaustive,
        part.level,
    )


def _place(row: RoughRow) -> Place:
    cells = [row.wide] if row.wide is not None else [c for c in row.cells.values() if not c.repeats]
    boxes = [box for cell in cells for box in _boxes(cell)]
    lines = [line for cell in cells for line in cell.lines if line.text.strip()]
    numbers = [line.number for line in lines if line.number is not None]
    page = min((line.page for line in lines), default=row.page)
    here = [box for p, box in boxes if p == page]
    around = (
        Box(
            min(b.x0 for b in here),
            min(b.top for b in here),
            max(b.x1 for b in here),
            max(b.bottom for b in here),
        )
        if here
        else None
    )
    return Place(page, around, min(numbers, default=row.line))


def _boxes(cell: RoughCell) -> Iterator[tuple[int, Box]]:
    if cell.box is not None and cell.lines:
        yield cell.lines[0].page, cell.box
        return
    for line in cell.lines:
        if line.box is not None:
            yield line.page, line.box


def _finding(table: int, row: Row, doubt: Doubt) -> Finding:
    amount = row.amount(doubt.source, doubt.measure)
    place = row.place if amount is None else amount.place
    return Finding(
        doubt.rule,
        Severity.WARNING,
        doubt.template,
        doubt.values,
        table,
        row.index,
        row.role.value,
        row.number,
        doubt.source,
        doubt.measure.value,
        page=place.page,
        box=place.box,
        line=place.line,
    )


def _unplaced(rough: RoughTable, table: Table) -> Iterator[Finding]:
    for column, text in unplaced(rough.columns, rough.rows):
        values: dict[str, str | int] = {"head": " ".join(column.head.split()), "text": text}
        yield Finding("unplaced_text", Severity.WARNING, UNPLACED, values, table.index, page=table.first_page)


def _going_on(rough: RoughTable, table: Table) -> Iterator[Finding]:
    """Rows without amounts that no heading would begin so, where rows were not told by borders."""
    if not (rough.by_position or is_in_order(rough)):
        return
    for row in table.rows:
        text = row.activity.lstrip('«"“„(')
        opener = opens_parts(row.activity) or opens_some_parts(row.activity)
        if row.role is Role.SECTION and text[:1].islower() and not opener:
            yield Finding(
                "unplaced_text",
                Severity.WARNING,
                GOES_ON,
                {"text": short(row.activity)},
                table.index,
                row.index,
                row.role.value,
                page=row.place.page,
                box=row.place.box,
                line=row.place.line,
            )


def _beside(rough: RoughTable, table: Table) -> Iterator[Finding]:
    for line, template, values in strays(rough):
        yield Finding(
            "unplaced_text",
            Severity.WARNING,
            template,
            values,
            table.index,
            page=line.page,
            box=line.box,
            line=line.number,
        )


def breaks_of(tables: Sequence[RoughTable]) -> Breaks:
    """What a document's tables show of its line breaks."""
    return Breaks.of(
        cell.lines for table in tables for row in table.rows for cell in _with_text(row, table.columns)
    )


def _with_text(row: RoughRow, columns: Sequence[Column]) -> Iterator[RoughCell]:
    if row.wide is not None:
        yield row.wide
    for column in columns:
        if column.kind in FIELDS and column.index in row.cells:
            yield row.cells[column.index]
