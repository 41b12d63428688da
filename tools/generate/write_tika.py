"""A layout as the text that Tika (PDFBox) makes of a word processor's PDF, in the conventions of the real report.

Read from that report: a blank line follows every line, but where the text moves to another cell there may be a single
newline. A line that ends a word ends with a space; one without it is broken inside the word. Cells of one line each on
the same baseline share a line; a blank cell among them leaves one more space. A cell's last line may share a line with
the next cell's first. Three empty lines end a page. The numbers row stands again at the top of each page.
"""

from __future__ import annotations

import random
import re

from tools.generate.document import Made
from tools.generate.layout import Heading, LaidCell, LaidTable, Layout
from tools.generate.lines import SetLine, measure, set_lines

_MARGINS = 5.7
"""Points of a cell's two margins: 1 mm each."""
_ROWS_A_PAGE = 46
"""Lines of ten points that a portrait page holds, about."""


def tika_text(made: Made) -> str:
    """The dump. Equal documents give equal dumps."""
    return _Dump(made.layout, random.Random(f"tika {made.seed}")).text()


def plain_text(made: Made) -> str:
    """The dump of PDFBox itself: the same lines without blank ones between them, and nothing where a page ends."""
    return re.sub(r"\n(?: ?\n)+", "\n", tika_text(made))


class _Dump:
    def __init__(self, layout: Layout, rng: random.Random) -> None:
        self.layout, self.rng = layout, rng
        self.out: list[str] = ["\n"]
        self.wide = measure(layout.font_size)
        self.used = 0

    def text(self) -> str:
        for block in self.layout.blocks:
            if isinstance(block, Heading):
                for line in block.text.split("\v"):
                    self.out.append(f"{line}  \n\n")
            else:
                self.out.append(" \n\n")
                self.table(block)
                self.out.append(" \n\n")
        return "".join(self.out)

    def table(self, table: LaidTable) -> None:
        numbers = table.header_rows - 1 if self._has_numbers(table) else None
        if 0 in table.breaks:
            self.page()
        for row in range(table.rows):
            cells = sorted((c for c in table.cells if c.row == row), key=lambda c: c.column)
            if row < table.header_rows:
                self.header_row(table, cells, numbers=row == numbers)
                continue
            if self.used > _ROWS_A_PAGE or row in table.breaks:
                self.page()
                if numbers is not None:
                    self.header_row(table, [c for c in table.cells if c.row == numbers], numbers=True)
            self.body_row(table, cells)

    @staticmethod
    def _has_numbers(table: LaidTable) -> bool:
        last = [c.text for c in table.cells if c.row == table.header_rows - 1]
        return len(last) == table.columns and last[0] == "1"

    def page(self) -> None:
        self.out.append("\n\n\n")
        self.used = 0

    def header_row(self, table: LaidTable, cells: list[LaidCell], *, numbers: bool) -> None:
        if numbers:
            self.out.append(" ".join(c.text for c in cells) + " \n\n")
            return
        for cell in cells:
            self.lines(self.set(table, cell))
            # the text moves on to another cell
            if self.rng.random() < 0.3 and self.out[-1].endswith("\n\n"):
                self.out[-1] = self.out[-1][:-1]

    def set(self, table: LaidTable, cell: LaidCell) -> list[SetLine]:
        width = sum(table.widths[cell.column : cell.column + cell.columns]) - _MARGINS
        return set_lines(cell.text, width, self.wide)

    def lines(self, lines: list[SetLine]) -> None:
        for line in lines:
            tail = " " if line.ends_word else ""
            if line.paragraph and self.rng.random() < 0.3:
                tail += " "
            self.out.append(f"{line.text}{tail}\n\n")
        self.used += len(lines)

    def body_row(self, table: LaidTable, cells: list[LaidCell]) -> None:
        """One physical row. Neighbouring cells of one line each share a line, with one space for each blank cell."""
        line = " " if self.rng.random() < 0.05 else ""
        height = 0
        for cell in cells:
            lines = self.set(table, cell)
            height = max(height, len(lines))
            if not lines:
                # a blank cell: one space more
                line += " "
            elif len(lines) == 1:
                line += lines[0].text + " "
            else:
                line = self.broken_cell(line, lines)
        if line:
            self.out.append(f"{line}\n\n")
        self.used += height

    def broken_cell(self, line: str, lines: list[SetLine]) -> str:
        """A cell of several lines: its first may go on the open line. Gives the line that is open afterwards."""
        if line.strip() and self.rng.random() < 0.4:
            self.out.append(f"{line}{lines[0].text}{' ' if lines[0].ends_word else ''}\n\n")
            lines = lines[1:]
        elif line:
            self.out.append(f"{line}\n" if self.rng.random() < 0.5 else f"{line}\n\n")
        for one in lines[:-1]:
            self.out.append(f"{one.text}{' ' if one.ends_word else ''}\n\n")
        last = lines[-1]
        if self.rng.random() < 0.15:
            return last.text + " "
        self.out.append(f"{last.text} \n" if self.rng.random() < 0.6 else f"{last.text} \n\n")
        return ""
