"""The views of an archive, read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, select, table

from zvirka.publish.selection import Selection
from zvirka.schemas.columns import Column, columns_of
from zvirka.schemas.report import SOURCES, Measure

ROWS_AT_ONCE = 2000
EVERYTHING = Selection()


def view_columns(connection: Connection, view: str) -> tuple[Column, ...]:
    """The columns of a view as they are in this archive."""
    if view != "activities":
        return columns_of(view, ())
    names = connection.exec_driver_sql("SELECT * FROM activities LIMIT 0").keys()
    pairs = {f"{source}_{measure}": (source, measure) for source in SOURCES for measure in Measure}
    return columns_of(view, [pairs[name] for name in names if name in pairs])


def view_rows(
    connection: Connection, view: str, columns: Sequence[Column], selection: Selection = EVERYTHING
) -> Iterator[Sequence[Any]]:
    """The rows of a view in its order, a few at a time; those of the selection."""
    names: list[ColumnElement[Any]] = [column(c.name) for c in columns]
    query: Select[Any] = select(*names).select_from(table(view)).where(*selection.conditions(view))
    found = connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    for batch in found.partitions():
        yield from batch
