"""`zvirka check`: one line for each finding, the equation with --explain, JSON for programs, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zvirka.cli import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "informatsiinyi-prostir-2016-9m.txt"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZVIRKA_LANG", "en")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The sample with 29 for 20 in row 12, city budget, plan."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert text.count("100 / 0   20 / 0  80 / 0") == 1
    path = tmp_path / "wrong.txt"
    path.write_text(text.replace("100 / 0   20 / 0", "100 / 0   29 / 0"), encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert err == ""
    return [line for line in out.splitlines() if line.strip()]


def test_a_right_document_has_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLE)]) == 0
    assert answer(capsys) == [f"{SAMPLE}: tables: 1, rows: 13; every sum holds"]


def test_each_finding_is_one_line_with_its_place_and_cause(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(wrong)]) == 1
    head, names, _, first, second = answer(capsys)
    assert head == f"{wrong}: tables: 1, rows: 13; errors: 2, warnings: 0, notes: 0"
    assert names.split()[:3] == ["severity", "place", "cell"]
    for line, parts in (
        (first, ("error", "t1 r12", "№ 12 total plan", "row_sum", "100", "109", "-9")),
        (second, ("error", "t1 r13", "total city_budget plan", "column_total", "138.8", "147.8", "-9")),
    ):
        at = 0
        for part in parts:
            at = line.index(part, at) + len(part)
        assert line.endswith("Row 12 (№ 12), city budget, plan: 29 should read 20; one wrong digit.")


def test_the_equation_stands_under_each_finding(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--explain"]) == 1
    lines = answer(capsys)
    assert lines[1].endswith(
        "№ 12 total plan  row_sum: the sources of this row add up to 109, not 100: -9 apart"
    )
    assert lines[2:9] == [
        "      total          100",
        "    ≠ city budget     29  <- here; should read 20",
        "    + other sources   80",
        "      more terms, all nothing: 3",
        "      added up       109",
        "      apart by        -9",
        "    Row 12 (№ 12), city budget, plan: 29 should read 20; one wrong digit.",
    ]
    marked = [line for line in lines if "<- here" in line]
    assert len(marked) == 2
    assert marked[1].startswith("    + 12 Забезпечення функціонування")


def test_ukrainian_amounts_have_a_comma(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--explain", "--lang", "uk"]) == 1
    text = "\n".join(answer(capsys)[1:])
    assert "138,8" in text
    assert "147,8" in text
    assert "138.8" not in text


def test_json_has_the_suspect_and_exact_texts(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--json", "--explain"]) == 1
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert (document["status"], document["errors"]) == ("findings", 2)
    first, second = document["findings"]
    for finding in (first, second):
        assert finding["suspect_row"] == 12
        assert finding["suspect_source"] == "city_budget"
        assert finding["suspect_measure"] == "plan"
        assert (finding["suggestion"], finding["cause"]) == ("20", "wrong_digit")
        assert finding["alternatives"] == 0
    assert (second["reported"], second["expected"], second["difference"]) == ("138.8", "147.8", "-9")
    assert first["explanation"].splitlines()[1] == "≠ city budget     29  <- here; should read 20"


def test_several_documents_are_answered_one_after_another(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere.txt"
    assert main(["check", str(wrong), str(missing), str(SAMPLE)]) == 3
    out, err = capsys.readouterr()
    assert f"{SAMPLE}: tables: 1, rows: 13; every sum holds" in out.splitlines()
    assert err.splitlines() == [f"zvirka: {missing}: there is no such file or folder"]


def test_a_folder_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "zvirka import" in capsys.readouterr().err
