"""Drawn strokes → rules: snapped to common positions and merged where they go on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from zvirka.schemas.document import Box

# In points. Strokes of one table whose middles are this close are one rule: double strokes, and borders that two
# cells draw each for itself. Rows and columns of text are wider.
SNAP = 3.0
# Before it is known what belongs to one table only pieces of the same stroke are brought together.
SAME = 1.0
# A rule goes on over a gap of this length: dashes, dots, and the corners where strokes stop short.
JOIN = 6.0
# A rule is at least this long; shorter strokes are parts of letters, ticks and dots.
SHORTEST = 5.0


class Rule(NamedTuple):
    """A drawn line: `at` is its y (or x, if it is vertical), `start` and `end` its extent along the other axis."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """The rules of a page or a table, in order of `at`, then `start`; rules on one line have the very same `at`."""

    horizontal: list[Rule]
    vertical: list[Rule]


def rules_of(strokes: Iterable[Box]) -> Rules:
    """The rules that the strokes form."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for x0, top, x1, bottom in strokes:
        width, height = x1 - x0, bottom - top
        # a dot may be part of a dotted rule either way
        dot = width < SHORTEST and height < SHORTEST
        if dot or width >= height:
            horizontal.append(Rule((top + bottom) / 2, x0, x1))
        if dot or width < height:
            vertical.append(Rule((x0 + x1) / 2, top, bottom))
    return Rules(merged(horizontal, SAME), merged(vertical, SAME))


def merged(pieces: list[Rule], near: float) -> list[Rule]:
    """Pieces `near` one line brought together; those that touch there are one rule."""
    pieces.sort()
    found: list[Rule] = []
    start = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or pieces[i][0] - pieces[start][0] > near:
            found += _on_one_line(pieces[start:i])
            start = i
    return found


def _on_one_line(pieces: list[Rule]) -> list[Rule]:
    if len(pieces) == 1:
        return pieces if pieces[0][2] - pieces[0][1] >= SHORTEST else []
    length = sum([p[2] - p[1] for p in pieces])
    at = sum([p[0] * (p[2] - p[1]) for p in pieces]) / length if length else pieces[0][0]
    pieces.sort(key=_start)
    found = []
    _, start, end = pieces[0]
    for _, following, reach in pieces:
        if following - end > JOIN:
            if end - start >= SHORTEST:
                found.append(Rule(at, start, end))
            start, end = following, reach
        elif reach > end:
            end = reach
    if end - start >= SHORTEST:
        found.append(Rule(at, start, end))
    return found


def _start(rule: Rule) -> float:
    return rule[1]


def meeting(rules: Rules, reach: float) -> list[Rules]:
    """The rules (sorted) in groups that hang together, each horizontal with the verticals it meets within `reach`.

    Groups of horizontal or of vertical rules alone come out too, one rule each.
    """
    horizontal, vertical = rules
    group = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    levels = [rule[0] for rule in horizontal]
    for j, (x, top, bottom) in enumerate(vertical, len(horizontal)):
        mine = root(j)
        for i in range(bisect_left(levels, top - reach), bisect_right(levels, bottom + reach)):
            _, left, right = horizontal[i]
            if left - reach <= x <= right + reach:
                other = root(i)
                if other != mine:
                    group[other] = mine
    found: dict[int, Rules] = {}
    for i, rule in enumerate(horizontal):
        found.setdefault(root(i), Rules([], [])).horizontal.append(rule)
    for j, rule in enumerate(vertical, len(horizontal)):
        found.setdefault(root(j), Rules([], [])).vertical.append(rule)
    return list(found.values())
