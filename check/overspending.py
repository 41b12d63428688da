"""Rule `overspend`: no more is spent than was planned. What came in is no spending: rows of income are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from zvirka.check.arithmetic import cell_of
from zvirka.check.place import at_spot, plain
from zvirka.messages import N_
from zvirka.schemas.finding import EquationTerm, Finding, Severity
from zvirka.schemas.report import Measure, Role, Row, State, Table
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
    for row in _of_spending(table):
        for source, plan in pairs:
            yield from _in_cell(table, rows, row, source, plan)


_INCOME_CODE = regex.compile(r"^[1-5]\d{7}$")
"""Codes of the classification of income have eight digits, those of spending four, six or seven."""

_INCOME = regex.compile(
    r"^[\W\dIVXІХ]*(?:(?:всього|усього|разом|всего|итого)\s+(?:\p{L}+\s+)?)?(?:доход|надходжен|поступлен)|доходн\p{L}*\s+част|"
    r"(?:план|виконан|бюджет|исполнен)\p{L}*\s+(?:\p{L}+\s+){0,3}доход",
    regex.I,
)
"""Not «сім’ї з низькими доходами»: the word heads the text, or it is a budget's."""

_SPENDING = regex.compile(r"видат|витрат|використ|расход", regex.I)


def _of_spending(table: Table) -> Iterator[Row]:
    """The rows that are no income: by their codes, by the heading or sum line of their stretch, by the title."""
    above = _tells_income(table.title)
    for index, row in enumerate(table.rows):
        if row.role is Role.SECTION:
            above = _tells_income(row.activity)
        coded = _INCOME_CODE.match(row.number) is not None
        below = _sum_label(table.rows[index:])
        told = _first_told(_tells_income(row.activity), below, above)
        if not coded and not told:
            yield row


def _tells_income(text: str) -> bool | None:
    """Whether words are of income; None if they are of neither income nor spending, or of both."""
    income, spending = (pattern.search(text) is not None for pattern in (_INCOME, _SPENDING))
    return None if income is spending else income


def _first_told(*answers: bool | None) -> bool:
    return next((answer for answer in answers if answer is not None), False)


def _sum_label(rows: Sequence[Row]) -> bool | None:
    """What the next sum line says of the rows that it sums."""
    line = next((row for row in rows if row.role in (Role.TOTAL, Role.SUBTOTAL)), None)
    return None if line is None else _tells_income(line.activity)


def _in_cell(table: Table, rows: dict[int, Row], row: Row, source: str, plan: Measure) -> Iterator[Finding]:
    planned, spent = row.amount(source, plan), row.amount(source, Measure.FACT)
    if spent is None or spent.value is None or (planned is not None and planned.state is State.UNREADABLE):
        return
    limit = planned.value if planned is not None and planned.value is not None else spent.value * 0
    if spent.value <= max(limit, Decimal(0)):
        # what is less than nothing is a deficit and no spending
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
