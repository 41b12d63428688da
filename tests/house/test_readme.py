"""Both READMEs say the same, and what they show is what the program does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from zvirka.cli import main

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    language: (ROOT / name).read_text(encoding="utf-8")
    for language, name in (("en", "README.md"), ("uk", "README.uk.md"))
}
SAMPLE = ROOT / "samples" / "informatsiinyi-prostir-2016-9m"
# Lines of an example that only hold the place of others.
LEFT_OUT = "…"


def shape(text: str) -> list[str]:
    """The outline of a README without its words: headings, list items, rows of tables, fences, pictures."""
    marks = re.findall(r"^(#+|- |\| |```\w*|<img|    zvirka \w+)", text, re.MULTILINE)
    return [mark.strip() for mark in marks]


def test_both_have_the_same_parts() -> None:
    assert shape(TEXTS["en"]) == shape(TEXTS["uk"])
    for pattern in (
        r"```bash\n(.*?)```",
        r"--[a-z-]+",
        r"`(\w+\.(?:csv|json|html|sqlite))`",
        r"\]\(docs/(.*?)\)",
    ):
        found = [sorted(set(re.findall(pattern, text, re.DOTALL)) - {"--lang"}) for text in TEXTS.values()]
        assert found[0] == found[1]


def test_links_lead_somewhere() -> None:
    for text in TEXTS.values():
        targets = re.findall(r"\]\((?!http)(.*?)\)|src=\"(.*?)\"", text)
        assert [t for pair in targets for t in pair if t and not (ROOT / t).exists()] == []


@pytest.mark.parametrize("language", TEXTS)
def test_the_finding_that_is_shown(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    dump = SAMPLE.with_suffix(".txt").read_text(encoding="utf-8")
    Path("report.txt").write_text(dump.replace("138,8", "183,8", 1), encoding="utf-8")
    example = TEXTS[language].partition("    $ zvirka ")[2].partition("\n\n")[0]
    command, *shown = [line.removeprefix("    ") for line in example.splitlines()]
    assert main([*command.split(), "--lang", language]) == 1
    said = capsys.readouterr().out.splitlines()
    places = [said.index(line) for line in shown if line.strip() != LEFT_OUT]
    assert len(places) >= 6
    assert places == sorted(places)


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE.with_suffix(".pdf"), "report.pdf")
    for text in TEXTS.values():
        (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        names: dict[str, Any] = {}
        exec(compile(code, "README", "exec"), names)
        assert (len(names["report"].tables), names["findings"], len(names["frame"])) == (1, (), 13)


@pytest.mark.parametrize("language", TEXTS)
def test_every_option_that_is_named_is_there(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    helps = ""
    for command in ("import", "check", "extract", "export"):
        with pytest.raises(SystemExit):
            main([command, "--help", "--lang", language])
        helps += capsys.readouterr().out
    named = set(re.findall(r"(?<!\S)`?(--[a-z][a-z-]+)", TEXTS[language].partition("## ")[2]))
    named -= {"--group", "--help"}
    assert len(named) > 12
    assert {option for option in named if not re.search(rf"{option}\b", helps)} == set()
