"""`report.html` at the end of an import: made when something changed or it is missing, with or without pictures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.publish.material import pdf
from tools.generate.document import make
from tools.generate.writers import files_of
from zvirka.cli import main
from zvirka.publish.page import REPORT

SEED = 7


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZVIRKA_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PDF and a DOCX with a mistake in each, and a PDF without a table."""
    made = tmp_path / "in"
    made.mkdir()
    for writer in ("pdf-ruled", "docx"):
        for name, data in files_of(writer, [make(SEED, mistake=True)]):
            (made / name).write_bytes(data)
    (made / "other.pdf").write_bytes(pdf())
    return made


def imported(folder: Path, *options: str) -> str:
    out = folder.parent / "out"
    assert main(["import", str(folder), "--out", str(out), "--jobs", "1", *options]) == 0
    return (out / REPORT).read_text(encoding="utf-8")


def findings(text: str) -> list[dict[str, Any]]:
    batches = re.findall(r'<script type="application/json" data-kind="findings">(.*?)</script>', text)
    return [finding for batch in batches for finding in json.loads(batch)["findings"]]


def test_an_import_ends_with_the_page(folder: Path) -> None:
    text = imported(folder)
    out = folder.parent / "out"
    rows = (out / "findings.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(findings(text)) == len(rows) - 1 > 0
    shown = [finding for finding in findings(text) if finding.get("pictures")]
    assert shown
    assert {mark[0] for finding in shown for _, _, _, marks in finding["pictures"] for mark in marks} >= {
        "place",
        "suspect",
    }
    assert text.count('<script type="text/plain" id="p') == len(
        {picture[0] for finding in shown for picture in finding["pictures"]}
    )
    # every finding's number is the one in the CSV file
    for finding in findings(text):
        (line,) = [row for row in rows if finding["id"] in row]
        for key in ("reported", "expected", "difference"):
            assert key not in finding or f";{finding[key].replace('.', ',')};" in line


def test_the_page_is_made_again_when_something_is_different(folder: Path) -> None:
    page = folder.parent / "out" / REPORT
    first = imported(folder)
    inode = page.stat().st_ino
    assert imported(folder) == first
    assert page.stat().st_ino == inode
    page.unlink()
    assert imported(folder) == first
    without = imported(folder, "--no-images")
    assert {finding.get("unseen") for finding in findings(without) if finding.get("page")} >= {"not_asked"}
    assert "image/webp" in first
    assert '<script type="text/plain"' not in without
    assert '<html lang="uk">' in imported(folder, "--lang", "uk")
    assert imported(folder) == first
