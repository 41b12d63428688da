"""The command `export`: an archive again, as a workbook, a Parquet file or a folder of CSV files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection

from zvirka.console.answer import complain, shown
from zvirka.console.arguments import WrongUsage
from zvirka.console.forms import MissingPath
from zvirka.messages import N_
from zvirka.publish.publishing import export_csv
from zvirka.publish.reading import NoArchive, opened_to_read
from zvirka.publish.selection import KEYS, Selection

UNWRITABLE = N_("cannot be written: {reason}")
ARCHIVE_UNUSABLE = 4

# Ending of the target: module and function that write it, the library they need, the extra that brings it.
_WRITERS = {
    ".xlsx": ("zvirka.publish.workbook", "write_workbook", "xlsxwriter", "xlsx"),
    ".parquet": ("zvirka.publish.parquet", "write_parquet", "pyarrow", "parquet"),
}
# Endings of files that people may want and that are not made here; a folder may have any other name.
_OTHER_FILES = (".csv", ".xls", ".ods", ".json", ".tsv", ".zip", ".html", ".pdf", ".txt")


def export_archive(arguments: Namespace, language: str) -> int:
    """Write what the arguments ask for; the exit code."""
    selection = _selection(arguments)
    write = _writer(arguments)
    if not arguments.archive.exists():
        raise MissingPath(arguments.archive)
    try:
        with opened_to_read(arguments.archive) as connection:
            write(connection, arguments.to, selection)
    except NoArchive as error:
        complain(language, error.template, error.values, shown(arguments.archive))
        return ARCHIVE_UNUSABLE
    except OSError as error:
        reason = {"reason": error.strerror or str(error)}
        complain(language, UNWRITABLE, reason, shown(arguments.to))
        return ARCHIVE_UNUSABLE
    return 0


def _selection(arguments: Namespace) -> Selection:
    for key, _ in arguments.where:
        if key not in KEYS:
            raise WrongUsage(
                N_("--where {key}=…: no such column; known: {known}"), key=shown(key), known=", ".join(KEYS)
            )
    return Selection(tuple(arguments.where), arguments.only == "findings")


def _writer(arguments: Namespace) -> Callable[[Connection, Path, Selection], None]:
    ending = arguments.to.suffix.lower()
    if ending in _OTHER_FILES:
        raise WrongUsage(
            N_("{path}: name a file that ends in .xlsx or .parquet, or a folder"), path=shown(arguments.to)
        )
    if ending not in _WRITERS:
        return lambda connection, folder, selection: export_csv(
            connection, folder, arguments.csv_dialect, selection
        )
    module, function, library, extra = _WRITERS[ending]
    if find_spec(library) is None:
        raise WrongUsage(
            N_("{ending} needs the extra: pip install 'zvirka[{extra}]'"), ending=ending, extra=extra
        )
    write: Callable[[Connection, Path, Selection], None] = getattr(import_module(module), function)
    return write
