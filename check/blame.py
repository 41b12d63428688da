"""Which explanation belongs to which broken equation: the suspect, its cause, and how many others are as good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zvirka.check.board import Board
from zvirka.check.mistakes import Mistake
from zvirka.check.search import AS_GOOD, Explanation, Step
from zvirka.schemas.finding import Cause
from zvirka.sums import Equation, Spot

_Ways = dict[tuple[Cause, Spot | None], tuple[Mistake, int | None]]


@dataclass(frozen=True, slots=True)
class Blame:
    """What is said of one broken equation.

    `mistake` is the likeliest; `suspect` is None where another one is as good, or where no cell is wrong (a row that
    is missing). `others` counts the other causes and cells that are as good. `suggestion` is in the ledger's units.
    """

    mistake: Mistake
    suspect: Spot | None
    suggestion: int | None
    cause: Cause
    others: int


def blames(board: Board, parts: Iterable[tuple[Explanation, ...]]) -> dict[int, Blame]:
    """For each equation, by its index, that some explanation mends, what is to be said of it.

    `parts` are the explanations that are equally good, for each part of what is broken, best first.
    """
    result: dict[int, Blame] = {}
    for found in parts:
        result |= _blames(board, found)
    return result


def _blames(board: Board, found: tuple[Explanation, ...]) -> dict[int, Blame]:
    limit = found[0].cost + AS_GOOD
    result: dict[int, Blame] = {}
    for equation in sorted({e for explanation in found for e in _mended(explanation.steps)}):
        ways: _Ways = {}
        for explanation in found:
            for mistake in _likely(explanation, equation, limit):
                suspect = suspect_of(mistake, board.equations[equation])
                suggestion = _suggestion(explanation, mistake, suspect)
                ways.setdefault((mistake.cause, suspect), (mistake, suggestion))
        if ways:
            result[equation] = _blame(ways)
    return result


def _mended(steps: Iterable[Step]) -> set[int]:
    return {e for step in steps for e in (*(e for e, _ in step[0].effects), *step[0].mended)}


def _likely(explanation: Explanation, equation: int, limit: float) -> list[Mistake]:
    """The likely mistakes of the step of an explanation that accounts for most of an equation."""
    touching = [(size, step) for step in explanation.steps if (size := _size(step[0], equation))]
    if not touching:
        return []
    step = max(touching, key=lambda pair: pair[0])[1]
    spare = limit - explanation.cost + step[0].cost
    return [m for m in step if m.cost <= spare]


def _size(mistake: Mistake, equation: int) -> int:
    return next((abs(d) for e, d in mistake.effects if e == equation), int(equation in mistake.mended))


def _suggestion(explanation: Explanation, mistake: Mistake, suspect: Spot | None) -> int | None:
    """The value that mends all; where several mistakes in one line change a cell, that of the last."""
    if suspect is None:
        return None
    found = dict(mistake.changes).get(suspect)
    if found is None or not mistake.lines:
        return found
    later = [dict(step[0].changes) for step in explanation.steps if step[0].lines]
    return next((changes[suspect] for changes in reversed(later) if suspect in changes), found)


def _blame(ways: _Ways) -> Blame:
    (cause, suspect), (mistake, suggestion) = next(iter(ways.items()))
    if len({spot for _, spot in ways}) > 1:
        suspect = None
    if len({cause for cause, _ in ways}) > 1:
        cause = Cause.UNKNOWN if suspect is None else cause
    return Blame(mistake, suspect, suggestion if suspect is not None else None, cause, len(ways) - 1)


def suspect_of(mistake: Mistake, equation: Equation) -> Spot | None:
    """The cell that a mistake puts in doubt for a broken equation; None for a row that is missing."""
    target = equation.target
    if mistake.cause is Cause.MISSING_ROW:
        return None
    if mistake.spot is not None:
        alike = mistake.spot._replace(measure=target.measure)
        moved = mistake.cause is Cause.WRONG_COLUMN and any(spot == alike for spot, _ in mistake.changes)
        return alike if moved else mistake.spot
    changed = [spot for spot, _ in mistake.changes]
    cells = {target, *(spot for spot, _ in equation.terms)}
    # the finding's column, if the line is wrong in it; else the column by which it breaks the equation
    column = next((s for s in changed if s[1:] == target[1:]), None)
    column = column or next((s for s in changed if s in cells), changed[0])
    if mistake.cause is Cause.COUNTED_TWICE and mistake.row is not None:
        return column._replace(row=mistake.row)
    return target if target in changed else column
