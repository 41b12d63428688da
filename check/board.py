"""The broken equations of a table, and what a change of its cells does to them.

Equalities of sums have a gap (target less sum) that changes add to. Percents and «no more than» are loose: they have
no such gap, and are worked out anew with the changed cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from zvirka.schemas.finding import Severity
from zvirka.sums import Equation, Judge, Kind, Ledger, Number, Spot, margin

Changes = tuple[tuple[Spot, int], ...]
"""New values of cells, in the ledger's units."""

Effects = tuple[tuple[int, int], ...]
"""For equations by their index, by how much their gap changes, in the ledger's units."""

DOUBTED = (Severity.ERROR, Severity.WARNING)
"""What has to be explained: a note is rounding."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a search stands: the gaps that are left, the loose equations that are wrong, the cells that are changed."""

    gaps: Mapping[int, int]
    wrong: frozenset[int]
    changed: Mapping[Spot, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Board:
    """The equations of a table by cell. `allowed` is the largest gap of each that rounding explains."""

    ledger: Ledger
    judge: Judge
    equations: tuple[Equation, ...]
    allowed: tuple[int, ...]
    linear: Mapping[Spot, tuple[tuple[int, int], ...]]
    loose: Mapping[Spot, tuple[int, ...]]
    start: State

    def broken(self, state: State) -> list[int]:
        """The equations that are left to be explained: gaps that rounding does not explain, and wrong percents."""
        gaps = [e for e, gap in state.gaps.items() if abs(gap) > self.allowed[e]]
        return gaps + [e for e in sorted(state.wrong) if self.equations[e].kind is Kind.PERCENT]

    def effects(
        self,
        changes: Iterable[tuple[Spot, int]],
        extra: Iterable[tuple[int, int]] = (),
        changed: Mapping[Spot, int] | None = None,
    ) -> Effects:
        """What new values of cells, and `extra` changes of gaps, do to the equalities, after what is `changed`."""
        deltas: defaultdict[int, int] = defaultdict(int)
        for spot, new in changes:
            delta = new - (changed[spot] if changed and spot in changed else self.ledger[spot].value)
            for equation, sign in self.linear.get(spot, ()):
                deltas[equation] += sign * delta
        for equation, delta in extra:
            deltas[equation] += delta
        return tuple(sorted((e, d) for e, d in deltas.items() if d))

    def admits(self, state: State, effects: Effects) -> bool:
        """Whether effects leave alone what holds now."""
        for equation, delta in effects:
            gap = state.gaps.get(equation, 0)
            if abs(gap) <= self.allowed[equation] < abs(gap + delta):
                return False
        return True

    def mended(self, state: State, changes: Changes) -> frozenset[int] | None:
        """The loose equations that changes put right; None if they break one that holds."""
        touched = {e for spot, _ in changes for e in self.loose.get(spot, ())}
        if not touched:
            return frozenset()
        now = {**state.changed, **dict(changes)}
        wrong = {e for e in touched if self._is_wrong(e, now)}
        return None if wrong - state.wrong else (frozenset(touched) & state.wrong) - wrong

    def _is_wrong(self, equation: int, changed: Mapping[Spot, int]) -> bool:
        numbers = {s: Number(v, self.ledger[s].half or self.ledger.finest) for s, v in changed.items()}
        return self.judge.severity(margin(self.equations[equation], self.ledger, numbers)) in DOUBTED

    def after(self, state: State, changes: Changes, effects: Effects, mended: frozenset[int]) -> State:
        """The state when a mistake is mended."""
        gaps = dict(state.gaps)
        for equation, delta in effects:
            gap = gaps.pop(equation, 0) + delta
            if gap:
                gaps[equation] = gap
        return State(gaps, state.wrong - mended, {**state.changed, **dict(changes)})

    def seen(self, changes: Iterable[tuple[Spot, int]]) -> frozenset[tuple[Spot, int]]:
        """Those of the new values that loose equations depend on."""
        return frozenset((s, v) for s, v in changes if s in self.loose)

    def key(self, state: State) -> Hashable:
        """What a state has to be told apart by: the rest of the search depends on nothing else."""
        return (frozenset(state.gaps.items()), state.wrong, self.seen(state.changed.items()))


def board_of(equations: tuple[Equation, ...], ledger: Ledger, judge: Judge) -> Board:
    """The board of a table before anything is changed."""
    linear: defaultdict[Spot, list[tuple[int, int]]] = defaultdict(list)
    loose: defaultdict[Spot, list[int]] = defaultdict(list)
    gaps: dict[int, int] = {}
    wrong: set[int] = set()
    allowed: list[int] = []
    for i, equation in enumerate(equations):
        allowed.append(0)
        found = margin(equation, ledger)
        if not equation.is_linear:
            for spot in (equation.target, *(s for s, _ in equation.terms)):
                loose[spot].append(i)
            if judge.severity(found) in DOUBTED:
                wrong.add(i)
        elif found is not None:
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
        {s: tuple(e) for s, e in loose.items()},
        State(gaps, frozenset(wrong)),
    )
