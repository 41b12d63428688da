"""A PDF file: its pages one after another, each freed before the next, into grids and prose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zvirka.extract.pdf_layout import blocks_of
from zvirka.extract.pdf_page import LostPage, Source
from zvirka.messages import N_
from zvirka.schemas.document import Block, Document, Fault, Format, UnreadableDocument


def _pdfium(data: bytes) -> Source:
    from zvirka.extract.pdf_pdfium import PdfiumSource

    return PdfiumSource(data)


def _pdfplumber(data: bytes) -> Source:
    from zvirka.extract.pdf_pdfplumber import PlumberSource

    return PlumberSource(data)


_SOURCES: Mapping[str, Callable[[bytes], Source]] = {"pdfium": _pdfium, "pdfplumber": _pdfplumber}


def read_pdf(data: bytes, name: str, sha256: str, engine: str) -> Document:
    """What stands in a PDF file; `engine` is where its glyphs come from, `pdfium` or `pdfplumber`.

    Raises `UnreadableDocument` for a password, no text at all, or a file damaged beyond recovery.
    """
    source, faults = open_pdf(data, engine)
    blocks: list[Block] = []
    try:
        for number in range(1, source.pages + 1):
            try:
                with source.page(number) as content:
                    blocks += blocks_of(content)
                    scan = content.is_scan
            except LostPage as error:
                faults.append(_lost(number, str(error)))
                continue
            if scan:
                faults.append(Fault("lost_page", SCAN, {"page": number}, number))
        pages = source.pages
    finally:
        source.close()
    if not blocks:
        raise UnreadableDocument(NO_TEXT)
    return Document(name, sha256, Format.PDF, pages, tuple(blocks), tuple(faults))


NO_TEXT = N_(
    "there is no text in the file (a scan?); recognise its text first (OCR) and read the PDF that gives"
)
SCAN = N_("page {page} is a picture without text; recognise its text first (OCR)")
BEYOND = N_("the file is damaged beyond recovery ({reason}); get a whole copy of it")


def _lost(number: int, reason: str) -> Fault:
    return Fault(
        "lost_page", N_("page {page} cannot be read: {reason}"), {"page": number, "reason": reason}, number
    )


def open_pdf(data: bytes, engine: str) -> tuple[Source, list[Fault]]:
    """The file, by the engine asked for or else by the other one."""
    other = next(name for name in _SOURCES if name != engine)
    try:
        source = _SOURCES[engine](data)
        if source.pages:
            return source, []
        reason = "no pages"
        source.close()
    except LostPage as error:
        reason = str(error)
    try:
        source = _SOURCES[other](data)
    except LostPage:
        raise UnreadableDocument(BEYOND, reason=reason) from None
    if not source.pages:
        source.close()
        raise UnreadableDocument(BEYOND, reason=reason)
    message = N_("{engine} cannot open the file ({reason}); it was read by {other}")
    return source, [Fault("note", message, {"engine": engine, "reason": reason, "other": other})]
