"""The numbers of the rows of a stream: which of the words that look like one make a series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import regex

from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.evidence import numbers_something

_NUMBER = regex.compile(r"^(?P<n>\d{1,3}(?:\.\d{1,3})*)(?P<mark>[.)]*)(?P<rest>[\"«“„]?\p{Lu}.*)?$")

# A number that is one of a series, by what stands at it and by what stands before it in the series.
_MARKED = 1.0  # a point or a parenthesis after it
_AT_LINE = 1.0
_WITHIN_LINE = -1.5
_BEFORE_CAPITAL = 1.0
_BEFORE_SMALL = -2.5
_NEXT = 3.0
_DEEPER = 2.5
_BACK_UP = 2.5
_RESTART = -0.5
_SKIPS = -1.0
_REPEATS = -1.0
_NO_VALUES = -3.5  # no money stands between two numbers: they number something else
_FIRST_OTHER = -2.0  # a series begins with 1, as a rule

_LOOK_BACK = 60
"""Candidates before a number among which the one before it in the series is sought."""
_MOST_SKIPPED = 2
_LEAST = 2
"""Numbers that make a series."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    at: int
    key: tuple[int, ...]
    score: float


def series(text: Text, values: Sequence[int], *, plain: bool) -> list[int]:
    """The words that number rows, in order; empty where no series is there.

    `values` are the places of words where runs of money values begin; `plain` tells that the table has a column for
    numbers, which then stand without a mark.
    """
    marks = set(values)
    before = list(accumulate((i in marks for i in range(len(text))), initial=0))
    found = list(_candidates(text, plain=plain))
    best: list[tuple[float, int]] = []
    for i, candidate in enumerate(found):
        top = (candidate.score + (0.0 if candidate.key[-1] == 1 else _FIRST_OTHER), -1)
        for j in range(max(0, i - _LOOK_BACK), i):
            link = _link(found[j].key, candidate.key)
            if link is None:
                continue
            apart = before[candidate.at] > before[found[j].at]
            score = best[j][0] + candidate.score + link + (0.0 if apart else _NO_VALUES)
            if score > top[0]:
                top = (score, j)
        best.append(top)
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: best[i][0])
    chain = []
    while at >= 0:
        chain.append(found[at].at)
        at = best[at][1]
    return chain[::-1] if len(chain) >= _LEAST else []


def _candidates(text: Text, *, plain: bool) -> Iterator[_Candidate]:
    for p, atom in enumerate(text.atoms):
        match = _NUMBER.match(atom.text)
        if match is None or text.glued(p) or (not atom.gap.broken and numbers_something(text, p)):
            continue
        if p and text.atoms[p - 1].text == "№":
            continue  # «від 22.12.2017 №» and «14.» on the next line
        score = _MARKED if match["mark"] else (0.0 if plain else -_MARKED)
        score += _AT_LINE if atom.gap.broken else _WITHIN_LINE
        following = match["rest"] or (text.atoms[p + 1].text if p + 1 < len(text) else "")
        if regex.match(r"[\"«“„(]*\p{Lu}", following):
            score += _BEFORE_CAPITAL
        elif not regex.match(r"[\"«“„(]*\d", following):
            score += _BEFORE_SMALL
        elif not match["mark"]:
            continue
        yield _Candidate(p, tuple(map(int, match["n"].split("."))), score)


def looks_like_number_of_row(text: Text, p: int) -> bool:
    """Whether a word begins a line as the numbers of rows do: marked, and before a capital."""
    match = _NUMBER.match(text.atoms[p].text)
    if match is None or not match["mark"] or not text.gap(p).broken:
        return False
    following = match["rest"] or (text.atoms[p + 1].text if p + 1 < len(text) else "")
    return bool(regex.match(r"[\"«“„(]*\p{Lu}", following))


def _link(a: tuple[int, ...], b: tuple[int, ...]) -> float | None:
    """How well one number follows another; None if it does not."""
    if b == (*a[:-1], a[-1] + 1):
        return _NEXT
    if b == (*a, 1):
        return _DEEPER
    for k in range(len(a) - 1):
        up = (*a[:k], a[k] + 1)
        if b in (up, (*up, 1)):
            return _BACK_UP
    if a == b:
        return _REPEATS
    if b == (1,) or (len(a) == 1 and b == (a[0] + 1, 1)):
        return _RESTART
    if len(a) == len(b) and a[:-1] == b[:-1] and 1 < b[-1] - a[-1] <= 1 + _MOST_SKIPPED:
        return _SKIPS
    return None
