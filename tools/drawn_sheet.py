"""What a drawn table truly is, and the pen that draws it. Not shipped."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from tools.generate.lines import BOLD, FONT, LEADING

PAD = 3.0
"""Between a border and the text beside it."""


@dataclass(slots=True)
class TrueCell:
    """A cell at its first row and column; `lines` are what is printed in it."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    bold: bool = False
    align: str = "left"
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TrueTable:
    """`xs` and `ys` are the borders, y from the top of the page."""

    rows: int
    columns: int
    cells: list[TrueCell]
    xs: list[float]
    ys: list[float]
    header_rows: int
    size: float

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """The place of each cell: x0, top, x1, bottom."""
        return [
            (self.xs[c.column], self.ys[c.row], self.xs[c.column + c.columns], self.ys[c.row + c.rows])
            for c in self.cells
        ]

    def sides(self) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
        """The edges between cells: horizontal (y, x0, x1) and vertical (x, top, bottom), whole as far as they run."""
        owner = {}
        for index, cell in enumerate(self.cells):
            for r in range(cell.row, cell.row + cell.rows):
                for c in range(cell.column, cell.column + cell.columns):
                    owner[r, c] = index
        across = [
            (self.ys[r], self.xs[c], self.xs[c + 1])
            for r in range(self.rows + 1)
            for c in range(self.columns)
            if owner.get((r - 1, c)) != owner.get((r, c))
        ]
        along = [
            (self.xs[c], self.ys[r], self.ys[r + 1])
            for c in range(self.columns + 1)
            for r in range(self.rows)
            if owner.get((r, c - 1)) != owner.get((r, c))
        ]
        return _joined(across), _joined(along)


def _joined(edges: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    found: list[tuple[float, float, float]] = []
    for at, start, end in sorted(edges):
        if found and found[-1][0] == at and abs(found[-1][2] - start) < 0.01:
            found[-1] = (at, found[-1][1], end)
        else:
            found.append((at, start, end))
    return found


class Pen:
    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def rectangle(self, x0: float, top: float, x1: float, bottom: float, *, fill: int, stroke: int) -> None:
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, fill=fill, stroke=stroke)

    def texts(self, table: TrueTable) -> None:
        """What stands in the cells."""
        self.canvas.setDash()
        self.canvas.setFillGray(0)
        for cell in table.cells:
            x0, x1 = table.xs[cell.column] + PAD, table.xs[cell.column + cell.columns] - PAD
            y = table.ys[cell.row] + PAD + 0.85 * table.size
            self.canvas.setFont(BOLD if cell.bold else FONT, table.size)
            for text in cell.lines:
                if cell.align == "left":
                    self.canvas.drawString(x0, self.height - y, text)
                elif cell.align == "right":
                    self.canvas.drawRightString(x1, self.height - y, text.rstrip())
                else:
                    self.canvas.drawCentredString((x0 + x1) / 2, self.height - y, text.rstrip())
                y += table.size * LEADING
