"""The ways in which borders of a table are drawn in a PDF. Not shipped."""

from __future__ import annotations

from tools.drawn_sheet import Pen, TrueTable


def lines(pen: Pen, table: TrueTable) -> None:
    """One stroke for each rule, as far as it runs."""
    pen.canvas.setLineWidth(0.5)
    across, along = table.sides()
    for y, x0, x1 in across:
        pen.line(x0, y, x1, y)
    for x, top, bottom in along:
        pen.line(x, top, x, bottom)


def pieces(pen: Pen, table: TrueTable) -> None:
    """Four strokes for each cell, so that most rules are drawn twice and in pieces."""
    pen.canvas.setLineWidth(0.5)
    for x0, top, x1, bottom in table.boxes():
        pen.line(x0, top, x1, top)
        pen.line(x0, bottom, x1, bottom)
        pen.line(x0, top, x0, bottom)
        pen.line(x1, top, x1, bottom)


def thin_rectangles(pen: Pen, table: TrueTable) -> None:
    """Filled rectangles of half a point, as Word prints borders."""
    pen.canvas.setFillGray(0)
    across, along = table.sides()
    for y, x0, x1 in across:
        pen.rectangle(x0, y - 0.25, x1, y + 0.25, fill=1, stroke=0)
    for x, top, bottom in along:
        pen.rectangle(x - 0.25, top, x + 0.25, bottom, fill=1, stroke=0)


def cell_rectangles(pen: Pen, table: TrueTable) -> None:
    """A stroked rectangle for each cell."""
    pen.canvas.setLineWidth(0.5)
    for x0, top, x1, bottom in table.boxes():
        pen.rectangle(x0, top, x1, bottom, fill=0, stroke=1)


def filled_rectangles(pen: Pen, table: TrueTable) -> None:
    """Each cell a coloured area with an edge; header cells darker."""
    pen.canvas.setLineWidth(0.5)
    for cell, (x0, top, x1, bottom) in zip(table.cells, table.boxes(), strict=True):
        pen.canvas.setFillColorRGB(0.7, 0.8, 0.9) if cell.row < table.header_rows else pen.canvas.setFillGray(
            0.95
        )
        pen.rectangle(x0, top, x1, bottom, fill=1, stroke=1)


def areas(pen: Pen, table: TrueTable) -> None:
    """Each cell a coloured area without an edge, white between them, as in web pages printed to PDF."""
    for cell, (x0, top, x1, bottom) in zip(table.cells, table.boxes(), strict=True):
        pen.canvas.setFillColorRGB(0.7, 0.8, 0.9) if cell.row < table.header_rows else pen.canvas.setFillGray(
            0.93
        )
        pen.rectangle(x0 + 0.5, top + 0.5, x1 - 0.5, bottom - 0.5, fill=1, stroke=0)


def dashed(pen: Pen, table: TrueTable) -> None:
    """Strokes with a dash pattern."""
    pen.canvas.setDash(3, 2)
    lines(pen, table)


def dotted(pen: Pen, table: TrueTable) -> None:
    """Each dot a square of its own."""
    pen.canvas.setFillGray(0)
    across, along = table.sides()
    for y, x0, x1 in across:
        x = x0
        while x < x1:
            pen.rectangle(x - 0.3, y - 0.3, x + 0.3, y + 0.3, fill=1, stroke=0)
            x += 2.5
    for x, top, bottom in along:
        y = top
        while y < bottom:
            pen.rectangle(x - 0.3, y - 0.3, x + 0.3, y + 0.3, fill=1, stroke=0)
            y += 2.5


def double(pen: Pen, table: TrueTable) -> None:
    """Two strokes for each rule."""
    pen.canvas.setLineWidth(0.4)
    across, along = table.sides()
    for y, x0, x1 in across:
        pen.line(x0, y - 0.8, x1, y - 0.8)
        pen.line(x0, y + 0.8, x1, y + 0.8)
    for x, top, bottom in along:
        pen.line(x - 0.8, top, x - 0.8, bottom)
        pen.line(x + 0.8, top, x + 0.8, bottom)


def gaps(pen: Pen, table: TrueTable) -> None:
    """Rules that stop short of the crossings, and have a hole in the middle of some edges."""
    pen.canvas.setLineWidth(0.5)
    for i, (x0, top, x1, bottom) in enumerate(table.boxes()):
        hole = 5.0 if i % 3 == 0 else 0.0
        middle = (x0 + x1) / 2
        for y in (top, bottom):
            pen.line(x0 + 1.2, y, middle - hole / 2, y)
            pen.line(middle + hole / 2, y, x1 - 1.2, y)
        for x in (x0, x1):
            pen.line(x, top + 1.2, x, bottom - 1.2)


def in_a_form(pen: Pen, table: TrueTable) -> None:
    """The rules in a form XObject that is moved and stretched when it is drawn."""
    name = f"rules{id(table)}"
    pen.canvas.beginForm(name)
    pen.canvas.setLineWidth(0.25)
    across, along = table.sides()
    height = pen.height
    for y, x0, x1 in across:
        pen.canvas.line(x0 / 2, (height - y) / 2, x1 / 2, (height - y) / 2)
    for x, top, bottom in along:
        pen.canvas.line(x / 2, (height - top) / 2, x / 2, (height - bottom) / 2)
    pen.canvas.endForm()
    pen.canvas.saveState()
    pen.canvas.scale(2, 2)
    pen.canvas.doForm(name)
    pen.canvas.restoreState()


def nested_frame(pen: Pen, table: TrueTable) -> None:
    """A second frame around the first."""
    lines(pen, table)
    x0, top, x1, bottom = table.xs[0], table.ys[0], table.xs[-1], table.ys[-1]
    pen.rectangle(x0 - 4.5, top - 4.5, x1 + 4.5, bottom + 4.5, fill=0, stroke=1)


def no_side_rules(pen: Pen, table: TrueTable) -> None:
    """All rules but the outermost left and right ones."""
    pen.canvas.setLineWidth(0.5)
    across, along = table.sides()
    for y, x0, x1 in across:
        pen.line(x0, y, x1, y)
    for x, top, bottom in along:
        if table.xs[0] < x < table.xs[-1]:
            pen.line(x, top, x, bottom)


def one_path(pen: Pen, table: TrueTable) -> None:
    """All rules in one path."""
    pen.canvas.setLineWidth(0.5)
    path = pen.canvas.beginPath()
    across, along = table.sides()
    for y, x0, x1 in across:
        path.moveTo(x0, pen.height - y)
        path.lineTo(x1, pen.height - y)
    for x, top, bottom in along:
        path.moveTo(x, pen.height - top)
        path.lineTo(x, pen.height - bottom)
    pen.canvas.drawPath(path, stroke=1, fill=0)


def horizontal_only(pen: Pen, table: TrueTable) -> None:
    """A rule above and below each row."""
    pen.canvas.setLineWidth(0.5)
    for y in table.ys:
        pen.line(table.xs[0], y, table.xs[-1], y)


def vertical_only(pen: Pen, table: TrueTable) -> None:
    """A frame, a rule below the header, rules between columns; none between rows."""
    head_and_foot(pen, table)
    for x in table.xs:
        pen.line(x, table.ys[0], x, table.ys[-1])


def frame_only(pen: Pen, table: TrueTable) -> None:
    """The outer frame alone."""
    pen.rectangle(table.xs[0], table.ys[0], table.xs[-1], table.ys[-1], fill=0, stroke=1)


def head_and_foot(pen: Pen, table: TrueTable) -> None:
    """A rule at the top, below the header and at the bottom, as in books."""
    pen.canvas.setLineWidth(0.5)
    for y in (table.ys[0], table.ys[table.header_rows], table.ys[-1]):
        pen.line(table.xs[0], y, table.xs[-1], y)


def spanning_heads(pen: Pen, table: TrueTable) -> None:
    """As in books, with a rule below each heading that stands over several columns."""
    head_and_foot(pen, table)
    for cell in table.cells:
        if 1 < cell.columns < table.columns and cell.row < table.header_rows:
            y = table.ys[cell.row + cell.rows]
            pen.line(table.xs[cell.column] + 3, y, table.xs[cell.column + cell.columns] - 3, y)


def zebra(pen: Pen, table: TrueTable) -> None:
    """Every other row grey, no rules."""
    for row in range(0, table.rows, 2):
        pen.canvas.setFillGray(0.9)
        pen.rectangle(table.xs[0], table.ys[row], table.xs[-1], table.ys[row + 1], fill=1, stroke=0)


def none(pen: Pen, table: TrueTable) -> None:
    """Nothing at all."""
