"""Small PDF files for the tests, drawn with reportlab: y runs downwards from the top of the page."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from tools.generate.lines import BOLD, FONT, NoFont, use_fonts
from zvirka.extract import read_bytes
from zvirka.schemas.document import Document, Grid

WIDTH, HEIGHT = 400.0, 300.0


class Sheet:
    """One file in the making."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT) -> None:
        try:
            use_fonts()
        except NoFont as error:
            pytest.skip(str(error))
        self.memory = io.BytesIO()
        self.width, self.height = width, height
        self.canvas = Canvas(self.memory, pagesize=(width, height), invariant=1)

    def text(self, x: float, y: float, text: str, *, size: float = 10.0, bold: bool = False) -> None:
        self.canvas.setFont(BOLD if bold else FONT, size)
        self.canvas.drawString(x, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def ruled(self, xs: list[float], ys: list[float]) -> None:
        """A grid of rules."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def data(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.memory.getvalue()


def read(data: bytes, engine: str = "pdfium") -> Document:
    return read_bytes(data, "drawn.pdf", engine)


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def prose(document: Document) -> list[str]:
    return [line.text for block in document.blocks if not isinstance(block, Grid) for line in block.lines]


def texts(grid: Grid) -> list[list[str]]:
    """The texts by place; covered places hold an arrow. Fails where cells overlap or leave a hole."""
    places = [["?"] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert places[row][column] == "?"
                first = (row, column) == (cell.row, cell.column)
                places[row][column] = cell.text if first else "^" if row > cell.row else "<"
    assert not any("?" in row for row in places)
    assert list(grid.cells) == sorted(grid.cells, key=lambda c: (c.row, c.column))
    return places
