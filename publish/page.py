"""`report.html`: one file that works without a network, with what was imported, what is wrong, and the evidence.

The findings are embedded as JSON and pictures as base64, both within bounds that the page tells; the tables are made of
them by the page's own script. Nothing that stands in a document becomes markup: templates escape, the script makes text
nodes only, and a Content-Security-Policy lets run nothing but that script and load nothing at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy import Connection

from zvirka.messages import LANGUAGES
from zvirka.publish.page_evidence import LONGEST, Room, batch_of, clipped, said
from zvirka.publish.page_gallery import Gallery, gallery
from zvirka.publish.page_numbers import in_languages as number
from zvirka.publish.page_numbers import share
from zvirka.publish.page_summary import Summary, summary_of
from zvirka.publish.page_texts import SENTENCES, in_languages, sentences, words
from zvirka.publish.replacing import replacing, sweep, sync_folder
from zvirka.schemas.evidence import DocumentLine, Evidence
from zvirka.schemas.finding import Severity

REPORT = "report.html"

MEGABYTE = 1 << 20
# Bytes of findings as JSON, and of pictures in base64: a browser on a telephone still opens a page of both.
MOST_TEXT = 16 * MEGABYTE
MOST_PICTURES = 24 * MEGABYTE
MOST_FINDINGS = 20_000
MOST_DOCUMENTS = 20_000
DOCUMENTS_A_BLOCK = 1000

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = ("report.css",)
_SCRIPT = ("words.js", "listing.js", "evidence.js", "report.js")

Finder = Callable[[Severity], Iterable[Evidence]]
"""Gives all findings of a severity with what shows them."""


@dataclass(slots=True)
class _Embedded:
    """What has gone into the page so far."""

    room: Room
    findings: int = 0
    text: int = 0
    documents: int = 0
    full: bool = False


def write_report(
    connection: Connection,
    documents: Iterable[DocumentLine],
    finder: Finder,
    *,
    to: Path,
    language: str,
    images: bool,
) -> None:
    """Replace the page at `to`: `connection` gives the views of the archive, `language` is what it opens in.

    Pictures come from the source files as they are now; where one is gone or changed, the page says so. Equal archives
    and equal sources give equal bytes. Raises `OSError`.
    """
    summary = summary_of(connection)
    embedded = _Embedded(Room(images, MOST_PICTURES))
    style, script = _joined(_STYLE), f"(() => {{\n'use strict';\n{_joined(_SCRIPT)}}})();\n"
    with gallery() as looker:
        page = _environment().get_template("report.html")
        pieces = page.generate(
            language=language,
            own=lambda key: dict(zip(LANGUAGES, in_languages(SENTENCES[key]), strict=True))[language],
            texts=sentences(),
            words=words(),
            summary=summary,
            number=number,
            share=share,
            largest_sum=_largest_sum,
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704 - our own files
            style_hash=_hash(style),
            script_hash=_hash(script),
            blocks=_blocks(documents, finder, looker, embedded),
            bounds=lambda: list(_bounds(summary, embedded)),
            made_by=in_languages(SENTENCES["made_by"], version=version("zvirka")),
        )
        sweep(to.parent, (to.name,))
        with replacing(to, mode="w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        sync_folder(to.parent)


def _blocks(
    documents: Iterable[DocumentLine], finder: Finder, looker: Gallery, embedded: _Embedded
) -> Iterator[tuple[str, str, Any]]:
    """What is embedded, piece by piece: kind, name, value."""
    yield "words", "", {"languages": LANGUAGES, "sentences": sentences(), "words": words()}
    yield from _document_blocks(documents, embedded)
    for severity in Severity:
        for evidence in finder(severity):
            if embedded.full:
                return
            batch = batch_of(evidence, looker, embedded.room)
            size = len(_script_json(batch.value))
            if embedded.text + size > MOST_TEXT or embedded.findings + len(evidence.findings) > MOST_FINDINGS:
                # what is less serious would fit no better: the page ends at one place of the order
                embedded.full = True
                embedded.room.give_back(data for _, data in batch.pictures)
                return
            embedded.text += size
            embedded.findings += len(evidence.findings)
            yield "findings", "", batch.value
            for name, data in batch.pictures:
                yield "picture", name, Markup(data)  # noqa: S704 - base64 has no letter that HTML knows


def _document_blocks(
    documents: Iterable[DocumentLine], embedded: _Embedded
) -> Iterator[tuple[str, str, Any]]:
    block: list[Any] = []
    for line in documents:
        if embedded.documents == MOST_DOCUMENTS:
            break
        embedded.documents += 1
        counts = [line.pages, line.tables, line.rows, line.errors, line.warnings]
        message = [clipped(text) for text in said(line.template, line.values)] if line.template else None
        block.append([line.path, line.format, line.status, *counts, int(line.present), message])
        if len(block) == DOCUMENTS_A_BLOCK:
            yield "documents", "", block
            block = []
    if block:
        yield "documents", "", block


def _bounds(summary: Summary, embedded: _Embedded) -> Iterator[list[str]]:
    """What the page holds and what it had no room for, a sentence each."""
    room = embedded.room
    yield in_languages(SENTENCES["bound_findings"], shown=embedded.findings, count=summary.findings)
    yield in_languages(SENTENCES["bound_documents"], shown=embedded.documents, count=summary.documents)
    if room.wanted:
        yield in_languages(
            SENTENCES["bound_pictures"],
            shown=room.drawn,
            megabytes=-(-room.used // MEGABYTE),
            most=MOST_PICTURES // MEGABYTE,
            refused=room.refused,
        )
    else:
        yield in_languages(SENTENCES["bound_no_pictures"])
    yield in_languages(SENTENCES["bound_texts"], longest=LONGEST)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["script_json"] = _script_json
    environment.filters["sum_of"] = lambda counts: sum(counts.values())
    return environment


def _script_json(value: object) -> Markup:
    """JSON that may stand in a script element: no letter in it ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _joined(names: Iterable[str]) -> str:
    return "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> Markup:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return Markup(f"sha256-{digest}")  # noqa: S704 - base64


def _largest_sum(period: Any) -> Decimal:
    sums: Mapping[str, Mapping[str, Decimal]] = period.sums
    return max(
        (abs(value) for by_measure in sums.values() for value in by_measure.values()), default=Decimal(0)
    )
