"""The five CSV files, in two dialects: for a double click in a Ukrainian Excel, and for programs (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zvirka.publish.guard import guarded
from zvirka.publish.replacing import replacing
from zvirka.schemas.columns import Column

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written. Lines end with CRLF; quotes stand where they must, doubled inside."""

    name: str
    delimiter: str
    decimal: str
    encoding: str
    guards: bool


DIALECTS = {
    "excel-uk": Dialect("excel-uk", ";", ",", "utf-8-sig", guards=True),
    "rfc4180": Dialect("rfc4180", ",", ".", "utf-8", guards=False),
}


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]], dialect: Dialect) -> int:
    """Replace a CSV file by these rows; gives their number. Raises `OSError`."""
    count = 0
    with replacing(path, mode="w", encoding=dialect.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        for row in _written(columns, rows, dialect):
            writer.writerow(row)
            count += 1
    return count


def _written(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], dialect: Dialect
) -> Iterator[list[Cell]]:
    changes = [(i, change) for i, c in enumerate(columns) if (change := _change(c, dialect)) is not None]
    for row in rows:
        cells = list(row)
        for i, change in changes:
            value = cells[i]
            if value:
                cells[i] = change(value)
        yield cells


def _change(column: Column, dialect: Dialect) -> Callable[[str], str] | None:
    if column.type == "number" and dialect.decimal != ".":
        return lambda text: text.replace(".", dialect.decimal)
    # names of the program's own making (ids, rules, dates) are held to the same rule: one rule for every text
    return guarded if column.type == "string" and dialect.guards else None
