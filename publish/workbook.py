"""An XLSX workbook: a sheet for each view and a summary; real numbers, filters, a frozen head; no formula from text.

Rows go out as they come in, so that memory does not grow with the archive; past the rows that a sheet may have, a view
goes on in a second one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import Connection
from xlsxwriter.worksheet import Worksheet

from zvirka.publish.replacing import replacing
from zvirka.publish.selection import Selection
from zvirka.publish.titles import TITLES, title_of
from zvirka.publish.views import view_columns, view_rows
from zvirka.schemas.columns import VIEWS, Column

ROWS_A_SHEET = 1_048_576  # Excel's own limit, the head included
LONGEST_TEXT = 32_767  # characters of a cell, Excel's own limit
_CUT = "… [{length} знаків, решту див. у CSV]"
_COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#E2EFDA"}
_WIDTHS = {"activity": 60, "result": 60, "message": 80, "path": 40, "title": 50, "raw": 16, "executor": 24}
_NARROW = 13

Suspects = Mapping[tuple[str, int, int, str], str]
"""For (document, table, row, column of activities) of a suspect cell, what is said of it."""


def write_workbook(connection: Connection, path: Path, selection: Selection) -> None:
    """Replace a workbook by an archive or a part of it. Raises `OSError`."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    with replacing(path, mode="wb") as file:
        book = xlsxwriter.Workbook(file, options)
        _Book(book, connection, selection).write()
        book.close()


class _Book:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, connection: Connection, selection: Selection) -> None:
        self.book = book
        self.connection = connection
        self.selection = selection
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.formats: dict[tuple[str, str], Any] = {}

    def write(self) -> None:
        self.summary()
        suspects = self.suspects()
        for view in VIEWS:
            columns = view_columns(self.connection, view)
            rows = view_rows(self.connection, view, columns, self.selection)
            self.sheets(view, columns, rows, suspects if view == "activities" else {})

    def summary(self) -> None:
        """How many documents stand how; each status is a row."""
        counts: dict[str, int] = {}
        columns = view_columns(self.connection, "documents")
        at = [c.name for c in columns].index("status")
        for row in view_rows(self.connection, "documents", columns, self.selection):
            counts[row[at]] = counts.get(row[at], 0) + 1
        sheet = self.book.add_worksheet(TITLES["summary"])
        sheet.write_row(0, 0, [title_of("documents", "status"), TITLES["documents"]], self.head)
        for line, status in enumerate(("consistent", "findings", "no_table", "failed"), start=1):
            sheet.write_string(line, 0, f"{TITLES[status]} ({status})")
            sheet.write_number(line, 1, counts.get(status, 0))
        sheet.set_column(0, 0, 40)

    def suspects(self) -> Suspects:
        found: dict[tuple[str, int, int, str], str] = {}
        columns = view_columns(self.connection, "findings")
        names = [c.name for c in columns]
        for row in view_rows(self.connection, "findings", columns, self.selection):
            finding = dict(zip(names, row, strict=True))
            if finding["suspect_row"] is not None:
                column = f"{finding['suspect_source']}_{finding['suspect_measure']}"
                place = (finding["document_id"], finding["table"], finding["suspect_row"], column)
                suggestion = f" → {finding['suggestion']}" if finding["suggestion"] else ""
                found.setdefault(place, f"{finding['cause']}{suggestion}\n{finding['message']}")
        return found

    def sheets(
        self, view: str, columns: Sequence[Column], rows: Iterator[Sequence[Any]], suspects: Suspects
    ) -> None:
        """One sheet of a view, and more where one is too short."""
        number, line = 1, 0
        sheet = self.begin(view, columns, number)
        for row in rows:
            line += 1
            if line == ROWS_A_SHEET:
                self.end(sheet, columns, line - 1)
                number, line = number + 1, 1
                sheet = self.begin(view, columns, number)
            self.row(sheet, line, columns, row, suspects)
        self.end(sheet, columns, line)

    def begin(self, view: str, columns: Sequence[Column], number: int) -> Worksheet:
        title = TITLES[view] if number == 1 else f"{TITLES[view]} {number}"
        sheet = self.book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for i, column in enumerate(columns):
            sheet.set_column(i, i, _WIDTHS.get(column.name, _NARROW))
        sheet.write_row(0, 0, [f"{title_of(view, c.name)}\n{c.name}" for c in columns], self.head)
        return sheet

    def end(self, sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)

    def row(
        self,
        sheet: Worksheet,
        line: int,
        columns: Sequence[Column],
        row: Sequence[Any],
        suspects: Suspects,
    ) -> None:
        values = {column.name: value for column, value in zip(columns, row, strict=True)}
        colour = _COLOURS.get(values.get("severity", ""), "")
        for i, column in enumerate(columns):
            said = (
                suspects.get((values["document_id"], values["table"], values["row"], column.name))
                if suspects
                else None
            )
            self.cell(sheet, line, i, column, row[i], _COLOURS["error"] if said else colour)
            if said:
                sheet.write_comment(line, i, said)

    def cell(self, sheet: Worksheet, line: int, i: int, column: Column, value: Any, colour: str) -> None:
        if value is None or value == "":
            if colour:
                sheet.write_blank(line, i, None, self.format("", colour))
        elif column.type == "number":
            decimals = len(str(value).partition(".")[2])
            look = "#,##0" + ("." + "0" * decimals if decimals else "")
            sheet.write_number(line, i, float(value), self.format(look, colour))
        elif column.type == "integer":
            sheet.write_number(line, i, int(value), self.format("0", colour))
        elif column.type == "date":
            sheet.write_datetime(line, i, date.fromisoformat(value), self.format("dd.mm.yyyy", colour))
        elif column.type == "boolean":
            sheet.write_boolean(line, i, value == "true", self.format("", colour))
        else:
            sheet.write_string(line, i, _fitting(value), self.format("@", colour))

    def format(self, look: str, colour: str) -> Any:
        """The format of cells with a number format and a colour; one for all that look so."""
        if (look, colour) not in self.formats:
            properties: dict[str, Any] = {"valign": "top"}
            if look:
                properties["num_format"] = look
            if look == "@":
                properties["text_wrap"] = True
            if colour:
                properties["bg_color"] = colour
            self.formats[look, colour] = self.book.add_format(properties)
        return self.formats[look, colour]


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell may hold and how long it is: nothing is left out unsaid."""
    # Excel counts UTF-16 units
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    mark = _CUT.format(length=len(text))
    return text[: (LONGEST_TEXT - len(mark)) // 2] + mark
