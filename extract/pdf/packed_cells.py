"""The cells of a page's grid as a compact record, made into cells again when they are read.

A dense page has 300 cells with a line each: 170 kB as objects, 20 kB as one text and a few arrays of numbers. Who reads
the cells of one page several times in a row pays for making them once: those of the last few pages are kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import overload

from zvirka.schemas.document import Block, Box, Break, Cell, Grid, Line

_KEPT = 8
"""Grids whose cells stay made: those of the page at hand and of its neighbours."""

_SHORT = 0xFFFF
"""The largest number that an array of two bytes an entry holds."""

_ENTRIES = 9
"""Numbers a cell: row, column, spans, which coordinates its box has, and how many lines it holds."""


class PackedCells(Sequence[Cell]):
    """Cells with boxes, whose lines all stand on one page, have boxes, no numbers, and end softly."""

    __slots__ = ("_cells", "_coordinates", "_lengths", "_lines", "_page", "_text")

    def __init__(self, cells: Sequence[Cell], page: int) -> None:
        """Raises `ValueError` if the cells are of another kind."""
        lines = [line for cell in cells for line in cell.lines]
        seen: dict[float, int] = {}
        numbers: list[int] = []
        for cell in cells:
            if cell.box is None:
                raise ValueError("a cell without a place")
            corners = [seen.setdefault(x, len(seen)) for x in cell.box]
            numbers.extend(
                (cell.row, cell.column, cell.row_span, cell.column_span, *corners, len(cell.lines))
            )
        boxes = array("d")
        for line in lines:
            if line.box is None or line.page != page or line.number is not None or line.end is not Break.SOFT:
                raise ValueError("a line of another kind")
            boxes.extend(line.box)
        self._page = page
        self._cells = array("H" if max(numbers, default=0) <= _SHORT else "I", numbers)
        self._coordinates = array("d", seen)
        self._lines, self._lengths = boxes, array("I", [len(line.text) for line in lines])
        self._text = "".join([line.text for line in lines])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PackedCells):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((self._page, self._text))

    def __len__(self) -> int:
        return len(self._cells) // _ENTRIES

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, index: int | slice) -> Cell | tuple[Cell, ...]:
        return _made(self)[index]

    def __iter__(self) -> Iterator[Cell]:
        return iter(_made(self))

    def made(self) -> tuple[Cell, ...]:
        """The cells, made anew."""
        lines = self._made_lines()
        at = self._coordinates
        numbers = iter(self._cells)
        return tuple(
            [
                Cell(
                    row,
                    column,
                    tuple([next(lines) for _ in range(count)]),
                    rows,
                    columns,
                    Box(at[x0], at[top], at[x1], at[bottom]),
                )
                for row, column, rows, columns, x0, top, x1, bottom, count in zip(
                    *[numbers] * _ENTRIES, strict=True
                )
            ]
        )

    def _made_lines(self) -> Iterator[Line]:
        start = 0
        page = self._page
        boxes = map(Box._make, zip(*[iter(self._lines)] * 4, strict=True))
        for length, box in zip(self._lengths, boxes, strict=True):
            yield Line(self._text[start : start + length], page, box)
            start += length


@lru_cache(maxsize=_KEPT)
def _made(packed: PackedCells) -> tuple[Cell, ...]:
    return packed.made()


def packed(block: Block) -> Block:
    """The block with its cells packed, if it is a grid whose cells can be."""
    if not isinstance(block, Grid):
        return block
    try:
        return replace(block, cells=PackedCells(block.cells, block.page))
    except ValueError:
        return block
