"""A layout as PDF, drawn directly: ruled in several ways or not at all, with or without spaces at the ends of lines."""

from __future__ import annotations

import io
import random

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tools.generate.document import Made
from tools.generate.lines import BOLD, FONT, drawable, use_fonts
from tools.generate.pages import Paginator, PlacedCell, PlacedLine, PlacedPage

_RULE_WIDTH = 0.5
_NO_RULES = ("unruled", "horizontal", "frame")


def pdf_bytes(made: Made, *, whole_lines: bool = False) -> bytes:
    """The PDF of a document.

    Some PDFs set every word by itself; with `whole_lines` none does.
    """
    rng = random.Random(f"pdf {made.seed}")
    kind = made.axes.rules
    paginator = Paginator(
        made.layout,
        rng,
        side=3.0 if kind not in _NO_RULES else 4.5,
        # without a rule between them, rows begin together and stand apart: nothing else tells them
        gap=0.0 if kind == "ruled" else 5.0,
        cut=rng.random() < 0.5,
        top=rng.random() < 0.5 or kind != "ruled",
    )
    return _Drawing(made, paginator.run(), rng, kind, whole_lines=whole_lines).data()


class _Drawing:
    def __init__(
        self, made: Made, pages: list[PlacedPage], rng: random.Random, rules: str, *, whole_lines: bool
    ) -> None:
        use_fonts()
        self.layout, self.pages, self.rules, self.end_spaces = made.layout, pages, rules, made.axes.end_spaces
        self.width, self.height = made.layout.page_size
        self.memory = io.BytesIO()
        # without a moment in it, equal documents give equal bytes
        self.sideways = rng.random() < 0.08
        self.canvas = Canvas(self.memory, pagesize=(self.width, self.height), invariant=1)
        self.as_rectangles = rng.random() < 0.25
        self.dashed = rng.random() < 0.1
        self.filled_head = rng.random() < 0.25 and rules in ("ruled", "partly")
        self.page_numbers = rng.random() < 0.4
        self.words_apart = not self.end_spaces and rng.random() < 0.3 and not whole_lines
        self.blank_spaces = self.end_spaces and rng.random() < 0.5

    def data(self) -> bytes:
        for number, page in enumerate(self.pages, start=1):
            if self.sideways:
                # displayed turned by a quarter, so that it is upright again; the library swaps the page's sides
                self.canvas.setPageRotation(90)
                self.canvas.transform(0, 1, -1, 0, self.height, 0)
            self.canvas.setLineWidth(_RULE_WIDTH)
            for item in page.items:
                if isinstance(item, PlacedLine):
                    self.text(item)
                else:
                    self.table(item)
            if self.page_numbers and len(self.pages) > 1:
                self.text(PlacedLine(str(number), self.width / 2, self.height - 20, True, False))
            self.canvas.showPage()
        self.canvas.save()
        return self.memory.getvalue()

    def table(self, cells: list[PlacedCell]) -> None:
        self.fills(cells)
        self.lines(cells)
        for cell in cells:
            self.cell(cell)

    def fills(self, cells: list[PlacedCell]) -> None:
        if not self.filled_head:
            return
        self.canvas.setFillGray(0.9)
        for cell in cells:
            if cell.head:
                self.canvas.rect(
                    cell.x0, self.height - cell.bottom, cell.x1 - cell.x0, cell.bottom - cell.top, 0, 1
                )
        self.canvas.setFillGray(0)

    def lines(self, cells: list[PlacedCell]) -> None:
        """The rules of one table on one page, each once."""
        x0, x1 = min(c.x0 for c in cells), max(c.x1 for c in cells)
        top, bottom = min(c.top for c in cells), max(c.bottom for c in cells)
        head = max((c.bottom for c in cells if c.head), default=top)
        wanted: set[tuple[float, float, float, float]] = set()
        for cell in cells:
            edges = {
                "top": (cell.x0, cell.top, cell.x1, cell.top),
                "bottom": (cell.x0, cell.bottom, cell.x1, cell.bottom),
                "left": (cell.x0, cell.top, cell.x0, cell.bottom),
                "right": (cell.x1, cell.top, cell.x1, cell.bottom),
            }
            if self.rules == "ruled" or (self.rules == "partly" and cell.head):
                wanted.update(edges.values())
            elif self.rules == "partly":
                wanted.update((edges["left"], edges["right"]))
            elif self.rules == "horizontal":
                wanted.update((edges["top"], edges["bottom"]))
        if self.rules in ("partly", "frame"):
            wanted.update(((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, head, x1, head)))
        if self.rules == "frame":
            wanted.update(((x0, top, x0, bottom), (x1, top, x1, bottom)))
        if self.dashed:
            self.canvas.setDash(2, 1)
        for edge in sorted(wanted):
            self.rule(*edge)
        self.canvas.setDash()

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if self.as_rectangles and not self.dashed:
            half = _RULE_WIDTH / 2
            self.canvas.rect(
                x0 - half, self.height - bottom - half, x1 - x0 + 2 * half, bottom - top + 2 * half, 0, 1
            )
        else:
            self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def cell(self, cell: PlacedCell) -> None:
        for line in cell.lines:
            self.text(line)
        if not cell.lines and self.blank_spaces:
            self.text(PlacedLine("", cell.x0 + 3, cell.top + self.layout.font_size, True, False))

    def text(self, line: PlacedLine) -> None:
        self.canvas.setFont(BOLD if line.bold else FONT, self.layout.font_size)
        y = self.height - line.baseline
        text = drawable(line.text)
        if line.turned:
            self.canvas.saveState()
            self.canvas.translate(line.x, y)
            self.canvas.rotate(90)
            self.canvas.drawString(0, 0, text + (" " if line.ends_word and self.end_spaces else ""))
            self.canvas.restoreState()
            return
        if not self.words_apart:
            self.canvas.drawString(line.x, y, text + (" " if line.ends_word and self.end_spaces else ""))
            return
        x = line.x
        for word in text.split(" "):
            self.canvas.drawString(x, y, word)
            x += self.canvas.stringWidth(word + " ", BOLD if line.bold else FONT, self.layout.font_size)
