"""Rule `across_documents`: what reports of one programme over one year say of each other.

Reports that count from the same day on (three months, nine months, the year) are compared, table by table of the same
section and title: what was spent never becomes less, an activity keeps its number, and a plan that changed is noted.
An archive need not hold the reports: a `TableSummary` has all that is compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from zvirka.check.place import in_order, plain
from zvirka.messages import N_
from zvirka.schemas.finding import CellRef, EquationTerm, Finding, Severity
from zvirka.schemas.report import Measure, Place, Report, Role, Table, Unit

FELL = N_("{reported} spent until {end}, but {expected} until {earlier_end} ({earlier})")
PLAN_CHANGED = N_("plan {reported}, but {expected} in the report until {earlier_end} ({earlier})")
RENUMBERED = N_("number {number}, but {expected_number} in the report until {earlier_end} ({earlier})")

_SCALE = {Unit.UAH: Decimal(1), Unit.THOUSAND_UAH: Decimal(1000), Unit.MILLION_UAH: Decimal(1_000_000)}
_COMPARED = (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT)


@dataclass(frozen=True, slots=True)
class Told:
    """An amount of a row and where it stands."""

    value: Decimal
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class RowSummary:
    """What is compared of a row. `name` is its folded text, within its section; amounts by (source, measure)."""

    index: int
    role: str
    number: str
    name: str
    amounts: Mapping[tuple[str, str], Told]
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What is compared of a table. `document` names the document in messages, `document_id` in the answer."""

    document_id: str
    document: str
    table: int
    series: str
    start: date
    end: date
    unit: Unit | None
    rows: tuple[RowSummary, ...]


def summaries(report: Report) -> tuple[TableSummary, ...]:
    """The tables of a report that can be compared with those of others: the ones with a period and a name.

    Tables whose `series` is equal are of one section and title (and council and programme, where they are told), and
    count from the same day.
    """
    return tuple(
        TableSummary(
            report.document_id,
            report.name,
            table.index,
            _series(table, table.period_start),
            table.period_start,
            table.period_end,
            table.unit,
            tuple(_row_summaries(table)),
        )
        for table in report.tables
        if table.period_start and table.period_end and (table.section or table.title)
    )


def check_across(tables: Iterable[TableSummary | Report]) -> dict[str, tuple[Finding, ...]]:
    """The findings for each document id, at the cells of the later document of each pair.

    Takes reports, or their `summaries` in any order; those of one `series` must be given together, so an archive may
    call it once a series. Documents without findings are left out.
    """
    series: defaultdict[str, list[TableSummary]] = defaultdict(list)
    for given in tables:
        for summary in summaries(given) if isinstance(given, Report) else (given,):
            series[summary.series].append(summary)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for members in series.values():
        for earlier, later in pairwise(_one_for_each_end(members)):
            found[later.document_id].extend(_compared(earlier, later))
    return {document: in_order(findings) for document, findings in sorted(found.items()) if findings}


def _series(table: Table, start: date) -> str:
    parts = (table.council, table.programme, table.section, table.title)
    return "|".join((*(_folded(part) for part in parts), start.isoformat()))


def _one_for_each_end(tables: Sequence[TableSummary]) -> list[TableSummary]:
    """The tables by the end of their period. Where two end on one day nobody can tell which is the later: none."""
    ends: defaultdict[date, list[TableSummary]] = defaultdict(list)
    for table in tables:
        ends[table.end].append(table)
    return [same[0] for _, same in sorted(ends.items()) if len(same) == 1]


def _row_summaries(table: Table) -> Iterator[RowSummary]:
    section = ""
    parent = ""
    for row in table.rows:
        text = _folded(row.activity)
        if row.role is Role.SECTION:
            section = text
            continue
        if row.role is not Role.PART:
            parent = text
        yield RowSummary(
            row.index,
            row.role.value,
            row.number,
            # the words of a total differ from report to report, its role does not
            "|".join((section, parent if row.role is Role.PART else "", text))
            if row.role is not Role.TOTAL
            else "",
            {
                (a.source, a.measure.value): Told(a.value, a.place)
                for a in row.amounts
                if a.value is not None and a.measure in _COMPARED
            },
            row.place,
        )


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _compared(earlier: TableSummary, later: TableSummary) -> Iterator[Finding]:
    values: dict[str, str | int] = {
        "earlier": earlier.document,
        "end": later.end.isoformat(),
        "earlier_end": earlier.end.isoformat(),
    }
    scale = Decimal(1)
    if earlier.unit is not later.unit:
        if earlier.unit is None or later.unit is None:
            return
        scale = _SCALE[earlier.unit] / _SCALE[later.unit]
    for before, now in _same_rows(earlier.rows, later.rows):
        if before.number != now.number and before.number and now.number:
            yield _at(later, now, RENUMBERED, Severity.WARNING, values | {"expected_number": before.number})
        for column, was in before.amounts.items():
            told = now.amounts.get(column)
            yield from _amounts(later, now, column, Told(was.value * scale, was.place), told, values)


def _same_rows(
    earlier: Sequence[RowSummary], later: Sequence[RowSummary]
) -> Iterator[tuple[RowSummary, RowSummary]]:
    """Rows of the same text and role, if each table has it once."""
    before, now = _by_name(earlier), _by_name(later)
    for key, row in now.items():
        if key in before:
            yield before[key], row


def _by_name(rows: Sequence[RowSummary]) -> dict[tuple[str, str], RowSummary]:
    found: defaultdict[tuple[str, str], list[RowSummary]] = defaultdict(list)
    for row in rows:
        found[row.role, row.name].append(row)
    # a table may say its total first and last
    return {key: same[0] for key, same in found.items() if len(same) == 1 or key[0] == Role.TOTAL.value}


def _amounts(
    later: TableSummary,
    row: RowSummary,
    column: tuple[str, str],
    was: Told,
    told: Told | None,
    values: Mapping[str, str | int],
) -> Iterator[Finding]:
    now = told.value if told is not None else Decimal(0)
    is_fact = column[1] == Measure.FACT.value
    if now == was.value or (is_fact and now > was.value):
        return
    yield _at(
        later,
        row,
        FELL if is_fact else PLAN_CHANGED,
        Severity.WARNING if is_fact else Severity.NOTE,
        {**values, "reported": plain(now), "expected": plain(was.value)},
        column,
        now,
        was.value,
        told.place if told is not None else None,
    )


def _at(
    table: TableSummary,
    row: RowSummary,
    template: str,
    severity: Severity,
    values: Mapping[str, str | int],
    column: tuple[str, str] = ("", ""),
    reported: Decimal | None = None,
    expected: Decimal | None = None,
    place: Place | None = None,
) -> Finding:
    place = place or row.place
    equation: tuple[EquationTerm, ...] = ()
    if reported is not None:
        cell = CellRef(row.index, *column)
        equation = (
            EquationTerm(cell, str(values["end"]), 1, reported),
            EquationTerm(None, str(values["earlier_end"]), 1, expected),
        )
    return Finding(
        "across_documents",
        severity,
        template,
        {"number": row.number, **values},
        table=table.table,
        row=row.index,
        role=row.role,
        number=row.number,
        source=column[0],
        measure=column[1],
        reported=reported,
        expected=expected,
        difference=reported - expected if reported is not None and expected is not None else None,
        page=place.page,
        box=place.box,
        line=place.line,
        equation=equation,
    )
