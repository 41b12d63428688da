"""The likeliest explanations of what is broken in a table: sets of up to three mistakes that mend everything.

Explanations are searched from the likeliest on (Dijkstra over what is still broken; the cost is the negative logarithm
of the likelihood). Some mistake of every set of three mends an equation alone: the equations that a mistake in a cell
breaks are one row's and one column's, and a cycle of such pairs takes four. So each step mends one equation for good,
and the last step may start from any. Mistakes that leave the same behind are one step, so that a hundred cells that
could each be wrong cost no more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
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
_MOST_STATES = 4000
"""Where a search gives up. Three mistakes in a large table take a few hundred."""
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


def explanations(table: Table, board: Board) -> tuple[Explanation, ...]:
    """The likeliest explanation and all that are as good, best first; none if more is broken than three mistakes."""
    if not board.broken(board.start):
        return ()
    return _Search(table, board).best()


class _Search:
    def __init__(self, table: Table, board: Board) -> None:
        self.board = board
        self.cells = CellMistakes(table, board)
        self.lines = LineMistakes(table, board, self.cells)
        self.nodes: dict[Hashable, _Node] = {}
        self.order = count()

    def best(self) -> tuple[Explanation, ...]:
        start = self.board.key(self.board.start)
        self.nodes[start] = _Node(self.board.start, 0.0, 0)
        queue: list[tuple[float, int, Hashable]] = [(0.0, next(self.order), start)]
        goals: list[Hashable] = []
        best = float("inf")
        done: set[Hashable] = set()
        while queue:
            cost, _, key = heappop(queue)
            if cost > best + AS_GOOD or len(done) > _MOST_STATES:
                break
            if key in done:
                continue
            done.add(key)
            node = self.nodes[key]
            broken = self.board.broken(node.state)
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

    def _expand(
        self, key: Hashable, node: _Node, broken: list[int], limit: float
    ) -> Iterator[tuple[Hashable, float]]:
        """The states that one more mistake leads to, and at what cost."""
        last = node.depth + 1 == MOST
        reached: defaultdict[Hashable, list[Mistake]] = defaultdict(list)
        states: dict[Hashable, State] = {}
        # the last mistake has to mend everything, so it mends whichever equation is asked
        for suspicion in self._mistakes(node.state, broken[:1] if last else broken, broken):
            mistake = self._taken(node.state, suspicion)
            if mistake is None or node.cost + mistake.cost > limit:
                continue
            state = self.board.after(node.state, mistake.changes, mistake.effects, mistake.mended)
            if last and self.board.broken(state):
                continue
            there = self.board.key(state)
            states[there] = state
            reached[there].append(mistake)
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
        if any(spot in state.changed for spot, _ in mistake.changes):
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
