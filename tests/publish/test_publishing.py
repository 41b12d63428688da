"""The CSV files are what the archive holds, in both dialects; the data package describes them to other programs."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest

from tests.publish.conftest import FILES as SOURCES
from tests.publish.conftest import TEXTS
from zvirka.publish import replacing as replacing_module
from zvirka.publish.publishing import FILES
from zvirka.publish.replacing import replacing
from zvirka.schemas.columns import AMOUNTS, DOCUMENTS, FINDINGS, TABLES, VIEWS

COLUMNS = {"documents": DOCUMENTS, "tables": TABLES, "amounts": AMOUNTS, "findings": FINDINGS}
TYPES = {c.name: c.type for columns in COLUMNS.values() for c in columns}


def written(archive: Path, view: str, dialect: str) -> list[list[str]]:
    excel = dialect == "excel-uk"
    data = (archive / f"{view}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") is excel
    assert data.endswith(b"\r\n")
    text = data.decode("utf-8-sig" if excel else "utf-8")
    return list(csv.reader(text.splitlines(keepends=True), delimiter=";" if excel else ",", strict=True))


def stored(archive: Path, view: str) -> list[list[str]]:
    connection = sqlite3.connect(archive / "archive.sqlite")
    cursor = connection.execute(f"SELECT * FROM {view}")
    rows = [["" if cell is None else str(cell) for cell in row] for row in cursor]
    connection.close()
    return rows


def is_number(name: str) -> bool:
    return TYPES.get(name) == "number" or name.rpartition("_")[2] in ("plan", "fact")


@pytest.mark.parametrize("view", VIEWS)
def test_each_cell_is_that_of_the_view(archive: Path, dialect: str, view: str) -> None:
    head, *rows = written(archive, view, dialect)
    expected = stored(archive, view)
    assert len(rows) == len(expected)
    for row, cells in zip(rows, expected, strict=True):
        for name, cell, exact in zip(head, row, cells, strict=True):
            if dialect == "rfc4180":
                assert cell == exact
            elif is_number(name):
                assert cell == exact.replace(".", ",")
            else:
                assert cell in (exact, f"'{exact}")


def test_the_columns_are_those_of_the_contract(archive: Path, dialect: str) -> None:
    for view, columns in COLUMNS.items():
        assert written(archive, view, dialect)[0] == [c.name for c in columns]
    money = [f"{source}_{m}" for source in sources_of_activities() for m in ("plan", "fact")]
    assert written(archive, "activities", dialect)[0] == [
        *("document_id", "path", "table", "row", "role", "number", "activity", "deadline", "executor"),
        *money,
        *("result", "page", "unit"),
    ]


def sources_of_activities() -> Iterator[str]:
    yield from ("total", "state_budget", "oblast_budget", "city_budget", "enterprises", "other_sources")


def test_hostile_texts_are_guarded_for_a_spreadsheet_only(archive: Path, dialect: str) -> None:
    head, *rows = written(archive, "activities", dialect)
    told = [row[head.index("activity")] for row in rows if row[1] == "b/texts.txt"][: len(TEXTS)]
    if dialect == "rfc4180":
        assert told == TEXTS
    else:
        assert told == ["'=1+1", "'007", "'6.2", 'a;b,"c"', "х", "Строк'и\tз\u00a0пробілом"]
    head, *rows = written(archive, "amounts", dialect)
    raw = {row[head.index("raw")] for row in rows if row[1] == "b/texts.txt" and row[3] == "2"}
    assert raw == {"007" if dialect == "rfc4180" else "'007"}


def test_rows_stand_in_their_order(archive: Path, dialect: str) -> None:
    head, *rows = written(archive, "documents", dialect)
    assert [row[head.index("path")] for row in rows] == sorted(SOURCES)
    statuses = dict(zip([r[1] for r in rows], [r[head.index("status")] for r in rows], strict=True))
    assert statuses == {
        "a.txt": "consistent",
        "b/broken.txt": "findings",
        "b/texts.txt": "findings",
        "c.txt": "no_table",
        "d.txt": "failed",
        "e.txt": "consistent",
    }
    head, *rows = written(archive, "amounts", dialect)
    measures, standing = ("plan", "fact"), list(sources_of_activities())
    at = {name: head.index(name) for name in ("path", "table", "row", "source", "measure")}
    keys = [
        (
            row[at["path"]],
            int(row[at["table"]]),
            int(row[at["row"]]),
            standing.index(row[at["source"]]),
            measures.index(row[at["measure"]]),
        )
        for row in rows
    ]
    assert keys == sorted(keys)
    head, *rows = written(archive, "findings", dialect)
    of_broken = [row for row in rows if row[1] == "b/broken.txt"]
    assert {row[head.index("rule")] for row in of_broken} >= {"row_sum", "column_total"}
    by_rule = {row[head.index("rule")]: row for row in of_broken}
    assert by_rule["row_sum"][head.index("difference")].rstrip("0").rstrip(",.") == "7"
    assert by_rule["row_sum"][head.index("row")] == "1"


def test_frictionless_finds_the_package_valid(archive: Path) -> None:
    report = frictionless.validate(str(archive / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == list(VIEWS)


def test_the_package_reads_exact_values(archive: Path) -> None:
    package = frictionless.Package(str(archive / "datapackage.json"))
    rows = package.get_resource("amounts").read_rows()
    read = [None if row["value"] is None else str(row["value"]) for row in rows]
    connection = sqlite3.connect(archive / "archive.sqlite")
    assert read == [value for (value,) in connection.execute("SELECT value FROM amounts")]
    connection.close()


def test_the_package_names_keys_titles_and_sources(archive: Path) -> None:
    package: dict[str, Any] = json.loads((archive / "datapackage.json").read_text(encoding="utf-8"))
    keys = {r["name"]: r["schema"].get("primaryKey") for r in package["resources"]}
    assert keys == {
        "documents": ["path"],
        "tables": ["document_id", "table"],
        "activities": ["document_id", "table", "row"],
        "amounts": ["document_id", "table", "row", "source", "measure"],
        "findings": None,
    }
    titles = [field["title"] for r in package["resources"] for field in r["schema"]["fields"]]
    assert all(max(title.lower()) >= "а" for title in titles)
    hashes = {source["path"]: source["hash"] for source in package["sources"]}
    assert hashes == {
        name: "sha256:" + hashlib.sha256(content.encode()).hexdigest() for name, content in SOURCES.items()
    }


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.csv"
    file.write_text("before", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(replacing_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"), replacing(file, mode="w") as new:
        new.write("after")
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
    assert file.read_text(encoding="utf-8") == "before"
    monkeypatch.undo()
    with replacing(file, mode="w") as new:
        new.write("after")
    assert file.read_text(encoding="utf-8") == "after"
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_the_published_files_are_all_there(archive: Path) -> None:
    assert all((archive / name).is_file() for name in FILES)
