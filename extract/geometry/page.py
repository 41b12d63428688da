"""What stands on one page of a PDF, whichever library tells it: words, drawn strokes, filled areas, pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from zvirka.extract.geometry.words import Word
from zvirka.messages import N_
from zvirka.schemas.document import Box

# In points: a drawn shape thinner than this is a rule, a thicker one is an area. The thickest borders that word
# processors offer are 6 pt wide, but stand for one rule; the lowest rows of text are higher.
THIN = 6.0
# A picture that covers this share of a page without text is a scan.
SCAN_SHARE = 0.3

# What stands for a glyph whose letter the file does not tell.
NO_LETTER = "\ufffd"
# From this share of such glyphs on a page cannot be read.
UNKNOWN_SHARE = 0.2
PASSWORD = N_("the file is protected by a password; open it, save it without a password and read that")


@dataclass(slots=True)
class PageContent:
    """One page: points from its top left corner as displayed.

    `strokes` are the boxes of thin drawn things, `fills` those of areas with a colour of their own. `glyphs` gives
    the glyphs of a word by its index, in the word's order, each as a word of its own. `unknown` is the number of
    glyphs whose letter the file does not tell.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    glyphs: Callable[[int], list[Word]]
    strokes: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    unknown: int = 0

    @property
    def is_scan(self) -> bool:
        """Whether the page is a picture without text."""
        if self.words or not self.pictures:
            return False
        area = sum((p.x1 - p.x0) * (p.bottom - p.top) for p in self.pictures)
        return area >= SCAN_SHARE * self.width * self.height

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is on the page."""
        return not (self.words or self.strokes or self.fills or self.pictures)

    @property
    def is_unknown(self) -> bool:
        """Whether the file does not tell the letters of many of the page's glyphs."""
        return self.unknown > UNKNOWN_SHARE * sum([len(word[0]) for word in self.words])


class LostPage(Exception):
    """A page that cannot be read; the message is the library's own."""


class Source(Protocol):
    """An open PDF file."""

    pages: int

    def page(self, number: int) -> AbstractContextManager[PageContent]:
        """The page (from 1) while the context lasts. Raises `LostPage`."""

    def close(self) -> None:
        """Free the file."""
