"""Rule `overspend`: no more is spent than was planned."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.check.arithmetic import cell_of
from zvirka.check.place import at_spot, plain
from zvirka.messages import N_
from zvirka.schemas.finding import EquationTerm, Finding, Severity
from zvirka.schemas.report import Measure, Row, State, Table
from zvirka.sums import Spot

OVERSPENT = N_("{reported} spent, {difference} more than the {expected} planned")


def overspending(table: Table) -> Iterator[Finding]:
    """Facts above their plan. The period's plan counts; where the table has none, the year's."""
    rows = {row.index: row for row in table.rows}
    columns = set(table.columns)
    pairs = []
    for source, measure in table.columns:
        if measure is Measure.FACT:
            plans = [p for p in (Measure.PLAN, Measure.PLAN_YEAR) if (source, p) in columns]
            pairs += [(source, plan) for plan in plans[:1]]
    for row in table.rows:
        for source, plan in pairs:
            yield from _in_cell(table, rows, row, source, plan)


def _in_cell(table: Table, rows: dict[int, Row], row: Row, source: str, plan: Measure) -> Iterator[Finding]:
    planned, spent = row.amount(source, plan), row.amount(source, Measure.FACT)
    if spent is None or spent.value is None or (planned is not None and planned.state is State.UNREADABLE):
        return
    limit = planned.value if planned is not None and planned.value is not None else spent.value * 0
    if spent.value <= limit:
        return
    fact, most = Spot(row.index, source, Measure.FACT), Spot(row.index, source, plan)
    yield at_spot(
        table,
        rows,
        fact,
        "overspend",
        Severity.WARNING,
        template=OVERSPENT,
        values={
            "reported": plain(spent.value),
            "expected": plain(limit),
            "difference": plain(spent.value - limit),
        },
        reported=spent.value,
        expected=limit,
        difference=spent.value - limit,
        equation=(
            EquationTerm(cell_of(fact), Measure.FACT.value, 1, spent.value),
            EquationTerm(cell_of(most), plan.value, 1, planned.value if planned is not None else None),
        ),
    )
