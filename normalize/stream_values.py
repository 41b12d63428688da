"""Words that look like the cells of money columns: numbers, pairs, dashes, an х; and runs of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from zvirka.normalize.stream_atoms import Atom, Text

_MINUS = "-–—−"
_SPACES = " \u00a0\u2007\u2009\u202f"
_BARE = r"\d+(?:[.,'’]\d+)*"
_GROUPED = rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?"
_NOTHING = rf"[{_MINUS}]+|[хxХX](?:\.)?"


def _number(digits: str) -> str:
    return rf"(?:[{_MINUS}+]\s?)?{digits}\s?%?|\(\s?[{_MINUS}]?{digits}\s?\)"


def _side(digits: str) -> str:
    return rf"(?:{_number(digits)}|{_NOTHING})"


_ENDS = r"(?=\s|$)"
_PAIRS = tuple(
    regex.compile(rf"{_side(d)}\s?/\s?{_side(d)}{_ENDS}") for d in (_BARE, rf"(?:{_GROUPED}|{_BARE})")
)
_NUMBERS = tuple(regex.compile(rf"(?:{_number(d)}){_ENDS}") for d in (_BARE, _GROUPED))
_MARK = regex.compile(rf"(?:{_NOTHING}){_ENDS}")
_ODD = regex.compile(rf"(?:#[\p{{L}}/]+[!?]?|#+|\*{{2,}}){_ENDS}")
_FRACTION = regex.compile(r"\d[.,]\d{1,2}(?!\d)")

REACH = 9
"""Words that one value may take: a pair of grouped numbers, its slash and its parentheses."""
READINGS = 48
"""Ways to part one run into values that are kept; more are only made by long runs of short groups."""


class Look(StrEnum):
    """What a value looks like."""

    PAIR = "pair"
    NUMBER = "number"
    NOTHING = "nothing"
    ODD = "odd"  # a spreadsheet's error, stars


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the words from `start` to before `end`. `decimals`: some number in it has decimals."""

    start: int
    end: int
    look: Look
    text: str

    @property
    def decimals(self) -> bool:
        return bool(_FRACTION.search(self.text))


@dataclass(frozen=True, slots=True)
class Run:
    """Values that follow each other, with the blank cells that the gaps between them mark.

    `blanks` counts the marked blanks before each value, and after the last: one more than there are values. The first
    is what only lines of a space before the run could mark.
    """

    values: tuple[Value, ...]
    blanks: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.values[0].start

    @property
    def end(self) -> int:
        return self.values[-1].end


def values_at(text: Text, p: int, *, pairs: bool) -> list[Value]:
    """The values that may begin at a word, at most a few: grouped thousands leave a choice."""
    window, ends = _window(text, p)
    found: dict[int, Value] = {}

    def add(pattern: regex.Pattern[str], look: Look) -> None:
        match = pattern.match(window)
        if match and match.end() in ends:
            end = ends[match.end()]
            found.setdefault(end, Value(p, end, look, match[0]))

    if pairs:
        for pattern in _PAIRS:
            add(pattern, Look.PAIR)
    for pattern in _NUMBERS:
        add(pattern, Look.NUMBER)
    add(_MARK, Look.NOTHING)
    add(_ODD, Look.ODD)
    return list(found.values())


def _window(text: Text, p: int) -> tuple[str, dict[int, int]]:
    """The next few words as one string, and where in it each of them ends."""
    atoms = text.atoms
    window = atoms[p].text
    ends = {len(window): p + 1}
    for q in range(p + 1, min(len(atoms), p + REACH)):
        gap, before = atoms[q].gap, window[-1]
        goes_on = text.glued(q) or (gap.broken and before in ",." and window[-2:-1].isdigit())
        if not (goes_on and (before.isdigit() or before in ",.")) and not _slash(atoms, q):
            # two spaces, or a tab, part cells; a number is never grouped over them, nor over a line's end
            window += " " if gap.spaces == 1 and not gap.tab else "\n"
        elif not goes_on:
            window += " "
        window += atoms[q].text
        ends[len(window)] = q + 1
    return window, ends


def _slash(atoms: Sequence[Atom], q: int) -> bool:
    return atoms[q].text.startswith("/") or atoms[q - 1].text.endswith("/")


def runs_at(text: Text, p: int, most: int, *, pairs: bool) -> list[Run]:
    """The runs of 1 to `most` values that may begin at a word, in every way to part them."""
    found: list[Run] = []
    paths: list[tuple[Value, ...]] = [()]
    for _ in range(most):
        longer = []
        for path in paths:
            q = path[-1].end if path else p
            if q < len(text) and not (path and text.glued(q)):
                longer += [(*path, v) for v in values_at(text, q, pairs=pairs)]
        paths = longer[:READINGS]
        found += [Run(path, _blanks(text, path)) for path in paths]
    return found


def _blanks(text: Text, values: Sequence[Value]) -> tuple[int, ...]:
    before = [_marked(text, v.start) for v in values]
    before[0] = text.gap(values[0].start).hollow
    return (*before, _marked(text, values[-1].end))


def _marked(text: Text, q: int) -> int:
    """The blank cells that the gap before a word marks: k spaces are k - 1, and so is a line of a space."""
    gap = text.gap(q)
    if gap.tab:
        return max(0, gap.spaces - 1)
    return max(0, (gap.trailing if gap.broken else gap.spaces) - 1) + gap.hollow
