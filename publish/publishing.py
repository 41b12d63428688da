"""All files that an archive publishes, made from its views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from zvirka.publish import datapackage
from zvirka.publish.csv_files import DIALECTS, Dialect, write_csv
from zvirka.publish.replacing import sweep, sync_folder
from zvirka.publish.selection import Selection
from zvirka.publish.views import EVERYTHING, view_columns, view_rows
from zvirka.schemas.columns import VIEWS

FILES = (*(f"{view}.csv" for view in VIEWS), datapackage.FILE)
"""What `publish` writes."""


def publish(
    connection: Connection,
    folder: Path,
    dialect: str,
    sources: Iterator[tuple[str, str]],
    versions: Mapping[str, Any],
) -> None:
    """Write the CSV files and the data package of an archive into a folder; each is replaced whole.

    `sources` are the documents' paths and the full SHA-256 of their contents. Equal archives give equal bytes. Raises
    `OSError`.
    """
    _write(connection, folder, DIALECTS[dialect], EVERYTHING, sources, versions)


def export_csv(connection: Connection, folder: Path, dialect: str, selection: Selection) -> None:
    """Write the CSV files of a part of an archive, with a data package, into another folder. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = view_columns(connection, "documents")
    path = [column.name for column in documents].index("path")
    sources = ((row[path], "") for row in view_rows(connection, "documents", documents, selection))
    _write(
        connection, folder, DIALECTS[dialect], selection, sources, {"program": f"zvirka {version('zvirka')}"}
    )


def _write(
    connection: Connection,
    folder: Path,
    dialect: Dialect,
    selection: Selection,
    sources: Iterator[tuple[str, str]],
    versions: Mapping[str, Any],
) -> None:
    sweep(folder, FILES)
    columns = {view: view_columns(connection, view) for view in VIEWS}
    for view in VIEWS:
        rows = view_rows(connection, view, columns[view], selection)
        write_csv(folder / f"{view}.csv", columns[view], rows, dialect)
    datapackage.write_datapackage(folder / datapackage.FILE, columns, sources, versions, dialect)
    sync_folder(folder)


def is_whole(folder: Path) -> bool:
    """Whether every file that `publish` writes is there."""
    return all((folder / name).is_file() for name in FILES)
