"""A layout as text with marks between cells: framed as antiword and old reports do, by tabs, or a paragraph a line."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Sequence

from tools.generate.document import Made
from tools.generate.layout import Heading, LaidCell, LaidTable

_LETTER = 5.2
"""Points of a column that one letter of a fixed width takes."""
_BROKEN_WORD = re.compile(r"([^\W\d_])\v([^\W\d_])")
_NARROWEST = 6
"""Letters of the narrowest column."""
_LONGEST_NUMBER = 20
"""Letters up to which a column is widened for a number."""


def tab_text(made: Made) -> str:
    """Cells parted by tabs: Tika on a DOCX, catdoc, Word's "save as text". A paragraph in a cell begins a line."""
    lines: list[str] = []
    for block in made.layout.blocks:
        if isinstance(block, Heading):
            lines.append(_flat(block.text))
        else:
            lines += ["\t".join(_paragraphs(c.text) if c else "" for c in row) for row in _rows(block)]
            lines.append("")
    return "\n".join(lines) + "\n"


def paragraph_text(made: Made) -> str:
    """A cell's paragraph a line, an empty line for a blank cell: another of Word's "save as text"."""
    lines: list[str] = []
    for block in made.layout.blocks:
        if isinstance(block, Heading):
            lines.append(_flat(block.text))
            continue
        for row in _rows(block):
            for cell in row:
                lines += [_flat(p) for p in cell.text.split("\n")] if cell else [""]
        lines.append("")
    return "\n".join(lines) + "\n"


def framed_text(made: Made) -> str:
    """Cells framed with `|` and dashes, or with box-drawing characters."""
    rng = random.Random(f"frames {made.seed}")
    bar, dash, cross = rng.choice((("|", "-", "+"), ("|", "-", "|"), ("│", "─", "┼")))
    # without numbers and without rules nothing tells where a row begins
    between = rng.random() < 0.7 or made.axes.number == "none"
    lines: list[str] = []
    for block in made.layout.blocks:
        if isinstance(block, Heading):
            lines.append(_flat(block.text))
        else:
            lines += _framed(block, bar, dash, cross, rules_between=between)
            lines.append("")
    return "\n".join(lines) + "\n"


def _flat(text: str) -> str:
    # a head's word that was broken by hand is whole again where there are no lines
    return re.sub(r"[ \n\v]+", " ", _BROKEN_WORD.sub(r"\1\2", text)).strip(" ")


def _paragraphs(text: str) -> str:
    return "\n".join(_flat(paragraph) for paragraph in text.split("\n"))


def _rows(table: LaidTable) -> list[list[LaidCell | None]]:
    """The cells of each physical row; None where a cell from above reaches down."""
    made = []
    for row in range(table.rows):
        here = sorted((c for c in table.cells if c.row <= row < c.row + c.rows), key=lambda c: c.column)
        made.append([c if c.row == row else None for c in here])
    return made


def _framed(table: LaidTable, bar: str, dash: str, cross: str, *, rules_between: bool) -> list[str]:
    widths = _widths(table)
    rule = cross + cross.join(dash * (w + 2) for w in widths) + cross
    lines = [rule]
    for row in range(table.rows):
        here = sorted((c for c in table.cells if c.row <= row < c.row + c.rows), key=lambda c: c.column)
        texts = []
        for cell in here:
            width = _covered(widths, cell)
            texts.append((_wrapped(cell.text, width) if cell.row == row else [], width))
        height = max((len(lines) for lines, _ in texts), default=1)
        for i in range(max(1, height)):
            padded = [(t[i] if i < len(t) else "").ljust(width) for t, width in texts]
            lines.append(f"{bar} " + f" {bar} ".join(padded) + f" {bar}")
        ends = any(c.row + c.rows > row + 1 for c in here)
        if (rules_between and not ends) or row + 1 in (table.rows, table.header_rows):
            lines.append(rule)
        elif ends:
            lines.append(_open_rule(table, widths, row, (bar, dash, cross)))
    return lines


def _open_rule(table: LaidTable, widths: Sequence[int], row: int, marks: tuple[str, str, str]) -> str:
    """A rule that leaves the cells open that go on below it."""
    bar, dash, cross = marks
    through = {
        column
        for c in table.cells
        if c.row <= row and c.row + c.rows > row + 1
        for column in range(c.column, c.column + c.columns)
    }
    pieces = [(" " if i in through else dash) * (w + 2) for i, w in enumerate(widths)]
    line = bar if 0 in through else cross
    for i, piece in enumerate(pieces):
        after = bar if i in through and (i + 1 in through or i + 1 == len(pieces)) else cross
        line += piece + after
    return line


def _covered(widths: Sequence[int], cell: LaidCell) -> int:
    covered = widths[cell.column : cell.column + cell.columns]
    return sum(covered) + 3 * (len(covered) - 1)


def _widths(table: LaidTable) -> list[int]:
    widths = [max(_NARROWEST, int(w / _LETTER)) for w in table.widths]
    for cell in table.cells:
        if cell.columns == 1 and cell.row >= table.header_rows:
            # people widen a column rather than break a number
            pieces = re.split(r"[\n\v]| ?/ ?", cell.text)
            longest = max((len(p) for p in pieces if p and not any(c.isalpha() for c in p)), default=0)
            widths[cell.column] = max(widths[cell.column], min(longest, _LONGEST_NUMBER))
    return widths


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.replace("\v", "\n").split("\n"):
        lines += textwrap.wrap(paragraph, width, break_on_hyphens=True) or ([""] if not lines else [])
    return lines if any(lines) else []
