"""docs/outputs.md shows what an import of the samples leaves, line for line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zvirka.cli import main

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
QUOTED = {
    name: lines.splitlines()
    for name, lines in re.findall(r"<!-- (\S+) -->\n```csv\n(.*?)```", TEXT, re.DOTALL)
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The lines of the CSV files after an import of the samples; findings are those of a dump with a mistake."""
    folder = tmp_path_factory.mktemp("outputs")
    dump = ROOT / "samples" / "informatsiinyi-prostir-2016-9m.txt"
    wrong = folder / "wrong.txt"
    wrong.write_bytes(dump.read_bytes().replace(b"138,8", b"183,8", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ZVIRKA_LANG", raising=False)
        assert main(["import", str(ROOT / "samples"), "--out", str(folder / "out"), "--jobs", "1"]) == 0
        assert main(["import", str(wrong), "--out", str(folder / "wrong"), "--jobs", "1", "--no-images"]) == 0
    lines = {name: _lines(folder / "out" / name) for name in QUOTED}
    assert len(lines["findings.csv"]) == 1
    return lines | {"findings.csv": _lines(folder / "wrong" / "findings.csv")}


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8-sig").split("\r\n")[:-1]


def test_every_csv_file_is_shown() -> None:
    assert list(QUOTED) == ["documents.csv", "tables.csv", "activities.csv", "amounts.csv", "findings.csv"]


@pytest.mark.parametrize("name", QUOTED)
def test_quoted_lines_stand_in_the_file(name: str, written: dict[str, list[str]]) -> None:
    head, *rows = QUOTED[name]
    assert head == written[name][0]
    assert len(rows) == 2
    assert [row for row in rows if row not in written[name]] == []


def test_every_column_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", TEXT))
    columns = {column for head, *_ in QUOTED.values() for column in head.split(";")}
    money = {c for c in columns if c.endswith(("_plan", "_fact"))}
    assert columns - money - told == set()
