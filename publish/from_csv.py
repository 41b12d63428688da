"""The views of an archive made again from its CSV files: where the archive itself is in a database elsewhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert

from zvirka.publish.datapackage import FILE
from zvirka.publish.guard import is_taken_for_more

ROWS_AT_ONCE = 5000


def has_csv_files(folder: Path) -> bool:
    """Whether there is a data package that tells how the CSV files beside it are written."""
    return (folder / FILE).is_file()


def load_csv_files(connection: Connection, folder: Path) -> None:
    """Fill an empty database with a table for each CSV file of a folder, named and columned like the views.

    Values are those of the archive: decimals with a point, no guarding apostrophes. Raises `OSError`, `ValueError`.
    """
    package = json.loads((folder / FILE).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        fields: list[dict[str, Any]] = resource["schema"]["fields"]
        columns = [Column(f["name"], Integer if f["type"] == "integer" else Text) for f in fields]
        table = Table(resource["name"], MetaData(), *columns)
        table.create(connection)
        rows = _rows(folder / resource["path"], resource, fields)
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            connection.execute(insert(table), batch)
    connection.commit()


def _rows(path: Path, resource: dict[str, Any], fields: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    # a field may be as long as its document says
    csv.field_size_limit(1 << 30)
    guards = resource["encoding"] == "utf-8-sig"
    with path.open(encoding=resource["encoding"], newline="") as file:
        reader = csv.reader(file, delimiter=resource["dialect"]["delimiter"], strict=True)
        next(reader)
        for cells in reader:
            yield {f["name"]: _value(cell, f, guards) for f, cell in zip(fields, cells, strict=True)}


def _value(cell: str, field: dict[str, Any], guards: bool) -> str | int | None:
    if field["type"] == "string":
        if guards and cell.startswith("'") and is_taken_for_more(cell[1:]):
            return cell[1:]
        return cell
    if cell == "":
        return None
    if field["type"] == "integer":
        return int(cell)
    return cell.replace(field.get("decimalChar", "."), ".") if field["type"] == "number" else cell
