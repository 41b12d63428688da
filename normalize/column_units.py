"""The units of the columns of one table brought to one: «План, тис. грн» beside «Факт, грн»."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from zvirka.normalize.rough import Column, RoughTable
from zvirka.normalize.units import unit_of
from zvirka.schemas.report import Amount, Measure, Unit

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


def settled_units(table: RoughTable, unit: Unit | None) -> tuple[Unit | None, Shifts]:
    """The table's unit, and for each column the decimal places that its numbers are moved to be in it.

    `unit` is that of the heading. The coarsest unit is the table's: so no number gets digits that nobody printed.
    """
    own = {c.index: unit_of([c.unit]) if c.unit else _of_rows(table) or unit for c in _money(table.columns)}
    units = {found for found in own.values() if found is not None}
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


def in_unit(amounts: Sequence[Amount], shifts: Shifts) -> tuple[Amount, ...]:
    """The amounts in the table's unit: 19900 of hryvnias is 19.900 of thousands."""
    return tuple(
        replace(a, value=a.value.scaleb(shift))
        if a.value is not None and (shift := shifts.get((a.source, a.measure), 0))
        else a
        for a in amounts
    )
