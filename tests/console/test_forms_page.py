"""The example of docs/forms.md runs, and says what the page says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from zvirka.cli import main

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")


def block(marker: str, language: str) -> list[str]:
    """The fenced blocks that follow a marker."""
    return re.findall(rf"<!-- {re.escape(marker)} -->\n```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZVIRKA_LANG", "en")
    Path("districts.txt").write_text("".join(block("districts.txt", "text")), encoding="utf-8")
    Path("districts.toml").write_text("".join(block("districts.toml", "toml")), encoding="utf-8")


def run(console: str) -> tuple[int, str]:
    """The exit code of the command of a console block, and what should be said."""
    command, expected = console.split("\n", 1)
    return main(command.removeprefix("$ zvirka ").split()), expected


@pytest.mark.parametrize("console", block("run 0", "console"))
def test_commands_say_what_stands_there(console: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, expected = run(console)
    assert (code, capsys.readouterr().out) == (0, expected)


def test_the_guess_is_as_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "guess", "districts.txt"]) == 0
    form = tomllib.loads(capsys.readouterr().out)
    total = form["sum"][0]
    assert (len(form["sum"]), len(form["source"]), total["target"]) == (1, 4, "sukupno")
    assert total["terms"] == ["subventsiia", "kredyty", "darunky"]


def test_a_mistake_is_told_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    right = Path("districts.toml").read_text(encoding="utf-8")
    Path("wrong.toml").write_text(right.replace('"gifts"]', '"gift"]'), encoding="utf-8")
    code, expected = run("".join(block("mistake", "console")))
    assert (code, capsys.readouterr().err) == (2, expected)


def test_the_archive_has_the_ids_of_the_form() -> None:
    assert main(["import", "districts.txt", "--form", "districts.toml", "--out", "out", "--no-images"]) == 0
    amounts = Path("out/amounts.csv").read_text(encoding="utf-8-sig").splitlines()
    columns = amounts[0].split(";")
    assert {line.split(";")[columns.index("source")] for line in amounts[1:]} == {
        "state_budget",
        "loans",
        "gifts",
        "total",
    }
