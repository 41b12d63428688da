"""A row of a grid → a row of the table: each cell under its column, cells merged over several told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zvirka.normalize.head_paths import Matrix
from zvirka.normalize.header import is_value
from zvirka.normalize.numbers import bare_state
from zvirka.normalize.rough import Column, RoughCell, RoughRow
from zvirka.normalize.words import width_in_letters
from zvirka.schemas.document import Cell, Grid, GridKind, Line


def widths_of(grid: Grid) -> dict[int, float]:
    """What a line of each column can hold, in points: its cells less their padding, and no less than it does hold.

    In a table told from alignment the borders are not known, and the widest line tells it: in letters, if lines have
    no boxes.
    """
    if grid.kind is GridKind.ALIGNMENT and all(cell.box is None for cell in grid.cells):
        return _letters_of(grid)
    boxes: dict[int, float] = {}
    widest: dict[int, float] = {}
    for cell in grid.cells:
        if cell.column_span > 1 or cell.box is None:
            continue
        boxes[cell.column] = min(boxes.get(cell.column, cell.box.x1 - cell.box.x0), cell.box.x1 - cell.box.x0)
        lines = (line.box.x1 - line.box.x0 for line in cell.lines if line.box is not None)
        widest[cell.column] = max(widest.get(cell.column, 0.0), *lines, 0.0)
    if grid.kind is GridKind.ALIGNMENT:
        return widest
    padding = _padding(grid)
    return {column: max(width - 2 * padding, min(width, widest[column])) for column, width in boxes.items()}


def _letters_of(grid: Grid) -> dict[int, float]:
    found: dict[int, float] = {}
    for cell in grid.cells:
        if cell.column_span == 1:
            found[cell.column] = max(
                [found.get(cell.column, 0.0), *(width_in_letters(line.text) for line in cell.lines)]
            )
    return found


def _padding(grid: Grid) -> float:
    """The blank that cells keep beside their text, in points.

    A word too long for its column hangs over at the right: where most lines begin alike, their left side tells.
    """
    left: list[float] = []
    right: list[float] = []
    for cell in grid.cells:
        for line in cell.lines if cell.column_span == 1 and cell.box is not None else ():
            if line.box is not None and cell.box is not None and not _on_its_side(line):
                left.append(line.box.x0 - cell.box.x0)
                right.append(cell.box.x1 - line.box.x1)
    # a label over several cells that sticks out of its own says nothing
    left, right = [gap for gap in left if gap >= 0], [gap for gap in right if gap >= 0]
    lowest = min(left, default=0.0)
    alike = 2 * sum(gap - lowest <= _ALIKE for gap in left) >= len(left)
    return max(0.0, lowest if alike else min(lowest, *right))


def _on_its_side(line: Line) -> bool:
    """Whether a line is higher than wide: words on their side lie between other borders."""
    box = line.box
    return box is not None and len(line.text.strip()) > 1 and box.bottom - box.top > box.x1 - box.x0


_ALIKE = 0.3
"""Points by which the beginnings of lines at one edge may differ: the glyphs' own side bearings."""


def row_of(matrix: Matrix, row: int, columns: Sequence[Column], widths: dict[int, float]) -> RoughRow:
    here = matrix.row(row)
    own = [cell for cell in here if cell.row == row]
    lines = [line for cell in own for line in cell.lines]
    page = lines[0].page if lines else matrix.grid.page
    numbers = [line.number for line in lines if line.number is not None]
    number = min(numbers, default=None)
    money = [c.index for c in columns if c.kind == "money"]
    for cell in here:
        over_all = bool(money) and _covers(cell, money) and cell.row == row and cell.column_span > 1
        is_title = bare_state(cell.text) is None and not is_value(cell.text)
        if over_all and is_title and not _is_beside_name(cell, own, columns):
            return RoughRow({}, page, number, _cell(cell, row, None, lines=_all_lines(own)))
    if _is_title(own, columns):
        return RoughRow({}, page, number, _cell(own[0], row, None, lines=(_on_one_line(own),)))
    cells: dict[int, RoughCell] = {}
    for cell in here:
        cells[cell.column] = _cell(cell, row, widths.get(cell.column))
        speaks_for_all = bare_state(cell.text) is not None or _is_beside_name(cell, own, columns)
        if cell.column_span > 1 and speaks_for_all:
            # one mark, or words, over several amounts speaks for each of them
            for column in range(cell.column + 1, cell.column + cell.column_span):
                cells[column] = cells[cell.column]
    return RoughRow(cells, page, number)


def _is_beside_name(cell: Cell, own: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether words stand over the amounts of a row that has its name: «кошти не передбачені», no title."""
    over = {columns[c].kind for c in range(cell.column, cell.column + cell.column_span)}
    named = any(c is not cell and columns[c.column].kind == "activity" and c.text.strip() for c in own)
    return over == {"money"} and named and not is_value(cell.text)


def _is_title(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether the cells hold one title that stands over the columns: words only, none where a row begins."""
    filled = [cell for cell in cells if cell.text.strip()]
    kinds = {columns[cell.column].kind for cell in filled}
    words = all(
        len(cell.lines) == 1 and bare_state(cell.text) is None and not any(c.isdigit() for c in cell.text)
        for cell in filled
    )
    adjacent = all(b.column - a.column == a.column_span for a, b in pairwise(filled))
    return len(filled) > 1 and words and adjacent and kinds == {"money"}


def _on_one_line(cells: Sequence[Cell]) -> Line:
    lines = _all_lines(cells)
    return replace(lines[0], text=" ".join(line.text.strip() for line in lines))


def _all_lines(cells: Sequence[Cell]) -> tuple[Line, ...]:
    return tuple(line for cell in cells for line in cell.lines)


def _covers(cell: Cell, columns: Sequence[int]) -> bool:
    return all(cell.column <= c < cell.column + cell.column_span for c in columns)


def _cell(cell: Cell, row: int, width: float | None, lines: tuple[Line, ...] | None = None) -> RoughCell:
    made = RoughCell(cell.lines if lines is None else lines, width=width, box=cell.box)
    return replace(made, repeats=True) if cell.row < row else made
