"""Where the columns pass through the lines of a head: its words stand over their columns, and in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from zvirka.extract.text.positions.paths import NEVER, Costs, forward, gap_costs, path_of, word_cost
from zvirka.extract.text.positions.rooms import Room
from zvirka.extract.text.spans import LOOK_ALIKES

# What a character outside of its column costs, of what it costs in a row; a character off the middle of the column; and
# that two heads which stand again in the line are one.
_HEAD, _OFF, _AGAIN = 0.8, 0.02, 8.0
_WORD = re.compile(r"\S+")


def cuts_of(text: str, rooms: Sequence[Room]) -> list[int]:
    """For each space between two columns the character where it passes the line: before the words of the next ones."""
    words = [match.span() for match in _WORD.finditer(text)]
    wide = _with_gaps(rooms)
    own = [
        [_HEAD * word_cost(word, room, sign=False) + _off_centre(word, room) for room in wide]
        for word in words
    ]
    joins, splits = gap_costs(text, words, [False] * len(words), wide)
    folded = [text[a:b].translate(LOOK_ALIKES).casefold() for a, b in words]
    for i, (one, other) in enumerate(pairwise(folded)):
        # what stands several times in a line (`план факт план факт`) is a head each time
        if folded.count(one) > 1 and folded.count(other) > 1:
            joins[i] = [cost + _AGAIN for cost in joins[i]]
            splits[i] = 0.0
    costs = Costs(own, joins, splits)
    path = path_of(costs, forward(costs))
    found: list[int] = []
    for c, (left, right) in enumerate(pairwise(rooms)):
        border = int((left.end + right.start) / 2)
        after = next((i for i, at in enumerate(path) if at > c), len(words))
        low = words[after - 1][1] if after else -1
        high = words[after][0] - 1 if after < len(words) else max(border, low)
        found.append(min(max(border, low), high))
    return found


def _with_gaps(rooms: Sequence[Room]) -> list[Room]:
    """The rooms with the spaces beside them: heads may be wider than what stands below."""
    starts = [0.0, *(room.end + 1 for room in rooms[:-1])]
    ends = [*(room.start - 1 for room in rooms[1:]), NEVER]
    wide = [(min(a, room.start), max(b, room.end)) for room, a, b in zip(rooms, starts, ends, strict=True)]
    return [Room(a, b, low=a, high=b) for a, b in wide]


def _off_centre(word: tuple[int, int], room: Room) -> float:
    """A little for each character that a word stands away from the middle of its room."""
    return 0.0 if room.end == NEVER else _OFF * abs(sum(word) / 2 - (room.start + room.end) / 2)
