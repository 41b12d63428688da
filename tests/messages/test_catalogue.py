"""The Ukrainian catalogue: whole, in step with the code, and compiled."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest

from tools import messages as tool
from zvirka.messages import LANGUAGES, render
from zvirka.messages.reasons import REASONS

TEMPLATES = tool.templates_of_the_code()
TRANSLATIONS = tool.translations()
# What may stand in Latin letters in a Ukrainian message: commands, options and their values, names of files, formats,
# programs and of the columns and keys that they have.
LATIN = re.compile(
    r"\{\w+\}|--?[a-z][a-z-]*|\.?\b[\w*-]+\.(?:csv|toml|html|xlsx)\b|\.(?:png|xlsx|parquet|csv|docx|toml)\b"
    r"|zvirka(?: import| --help)?(?:\[\w+\])?|pip install|ZVIRKA_LANG|postgresql\+psycopg|excel-uk|pdfium|pdfminer"
    r"|\[\[\w*\]\]|'[a-z]+'|/Root|CSV|XML|JSON|JavaScript|PDF(?:ium)?|DOCX|ZIP|RTF|OCR|UTF-8|TOML|Word|Excel"
    r"|OpenDocument|SQLite|PostgreSQL|Dask"
)


def test_every_template_is_translated_and_no_other() -> None:
    assert set(TRANSLATIONS) == set(TEMPLATES)
    assert [template for template, text in TRANSLATIONS.items() if not text.strip()] == []


def test_fields_are_the_same_in_both_languages() -> None:
    unequal = [t for t, text in TRANSLATIONS.items() if tool.fields_of(t) != tool.fields_of(text)]
    assert unequal == []


def test_compiled_catalogue_and_its_source_are_as_the_tool_writes_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tool.main(["--check"]) == 0
    assert capsys.readouterr().out == f"{len(TEMPLATES)} templates, 0 to see to\n"


def test_nothing_english_is_left_in_ukrainian() -> None:
    left = {template: LATIN.sub("", text) for template, text in TRANSLATIONS.items()}
    assert {t: text for t, text in left.items() if re.search(r"[A-Za-z]", text)} == {}


def test_every_template_can_be_rendered_in_every_language() -> None:
    for template in TEMPLATES:
        values = dict.fromkeys(tool.fields_of(template), "7")
        for language in LANGUAGES:
            assert "{" not in render(template, values, language)


@pytest.mark.parametrize("reason", REASONS)
def test_a_known_reason_is_told_in_ukrainian(reason: str) -> None:
    told = render("{reason}", {"reason": reason}, "uk")
    assert re.search("[а-яіїєґ]", told)
    assert render("{reason}", {"reason": reason}, "en") == reason


def test_an_unknown_reason_stays_as_it_is() -> None:
    assert render("{reason}", {"reason": "Broken pipe {x}"}, "uk") == "Broken pipe {x}"


def test_what_the_tool_finds_and_mends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PO", "MO"):
        copy = Path(shutil.copy(getattr(tool, name), tmp_path))
        monkeypatch.setattr(tool, name, copy)
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    (tmp_path / "code.py").write_text(
        'say(N_("a dash"))\nprint(f"{say(N_(\'a new {thing}\'))}")\n', encoding="utf-8"
    )
    before = tool.PO.read_bytes(), tool.MO.read_bytes()
    assert tool.main(["--check"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "not translated: a new {thing}"
    assert "not in the code any more: folder of the archive" in out
    assert (tool.PO.read_bytes(), tool.MO.read_bytes()) == before

    assert tool.main([]) == 1
    assert tool.translations() == {"a dash": "риска", "a new {thing}": ""}
    text = tool.PO.read_text(encoding="utf-8")
    tool.PO.write_text(
        text.replace('"a new {thing}"\nmsgstr ""', '"a new {thing}"\nmsgstr "нове: {річ}"'), "utf-8"
    )
    assert tool.main([]) == 1
    assert "other fields: a new {thing}" in capsys.readouterr().out
    text = tool.PO.read_text(encoding="utf-8")
    tool.PO.write_text(text.replace("{річ}", "{thing}"), "utf-8")
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0
    assert "нове: {thing}".encode() in tool.MO.read_bytes()


def test_a_text_put_together_at_run_time_cannot_be_marked() -> None:
    for code in (b"N_(f'a {b}')", b"N_(text)", b"N_()"):
        with pytest.raises(ValueError, match="line 1"):
            list(tool.marked(io.BytesIO(code), {"N_": None}, (), {}))
