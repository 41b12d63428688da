"""A DOCX table as a grid: spans of columns and rows resolved, deleted rows and cells left out.

Columns are counted as `gridSpan`, `gridBefore` and `gridAfter` say (ISO/IEC 29500-1, 17.4); a row that is shorter than
the others is filled up with empty cells. Text in a cell that only continues another one goes to that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from zvirka.extract.docx.text import Pages, alternative
from zvirka.extract.docx.xml import attribute, child, local, number, switch
from zvirka.schemas.document import Cell, Grid, GridKind, Line

# Word has at most 63 columns; a damaged span must not make millions of cells.
MOST_COLUMNS = 512

CellReader = Callable[[etree._Element, int], list[Line]]


@dataclass(slots=True)
class _Open:
    """A cell in the making."""

    row: int
    column: int
    columns: int
    lines: list[Line]
    rows: int = 1
    continues: bool = False
    merged: bool = False
    """It is the first of a vertical merge: its text runs on beside the rows below."""


@dataclass(slots=True)
class _Row:
    cells: list[_Open] = field(default_factory=list)
    width: int = 0


def read_grid(table: etree._Element, read_cell: CellReader, pages: Pages) -> Grid | None:
    """The grid of a `w:tbl`; None if no row of it is left.

    `read_cell` gives the lines of a cell in a physical row (from 1), and is asked once for every cell that counts.
    """
    rows: list[_Row] = []
    header_rows, first_page = 0, 0
    for element in _inside(table, "tr"):
        properties = child(element, "trPr")
        if child(properties, "del") is not None or switch(properties, "hidden"):
            continue
        if switch(properties, "tblHeader") and header_rows == len(rows):
            header_rows += 1
        rows.append(_read_row(element, properties, len(rows), read_cell, pages))
        first_page = first_page or min(
            (c.lines[0].page for c in rows[0].cells if c.lines), default=pages.current
        )
    width = max((row.width for row in rows), default=0)
    if not width:
        return None
    cells = _merged(rows, width)
    return Grid(
        rows=len(rows),
        columns=width,
        cells=tuple(cells),
        kind=GridKind.CELLS,
        page=first_page,
        header_rows=header_rows or None,
    )


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those wrapped in content controls and the like."""
    for part in element:
        name = local(part)
        if name == wanted:
            yield part
        elif name == "AlternateContent":
            chosen = alternative(part)
            if chosen is not None:
                yield from _inside(chosen, wanted)
        elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _inside(part, wanted)


def _span(properties: etree._Element | None, name: str, least: int) -> int:
    return min(max(number(child(properties, name)) or least, least), MOST_COLUMNS)


def _merge(properties: etree._Element | None, name: str) -> str:
    """`restart`, `continue` or nothing; the element without a value continues (17.4.85)."""
    found = child(properties, name)
    return (attribute(found, "val") or "continue") if found is not None else ""


def _read_row(
    element: etree._Element,
    row_properties: etree._Element | None,
    index: int,
    read_cell: CellReader,
    pages: Pages,
) -> _Row:
    row = _Row()
    _fill(row, index, _span(row_properties, "gridBefore", 0))
    begin = pages.current, pages.fresh
    leads: list[tuple[_Open, int, int]] = []
    for part in _inside(element, "tc"):
        properties = child(part, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        pages.current, pages.fresh = begin
        pages.lead = None
        lines = read_cell(part, index + 1)
        lead = pages.current if pages.lead is None else pages.lead
        span = _span(properties, "gridSpan", 1)
        if _merge(properties, "hMerge") == "continue" and row.cells:
            cell = row.cells[-1]
            cell.columns += span
            cell.lines.extend(_shown(lines))
        else:
            vertical = _merge(properties, "vMerge")
            cell = _Open(index, row.width, span, lines)
            cell.continues, cell.merged = vertical == "continue", vertical == "restart"
            row.cells.append(cell)
        leads.append((cell, lead - begin[0], pages.current - begin[0]))
        row.width += span
    _fill(row, index, _span(row_properties, "gridAfter", 0))
    _lay_on_pages(leads, begin[0], pages)
    return row


def _fill(row: _Row, index: int, count: int) -> None:
    row.cells.extend(_Open(index, row.width + i, 1, []) for i in range(count))
    row.width += count


def _lay_on_pages(leads: list[tuple[_Open, int, int]], begin: int, pages: Pages) -> None:
    """The cells of a row lie side by side: each has its own page breaks, the row as a whole has the most of them.

    Word marks the page that a row begins in one of its cells alone.
    """
    first = max((lead for _, lead, _ in leads), default=0)
    for cell, lead, _ in leads:
        if lead < first:
            cell.lines[:] = [replace(line, page=line.page + first - lead) for line in cell.lines]
    pages.current = (
        begin + first + max((end - lead for cell, lead, end in leads if not cell.merged), default=0)
    )


def _merged(rows: list[_Row], width: int) -> list[Cell]:
    for index, row in enumerate(rows):
        _fill(row, index, width - row.width)
    kept: list[_Open] = []
    above: dict[tuple[int, int], _Open] = {}
    for row in rows:
        below: dict[tuple[int, int], _Open] = {}
        for cell in row.cells:
            place = (cell.column, cell.columns)
            upper = above.get(place) if cell.continues else None
            if upper is not None:
                upper.rows += 1
                upper.lines.extend(_shown(cell.lines))
                below[place] = upper
            else:
                kept.append(cell)
                below[place] = cell
        above = below
    kept.sort(key=lambda c: (c.row, c.column))
    return [Cell(c.row, c.column, _shown(c.lines), c.rows, c.columns) for c in kept]


def _shown(lines: list[Line]) -> tuple[Line, ...]:
    """Empty paragraphs alone are an empty cell."""
    return tuple(lines) if any(line.text for line in lines) else ()
