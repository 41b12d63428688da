"""An archive opened to read what it publishes; nothing in it is changed."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_from_bytes

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from zvirka.messages import N_
from zvirka.publish.from_csv import has_csv_files, load_csv_files

ARCHIVE_FILE = "archive.sqlite"
NO_ARCHIVE = N_("there is no archive here; make one with: zvirka import PATH --out DIR")
UNFINISHED = N_("the first import into this archive has not ended; run it again")
UNREADABLE = N_("the archive cannot be read: {reason}")


class NoArchive(Exception):
    """A folder that holds no archive that can be read: an English template and its values."""

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


@contextmanager
def opened_to_read(folder: Path) -> Iterator[Connection]:
    """A connection to the archive in a folder, for its views. Raises `NoArchive`.

    Where the archive itself is in a database elsewhere, its CSV files stand for it.
    """
    file = folder / ARCHIVE_FILE
    if not file.is_file():
        with _from_csv_files(folder) as connection:
            yield connection
        return
    # a disk that cannot be written to has no room for the notes that readers leave each other
    reason: str | None = ""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        engine = create_engine(f"sqlite:///file:{_quoted(file)}?{mode}&uri=true")
        try:
            with engine.connect() as connection:
                reason = _reason_against(connection)
                if reason is None:
                    yield connection
                    return
        finally:
            engine.dispose()
    raise NoArchive(UNFINISHED if "no such table" in str(reason) else UNREADABLE, reason=str(reason))


@contextmanager
def _from_csv_files(folder: Path) -> Iterator[Connection]:
    if not has_csv_files(folder):
        raise NoArchive(NO_ARCHIVE)
    with tempfile.TemporaryDirectory(prefix="zvirka") as made:
        engine = create_engine(f"sqlite:///{made}/views.sqlite")
        try:
            with engine.connect() as connection:
                try:
                    load_csv_files(connection, folder)
                except (OSError, ValueError, KeyError, csv.Error) as error:
                    raise NoArchive(UNREADABLE, reason=" ".join(str(error).split())) from None
                yield connection
        finally:
            engine.dispose()


def _reason_against(connection: Connection) -> str | None:
    try:
        connection.exec_driver_sql("SELECT 1 FROM documents, activities LIMIT 1")
    except DBAPIError as error:
        return " ".join(str(error.orig).split())
    finally:
        connection.rollback()
    return None


def _quoted(file: Path) -> str:
    """The path as it stands in an address of SQLite."""
    return quote_from_bytes(bytes(file.resolve()))
