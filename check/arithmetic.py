"""The rules that are equations: sums within rows and between them, deviations, percents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zvirka.check.place import at_spot, plain
from zvirka.messages import N_
from zvirka.schemas.finding import CellRef, EquationTerm, Finding
from zvirka.schemas.report import Row, Table
from zvirka.sums import Equation, Kind, Spot, Verdict

TEMPLATES = {
    "row_sum": N_("the sources of this row add up to {expected}, not {reported}: {difference} apart"),
    "group_sum": N_("the members of this group add up to {expected}, not {reported}: {difference} apart"),
    "column_total": N_("the items add up to {expected}, not {reported}: {difference} apart"),
    "subtotal": N_("what this line sums adds up to {expected}, not {reported}: {difference} apart"),
    "child_sum": N_("the parts add up to {expected}, not {reported}: {difference} apart"),
    "deviation": N_("plan and fact differ by {expected}, not {reported}: {difference} apart"),
    "percent": N_("fact of plan is {expected} %, not {reported} %: {difference} apart"),
}
EXCEEDED = N_(
    "the parts add up to {expected}, more than the {reported} that they are part of: {difference} apart"
)
OTHERWISE = N_("the formula that the document prints gives {expected}, not {reported}: {difference} apart")


def finding_of(table: Table, rows: Mapping[int, Row], verdict: Verdict) -> Finding:
    """What a broken equation becomes, without a cause yet."""
    equation = verdict.equation
    template = EXCEEDED if equation.kind is Kind.AT_MOST else TEMPLATES.get(equation.rule, OTHERWISE)
    return at_spot(
        table,
        rows,
        equation.target,
        equation.rule,
        verdict.severity,
        template=template,
        values={
            "reported": plain(verdict.reported),
            "expected": plain(verdict.expected),
            "difference": plain(verdict.difference),
        },
        reported=verdict.reported,
        expected=verdict.expected,
        difference=verdict.difference,
        equation=_terms(rows, equation),
    )


def cell_of(spot: Spot) -> CellRef:
    """The cell as findings name it."""
    return CellRef(spot.row, spot.source, spot.measure.value)


def _terms(rows: Mapping[int, Row], equation: Equation) -> tuple[EquationTerm, ...]:
    """The equation for showing: the target first."""
    return tuple(
        EquationTerm(cell_of(spot), _label(rows, spot, equation), sign, _printed(rows, spot))
        for spot, sign in ((equation.target, 1), *equation.terms)
    )


def _label(rows: Mapping[int, Row], spot: Spot, equation: Equation) -> str:
    """What tells the terms of one equation apart: the row's number and text, or the source, or the measure."""
    if any(other.row != equation.target.row for other, _ in equation.terms):
        row = rows[spot.row]
        return " ".join(part for part in (row.number, row.activity) if part)
    if any(other.source != equation.target.source for other, _ in equation.terms):
        return spot.source
    return spot.measure.value


def _printed(rows: Mapping[int, Row], spot: Spot) -> Decimal | None:
    amount = rows[spot.row].amount(spot.source, spot.measure)
    return amount.value if amount is not None else None
