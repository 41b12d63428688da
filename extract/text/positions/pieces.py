"""A line's pieces: what stands in each column, and what wide gaps part."""

from __future__ import annotations

import re
from typing import NamedTuple

_PAIR = re.compile(r"(?<=/) (?=[\d-])|(?<=\d) (?=/)")
# Groups of digits; the last one may be cut by the end of its line. Behind decimals a number has ended.
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})* \d{1,3}(?!\d)")
_BESIDE_NUMBER = re.compile(
    r"(?<=,\d) (?=[\d\w(«\"])|(?<=\d) (?=[^\W\d]{3})|(?<= [-–—]) (?=\w)|(?<=\w) (?=[-–—] )|(?<=[^\W\d]{3}) (?=\d)"
)
WIDE_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
"""Cells of a line are parted by two spaces or more, or by less where another line shows the column."""
SIGN = re.compile(r"[-–—−+(]?[\d.,'’]*\d[\d.,'’]*%?\)?[/,.]?|[-–—−]|[xXхХ]|/|/[\d.,']+")
"""A word of an amount: a number, a half of one, a dash, an х, a slash."""


class Piece(NamedTuple):
    """What a line has in columns `first` to `last`."""

    first: int
    last: int
    text: str
    start: int = 0
    """The character at which it begins."""


def chunks_of_line(text: str) -> list[tuple[int, int]]:
    """The characters (from, to) of the texts of a line that wide gaps part."""
    bounds = [len(text) - len(text.lstrip())]
    for match in WIDE_GAP.finditer(text):
        bounds += [match.start(), match.end()]
    bounds.append(len(text))
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def inner_spaces(text: str) -> list[int]:
    """The places of the single spaces within numbers and beside the slash of a pair: no column ends there."""
    found = [match.start() for match in _PAIR.finditer(text)]
    for match in _GROUPS.finditer(text):
        found += [i for i in range(match.start(), match.end()) if text[i] == " "]
    return found


def beside_number(text: str) -> list[int]:
    """The places of the single spaces between a number and a word, or the end of one number and another."""
    return [match.start() for match in _BESIDE_NUMBER.finditer(text)]


def is_signs(text: str) -> bool:
    """Whether all words of the text are numbers, halves of numbers, dashes or slashes."""
    return all(SIGN.fullmatch(word) for word in text.split())
