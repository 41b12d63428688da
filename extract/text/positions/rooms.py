"""The room that each column of a dump by position has, and whether it holds amounts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.text.positions.pieces import Piece, is_signs

# What stands furthest out in a column of several pieces was pushed there.
_OUTER, _SEVERAL = 0.08, 6


class Room(NamedTuple):
    """The characters (from, to) that a column has, and whether it holds amounts."""

    start: float
    end: float
    money: bool = False
    low: float = 0.0
    """Where the column before ends."""
    high: float = float("inf")
    """Where the next column begins."""


def rooms_of(between: Sequence[tuple[float, float]], left: float, right: float) -> list[Room]:
    """The rooms between the stretches where columns part."""
    starts = [left, *(high + 1 for _, high in between)]
    ends = [*(low for low, _ in between), right]
    return [Room(a, max(a + 1, b)) for a, b in zip(starts, ends, strict=True)]


def bounded(rooms: Sequence[Room]) -> list[Room]:
    """The rooms with the edges of those beside them."""
    lows = [0.0, *(room.end for room in rooms[:-1])]
    highs = [*(room.start for room in rooms[1:]), float("inf")]
    return [
        room._replace(low=min(low, room.start), high=max(high, room.end))
        for room, low, high in zip(rooms, lows, highs, strict=True)
    ]


def fitted(rooms: Sequence[Room], lines: Sequence[Sequence[Piece]]) -> list[Room]:
    """The rooms as the pieces of all lines show them."""
    inner: list[Room] = []
    outer: list[Room] = []
    for c, room in enumerate(rooms):
        pieces = [p for line in lines for p in line if p.first == p.last == c]
        money = 2 * sum(is_signs(p.text) for p in pieces) > len(pieces)
        # what is of another kind may belong to the column beside
        pieces = [p for p in pieces if is_signs(p.text) == money]
        if not pieces:
            inner.append(room)
            outer.append(room)
            continue
        starts = sorted(p.start for p in pieces)
        ends = sorted(p.start + len(p.text) for p in pieces)
        off = max(int(_OUTER * len(pieces)), len(pieces) >= _SEVERAL)
        inner.append(Room(float(starts[off]), float(ends[-1 - off]), money))
        outer.append(Room(float(starts[0]), float(ends[-1]), money))
    inner = _apart(inner, rooms)
    # what stands furthest out belongs to the room where it is in no other's way
    return [
        room._replace(
            start=room.start if c and inner[c - 1].end > wide.start else wide.start,
            end=room.end if c + 1 < len(inner) and wide.end > inner[c + 1].start else wide.end,
        )
        for c, (room, wide) in enumerate(zip(inner, outer, strict=True))
    ]


def _apart(rooms: Sequence[Room], before: Sequence[Room]) -> list[Room]:
    """The rooms; two that overlap part where they parted before."""
    found = list(rooms)
    for c, (one, other) in enumerate(pairwise(rooms)):
        if one.end > other.start:
            found[c] = found[c]._replace(end=max(found[c].start + 1, min(one.end, before[c].end)))
            found[c + 1] = found[c + 1]._replace(
                start=min(other.end - 1, max(other.start, before[c + 1].start))
            )
    return found
