"""Words with their boxes: what every source of glyphs gives, and what grids are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from zvirka.schemas.document import Box


class Word(NamedTuple):
    """A run of glyphs without a space between them, and its place.

    Units are points from the top left of the page, or character cells in a dump by position (`top` is then the
    line's index, `bottom` one more). `space`: a space stands after it in the source. `angle` is the direction of
    reading, in degrees anticlockwise: 0, 90, 180 or 270.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    space: bool = False
    angle: int = 0


def bounds(words: Iterable[Word]) -> Box:
    """The smallest box around the words; there must be at least one."""
    _, x0, top, x1, bottom, *_ = zip(*words, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def step(above: Sequence[Word], below: Sequence[Word]) -> float:
    """How far a line stands below another one, from their words, in points.

    In some fonts boxes reach only as far as the letters do; then not all tops or all bottoms of a line are level.
    """
    upper, lower = _levels(above), _levels(below)
    return min(lower[0] - upper[0], lower[1] - upper[1])


def widest_step(above: Sequence[Word], below: Sequence[Word]) -> float:
    """The other bound of `step`: the lines of a cell, of few letters each, stand hardly further apart than this."""
    upper, lower = _levels(above), _levels(below)
    return max(lower[0] - upper[0], lower[1] - upper[1])


def _levels(words: Sequence[Word]) -> tuple[float, float]:
    """Where the highest and the lowest letters of a line are sure to be: the top, and the baseline."""
    telling = [w for w in words if w[0][0].isalnum() or w[0][-1].isalnum()] or words
    return min([w[2] for w in telling]), min([w[4] for w in telling])


def turned(word: Word, angle: int, width: float, height: float) -> Word:
    """The word on the page turned clockwise by `angle`; `width` and `height` are the page's before turning."""
    text, x0, top, x1, bottom, space, reading = word
    if angle == 0:
        return word
    box = turned_box(Box(x0, top, x1, bottom), angle, width, height)
    return Word(text, *box, space, (reading - angle) % 360)


def turned_box(box: Box, angle: int, width: float, height: float) -> Box:
    """The box on the page turned clockwise by `angle`; `width` and `height` are the page's before turning."""
    x0, top, x1, bottom = box
    if angle == 90:
        return Box(height - bottom, x0, height - top, x1)
    if angle == 180:
        return Box(width - x1, height - bottom, width - x0, height - top)
    if angle == 270:
        return Box(top, width - x1, bottom, width - x0)
    return box
