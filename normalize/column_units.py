"""The units of the columns of one table brought to one: «План, тис. грн» beside «Факт, грн».

A unit that was misread would change numbers by a thousand, so two things guard it: where the sums hold better as the
numbers are printed, they stay so with a warning; and where numbers were brought to another unit, a note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from zvirka.messages import N_
from zvirka.normalize.proofs import sums_of
from zvirka.normalize.rough import Column, RoughTable
from zvirka.normalize.units import unit_of, units_in
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Amount, Measure, Table, Unit

BROUGHT = N_("amounts printed in another unit are given in {unit}: {count}; the first is «{raw}»")
AS_PRINTED = N_(
    "the units of the columns differ, but the sums hold as the numbers are printed; none was converted"
)

_PLACES = {Unit.UAH: 0, Unit.THOUSAND_UAH: 3, Unit.MILLION_UAH: 6}
_FEW = 0.5
"""A column of units of which no more than this share are money is one of things that are counted."""

Shifts = Mapping[tuple[str, Measure], int]


def units_told(texts: Iterable[str]) -> tuple[int, int]:
    """Of the filled cells of a column of units, how many name a unit of money, and how many another one."""
    filled = [text for text in texts if text.strip()]
    money = sum(unit_of([text]) is not None for text in filled)
    return money, len(filled) - money


def counts_things(texts: Iterable[str]) -> bool:
    """Whether a column of units says that the table counts things (persons, pieces), not money."""
    money, others = units_told(texts)
    return others > 0 and money <= _FEW * (money + others)


def in_one_unit(
    table: RoughTable,
    amounts: Sequence[tuple[Amount, ...]],
    unit: Unit | None,
    made: Callable[[Sequence[tuple[Amount, ...]], Unit | None], Table],
) -> tuple[Table, tuple[Finding, ...]]:
    """The table with all amounts in its unit, and what is to be said of that.

    `amounts` are those of each row as printed, `unit` is that of the heading; `made` makes the table of amounts.
    """
    own = {c.index: unit_of([c.unit]) if c.unit else _of_rows(table) or unit for c in _money(table.columns)}
    settled, shifts = _settled(table, own, unit)
    brought = [_in_unit(row, settled, shifts) for row in amounts]
    moved = [
        a for row, new in zip(amounts, brought, strict=True) for a, b in zip(row, new, strict=True) if a != b
    ]
    if not moved:
        return made(amounts, settled), ()
    whole, printed = made(brought, settled), made(amounts, unit or _usual(own.values()))
    if sums_of(printed)[0] < sums_of(whole)[0]:
        return printed, (_told(table, Severity.WARNING, AS_PRINTED),)
    first = " ".join(moved[0].raw.split())
    return whole, (_told(table, Severity.NOTE, BROUGHT, unit=str(settled), count=len(moved), raw=first),)


def _usual(units: Iterable[Unit | None]) -> Unit | None:
    """The unit of most columns."""
    return Counter(units).most_common(1)[0][0]


def _told(table: RoughTable, severity: Severity, template: str, **values: str | int) -> Finding:
    return Finding("unreadable", severity, template, values, page=table.first_page)


def _settled(
    table: RoughTable, own: Mapping[int, Unit | None], unit: Unit | None
) -> tuple[Unit | None, Shifts]:
    """The table's unit, and for each column the decimal places that its numbers are moved to be in it.

    `own` are the units of the columns, `unit` that of the heading; where nothing above the rows names one, the cells
    may. The coarsest unit is the table's: so no number gets digits that nobody printed.
    """
    units = {found for found in own.values() if found is not None} or _of_cells(table)
    if not units:
        return unit, {}
    coarsest = max(units, key=lambda u: _PLACES[u])
    shifts: dict[tuple[str, Measure], int] = {
        (c.source, m): _PLACES[found] - _PLACES[coarsest]
        for c in _money(table.columns)
        if (found := own[c.index]) not in (None, coarsest)
        for m in c.measures
        if m is not Measure.PERCENT
    }
    return coarsest, shifts


def _money(columns: Sequence[Column]) -> list[Column]:
    return [c for c in columns if c.kind == "money" and set(c.measures) != {Measure.PERCENT}]


def _of_cells(table: RoughTable) -> set[Unit]:
    """The units that stand beside the numbers in the cells."""
    money = [c.index for c in _money(table.columns)]
    texts = (row.cells[index].text for row in table.rows for index in money if index in row.cells)
    return {found for text in texts for words in units_in(text) if (found := unit_of([words])) is not None}


def _of_rows(table: RoughTable) -> Unit | None:
    """The unit that a column of units names in every row."""
    found = {
        unit_of([cell.text])
        for column in table.columns
        if column.kind == "unit"
        for row in table.rows
        if (cell := row.cells.get(column.index)) is not None and cell.text.strip()
    }
    return found.pop() if len(found) == 1 else None


def _in_unit(amounts: Sequence[Amount], unit: Unit | None, shifts: Shifts) -> tuple[Amount, ...]:
    """The amounts in the table's unit: 19900 of hryvnias is 19.900 of thousands."""
    return tuple(_moved(a, _shift(a, unit, shifts)) for a in amounts)


def _shift(amount: Amount, unit: Unit | None, shifts: Shifts) -> int:
    """The places that an amount is moved: a unit in its own cell goes before that of its column."""
    own = {unit_of([m]) for m in units_in(amount.raw)}
    if unit is not None and len(own) == 1 and (found := own.pop()) is not None:
        return _PLACES[found] - _PLACES[unit]
    return shifts.get((amount.source, amount.measure), 0)


def _moved(amount: Amount, shift: int) -> Amount:
    if not shift or amount.value is None or amount.measure is Measure.PERCENT:
        return amount
    value = amount.value.scaleb(shift)
    # 2 millions are 2000000, not 2E+6
    return replace(
        amount,
        value=value.quantize(Decimal(1)) if value == value.to_integral_value() and shift > 0 else value,
    )
