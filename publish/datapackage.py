"""`datapackage.json`: what the CSV files are, for programs. A Frictionless Data Package v2, readable as v1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zvirka.publish.csv_files import Dialect
from zvirka.publish.replacing import replacing
from zvirka.publish.titles import TITLES, title_of
from zvirka.schemas.columns import KEYS, VIEWS, Column

FILE = "datapackage.json"
_PROFILE_V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_datapackage(
    path: Path,
    columns: Mapping[str, Sequence[Column]],
    sources: Iterable[tuple[str, str]],
    versions: Mapping[str, Any],
    dialect: Dialect,
) -> None:
    """Replace the data package. `sources` are the documents' paths with the SHA-256 of their contents, if known."""
    package = {
        "$schema": _PROFILE_V2,
        "name": "zvirka-archive",
        "title": "Звірені звіти: документи, таблиці, заходи, суми, зауваження",
        "profile": "tabular-data-package",
        "created_by": dict(versions),
        "resources": [_resource(view, columns[view], dialect) for view in VIEWS],
    }
    with replacing(path, mode="w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(package, ensure_ascii=False, indent=1).removesuffix("\n}"))
        file.write(',\n "sources": [')
        # one by one: there may be a hundred thousand of them
        for n, (source, sha256) in enumerate(sources):
            described = {"title": source, "path": source}
            if sha256:
                described["hash"] = f"sha256:{sha256}"
            file.write((",\n  " if n else "\n  ") + json.dumps(described, ensure_ascii=False))
        file.write("\n ]\n}\n")


def _resource(view: str, columns: Sequence[Column], dialect: Dialect) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(view, column, dialect) for column in columns],
        "missingValues": [""],
    }
    if view in KEYS:
        schema["primaryKey"] = list(KEYS[view])
    return {
        "name": view,
        "title": TITLES[view],
        "path": f"{view}.csv",
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": dialect.encoding,
        "dialect": {
            "delimiter": dialect.delimiter,
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def _field(view: str, column: Column, dialect: Dialect) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "title": title_of(view, column.name), "type": column.type}
    if column.type == "number":
        field["decimalChar"] = dialect.decimal
    if column.name in KEYS.get(view, ()):
        field["constraints"] = {"required": True}
    return field
