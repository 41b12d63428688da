"""Small pictures of report.html for the READMEs, made of drawn documents. Not shipped.

    python -m tools.screenshots [--to docs/images] [--keep DIR]

Some tables are drawn with a mistake in each, imported, and the page is opened in Debian's Chromium.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.generate.document import make
from tools.generate.writers import files_of
from zvirka.cli import main as zvirka
from zvirka.messages import LANGUAGES
from zvirka.publish.page import REPORT

ROOT = Path(__file__).resolve().parents[1]
SEEDS = {"pdf-ruled": range(16), "docx": range(16, 26)}
FREE = 4
"""The documents of each writer; every fourth has no mistake."""
COLOURS = 160
"""Of the pictures: few enough to keep them small, enough for smooth letters."""
SCREEN, PHONE = (1120, 760), (390, 780)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--keep", type=Path, help="folder for the documents and the archive")
    chosen = parser.parse_args(arguments)
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium: apt-get install chromium", file=sys.stderr)
        return 1
    with _folder(chosen.keep) as folder:
        report = imported(folder)
        chosen.to.mkdir(parents=True, exist_ok=True)
        for name, data in pictures(report, chromium):
            (chosen.to / name).write_bytes(data)
            print(f"{name}: {len(data) / 1024:.0f} kB")
    return 0


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def imported(folder: Path) -> Path:
    """The page of an archive of drawn documents, both made below the folder."""
    for writer, seeds in SEEDS.items():
        here = folder / "звіти" / writer.partition("-")[0]
        here.mkdir(parents=True, exist_ok=True)
        made = [make(seed, mistake=seed % FREE != 0) for seed in seeds]
        for i, (name, data) in enumerate(files_of(writer, made), 1):
            (here / f"звіт-{i:02}{Path(name).suffix}").write_bytes(data)
    zvirka(["import", str(folder / "звіти"), "--out", str(folder / "архів"), "--lang", "uk"])
    return folder / "архів" / REPORT


def pictures(report: Path, chromium: str) -> Iterator[tuple[str, bytes]]:
    """Names and PNG data."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": SCREEN[0], "height": SCREEN[1]})
        page.goto(report.as_uri())
        for language in LANGUAGES:
            page.locator(f"[data-language={language}]").click()
            yield f"report-overview-{language}.png", _shot(page)
        page.locator("[data-language=en]").click()
        _open(page)
        for language in LANGUAGES:
            page.locator(f"[data-language={language}]").click()
            page.locator(".detail").first.evaluate("row => row.previousElementSibling.scrollIntoView()")
            yield f"report-evidence-{language}.png", _shot(page)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.locator(".detail").first.evaluate("row => row.previousElementSibling.scrollIntoView()")
        yield "report-phone-uk.png", _shot(page)
        browser.close()


def _open(page: Page) -> None:
    """Open the first error with a picture whose suspect stands in another row than the finding."""
    page.get_by_label("Severity").select_option("error")
    for rule in ("column_total", "row_sum"):
        page.locator("#by-rule").select_option(rule)
        for opener in page.locator(".opener").all():
            opener.click()
            if page.locator(".mark.suspect").count() and page.locator(".mark.term").count() > 1:
                page.locator(".detail").first.evaluate("row => row.previousElementSibling.scrollIntoView()")
                return
            opener.click()


def _shot(page: Page) -> bytes:
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    written = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
