"""The cheapest way to share the words of a line out over columns, from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.text.positions.pieces import beside_number, inner_spaces
from zvirka.extract.text.positions.rooms import Room

# What each character outside of its column costs, at its left and at its right: long texts push others to the right.
_LEFT, _RIGHT = 1.3, 1.0
# What a number costs there in the space between two columns.
_GAP = 0.4
# A cell that ends at a single space: before small letters, before others, beside a number, within one number.
_SMALL_SPACE, _SPACE, _NUMBER_SPACE, _INNER_SPACE = 2.5, 1.8, 0.3, 6.0
# A cell that goes on over two spaces, and over many.
_OVER_GAP, _OVER_WIDE = 4.0, 10.0
# In a column of amounts: a number beside words in one cell, two numbers in one cell, a word.
_MIXED, _TWO, _WORDS = 2.5, 4.0, 0.5
NEVER = float("inf")


class Costs(NamedTuple):
    """What a line's words cost: each in each column, the space before each within one, and as the end of a cell."""

    own: Sequence[Sequence[float]]
    joins: Sequence[Sequence[float]]
    splits: Sequence[float]


def word_cost(word: tuple[int, int], room: Room, *, sign: bool) -> float:
    """What it costs that a word stands in a column."""
    start, end = word
    left, right = max(0.0, room.start - start), max(0.0, end - room.end)
    if room.money and sign:
        # a wide number among narrow ones
        inner_left = max(0.0, room.start - max(start, room.low))
        inner_right = max(0.0, min(end, room.high) - room.end)
        return (
            _LEFT * (left - inner_left) + _RIGHT * (right - inner_right) + _GAP * (inner_left + inner_right)
        )
    beyond = _LEFT * left + _RIGHT * right
    return beyond + _WORDS if room.money else beyond


def gap_costs(
    text: str, words: Sequence[tuple[int, int]], signs: Sequence[bool], rooms: Sequence[Room]
) -> tuple[list[list[float]], list[float]]:
    """For the space before each word but the first: what it costs within each column, and between two."""
    inner, beside = set(inner_spaces(text)), set(beside_number(text))
    joins: list[list[float]] = []
    splits: list[float] = []
    for i, ((_, end), (start, _)) in enumerate(pairwise(words)):
        wide = start - end > 1
        if wide:
            splits.append(0.0)
        else:
            plain = _SMALL_SPACE if text[start].islower() else _SPACE
            splits.append(_INNER_SPACE if end in inner else _NUMBER_SPACE if end in beside else plain)
        over = min(_OVER_GAP * (start - end - 1), _OVER_WIDE) if wide else 0.0
        mixed = _MIXED if signs[i] != signs[i + 1] else 0.0
        two = _TWO if signs[i] and signs[i + 1] and end not in inner else 0.0
        joins.append([over + two + (mixed if room.money else 0.0) for room in rooms])
    return joins, splits


def forward(costs: Costs) -> list[list[float]]:
    """For each word and column: the least cost of all words up to it, if it stands there."""
    own, joins, splits = costs
    found = [list(own[0])]
    for i in range(1, len(own)):
        before = found[-1]
        least = NEVER
        row: list[float] = []
        for c, cost in enumerate(own[i]):
            row.append(cost + min(before[c] + joins[i - 1][c], least + splits[i - 1]))
            least = min(least, before[c])
        found.append(row)
    return found


def backward(costs: Costs) -> list[list[float]]:
    """For each word and column: the least cost of all words after it, if it stands there."""
    own, joins, splits = costs
    columns = len(own[0])
    found: list[list[float]] = [[0.0] * columns]
    for i in range(len(own) - 1, 0, -1):
        after = [f + cost for f, cost in zip(found[-1], own[i], strict=True)]
        least = NEVER
        row = [0.0] * columns
        for c in range(columns - 1, -1, -1):
            row[c] = min(after[c] + joins[i - 1][c], least + splits[i - 1])
            least = min(least, after[c])
        found.append(row)
    return found[::-1]


def path_of(costs: Costs, ahead: Sequence[Sequence[float]]) -> list[int]:
    """The column of each word on the cheapest way."""
    own, joins, splits = costs
    last = min(range(len(ahead[-1])), key=ahead[-1].__getitem__)
    path = [last]
    for i in range(len(own) - 1, 0, -1):
        at = path[-1]
        before = ahead[i - 1]
        left = min(range(at), key=before.__getitem__, default=None)
        stays = before[at] + joins[i - 1][at]
        path.append(at if left is None or stays <= before[left] + splits[i - 1] else left)
    return path[::-1]
