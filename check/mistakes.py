"""The mistakes that could have broken one equation: in a number, in its place, or in what a line sums.

Each is made to mend the equation it is asked for, and may not break another that holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from zvirka.check.board import MENDED, Board, Effects, State
from zvirka.check.misprints import cost_of, misprint, outcomes_of_any
from zvirka.check.numbering import gaps, is_numbered
from zvirka.schemas.finding import Cause
from zvirka.schemas.report import Measure, Role, Row, Table
from zvirka.sums import Kind, Spot

_PAID = (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT)
_FROM_NOTHING = 1.5
"""Added to the cost of a number in a cell where nothing stands: a dash is rarely a number gone wrong."""
_BY_NUMBERING = 3.0
"""How the rows' numbers speak for a missing row (a gap) or against it (none): e³ is about 20 to 1."""

Changes = tuple[tuple[Spot, int], ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake and what mends it: new values of cells, and what that does to the equations.

    `spot` is the suspected cell, `other` the one where a misplaced amount belongs; for a mistake in what a line sums,
    `lines` are the sum lines and `row` the row that is counted twice.
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


@dataclass(frozen=True)
class Line:
    """A row that sums others, by column: the equation's index. Its `terms` are row indices."""

    row: int
    rule: str
    terms: frozenset[int]
    columns: Mapping[tuple[str, Measure], int]


class Suspicions:
    """Makes the mistakes that a table could have."""

    def __init__(self, table: Table, board: Board) -> None:
        self.table, self.board, self.ledger = table, board, board.ledger
        self.rows: dict[int, Row] = {row.index: row for row in table.rows}
        self.sources = tuple(dict.fromkeys(source for source, _ in table.columns))
        self.columns = frozenset(table.columns)
        # where a mistake may have been made: each number is as likely as another, each line and each pair
        self.in_cells = log(max(1, len(self.ledger.numbers)))
        self.sum_rows = {row.index for row in table.rows if row.role in (Role.TOTAL, Role.SUBTOTAL)}
        self.in_lines = log(max(1, len(self.sum_rows)))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of the table that sum other rows."""
        found: dict[tuple[int, str], dict[tuple[str, Measure], int]] = defaultdict(dict)
        terms: dict[tuple[int, str], frozenset[int]] = {}
        for i, equation in enumerate(self.board.equations):
            target = equation.target
            if equation.kind is Kind.SUM and any(spot.row != target.row for spot, _ in equation.terms):
                key = (target.row, equation.rule)
                found[key][target.source, target.measure] = i
                terms[key] = frozenset(spot.row for spot, _ in equation.terms)
        return tuple(Line(row, rule, terms[row, rule], columns) for (row, rule), columns in found.items())

    @cached_property
    def numbering_speaks(self) -> float:
        """What the rows' numbers add to the cost of a missing row."""
        if not is_numbered(self.table):
            return 0.0
        return -_BY_NUMBERING if gaps(self.table) else _BY_NUMBERING

    def of_equation(self, state: State, equation: int) -> Iterator[Mistake]:
        """The mistakes that would mend a broken equation by themselves."""
        broken = self.board.equations[equation]
        if broken.kind is Kind.PERCENT:
            yield from self._in_percent(state, equation)
            return
        gap = state.gaps[equation]
        for spot, sign in ((broken.target, 1), *((s, -sign) for s, sign in broken.terms)):
            delta = -gap * sign
            yield from self._in_number(state, spot, delta)
            yield from self._pair_swapped(state, spot, delta)
            yield from self._misplaced(state, spot, delta)
        for line in self.lines:
            if line.columns.get((broken.target.source, broken.target.measure)) == equation:
                yield from self._in_line(state, line, equation, gap)

    def _in_percent(self, state: State, equation: int) -> Iterator[Mistake]:
        broken = self.board.equations[equation]
        true = self.board.judge.expected(broken)
        spot = broken.target
        if any(s in state.changed for s, _ in broken.terms):
            return
        found = misprint(self.ledger.exact(self.ledger[spot].value), true, 2)
        change = ((spot, self.ledger.units(true)),)
        yield Mistake(found.cause, found.cost + self.in_cells, change, ((equation, MENDED),), spot)

    def _in_number(self, state: State, spot: Spot, delta: int) -> Iterator[Mistake]:
        if spot in state.changed:
            return
        old = self.ledger[spot].value
        change = ((spot, old + delta),)
        effects = self.board.effects(state, change)
        if effects is None:
            return
        printed, true = self.ledger.exact(old), self.ledger.exact(old + delta)
        found = misprint(printed, true, self.ledger.finest_decimals)
        cause, cost = found.cause, found.cost + self.in_cells
        if spot.row in self.sum_rows and spot.measure is not Measure.DEVIATION:
            stale = cost_of(Cause.STALE_TOTAL, self._any(delta)) + self.in_lines
            if stale < cost and cause is Cause.UNKNOWN:
                cause, cost = Cause.STALE_TOTAL, stale
        if spot not in self.ledger.numbers:
            cost += _FROM_NOTHING
        yield Mistake(cause, cost, change, effects, spot)

    def _pair_swapped(self, state: State, spot: Spot, delta: int) -> Iterator[Mistake]:
        partner = {Measure.PLAN: Measure.FACT, Measure.FACT: Measure.PLAN}.get(spot.measure)
        if partner is None or (spot.source, partner) not in self.columns:
            return
        plan = Spot(spot.row, spot.source, Measure.PLAN)
        fact = Spot(spot.row, spot.source, Measure.FACT)
        was_plan, was_fact = self.board.value(state, plan), self.board.value(state, fact)
        if (was_fact - was_plan if spot == plan else was_plan - was_fact) != delta:
            return
        changes = ((plan, was_fact), (fact, was_plan))
        effects = self.board.effects(state, changes)
        if effects is not None:
            cost = cost_of(Cause.SWAPPED_PLAN_FACT, 1) + self.in_cells - log(2)
            yield Mistake(Cause.SWAPPED_PLAN_FACT, cost, changes, effects, plan)

    def _misplaced(self, state: State, spot: Spot, delta: int) -> Iterator[Mistake]:
        """An amount that stands in the wrong column of its row, alone or with the other measures of its pair."""
        if spot.measure not in _PAID:
            return
        value = self.board.value(state, spot)
        for source in self.sources:
            other = Spot(spot.row, source, spot.measure)
            if source == spot.source or (source, spot.measure) not in self.columns:
                continue
            there = self.board.value(state, other)
            if value and value == -delta and there == 0:
                yield from self._moved(state, spot, other)
            elif value == 0 and there == delta:
                yield from self._moved(state, other, spot)

    def _moved(self, state: State, stands: Spot, belongs: Spot) -> Iterator[Mistake]:
        value = self.board.value
        whole: list[tuple[Spot, int]] = []
        for measure in _PAID:
            here, there = Spot(stands.row, stands.source, measure), Spot(stands.row, belongs.source, measure)
            if {(here.source, measure), (there.source, measure)} <= self.columns:
                if value(state, there):
                    whole = []
                    break
                if value(state, here):
                    whole += [(here, 0), (there, value(state, here))]
        cost = cost_of(Cause.WRONG_COLUMN, max(1, len(self.sources) - 1)) + self.in_cells
        alone = [(stands, 0), (belongs, value(state, stands))]
        for changes in (alone, whole) if len(whole) > 2 else (alone,):
            effects = self.board.effects(state, changes)
            if effects is not None:
                yield Mistake(Cause.WRONG_COLUMN, cost, tuple(changes), effects, stands, belongs)

    def _in_line(self, state: State, line: Line, equation: int, gap: int) -> Iterator[Mistake]:
        vector = {c: state.gaps[e] for c, e in line.columns.items() if state.gaps.get(e)}
        broken = {c: g for c, g in vector.items() if abs(g) > self.board.allowed[line.columns[c]]}
        yield from self._row_missing(state, line, vector)
        if line.rule == "child_sum":
            return
        above = [
            o for o in self.lines if o.row != line.row and o.rule != "child_sum" and o.terms >= line.terms
        ]
        together = ((line,), (line, *above)) if above else ((line,),)
        for lines in together:
            if len(broken) > 1 or len(lines) > 1:
                yield from self._stale(state, lines, broken)
            yield from self._twice(state, lines, equation, gap)

    def _row_missing(
        self, state: State, line: Line, vector: Mapping[tuple[str, Measure], int]
    ) -> Iterator[Mistake]:
        """A row with these amounts would be wanted: as likely a row as any, and its own sums must hold."""
        if any(g < 0 for (_, measure), g in vector.items() if measure is not Measure.DEVIATION):
            return
        if not self._could_be_a_row(line.row, vector):
            return
        extra = [
            (o.columns[column], -g)
            for o in self.lines
            if o.terms >= line.terms and o.rule == line.rule or o.terms > line.terms
            for column, g in vector.items()
            if column in o.columns
        ]
        effects = self.board.effects(state, (), extra)
        if effects is None:
            return
        cost = cost_of(Cause.MISSING_ROW, self._all(vector)) + self.in_lines + self.numbering_speaks
        yield Mistake(Cause.MISSING_ROW, cost, (), effects, lines=(line.row,), missing=dict(vector))

    def _could_be_a_row(self, like: int, vector: Mapping[tuple[str, Measure], int]) -> bool:
        for source, measure in vector:
            for e, _ in self.board.linear.get(Spot(like, source, measure), ()):
                equation = self.board.equations[e]
                if any(spot.row != like for spot, _ in (*equation.terms, (equation.target, 1))):
                    continue
                terms = sum(sign * vector.get((s.source, s.measure), 0) for s, sign in equation.terms)
                target = vector.get((equation.target.source, equation.target.measure), 0)
                if abs(target - terms) > self.board.allowed[e]:
                    return False
        return True

    def _stale(
        self, state: State, lines: tuple[Line, ...], vector: Mapping[tuple[str, Measure], int]
    ) -> Iterator[Mistake]:
        """Lines that still sum what stood there before: whatever the sum was, in all columns that changed."""
        changes: dict[Spot, int] = {}
        for line in lines:
            for (source, measure), equation in line.columns.items():
                spot = Spot(line.row, source, measure)
                if (source, measure) in vector and spot not in changes and state.gaps.get(equation):
                    changes[spot] = self.board.value(state, spot) - state.gaps[equation]
        pairs = tuple(changes.items())
        effects = self.board.effects(state, pairs, derived=True)
        if effects is None:
            return
        cost = cost_of(Cause.STALE_TOTAL, self._all(vector)) + self.in_lines
        rows = tuple(line.row for line in lines)
        yield Mistake(Cause.STALE_TOTAL, cost, pairs, effects, lines=rows)

    def _twice(self, state: State, lines: tuple[Line, ...], equation: int, gap: int) -> Iterator[Mistake]:
        """A row that was added twice: the line is too large by that row's numbers, in every column."""
        line = lines[0]
        target = self.board.equations[equation].target
        for row in line.terms:
            if self.board.value(state, Spot(row, target.source, target.measure)) != gap:
                continue
            changes: dict[Spot, int] = {}
            for each in lines:
                for source, measure in each.columns:
                    if value := self.board.value(state, Spot(row, source, measure)):
                        spot = Spot(each.row, source, measure)
                        changes[spot] = self.board.value(state, spot) - value
            pairs = tuple(changes.items())
            effects = self.board.effects(state, pairs, derived=True)
            if effects is not None:
                cost = cost_of(Cause.COUNTED_TWICE, len(line.terms)) + self.in_lines
                rows = tuple(each.row for each in lines)
                yield Mistake(Cause.COUNTED_TWICE, cost, pairs, effects, lines=rows, row=row)

    def _any(self, units: int) -> float:
        return outcomes_of_any(self.ledger.exact(units), self.ledger.finest_decimals)

    def _all(self, vector: Mapping[tuple[str, Measure], int]) -> float:
        """How many sets of amounts could stand for this one; what follows from another amount is not counted."""
        outcomes = 1.0
        for size in {abs(g) for g in vector.values()}:
            outcomes *= self._any(size)
        return outcomes
