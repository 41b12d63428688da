"""The best way to part the words of a table into rows and cells: a path found by dynamic programming.

A row has slots in the order of the columns: one for each text column, one for each stretch of neighbouring money
columns. The path goes word by word; a cell begins, goes on or ends at each, and every choice is scored by the evidence
for it. A cell of a kind that shows (a run of money values, a deadline, a text that recurs) is taken in one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zvirka.normalize.heads import MEASURES
from zvirka.normalize.rough import Column
from zvirka.normalize.streams.values import Run


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a row: a text column, or neighbouring money columns."""

    kind: str
    columns: tuple[Column, ...]

    @property
    def is_money(self) -> bool:
        return self.kind == "money"


def slots_of(columns: Sequence[Column]) -> list[Slot]:
    """The slots of a row with these columns."""
    slots: list[Slot] = []
    for column in columns:
        if column.kind == "money" and slots and slots[-1].is_money:
            slots[-1] = Slot("money", (*slots[-1].columns, column))
        else:
            slots.append(Slot(column.kind, (column,)))
    return slots


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell of the path: the words from `start` to before `end`.

    `slot` is the slot's place, or LABEL, HEADING or OUTSIDE; `run` the values of a money slot. `opens` marks the
    first cell of a row.
    """

    slot: int
    start: int
    end: int
    opens: bool
    run: Run | None = None


LABEL, HEADING, OUTSIDE, CUT, CUT_DUE, FACT_ROW = -1, -2, -3, -4, -5, -7
"""Pieces that are no slot's: the words of a sum line, a heading over all columns, what stands after the table, and the
rests of the cells of a row that a page's end has cut (`CUT_DUE` if its values still follow). `FACT_ROW` is the word
that opens the second row of an activity."""

_SKIP: Mapping[str, float] = {
    "number": -1.0, "activity": -6.0, "deadline": -2.5, "executor": -2.0, "result": -0.7, "money": -9.0,
}  # fmt: skip
_SKIP_OTHER = -1.0
"""What an empty cell costs: results are often empty, money seldom altogether, and no row is without its activity."""
SHORT_BREAK = 0.3
"""Share of a gap's score that counts beside a run of values: they show themselves where they begin and end."""


class Step(NamedTuple):
    """A cell, or the first word of one, that may begin at a word; `open` tells that it may go on."""

    slot: int
    end: int
    score: float
    open: bool
    run: Run | None = None


@dataclass(slots=True)
class Scores:
    """All evidence, by word. `breaks` and `ends` speak of the gap before a word and of the word before that.

    `row_start` is what the word says for the beginning of a row; `goes_on` by slot what it costs to go on over the gap
    before a word; `steps` the cells that may begin there.
    """

    breaks: Sequence[float]
    ends: Sequence[float]
    row_start: Sequence[float]
    goes_on: Mapping[int, Sequence[float]]
    steps: Sequence[Sequence[Step]]
    closed: Sequence[bool] = field(default=())


class _State(NamedTuple):
    slot: int
    open: bool


class _Node(NamedTuple):
    score: float
    before: tuple[int, _State] | None
    opens: bool
    begins: bool
    run: Run | None


_LABELLED = -6
"""The state after the values of a sum line: a result is rare there."""
_RESULT_OF_SUM = -3.0

_START = _State(-9, open=False)


def best_path(slots: Sequence[Slot], scores: Scores) -> tuple[float, list[Piece]]:
    """The score of the best path and its pieces, in order; every word is in one of them."""
    count = len(scores.steps)
    nodes: list[dict[_State, _Node]] = [{_START: _Node(0.0, None, False, False, None)}]
    nodes += [{} for _ in range(count)]
    costs = _Costs(slots)
    for p in range(count):
        for state, node in nodes[p].items():
            for slot, end, score, open_, run, opens in _moves(costs, scores, p, state):
                target = _State(_LABELLED if state.slot == LABEL and costs.is_money(slot) else slot, open_)
                total = node.score + score
                known = nodes[end].get(target)
                if known is None or total > known.score:
                    begins = opens is not None
                    nodes[end][target] = _Node(total, (p, state), bool(opens), begins, run)
    return _traced(nodes, costs)


def _moves(
    costs: _Costs, scores: Scores, p: int, state: _State
) -> Iterator[tuple[int, int, float, bool, Run | None, bool | None]]:
    """Where a path may go from a state before a word: slot, end, score, open, run, whether a row begins.

    The last is None where the same cell goes on.
    """
    if state.open:
        yield state.slot, p + 1, scores.goes_on[state.slot][p], True, None, None
        if state.slot == OUTSIDE:
            return
    if scores.closed[p]:
        return
    beside = SHORT_BREAK if costs.is_money(state.slot) else 1.0
    leave = scores.breaks[p] * beside + (scores.ends[p] if state.open else 0.0)
    for slot, end, score, open_, run in scores.steps[p]:
        gap = leave if run is None or len(run.values) < 2 else min(leave, leave * SHORT_BREAK)
        within = costs.within(state.slot, slot)
        if within is not None:
            within += _RESULT_OF_SUM if state.slot == _LABELLED and open_ else 0.0
            yield slot, end, score + gap + within, open_, run, False
        anew = costs.anew(state.slot, slot)
        if anew is not None:
            start = scores.row_start[p] if slot != OUTSIDE else 0.0
            yield slot, end, score + gap + anew + start, open_, run, True


class _Costs:
    """What the empty slots between two pieces cost; None where the one cannot follow the other."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.skips = [_SKIP.get(slot.kind, _SKIP_OTHER) for slot in slots]
        self.measures = next((i for i, slot in enumerate(slots) if slot.kind == MEASURES), None)
        self.first_money = next(i for i, slot in enumerate(slots) if slot.is_money)

    def is_money(self, slot: int) -> bool:
        return slot == _LABELLED or (slot >= 0 and self.slots[slot].is_money)

    def within(self, a: int, b: int) -> float | None:
        """Within a row."""
        if a in (HEADING, OUTSIDE, CUT, _START.slot):
            return None
        if b in (CUT, CUT_DUE):
            return 0.0 if a >= 0 and (a < self.first_money) is (b == CUT_DUE) else None
        if b < 0:
            return None
        if a == LABEL and b == self.measures:
            return 0.0
        if a == _LABELLED:
            return sum(self.skips[self.first_money + 1 : b]) if b > self.first_money else None
        if a in (LABEL, CUT_DUE, FACT_ROW):
            return 0.0 if b == self.first_money else None
        return sum(self.skips[a + 1 : b]) if b > a else None

    def anew(self, a: int, b: int) -> float | None:
        """From the last cell of a row to the first of the next."""
        if a in (LABEL, OUTSIDE, CUT_DUE, FACT_ROW) or b in (CUT, CUT_DUE):
            return None
        rest = 0.0 if a in (HEADING, CUT, _LABELLED, _START.slot) else sum(self.skips[a + 1 :])
        return rest + (sum(self.skips[:b]) if b >= 0 else 0.0)

    def ending(self, a: int) -> float | None:
        """From the last cell of a row to the end of the table."""
        return 0.0 if a == OUTSIDE else self.anew(a, OUTSIDE)


def _traced(nodes: Sequence[Mapping[_State, _Node]], costs: _Costs) -> tuple[float, list[Piece]]:
    ends = [
        (node.score + cost, state)
        for state, node in nodes[-1].items()
        if (cost := costs.ending(state.slot)) is not None
    ]
    if not ends:
        return float("-inf"), []
    best, state = max(ends, key=lambda entry: entry[0])
    pieces: list[Piece] = []
    at = end = len(nodes) - 1
    while (node := nodes[at][state]).before is not None:
        came, previous = node.before
        if node.begins:
            slot = costs.first_money if state.slot == _LABELLED else state.slot
            pieces.append(Piece(slot, came, end, node.opens, node.run))
            end = came
        at, state = came, previous
    return best, pieces[::-1]
