"""The excel-uk files opened with LibreOffice set to Ukrainian: every cell is that of the archive."""

from __future__ import annotations

import sqlite3
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.publish.test_guard import LEFT, TAKEN
from zvirka.publish.csv_files import DIALECTS, write_csv
from zvirka.publish.guard import guarded
from zvirka.schemas.columns import VIEWS, Column

# Of the CSV filter: separator ;, quote ", UTF-8, from line 1, no column formats, Ukrainian, quoted fields no text by
# that alone, and what looks like a number or a date becomes one: the import that spoils most.
FILTER = "CSV:59,34,76,1,,1058,false,true"


@pytest.fixture
def dialect() -> str:
    """The one that is made for a double click."""
    return "excel-uk"


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice of our own, which does not meet another one that runs."""
    return tmp_path_factory.mktemp("profile")


def opened(profile: Path, out: Path, *files: Path) -> list[list[tuple[Any, ...]]]:
    """The cells of each file, as LibreOffice has them."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    command += [f"--infilter={FILTER}", "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    books = [openpyxl.load_workbook(out / file.with_suffix(".xlsx").name) for file in files]
    return [[tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows()] for book in books]


def test_every_cell_is_that_of_the_archive(archive: Path, profile: Path, tmp_path: Path) -> None:
    tables = opened(profile, tmp_path, *(archive / f"{view}.csv" for view in VIEWS))
    connection = sqlite3.connect(archive / "archive.sqlite")
    for view, (head, *rows) in zip(VIEWS, tables, strict=True):
        cursor = connection.execute(f"SELECT * FROM {view}")
        assert list(head) == [column[0] for column in cursor.description or ()]
        expected = cursor.fetchall()
        assert len(rows) == len(expected)
        for row, exact in zip(rows, expected, strict=True):
            for name, cell, value in zip(head, row, exact, strict=True):
                assert is_same(name, cell, value), (view, name, cell, value)
    connection.close()


def is_same(name: str, cell: Any, value: Any) -> bool:
    if value in (None, ""):
        return cell is None
    if isinstance(cell, datetime):
        return cell.date().isoformat() == value
    if isinstance(cell, bool):
        return name == "present" and str(cell).lower() == value
    if isinstance(cell, int | float):
        return Decimal(str(cell)) == Decimal(str(value))
    return bool(cell in (value, f"'{value}"))


def test_guarded_texts_stay_texts_and_unguarded_ones_need_no_guard(profile: Path, tmp_path: Path) -> None:
    texts = [text for text in (*TAKEN, *LEFT) if text.strip()]
    file = tmp_path / "texts.csv"
    write_csv(file, [Column("text")], [(text,) for text in texts], DIALECTS["excel-uk"])
    ((_, *rows),) = opened(profile, tmp_path, file)
    assert [row[0] for row in rows] == [guarded(text) for text in texts]
