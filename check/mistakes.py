"""The mistakes in single cells that could have broken one equation: a number, its column, its row, its pair.

Each mends the equation it is asked for, and may not break another that holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from zvirka.check.board import Board, Changes, Effects, State
from zvirka.check.misprints import Guess, cost_of, guess, outcomes_of_any
from zvirka.schemas.finding import Cause
from zvirka.schemas.report import Measure, Role, Row, Table
from zvirka.sums import Spot

PAID = (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT)

FROM_NOTHING = 3.0
"""Added to the cost of a number where nothing stands: a dash is rarely a number gone wrong (e³ is about 20 to 1)."""
OVERSPENT = 2.0
"""Added where mending would make the fact larger than the plan, taken off where it would make it smaller again:
councils rarely spend more than they planned."""
NEGATIVE = 3.0
"""Added where mending would make a plan or a fact negative, taken off where it is: they hardly ever are."""
FINER = 3.0
"""Added where the right number would have more decimals than others of its table have, taken off where it has."""
EITHER_WAY = 2
"""What was corrected late may have become more or less; a row that is missing only takes away."""
COPIED_ON = 3.0
"""Added where a percent agrees with the wrong number: it was worked out after the mistake, which is seldom done."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake and what mends it: new values of cells, and what that does to the equations.

    `spot` is the suspected cell, `other` the one where a misplaced amount belongs; for a mistake in what lines sum,
    `lines` are the rows of the sum lines, `row` the row that is counted twice or left out. `missing` are the amounts
    of a row that is not there. `derived` says that percents agree with what stands there, wrong as it is; `mended` are
    the percents and the like that come right.
    """

    cause: Cause
    cost: float
    changes: Changes
    effects: Effects
    spot: Spot | None = None
    other: Spot | None = None
    lines: tuple[int, ...] = ()
    row: int | None = None
    missing: Mapping[tuple[str, Measure], int] = field(default_factory=dict, compare=False, hash=False)
    derived: bool = field(default=False, compare=False)
    mended: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(slots=True)
class _Pool:
    """The cells and mistakes that would mend one gap, by another equation that must be broken for it; None: none."""

    cells: defaultdict[int | None, list[tuple[Spot, int]]] = field(default_factory=lambda: defaultdict(list))
    others: defaultdict[int | None, list[Mistake]] = field(default_factory=lambda: defaultdict(list))


class CellMistakes:
    """Makes the mistakes in the cells of a table."""

    def __init__(self, table: Table, board: Board) -> None:
        self.board, self.ledger = board, board.ledger
        self.rows: dict[int, Row] = {row.index: row for row in table.rows}
        self.sources = tuple(dict.fromkeys(source for source, _ in table.columns))
        self.columns = frozenset(table.columns)
        self.sum_rows = frozenset(r.index for r in table.rows if r.role in (Role.TOTAL, Role.SUBTOTAL))
        # where a mistake was made: each number is as likely as another, each line as another
        self.in_cells = log(max(1, len(self.ledger.numbers)))
        self.in_lines = log(max(1, len(self.sum_rows)))
        self.in_columns = log(max(1, len(self.columns)))
        self._pools: dict[tuple[int, int], _Pool] = {}
        self._numbers: dict[tuple[Spot, int], Mistake] = {}
        self._guesses: dict[tuple[int, int], Guess] = {}

    def of_equation(self, state: State, equation: int, broken: list[int]) -> Iterator[Mistake]:
        """The mistakes that would mend a broken equality by themselves, whatever else they do."""
        gap = state.gaps[equation]
        pool = self._pools.get((equation, gap))
        if pool is None:
            pool = self._pools[equation, gap] = self._pool(equation, gap)
        for gate in (None, *broken):
            for spot, delta in pool.cells.get(gate, ()):
                yield self._in_number(spot, delta)
            yield from pool.others.get(gate, ())

    def _pool(self, equation: int, gap: int) -> _Pool:
        pool = _Pool()
        broken = self.board.equations[equation]
        for spot, sign in ((broken.target, 1), *((s, -sign) for s, sign in broken.terms)):
            delta = -gap * sign
            # a cell has as much of an effect on each of its equations
            pool.cells[self._gate(equation, ((e, delta) for e, _ in self.board.linear[spot]))].append(
                (spot, delta)
            )
        for mistake in dict.fromkeys(self._others(equation, gap)):
            # what is taken from one term may be given to another
            if (equation, -gap) in mistake.effects:
                pool.others[self._gate(equation, mistake.effects)].append(mistake)
        return pool

    def _gate(self, equation: int, effects: Iterable[tuple[int, int]]) -> int | None:
        """An equation that such effects would break if it held."""
        allowed = self.board.allowed
        return next((e for e, delta in effects if e != equation and abs(delta) > 2 * allowed[e]), None)

    def _others(self, equation: int, gap: int) -> Iterator[Mistake]:
        """The mistakes that change more than one cell."""
        broken = self.board.equations[equation]
        within_row = all(spot.row == broken.target.row for spot, _ in broken.terms)
        for spot, sign in ((broken.target, 1), *((s, -sign) for s, sign in broken.terms)):
            delta = -gap * sign
            if spot.measure in PAID:
                yield from self._pair_swapped(spot, delta)
                yield from self._in_other_column(spot, delta)
                if within_row and spot != broken.target:
                    yield from self._in_other_row(spot, delta)

    def _in_number(self, spot: Spot, delta: int) -> Mistake:
        known = self._numbers.get((spot, delta))
        if known is None:
            known = self._numbers[spot, delta] = self._number(spot, delta)
        return known

    def _number(self, spot: Spot, delta: int) -> Mistake:
        old = self.ledger[spot].value
        change = ((spot, old + delta),)
        found = self._guess(old, old + delta)
        cause, cost = found.cause, found.cost + self.in_cells
        if cause is Cause.UNKNOWN and spot.row in self.sum_rows and spot.measure is not Measure.DEVIATION:
            cause = Cause.STALE_TOTAL
            cost = cost_of(cause, EITHER_WAY * self.outcomes(delta)) + self.in_lines + self.in_columns
        cost += self._strange(change)
        if spot not in self.ledger.numbers:
            cost += FROM_NOTHING
        return Mistake(cause, cost, change, self.board.effects(change), spot)

    def _guess(self, printed: int, true: int) -> Guess:
        known = self._guesses.get((printed, true))
        if known is None:
            exact = self.ledger.exact
            known = guess(exact(printed), exact(true), self.ledger.finest_decimals)
            self._guesses[printed, true] = known
        return known

    def _strange(self, changes: Changes) -> float:
        """What it adds to a cost that the new numbers would be strange ones, or less strange than those there."""
        now = dict(changes)
        strange = sum(
            self._overspent(pair, now) for pair in {spot._replace(measure=Measure.PLAN) for spot in now}
        )
        for spot, new in changes:
            old = self.ledger[spot].value
            if spot.measure in PAID:
                strange += NEGATIVE * ((new < 0) - (old < 0))
            strange += FINER * (bool(new % self._common_unit) - bool(old % self._common_unit))
        return strange

    def _overspent(self, plan: Spot, now: Mapping[Spot, int]) -> float:
        fact = plan._replace(measure=Measure.FACT)
        if not {plan[1:], fact[1:]} <= self.columns:
            return 0.0
        was = self.ledger[fact].value > self.ledger[plan].value
        will = now.get(fact, self.ledger[fact].value) > now.get(plan, self.ledger[plan].value)
        return OVERSPENT * (will - was)

    @cached_property
    def _common_unit(self) -> int:
        """The unit of the finest decimal that two numbers or more have; percents apart."""
        numbers = [n.value for spot, n in self.ledger.numbers.items() if spot.measure is not Measure.PERCENT]
        unit = 1
        # the ledger's own units are a tenth of the finest decimal
        for _ in range(self.ledger.decimals + 1):
            if sum(value % (10 * unit) != 0 for value in numbers) > 1:
                break
            unit *= 10
        return unit

    def _pair_swapped(self, spot: Spot, delta: int) -> Iterator[Mistake]:
        partner = {Measure.PLAN: Measure.FACT, Measure.FACT: Measure.PLAN}.get(spot.measure)
        if partner is None or (spot.source, partner) not in self.columns:
            return
        other = spot._replace(measure=partner)
        here, there = self.ledger[spot].value, self.ledger[other].value
        if there - here != delta:
            return
        changes = ((spot, there), (other, here))
        cost = cost_of(Cause.SWAPPED_PLAN_FACT, 1) + self.in_cells - log(2) + self._strange(changes)
        plan = spot._replace(measure=Measure.PLAN)
        yield Mistake(
            Cause.SWAPPED_PLAN_FACT, cost, tuple(sorted(changes)), self.board.effects(changes), plan
        )

    def _in_other_column(self, spot: Spot, delta: int) -> Iterator[Mistake]:
        """An amount that stands in the wrong column of its row, alone or with the other measures of its pair."""
        value = self.ledger[spot].value
        for source in self.sources:
            other = spot._replace(source=source)
            if source == spot.source or (source, spot.measure) not in self.columns:
                continue
            there = self.ledger[other].value
            if value and value == -delta and there == 0:
                yield from self._moved(spot, other)
            elif value == 0 and there == delta:
                yield from self._moved(other, spot)

    def _moved(self, stands: Spot, belongs: Spot) -> Iterator[Mistake]:
        alone = ((stands, 0), (belongs, self.ledger[stands].value))
        whole: list[tuple[Spot, int]] = []
        for measure in PAID:
            here, there = stands._replace(measure=measure), belongs._replace(measure=measure)
            if {here[1:], there[1:]} <= self.columns:
                if self.ledger[there].value:
                    whole = []
                    break
                if self.ledger[here].value:
                    whole += [(here, 0), (there, self.ledger[here].value)]
        cost = cost_of(Cause.WRONG_COLUMN, max(1, len(self.sources) - 1)) + self.in_cells
        for changes in (alone, tuple(whole)) if len(whole) > 2 else (alone,):
            first = stands._replace(measure=min(spot.measure for spot, _ in changes))
            effects = self.board.effects(changes)
            yield Mistake(Cause.WRONG_COLUMN, cost, changes, effects, first, belongs)

    def _in_other_row(self, spot: Spot, delta: int) -> Iterator[Mistake]:
        """An amount that stands a row too high or too low in its column; no cause of its own is known for it."""
        value = self.ledger[spot].value
        for row in self._neighbours.get(spot.row, ()):
            other = spot._replace(row=row)
            there = self.ledger[other].value
            if value and value == -delta and there == 0:
                changes, stands, belongs = ((spot, 0), (other, value)), spot, other
            elif value == 0 and there and there == delta:
                changes, stands, belongs = ((other, 0), (spot, there)), other, spot
            else:
                continue
            cost = cost_of(Cause.UNKNOWN, 2) + self.in_cells
            yield Mistake(Cause.UNKNOWN, cost, changes, self.board.effects(changes), stands, belongs)

    @cached_property
    def _neighbours(self) -> Mapping[int, tuple[int, ...]]:
        """For each row with amounts that sums nothing, those next to it."""
        items = [i for i, row in self.rows.items() if row.amounts and i not in self.sum_rows]
        return {row: (*items[max(0, at - 1) : at], *items[at + 1 : at + 2]) for at, row in enumerate(items)}

    def of_percent(self, equation: int) -> Mistake | None:
        """The mistake that is made if a percent itself is wrong; None if its row's numbers leave it open."""
        broken = self.board.equations[equation]
        if not self.ledger[broken.terms[1][0]].value:
            return None
        spot = broken.target
        true = self.board.judge.expected(broken)
        found = guess(self.ledger.exact(self.ledger[spot].value), true, 2)
        change = ((spot, self.ledger.units(true)),)
        if change[0][1] == self.ledger[spot].value:
            # what is expected is nothing at the digits that a percent is given with
            return None
        return Mistake(found.cause, found.cost + self.in_cells, change, (), spot)

    def outcomes(self, units: int) -> float:
        """How many amounts of about this size there could be."""
        return outcomes_of_any(self.ledger.exact(units), self.ledger.finest_decimals)
