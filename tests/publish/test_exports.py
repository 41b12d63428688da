"""Workbooks, Parquet files and frames hold what the archive holds; a part of it where a part is asked for."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.publish.conftest import FILES, TEXTS
from tools.odd_reader import odd_reader
from zvirka.cli import main
from zvirka.publish import read_archive, to_frame, workbook
from zvirka.publish.reading import NoArchive
from zvirka.schemas.columns import VIEWS

Capture = pytest.CaptureFixture[str]
SHEETS = dict(zip(VIEWS, ("Документи", "Таблиці", "Заходи", "Суми", "Зауваження"), strict=True))


@pytest.fixture
def dialect() -> str:
    """One is enough here."""
    return "excel-uk"


def stored(archive: Path, view: str, where: str = "1") -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(archive / "archive.sqlite")
    rows = connection.execute(f"SELECT * FROM {view} WHERE {where}").fetchall()
    connection.close()
    return rows


def exported(archive: Path, target: Path, *options: str) -> Path:
    assert main(["export", str(archive), "--to", str(target), *options]) == 0
    return target


@pytest.mark.parametrize("view", VIEWS)
def test_each_cell_of_the_workbook_is_that_of_the_view(archive: Path, tmp_path: Path, view: str) -> None:
    book = openpyxl.load_workbook(exported(archive, tmp_path / "x.xlsx"))
    assert book.sheetnames == ["Підсумок", *SHEETS.values()]
    sheet = book[SHEETS[view]]
    _, *rows = sheet.iter_rows()
    expected = stored(archive, view)
    assert len(rows) == len(expected)
    for row, exact in zip(rows, expected, strict=True):
        for cell, value in zip(row, exact, strict=True):
            assert cell.data_type != "f"
            if value is None or value == "":
                assert cell.value is None
            elif cell.data_type == "n" and isinstance(value, str):
                assert Decimal(str(cell.value)) == Decimal(value)
            elif cell.is_date:
                assert cell.value.date().isoformat() == value
            elif cell.data_type == "b":
                assert cell.value is (value == "true")
            else:
                assert cell.value == value
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None


def test_the_workbook_colours_findings_and_comments_suspects(archive: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported(archive, tmp_path / "x.xlsx"))
    head, *rows = book["Зауваження"].iter_rows()
    severity = [c.value.split("\n")[1] for c in head].index("severity")
    colours = {row[severity].value: row[severity].fill.fgColor.rgb for row in rows}
    assert colours["error"] == "FFF8CBAD"
    assert colours["warning"] == "FFFFE699"
    suspects = stored(archive, "findings", "suspect_row IS NOT NULL")
    comments = [c for row in book["Заходи"].iter_rows() for c in row if c.comment]
    assert bool(comments) is bool(suspects)
    summary = {row[0].value: row[1].value for row in book["Підсумок"].iter_rows(min_row=2)}
    assert summary["Не прочитано (failed)"] == 1


def test_a_view_longer_than_a_sheet_goes_on_in_a_second(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROWS_A_SHEET", 200)
    book = openpyxl.load_workbook(exported(archive, tmp_path / "x.xlsx"))
    sheets = [name for name in book.sheetnames if name.startswith("Суми")]
    total = len(stored(archive, "amounts"))
    assert sheets == ["Суми", *(f"Суми {n}" for n in range(2, -(-total // 199) + 1))]
    assert sum(book[name].max_row - 1 for name in sheets) == total


def test_a_text_too_long_for_a_cell_says_so() -> None:
    assert workbook._fitting("а" * 32_767) == "а" * 32_767
    cut = workbook._fitting("а" * 40_000)
    assert len(cut) <= 32_767
    assert "40000" in cut


@pytest.mark.parametrize(("name", "view"), [("out.parquet", "amounts"), ("findings.parquet", "findings")])
def test_a_parquet_file_holds_exact_values(archive: Path, tmp_path: Path, name: str, view: str) -> None:
    table = pq.read_table(exported(archive, tmp_path / name))
    expected = stored(archive, view)
    assert table.num_rows == len(expected)
    names = table.column_names
    for row, exact in zip(table.to_pylist(), expected, strict=True):
        for key, value in zip(names, exact, strict=True):
            if isinstance(row[key], Decimal | float):
                assert Decimal(str(row[key])) == Decimal(value)
            else:
                assert row[key] == value


def test_a_folder_of_csv_files_is_the_archive_again(archive: Path, tmp_path: Path) -> None:
    folder = exported(archive, tmp_path / "deep" / "folder")
    for view in VIEWS:
        assert (folder / f"{view}.csv").read_bytes() == (archive / f"{view}.csv").read_bytes()


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        (["--only", "findings"], {"b/broken.txt", "b/texts.txt"}),
        (["--where", "path=a.txt"], {"a.txt"}),
        (["--where", "period_end=2016-09-30"], {"e.txt"}),
        (["--where", "form=activity", "--where", "status=consistent"], {"a.txt", "e.txt"}),
        (["--where", "form=other"], set()),
    ],
)
def test_a_part_is_a_part_in_every_view(
    archive: Path, tmp_path: Path, options: list[str], paths: set[str]
) -> None:
    folder = exported(archive, tmp_path / "part", *options)
    for view in VIEWS:
        lines = pd.read_csv(folder / f"{view}.csv", sep=";", encoding="utf-8-sig", dtype=str)
        expected = [row for row in stored(archive, view) if row[1] in paths]
        assert len(lines) == len(expected)
        assert set(lines["path"]) == {row[1] for row in expected}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere", "--to", "x.xlsx"], 3, "zvirka: nowhere: there is no such file or folder"),
        ([".", "--to", "x.xlsx"], 4, "zvirka: .: there is no archive here; make one with: zvirka import"),
        ([".", "--to", "x.ods"], 2, "zvirka: x.ods: name a file that ends in .xlsx or .parquet, or a folder"),
        ([".", "--to", "x", "--where", "rows=1"], 2, "zvirka: --where rows=…: no such column; known: "),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_one_line(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    assert main(["export", *arguments]) == code
    assert capsys.readouterr().err.splitlines()[0].startswith(said)


def test_a_target_that_cannot_be_written_is_one_line(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    for name in ("x.xlsx", "x.parquet", "folder"):
        (tmp_path / "file").write_text("", encoding="utf-8")
        assert main(["export", str(archive), "--to", str(tmp_path / "file" / name), "--lang", "en"]) == 4
        (line,) = capsys.readouterr().err.splitlines()
        assert line == f"zvirka: {tmp_path / 'file' / name}: cannot be written: Not a directory"


@pytest.mark.parametrize(("ending", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_extra_is_named(
    ending: str, library: str, archive: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zvirka.console import exporting

    monkeypatch.setattr(exporting, "find_spec", lambda name: None if name == library else object())
    assert main(["export", str(archive), "--to", str(tmp_path / f"x.{ending}"), "--lang", "en"]) == 2
    first = capsys.readouterr().err.splitlines()[0]
    assert first == f"zvirka: .{ending} needs the extra: pip install 'zvirka[{ending}]'"


def test_the_frame_of_a_report_is_its_part_of_the_activities(archive: Path) -> None:
    frame = to_frame(odd_reader(FILES["b/texts.txt"].encode(), "texts.txt", None, ""))
    expected = read_archive(archive, path="b/texts.txt").activities
    assert list(frame["activity"][: len(TEXTS)]) == TEXTS
    pd.testing.assert_frame_equal(frame.drop(columns="path"), expected.drop(columns="path"))


def test_the_archive_as_frames(archive: Path) -> None:
    frames = read_archive(archive)
    for view in VIEWS:
        assert len(getattr(frames, view)) == len(stored(archive, view))
    totals = frames.amounts.query("source == 'total' and measure == 'plan' and role == 'item'")
    assert all(value is None or isinstance(value, Decimal) for value in totals["value"])
    assert frames.tables["period_end"].max() == pd.Timestamp("2016-09-30")
    assert frames.documents["present"].all()


def test_a_folder_without_an_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="there is no archive here"):
        read_archive(tmp_path)
    (tmp_path / "archive.sqlite").write_bytes(b"")
    with pytest.raises(NoArchive, match="has not ended"):
        read_archive(tmp_path)
    (tmp_path / "archive.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(NoArchive, match="cannot be read: file is not a database"):
        read_archive(tmp_path)


@pytest.mark.parametrize("csv_dialect", ["excel-uk", "rfc4180"])
def test_an_archive_without_its_database_is_read_from_its_csv_files(
    archive: Path, tmp_path: Path, csv_dialect: str
) -> None:
    folder = exported(archive, tmp_path / "csv", "--csv-dialect", csv_dialect)
    frames, expected = read_archive(folder), read_archive(archive)
    for view in VIEWS:
        pd.testing.assert_frame_equal(getattr(frames, view), getattr(expected, view))
    (folder / "amounts.csv").write_bytes(b"\xff;\r\n\xff")
    with pytest.raises(NoArchive, match="cannot be read"):
        read_archive(folder)
