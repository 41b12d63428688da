"""Words drawn twice at one place, as some programs make bold or shadow."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.words import Word

# In points: the second drawing is shifted by less; the same letters of two neighbouring words stand further apart.
TWICE_NEAR = 1.5


def doubles(words: Sequence[Word]) -> set[int]:
    """The indices of words that stand where an equal word stands already."""
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(word[0], []).append(index)
    found: set[int] = set()
    for same in places.values():
        if len(same) > 1:
            found.update(_again(words, same))
    return found


def _again(words: Sequence[Word], same: list[int]) -> list[int]:
    """Of equal words, the indices of those that repeat an earlier one, in the file's order."""
    ordered = sorted(same, key=lambda i: words[i][1])
    found = []
    for position, i in enumerate(ordered):
        _, x0, top, *_ = words[i]
        for j in ordered[position + 1 :]:
            if words[j][1] - x0 >= TWICE_NEAR:
                break
            if abs(words[j][2] - top) < TWICE_NEAR:
                found.append(max(i, j))
    return found
