"""`zvirka extract`: text, JSON, picture, and what goes wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from zvirka.cli import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "informatsiinyi-prostir-2016-9m.pdf"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZVIRKA_LANG", "en")


def test_text_shows_cells_with_their_spans(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE), "--page", "2"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == ""
    assert lines[0] == f"{SAMPLE}: pdf, pages: 2, tables: 2"
    assert lines[2] == "table 1, page 2: rows: 10, columns: 10, told by drawn lines"
    assert "├──────┬───────────────────────────┤" in lines[7]
    assert "│1188,8│-   │-   │138, │-   │1050 /│х" in out
    assert "ради, її" not in out


def test_text_dump_shows_numbered_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE.with_suffix(".txt"))]) == 0
    assert "    1  " in capsys.readouterr().out


def test_json_holds_every_cell_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["format"], answer["pages"], answer["faults"]) == ("pdf", 2, [])
    heading, first, second = answer["blocks"]
    assert heading["lines"][0]["text"].startswith("6.2.")
    assert (first["rows"], first["columns"], second["rows"]) == (14, 10, 10)
    money = next(c for c in second["cells"] if (c["row"], c["column"]) == (9, 3))
    assert money["text"] == "1188,8\n/ 964"
    assert len(money["box"]) == 4
    assert [line["text"] for line in money["lines"]] == ["1188,8", "/ 964"]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_picture_is_written(tmp_path: Path, engine: str) -> None:
    target = tmp_path / "seen.png"
    assert main(["extract", str(SAMPLE), "--draw", str(target), "--page", "2", "--engine", engine]) == 0
    with Image.open(target) as picture:
        assert picture.size == (1191, 1684)
        colors = picture.convert("RGB").getcolors(maxcolors=1 << 20)
    assert colors is not None
    assert (220, 30, 30) in {color for _, color in colors}


def test_page_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE), "--page", "3"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "has no page 3; its last is 2" in err


def test_picture_of_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["extract", str(SAMPLE.with_suffix(".txt")), "--draw", str(tmp_path / "a.png")]) == 2
    assert "has no pages to draw" in capsys.readouterr().err


def test_picture_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["extract", str(SAMPLE), "--draw", str(tmp_path / "none" / "a.png")]) == 2
    assert "the picture cannot be written" in capsys.readouterr().err


def test_missing_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["extract", str(tmp_path / "none.pdf")]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"zvirka: {tmp_path / 'none.pdf'}: there is no such file or folder\n"


def test_file_with_a_password(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=SAMPLE)
    writer.encrypt("таємниця", algorithm="AES-256")
    memory = io.BytesIO()
    writer.write(memory)
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(memory.getvalue())
    for engine in ("pdfium", "pdfplumber"):
        assert main(["extract", str(locked), "--engine", engine]) == 3
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"zvirka: {locked}: the file is protected by a password")
        assert err.count("\n") == 1
