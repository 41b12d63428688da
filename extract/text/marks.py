"""Tables that antiword prints as running text because they are too wide: a `|` for each mark of a cell or row.

A row is its cells, each with a mark after it, and one more mark with nothing before it. The lines are broken anywhere.
How many cells a row has is told by the marks. The upper rows of the head may stand above in a frame, whole or not at
all: antiword also cuts frames that are too wide, and what it cut is nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.text.mark_rows import LEAST_COLUMNS, marked_rows
from zvirka.extract.text.spans import spanned_grid
from zvirka.extract.text.tab_rows import CellLines, Row
from zvirka.schemas.document import Grid, Line

_MARK = "|"
# The marks of the last cell and of its row.
_ROW_END = re.compile(r"\|\s*\|\s*$")
# The lines of one frame are as long as one another but for so many characters (widths are rounded row by row).
_UNEVEN = 4
# A title is set off by so many spaces, or fills less than this share of a line.
_INDENT = 8
_SHORT = 0.6
# So many blank lines may stand between the frame of the head's upper rows and the running text.
_NEAR = 4


class Running(NamedTuple):
    """The rows of a table of marks, the row that counts its columns left in, and the lines (from, to) they fill.

    The first lines may be the frame of the head's upper rows.
    """

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
        if any(line.text.count(_MARK) >= LEAST_COLUMNS for line in lines[start:i]):
            for first, last in _tables(lines, start, i):
                table = _running(lines, first, last)
                if table is not None:
                    found.append(table)
        start = i + 1
    return found


def _tables(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, int]]:
    """The lines parted where a row has ended and titles follow, or the first line of the head stands again.

    Titles are set off from the left, or short; a row's text without marks fills its line.
    """
    first = next(line.text.split() for line in lines[start:end] if _MARK in line.text)
    width = max(len(line.text) for line in lines[start:end])
    parts = []
    at = start
    for i in range(start + 1, end):
        if _ROW_END.search(lines[i - 1].text) is None:
            continue
        below = i
        while below < end and _MARK not in lines[below].text and _titled(lines[below].text, width):
            below += 1
        if below > i or (lines[i].text.split() == first and len(first) > 1):
            parts.append((at, i))
            at = i
    return [*parts, (at, end)]


def _titled(text: str, width: int) -> bool:
    return len(text) - len(text.lstrip()) >= _INDENT or len(text) < _SHORT * width


def _running(lines: Sequence[Line], start: int, end: int) -> Running | None:
    while end > start and _MARK not in lines[end - 1].text:
        end -= 1
    # lines above the first mark are the table's title
    while start < end and _MARK not in lines[start].text:
        start += 1
    if start == end or _framed(lines[start:end]) or lines[end - 1].text.rstrip()[-1] != _MARK:
        return None
    above = _framed_head(lines, start)
    marked = marked_rows(_cells(lines[start:end]), tuple(above[1])) if above is not None else None
    return (
        Running(above[0], end, marked.columns, marked.rows)
        if above is not None and marked is not None
        else None
    )


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


def running_grid(table: Running, lines: Sequence[Line]) -> Grid | None:
    """The table as a grid. None where merged cells could cover other columns as well."""
    return spanned_grid(table.rows, table.columns, lines[table.start].page)


def _framed(lines: Sequence[Line]) -> bool:
    """Whether the lines are those of a frame: they begin and end with a mark, and are of one length."""
    lengths = [len(line.text.strip()) for line in lines]
    return (
        len(lines) > 1
        and max(lengths) - min(lengths) <= _UNEVEN
        and all(_closed(line.text) for line in lines)
    )


def _framed_head(lines: Sequence[Line], end: int) -> tuple[int, list[Row]] | None:
    """The rows of the frame above line `end`: lines whose borders stand in the same places are one row.

    None where the frame is no head's upper part: a row has fewer cells than the one above, or one cell only.
    """
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
    upper = [tuple(tuple(cell) for cell in row) for row in rows]
    whole = all(len(row) > 1 for row in upper) and all(len(a) <= len(b) for a, b in pairwise(upper))
    return (top, upper) if whole else None


def _closed(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) > 1 and stripped[0] == stripped[-1] == _MARK
