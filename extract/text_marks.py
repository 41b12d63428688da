"""Tables that antiword prints as running text because they are too wide: a `|` for each mark of a cell or row.

A row is its cells, each with a mark after it, and one more mark with nothing before it. The lines are broken anywhere.
The row that counts the columns tells how many cells a row has; from there on the marks are counted. The upper rows of
the head may stand above in a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.text_numbers import counts_columns
from zvirka.extract.text_spans import spanned_grid
from zvirka.extract.text_tab_rows import CellLines, Row, possibly_short
from zvirka.schemas.document import Grid, Line

_MARK = "|"
# A row that counts fewer columns would have fitted into a frame.
_LEAST_COLUMNS = 4
# So many blank lines may stand between the frame of the head's upper rows and the running text.
_NEAR = 4


class Running(NamedTuple):
    """The rows of a table of marks, the row that counts its columns left in, and the lines (from, to) they fill."""

    start: int
    end: int
    columns: int
    rows: tuple[Row, ...]


def running_tables(lines: Sequence[Line]) -> list[Running]:
    """The tables printed as running text among the lines; a table that can be read in two ways is left out."""
    found = []
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and lines[i].text.strip():
            continue
        if any(line.text.count(_MARK) >= _LEAST_COLUMNS for line in lines[start:i]):
            table = _running(lines, start, i)
            if table is not None:
                found.append(table)
        start = i + 1
    return found


def _running(lines: Sequence[Line], start: int, end: int) -> Running | None:
    while end > start and _MARK not in lines[end - 1].text:
        end -= 1
    # lines above the first mark are the table's title
    while start < end and _MARK not in lines[start].text:
        start += 1
    if lines[end - 1].text.rstrip()[-1] != _MARK:
        return None
    cells = _cells(lines[start:end])
    at = _counting(cells)
    if at is None:
        return None
    first, columns = at
    head = _head(cells[:first], columns)
    body = _body(cells[first:], columns)
    if head is None or body is None:
        return None
    return Running(start, end, columns, (*head, *body))


def _cells(lines: Sequence[Line]) -> list[CellLines]:
    """What stands before each mark, line by line."""
    cells: list[CellLines] = []
    current: list[Line] = []
    for index, line in enumerate(lines):
        pieces = line.text.split(_MARK)
        # a mark that opens the table ends no cell
        if index == 0 and not pieces[0]:
            pieces = pieces[1:]
        for i, piece in enumerate(pieces):
            if piece.strip():
                current.append(Line(piece.strip(), line.page, None, line.number))
            if i < len(pieces) - 1:
                cells.append(tuple(current))
                current = []
    return cells


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
            end - start >= _LEAST_COLUMNS
            and counts_columns(texts[start:end])
            and end < len(texts)
            and not texts[end]
        ):
            return start, end - start
    return None


def _head(cells: Sequence[CellLines], columns: int) -> tuple[Row, ...] | None:
    """The head's rows, each parting the cells of the one above; None if there is no such reading, or several."""
    readings: list[list[tuple[Row, ...]]] = [[] for _ in range(len(cells) + 1)]
    readings[0] = [()]
    for end in range(1, len(cells) + 1):
        if cells[end - 1]:
            continue
        for start in range(max(0, end - columns - 1), end - 1):
            row = tuple(cells[start : end - 1])
            for above in readings[start]:
                if any(row) and len(row) >= (len(above[-1]) if above else 2):
                    readings[end].append((*above, row))
    whole = [rows for rows in readings[-1] if not rows or len(rows[-1]) == columns]
    fitting = [rows for rows in whole if not rows or spanned_grid(rows, columns, 0) is not None]
    return fitting[0] if len(fitting) == 1 else None


def _body(cells: Sequence[CellLines], columns: int) -> tuple[Row, ...] | None:
    """The rows with all cells, and as few as can be with merged ones; None if two readings are as good."""
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * len(cells) + [(0, 1, 0)]
    for start in range(len(cells) - 1, -1, -1):
        found: tuple[int, int, int] | None = None
        for size in range(1, min(columns, len(cells) - start - 1) + 1):
            after = best[start + size + 1]
            if cells[start + size] or not after[1]:
                continue
            if size < columns and not possibly_short(tuple(cells[start : start + size])):
                continue
            cost = after[0] + (size < columns)
            if found is None or cost < found[0]:
                found = (cost, after[1], size)
            elif cost == found[0]:
                found = (cost, found[1] + after[1], found[2])
        best[start] = found or (0, 0, 0)
    if best[0][1] != 1:
        return None
    rows: list[Row] = []
    at = 0
    while at < len(cells):
        size = best[at][2]
        rows.append(tuple(cells[at : at + size]))
        at += size + 1
    return tuple(rows)


def running_grid(table: Running, lines: Sequence[Line]) -> tuple[int, Grid] | None:
    """The table as a grid, and the first line of it: the frame above it is the upper part of its head.

    None where merged cells could cover other columns as well.
    """
    start, upper = _framed_head(lines, table.start)
    grid = spanned_grid([*upper, *table.rows], table.columns, lines[table.start].page)
    return (start, grid) if grid is not None else None


def _framed_head(lines: Sequence[Line], end: int) -> tuple[int, list[Row]]:
    """The rows of the frame above line `end`: lines whose borders stand in the same places are one row."""
    bottom = end
    while bottom > 0 and end - bottom < _NEAR and not lines[bottom - 1].text.strip():
        bottom -= 1
    top = bottom
    while top > 0 and _closed(lines[top - 1].text):
        top -= 1
    if top == bottom:
        return end, []
    rows: list[list[list[Line]]] = []
    before: list[int] = []
    for line in lines[top:bottom]:
        borders = [i for i, char in enumerate(line.text) if char == _MARK]
        if borders != before:
            rows.append([[] for _ in borders[1:]])
            before = borders
        for cell, (a, b) in zip(rows[-1], pairwise(borders), strict=True):
            text = line.text[a + 1 : b].strip()
            if text:
                cell.append(Line(text, line.page, None, line.number))
    return top, [tuple(tuple(cell) for cell in row) for row in rows]


def _closed(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) > 1 and stripped[0] == stripped[-1] == _MARK
