"""Page numbers among the words of a stream: a dump without geometry leaves them between the rows.

A lone number at the end or the top of a page says nothing by itself: it may be the number of a row, or an amount. A
series of them does, one more at each page's end, where the last stands at the end of the document: row numbers and
amounts do not end one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import regex

from zvirka.normalize.streams.atoms import Atom, Text

_LEAST = 2
"""Page numbers that make a series."""
_FIRST = 2
"""The first page number that is printed, at most: the first page may do without."""
_LONGEST = 3
"""Figures of a page number."""


def without_page_numbers(text: Text) -> Text:
    """The text without the numbers of its pages; the words after them begin a page."""
    numbers = set(page_numbers(text))
    if not numbers:
        return text
    kept: list[Atom] = []
    gap = None
    for p, atom in enumerate(text.atoms):
        if p in numbers:
            # how the line before ended is told by what stood before the number
            gap = atom.gap
            continue
        kept.append(atom if gap is None else replace(atom, gap=replace(gap, page=True)))
        gap = None
    return Text(text.lines, kept, gap or text.last, text.habits)


def page_numbers(text: Text) -> list[int]:
    """The words that number the pages: lone at each page's end, from the first page or the second to the last word."""
    lone = list(_lone(text))
    if not lone or lone[-1] != len(text) - 1:
        return []
    series = [lone[-1]]
    for p in reversed(lone[:-1]):
        if int(text.atoms[p].text) == int(text.atoms[series[0]].text) - 1:
            series.insert(0, p)
    return series if len(series) >= _LEAST and 1 <= int(text.atoms[series[0]].text) <= _FIRST else []


def _lone(text: Text) -> Iterator[int]:
    """Lone numbers that a page ends after.

    The dump says so, or leaves more empty lines than between lines, or a header or numbers row stands again below.
    """
    usual = Counter(a.gap.empty for a in text.atoms if a.gap.broken).most_common(1)
    most = usual[0][0] if usual else 0
    words = [a.text for a in text.atoms]
    seen: set[tuple[str, ...]] = set()
    for p, atom in enumerate(text.atoms):
        seen.add(tuple(words[max(0, p + 1 - _AGAIN) : p + 1]))
        if not (
            atom.text.isascii() and atom.text.isdigit() and len(atom.text) <= _LONGEST and atom.gap.broken
        ):
            continue
        after, below = text.gap(p + 1), tuple(words[p + 1 : p + 1 + _AGAIN])
        again = len(below) == _AGAIN and below in seen and (below[0] == "1" or not below[0].isdigit())
        ended = after.page or after.empty > most or again or opens_again(text, p + 1)
        if p + 1 == len(text) or (after.broken and ended):
            yield p


def opens_again(text: Text, p: int) -> bool:
    """Whether a word begins the line that says that a table goes on: «Продовження додатку»."""
    return p < len(text) and bool(_GOES_ON.match(text.atoms[p].text))


_GOES_ON = regex.compile(r"(?:продовження|закінчення|продолжение|окончание)$", regex.I)
_AGAIN = 6
"""Words that a header or a numbers row begins with, by which it is known again."""
