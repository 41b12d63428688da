"""Two tables beside each other, told from a head that begins again: «Місяць Сума | Місяць Сума»."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.aligned.columns import Chunk
from zvirka.extract.aligned.head_blocks import text_of

# Each of the two has so many columns at least, and so many rows below their heads begin with words.
LEAST_COLUMNS, LEAST_LABELS = 2, 2
# In heights of a word: a head begins at the left side of a table within this.
AT_SIDE = 1.0


def between_tables(rows: Sequence[Sequence[Chunk]]) -> float | None:
    """The x between two tables whose lines these are; None if they are one."""
    left = min(row[0].x0 for row in rows)
    for i, row in enumerate(rows):
        if any(any(c.isdigit() for c in text_of(chunk)) for chunk in row):
            return None
        again = _begun_again(row, left)
        if again:
            return _gap(rows[i:], row[again - 1], row[again])
    return None


def _begun_again(row: Sequence[Chunk], left: float) -> int:
    """The index of the head that is the first one again, with as many on either side at least; 0 if there is none."""
    height = row[0].words[0].bottom - row[0].words[0].top
    if row[0].x0 - left > AT_SIDE * height:
        return 0
    first = text_of(row[0]).casefold()
    return next(
        (
            i
            for i in range(LEAST_COLUMNS, len(row) - LEAST_COLUMNS + 1)
            if text_of(row[i]).casefold() == first and any(map(str.isalpha, first))
        ),
        0,
    )


def _gap(rows: Sequence[Sequence[Chunk]], before: Chunk, after: Chunk) -> float | None:
    """The middle of the space between two heads that no text below crosses, if words stand right of it."""
    low, high = before.x1, after.x0
    labels = 0
    for row in rows[1:]:
        right = [chunk for chunk in row if chunk.x0 >= low]
        for chunk in row:
            if chunk.x0 < low < chunk.x1:
                low = chunk.x1
            elif low <= chunk.x0 < high:
                high = chunk.x0
        labels += bool(right) and text_of(right[0])[:1].isalpha()
    return (low + high) / 2 if low < high and labels >= LEAST_LABELS else None
