"""A layout on pages: where each cell's box and each of its lines stands, with rows cut and heads repeated.

Points from the top left of the page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.generate.layout import Heading, LaidCell, LaidTable, Layout
from tools.generate.lines import LEADING, SetLine, measure, set_lines

_ABOVE = 1.5
"""Points between a rule and the text below it."""
_CUT_FROM = 3
"""Lines of a row that must fit on a page before the row is cut rather than moved."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line at its first letter and baseline; turned text runs upwards from there."""

    text: str
    x: float
    baseline: float
    ends_word: bool
    bold: bool
    turned: bool = False


@dataclass(slots=True)
class PlacedCell:
    """A cell's box on one page, or the piece of it there; `head` if it belongs to the header."""

    x0: float
    top: float
    x1: float
    bottom: float
    head: bool
    lines: list[PlacedLine] = field(default_factory=list)


@dataclass(slots=True)
class PlacedPage:
    """What stands on a page, in order: lines outside of tables, and a list of cells for each table."""

    items: list[PlacedLine | list[PlacedCell]] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """A row, or what is left of it, waiting for its place."""

    row: int
    height: float
    lines: dict[int, list[SetLine]]
    head: bool = False
    cut: bool = False


class Paginator:
    """Lays a layout out on pages. `side` is a cell's margin left and right, `gap` blank space added to each row."""

    def __init__(
        self, layout: Layout, rng: random.Random, *, side: float, gap: float, cut: bool, top: bool
    ) -> None:
        self.layout, self.rng, self.side, self.gap, self.cut, self.at_top = layout, rng, side, gap, cut, top
        self.size = layout.font_size
        self.leading = self.size * LEADING
        self.pages = [PlacedPage()]
        self.y = layout.margin
        self.bottom = layout.page_size[1] - layout.margin

    def run(self) -> list[PlacedPage]:
        """The pages."""
        for block in self.layout.blocks:
            if isinstance(block, Heading):
                self._heading(block)
            else:
                self.y += self.leading / 2
                _Table(self, block).run()
                self.y += self.leading
        return self.pages

    def new_page(self) -> None:
        """Goes to the top of a new page."""
        self.pages.append(PlacedPage())
        self.y = self.layout.margin
        if self.layout.running_head:
            head = SetLine(self.layout.running_head, True, True)
            room = self.layout.page_size[0] - 2 * self.y
            self.pages[-1].items.append(
                self.placed(head, self.y, room, "right", self.y - self.leading, False)
            )

    def _heading(self, heading: Heading) -> None:
        room = self.layout.page_size[0] - 2 * self.layout.margin
        for line in set_lines(heading.text, room, measure(self.size, bold=heading.bold)):
            if self.y + self.leading > self.bottom:
                self.new_page()
            page = self.pages[-1]
            page.items.append(
                self.placed(line, self.layout.margin, room, heading.align, self.y, heading.bold)
            )
            self.y += self.leading

    def placed(self, line: SetLine, x: float, room: float, align: str, top: float, bold: bool) -> PlacedLine:
        """A line in a column that begins at `x` and is `room` wide."""
        wide = measure(self.size, bold=bold)(line.text)
        shift = {"center": (room - wide) / 2, "right": room - wide}.get(align, 0.0)
        return PlacedLine(line.text, x + max(0.0, shift), top + self.size * 0.95, line.ends_word, bold)


class _Table:
    def __init__(self, paginator: Paginator, table: LaidTable) -> None:
        self.to, self.table = paginator, table
        self.edges = [paginator.layout.margin]
        for width in table.widths:
            self.edges.append(self.edges[-1] + width)
        self.cells = {(c.row, c.column): c for c in table.cells}
        # text on its side needs as much height as makes its lines fit the column
        self.lengths = {at: self._length(c) for at, c in self.cells.items() if c.turned}
        self.set = {
            at: set_lines(c.text, self.lengths.get(at, self._room(c)), measure(paginator.size, bold=c.bold))
            for at, c in self.cells.items()
        }
        self.heights = self._heights()
        # lines of cells over several rows that have not been placed yet
        self.waiting = {at: list(self.set[at]) for at, c in self.cells.items() if c.rows > 1}
        self.on_page: list[tuple[_Piece, float]] = []

    def _room(self, cell: LaidCell) -> float:
        return self.edges[cell.column + cell.columns] - self.edges[cell.column] - 2 * self.to.side

    def _length(self, cell: LaidCell) -> float:
        most = max(1, int((self.edges[cell.column + 1] - self.edges[cell.column] - 2) / self.to.leading))
        wide = measure(self.to.size, bold=cell.bold)
        lengths = (40.0, 60.0, 80.0, 110.0, 150.0)
        return next((x for x in lengths if len(set_lines(cell.text, x, wide)) <= most), 220.0)

    def _needed(self, cell: LaidCell) -> float:
        at = (cell.row, cell.column)
        return self.lengths[at] + 6 if cell.turned else self._height(len(self.set[at]))

    def _height(self, lines: int) -> float:
        return max(1, lines) * self.to.leading + 2 * _ABOVE + self.to.gap

    def _heights(self) -> list[float]:
        heights = [self._height(1)] * self.table.rows
        for (row, _), cell in self.cells.items():
            if cell.rows == 1:
                heights[row] = max(heights[row], self._needed(cell))
        for (row, _), cell in sorted(self.cells.items()):
            if cell.rows > 1:
                lacking = self._needed(cell) - sum(heights[row : row + cell.rows])
                if lacking > 0:
                    heights[row + cell.rows - 1] += lacking
        return heights

    def run(self) -> None:
        for first, last in self._bands():
            if first in self.table.breaks:
                self._break(first)
            height = sum(self.heights[first:last])
            if self.to.y + height > self.to.bottom and not (self.to.cut and last - first == 1):
                self._break(first)
            for row in range(first, last):
                self._place(self._piece(row))
        self._flush()

    def _bands(self) -> Iterator[tuple[int, int]]:
        """Stretches of rows that merged cells hold together."""
        first = 0
        while first < self.table.rows:
            last = first + 1
            while last > first:
                reach = max((c.row + c.rows for c in self.table.cells if first <= c.row < last), default=last)
                if reach <= last:
                    break
                last = reach
            yield first, last
            first = last

    def _piece(self, row: int, *, head: bool = False) -> _Piece:
        lines = {c.column: self.set[row, c.column] for c in self.table.cells if c.row == row and c.rows == 1}
        return _Piece(row, self.heights[row], lines, head or row < self.table.header_rows)

    def _place(self, piece: _Piece) -> None:
        room = self.to.bottom - self.to.y
        if piece.height <= room:
            self.on_page.append((piece, self.to.y))
            self.to.y += piece.height
            return
        count = int((room - 2 * _ABOVE - self.to.gap) / self.to.leading)
        longest = max((len(lines) for lines in piece.lines.values()), default=0)
        if count >= _CUT_FROM and count < longest:
            first = {c: lines[:count] for c, lines in piece.lines.items()}
            self.on_page.append(
                (_Piece(piece.row, self._height(count), first, piece.head, cut=True), self.to.y)
            )
            piece.lines = {c: lines[count:] for c, lines in piece.lines.items()}
            piece.height = self._height(longest - count)
            piece.cut = True
        self._break(piece.row)
        self.on_page.append((piece, self.to.y))
        self.to.y += piece.height

    def _break(self, row: int) -> None:
        """Ends the page before a row, and repeats what is repeated at the top of the next."""
        if not self.on_page and self.to.y <= self.to.layout.margin + self.to.leading:
            return
        self._flush()
        self.to.new_page()
        if row < self.table.header_rows:
            return
        repeated = range(self.table.header_rows) if self.table.repeat else self._numbers_rows()
        for again in repeated:
            for at, cell in self.cells.items():
                if cell.row == again and cell.rows > 1:
                    self.waiting[at] = list(self.set[at])
            piece = self._piece(again, head=True)
            self.on_page.append((piece, self.to.y))
            self.to.y += piece.height

    def _numbers_rows(self) -> range:
        last = self.table.header_rows - 1
        texts = [c.text for c in self.table.cells if c.row == last]
        return range(last, last + 1) if len(texts) == self.table.columns and texts[0] == "1" else range(0)

    def _flush(self) -> None:
        """Turns the rows that wait on this page into cells."""
        if not self.on_page:
            return
        placed: list[PlacedCell] = []
        last = len(self.on_page) - 1
        for i, (piece, top) in enumerate(self.on_page):
            covering = [c for c in self.table.cells if c.row <= piece.row < c.row + c.rows]
            for cell in covering:
                # a merged cell is drawn once a page, at its first row there
                if i and cell.row < piece.row and self.on_page[i - 1][0].row >= cell.row and cell.rows > 1:
                    continue
                end = i
                while (
                    end < last
                    and cell.rows > 1
                    and piece.row < self.on_page[end + 1][0].row < cell.row + cell.rows
                ):
                    end += 1
                bottom = self.on_page[end][1] + self.on_page[end][0].height
                placed.append(self._cell(cell, piece, top, bottom))
        self.to.pages[-1].items.append(placed)
        self.on_page = []

    def _cell(self, cell: LaidCell, piece: _Piece, top: float, bottom: float) -> PlacedCell:
        box = PlacedCell(
            self.edges[cell.column], top, self.edges[cell.column + cell.columns], bottom, piece.head
        )
        if cell.turned:
            self._turn(cell, box)
            return box
        if cell.rows > 1:
            waiting = self.waiting[cell.row, cell.column]
            count = max(1, int((bottom - top - 2 * _ABOVE) / self.to.leading + 0.01))
            lines, self.waiting[cell.row, cell.column] = waiting[:count], waiting[count:]
        else:
            lines = piece.lines.get(cell.column, [])
        spare = bottom - top - 2 * _ABOVE - len(lines) * self.to.leading
        y = top + _ABOVE + (0.0 if self.to.at_top or piece.cut else max(0.0, spare / 2))
        for line in lines:
            placed = self.to.placed(line, box.x0 + self.to.side, self._room(cell), cell.align, y, cell.bold)
            box.lines.append(placed)
            y += self.to.leading
        return box

    def _turn(self, cell: LaidCell, box: PlacedCell) -> None:
        """Places lines that run upwards, side by side."""
        lines = self.set[cell.row, cell.column]
        x = box.x0 + max(1.0, (box.x1 - box.x0 - len(lines) * self.to.leading) / 2) + self.to.size * 0.9
        for line in lines:
            box.lines.append(PlacedLine(line.text, x, box.bottom - 3, line.ends_word, cell.bold, turned=True))
            x += self.to.leading
