"""A text's lines → blocks: tables with a grid, the prose around them, and streams where nothing is sure.

The order is from the surest evidence to the least: frames, tabs, columns by position. What none of them explains
stays a stream, whole and in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from zvirka.extract.text.cell_lines import tables_of_cell_lines
from zvirka.extract.text.found import Found
from zvirka.extract.text.frame_rows import framed_grid
from zvirka.extract.text.frames import borders_in, frame_of, framed_stretches
from zvirka.extract.text.marks import running_grid, running_tables
from zvirka.extract.text.positions.stretches import positioned_stretches
from zvirka.extract.text.positions.tables import positioned_tables
from zvirka.extract.text.tabs import tabbed_tables
from zvirka.schemas.document import Block, Grid, Line, Prose, Stream

# Two stretches of borders this near belong to one table: if one of them is no frame, the other proves nothing.
_NEAR = 4
# Lines outside of grids are a stream of their own, not prose, if so many of them stand together and so large a share
# of their words are numbers or dashes: there may be a table in them whose cells no grid shows.
_STREAM_LINES = 6
_STREAM_SHARE = 0.15
_SIGN = re.compile(r"[-–—xXхХ/]|[-–−]?\d[\d.,]*[%;]?")


Finder = Callable[[Sequence[Line]], list[Found]]


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of a text in its order. Every line with text stands in one of them, rules of frames excepted."""
    found: list[Found] = []
    for finder in (framed_tables, tables_of_marks, tables_of_cell_lines, tabbed_tables, positioned_tables):
        for start, end in _open(found, len(lines)):
            found += [Found(start + f.start, start + f.end, f.grid) for f in finder(lines[start:end])]
        found.sort()
    if not found:
        return (Stream(tuple(lines)),)
    blocks: list[Block] = []
    at = 0
    for one in found:
        blocks += _between(lines[at : one.start])
        blocks.append(one.grid)
        at = one.end
    blocks += _between(lines[at:])
    return tuple(blocks)


def _open(found: Iterable[Found], end: int) -> list[tuple[int, int]]:
    """The stretches that no grid has taken yet."""
    stretches = []
    at = 0
    for one in sorted(found):
        if one.start > at:
            stretches.append((at, one.start))
        at = one.end
    if at < end:
        stretches.append((at, end))
    return stretches


def _between(lines: Sequence[Line]) -> list[Block]:
    """The lines outside of grids: prose, or a stream where a table may stand that no grid shows."""
    filled = sum(bool(line.text.strip()) for line in lines)
    if not filled:
        return []
    words = [word for line in lines for word in line.text.split()]
    signs = sum(1 for word in words if _SIGN.fullmatch(word))
    if (
        any(max(line.text.count("\t"), line.text.count("|")) > 1 for line in lines)
        or (filled >= _STREAM_LINES and signs >= _STREAM_SHARE * len(words))
        or positioned_stretches(lines)
    ):
        return [Stream(tuple(lines))]
    return [Prose(tuple(line for line in lines if line.text.strip()))]


def framed_tables(lines: Sequence[Line]) -> list[Found]:
    """The tables framed by characters."""
    tried: list[tuple[int, int, Grid | None]] = []
    for start, end in framed_stretches(lines):
        frame = frame_of(lines[start:end])
        tried.append((start, end, framed_grid(frame) if frame is not None else None))
    refused = [
        (start, end) for start, end, grid in tried if grid is None and borders_in(lines[start:end]) > 1
    ]
    return [
        Found(start, end, grid)
        for start, end, grid in tried
        if grid is not None and not any(a - end < _NEAR and start - b < _NEAR for a, b in refused)
    ]


def tables_of_marks(lines: Sequence[Line]) -> list[Found]:
    """The tables printed as running text, with the frame that the upper part of their head may stand in."""
    tables = [(table, running_grid(table, lines)) for table in running_tables(lines)]
    return [Found(table.start, table.end, grid) for table, grid in tables if grid is not None]
