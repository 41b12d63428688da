"""The page as a file: what it embeds, what it escapes, what bounds it keeps."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.material import (
    HOSTILE,
    HOSTILE_PATH,
    NUMBERS,
    SOURCES,
    box_of,
    docx_evidence,
    pdf,
    pdf_evidence,
    text_evidence,
    write,
)
from zvirka.messages import render
from zvirka.publish import page, page_texts
from zvirka.publish.page_evidence import LONGEST, MOST_TERMS, said
from zvirka.publish.page_numbers import in_languages, share
from zvirka.schemas.evidence import DocumentLine, Evidence
from zvirka.schemas.finding import CellRef, EquationTerm, Severity


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())
    return path


class Markup(HTMLParser):
    """The elements of a page and the content of its scripts, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = attributes, text + data
        elif self._inside == "style":
            self.styles.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def embedded(self, kind: str) -> list[Any]:
        return [json.loads(text) for attributes, text in self.scripts if attributes.get("data-kind") == kind]

    def findings(self) -> list[dict[str, Any]]:
        return [finding for batch in self.embedded("findings") for finding in batch["findings"]]

    def pictures(self) -> dict[str | None, str]:
        return {a.get("id"): text for a, text in self.scripts if a.get("type") == "text/plain"}


def test_a_finding_is_embedded_with_all_its_evidence(tmp_path: Path, drawing: Path) -> None:
    text = write(tmp_path / "report.html", [pdf_evidence(drawing, "a.pdf", "Ремонт")])
    markup = Markup(text)
    (batch,) = markup.embedded("findings")
    (finding,) = batch["findings"]
    boxes = [[*box_of(1, column)] for column in range(3)]
    printed = [number.replace(".", ",") for number in NUMBERS[0] if number]
    assert {key: finding[key] for key in ("reported", "expected", "difference", "suggestion", "unit")} == {
        "reported": "1234567.80",
        "expected": "1234576.80",
        "difference": "-9.00",
        "suggestion": "1234491.80",
        "unit": "UAH",
    }
    assert finding["suspect"] == [1, "city_budget", "plan"]
    assert finding["message"] == ["the sources add up to 1234576.80", "the sources add up to 1234576,80"]
    assert finding["explanation"] == ["Row 1 (№ 1) has one wrong digit."] * 2
    assert finding["equation"] == [
        [source, 1, number, raw, [1, source, "plan"], [1, None, box]]
        for source, number, raw, box in zip(SOURCES, NUMBERS[0], printed, boxes, strict=True)
    ]
    assert finding["pictures"] == [
        [
            "p1",
            1,
            [11.0, 91.0, 589.0, 129.0],
            [
                ["term", *boxes[2], printed[2]],
                ["place", *boxes[0], printed[0]],
                ["suspect", *boxes[1], printed[1]],
            ],
        ]
    ]
    assert "unseen" not in finding
    picture = base64.b64decode(markup.pictures()["p1"])
    assert picture[:4] + picture[8:12] == b"RIFFWEBP"
    assert batch["tables"] == {"1": ["6.2 Програма", "за 9 місяців 2016 року", "UAH", "activity"]}
    (row,) = batch["rows"]
    assert row["texts"] == ["Ремонт", "2016", "Відділ", "Виконано"]
    assert [amount[:5] for amount in row["amounts"]] == [
        [source, "plan", number, "reported", raw]
        for source, number, raw in zip(SOURCES, NUMBERS[0], printed, strict=True)
    ]


def test_a_text_dump_shows_its_lines(tmp_path: Path) -> None:
    dump = tmp_path / "b.txt"
    dump.write_text(
        "Заходи\n\n1. Ремонт\nза кошти \n1234567,80 1234500,80\nВСЬОГО\nдалі\n", encoding="cp1251"
    )
    (finding,) = Markup(write(tmp_path / "report.html", [text_evidence(dump)])).findings()
    assert finding["lines"] == [[4, "за кошти "], [5, "1234567,80 1234500,80"], [6, "ВСЬОГО"]]


def test_nothing_of_a_document_becomes_markup(tmp_path: Path, drawing: Path) -> None:
    line = DocumentLine(HOSTILE_PATH, "pdf", "failed", "{reason}", {"reason": HOSTILE})
    hostile, harmless = (
        Markup(write(tmp_path / "report.html", [pdf_evidence(drawing, path, activity)], [document]))
        for path, activity, document in (
            (HOSTILE_PATH, HOSTILE, line),
            ("a.pdf", "Ремонт", DocumentLine("a.pdf", "pdf", "failed", "x")),
        )
    )
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in harmless.tags]
    (batch,) = hostile.embedded("findings")
    assert (batch["path"], batch["rows"][0]["texts"][0]) == (HOSTILE_PATH, HOSTILE)
    assert hostile.embedded("documents")[0][0][0] == HOSTILE_PATH
    assert hostile.embedded("documents")[0][0][-1] == [HOSTILE, HOSTILE]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_json_in_a_script_is_what_went_in(text: str) -> None:
    written = page._script_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set("<>&") & set(written)


def test_the_policy_lets_nothing_run_or_load_but_the_page_itself(tmp_path: Path) -> None:
    markup = Markup(write(tmp_path / "report.html", [docx_evidence(1)]))
    (policy,) = [a["content"] for tag, a in markup.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    runs = [text for attributes, text in markup.scripts if "type" not in attributes]
    hashes = [
        "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (*markup.styles, *runs)
    ]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src '{hashes[0]}'; script-src '{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
    fetching = ("src", "href", "action", "data", "srcset", "poster")
    fetched = [a[name] for _, a in markup.tags for name in fetching if name in a]
    assert all(address is not None and address.startswith("#") for address in fetched)
    assert not [a for _, a in markup.tags if any(name.startswith("on") or name == "style" for name in a)]


def test_equal_findings_give_equal_bytes(tmp_path: Path, drawing: Path) -> None:
    some = [pdf_evidence(drawing), docx_evidence(3)]
    assert write(tmp_path / "a.html", some) == write(tmp_path / "b.html", some)


def test_without_pictures_the_page_says_so(tmp_path: Path, drawing: Path) -> None:
    text = write(tmp_path / "report.html", [pdf_evidence(drawing)], images=False)
    (finding,) = Markup(text).findings()
    assert finding["unseen"] == "not_asked"
    assert "pictures" not in finding
    assert "Pictures: none, as asked for (--no-images)." in text


@pytest.mark.parametrize(("harm", "why"), [("unlink", "gone"), ("touch", "changed"), ("spoil", "undrawn")])
def test_a_source_that_cannot_be_shown_is_told(tmp_path: Path, drawing: Path, harm: str, why: str) -> None:
    if harm == "spoil":
        drawing.write_bytes(b"%PDF-1.7 no more than this")
    evidence = pdf_evidence(drawing)
    if harm == "unlink":
        drawing.unlink()
    elif harm == "touch":
        drawing.write_bytes(pdf() + b"%")
    markup = Markup(write(tmp_path / "report.html", [evidence]))
    assert [finding["unseen"] for finding in markup.findings()] == [why]
    assert markup.pictures() == {}
    dump = tmp_path / "b.txt"
    dump.write_text("text", encoding="utf-8")
    evidence = text_evidence(dump)
    if harm == "touch":
        dump.write_text("another", encoding="utf-8")
    elif harm == "unlink":
        dump.unlink()
    (finding,) = Markup(write(tmp_path / "report.html", [evidence])).findings()
    assert finding.get("unseen") == (None if harm == "spoil" else why)
    assert "lines" not in finding


def test_findings_beyond_the_bound_are_counted_not_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_FINDINGS", 25)
    some = [
        docx_evidence(10, Severity.NOTE),
        docx_evidence(10, Severity.WARNING),
        docx_evidence(10, Severity.ERROR),
    ]
    text = write(tmp_path / "report.html", some)
    assert [f["severity"] for f in Markup(text).findings()] == ["error"] * 10 + ["warning"] * 10
    assert "Findings: 20 of 30, the most serious first. All of them stand in findings.csv." in text


def test_the_text_of_findings_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_TEXT", 5000)
    text = write(tmp_path / "report.html", [docx_evidence(5, path=f"{n}.docx") for n in range(20)])
    shown = len(Markup(text).findings())
    assert 5 <= shown <= 20
    assert f"Findings: {shown} of 100" in text


def test_pictures_are_bounded_and_the_first_ones_stay(
    tmp_path: Path, drawing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Markup(write(tmp_path / "report.html", [pdf_evidence(drawing)]))
    size = len(whole.pictures()["p1"])
    monkeypatch.setattr(page, "MOST_PICTURES", 2 * size + size // 2)
    some = [pdf_evidence(drawing, f"{n}.pdf") for n in range(5)]
    text = write(tmp_path / "report.html", some)
    markup = Markup(text)
    assert list(markup.pictures()) == ["p1", "p2"]
    assert [f.get("unseen") for f in markup.findings()] == [None, None, "full", "full", "full"]
    assert "Pictures: 2, 1 MB of at most 0 MB; no room for 3 more." in text


def test_documents_beyond_the_bound_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_DOCUMENTS", 30)
    monkeypatch.setattr(page, "DOCUMENTS_A_BLOCK", 7)
    lines = [DocumentLine(f"{n}.pdf", "pdf", "consistent", pages=1) for n in range(40)]
    text = write(tmp_path / "report.html", [], lines)
    blocks = Markup(text).embedded("documents")
    assert [len(block) for block in blocks] == [7, 7, 7, 7, 2]
    assert [line[0] for block in blocks for line in block] == [f"{n}.pdf" for n in range(30)]
    assert "Documents: 30 of 40" in text


def test_long_texts_and_long_equations_are_cut_and_counted(tmp_path: Path) -> None:
    evidence = docx_evidence(1)
    terms = [EquationTerm(CellRef(n, "total", "plan"), "я" * 2000, 1, Decimal(n % 2)) for n in range(1000)]
    suspect = CellRef(999, "total", "plan")
    finding = replace(evidence.findings[0], equation=tuple(terms), suspect=suspect)
    (embedded,) = Markup(write(tmp_path / "report.html", [replace(evidence, findings=(finding,))])).findings()
    # the target, the first terms with a number in them, and the suspect
    assert len(embedded["equation"]) == 1 + MOST_TERMS + 1
    assert embedded["equation"][-1][4] == [999, "total", "plan"]
    assert embedded["more"] == 500 - MOST_TERMS - 1
    assert {len(term[0]) for term in embedded["equation"]} == {LONGEST + 1}


def test_a_page_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = tmp_path / "report.html"
    before = write(to, [docx_evidence(1)])

    def broken(*_: object) -> Iterator[Evidence]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page, "_document_blocks", broken)
    with pytest.raises(OSError, match="No space left"):
        write(to, [docx_evidence(2)])
    assert to.read_text(encoding="utf-8") == before
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_both_languages_are_in_the_page_whichever_it_opens_in(tmp_path: Path, language: str) -> None:
    text = write(tmp_path / "report.html", [docx_evidence(1)], language=language)
    assert f'<html lang="{language}">' in text
    for told in ("What was imported, and what is wrong", "Що імпортовано і що не так"):
        assert f">{told}<" in text
    (words,) = Markup(text).embedded("words")
    assert words["sentences"]["reported"] == ["Printed", "Надруковано"]
    assert words["words"]["rule"]["row_sum"] == ["sum of a row", "сума рядка"]


def test_every_sentence_has_another_one_in_ukrainian() -> None:
    said = [
        *page_texts.SENTENCES.values(),
        *(w for group in page_texts.WORDS.values() for w in group.values()),
    ]
    fields = re.compile(r"\{\w+\}")
    for template in said:
        told = render(template, page_texts._Fields(), "uk")
        assert re.search("[а-яіїєґ]", told) or not re.search("[a-z]", fields.sub("", template)), template
        assert sorted(fields.findall(template)) == sorted(fields.findall(told)), template


def test_messages_have_words_for_ids_and_the_decimal_mark_of_the_language() -> None:
    values = {
        "suspect_source": "city_budget",
        "other_source": "own",
        "suspect_measure": "plan",
        "printed": "-1.50",
    }
    template = "{suspect_source} {other_source} {suspect_measure} {printed} {suspect_row}"
    assert said(template, {**values, "suspect_row": "6.1"}) == [
        "city budget own plan -1.50 6.1",
        "міський бюджет own план -1,50 6.1",
    ]


def test_every_id_has_a_word() -> None:
    from zvirka.schemas.finding import Cause
    from zvirka.schemas.report import SOURCES as KNOWN
    from zvirka.schemas.report import Measure, Placement, Role, State, Unit

    words = page_texts.WORDS
    assert set(words["cause"]) == set(Cause)
    assert set(words["source"]) == set(KNOWN)
    assert set(words["state"]) == set(State) - {State.REPORTED}
    for kind, ids in (("severity", Severity), ("measure", Measure), ("placement", Placement)):
        assert set(words[kind]) == set(ids)
    assert (set(words["role"]), set(words["unit"])) == (set(Role), set(Unit))


def test_every_sentence_that_the_script_says_is_there() -> None:
    folder = Path(page.__file__).parent / "templates"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    asked = set(re.findall(r'\b(?:say|t|own)\("(\w+)"', text)) | set(re.findall(r'\bkey: "(\w+)"', text))
    assert asked <= set(page_texts.SENTENCES)
    assert {f"unseen_{why}" for why in ("gone", "changed", "undrawn", "not_asked", "full", "nowhere")} <= set(
        page_texts.SENTENCES
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15))
def test_numbers_keep_every_digit(value: Decimal) -> None:
    english, ukrainian = in_languages(value)
    for text, mark in ((english, "."), (ukrainian, ",")):
        plain = text.replace("\u202f", "").replace("\u2212", "-").replace(mark, ".")
        assert plain == f"{value:f}"


def test_bars_are_shares_of_the_longest() -> None:
    assert share(Decimal("-2.5"), Decimal(10)) == "25.00"
    assert share(None, Decimal(10)) == share(Decimal(0), Decimal(0)) == "0"
