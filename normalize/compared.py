"""Deviations and percents: which plan they compare the fact with, told by the rows where there are two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zvirka.schemas.report import Measure, Relation, RelationKind, Row, Term

_PLANS = (Measure.PLAN, Measure.PLAN_YEAR)
_TELLING = 4
"""So many rows in none of which a deviation or a percent is that of plan and fact say that it is another one."""


def compared(columns: Sequence[tuple[str, Measure]], rows: Sequence[Row]) -> Iterator[Relation]:
    """Deviation = plan - fact and percent = 100 · fact / plan of each source.

    Where a table has a plan for the year and one for the period, the one that more rows bear out is meant, and the
    period's if the rows do not tell. What no row bears out is compared with something else (last year, the whole).
    """
    present = set(columns)
    for source, measure in columns:
        if measure not in (Measure.DEVIATION, Measure.PERCENT):
            continue
        if (source, Measure.FACT) not in present:
            yield from _second(rows, source, measure, present)
            continue
        plans = [plan for plan in _PLANS if (source, plan) in present]
        if not plans:
            continue
        votes = {plan: _votes(rows, source, source, measure, plan) for plan in plans}
        plan = max(plans, key=lambda p: votes[p][0])
        right, wrong = votes[plan]
        if right or wrong < _TELLING:
            yield _relation(source, source, measure, plan)


def _second(
    rows: Sequence[Row], own: str, measure: Measure, present: set[tuple[str, Measure]]
) -> Iterator[Relation]:
    """What a further column for percents or deviations compares, if most rows bear it out: «% до плану на період»."""
    for source, plan in ((s, m) for s, m in _in_order(present) if m in _PLANS):
        if (source, Measure.FACT) in present:
            right, wrong = _votes(rows, own, source, measure, plan)
            if right >= _BORNE_OUT and right > wrong:
                yield _relation(own, source, measure, plan)
                return


def _in_order(columns: set[tuple[str, Measure]]) -> list[tuple[str, Measure]]:
    """Columns in a fixed order, totals first."""
    return sorted(columns, key=lambda column: (not column[0].startswith("total"), column))


_BORNE_OUT = 3
"""Rows that must bear out what no head says."""


def _relation(own: str, source: str, measure: Measure, plan: Measure) -> Relation:
    planned, done = Term(source, plan), Term(source, Measure.FACT)
    if measure is Measure.DEVIATION:
        return Relation("deviation", RelationKind.DEVIATION, own, measure, (planned, done))
    return Relation("percent", RelationKind.PERCENT, own, measure, (done, planned))


def _votes(rows: Sequence[Row], own: str, source: str, measure: Measure, plan: Measure) -> tuple[int, int]:
    """In how many rows the number is, and is not, that of this plan and the fact; rows that say little do not vote."""
    right = wrong = 0
    for row in rows:
        told = _value(row, own, measure)
        planned, done = (_value(row, source, m) for m in (plan, Measure.FACT))
        if told is None or not planned:
            continue
        if measure is Measure.DEVIATION:
            if planned == done:
                continue
            holds = abs(told) == abs(planned - (done or 0))
        else:
            holds = any(_near(told, scale * (done or Decimal(0)) / planned) for scale in (100, 1))
        right, wrong = right + holds, wrong + (not holds)
    return right, wrong


def _near(told: Decimal, exact: Decimal) -> bool:
    """Whether a number is another one rounded, or cut off, to its own decimals."""
    _sign, _digits, exponent = told.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - a finite number's exponent is a whole number
    return abs(told - exact) <= Decimal(1).scaleb(exponent)


def _value(row: Row, source: str, measure: Measure) -> Decimal | None:
    amount = row.amount(source, measure)
    return amount.value if amount is not None else None
