"""A Parquet file of one view: exact decimals, real dates, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection

from zvirka.publish.replacing import replacing
from zvirka.publish.selection import Selection
from zvirka.publish.views import view_columns, view_rows
from zvirka.schemas.columns import VIEWS, Column

ROWS_A_GROUP = 50_000
# The most digits that a Parquet decimal may have.
DIGITS = 38
_PLACES = ("x0", "top", "x1", "bottom")


def view_named_by(path: Path) -> str:
    """The view that a file is to hold: the one its name says, else the amounts."""
    return path.stem if path.stem in VIEWS else "amounts"


def write_parquet(connection: Connection, path: Path, selection: Selection) -> None:
    """Replace a Parquet file by the view that it is named by. Raises `OSError`."""
    view = view_named_by(path)
    columns = view_columns(connection, view)
    decimals = _decimals(columns, view_rows(connection, view, columns, selection))
    schema = pa.schema([pa.field(c.name, _type(c, decimals)) for c in columns])
    rows = view_rows(connection, view, columns, selection)
    with replacing(path, mode="wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, ROWS_A_GROUP)):
            arrays = [
                pa.array([_value(column, cell) for cell in cells], field.type)
                for column, cells, field in zip(columns, zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _decimals(columns: Sequence[Column], rows: Iterator[Sequence[Any]]) -> int:
    """The most decimals that any exact number has: Parquet wants one scale for a column."""
    exact = [i for i, c in enumerate(columns) if c.type == "number" and c.name not in _PLACES]
    most = 0
    for row in rows:
        for i in exact:
            if row[i]:
                most = max(most, len(row[i].partition(".")[2]))
    return most


def _type(column: Column, decimals: int) -> pa.DataType:
    if column.name in _PLACES:
        return pa.float64()
    if column.type == "number":
        return pa.decimal128(DIGITS, decimals)
    return {"integer": pa.int64(), "date": pa.date32(), "boolean": pa.bool_()}.get(column.type, pa.string())


def _value(column: Column, cell: Any) -> Any:
    if cell is None:
        return None
    if column.name in _PLACES:
        return float(cell)
    match column.type:
        case "number":
            return Decimal(cell)
        case "date":
            return date.fromisoformat(cell)
        case "boolean":
            return cell == "true"
    return cell
