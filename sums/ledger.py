"""The numbers of one table as exact whole numbers, so that sums of them cost little and lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from zvirka.schemas.report import Amount, Measure, Row, State, Table
from zvirka.sums.digits import printed_decimals, significant_decimals

# «в 2,5 р.» says 250 % to the nearest ten: its decimals count from the hundreds.
_TIMES = re.compile(r"^\s*[вувy]?\s*\d+(?:[.,](?P<decimals>\d+))?\s*(?:р|раз)", re.IGNORECASE)


class Spot(NamedTuple):
    """One cell of a table by its meaning: the row's index, the source, the measure."""

    row: int
    source: str
    measure: Measure


class Number(NamedTuple):
    """A printed number and half a unit of its last digit, both in the ledger's units."""

    value: int
    half: int


NOTHING = Number(0, 0)
"""A nil, a blank or an х: 0 exactly."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The numbers of a table. A unit is a tenth of the last decimal printed anywhere in it.

    `numbers` holds the cells with a reported number; `unknown` those that could not be read, or are not told.
    Every other cell counts as nothing; of those, `silent` are the blanks and the х, which claim nothing. `finest` is
    half a unit of the table's finest decimal, percents apart.
    """

    decimals: int
    numbers: Mapping[Spot, Number]
    unknown: frozenset[Spot]
    silent: frozenset[Spot]
    finest: int
    finest_decimals: int

    def __getitem__(self, spot: Spot) -> Number:
        return self.numbers.get(spot, NOTHING)

    def exact(self, units: int) -> Decimal:
        """The decimal number of so many units, without zeros at its end."""
        return without_zeros(Decimal(units).scaleb(-self.decimals - 1))

    def units(self, value: Decimal) -> int:
        """The units of a decimal number; what is finer than a unit is rounded."""
        return int(value.scaleb(self.decimals + 1).to_integral_value())


def without_zeros(value: Decimal) -> Decimal:
    """The number without zeros at the end of its decimals, and without an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def ledger_of(table: Table) -> Ledger:
    """The numbers of a table."""
    amounts = [(row, amount) for row in table.rows for amount in row.amounts]
    reported = [(spot_of(row, a), a, a.value) for row, a in amounts if a.value is not None]
    decimals = max((printed_decimals(value) for _, _, value in reported), default=0)
    # a unit must be fine enough for the percents, which take no part in the sums, too
    finest = max(
        (significant_decimals(value) for spot, _, value in reported if spot.measure is not Measure.PERCENT),
        default=0,
    )
    numbers = {
        spot: Number(int(value.scaleb(decimals + 1)), 5 * 10 ** max(0, decimals - _decimals(amount, value)))
        for spot, amount, value in reported
    }
    unknown = frozenset(
        spot_of(row, a) for row, a in amounts if a.state is State.UNREADABLE or is_untold(row, a)
    )
    silent = frozenset(
        spot_of(row, a) for row, a in amounts if a.state in (State.BLANK, State.NOT_APPLICABLE)
    )
    return Ledger(decimals, numbers, unknown, silent, 5 * 10 ** (decimals - finest), finest)


def is_untold(row: Row, amount: Amount) -> bool:
    """Whether a cell has text and none of it is of this source: one that lists sources, and not this one."""
    return (
        amount.state is State.BLANK
        and amount.raw.strip() != ""
        and all(
            a.state is State.BLANK for a in row.amounts if (a.source, a.raw) == (amount.source, amount.raw)
        )
    )


def spot_of(row: Row, amount: Amount) -> Spot:
    """The place of an amount of a row."""
    return Spot(row.index, amount.source, amount.measure)


def additive_columns(table: Table) -> Iterator[tuple[str, Measure]]:
    """The columns whose numbers add up from row to row: all but percents."""
    for source, measure in table.columns:
        if measure is not Measure.PERCENT:
            yield source, measure


def _decimals(amount: Amount, value: Decimal) -> int:
    if amount.measure is Measure.PERCENT and (times := _TIMES.match(amount.raw)):
        return len(times["decimals"] or "") - 2
    return printed_decimals(value)
