"""Lines by position → a table: its columns, the place of each word, the heads, the rows.

The columns are those of a row that counts them, or else of the stretches that the lines leave blank. Each line is
shared out over them, and the rooms they have are told again from that; then the lines are cut into rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.numbers import counts_columns, is_amount
from zvirka.extract.text.positions.blank_columns import with_blank_columns
from zvirka.extract.text.positions.end import end_of_table
from zvirka.extract.text.positions.grid import grid_of
from zvirka.extract.text.positions.head_cuts import cuts_of
from zvirka.extract.text.positions.heads import head_of
from zvirka.extract.text.positions.pieces import WIDE_GAP, Piece, chunks_of_line
from zvirka.extract.text.positions.placing import PlacedLine, placed_lines
from zvirka.extract.text.positions.rivers import between_numbers, rivers
from zvirka.extract.text.positions.rooms import rooms_of
from zvirka.schemas.document import Grid, Line

# The least lines of a table whose columns nothing counts. Signatures and lists have two columns, too.
_LEAST_LINES, _LEAST_COLUMNS = 3, 3
# See `rivers`.
_LEAST_WIDE = 0.4
_WORD = re.compile(r"\S+")
_FIRST, _SECOND = re.compile(r"\s*1[.)]?\s"), re.compile(r"\s*2[.)]?\s")
_YEAR = re.compile(r"(19|20)\d\d")


class Positioned(NamedTuple):
    """A table by position, and how many rows its head has: without one it goes on with another.

    `used` are the lines from the first that it takes: another table may begin below, or signatures stand there.
    """

    grid: Grid
    head_rows: int
    used: int

    @property
    def headed(self) -> bool:
        return self.head_rows > 0


def positioned_grid(
    lines: Sequence[Line], head: int | None = None, columns: int | None = None
) -> Positioned | None:
    """The table that the lines form; None where its columns are not told.

    `head` is how many lines its head has at most, and `columns` how many columns there are, where that is known.
    """
    blanks = _blanks(lines)
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    printed = [lines[i] for i in filled]
    texts = [line.text.rstrip() for line in printed]
    counting = next((i for i, text in enumerate(texts) if counts_columns(text.split())), None)
    body = counting if counting is not None else min(_body(texts), head or len(texts))
    first = body if counting is None else body + 1
    end = len(texts)
    while True:
        found = _columns(texts[:end], body, counting, columns)
        if found is None:
            return None
        between, sides = found
        if counting is None and columns is None and end - first < _LEAST_LINES:
            return None
        placed, rooms = placed_lines(texts[first:end], rooms_of(between, *sides))
        # what stands below the table spoils its columns: they are told again without it
        below = first + end_of_table(placed, rooms, texts[first:end], blanks[first:end])
        if below >= end:
            break
        end = below
    if placed and not any(room.money for room in rooms):
        return None
    cuts = [cuts_of(text, rooms) for text in texts[:body]]
    top = head_of(printed[:body], between, cuts, sides)
    if top is None:
        return None
    counted = [] if counting is None else [PlacedLine(pieces_of_count(texts[counting]), 0.0, math.inf)]
    grid = grid_of(top, printed[body:end], [*counted, *placed], blanks[body:end], rooms)
    used = len(lines) if end == len(texts) else filled[end]
    return Positioned(grid, top.rows, used)


_Between = list[tuple[float, float]]


def _columns(
    texts: Sequence[str], body: int, counting: int | None, columns: int | None
) -> tuple[_Between, tuple[float, float]] | None:
    """The stretches between the columns, and the outer borders."""
    between: _Between | None
    if counting is not None:
        numbers = [match.span() for match in _WORD.finditer(texts[counting])]
        between = between_numbers([text for text in texts[counting:] if WIDE_GAP.search(text)], numbers)
    else:
        rows = [text for text in texts[body:] if WIDE_GAP.search(text)]
        between = rivers(rows, _LEAST_WIDE, columns)
        if between is not None and rows and body:
            between = with_blank_columns(between, texts[:body], rows)
    if between is None or len(between) < _LEAST_COLUMNS - 1:
        return None
    left = min(len(text) - len(text.lstrip()) for text in texts)
    return between, (float(left), float(max(map(len, texts))))


def _blanks(lines: Sequence[Line]) -> list[int]:
    """For each line with text how many blank ones stand right above it."""
    found: list[int] = []
    blank = 0
    for line in lines:
        if line.text.strip():
            found.append(blank)
            blank = 0
        else:
            blank += 1
    return found


def pieces_of_count(text: str) -> tuple[Piece, ...]:
    """The numbers of the row that counts the columns, one in each."""
    return tuple(Piece(c, c, word) for c, word in enumerate(text.split()))


def _body(texts: Sequence[str]) -> int:
    """The first line that has an amount or a dash apart from its other words, or the number 1 of a count.

    What stands above is the head.
    """
    counts = any(_SECOND.match(text) for text in texts)
    for i, text in enumerate(texts):
        if counts and _FIRST.match(text):
            return i
        for start, end in chunks_of_line(text)[1:]:
            words = text[start:end].split()
            if all(map(is_amount, words)) and not all(map(_YEAR.fullmatch, words)):
                return i
    return len(texts)
