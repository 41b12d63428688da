"""A line's pieces by the columns they stand in: words that stand together between seams, or across them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.numbers import is_amount
from zvirka.extract.text.rows import TITLE
from zvirka.extract.text.seams import inner_spaces

WIDE_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
"""Cells of a line are parted by two spaces or more, or by less where another line shows the column."""

_NEVER = float("inf")


class Piece(NamedTuple):
    """What a line has in columns `first` to `last`."""

    first: int
    last: int
    text: str


def pieces_of_line(text: str, cuts: Sequence[int], *, counted: bool) -> tuple[Piece, ...] | None:
    """The line's pieces by the columns they cover; None where a seam cuts a number or a word of the body."""
    chunks = chunks_of_line(text)
    parts: list[tuple[int, int]] = []
    label = 0
    for start, end in chunks:
        inner = sorted({cut for cut in cuts if start < cut < end - 1})
        lone = len(chunks) == 1 and inner and not is_amount(text[start:end])
        first = text[start : inner[0]].strip() if inner else ""
        # one seam alone may part two cells that stand close, if the first one goes on with words from above
        over_two = inner[:1] == list(cuts[:1]) and not is_amount(first) and (counted or TITLE.match(first))
        through = any(not text[cut].isspace() for cut in inner)
        behind = start > cuts[0] and TITLE.match(text[start:end])
        if lone and (len(inner) > 1 or over_two or through or behind):
            # a title over several columns; no word of a cell stands in two of them
            return (Piece(0, len(cuts), text[start:end]),)
        # words where the rows' numbers stand begin a label over the first columns
        through = through or bool(counted and inner and inner[0] == cuts[0] and first[:1].isalpha())
        if through and (start, end) == chunks[0] and not any(map(is_amount, text[start:end].split()[1:])):
            # the label of a sum line over the first columns; the others have cells of their own
            label = len(inner)
            parts.append((start, end))
            continue
        if through or set(inner) & set(inner_spaces(text)):
            return None
        bounds = [start, *inner, end]
        parts += [_trimmed(text, a, b) for a, b in pairwise(bounds) if text[a:b].strip()]
    if label:
        return _labelled(text, parts, cuts, label)
    return _in_order(text, parts, cuts)


def _labelled(
    text: str, parts: Sequence[tuple[int, int]], cuts: Sequence[int], label: int
) -> tuple[Piece, ...] | None:
    """The pieces of a line whose first one stands over so many columns more than its own."""
    (start, end), *others = parts
    behind = _in_order(text, others, cuts[label:])
    if behind is None or behind[0].first == 0:
        return None
    own = [Piece(p.first + label, p.last + label, p.text) for p in behind]
    return (Piece(0, label, text[start:end]), *own)


def chunks_of_line(text: str) -> list[tuple[int, int]]:
    bounds = [len(text) - len(text.lstrip())]
    for match in WIDE_GAP.finditer(text):
        bounds += [match.start(), match.end()]
    bounds.append(len(text))
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _in_order(text: str, parts: Sequence[tuple[int, int]], cuts: Sequence[int]) -> tuple[Piece, ...] | None:
    """The pieces in one column each, every one further right than the one before, as near to their columns as can be.

    Where two of them stand within one column's seams, the tool has pushed one of them aside.
    """
    columns = len(cuts) + 1
    edges = [-1, *cuts, max(len(text), cuts[-1] + 1)]
    if len(parts) > columns:
        return None
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (columns + 1)
    for a, b in parts:
        following: list[tuple[float, tuple[int, ...]]] = [(_NEVER, ())] * (columns + 1)
        for column in range(columns):
            outside = max(0, edges[column] + 1 - a) + max(0, b - edges[column + 1])
            cost, chosen = best[column]
            here = (cost + outside, (*chosen, column))
            following[column + 1] = min(following[column], here)
        best = following
    _, chosen = best[columns]
    return tuple(Piece(c, c, text[a:b]) for c, (a, b) in zip(chosen, parts, strict=True))
