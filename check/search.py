"""The likeliest explanations of what is broken in a table: sets of up to three mistakes that mend everything.

Explanations are searched from the likeliest on (Dijkstra over what is still broken; the cost is the negative logarithm
of the likelihood). Some mistake of every set of three mends an equation alone: the equations that a mistake in a cell
breaks are one row's and one column's, and a cycle of such pairs takes four. So each step mends one equation for good,
and the last step may start from any. Mistakes that leave the same behind are one step, so that a hundred cells that
could each be wrong cost no more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count, islice
from math import log

from zvirka.check.board import Board, State
from zvirka.check.line_mistakes import LineMistakes
from zvirka.check.mistakes import COPIED_ON, CellMistakes, Mistake
from zvirka.schemas.report import Table
from zvirka.sums import Kind

MOST = 3
"""Independent mistakes that are looked for together; a table with more has no likeliest explanation."""
AS_GOOD = log(2)
"""Explanations less than twice as likely as another are as good: the costs are no finer than that."""
_MOST_TRIED = 100_000
"""Mistakes after which a search gives up, about half a second. Three in a table of 300 rows take up to 50,000."""
_ROWS = 2
"""Rows whose own sums one mistake can break: an amount that stands in the wrong row breaks two."""
_MOST_WAYS = 2000
"""Orders of equally good steps that are compared. So many leave no doubt that none is better than the rest."""

Step = tuple[Mistake, ...]
"""Mistakes that leave the same behind, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A set of steps that mends everything, and its cost with the likeliest mistake of each."""

    steps: tuple[Step, ...]
    cost: float


@dataclass(slots=True)
class _Node:
    """A state that was reached: how cheaply, in how many steps, and from where."""

    state: State
    cost: float
    depth: int
    come_from: list[tuple[Hashable, Step]] = field(default_factory=list)


def explanations(table: Table, board: Board) -> tuple[tuple[Explanation, ...], ...]:
    """The likeliest explanation of what is broken and all that are as good, best first.

    Where three mistakes do not explain all of it, each part of what is broken that shares no cell with the rest is
    explained by itself, as far as three mistakes can: one tuple a part.
    """
    broken = board.broken(board.start)
    if not broken:
        return ()
    search = _Search(table, board)
    whole = search.best(board.start)
    if whole:
        return (whole,)
    parts = _parts(board, broken, search.clean(board.start, broken))
    if len(parts) == 1:
        return ()
    found = (_Search(table, board, _MOST_TRIED // len(parts)).best(part) for part in parts)
    return tuple(part for part in found if part)


def _parts(board: Board, broken: list[int], clean: Iterable[frozenset[int]]) -> list[State]:
    """What is broken, apart: what some mistake mends for good together, and of the rest what shares a cell."""
    alone = _joined((group, group) for group in clean)
    rest = set(broken) - {e for group in alone for e in group}
    cells = (
        (frozenset([e]), frozenset(s for s, _ in ((made.target, 1), *made.terms)))
        for e in sorted(rest)
        if (made := board.equations[e])
    )
    start = board.start
    return [
        State({e: g for e, g in start.gaps.items() if e in part}, start.wrong & part)
        for part in (*alone, *_joined(cells))
    ]


def _joined(groups: Iterable[tuple[frozenset[int], frozenset[Hashable]]]) -> list[frozenset[int]]:
    """The first of each pair, joined wherever the second ones meet."""
    parts: list[tuple[frozenset[int], frozenset[Hashable]]] = []
    for members, ties in groups:
        for part in [p for p in parts if p[1] & ties]:
            parts.remove(part)
            members, ties = members | part[0], ties | part[1]
        parts.append((members, ties))
    return [members for members, _ in parts]


class _Search:
    def __init__(self, table: Table, board: Board, most_tried: int = _MOST_TRIED) -> None:
        self.board = board
        self.cells = CellMistakes(table, board)
        self.lines = LineMistakes(table, board, self.cells)
        self.within_row = [all(s.row == e.target.row for s, _ in e.terms) for e in board.equations]
        self.nodes: dict[Hashable, _Node] = {}
        self.order = count()
        self.tried, self.most_tried = 0, most_tried

    def best(self, state: State) -> tuple[Explanation, ...]:
        """The explanations of what is left in a state; none if three mistakes do not explain it."""
        start = self.board.key(state)
        self.nodes[start] = _Node(state, 0.0, 0)
        queue: list[tuple[float, int, Hashable]] = [(0.0, next(self.order), start)]
        goals: list[Hashable] = []
        best = float("inf")
        done: set[Hashable] = set()
        while queue:
            cost, _, key = heappop(queue)
            if cost > best + AS_GOOD or self.tried > self.most_tried:
                break
            if key in done:
                continue
            done.add(key)
            node = self.nodes[key]
            broken = self.board.broken(node.state)
            if self._rows(broken) > _ROWS * (MOST - node.depth):
                continue
            if not broken:
                best = min(best, cost)
                goals.append(key)
            elif node.depth < MOST:
                for next_key, next_cost in self._expand(key, node, broken, best + AS_GOOD):
                    heappush(queue, (next_cost, next(self.order), next_key))
        found: dict[frozenset[Mistake], Explanation] = {}
        ways = (way for goal in goals for way in self._ways_to(goal, best + AS_GOOD, (), 0.0))
        for explanation in islice(ways, _MOST_WAYS):
            found.setdefault(frozenset(step[0] for step in explanation.steps), explanation)
        return tuple(sorted(found.values(), key=lambda e: e.cost))

    def _rows(self, broken: list[int]) -> int:
        """How many rows, sum lines apart, have sums of their own that are broken."""
        rows = {self.board.equations[e].target.row for e in broken if self.within_row[e]}
        return len(rows - self.cells.sum_rows)

    def _expand(
        self, key: Hashable, node: _Node, broken: list[int], limit: float
    ) -> Iterator[tuple[Hashable, float]]:
        """The states that one more mistake leads to, and at what cost."""
        last = node.depth + 1 == MOST
        alike: defaultdict[Hashable, list[Mistake]] = defaultdict(list)
        # the last mistake has to mend everything, so it mends whichever equation is asked
        for suspicion in self._mistakes(node.state, broken[:1] if last else broken, broken):
            self.tried += 1
            mistake = self._taken(node.state, suspicion)
            if mistake is not None and node.cost + mistake.cost <= limit:
                alike[mistake.effects, mistake.mended, self.board.seen(mistake.changes)].append(mistake)
        reached: defaultdict[Hashable, list[Mistake]] = defaultdict(list)
        states: dict[Hashable, State] = {}
        for ways in alike.values():
            state = self.board.after(node.state, ways[0].changes, ways[0].effects, ways[0].mended)
            if last and self.board.broken(state):
                continue
            there = self.board.key(state)
            states.setdefault(there, state)
            reached[there] += ways
        for there, ways in reached.items():
            step = tuple(dict.fromkeys(sorted(ways, key=lambda m: m.cost)))
            cost = node.cost + step[0].cost
            known = self.nodes.get(there)
            if known is None:
                known = self.nodes[there] = _Node(states[there], cost, node.depth + 1)
            known.come_from.append((key, step))
            known.depth = min(known.depth, node.depth + 1)
            if known.cost >= cost:
                known.cost = cost
                yield there, cost

    def clean(self, state: State, broken: list[int]) -> Iterator[frozenset[int]]:
        """The sets of two equations or more that one mistake mends for good, and nothing else with them."""
        for mistake in self._mistakes(state, broken, broken):
            if len(mistake.effects) > 1 and self._taken(state, mistake) is not None:
                after = self.board.after(state, mistake.changes, mistake.effects, frozenset())
                left = set(self.board.broken(after))
                touched = {e for e, _ in mistake.effects} & set(broken)
                if len(touched) > 1 and not touched & left:
                    yield frozenset(touched)

    def _mistakes(self, state: State, asked: list[int], broken: list[int]) -> Iterator[Mistake]:
        for equation in asked:
            if self.board.equations[equation].kind is Kind.PERCENT:
                mistake = self.cells.of_percent(equation)
                if mistake is not None:
                    yield mistake
            else:
                yield from self.cells.of_equation(state, equation, broken)
        yield from self.lines.of_state(state)

    def _taken(self, state: State, mistake: Mistake) -> Mistake | None:
        """The mistake as it is in this state; None if mending it would break what holds, or change a cell again."""
        if not self.board.admits(state, mistake.effects):
            return None
        # a number goes wrong once; what a line sums may be wrong in several ways
        if not mistake.lines and any(spot in state.changed for spot, _ in mistake.changes):
            return None
        mended = self.board.mended(state, mistake.changes)
        if mended is None:
            if mistake.derived:
                return mistake
            return replace(mistake, cost=mistake.cost + COPIED_ON, derived=True)
        return replace(mistake, mended=mended) if mended else mistake

    def _ways_to(
        self, key: Hashable, limit: float, after: tuple[Step, ...], cost: float
    ) -> Iterator[Explanation]:
        """The steps that lead to a state, with those that follow it; cheap enough as a whole."""
        node = self.nodes[key]
        if not node.come_from:
            yield Explanation(after, cost)
        if len(after) == MOST:
            return
        for before, step in node.come_from:
            so_far = cost + step[0].cost
            if self.nodes[before].cost + so_far <= limit:
                yield from self._ways_to(before, limit, (step, *after), so_far)
