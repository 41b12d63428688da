"""A sequence of cells, each ended by a mark and each row by one more → rows.

The row that counts the columns tells how many cells a row has, or else the distance at which rows end again and again.
A table that can be read in two ways is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.numbers import counts_columns, is_amount
from zvirka.extract.text.spans import spanned_grid
from zvirka.extract.text.tab_rows import CellLines, Row, possibly_short

LEAST_COLUMNS = 4
"""A table of fewer columns would have fitted into a frame."""
_MOST_COLUMNS = 40
# Numbers of columns that are tried, those at whose distance most blank cells stand; and the rows that must be whole.
_TRIED = 10
_LEAST_ROWS = 3
# The share of the cells that stand in rows with all cells, where no row counts the columns.
_WHOLE = 0.6
# A head has no more rows than these.
_HEAD_ROWS = 4
# A head with more readings than these up to some cell is none that can be told.
_HEADS = 100
# A table of more cells is none that a report has.
_LONGEST = 50_000


Rows = tuple[Row, ...]


class MarkedRows(NamedTuple):
    """The number of columns and the rows, the head's first."""

    columns: int
    rows: Rows


def marked_rows(cells: Sequence[CellLines], above: Rows) -> MarkedRows | None:
    """The rows of a table below those of its head that stand `above`; None if there is no reading, or several."""
    if len(cells) > _LONGEST:
        return None
    at = _counting(cells)
    if at is None:
        return _uncounted(cells, above)
    first, columns = at
    head, body = _head(cells[:first], columns, above), _body(cells[first:], columns)
    return MarkedRows(columns, (*head, *body)) if head is not None and body is not None else None


def _text(cell: CellLines) -> str:
    return " ".join(line.text.strip() for line in cell)


def _counting(cells: Sequence[CellLines]) -> tuple[int, int] | None:
    """Where the row stands that counts the columns, and how many it counts."""
    texts = [_text(cell) for cell in cells]
    for start, text in enumerate(texts):
        if text != "1":
            continue
        end = start
        while end < len(texts) and texts[end] == str(end - start + 1):
            end += 1
        if (
            end - start >= LEAST_COLUMNS
            and counts_columns(texts[start:end])
            and end < len(texts)
            and not texts[end]
        ):
            return start, end - start
    return None


def _uncounted(cells: Sequence[CellLines], above: Rows) -> MarkedRows | None:
    """The rows of a table without a row that counts its columns: nearly all have the same number of cells."""
    blank = [not cell for cell in cells]
    ends = {
        columns: sum(a and b for a, b in zip(blank, blank[columns + 1 :], strict=False))
        for columns in range(LEAST_COLUMNS, min(_MOST_COLUMNS, len(cells) // _LEAST_ROWS) + 1)
    }
    found = []
    for columns in sorted(ends, key=lambda n: (-ends[n], n))[:_TRIED]:
        rows = _parted(cells, columns, above)
        if rows is not None:
            whole = sum(len(row) == columns for row in rows)
            if whole >= _LEAST_ROWS and whole * (columns + 1) >= _WHOLE * len(cells):
                found.append((whole, MarkedRows(columns, rows)))
    # two rows of blank cells between might be read as one of twice as many
    found.sort(key=lambda one: -one[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _parted(cells: Sequence[CellLines], columns: int, above: Rows) -> Rows | None:
    """Head and body, wherever the one ends; None if merged cells could stand otherwise, too."""
    readings = _readings(cells, columns)
    found: set[Rows] = set()
    for first in range(min(len(cells), _HEAD_ROWS * (columns + 1)) + 1):
        if readings[first][1] != 1 or (
            first and (cells[first - 1] or is_amount(_text(cells[max(first - 2, 0)])))
        ):
            continue
        head = _head(cells[:first], columns, above) if first else above
        if head is not None:
            rows = (*head, *_rows(cells, readings, first))
            if rows and all(rows[0]) and spanned_grid(rows, columns, 0) is not None:
                found.add(rows)
    return found.pop() if len(found) == 1 else None


def _head(cells: Sequence[CellLines], columns: int, above: Rows) -> Rows | None:
    """The head's rows, each parting the cells of the one above; None if there is no such reading, or several."""
    readings: list[list[Rows]] = [[] for _ in range(len(cells) + 1)]
    readings[0] = [above]
    for end in range(1, len(cells) + 1):
        if cells[end - 1]:
            continue
        for start in range(max(0, end - columns - 1), end - 1):
            row = tuple(cells[start : end - 1])
            for rows in readings[start]:
                # the first row of a head has no blank cells
                if (any(row) and len(row) >= len(rows[-1])) if rows else (all(row) and len(row) > 1):
                    readings[end].append((*rows, row))
        if len(readings[end]) > _HEADS:
            return None
    whole = [rows for rows in readings[-1] if not rows or len(rows[-1]) == columns]
    fitting = [rows for rows in whole if not rows or spanned_grid(rows, columns, 0) is not None]
    return fitting[0] if len(fitting) == 1 else None


_Best = tuple[int, int, int]
"""How many rows have merged cells, how many ways there are with as few, and the size of the first row."""


def _body(cells: Sequence[CellLines], columns: int) -> Rows | None:
    """The rows with all cells, and as few as can be with merged ones; None if two readings are as good."""
    readings = _readings(cells, columns)
    return _rows(cells, readings, 0) if readings[0][1] == 1 else None


def _readings(cells: Sequence[CellLines], columns: int) -> list[_Best]:
    """The best reading from each cell on; without ways where there is none."""
    best: list[_Best] = [(0, 0, 0)] * len(cells) + [(0, 1, 0)]
    for start in range(len(cells) - 1, -1, -1):
        found: _Best | None = None
        for size in range(1, min(columns, len(cells) - start - 1) + 1):
            after = best[start + size + 1]
            if cells[start + size] or not after[1]:
                continue
            if size < columns and not possibly_short(tuple(cells[start : start + size]), words=False):
                continue
            cost = after[0] + (size < columns)
            if found is None or cost < found[0]:
                found = (cost, after[1], size)
            elif cost == found[0]:
                found = (cost, found[1] + after[1], found[2])
        best[start] = found or (0, 0, 0)
    return best


def _rows(cells: Sequence[CellLines], readings: Sequence[_Best], at: int) -> Rows:
    rows: list[Row] = []
    while at < len(cells):
        size = readings[at][2]
        rows.append(tuple(cells[at : at + size]))
        at += size + 1
    return tuple(rows)
