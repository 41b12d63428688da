"""What a user of each language sees: help, mistakes, results; and that CSV files do not follow the locale."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from zvirka.cli import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "informatsiinyi-prostir-2016-9m"
COMMANDS = (
    "",
    "import",
    "check",
    "extract",
    "export",
    "forms",
    "forms list",
    "forms show",
    "forms check",
    "forms guess",
)
# Names that are the same in every language: of commands and what they take, of programs and formats, of environment.
NAMES = re.compile(
    r"zvirka|import|check|extract|export|forms|list|show|guess|--[a-z][a-z-]*|\{[a-z0-9,-]+\}|rfc4180|excel-uk|pdfium"
    r"|pdfplumber|\.(?:toml|csv|xlsx|parquet|png)|ZVIRKA_LANG|PDF|CSV|JSON|PostgreSQL|SQLite|URL|Dask"
)


def words(text: str) -> set[str]:
    """The words in Latin letters that are no such names; an option's letter is none."""
    return set(re.findall("[A-Za-z]{2,}", NAMES.sub(" ", text)))


def help_of(command: str, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help", "--lang", language])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_in_one_language(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert words(help_of(command, "uk", capsys)) == set()
    assert re.findall("[а-яіїєґ]+", help_of(command, "en", capsys).lower()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "бракує: ФАЙЛ"),
        (["import"], "бракує: ШЛЯХ, --out"),
        (["check", "--engine", "x", "y"], "--engine: 'x' — невідоме; відомі: 'pdfium', 'pdfplumber'"),
        (["import", "x", "--out", "y", "--jobs", "0"], "--jobs: 0 — не ціле число від 1"),
        (["export", "x", "--to", "y", "--where", "z"], "--where: z не має вигляду КЛЮЧ=ЗНАЧЕННЯ"),
        (["check", "--bogus", "x"], "невідомо: --bogus"),
        (["check", "--json=1", "x"], "--json не приймає значення"),
        (["import", "x", "--out"], "--out: бракує значення"),
        (["forms", "show", "pasport"], "немає форми pasport; може, passport? відомі: activity, passport"),
    ],
)
def test_wrong_usage_is_told_in_ukrainian(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZVIRKA_LANG", "uk")
    assert main(arguments) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"zvirka: {said}")
    assert second == "zvirka --help"


def test_reasons_of_the_system_are_told_in_ukrainian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZVIRKA_LANG", "uk")
    Path("cut.pdf").write_bytes(b"%PDF-1.7\n")
    Path("form.toml").write_text('id = "x\n', encoding="utf-8")
    Path("file").touch()
    assert main(["check", "cut.pdf"]) == 3
    assert main(["forms", "check", "form.toml"]) == 2
    assert main(["import", "cut.pdf", "--out", "file/out"]) == 4
    assert capsys.readouterr().err.splitlines() == [
        "zvirka: cut.pdf: файл пошкоджено, відновити його неможливо (PDFium: хибний формат даних); візьміть цілу копію",
        "zvirka: form.toml:1: хибний TOML: текст не закрито лапками до кінця рядка",
        "zvirka: file/out: архів не вдалося записати: це не тека",
    ]


def test_csv_follows_the_option_and_the_variable_but_not_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZVIRKA_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    dump = shutil.copy(SAMPLE.with_suffix(".txt"), "wrong.txt")
    Path(dump).write_text(
        Path(dump).read_text(encoding="utf-8").replace("138,8", "183,8", 1), encoding="utf-8"
    )

    def message(folder: str, *option: str) -> str:
        assert main(["import", "wrong.txt", "--out", folder, "--jobs", "1", "--no-images", *option]) == 0
        return Path(folder, "findings.csv").read_text(encoding="utf-8-sig")

    assert "the items add up to 138.8" in message("locale")
    assert capsys.readouterr().out.startswith("документів: 1, прочитано зараз: 1; архів: locale\n")
    assert "рядки разом дають 138.8" in message("option", "--lang", "uk")
    monkeypatch.setenv("ZVIRKA_LANG", "uk")
    assert message("variable") == message("option", "--lang", "uk")
    assert "the items add up to 138.8" in message("both", "--lang", "en")
