"""Amounts stacked in one cell beside the names of their sources: one line a source in each cell of the row.

Such a row becomes several printed rows, one for each source; they are then joined as rows of one activity are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from zvirka.normalize.head_sources import says_something, source_of
from zvirka.normalize.heads import MEASURES, SOURCES
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.vocabulary import measures_named
from zvirka.schemas.document import Break, Line
from zvirka.schemas.form import Form

_ALIKE = 0.6
"""Lines of two cells stand at one height if their tops differ by less than this share of a line's height."""

Stack = Sequence[tuple[Line, ...]]


def unstacked(table: RoughTable) -> RoughTable:
    """The table with a printed row for each line of such cells; the same table if it has none."""
    naming = next((c for c in table.columns if c.kind in (SOURCES, MEASURES)), None)
    if naming is None:
        return table
    return replace(table, rows=tuple(one for row in table.rows for one in _rows(row, naming, table)))


def _rows(row: RoughRow, naming: Column, table: RoughTable) -> Iterator[RoughRow]:
    names = row.cells.get(naming.index)
    money = [c.index for c in table.columns if c.kind == "money" and c.index in row.cells]
    stacks = {} if names is None or row.wide is not None else _stacks(names, [row.cells[i] for i in money])
    if not stacks or not _all_named(stacks[0], naming, table.form):
        yield row
        return
    filled = dict(zip((naming.index, *money), stacks.values(), strict=True))
    for level in range(len(filled[naming.index])):
        cells: dict[int, RoughCell] = {}
        for index, cell in row.cells.items():
            if index in filled:
                cells[index] = replace(cell, lines=filled[index][level], box=cell.box if level == 0 else None)
            else:
                cells[index] = cell if level == 0 else replace(cell, repeats=True)
        yield replace(row, cells=cells)


def _stacks(names: RoughCell, money: Sequence[RoughCell]) -> dict[int, Stack]:
    """The lines of each cell by level, names first; empty if the cells do not stand side by side so."""
    cells = [names, *money]
    if any(line.box is None for cell in cells for line in cell.lines):
        stacks = [_by_paragraph(cell.lines) for cell in cells]
    else:
        stacks = _by_height([cell.lines for cell in cells])
    depth = len(stacks[0])
    even = all(len(stack) == depth or not any(map(_printed, stack)) for stack in stacks)
    if depth < 2 or not even or not any(len(stack) == depth for stack in stacks[1:]):
        return {}
    return {i: stack if len(stack) == depth else [()] * depth for i, stack in enumerate(stacks)}


def _all_named(names: Stack, naming: Column, form: Form) -> bool:
    """Whether each level names a source, or a measure, of its own: a name that a narrow column broke does not."""
    texts = ["\n".join(line.text for line in lines) for lines in names]
    if naming.kind == MEASURES:
        found = ["".join(measures_named(form.measures, text)[:1]) for text in texts]
    else:
        # «кошти» opens the name of a source, it is no total here
        found = [source_of(text, form) if says_something(text) else "" for text in texts]
    return all(found) and len(set(found)) == len(found)


def _printed(lines: tuple[Line, ...]) -> bool:
    return any(line.text.strip() for line in lines)


def _by_paragraph(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    stack: list[tuple[Line, ...]] = []
    for above, line in pairwise((None, *lines)):
        assert line is not None  # noqa: S101 - only the first above is None
        if above is not None and above.end is Break.SOFT:
            stack[-1] = (*stack[-1], line)
        else:
            stack.append((line,))
    return stack


def _by_height(cells: Sequence[Sequence[Line]]) -> list[list[tuple[Line, ...]]]:
    """The lines of cells on a page, by the heights at which the amounts of the fullest of them stand."""
    fullest = max(cells[1:], key=len, default=())
    tops = [line.box.top for line in fullest if line.box is not None]
    stacks = []
    for lines in cells:
        levels: list[tuple[Line, ...]] = [() for _ in tops]
        for line in lines:
            level = _level(line, tops)
            if level is None or (lines is not cells[0] and (levels[level] or not _is_at(line, tops[level]))):
                return [[()]] * len(cells)
            levels[level] = (*levels[level], line)
        stacks.append(levels)
    return stacks if all(map(_printed, stacks[0])) else [[()]] * len(cells)


def _level(line: Line, tops: Sequence[float]) -> int | None:
    """The last height that is not below the line."""
    above = [i for i, top in enumerate(tops) if line.box is not None and line.box.top >= top - _slack(line)]
    return above[-1] if above else None


def _is_at(line: Line, top: float) -> bool:
    return line.box is not None and abs(line.box.top - top) <= _slack(line)


def _slack(line: Line) -> float:
    return _ALIKE * (line.box.bottom - line.box.top) if line.box is not None else 0.0
