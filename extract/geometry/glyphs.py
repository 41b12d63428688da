"""Glyphs → words, where a source gives them one by one. A glyph is a word of one letter."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.geometry.words import Word

# In points: an equal glyph this close is the same one drawn twice, as some programs make bold or shadow. The same
# letters of neighbouring words stand further apart.
TWICE_NEAR = 1.5
# In shares of the height: the glyphs of one word stand on one line within this.
ASKEW = 0.3
# A footnote's mark follows within this many heights, is no longer than this, stands as far above the baseline and is
# smaller than this share of the height. It must not become the last digit of a number: it is written «¹».
MARK_NEAR, LONGEST_MARK, RAISED, RAISED_HEIGHT = 0.3, 3, 0.2, 0.85
SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def same_glyph(one: Word, other: Word) -> bool:
    """Whether both are one glyph drawn twice. (The letters of a ligature share one place too, but differ.)"""
    return one[0] == other[0] and abs(one[1] - other[1]) < TWICE_NEAR and abs(one[2] - other[2]) < TWICE_NEAR


def goes_on(before: Word, glyph: Word, off: float, apart: float) -> bool:
    """Whether the glyph follows in the direction of reading, on the same line and within `apart` heights.

    `off` is how far its baseline lies from the other's, in points.
    """
    if before.angle != glyph.angle:
        return False
    if before.angle in (90, 270):
        height = before.x1 - before.x0
        step = before.top - glyph.bottom if before.angle == 90 else glyph.top - before.bottom
    else:
        height = before.bottom - before.top
        step = before.x0 - glyph.x1 if before.angle == 180 else glyph.x0 - before.x1
    return off <= ASKEW * height and -height <= step <= apart * height


def may_be_mark(before: Word, word: Word) -> bool:
    """Whether the word can be a footnote's number set high after the other one, by its letters and its box."""
    text, x0, _, _, bottom, _, angle = word
    if len(text) > LONGEST_MARK or not text[0].isdigit() or angle or before[6]:
        return False
    height = before[4] - before[2]
    return bottom < before[4] and bottom > before[2] and -height < x0 - before[3] < MARK_NEAR * height


def is_raised(before: Word, word: Word, rise: float) -> bool:
    """Whether it is set high and smaller; `rise` is how far its baseline lies above the other's, in points."""
    height = before.bottom - before.top
    return rise > RAISED * height and word.bottom - word.top < RAISED_HEIGHT * height


def word_of(glyphs: Sequence[Word], *, space: bool) -> Word:
    """The word that the glyphs spell."""
    return Word(
        "".join([g[0] for g in glyphs]),
        min([g[1] for g in glyphs]),
        min([g[2] for g in glyphs]),
        max([g[3] for g in glyphs]),
        max([g[4] for g in glyphs]),
        space,
        glyphs[0][6],
    )
