"""A picture of one page: the rules that were seen, the cells with their spans, and what the rows were taken for."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from zvirka.extract.pdf.seen import SeenPage, seen_page
from zvirka.normalize import normalize
from zvirka.schemas.document import Box, Document, Grid, Prose
from zvirka.schemas.form import Form
from zvirka.schemas.report import Role

# Pixels a point: small print stays readable, and a page is about as large as a screen.
SCALE = 2.0
# Pixels: the height of the labels of cells.
LABEL = 9
RULE, CELL, SPAN, PROSE = (220, 30, 30, 255), (30, 90, 220, 255), (150, 60, 200, 60), (120, 120, 120, 150)
HEADER = (255, 200, 0, 70)
ROLES = {
    Role.ITEM: (0, 160, 80, 40),
    Role.PART: (0, 160, 160, 60),
    Role.SECTION: (255, 120, 0, 60),
    Role.TOTAL: (230, 0, 60, 70),
    Role.SUBTOTAL: (230, 90, 120, 60),
}
_NAMES = {
    "rule": RULE,
    "cell": CELL,
    "span": SPAN,
    "text": PROSE,
    "header": HEADER,
    **{role.value: color for role, color in ROLES.items()},
}

Color = tuple[int, int, int, int]


def draw_page(data: bytes, document: Document, page: int, engine: str, form: Form | None) -> Image.Image:
    """The page (from 1) with what was seen laid over it. Raises `UnreadableDocument` if it cannot be read."""
    seen = seen_page(data, page, engine, SCALE)
    sheet = Image.new("RGBA", seen.picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    grids = [block for block in document.blocks if isinstance(block, Grid) and block.page == page]
    for box, color in _meanings(document, grids, page, form):
        pen.rectangle(_scaled(box), fill=color)
    for grid in grids:
        _draw_cells(pen, grid)
    _draw_rules(pen, seen)
    for block in document.blocks:
        if isinstance(block, Prose):
            for line in block.lines:
                if line.page == page and line.box is not None:
                    pen.rectangle(_scaled(line.box), outline=PROSE)
    _draw_legend(pen)
    return Image.alpha_composite(seen.picture.convert("RGBA"), sheet).convert("RGB")


def _meanings(
    document: Document, grids: list[Grid], page: int, form: Form | None
) -> Iterable[tuple[Box, Color]]:
    """The rows by their role; what of a grid lies above its first row is header."""
    rows = [row for table in normalize(document, form).tables for row in table.rows]
    here = [(row.place.box, row.role) for row in rows if row.place.page == page and row.place.box is not None]
    for grid in grids:
        if grid.box is None:
            continue
        inside = [b for b, _ in here if grid.box.top - 1 <= (b.top + b.bottom) / 2 <= grid.box.bottom + 1]
        if inside:
            yield grid.box._replace(bottom=min(b.top for b in inside)), HEADER
    for box, role in here:
        yield box, ROLES[role]


def _draw_cells(pen: ImageDraw.ImageDraw, grid: Grid) -> None:
    font = ImageFont.load_default(LABEL)
    for cell in grid.cells:
        if cell.box is None:
            continue
        box = _scaled(cell.box)
        if cell.row_span > 1 or cell.column_span > 1:
            pen.rectangle(box, fill=SPAN)
        pen.rectangle(box, outline=CELL)
        spans = f" {cell.row_span}x{cell.column_span}" if cell.row_span > 1 or cell.column_span > 1 else ""
        # text begins at the top of a cell; its lower right corner is mostly free
        pen.text(
            (box[2] - 2, box[3] - 1), f"{cell.row},{cell.column}{spans}", fill=CELL, font=font, anchor="rb"
        )


def _draw_rules(pen: ImageDraw.ImageDraw, seen: SeenPage) -> None:
    for y, start, end in seen.rules.horizontal:
        pen.line((start * SCALE, y * SCALE, end * SCALE, y * SCALE), fill=RULE, width=2)
    for x, start, end in seen.rules.vertical:
        pen.line((x * SCALE, start * SCALE, x * SCALE, end * SCALE), fill=RULE, width=2)


def _draw_legend(pen: ImageDraw.ImageDraw) -> None:
    font = ImageFont.load_default()
    x = 4.0
    for name, color in _NAMES.items():
        pen.rectangle((x, 4, x + 10, 14), fill=color, outline=color[:3])
        pen.text((x + 14, 3), name, fill=(60, 60, 60, 255), font=font)
        x += 24 + pen.textlength(name, font=font)


def _scaled(box: Box) -> tuple[float, float, float, float]:
    return (box.x0 * SCALE, box.top * SCALE, box.x1 * SCALE, box.bottom * SCALE)
