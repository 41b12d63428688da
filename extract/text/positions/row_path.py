"""Lines of cells → rows, by the cheapest way to cut them: nothing is printed between the rows of a dump by position.

Every stretch of lines costs what speaks against its being one row, and every cut what speaks against a row beginning
there. The cheapest way through all lines is taken, whether cells stand at the top of their rows, at the bottom or in
the middle; how much any other way costs more says how sure each cut is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from zvirka.extract.text.positions.row_costs import (
    MODES,
    Lines,
    begin_costs,
    named_costs,
    reaches,
    stretch_costs,
)

# Cells of words and of amounts stand alike, mostly; and at the top of their rows.
_UNLIKE, _NOT_TOP = 2.0, 0.5
_NEVER = float("inf")


class Told(NamedTuple):
    """The lines that begin a row, and by how much another way to cut them costs more."""

    starts: tuple[int, ...]
    margins: tuple[float, ...]
    """For each line but the first: by how much it costs more to tell otherwise whether a row begins there."""
    cost: float


def told_rows(lines: Lines) -> Told:
    """The cheapest way to cut the lines into rows."""
    count = len(lines.cells)
    reach = reaches(lines)
    words = {mode: stretch_costs(lines, reach, mode, money=False) for mode in MODES}
    amounts = {mode: stretch_costs(lines, reach, mode, money=True) for mode in MODES}
    named = named_costs(lines, reach)
    begins = begin_costs(lines)
    found: list[Told] = []
    for word_mode, money_mode in product(MODES, MODES):
        prior = (_UNLIKE if word_mode != money_mode else 0.0) + _NOT_TOP * (
            (word_mode != "top") + (money_mode != "top")
        )
        costs = [
            [sum(parts) for parts in zip(*rows, strict=True)]
            for rows in zip(words[word_mode], amounts[money_mode], named, strict=True)
        ]
        told = _cheapest(costs, begins, count)
        found.append(told._replace(cost=told.cost + prior))
    return min(found, key=lambda told: told.cost)


def _cheapest(costs: Sequence[Sequence[float]], begins: Sequence[float], count: int) -> Told:
    """The cheapest cuts. `costs[i][k]` is what the lines i to i + k cost as one row."""
    forward = [0.0] + [_NEVER] * count
    came = [0] * (count + 1)
    for i in range(count):
        base = forward[i] + begins[i]
        for k, cost in enumerate(costs[i]):
            if base + cost < forward[i + k + 1]:
                forward[i + k + 1] = base + cost
                came[i + k + 1] = i
    backward = [_NEVER] * count + [0.0]
    for i in range(count - 1, -1, -1):
        backward[i] = begins[i] + min(
            (cost + backward[i + k + 1] for k, cost in enumerate(costs[i])), default=_NEVER
        )
    total = forward[count]
    starts: list[int] = []
    at = count
    while at > 0:
        at = came[at]
        starts.append(at)
    # the cheapest way with a cut at each line, and the cheapest without
    without = [_NEVER] * count
    for i in range(count):
        base = forward[i] + begins[i]
        least = _NEVER
        for k in range(len(costs[i]) - 1, 0, -1):
            least = min(least, base + costs[i][k] + backward[i + k + 1])
            if least < without[i + k]:
                without[i + k] = least
    chosen = set(starts)
    margins = tuple(
        (without[i] - total) if i in chosen else (forward[i] + backward[i] - total) for i in range(1, count)
    )
    return Told(tuple(reversed(starts)), margins, total)
