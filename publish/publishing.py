"""All files that an archive publishes, made from its views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from zvirka.publish import datapackage
from zvirka.publish.csv_files import DIALECTS, write_csv
from zvirka.publish.replacing import sweep, sync_folder
from zvirka.publish.views import view_columns, view_rows
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
    chosen = DIALECTS[dialect]
    sweep(folder, FILES)
    columns = {view: view_columns(connection, view) for view in VIEWS}
    for view in VIEWS:
        write_csv(folder / f"{view}.csv", columns[view], view_rows(connection, view, columns[view]), chosen)
    datapackage.write_datapackage(folder / datapackage.FILE, columns, sources, versions, chosen)
    sync_folder(folder)


def is_whole(folder: Path) -> bool:
    """Whether every file that `publish` writes is there."""
    return all((folder / name).is_file() for name in FILES)
