"""The mistakes in what the sum lines of a table sum: a row that is missing, counted twice or left out, a stale line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zvirka.check.board import Board, State
from zvirka.check.misprints import cost_of
from zvirka.check.mistakes import EITHER_WAY, OVERSPENT, CellMistakes, Mistake
from zvirka.check.numbering import gaps, is_numbered
from zvirka.schemas.finding import Cause
from zvirka.schemas.report import Measure, Table
from zvirka.sums import Kind, Spot

_BY_NUMBERING = 3.0
"""How the rows' numbers speak for a missing row (a gap) or against it (none): e³ is about 20 to 1."""

_BETWEEN_ROWS = ("column_total", "subtotal", "child_sum")

Column = tuple[str, Measure]
Vector = Mapping[Column, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A row that sums others; `columns` gives the equation's index for each. Its `terms` are row indices."""

    row: int
    rule: str
    terms: frozenset[int]
    columns: Mapping[Column, int]


class LineMistakes:
    """Makes the mistakes in the sum lines of a table."""

    def __init__(self, table: Table, board: Board, cells: CellMistakes) -> None:
        self.table, self.board, self.cells, self.ledger = table, board, cells, board.ledger
        self._numbers: dict[tuple[int, int, str], Vector] = {}
        self._targets = {(relation.source, relation.measure) for relation in table.relations}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of the table that sum other rows."""
        found: dict[tuple[int, str], dict[Column, int]] = defaultdict(dict)
        terms: dict[tuple[int, str], frozenset[int]] = {}
        for i, equation in enumerate(self.board.equations):
            target = equation.target
            if equation.kind is Kind.SUM and equation.rule in _BETWEEN_ROWS:
                key = (target.row, equation.rule)
                found[key][target.source, target.measure] = i
                terms[key] = frozenset(spot.row for spot, _ in equation.terms)
        return tuple(Line(row, rule, terms[row, rule], columns) for (row, rule), columns in found.items())

    @cached_property
    def _numbering_speaks(self) -> float:
        """What the rows' numbers add to the cost of a missing row."""
        if not is_numbered(self.table):
            return 0.0
        return -_BY_NUMBERING if gaps(self.table) else _BY_NUMBERING

    def of_state(self, state: State) -> Iterator[Mistake]:
        """The mistakes of lines that would mend all that is broken of a line, or all but one column of it."""
        for line in self.lines:
            gaps = {c: g for c, e in line.columns.items() if (g := state.gaps.get(e))}
            vector = {c: g for c, g in gaps.items() if abs(g) > self.board.allowed[line.columns[c]]}
            if not vector:
                continue
            above = self._above(line)
            for part in self._parts(vector, gaps):
                yield from self._row_missing(state, line, part)
                for lines in above if len(part) > 1 else above[1:]:
                    yield from self._stale(state, lines, part)
            for lines in above:
                yield from self._by_a_row(state, lines, gaps, vector)

    def _above(self, line: Line) -> list[tuple[Line, ...]]:
        """The line alone, and with those that sum all that it sums: which may have been made of it; none for parts."""
        if line.rule == "child_sum":
            return []
        more = [
            o for o in self.lines if o.row != line.row and o.rule != "child_sum" and o.terms >= line.terms
        ]
        return [(line,), (line, *more)] if more else [(line,)]

    def _parts(self, vector: Vector, gaps: Vector) -> Iterator[Vector]:
        """All of it, with and without what rounding would explain; and what is left when a mistake of another kind
        made one of its columns wrong.
        """
        yield vector
        if len(gaps) > len(vector):
            yield gaps
        if len(vector) > 2:
            for column in vector:
                yield {c: g for c, g in vector.items() if c != column}

    def _row_missing(self, state: State, line: Line, vector: Vector) -> Iterator[Mistake]:
        """A row with these amounts would be wanted: as likely a row as any, and its own sums must hold.

        It is missing from every line that sums all that this one sums, and from those that are off by as much.
        """
        if any(g < 0 for (_, measure), g in vector.items() if measure is not Measure.DEVIATION):
            return
        if not self._could_be_a_row(line.row, vector):
            return
        extra = {
            (o.columns[column], -g)
            for o in self.lines
            if (o.terms >= line.terms and (o.rule == line.rule or o.terms != line.terms))
            or all(state.gaps.get(o.columns[c]) == g for c, g in vector.items() if c in o.columns)
            for column, g in vector.items()
            if column in o.columns
        }
        effects = self.board.effects((), extra)
        cost = cost_of(Cause.MISSING_ROW, self._all(vector)) + self.cells.in_lines + self._numbering_speaks
        if any(g > vector.get((s, Measure.PLAN), 0) for (s, m), g in vector.items() if m is Measure.FACT):
            cost += OVERSPENT
        yield Mistake(
            Cause.MISSING_ROW, cost, (), effects, lines=(line.row,), missing=dict(vector), derived=True
        )

    def _could_be_a_row(self, like: int, vector: Vector) -> bool:
        for source, measure in vector:
            for e, _ in self.board.linear.get(Spot(like, source, measure), ()):
                equation = self.board.equations[e]
                if any(spot.row != like for spot, _ in equation.terms):
                    continue
                terms = sum(sign * vector.get((s.source, s.measure), 0) for s, sign in equation.terms)
                target = vector.get((equation.target.source, equation.target.measure), 0)
                if abs(target - terms) > self.board.allowed[e]:
                    return False
        return True

    def _stale(self, state: State, lines: tuple[Line, ...], vector: Vector) -> Iterator[Mistake]:
        """Lines that still sum what stood there before: whatever the sum was, in all columns that changed."""
        cost = cost_of(Cause.STALE_TOTAL, EITHER_WAY * self._all(vector))
        # each amount that was corrected late stands in some column; a missing row takes all its amounts with it
        cost += len(self._independent(vector)) * self.cells.in_columns
        yield self._off(state, Cause.STALE_TOTAL, cost, lines, vector, None)

    def _by_a_row(
        self, state: State, lines: tuple[Line, ...], gaps: Vector, broken: Vector
    ) -> Iterator[Mistake]:
        """A row that the line has twice, or does not have: it is off by that row's numbers in all its columns.

        In one of them by nothing else; in the others, other mistakes may have added to it.
        """
        line = lines[0]
        beside = self._beside(line)
        for row in (*sorted(line.terms), *beside):
            own = self._own(row, line)
            times = next((gaps[c] // v for c, v in own.items() if c in gaps and abs(gaps[c]) == abs(v)), None)
            if times is None or (times < 0 and row in beside):
                continue
            places = len(line.terms) + len(beside) if times > 0 else len(line.terms)
            if any(
                gaps.get(c) != times * v and c not in broken and c[1] is not Measure.DEVIATION
                for c, v in own.items()
            ):
                if times > 0:
                    yield from self._in_one_column(state, lines, broken, row, places)
                continue
            if times < 0 and (twin := self._twin(row, line)) is not None:
                yield from self._stands_twice(twin, line)
                continue
            # a deviation may have been worked out anew
            off = {c: times * v for c, v in own.items() if c[1] is not Measure.DEVIATION or c in gaps}
            cause = Cause.COUNTED_TWICE if times > 0 else Cause.STALE_TOTAL
            yield self._off(state, cause, cost_of(cause, places), lines, off, row)

    def _beside(self, line: Line) -> tuple[int, ...]:
        """Rows that must not be added again, but can be by mistake: parts, and the sum lines of the line's own rows."""
        above = {o.row for o in self.lines if o.terms >= line.terms and o.rule != "child_sum"}
        rows = self.cells.rows
        others = (i for i in rows if i not in line.terms and i not in above and i != line.row)
        # what is nothing adds nothing
        return tuple(i for i in others if any(amount.value for amount in rows[i].amounts))

    def _in_one_column(
        self, state: State, lines: tuple[Line, ...], broken: Vector, row: int, places: int
    ) -> Iterator[Mistake]:
        """A row that was added twice in one column, where each is added up by itself; and in what follows from it."""
        if len(self._independent(broken)) != 1:
            return
        own = self._own(row, lines[0])
        if any(own.get(c) == g for c, g in broken.items() if c not in self._targets):
            cost = cost_of(Cause.COUNTED_TWICE, places * len(lines[0].columns))
            yield self._off(state, Cause.COUNTED_TWICE, cost, lines, broken, row)

    def _off(
        self, state: State, cause: Cause, cost: float, lines: tuple[Line, ...], off: Vector, row: int | None
    ) -> Mistake:
        """Lines that are too large by so much in these columns."""
        changes: dict[Spot, int] = {}
        for line in lines:
            for column, size in off.items():
                if column in line.columns:
                    spot = Spot(line.row, *column)
                    now = state.changed[spot] if spot in state.changed else self.ledger[spot].value
                    changes.setdefault(spot, now - size)
        pairs = tuple(changes.items())
        effects = self.board.effects(pairs, changed=state.changed)
        rows = tuple(line.row for line in lines)
        cost += self.cells.in_lines
        return Mistake(cause, cost, pairs, effects, lines=rows, row=row, derived=True)

    def _own(self, row: int, line: Line) -> Vector:
        """The numbers of a row in the columns of a line."""
        known = self._numbers.get((row, line.row, line.rule))
        if known is None:
            known = {c: v for c in line.columns if (v := self.ledger[Spot(row, *c)].value)}
            self._numbers[row, line.row, line.rule] = known
        return known

    def _twin(self, row: int, line: Line) -> int | None:
        """The later of two rows of a line with the same text and amounts."""
        rows = self.cells.rows
        for other in sorted(line.terms, reverse=True):
            if other != row and rows[row].activity and rows[other].activity == rows[row].activity:
                pairs = zip(rows[row].amounts, rows[other].amounts, strict=False)
                if all(a.value == b.value for a, b in pairs):
                    return max(other, row)
        return None

    def _stands_twice(self, row: int, line: Line) -> Iterator[Mistake]:
        """A row that was copied on: the lines count it once, the table has it twice."""
        changes = tuple((Spot(row, *c), 0) for c in self.cells.columns if self.ledger[Spot(row, *c)].value)
        if any(m is Measure.PERCENT for (_, _, m), _ in changes):
            changes = tuple((s, v) for s, v in changes if s.measure is not Measure.PERCENT)
        effects = self.board.effects(changes)
        cost = cost_of(Cause.COUNTED_TWICE, len(line.terms))
        yield Mistake(Cause.COUNTED_TWICE, cost, changes, effects, lines=(line.row,), row=row, derived=True)

    def _all(self, vector: Vector) -> float:
        """How many sets of amounts could stand for this one."""
        outcomes = 1.0
        for _, size in self._independent(vector):
            outcomes *= self.cells.outcomes(size)
        return outcomes

    def _independent(self, vector: Vector) -> set[tuple[str, int]]:
        """The amounts that do not follow from others; a fact often equals its plan."""
        found = {(source, abs(g)) for (source, m), g in vector.items() if (source, m) not in self._targets}
        return found or {(source, abs(g)) for (source, _), g in vector.items()}
