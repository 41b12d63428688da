"""A document as laid out: headings and tables of cells with spans, before any file format.

All writers print the same layout, so that a document in two formats has one truth. In a cell's text a newline ends a
paragraph and a vertical tab is the author's line break.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LINE_BREAK = "\v"


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell at its first row and column; `align` is left, center or right.

    `turned` text is read from below. `numbered` is what the text begins with if a word processor makes it: a number.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False
    align: str = "left"
    turned: bool = False
    numbered: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph outside of tables."""

    text: str
    align: str = "center"
    bold: bool = False


@dataclass(slots=True)
class LaidTable:
    """A table; `widths` are in points. The first `header_rows` rows repeat on each page, if `repeat` says so.

    `breaks` are the rows that begin a new page. `lead` is how many leading rows (header and numbers row) are no body.
    """

    columns: int
    widths: list[float]
    rows: int = 0
    cells: list[LaidCell] = field(default_factory=list)
    header_rows: int = 0
    repeat: bool = True
    breaks: tuple[int, ...] = ()

    def add_row(self, texts: list[str | tuple[str, int]], *, bold: bool = False, aligns: str = "") -> int:
        """Appends a row of texts, or texts with the number of columns they cover; gives its index.

        `aligns` has a letter (l, c, r) a column; left where it ends.
        """
        names = {"l": "left", "c": "center", "r": "right"}
        column = 0
        for entry in texts:
            text, span = (entry, 1) if isinstance(entry, str) else entry
            align = names[aligns[column]] if column < len(aligns) else "left"
            self.cells.append(LaidCell(self.rows, column, text, 1, span, bold, align))
            column += span
        if column != self.columns:
            raise ValueError(f"row {self.rows} covers {column} of {self.columns} columns")
        self.rows += 1
        return self.rows - 1


@dataclass(slots=True)
class Layout:
    """A whole document. `font_size` is in points; `margin` in points on each side.

    With `word_lists` a word processor makes the marks of list items and the numbers of rows, where there is one.
    `running_head` stands at the top of every page but the first, where a writer knows of pages.
    """

    blocks: list[Heading | LaidTable] = field(default_factory=list)
    landscape: bool = False
    font_size: float = 10.0
    margin: float = 42.0
    word_lists: bool = False
    running_head: str = ""

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of an A4 page in points."""
        return (841.9, 595.3) if self.landscape else (595.3, 841.9)

    @property
    def tables(self) -> list[LaidTable]:
        """The tables in order."""
        return [block for block in self.blocks if isinstance(block, LaidTable)]
