"""Columns that are blank in all rows of a table by position: only its head shows them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from zvirka.extract.text.positions.pieces import chunks_of_line

Span = tuple[float, float]


def with_blank_columns(between: Sequence[Span], head: Sequence[str], body: Sequence[str]) -> list[Span]:
    """The stretches between columns, parted where a head stands in one of them and both columns beside have heads."""
    columns = _filled(between, body)
    chunks = [[(float(a), float(b - 1)) for a, b in chunks_of_line(line)] for line in reversed(head)]
    blank = _blank(columns, chunks)
    found = sorted((*columns, *blank))
    # a head over several columns is none of their own
    own = [chunk for row in chunks for chunk in row if sum(_over(column, chunk) for column in found) == 1]
    headed = [any(_over(column, chunk) for chunk in own) for column in found]
    kept = [
        column
        for i, column in enumerate(found)
        if column in columns or (i and headed[i - 1] and (i + 1 == len(found) or headed[i + 1]))
    ]
    if len(kept) == len(columns):
        return list(between)
    return [(a + 1, b - 1) for (_, a), (b, _) in pairwise(kept)]


def _filled(between: Sequence[Span], body: Sequence[str]) -> list[Span]:
    """The characters (from, to) that the rows fill in each column."""
    left = min(len(text) - len(text.lstrip()) for text in body)
    right = max(map(len, body)) - 1
    starts = [float(left), *(high + 1 for _, high in between)]
    ends = [*(low - 1 for low, _ in between), float(right)]
    return list(zip(starts, ends, strict=True))


def _blank(columns: Sequence[Span], rows: Sequence[Sequence[Span]]) -> list[Span]:
    """Where heads stand over no column; `rows` are those of the head from below."""
    found: list[Span] = []
    for row in rows:
        for chunk in row:
            if any(_over(column, chunk) for column in columns):
                continue
            over = [i for i, other in enumerate(found) if _over(other, chunk)]
            if not over:
                found.append(chunk)
            elif len(over) == 1:
                wider = (min(found[over[0]][0], chunk[0]), max(found[over[0]][1], chunk[1]))
                if not any(_over(wider, other) for other in (*columns, *found) if other != found[over[0]]):
                    found[over[0]] = wider
    return found


def _over(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
