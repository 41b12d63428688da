"""Tables of catdoc: a tab is the mark that ends a cell or row, and a newline two of them.

Where no row counts the columns and blank cells leave hardly a line whole, the marks are counted as those of antiword
are. A newline may also end a paragraph within a cell: if the marks do not come out so, lines that go on with a list
or a sentence are such paragraphs. What comes out otherwise in the columns of amounts is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zvirka.extract.numbers import counts_columns, is_amount, is_dated
from zvirka.extract.text.mark_rows import MarkedRows, marked_rows
from zvirka.extract.text.spans import spanned_grid
from zvirka.extract.text.tab_rows import CellLines, Row
from zvirka.schemas.document import Grid, Line

_TAB = "\t"
_GOES_ON = re.compile(r"[-–—•·*▪]\s|[a-zа-яіїєґ]")
# A column of amounts has so large a share of them among its cells.
_AMOUNTS = 0.75


def doubled_grid(lines: Sequence[Line]) -> tuple[int, Grid] | None:
    """How many of the lines the table fills, and its grid; None where the marks do not settle it.

    Of the last line, only a tab that opens it may belong to the table; then the line itself is none of its lines.
    """
    if not doubled(lines):
        return None
    last = lines[-1].text.split(_TAB)
    ending = len(lines) > 1 and len(last) == 2 and not last[0].strip() and not is_amount(last[1].strip())
    count = len(lines) - (ending and bool(last[1].strip()))
    for paragraphs in (False, True):
        cells = _cells(lines[: len(lines) - ending], paragraphs=paragraphs)
        found = marked_rows([*cells, ()] if ending else cells, ())
        if found is not None and _tidy(found):
            grid = spanned_grid(found.rows, found.columns, lines[0].page)
            return (count, grid) if grid is not None else None
    return None


def doubled(lines: Sequence[Line]) -> bool:
    """Whether newlines may be two marks: a tab before another one, or before a newline, would be part of one.

    Except for the last mark of a table, after which another paragraph begins.
    """
    return not any(_TAB * 2 in line.text or line.text.endswith(_TAB) for line in lines[:-1]) and (
        lines[-1].text == _TAB or not (_TAB * 2 in lines[-1].text or lines[-1].text.endswith(_TAB))
    )


def _cells(lines: Sequence[Line], *, paragraphs: bool) -> list[CellLines]:
    """What stands before each mark; `paragraphs`: a line that goes on with a list or sentence has no marks above it."""
    cells: list[CellLines] = []
    for i, line in enumerate(lines):
        pieces = [_cell(line, text) for text in line.text.split(_TAB)]
        goes_on = i > 0 and _GOES_ON.match(line.text.strip()) is not None and bool(lines[i - 1].text.strip())
        if paragraphs and goes_on and not is_amount(line.text.split(_TAB)[0].strip()):
            # the mark of the row above is taken back
            cells.pop()
            cells[-1] += pieces.pop(0)
        cells += [*pieces, ()]
    return cells


def _cell(line: Line, text: str) -> CellLines:
    return (Line(text.strip(), line.page, None, line.number, line.end),) if text.strip() else ()


def _tidy(found: MarkedRows) -> bool:
    """Whether each column has either amounts or texts; a word for none is at home among amounts."""
    whole = [row for row in found.rows if len(row) == found.columns and not _counts(row)]
    # rows of a head have words only
    whole = [row for row in whole if any(is_amount(_text(cell)) for cell in row if cell)]
    for column in range(found.columns):
        texts = [text for row in whole if (text := _text(row[column]))]
        amounts = [is_amount(text) for text in texts]
        if sum(amounts) < _AMOUNTS * len(texts):
            odd = [t for t in texts if is_amount(t) and any(map(str.isdigit, t)) and not is_dated(t)]
        else:
            odd = [t for t in texts if not is_amount(t) and any(map(str.isdigit, t))]
        if odd:
            return False
    return True


def _counts(row: Row) -> bool:
    return counts_columns([_text(cell) for cell in row])


def _text(cell: CellLines) -> str:
    return " ".join(line.text for line in cell)
