"""Glyphs → words, where a source gives them one by one. A glyph is a word of one letter."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.words import Word

# In points: an equal glyph this close is the same one drawn twice, as some programs make bold or shadow. The same
# letters of neighbouring words stand further apart.
TWICE_NEAR = 1.5
# In shares of the height: the glyphs of one word stand on one line within this.
ASKEW = 0.3


def same_glyph(one: Word, other: Word) -> bool:
    """Whether both are one glyph drawn twice. (The letters of a ligature share one place too, but differ.)"""
    return one[0] == other[0] and abs(one[1] - other[1]) < TWICE_NEAR and abs(one[2] - other[2]) < TWICE_NEAR


def goes_on(before: Word, glyph: Word, apart: float) -> bool:
    """Whether the glyph follows in the direction of reading, on the same line and within `apart` heights."""
    if before.angle != glyph.angle:
        return False
    if before.angle in (90, 270):
        height = before.x1 - before.x0
        step = before.top - glyph.bottom if before.angle == 90 else glyph.top - before.bottom
        off = max(abs(glyph.x0 - before.x0), abs(glyph.x1 - before.x1))
    else:
        height = before.bottom - before.top
        step = before.x0 - glyph.x1 if before.angle == 180 else glyph.x0 - before.x1
        off = max(abs(glyph.top - before.top), abs(glyph.bottom - before.bottom))
    return off <= ASKEW * height and -height <= step <= apart * height


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
