"""A PDF file: its pages one after another, each freed before the next, into grids and prose."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from zvirka.extract.geometry.page import LostPage, Source
from zvirka.extract.pdf.layout import blocks_of
from zvirka.extract.pdf.packed_cells import packed
from zvirka.extract.pdf.page_list import holds_unshown_text, listed_pages
from zvirka.extract.pdf.rescue import damaged_streams, is_cut, rescued
from zvirka.messages import N_
from zvirka.schemas.document import Block, Document, Fault, Format, UnreadableDocument

NO_TEXT = N_(
    "there is no text in the file (a scan?); recognise its text first (OCR) and read the PDF that gives"
)
SCAN = N_("page {page} is a picture without text; recognise its text first (OCR)")
UNKNOWN = N_("page {page}: the file does not tell which letters are drawn; recognise its text (OCR)")
LOST = N_("page {page} cannot be read: {reason}")
UNSHOWN = N_("nothing is on it, but the file holds text that no page shows")
CUT = N_("the file is cut off at its end; what stood behind the cut is lost; get a whole copy of it")
UNLISTED = N_("the file lists pages: {listed}, and only some of them open: {pages}; get a whole copy of it")
DAMAGED = N_("streams of the file are damaged ({count}); what they held is lost; get a whole copy of it")
BEYOND = N_("the file is damaged beyond recovery ({reason}); get a whole copy of it")
OTHER_ENGINE = N_("{engine} cannot open the file ({reason}); it was read by {other}")

PLAIN_PAGES = 32
"""The cells of so many pages are kept as they are, 6 MB at most; those of further pages are packed: slower, smaller."""


def _pdfium(data: bytes) -> Source:
    from zvirka.extract.pdf.pdfium import PdfiumSource

    return PdfiumSource(data)


def _pdfplumber(data: bytes) -> Source:
    from zvirka.extract.pdf.pdfplumber import PlumberSource

    return PlumberSource(data)


_SOURCES: Mapping[str, Callable[[bytes], Source]] = {"pdfium": _pdfium, "pdfplumber": _pdfplumber}


def read_pdf(data: bytes, name: str, sha256: str, engine: str) -> Document:
    """What stands in a PDF file; `engine` is where its glyphs come from, `pdfium` or `pdfplumber`.

    Raises `UnreadableDocument` for a password, no text at all, or a file damaged beyond recovery.
    """
    source, faults = open_pdf(data, engine)
    blocks: list[Block] = []
    found: list[Block] = []
    blank: list[int] = []
    try:
        for number in range(1, source.pages + 1):
            with _collector_paused():
                found = _blocks_of_page(source, number, faults, found, blank)
                blocks += found if number <= PLAIN_PAGES else map(packed, found)
        pages = source.pages
    finally:
        source.close()
    if blank and holds_unshown_text(data):
        faults += [Fault("lost_page", LOST, {"page": page, "reason": UNSHOWN}, page) for page in blank]
    if not blocks:
        lost = next((f for f in faults if f.rule == "lost_page" and f.template != SCAN), None)
        if lost is not None and lost.template in (CUT, DAMAGED, UNLISTED):
            raise UnreadableDocument(lost.template, **lost.values)
        if lost is not None:
            raise UnreadableDocument(BEYOND, reason=lost.template.format_map(lost.values))
        raise UnreadableDocument(NO_TEXT)
    return Document(name, sha256, Format.PDF, pages, tuple(blocks), tuple(faults))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for reference cycles while a page's thousands of small values are made: they form none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _blocks_of_page(
    source: Source, number: int, faults: list[Fault], before: Sequence[Block], blank: list[int]
) -> list[Block]:
    try:
        with source.page(number) as content:
            if content.is_scan:
                faults.append(Fault("lost_page", SCAN, {"page": number}, number))
            if content.is_unknown:
                faults.append(Fault("lost_page", UNKNOWN, {"page": number}, number))
            if content.is_blank:
                blank.append(number)
            return blocks_of(content, before)
    except LostPage as error:
        faults.append(Fault("lost_page", LOST, {"page": number, "reason": str(error)}, number))
        return []


def open_pdf(data: bytes, engine: str) -> tuple[Source, list[Fault]]:
    """The file, by the engine asked for or else by the other one, and what is wrong with it."""
    faults = []
    reason = ""
    for name, source, failure in _attempts(data, engine):
        reason = reason or failure
        if source is None:
            continue
        if name != engine:
            values = {"engine": engine, "reason": reason, "other": name}
            faults.append(Fault("note", OTHER_ENGINE, values))
        if is_cut(data):
            faults.append(Fault("lost_page", CUT))
        elif damaged := damaged_streams(data):
            faults.append(Fault("lost_page", DAMAGED, {"count": damaged}))
        elif (listed := listed_pages(data, source.pages)) > source.pages:
            faults.append(Fault("lost_page", UNLISTED, {"listed": listed, "pages": source.pages}))
        return source, faults
    raise UnreadableDocument(BEYOND, reason=reason)


def _attempts(data: bytes, engine: str) -> Iterator[tuple[str, Source | None, str]]:
    """Each way to open the file, as far as they are asked for: the engine's name, and what it opened or why not."""
    names = sorted(_SOURCES, key=lambda name: name != engine)
    for name in names:
        yield (name, *_attempt(data, name))
    # only a file with no other hope is written anew
    mended = rescued(data)
    if mended is not None:
        for name in names:
            yield (name, *_attempt(mended, name))


def _attempt(data: bytes, engine: str) -> tuple[Source | None, str]:
    try:
        source = _SOURCES[engine](data)
    except LostPage as error:
        return None, str(error)
    if source.pages:
        return source, ""
    source.close()
    return None, "no pages"
