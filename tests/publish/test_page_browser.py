"""The page in a real browser: search, filter, evidence, language; no error, no request, nothing of a document runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.publish.material import (
    HOSTILE,
    HOSTILE_PATH,
    docx_evidence,
    pdf,
    pdf_evidence,
    text_evidence,
    write,
)
from zvirka.schemas.evidence import DocumentLine
from zvirka.schemas.finding import Severity

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")

WARNINGS = 230


@dataclass(slots=True)
class Watched:
    """What went on behind the page: errors, and what it asked for beside itself."""

    page: Page
    address: str
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, fragment: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(self.address + fragment)
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # the superuser's Chromium refuses to start with its sandbox
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield made
        made.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    drawing, dump = folder / "a.pdf", folder / "b.txt"
    drawing.write_bytes(pdf())
    dump.write_text(
        "Заходи\n\n1. Ремонт школи\nза кошти\n1234567,80 1234500,80 76,00\nВСЬОГО\n", encoding="utf-8"
    )
    lines = [
        DocumentLine(HOSTILE_PATH, "pdf", "findings", pages=2, tables=1, rows=3, errors=1),
        DocumentLine("b.txt", "text", "findings", pages=1, tables=1, rows=1, errors=1),
        DocumentLine("c.docx", "docx", "findings", tables=1, rows=1, warnings=WARNINGS),
        DocumentLine("d.pdf", "pdf", "failed", "broken: {reason}", {"reason": HOSTILE}, present=False),
    ]
    some = [pdf_evidence(drawing), text_evidence(dump), docx_evidence(WARNINGS)]
    write(folder / "report.html", some, lines)
    return folder / "report.html"


@pytest.fixture
def watched(browser: Browser, report: Path) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    seen = Watched(context.new_page(), report.as_uri())
    seen.page.on("console", lambda message: seen.told.append(message.text))
    seen.page.on("pageerror", lambda error: seen.told.append(str(error)))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.open()
    yield seen
    assert seen.told == []
    own = (report.as_uri(), "about:blank", "data:image/webp;base64,")
    assert [address for address in seen.asked if not address.startswith(own)] == []
    assert seen.page.evaluate("window.harmed") is None
    context.close()


def shown(page: Page) -> int:
    return page.locator("#finding-list tbody > tr:not(.detail)").count()


def test_findings_come_in_pages_of_a_hundred_the_most_serious_first(watched: Watched) -> None:
    page = watched.page
    status = page.locator("#finding-list [role=status]")
    expect(status).to_have_text("1–100 of 232")
    assert shown(page) == 100
    badges = page.locator("#finding-list .badge").all_inner_texts()
    assert badges == ["error"] * 2 + ["warning"] * 98
    page.get_by_role("button", name="Next").first.click()
    expect(status).to_have_text("101–200 of 232")
    page.get_by_role("button", name="Next").first.click()
    assert shown(page) == 32
    expect(page.get_by_role("button", name="Next").first).to_be_disabled()


def test_search_finds_paths_amounts_texts_and_ids(watched: Watched) -> None:
    page = watched.page
    finding_id = page.evaluate(
        "JSON.parse(document.querySelector('[data-kind=findings]').textContent).findings[0].id"
    )
    searches = (
        ("1234567,80", 2),
        ("1234567.80", 2),
        ("ремонт ШКОЛИ", 1),
        ("c.docx", WARNINGS),
        (finding_id, 1),
        ("<img", 1),
        ("more than planned: 17", 1),
        ("nowhere to be found", 0),
    )
    for text, count in searches:
        page.get_by_role("searchbox").first.fill(text)
        expected = f"1–{min(count, 100)} of {count}" if count else "nothing fits"
        expect(page.locator("#finding-list [role=status]")).to_have_text(expected)
    page.get_by_role("button", name="Show all").first.click()
    expect(page.locator("#finding-list [role=status]")).to_have_text("1–100 of 232")


def test_filters_narrow_and_say_how_many_there_are(watched: Watched) -> None:
    page = watched.page
    severity = page.get_by_label("Severity")
    assert severity.locator("option").all_inner_texts() == ["all", "error (2)", "warning (230)"]
    severity.select_option("error")
    assert shown(page) == 2
    page.get_by_label("Cause").select_option("wrong_digit")
    assert shown(page) == 2
    page.get_by_label("Rule").select_option("overspend")
    assert shown(page) == 0


def test_a_document_is_filtered_from_the_list_of_documents(watched: Watched) -> None:
    page = watched.page
    page.get_by_role("button", name="Show the findings of this document: b.txt").click()
    assert shown(page) == 1
    expect(page.locator("#only-document")).to_contain_text("b.txt")
    page.locator("#only-document button").click()
    assert shown(page) == 100
    page.get_by_label("Status").select_option("failed")
    failed = page.locator("#document-list tbody tr")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("the file is not there any more")
    expect(failed).to_contain_text(f"broken: {HOSTILE}")


def test_columns_sort_up_down_and_back(watched: Watched) -> None:
    page = watched.page
    head = page.locator("#finding-list thead th", has_text="Expected")

    def first() -> str:
        return page.locator("#finding-list tbody > tr td:nth-child(5)").first.inner_text()

    button = head.get_by_role("button")
    expect(head).to_have_attribute("aria-sort", "none")
    assert first() == "1\u202f234\u202f576.80"
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert first() == "1\u202f234\u202f576.80"
    # the head keeps the focus, so that it can be pressed again
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert first() == "1"
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "none")


def test_evidence_opens_by_keyboard_with_the_picture_of_the_place(watched: Watched) -> None:
    page = watched.page
    opener = page.locator(".opener").first
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.focus()
    page.keyboard.press("Enter")
    opener = page.locator(".opener").first
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    evidence = page.locator("tr.detail .evidence")
    assert evidence.get_attribute("aria-label", timeout=1000)
    controls = opener.get_attribute("aria-controls")
    assert controls is not None
    expect(page.locator(f"#{controls}")).to_be_visible()
    shot = evidence.locator("svg.shot")
    expect(shot).to_have_attribute("viewBox", "11 91 578 38")
    # the picture is really there: a browser that cannot decode it gives it no size
    size = page.evaluate(SIZE)
    assert size == [1156, 76]
    outlines = {
        mark.get_attribute("class"): [mark.get_attribute(side) for side in ("x", "y", "width", "height")]
        for mark in shot.locator("rect").all()
    }
    assert outlines == {
        "mark place": ["300", "100", "80", "20"],
        "mark suspect": ["380", "100", "80", "20"],
        "mark term": ["460", "100", "80", "20"],
    }
    page.keyboard.press("Enter")
    expect(page.locator("tr.detail")).to_have_count(0)


def test_the_equation_stands_with_its_numbers_and_its_suspect(watched: Watched) -> None:
    page = watched.page
    page.locator(".opener").first.click()
    evidence = page.locator(".evidence")
    lines = evidence.locator(".equation tbody tr")
    cells = [line.locator("th, .number").all_inner_texts() for line in lines.all()]
    assert cells == [
        ["total", "1\u202f234\u202f567.80"],
        ["city budget", "1\u202f234\u202f500.80\nshould read 1\u202f234\u202f491.80"],
        ["other sources", "76.00"],
        ["added up", "1\u202f234\u202f576.80"],
        ["apart by", "\u22129.00"],
    ]
    expect(evidence.locator(".equation tr.suspect")).to_have_count(1)
    expect(evidence.locator(".why")).to_have_text("Row 1 (№ 1) has one wrong digit.")
    # hostile text stands there as text
    expect(evidence.locator(".texts")).to_contain_text(HOSTILE)
    assert evidence.locator("img, script").count() == 0


def test_every_amount_leads_back_to_its_place(watched: Watched) -> None:
    page = watched.page
    page.locator(".opener").first.click()
    amounts = page.locator(".rebuilt .pointer")
    assert amounts.count() == 3
    for i, x in enumerate(("300", "380", "460")):
        amounts.nth(i).focus()
        pointed = page.locator(".mark.pointed")
        expect(pointed).to_have_count(1)
        expect(pointed).to_have_attribute("x", x)
    page.locator(".opener").first.focus()
    expect(page.locator(".mark.pointed")).to_have_count(0)
    cells = page.locator(".rebuilt tbody td")
    assert cells.nth(1).get_attribute("title") == "by its cell; p. 1: 380, 100 – 460, 120 pt"


def test_a_text_dump_shows_its_lines_with_the_place_marked(watched: Watched) -> None:
    page = watched.page
    page.locator(".opener").nth(1).click()
    lines = page.locator(".lines tr")
    assert lines.locator("th").all_inner_texts() == ["4", "5", "6"]
    expect(page.locator(".lines tr.marked")).to_have_text("51234567,80 1234500,80 76,00")
    # an amount without a box on a page says its line
    expect(page.locator(".evidence .rebuilt")).not_to_contain_text("line")
    expect(page.locator(".evidence")).to_contain_text("row 1 · p. 1, line 5")


def test_an_address_opens_its_finding(watched: Watched) -> None:
    finding_id = docx_evidence(WARNINGS).ids[215]
    watched.page.get_by_label("Severity").select_option("error")
    page = watched.open(f"#{finding_id}")
    expect(page.locator("#finding-list [role=status]")).to_have_text("201–232 of 232")
    evidence = page.locator(".evidence")
    expect(evidence).to_have_count(1)
    expect(evidence).to_contain_text("more than planned: 216")
    expect(evidence).to_be_in_viewport()


def test_the_language_switches_all_of_the_page(watched: Watched) -> None:
    page = watched.page
    page.locator(".opener").first.click()
    page.get_by_role("button", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page).to_have_title("zvirka: що імпортовано і що не так")
    expect(page.locator("h1")).to_have_text("Що імпортовано і що не так", use_inner_text=True)
    expect(page.get_by_role("button", name="Українська")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#finding-list .badge").first).to_have_text("помилка")
    expect(page.locator("#finding-list [role=status]")).to_have_text("1–100 з 232")
    expect(page.get_by_label("Рівень").locator("option").nth(2)).to_have_text("попередження (230)")
    # what was open stays open, with its numbers as they are written in Ukrainian
    expect(page.locator(".evidence .equation")).to_contain_text("1\u202f234\u202f567,80")
    expect(page.locator(".evidence h4").first).to_have_text("Місце в джерелі")
    english = page.locator("main").inner_text() + page.locator("footer").inner_text()
    for word in ("Findings", "Printed", "suspect", "thousand", "of 232", "Search"):
        assert word not in english
    page.get_by_role("button", name="English").click()
    expect(page.locator("#finding-list .badge").first).to_have_text("error")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(watched: Watched, width: int) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    for i in range(3):
        page.locator(".opener").nth(i).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints_with_its_evidence(watched: Watched) -> None:
    page = watched.page
    page.locator(".opener").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".filters").first).to_be_hidden()
    expect(page.locator(".opener").first).to_be_hidden()
    expect(page.locator(".evidence .shot")).to_be_visible()
    # heads without buttons stand again at the top of each printed page
    expect(page.locator("#finding-list thead .printed").first).to_be_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"


SIZE = """
async () => {
  const image = new Image();
  image.src = document.querySelector(".shot image").getAttribute("href");
  await image.decode();
  return [image.naturalWidth, image.naturalHeight];
}
"""
CONTRAST = """
() => {
  const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("svg, script, :disabled") || !element.checkVisibility()) continue;
    const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) weak.push([element.tagName, element.className, element.textContent.slice(0, 20), ratio]);
  }
  return weak;
}
"""
NAMELESS = """
() => [...document.querySelectorAll("button, input, select, a, [role=group], [role=img], section")]
  .filter((e) => !e.textContent.trim() && !e.ariaLabel && !(e.labels && e.labels.length))
  .map((e) => e.outerHTML.slice(0, 100))
"""


def test_it_can_be_read_by_everyone(watched: Watched) -> None:
    page = watched.page
    for i in range(3):
        page.locator(".opener").nth(i).click()
    for language in ("English", "Українська"):
        page.get_by_role("button", name=language).click()
        # the pointer rests on what was clicked
        page.mouse.move(0, 0)
        # text against its ground as WCAG 2 asks for at level AA
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate(NAMELESS) == []
    heads = page.locator("h1, h2, h3, h4")
    levels = [int(tag[1]) for tag in heads.evaluate_all("heads => heads.map((head) => head.tagName)")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


def test_without_a_script_the_page_still_tells_how_things_stand(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.locator("noscript p")).to_contain_text("findings.csv")
    expect(page.locator(".card").first).to_contain_text("232")
    context.close()


def test_an_archive_without_findings_says_so(browser: Browser, tmp_path: Path) -> None:
    write(tmp_path / "report.html", [], [DocumentLine("a.pdf", "pdf", "consistent", pages=1)])
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.locator(".notice.good")).to_have_text(
        "Nothing was found: every sum holds.", use_inner_text=True
    )
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#document-list tbody tr")).to_have_count(1)
    assert errors == []
    page.close()


def test_thousands_of_findings_stay_quick(browser: Browser, tmp_path: Path) -> None:
    some = [docx_evidence(200, Severity.ERROR, f"{n:03}.docx") for n in range(50)]
    write(tmp_path / "report.html", some)
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.locator("#finding-list [role=status]")).to_have_text("1–100 of 10\u202f000")
    page.get_by_role("searchbox").first.fill("031.docx planned: 200")
    expect(page.locator("#finding-list [role=status]")).to_have_text("1–1 of 1", timeout=2000)
    page.close()
