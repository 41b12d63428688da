"""Tables drawn as PDF in every ruling that is met, each with its true cells. Not shipped.

    pages, data = drawn(random.Random(1), "dashed")      # the truth of each page's tables, and the file

A style is how borders are drawn; what stands in the cells, the spans, and what stands around are drawn at random.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from tools import drawn_borders as borders
from tools.drawn_sheet import PAD, Pen, TrueCell, TrueTable
from tools.generate.lines import BOLD, FONT, LEADING, measure, set_lines, use_fonts

Border = Callable[[Pen, TrueTable], None]

RULED: dict[str, Border] = {
    "lines": borders.lines,
    "pieces": borders.pieces,
    "thin_rectangles": borders.thin_rectangles,
    "cell_rectangles": borders.cell_rectangles,
    "filled_rectangles": borders.filled_rectangles,
    "areas": borders.areas,
    "dashed": borders.dashed,
    "dotted": borders.dotted,
    "double": borders.double,
    "gaps": borders.gaps,
    "in_a_form": borders.in_a_form,
    "nested_frame": borders.nested_frame,
    "no_side_rules": borders.no_side_rules,
    "one_path": borders.one_path,
    "rotated_page": borders.lines,
    "turned_content": borders.lines,
}
PARTLY: dict[str, Border] = {
    "horizontal_only": borders.horizontal_only,
    "vertical_only": borders.vertical_only,
    "frame_only": borders.frame_only,
    "head_and_foot": borders.head_and_foot,
    "zebra": borders.zebra,
    "spanning_heads": borders.spanning_heads,
}
UNRULED: dict[str, Border] = {
    "none": borders.none,
    "none_numbered": borders.none,
    "none_wrapped": borders.none,
    "none_blank": borders.none,
}
PLAIN_HEADS = {*PARTLY, *UNRULED} - {"spanning_heads"}
FULL_CELLS = {*UNRULED} - {"none_blank"}
SHORT_LABELS = {*UNRULED, "vertical_only", "frame_only", "zebra"} - {"none_wrapped"}
BORDERS = {**RULED, **PARTLY, **UNRULED}
STYLES = tuple(BORDERS)
PAGE = (595.0, 842.0)


WORDS = {
    "uk": "виконання заходів міської ради інформаційного простору забезпечення громадян програми бюджет об’єктів"
    " ремонт вулиць придбання обладнання проведення конференцій послуг освіти культури спорту",
    "en": "maintenance of municipal roads public information school renovation annual subsidy waste collection"
    " lighting social care grants library services water supply",
    "de": "Unterhaltung der Straßen Öffentlichkeitsarbeit Schulgebäude Zuschüsse jährlich Müllabfuhr"
    " Beleuchtung Bücherei Wasserversorgung für Größe",
}


def drawn(rng: random.Random, style: str) -> tuple[list[TrueTable], bytes]:
    """One page with a table or two, and the file. Raises `NoFont`."""
    use_fonts()
    memory = io.BytesIO()
    # reportlab swaps the sides of a page with /Rotate, and so do we
    sheet = PAGE[::-1] if style == "rotated_page" else PAGE
    canvas = Canvas(memory, pagesize=sheet, pageCompression=1, invariant=1)
    turned = style in ("rotated_page", "turned_content")
    width, height = (PAGE[1], PAGE[0]) if turned else PAGE
    if style == "rotated_page":
        canvas.setPageRotation(90)
    if turned:
        # text reads upwards on the sheet; with /Rotate it stands upright again
        canvas.translate(PAGE[0], 0)
        canvas.rotate(90)
    pen = Pen(canvas, height)
    language = rng.choice(tuple(WORDS))
    top = _prose(pen, rng, language, 40.0, width)
    tables = []
    for _ in range(1 if style in UNRULED or rng.random() < 0.6 else 2):
        table = random_table(rng, style, language, 45.0, top, width - 90.0)
        if table.ys[-1] > height - 60:
            break
        BORDERS[style](pen, table)
        pen.texts(table)
        tables.append(table)
        top = _prose(pen, rng, language, table.ys[-1] + 30.0, width)
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(width / 2, 20, str(rng.randint(1, 40)))
    canvas.showPage()
    canvas.save()
    return tables, memory.getvalue()


def random_table(
    rng: random.Random, style: str, language: str, left: float, top: float, width: float
) -> TrueTable:
    """A table with a header, words in the first column, numbers in the others; sized to what stands in it."""
    columns = rng.randint(3, 9)
    body = rng.randint(3, 9)
    size = rng.choice((7.0, 8.0, 9.0, 10.0))
    cells, head = _header(rng, columns, language, simple=style in PLAIN_HEADS)
    if style in ("none_numbered",) or rng.random() < 0.3:
        cells += [TrueCell(head, c, 1, 1, str(c + 1), align="center") for c in range(columns)]
        head += 1
    numbered = rng.random() < 0.5
    aligns = [rng.choice(("right", "center")) for _ in range(columns)]
    for row in range(head, head + body):
        label = f"{row - head + 1}. " if numbered else ""
        words = rng.randint(1, 3 if style in SHORT_LABELS else 9)
        cells.append(TrueCell(row, 0, 1, 1, label + _words(rng, language, words)))
        cells += [TrueCell(row, c, 1, 1, _figure(rng, style), align=aligns[c]) for c in range(1, columns)]
    for cell in cells[-columns:]:
        cell.bold = True
    if style in RULED and rng.random() < 0.25:
        for cell in cells:
            cell.row += 1
        head += 1
        cells.insert(0, TrueCell(0, 0, 1, columns, _words(rng, language, 4), bold=True, align="center"))
    first = width * rng.uniform(0.25, 0.4)
    rest = (width - first) / (columns - 1)
    xs = [left, *(left + first + rest * i for i in range(columns - 1)), left + width]
    rows = head + body
    return TrueTable(rows, columns, cells, xs, _set(cells, rows, xs, top, size, rng), head, size)


def _header(rng: random.Random, columns: int, language: str, *, simple: bool) -> tuple[list[TrueCell], int]:
    if simple or columns < 5 or rng.random() < 0.4:
        return [TrueCell(0, c, 1, 1, _words(rng, language, 1), align="center") for c in range(columns)], 1
    cells = [TrueCell(0, 0, 2, 1, _words(rng, language, 2), align="center")]
    start = rng.randint(1, 2)
    cells += [TrueCell(0, c, 2, 1, _words(rng, language, 1)) for c in range(1, start)]
    span = rng.randint(2, columns - start)
    cells.append(TrueCell(0, start, 1, span, _words(rng, language, 3), align="center"))
    cells += [TrueCell(1, c, 1, 1, _words(rng, language, 1)) for c in range(start, start + span)]
    cells += [TrueCell(0, c, 2, 1, _words(rng, language, 1)) for c in range(start + span, columns)]
    return sorted(cells, key=lambda c: (c.row, c.column)), 2


def _words(rng: random.Random, language: str, count: int) -> str:
    text = " ".join(rng.choice(WORDS[language].split()) for _ in range(count))
    return text[0].upper() + text[1:]


def _figure(rng: random.Random, style: str) -> str:
    kind = rng.random()
    if kind < 0.12 and style not in FULL_CELLS:
        return ""
    if kind < 0.25:
        return "-"
    number = f"{rng.randint(1, 99999) / 10:.1f}".replace(".", ",")
    return f"{number} / {rng.randint(0, 99)}" if kind < 0.35 and style in RULED else number


def _set(
    cells: list[TrueCell], rows: int, xs: list[float], top: float, size: float, rng: random.Random
) -> list[float]:
    """Breaks the texts into lines, and gives the borders of rows high enough for them."""
    heights = [size * LEADING + 2 * PAD] * rows
    for cell in sorted(cells, key=lambda c: c.rows):
        inner = xs[cell.column + cell.columns] - xs[cell.column] - 2 * PAD
        cell.lines = [li.text for li in set_lines(cell.text, inner, measure(size, bold=cell.bold))]
        need = len(cell.lines) * size * LEADING + 2 * PAD - sum(heights[cell.row : cell.row + cell.rows])
        if need > 0:
            heights[cell.row + cell.rows - 1] += need
    spare = rng.choice((0.0, 0.0, 4.0))
    ys = [top]
    for height in heights:
        ys.append(ys[-1] + height + spare)
    return ys


def _prose(pen: Pen, rng: random.Random, language: str, top: float, width: float) -> float:
    """One to three lines of text, the first a heading; where the next thing begins."""
    for i in range(rng.randint(1, 3)):
        text = _words(rng, language, rng.randint(3, 6) if i == 0 else rng.randint(8, 12))
        pen.canvas.setFont(BOLD if i == 0 else FONT, 10)
        if i == 0:
            pen.canvas.drawCentredString(width / 2, pen.height - top, text)
        else:
            pen.canvas.drawString(45, pen.height - top, text[: int(width / 7)])
        top += 13
    return top + 8
