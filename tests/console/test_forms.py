"""The command `forms`, as a user calls it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools.expected import SAMPLES
from tools.generate.layout import Heading, LaidTable, Layout
from tools.generate.write_docx import docx_bytes
from zvirka.cli import main

REPORT = SAMPLES / "informatsiinyi-prostir-2016-9m.docx"


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A table of money that no form fits: what it is about is called «Округ»."""
    table = LaidTable(5, [100.0] * 5)
    rows = [
        ["Округ", "Субвенція, план", "Кредити, план", "Дарунки, план", "Сукупно, план"],
        ["Округ 1", "1", "2", "1", "4"],
        ["Округ 2", "2", "1", "-", "3"],
        ["Округ 3", "2", "5", "7", "14"],
        ["Разом", "5", "8", "8", "21"],
    ]
    for row in rows:
        table.add_row(list(row))
    path = tmp_path / "округи.docx"
    path.write_bytes(docx_bytes(Layout([Heading("Видатки округів, тис. грн"), table])))
    return path


def answer(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "list", "--lang", "en"]) == 0
    out, _ = answer(capsys)
    assert [line.split()[:2] for line in out.splitlines()] == [["activity", "1"], ["passport", "1"]]
    assert main(["forms", "show", "activity"]) == 0
    out, _ = answer(capsys)
    assert tomllib.loads(out)["id"] == "activity"


def test_unknown_id_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "show", "activty", "--lang", "en"]) == 2
    out, error = answer(capsys)
    assert out == ""
    assert error.splitlines()[0].startswith("zvirka: no form activty; did you mean activity?")


def test_wrong_form_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.toml"
    path.write_text('id = "own"\nversion = 0\n', encoding="utf-8")
    assert main(["forms", "check", str(path), "--lang", "en"]) == 2
    out, error = answer(capsys)
    assert (out, error) == ("", f"zvirka: {path}:2: 'version' must be a whole number from 1\n")


def test_form_is_tried_on_files(strange: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = tmp_path / "activity.toml"
    assert main(["forms", "show", "activity"]) == 0
    shown.write_text(answer(capsys)[0], encoding="utf-8")
    assert main(["forms", "check", str(shown), str(REPORT), "--lang", "en"]) == 0
    assert "tables: 1, rows: 13; every sum holds" in answer(capsys)[0]
    assert main(["forms", "check", str(shown), str(strange), "--lang", "en"]) == 1
    assert "a table that the form does not fit: Округ | Субвенція, план" in answer(capsys)[0]


def test_table_that_no_form_fits_is_told_with_what_was_seen(
    strange: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(strange), "--lang", "en"]) == 0
    assert "a table that no form fits: Округ | Субвенція, план" in answer(capsys)[0]


def test_guessed_form_fits_the_file_and_has_its_sums(
    strange: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "guess", str(strange)]) == 0
    guessed, _ = answer(capsys)
    (only,) = tomllib.loads(guessed)["sum"]
    assert len(only["terms"]) == 3
    form = tmp_path / "guessed.toml"
    form.write_text(guessed, encoding="utf-8")
    assert main(["check", str(strange), "--form", str(form), "--lang", "en"]) == 0
    assert "tables: 1, rows: 4; every sum holds" in answer(capsys)[0]


def test_nothing_to_guess(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "лист.txt"
    path.write_text("Добрий день.\n", encoding="utf-8")
    assert main(["forms", "guess", str(path), "--lang", "en"]) == 0
    out, error = answer(capsys)
    assert out == ""
    assert "no table with money columns" in error
    assert main(["forms", "guess", str(tmp_path / "нема.pdf"), "--lang", "en"]) == 3
