"""What the page tells at a glance: how the documents stand, what was found, plan against fact, the largest differences.

All of it is counted and added up exactly, from the views of the archive.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, select, table

from zvirka.publish.views import ROWS_AT_ONCE
from zvirka.schemas.finding import Severity
from zvirka.schemas.report import SOURCES, Measure, Placement, Role, Unit

STATUSES = ("consistent", "findings", "no_table", "failed")
# Periods to choose from in the page, those with the most tables.
MOST_PERIODS = 24
LARGEST = 10

_THOUSANDS: Mapping[str, Decimal] = {
    Unit.UAH: Decimal("0.001"),
    Unit.THOUSAND_UAH: Decimal(1),
    Unit.MILLION_UAH: Decimal(1000),
}
_TableKey = tuple[str, int]


@dataclass(slots=True)
class PlanFact:
    """What the items of some tables say, added up by source, in thousands of hryvnias.

    `ambiguous` counts amounts that are left out, since it is not certain which source they belong to.
    """

    start: str
    end: str
    tables: int = 0
    ambiguous: int = 0
    sums: dict[str, dict[str, Decimal]] = field(default_factory=dict)

    def sources(self) -> list[str]:
        """The sources that have an amount, the known ones first, in their order."""
        unknown = sorted(set(self.sums) - set(SOURCES))
        return [source for source in (*SOURCES, *unknown) if source in self.sums]


@dataclass(frozen=True, slots=True)
class Difference:
    """One mistake by its largest difference, in thousands of hryvnias; `index` is where it stands."""

    thousands: Decimal
    path: str
    table: int
    row: int
    number: str
    source: str
    measure: str
    finding_id: str


@dataclass(slots=True)
class Summary:
    """The whole archive at a glance. `without_unit` tables are in no sum, as their unit is not known."""

    statuses: dict[str, int] = field(default_factory=dict)
    gone: int = 0
    tables: int = 0
    rows: int = 0
    pages: int = 0
    severities: dict[str, int] = field(default_factory=dict)
    rules: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    causes: list[tuple[str, int]] = field(default_factory=list)
    periods: list[PlanFact] = field(default_factory=list)
    more_periods: int = 0
    without_unit: int = 0
    largest: list[Difference] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(self.statuses.values())

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.severities.values())


def summary_of(connection: Connection) -> Summary:
    """The archive at a glance, from its views."""
    summary = Summary()
    _count_documents(connection, summary)
    _count_findings(connection, summary)
    units: dict[_TableKey, str] = {}
    periods: dict[_TableKey, tuple[str, str]] = {}
    for document, number, unit, start, end in _read(
        connection, "tables", "document_id", "table", "unit", "period_start", "period_end"
    ):
        units[document, number] = unit
        periods[document, number] = (start or "", end or "")
    summary.without_unit = sum(unit not in _THOUSANDS for unit in units.values())
    _add_up(connection, summary, units, periods)
    _find_largest(connection, summary, units)
    return summary


def _read(connection: Connection, view: str, *columns: str, **where: str) -> Iterator[Any]:
    names: list[ColumnElement[Any]] = [column(name) for name in columns]
    query: Select[Any] = select(*names).select_from(table(view))
    for name, value in where.items():
        query = query.where(column(name) == value)
    found = connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    for batch in found.partitions():
        yield from batch


def _count_documents(connection: Connection, summary: Summary) -> None:
    counts: Counter[str] = Counter()
    columns = ("status", "present", "pages", "tables", "rows")
    for status, present, pages, tables, rows in _read(connection, "documents", *columns):
        counts[status] += 1
        summary.gone += present != "true"
        summary.pages += pages or 0
        summary.tables += tables or 0
        summary.rows += rows or 0
    summary.statuses = {status: counts[status] for status in STATUSES}


def _count_findings(connection: Connection, summary: Summary) -> None:
    kind: list[ColumnElement[Any]] = [column(name) for name in ("rule", "severity", "cause")]
    query: Select[Any] = select(*kind, func.count()).select_from(table("findings")).group_by(*kind)
    rules: dict[str, Counter[str]] = {}
    causes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for rule, severity, cause, count in connection.execute(query).all():
        rules.setdefault(rule, Counter())[severity] += count
        severities[severity] += count
        if cause:
            causes[cause] += count
    order = [severity.value for severity in Severity]
    summary.severities = {severity: severities[severity] for severity in order}
    by_weight = sorted(rules.items(), key=lambda item: (*(-item[1][s] for s in order), item[0]))
    summary.rules = [(rule, {s: counts[s] for s in order}) for rule, counts in by_weight]
    summary.causes = sorted(causes.items(), key=lambda item: (-item[1], item[0]))


def _add_up(
    connection: Connection,
    summary: Summary,
    units: Mapping[_TableKey, str],
    periods: Mapping[_TableKey, tuple[str, str]],
) -> None:
    """Add up plan and fact of the items by period. Tables of different periods are never added together."""
    by_period: dict[tuple[str, str], PlanFact] = {}
    for key, unit in units.items():
        if unit in _THOUSANDS:
            by_period.setdefault(periods[key], PlanFact(*periods[key])).tables += 1
    columns = ("document_id", "table", "source", "measure", "value", "placement", "unit")
    for document, number, source, measure, value, placement, unit in _read(
        connection, "amounts", *columns, role=Role.ITEM.value, state="reported"
    ):
        if unit not in _THOUSANDS or measure not in (Measure.PLAN, Measure.FACT):
            continue
        period = by_period[periods[document, number]]
        if placement == Placement.AMBIGUOUS:
            period.ambiguous += 1
            continue
        sums = period.sums.setdefault(source, {})
        sums[measure] = sums.get(measure, Decimal(0)) + Decimal(value) * _THOUSANDS[unit]
    filled = [period for period in by_period.values() if period.sums]
    filled.sort(key=lambda p: (p.end, p.start), reverse=True)
    filled.sort(key=lambda p: -p.tables)
    summary.periods = filled[:MOST_PERIODS]
    summary.more_periods = len(filled) - len(summary.periods)


def _find_largest(connection: Connection, summary: Summary, units: Mapping[_TableKey, str]) -> None:
    """The largest differences of errors, one for each cell that is suspected or wrong."""
    columns = ("document_id", "path", "table", "row", "number", "source", "measure", "difference")
    suspects = ("suspect_row", "suspect_source", "suspect_measure", "finding_id")
    best: dict[tuple[Any, ...], Difference] = {}
    for finding in _read(connection, "findings", *columns, *suspects, severity=Severity.ERROR.value):
        document, path, number, row, printed, source, measure, difference, *suspect, finding_id = finding
        unit = units.get((document, number), "")
        if difference is None or unit not in _THOUSANDS or measure == Measure.PERCENT:
            continue
        thousands = Decimal(difference) * _THOUSANDS[unit]
        cell = (document, number, *(suspect if suspect[0] is not None else (row, source, measure)))
        if cell not in best or abs(best[cell].thousands) < abs(thousands):
            best[cell] = Difference(thousands, path, number, row, printed, source, measure, finding_id)
    summary.largest = heapq.nsmallest(
        LARGEST, best.values(), key=lambda d: (-abs(d.thousands), d.path, d.table, d.row, d.source, d.measure)
    )
