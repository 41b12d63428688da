"""Words drawn twice at one place, as some programs make bold or shadow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zvirka.extract.geometry.glyphs import TWICE_NEAR
from zvirka.extract.geometry.words import Word


def may_double(boxes: np.ndarray[Any, np.dtype[np.float32]]) -> bool:
    """Whether any two of the boxes (x0, top, x1, bottom) begin at one place; much cheaper than looking at the words."""
    x0, top = boxes[:, 0], boxes[:, 1]
    for shift in (0.0, 0.5):
        # neighbours in one of two ways to lay bands over the page share a band in the other
        order = np.lexsort((x0, np.floor(top / (2 * TWICE_NEAR) + shift)))
        dx, dy = np.diff(x0[order]), np.diff(top[order])
        if bool(((np.abs(dx) < TWICE_NEAR) & (np.abs(dy) < TWICE_NEAR)).any()):
            return True
    return False


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
