"""Whether sums prove that the values of a table stand in the columns that its heads name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure

Key = tuple[str, Measure]
Vector = Sequence[Decimal]

_LEAST_ITEMS = 2
_HUNDRED = 100


def proves(
    columns: Sequence[Key], items: Sequence[Vector], sums: Sequence[Vector], form: Form, *, ordered: bool
) -> bool:
    """Whether all sums hold exactly, and tell the total of each row from its sources.

    `items` and `sums` have a number for each column, nothing as 0. `ordered`: the heads themselves tell plan from fact;
    otherwise the sums must, by a percent that holds for one order alone.
    """
    if len(items) < _LEAST_ITEMS or not sums or len(set(columns)) != len(columns):
        return False
    added = [i for i, (_, m) in enumerate(columns) if m is not Measure.PERCENT]
    if any(s[i] != sum(v[i] for v in items) for s in sums for i in added):
        return False
    rows = [*items, *sums]
    if not _totals_hold(columns, rows, form):
        return False
    derived = [m for _, m in columns if m in (Measure.DEVIATION, Measure.PERCENT)]
    if not _derived_hold(columns, rows, swapped=False):
        return False
    return ordered or (Measure.PERCENT in derived and not _derived_hold(columns, rows, swapped=True))


def _totals_hold(columns: Sequence[Key], rows: Sequence[Vector], form: Form) -> bool:
    """Whether each total is the sum of its sources, and no source is that of the others in every row."""
    known = {t for s in form.sums if s.rule == "row_sum" and s.target == "total" for t in s.terms}
    groups = {s.target for s in form.sums if s.rule == "group_sum"}
    for measure in dict.fromkeys(m for _, m in columns):
        own = [i for i, (_, m) in enumerate(columns) if m is measure]
        sources = [columns[i][0] for i in own]
        if sources == ["total"] and measure in (Measure.PERCENT, Measure.DEVIATION):
            continue
        members = {
            t
            for s in form.sums
            if s.target in groups & set(sources)
            for t in s.terms
            if s.rule == "group_sum"
        }
        if "total" not in sources or not set(sources) - {"total"} <= known or members & set(sources):
            return False
        if [columns[i][0] for i in own if _is_sum_of_others(i, own, rows)] != ["total"]:
            return False
    return True


def _is_sum_of_others(target: int, own: Sequence[int], rows: Sequence[Vector]) -> bool:
    return len(own) > 1 and all(2 * row[target] == sum(row[i] for i in own) for row in rows)


def _derived_hold(columns: Sequence[Key], rows: Sequence[Vector], *, swapped: bool) -> bool:
    """Whether deviations and percents are those of plan and fact, or, if `swapped`, of fact and plan."""
    at = {key: i for i, key in enumerate(columns)}
    for (source, measure), i in at.items():
        plan, fact = at.get((source, Measure.PLAN)), at.get((source, Measure.FACT))
        if measure not in (Measure.DEVIATION, Measure.PERCENT):
            continue
        if plan is None or fact is None:
            return False
        if swapped:
            plan, fact = fact, plan
        told = [(row[i], row[plan], row[fact]) for row in rows]
        holds = _are_percents(told) if measure is Measure.PERCENT else _are_deviations(told)
        if not holds:
            return False
    return True


def _are_percents(told: Sequence[tuple[Decimal, Decimal, Decimal]]) -> bool:
    return all(_is_percent(*row) for row in told)


def _are_deviations(told: Sequence[tuple[Decimal, Decimal, Decimal]]) -> bool:
    """Whether all are plan less fact, or all fact less plan, and not all of them nothing."""
    one_sign = any(all(own == sign * (plan - fact) for own, plan, fact in told) for sign in (1, -1))
    return one_sign and any(own != 0 for own, _, _ in told)


def _is_percent(printed: Decimal, plan: Decimal, fact: Decimal) -> bool:
    """Whether the printed percent is that of fact in plan, to half a unit of its last digit."""
    if plan == 0:
        return printed == 0
    exponent = printed.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return abs(_HUNDRED * fact / plan - printed) <= unit / 2
