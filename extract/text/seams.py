"""Columns of a dump by position: a seam between two columns runs down the lines through their spaces.

Tools that print a page by position keep a column's place only roughly: a long word pushes what stands after it to the
right. So the border between two columns is no straight line but the cheapest path from line to line: it moves as
little as it can, likes wide gaps, passes a single space if it must, and cuts a word only in a title over several
columns (as seams are found in pictures; Avidan and Shamir, "Seam carving", 2007).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Costs of a seam in each line, where a move by one character costs 1: a single space between words; one between a
# number and a word or another number; one within a number or beside the slash of a pair; a cut through a word.
_SPACE, _NUMBER_SPACE, _INNER_SPACE, _WORD = 2.0, 0.3, 6.0, 12.0
# A line in one piece is often a title over several columns, and tells little of where they part.
_LONE = 0.3
_INFINITE = 1e6
# For each character outside the place where the seam was first seen: two characters outside cost more than a single
# space, so that a seam does not leave a tight column to run round all its words.
_PULL = 1.5
_PAIR = re.compile(r"(?<=/) (?=[\d-])|(?<=\d) (?=/)")
# Groups of digits; the last one may be cut by the end of its line. Behind decimals a number has ended.
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})* \d{1,3}(?!\d)")
_BESIDE_NUMBER = re.compile(
    r"(?<=,\d) (?=[\d\w(«\"])|(?<=\d) (?=[^\W\d]{3})|(?<= [-–—]) (?=\w)|(?<=\w) (?=[-–—] )|(?<=[^\W\d]{3}) (?=\d)"
)
_WIDE_GAP = re.compile(r"\S\s{2,}\S")
_ONE_SPACE = re.compile(r"(?<=\S) (?=\S)")
_WORD_RUN = re.compile(r"\S+")
# What a line begins with, up to a gap; and the share of lines whose beginning may reach over a space between columns.
_LABEL = re.compile(r"\s*\S+(?: \S+)*(?=  )")
_LABELS = 0.35
# Of the other full lines at least this share has text on both sides of such a space.
_SIDES = 0.5
# Lines longer than this are no lines of a page.
WIDEST = 600

Costs = NDArray[np.float64]


def costs_of(lines: Sequence[str]) -> Costs:
    """What a seam costs at each character of each line; there is one more column at either end, beyond the text."""
    width = max(map(len, lines)) + 2
    costs = np.zeros((len(lines), width))
    for row, text in zip(costs, lines, strict=True):
        for match in _WORD_RUN.finditer(text):
            row[match.start() + 1 : match.end() + 1] = _WORD
        for match in _ONE_SPACE.finditer(text):
            row[match.start() + 1] = _SPACE
        for match in _BESIDE_NUMBER.finditer(text):
            row[match.start() + 1] = _NUMBER_SPACE
        for place in inner_spaces(text):
            row[place + 1] = _INNER_SPACE
        if not _WIDE_GAP.search(text):
            row *= _LONE
    return costs


def seams(costs: Costs, gaps: Sequence[tuple[float, float]], anchor: int | None) -> list[list[int]]:
    """For each seam the character it passes in each line (-1 is before the text).

    `gaps` are the stretches (from, to; characters) where the seams are seen; in line `anchor` a seam must pass there.
    """
    found: list[list[int]] = []
    places = np.arange(costs.shape[1], dtype=float)
    left = np.zeros(costs.shape[0], dtype=int)
    for low, high in gaps:
        own = costs + _PULL * np.maximum(0, np.maximum(low + 1 - places, places - high - 1))
        own = np.where(places[None, :] < left[:, None], _INFINITE, own)
        if anchor is not None:
            own[anchor] = np.where((places >= low + 1) & (places <= high + 1), own[anchor], _INFINITE)
        path = _cheapest(own, places)
        left = np.maximum(left, path)
        found.append([int(place) - 1 for place in path])
    return found


def _cheapest(costs: Costs, places: NDArray[np.float64]) -> NDArray[np.int64]:
    """The path with the least cost, a place for each line."""
    totals = np.empty_like(costs)
    totals[0] = costs[0]
    for i in range(1, len(costs)):
        totals[i] = costs[i] + _nearest(totals[i - 1], places)
    path = np.empty(len(costs), dtype=np.int64)
    path[-1] = int(np.argmin(totals[-1]))
    for i in range(len(costs) - 1, 0, -1):
        path[i - 1] = int(np.argmin(totals[i - 1] + np.abs(places - path[i])))
    return path


def _nearest(totals: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each place the least of the totals with the way from there, in one pass to either side."""
    right = np.minimum.accumulate(totals - places) + places
    left = np.minimum.accumulate((totals + places)[::-1])[::-1] - places
    return np.minimum(right, left)


def rivers(lines: Sequence[str], least_wide: float) -> list[tuple[float, float]] | None:
    """Stretches of characters (from, to) that all lines leave blank: where columns part without a numbers row.

    Of the lines that have text in both columns beside it, at least the share `least_wide` must have two spaces or
    more there: the spaces within numbers set one below the other are single ones. None if no line has both.
    """
    solid = _solid(lines)
    found = _clear(lines, solid)
    while found:
        shares = [_wide_share(solid, found, i) for i in range(len(found))]
        if any(share is None for share in shares):
            return None
        worst = min(range(len(found)), key=lambda i: shares[i] or 0.0)
        if (shares[worst] or 0.0) >= least_wide:
            break
        del found[worst]
    return [(float(a), float(b)) for a, b in found]


def between_numbers(lines: Sequence[str], numbers: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Where the columns part that the numbers (from, to; characters) count, by the lines below them.

    Between two numbers that is the stretch all lines leave blank. If there are several, what stands between two of
    them belongs to the number that is nearer; if there is none, the seam may pass anywhere between the numbers.
    """
    blank = _clear(lines, _solid(lines)) if lines else []
    gaps: list[tuple[float, float]] = []
    for (_, left), (right, _) in pairwise(numbers):
        inside = [(max(a, left), min(b, right - 1)) for a, b in blank if a < right and b >= left]
        if not inside:
            gaps.append((float(left), float(right - 1)))
            continue
        # a single space below another one may stand between words of one column
        inside = [gap for gap in inside if gap[1] > gap[0]] or inside
        middle = (left + right) / 2
        # words between two blank stretches stand left of the middle or right of it
        nearer = sum(1 for one, other in pairwise(inside) if (one[1] + other[0]) / 2 < middle)
        low, high = inside[nearer]
        gaps.append((float(low), float(high)))
    return gaps


def _solid(lines: Sequence[str]) -> NDArray[np.bool_]:
    """For each line and character whether something stands there, or within a number."""
    solid = np.zeros((len(lines), max(map(len, lines), default=0)), dtype=bool)
    for row, text in zip(solid, lines, strict=True):
        for match in _WORD_RUN.finditer(text):
            row[match.start() : match.end()] = True
        for place in inner_spaces(text):
            row[place] = True
    return solid


def inner_spaces(text: str) -> list[int]:
    """The places of the single spaces within numbers and beside the slash of a pair: no column ends there."""
    found = [match.start() for match in _PAIR.finditer(text)]
    for match in _GROUPS.finditer(text):
        found += [i for i in range(match.start(), match.end()) if text[i] == " "]
    return found


def _clear(lines: Sequence[str], solid: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches (from, to) after the first character where nothing stands in any line but labels of a few.

    The label of a sum line may stand over the first columns together.
    """
    labels = [match.end() if (match := _LABEL.match(line)) else len(line) for line in lines]
    behind = solid.copy()
    for row, end in zip(behind, labels, strict=True):
        row[:end] = False
    standing = solid.sum(axis=0)
    strict = _stretches(standing == 0)
    loose = _stretches((behind.sum(axis=0) == 0) & (standing <= int(_LABELS * len(lines))))
    more = [gap for gap in loose if not any(a <= gap[1] and gap[0] <= b for a, b in strict)]
    ordered = sorted((*strict, *more))
    edges = [*ordered, (solid.shape[1], solid.shape[1])]
    return [
        (low, high)
        for (low, high), (end, _) in pairwise(edges)
        if (low, high) in strict or _is_filled(solid, low, high, end)
    ]


def _is_filled(solid: NDArray[np.bool_], low: int, high: int, end: int) -> bool:
    """Whether most full lines that labels do not reach over have text on both sides: words of a column do not."""
    rest = solid[~solid[:, low : high + 1].any(axis=1)]
    begun = np.diff(rest.astype(int), axis=1) > 0
    full = rest[begun.sum(axis=1) * 2 >= begun.sum(axis=1).max(initial=0)]
    sides = full[:, :low].any(axis=1), full[:, high + 1 : end].any(axis=1)
    return bool(len(full)) and all(float(np.mean(side)) >= _SIDES for side in sides)


def _stretches(clear: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], clear.astype(int), [0]))))
    return [(int(a), int(b) - 1) for a, b in edges.reshape(-1, 2) if a > 0]


def _wide_share(solid: NDArray[np.bool_], found: Sequence[tuple[int, int]], i: int) -> float | None:
    """Of the lines with text in both columns beside the river, the share with more than a single space there."""
    low, high = found[i]
    start = found[i - 1][1] if i else 0
    end = found[i + 1][0] if i + 1 < len(found) else solid.shape[1]
    left, right = solid[:, start:low], solid[:, high + 1 : end]
    both = left.any(axis=1) & right.any(axis=1)
    if not both.any():
        return None
    before = np.argmax(left[both][:, ::-1], axis=1)
    after = np.argmax(right[both], axis=1)
    return float(np.mean(before + (high - low + 1) + after > 1))
