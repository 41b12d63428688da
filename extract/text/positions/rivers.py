"""Where the columns of a dump by position part: stretches that its lines leave blank, like rivers in set text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zvirka.extract.text.positions.pieces import inner_spaces

_WORD_RUN = re.compile(r"\S+")
# What a line begins with, up to a gap; and the share of lines whose beginning may reach over a space between columns.
_LABEL = re.compile(r"\s*\S+(?: \S+)*(?=  )")
_LABELS = 0.35
# The share of lines that may stand in the space between two columns, pushed aside or squeezed.
_CROSSED = 0.1
# Of the other full lines at least this share has text on both sides of such a space.
_SIDES = 0.5


def rivers(
    lines: Sequence[str], least_wide: float, columns: int | None = None
) -> list[tuple[float, float]] | None:
    """Stretches of characters (from, to) that all lines leave blank: where columns part without a numbers row.

    Of the lines that have text in both columns beside it, at least the share `least_wide` must have two spaces or
    more there: the spaces within numbers set one below the other are single ones. None if no line has both. Where the
    number of `columns` is known, so many are kept of those that are widest in most lines.
    """
    solid = _solid(lines)
    found = _clear(lines, solid)
    while found:
        shares = [_wide_share(solid, found, i) for i in range(len(found))]
        if columns is not None:
            if len(found) < columns:
                break
            del found[min(range(len(found)), key=lambda i: shares[i] or 0.0)]
            continue
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
    them belongs to the number that is nearer; if there is none, they may part anywhere between the numbers.
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
    crossed = _stretches(standing <= int(_CROSSED * len(lines)))
    more: list[tuple[int, int]] = []
    for gap in (*loose, *crossed):
        if not any(a <= gap[1] and gap[0] <= b for a, b in (*strict, *more)):
            more.append(gap)
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
