"""Frames for notebooks: the activities of one report, the views of an archive.

Money is exact: columns of type `number` hold `decimal.Decimal`, or None where nothing is. `frame.astype({"value":
float})` makes them fast and inexact. Whole numbers are pandas' `Int64`, dates `datetime64`, places on the page floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from zvirka.publish.reading import opened_to_read
from zvirka.publish.selection import Selection
from zvirka.publish.views import view_columns, view_rows
from zvirka.schemas.columns import VIEWS, Column, columns_of, money_columns
from zvirka.schemas.report import Measure, Report, Row, Table

_PLACES = ("x0", "top", "x1", "bottom")


@dataclass(frozen=True, slots=True)
class ArchiveFrames:
    """An archive as frames, one for each CSV file, with its columns and its order."""

    documents: pd.DataFrame
    tables: pd.DataFrame
    activities: pd.DataFrame
    amounts: pd.DataFrame
    findings: pd.DataFrame


def to_frame(report: Report) -> pd.DataFrame:
    """The rows of a report as in `activities.csv`: one for each row of its tables, in order."""
    present = {(a.source, a.measure.value) for t in report.tables for r in t.rows for a in r.amounts}
    money = money_columns(present)
    columns = columns_of("activities", money)
    rows = (_activity(report, table, row, money) for table in report.tables for row in table.rows)
    return _frame(columns, rows)


def read_archive(folder: str | Path, **where: str) -> ArchiveFrames:
    """The archive in a folder, or the part of it where columns have these values. Raises `NoArchive`."""
    selection = Selection(tuple(where.items()))
    with opened_to_read(Path(folder)) as connection:
        frames = {}
        for view in VIEWS:
            columns = view_columns(connection, view)
            frames[view] = _frame(columns, view_rows(connection, view, columns, selection))
    return ArchiveFrames(**frames)


def _activity(
    report: Report, table: Table, row: Row, money: Sequence[tuple[str, Measure]]
) -> tuple[Any, ...]:
    values = {(a.source, a.measure): a.value for a in reversed(row.amounts)}
    return (
        report.document_id,
        report.name,
        table.index,
        row.index,
        str(row.role),
        row.number,
        row.activity,
        row.deadline,
        row.executor,
        *(values.get(pair) for pair in money),
        row.result,
        row.place.page,
        str(table.unit) if table.unit else "",
    )


def _frame(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    series = {column.name: _series(column, cells) for column, cells in zip(columns, values, strict=True)}
    return pd.DataFrame(series)


def _series(column: Column, cells: Sequence[Any]) -> pd.Series[Any]:
    if column.type == "integer":
        return pd.Series(cells, dtype="Int64")
    if column.type == "date":
        return pd.to_datetime(pd.Series(cells, dtype="object"), format="%Y-%m-%d")
    if column.type == "boolean":
        return pd.Series([cell == "true" for cell in cells], dtype="bool")
    if column.name in _PLACES:
        return pd.Series([None if cell is None else float(cell) for cell in cells], dtype="float64")
    if column.type == "number":
        return pd.Series([_decimal(cell) for cell in cells], dtype="object")
    return pd.Series(cells, dtype="str")


def _decimal(cell: str | Decimal | None) -> Decimal | None:
    return Decimal(cell) if isinstance(cell, str) else cell
