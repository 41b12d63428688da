"""Tables with a line for each cell: a newline and a tab begin it, a blank line ends the row (Tika, of a DOC).

A line without a tab is the next paragraph of its cell, and a blank line before such a line an empty paragraph. Two
blank lines end the table. Nothing is guessed: rows have all cells, or merged ones that can cover the same columns only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.numbers import counts_columns
from zvirka.extract.text.found import Found
from zvirka.extract.text.spans import spanned_grid
from zvirka.extract.text.tab_rows import CellLines, Row, possibly_short
from zvirka.extract.text.tabs import headed
from zvirka.schemas.document import Break, Grid, Line

_TAB = "\t"
# Fewer columns are also made by lists and signatures.
_LEAST_COLUMNS, _LEAST_ROWS = 3, 2
# A table of this dialect has hardly a line with more tabs than its first; other dialects have few with one.
_ONE_TAB = 0.9


class _Stretch(NamedTuple):
    start: int
    end: int
    rows: list[Row]


def tables_of_cell_lines(lines: Sequence[Line]) -> list[Found]:
    """The tables whose every cell is a line that begins with a tab; those that could be read otherwise are left out.

    Stretches with nothing but blank lines between are one table if not each of them is one by itself; if the whole
    is none either, only those count that begin with a head.
    """
    found = []
    for group in _groups(lines):
        tried = [_found(lines, one) for one in group]
        alone = [one for one in tried if one is not None]
        if len(alone) < len(group):
            rows = [row for one in group for row in one.rows]
            whole = _found(lines, _Stretch(group[0].start, group[-1].end, rows))
            alone = [whole] if whole is not None else [one for one in alone if headed(one.grid)]
        found += alone
    return found


def _found(lines: Sequence[Line], stretch: _Stretch) -> Found | None:
    grid = _grid(lines[stretch.start : stretch.end], stretch.rows)
    return Found(stretch.start, stretch.end, grid) if grid is not None else None


def _groups(lines: Sequence[Line]) -> list[list[_Stretch]]:
    """The stretches, those together that have only blank lines between them."""
    groups: list[list[_Stretch]] = []
    at = last = 0
    while at < len(lines):
        if not _begins(lines[at]):
            at += 1
            continue
        stretch = _stretch(lines, at)
        if groups and not any(line.text.strip() for line in lines[last:at]):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
        at = last = stretch.end
    return groups


def _begins(line: Line) -> bool:
    return line.text.startswith(_TAB)


def _stretch(lines: Sequence[Line], start: int) -> _Stretch:
    """The table's lines and rows from its first cell to the row that two blank lines end, or prose."""
    rows: list[Row] = []
    cells: list[list[Line]] = []
    at = start
    while at < len(lines):
        line = lines[at]
        if _begins(line):
            cells.append([])
        if line.text.strip():
            text = " ".join(line.text.split(_TAB)).strip()
            cells[-1].append(Line(text, line.page, None, line.number, Break.PARAGRAPH))
        elif not _begins(line) and (at + 1 == len(lines) or not _goes_on(lines, at + 1)):
            break
        elif not _begins(line) and _begins(lines[at + 1]):
            rows.append(tuple(map(tuple, cells)))
            cells = []
        at += 1
    if cells:
        rows.append(tuple(map(tuple, cells)))
    return _Stretch(start, at, rows)


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether the table goes on at the line after a blank one: with a cell, or with paragraphs before the next cell."""
    blank = False
    for line in lines[at:]:
        if _begins(line):
            return True
        if blank and not line.text.strip():
            return False
        blank = not line.text.strip()
        if line is lines[at] and blank:
            return False
    return False


def _grid(lines: Sequence[Line], rows: Sequence[Row]) -> Grid | None:
    tabbed = [line for line in lines if _TAB in line.text]
    if sum(line.text.count(_TAB) == 1 and _begins(line) for line in tabbed) < _ONE_TAB * len(tabbed):
        return None
    columns = _columns(rows)
    whole = _rejoined(rows, columns)
    full = sum(len(row) == columns for row in whole)
    if columns < _LEAST_COLUMNS or full < _LEAST_ROWS or any(len(row) > columns for row in whole):
        return None
    return spanned_grid(whole, columns, lines[0].page)


def _columns(rows: Sequence[Row]) -> int:
    """How many cells a row has: what the row says that counts them, or else most rows have."""
    for row in rows:
        if counts_columns([_text(cell) for cell in row]):
            return len(row)
    counts = Counter(len(row) for row in rows)
    return max(counts, key=lambda count: (counts[count], count))


def _rejoined(rows: Sequence[Row], columns: int) -> list[Row]:
    """The rows, those put together again that an empty paragraph at a cell's end has parted.

    The two halves have the cells of one row, and one of them can be no row of merged cells.
    """
    whole = list(rows[:1])
    for above, below in pairwise(rows):
        halves = len(above) + len(below) == columns and whole[-1] == above
        if halves and not (possibly_short(above) and possibly_short(below)):
            whole[-1] = (*above, *below)
        else:
            whole.append(below)
    return whole


def _text(cell: CellLines) -> str:
    return " ".join(line.text for line in cell)
