"""The broken equations of a table, and what a change of its cells does to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zvirka.schemas.finding import Severity
from zvirka.sums import Equation, Judge, Kind, Ledger, Number, Spot, margin

Effects = tuple[tuple[int, int], ...]
"""For equations by their index, by how much their gap changes, in the ledger's units."""

MENDED = 1
"""The effect on a percent, which has no gap that could be added to: it is right afterwards."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a search stands: the gaps that are left, the percents that are wrong, the cells that are changed."""

    gaps: Mapping[int, int]
    percents: frozenset[int]
    changed: Mapping[Spot, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Board:
    """The equations of a table by cell. `allowed` is the largest gap of each that rounding explains."""

    ledger: Ledger
    judge: Judge
    equations: tuple[Equation, ...]
    allowed: tuple[int, ...]
    linear: Mapping[Spot, tuple[tuple[int, int], ...]]
    percents: Mapping[Spot, tuple[int, ...]]
    start: State

    def broken(self, state: State) -> list[int]:
        """The linear equations whose gap rounding does not explain."""
        return [e for e, gap in state.gaps.items() if abs(gap) > self.allowed[e]]

    def value(self, state: State, spot: Spot) -> int:
        """The number in a cell, as changed so far."""
        return state.changed[spot] if spot in state.changed else self.ledger[spot].value

    def effects(
        self,
        state: State,
        changes: Iterable[tuple[Spot, int]],
        extra: Iterable[tuple[int, int]] = (),
        *,
        derived: bool = False,
    ) -> Effects | None:
        """What new values of cells do, and `extra` changes of gaps; None if they break what holds now.

        With `derived`, percents are taken to have been worked out of the old values, and are let be.
        """
        deltas: defaultdict[int, int] = defaultdict(int)
        changes = tuple(changes)
        for spot, new in changes:
            delta = new - self.value(state, spot)
            for equation, sign in self.linear.get(spot, ()):
                deltas[equation] += sign * delta
        for equation, delta in extra:
            deltas[equation] += delta
        for equation, delta in deltas.items():
            gap = state.gaps.get(equation, 0)
            allowed = self.allowed[equation]
            if abs(gap) <= allowed < abs(gap + delta):
                return None
        mended = () if derived else self._percents_mended(state, changes)
        if mended is None:
            return None
        return (*sorted((e, d) for e, d in deltas.items() if d), *((p, MENDED) for p in mended))

    def _percents_mended(self, state: State, changes: tuple[tuple[Spot, int], ...]) -> tuple[int, ...] | None:
        touched = {p for spot, _ in changes for p in self.percents.get(spot, ())}
        if not touched:
            return ()
        now = {**state.changed, **dict(changes)}
        mended = []
        for p in sorted(touched):
            if self.is_wrong(p, now):
                if p not in state.percents:
                    return None
            elif p in state.percents:
                mended.append(p)
        return tuple(mended)

    def is_wrong(self, equation: int, changed: Mapping[Spot, int]) -> bool:
        """Whether a percent is wrong, with these cells changed."""
        numbers = {s: Number(v, self.ledger[s].half or self.ledger.finest) for s, v in changed.items()}
        severity = self.judge.severity(margin(self.equations[equation], self.ledger, numbers))
        return severity in (Severity.ERROR, Severity.WARNING)

    def after(self, state: State, changes: Iterable[tuple[Spot, int]], effects: Effects) -> State:
        """The state when a mistake is mended."""
        gaps = dict(state.gaps)
        percents = set(state.percents)
        for equation, delta in effects:
            if self.equations[equation].kind is Kind.PERCENT:
                percents.discard(equation)
                continue
            gap = gaps.get(equation, 0) + delta
            if gap:
                gaps[equation] = gap
            else:
                gaps.pop(equation, None)
        return State(gaps, frozenset(percents), {**state.changed, **dict(changes)})


def board_of(equations: tuple[Equation, ...], ledger: Ledger, judge: Judge) -> Board:
    """The board of a table before anything is changed."""
    linear: defaultdict[Spot, list[tuple[int, int]]] = defaultdict(list)
    percents: defaultdict[Spot, list[int]] = defaultdict(list)
    gaps: dict[int, int] = {}
    wrong: set[int] = set()
    allowed: list[int] = []
    for i, equation in enumerate(equations):
        allowed.append(0)
        found = margin(equation, ledger)
        if equation.kind is Kind.PERCENT:
            for spot in (equation.target, *(s for s, _ in equation.terms)):
                percents[spot].append(i)
            if judge.severity(found) in (Severity.ERROR, Severity.WARNING):
                wrong.add(i)
        elif equation.is_linear and found is not None:
            linear[equation.target].append((i, 1))
            for spot, sign in equation.terms:
                linear[spot].append((i, -sign))
            allowed[i] = int(min(found.widest, found.finest))
            if found.gap:
                gaps[i] = int(found.gap)
    return Board(
        ledger,
        judge,
        equations,
        tuple(allowed),
        {s: tuple(e) for s, e in linear.items()},
        {s: tuple(e) for s, e in percents.items()},
        State(gaps, frozenset(wrong)),
    )
