"""A line by position → its pieces in columns: the cheapest way to share its words out, from left to right.

Where columns stand close, no gap tells which column a word belongs to, and a long text pushes what follows aside. So
each line is shared out by costs: how far words stand outside of their column, whether a cell ends at a single space or
goes on over a wide gap, and whether a column of amounts holds words. A line's first piece may be a label over several
columns, and its only one a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.text.positions.paths import NEVER, Costs, backward, forward, gap_costs, path_of, word_cost
from zvirka.extract.text.positions.pieces import SIGN, Piece
from zvirka.extract.text.positions.rooms import Room, bounded, fitted
from zvirka.extract.text.rows import TITLE

# A piece over several columns, without and with the look of a title.
_OVER, _TITLE = 4.5, 3.0
# The rooms are told from the pieces so many times.
_PASSES = 2
_WORD = re.compile(r"\S+")


class PlacedLine(NamedTuple):
    """The pieces of a line, what they cost, and by how much any other place for one of its numbers costs more."""

    pieces: tuple[Piece, ...]
    cost: float
    margin: float


def placed(text: str, rooms: Sequence[Room]) -> PlacedLine:
    """The line's words shared out over the columns."""
    words = [match.span() for match in _WORD.finditer(text)]
    signs = [SIGN.fullmatch(text[a:b]) is not None for a, b in words]
    own = [
        [word_cost(word, room, sign=sign) for room in rooms] for word, sign in zip(words, signs, strict=True)
    ]
    costs = Costs(own, *gap_costs(text, words, signs, rooms))
    ahead = forward(costs)
    label = _label(text, words, rooms)
    best = min(ahead[-1])
    if label is not None and label.cost < best:
        return label._replace(margin=min(label.margin, best - label.cost))
    path = path_of(costs, ahead)
    margin = NEVER
    for here, behind, at, sign in zip(ahead, backward(costs), path, signs, strict=True):
        if sign:
            others = (a + b for c, (a, b) in enumerate(zip(here, behind, strict=True)) if c != at)
            margin = min(margin, min(others, default=NEVER) - best)
    if label is not None:
        margin = min(margin, label.cost - best)
    return PlacedLine(_pieces(text, words, path), best, margin)


def _pieces(text: str, words: Sequence[tuple[int, int]], path: Sequence[int]) -> tuple[Piece, ...]:
    """The words of each column."""
    found: list[Piece] = []
    at = 0
    while at < len(words):
        end = at
        while end + 1 < len(words) and path[end + 1] == path[at]:
            end += 1
        found.append(Piece(path[at], path[at], text[words[at][0] : words[end][1]], words[at][0]))
        at = end + 1
    return tuple(found)


def _label(text: str, words: Sequence[tuple[int, int]], rooms: Sequence[Room]) -> PlacedLine | None:
    """The line with its first words over several columns: up to the first wide gap, or all of them as a title."""
    end = next((i for i in range(1, len(words)) if words[i][0] - words[i - 1][1] > 1), len(words))
    chunk = text[words[0][0] : words[end - 1][1]]
    cost = _TITLE if end == len(words) and TITLE.match(chunk) else _OVER
    if end == len(words):
        if 2 * sum(SIGN.fullmatch(word) is not None for word in chunk.split()) >= len(words):
            # numbers of several columns stand close
            return None
        # over all columns; what stands within one of them is a piece of it
        return PlacedLine((Piece(0, len(rooms) - 1, chunk, words[0][0]),), cost, NEVER)
    first = max((c for c, room in enumerate(rooms) if room.start <= words[0][0]), default=0)
    last = max((c for c, room in enumerate(rooms) if room.start < words[end - 1][1]), default=0)
    if last <= first or rooms[last].money:
        return None
    rest = rooms[last + 1 :]
    behind = placed(" " * words[end][0] + text[words[end][0] :], rest)
    pieces = tuple(Piece(p.first + last + 1, p.last + last + 1, p.text, p.start) for p in behind.pieces)
    if any(p.first < p.last for p in pieces):
        return None
    return PlacedLine((Piece(first, last, chunk, words[0][0]), *pieces), cost + behind.cost, behind.margin)


def placed_lines(texts: Sequence[str], rooms: Sequence[Room]) -> tuple[list[PlacedLine], list[Room]]:
    """The lines shared out over the columns, and the rooms that the columns turn out to have."""
    rooms = bounded(rooms)
    found = [placed(text, rooms) for text in texts]
    for _ in range(_PASSES):
        rooms = bounded(fitted(rooms, [line.pieces for line in found]))
        found = [placed(text, rooms) for text in texts]
    return found, list(rooms)
