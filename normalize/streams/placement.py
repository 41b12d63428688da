"""Values without marks placed in columns by the table's own sums.

A row gives its values in order and leaves open which columns stay empty. Its options are checked by the sums within the
row first (they hold or fail for the row by itself); then all totals are held hard, and every option is kept that is
part of some choice for all rows that makes every total right. If no choice does, the smallest sets of totals are sought
without which one does, and all that they allow is kept. Nothing is ever changed to make a sum right; where the search
would take too long, every option stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from zvirka.normalize.numbers import Marks, read_cell
from zvirka.normalize.rough import Column
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure, State
from zvirka.sums.digits import half_unit, significant_decimals

STATES = 6000
"""Partial sums followed at once; a table whose rows are mostly open has more, and cannot be decided in seconds."""
WORK = 400_000
"""Steps in all, about a second of plain Python; beyond them the table is undecided."""
DROPPED = 2
"""Totals that are left out together, at most, to find a choice for the others."""

Option = tuple[tuple[int, str], ...]
"""One way to place a row's values: the column and the text of each, in order."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row with the ways to place it (one, if it is placed). `sums` are the rows that it sums, if it is a sum line."""

    options: tuple[Option, ...]
    sums: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """For each row the options that remain, the likeliest first. `decided`: the search came to its end."""

    options: tuple[tuple[Option, ...], ...]
    decided: bool


@dataclass(frozen=True)
class Arithmetic:
    """The sums within the rows of one table, and its numbers as whole units of the finest printed decimal."""

    columns: Sequence[Column]
    form: Form
    marks: Marks
    decimals: int

    @classmethod
    def of(cls, columns: Sequence[Column], form: Form, marks: Marks, texts: Sequence[str]) -> Arithmetic:
        """For a table with these money columns and the texts of its cells."""
        values = [
            r.value
            for text in texts
            for r in read_cell(text, next(c.measures for c in columns), marks, form.measures).readings
            if r.value is not None
        ]
        return cls(columns, form, marks, max((significant_decimals(v) for v in values), default=0))

    @cached_property
    def spots(self) -> dict[tuple[str, Measure], int]:
        """The place of each source and measure in a row's vector."""
        pairs = [(c.source, m) for c in self.columns for m in c.measures]
        return {pair: i for i, pair in enumerate(pairs)}

    @cached_property
    def additive(self) -> list[int]:
        """The places whose numbers add up from row to row."""
        return [i for (_, m), i in self.spots.items() if m is not Measure.PERCENT]

    @cached_property
    def within(self) -> list[tuple[int, tuple[int, ...]]]:
        """The sums within a row: the place of the target, and of the terms."""
        found = []
        groups = {s.target: set(s.terms) for s in self.form.sums if s.rule == "group_sum"}
        there = {c.source for c in self.columns}
        for rule in self.form.sums:
            inside = {m for g, members in groups.items() if g in there and g in rule.terms for m in members}
            for measure in (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT):
                target = self.spots.get((rule.target, measure))
                sources = [s for s in rule.terms if s not in inside]
                sources += self._strangers if rule.rule == "row_sum" else []
                terms = [self.spots.get((s, measure)) for s in sources]
                known = tuple(t for t in terms if t is not None)
                if target is not None and known:
                    found.append((target, known))
        return found

    @cached_property
    def _strangers(self) -> list[str]:
        """Sources that the form does not know: each is one more beside those it knows, but for the years."""
        known = {source.id for source in self.form.sources}
        there = dict.fromkeys(c.source for c in self.columns)
        return [s for s in there if s not in known and not s.startswith("total")]

    def vector(self, option: Option) -> tuple[int, ...]:
        """The numbers of a row so placed; nothing counts as 0."""
        numbers = [0] * len(self.spots)
        by_index = {c.index: c for c in self.columns}
        for index, text in option:
            column = by_index[index]
            readings = read_cell(text, column.measures, self.marks, self.form.measures).readings
            for measure, reading in zip(column.measures, readings, strict=True):
                if reading.state is State.REPORTED and reading.value is not None:
                    units = reading.value.scaleb(self.decimals).to_integral_value()
                    numbers[self.spots[column.source, measure]] = int(units)
        return tuple(numbers)

    def allowance(self, terms: int) -> int:
        """Units by which a sum of so many numbers may be off because each is rounded."""
        return int((terms + 1) * half_unit(self.decimals).scaleb(self.decimals))

    def holds(self, numbers: Sequence[int]) -> bool:
        """Whether all sums, differences and percents within the row hold, as far as the printed digits tell."""
        return all(self.checks(numbers))

    def checks(self, numbers: Sequence[int]) -> Iterator[bool]:
        """For each equation within the row that says something of its numbers whether it holds."""
        for target, terms in self.within:
            counted = [numbers[t] for t in terms if numbers[t]]
            gap = numbers[target] - sum(counted)
            if counted or gap:
                # one number is not rounded otherwise when it is said twice
                yield abs(gap) <= (self.allowance(len(counted)) if len(counted) > 1 else 0)
        for source in dict.fromkeys(c.source for c in self.columns):
            yield from self._compares(source, numbers)

    def _compares(self, source: str, numbers: Sequence[int]) -> Iterator[bool]:
        def number(measure: Measure) -> int | None:
            spot = self.spots.get((source, measure))
            return None if spot is None else numbers[spot]

        plan, fact = number(Measure.PLAN), number(Measure.FACT)
        deviation, percent = number(Measure.DEVIATION), number(Measure.PERCENT)
        if plan is None or fact is None:
            return
        if deviation:
            yield abs(abs(plan - fact) - abs(deviation)) <= self.allowance(2)
        unit = 10**self.decimals
        if percent and plan:
            # to the nearest whole percent: how it is rounded is not this module's matter
            yield abs(percent * plan - 100 * fact * unit) <= unit * abs(plan)


def ways(columns: Sequence[int], texts: Sequence[str]) -> Iterator[Option]:
    """Every way to place values, in order, in columns."""
    for chosen in combinations(columns, len(texts)):
        yield tuple(zip(chosen, texts, strict=True))


def place(rows: Sequence[OpenRow], arithmetic: Arithmetic) -> Placed:
    """What the sums leave of the options of each row."""
    kept = [_within_row(row, arithmetic) for row in rows]
    vectors = [[arithmetic.vector(option) for option in options] for options in kept]
    sums = [i for i, row in enumerate(rows) if row.sums]
    search = _Search(rows, vectors, arithmetic)
    if not sums or all(len(options) == 1 for options in kept):
        return Placed(tuple(map(tuple, kept)), decided=True)
    possible, decided = _possible(search, sums, arithmetic)
    usual = _usual(kept)
    remaining = []
    for options, still in zip(kept, possible, strict=True):
        left = [options[i] for i in sorted(still)]
        remaining.append(tuple(sorted(left, key=lambda option: -sum(usual[c] for c, _ in option))))
    return Placed(tuple(remaining), decided)


def _within_row(row: OpenRow, arithmetic: Arithmetic) -> list[Option]:
    """The options whose own sums hold; all of them if the row's sum is wrong however it is placed."""
    if len(row.options) == 1:
        return list(row.options)
    right = [option for option in row.options if arithmetic.holds(arithmetic.vector(option))]
    return right or list(row.options)


def _usual(kept: Sequence[Sequence[Option]]) -> Mapping[int, float]:
    """How often a column is filled in the rows, each option of a row counting for its share."""
    counts: dict[int, float] = {}
    for options in kept:
        for option in options:
            for column, _ in option:
                counts[column] = counts.get(column, 0.0) + 1 / len(options)
    return counts


def _possible(search: _Search, sums: Sequence[int], arithmetic: Arithmetic) -> tuple[list[set[int]], bool]:
    """For each row the options that some choice needs which makes all totals right, but for the fewest."""
    equations = [(line, spot) for line in sums for spot in arithmetic.additive]
    everything = [set(range(len(options))) for options in search.vectors]
    for dropped in range(DROPPED + 1):
        union: list[set[int]] = [set() for _ in everything]
        found = False
        for left_out in combinations(equations, dropped):
            result = search.run([e for e in equations if e not in left_out])
            if result is None:
                return everything, False
            if all(result):
                found = True
                union = [a | b for a, b in zip(union, result, strict=True)]
        if found:
            return union, True
    return everything, False


class _Search:
    """Follows all choices row by row, as the sums that are still open."""

    def __init__(
        self, rows: Sequence[OpenRow], vectors: Sequence[Sequence[tuple[int, ...]]], arithmetic: Arithmetic
    ) -> None:
        self.rows, self.vectors, self.arithmetic = rows, vectors, arithmetic
        self.work = 0

    def run(self, equations: Sequence[tuple[int, int]]) -> list[set[int]] | None:
        """For each row the options that are part of a choice for which the equations hold.

        Empty sets if there is none; None if there are too many choices to follow.
        """
        parts = [self._parts(i, equations) for i in range(len(self.rows))]
        slack = [self._slack(line, spot) for line, spot in equations]
        low, high = _reach(parts, len(equations))
        layers: list[set[tuple[int, ...]]] = [{(0,) * len(equations)}]
        for i, options in enumerate(parts):
            layer = set()
            for partial in layers[-1]:
                self.work += len(options)
                for option in options:
                    total = tuple(map(sum, zip(partial, option, strict=True)))
                    if all(
                        -s <= t + h and t + lo <= s
                        for t, lo, h, s in zip(total, low[i + 1], high[i + 1], slack, strict=True)
                    ):
                        layer.add(total)
            if len(layer) > STATES or self.work > WORK:
                return None
            layers.append(layer)
        return self._back(parts, layers)

    def _parts(self, i: int, equations: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
        """What each option of a row adds to each equation: terms less target."""
        signs = [(i in self.rows[line].sums) - (line == i) for line, _ in equations]
        return [
            tuple(s and s * v[spot] for s, (_, spot) in zip(signs, equations, strict=True))
            for v in self.vectors[i]
        ]

    def _slack(self, line: int, spot: int) -> int:
        terms = sum(any(v[spot] for v in self.vectors[r]) for r in self.rows[line].sums)
        return self.arithmetic.allowance(terms) if terms > 1 else 0

    @staticmethod
    def _back(
        parts: Sequence[Sequence[tuple[int, ...]]], layers: Sequence[set[tuple[int, ...]]]
    ) -> list[set[int]]:
        used: list[set[int]] = [set() for _ in parts]
        alive = layers[-1]
        for i in range(len(parts) - 1, -1, -1):
            before = set()
            for partial in layers[i]:
                for k, option in enumerate(parts[i]):
                    if tuple(map(sum, zip(partial, option, strict=True))) in alive:
                        used[i].add(k)
                        before.add(partial)
            alive = before
        return used


def _reach(
    parts: Sequence[Sequence[tuple[int, ...]]], count: int
) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """For each row on, the least and the most that it and those after it can still add to each equation."""
    low, high = [(0,) * count], [(0,) * count]
    for options in reversed(parts):
        columns = list(zip(*options, strict=True))
        low.append(tuple(a + min(c) for a, c in zip(low[-1], columns, strict=True)))
        high.append(tuple(a + max(c) for a, c in zip(high[-1], columns, strict=True)))
    return low[::-1], high[::-1]
