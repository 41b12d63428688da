"""The text that real tools make of drawn documents: what archives of old dumps were made with."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

_SECONDS = 60


def _pdftotext(*options: str) -> Callable[[bytes], str]:
    def dump(pdf: bytes) -> str:
        run = subprocess.run(
            ["pdftotext", *options, "-enc", "UTF-8", "-", "-"],
            input=pdf,
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
        return run.stdout.decode()

    return dump


def _pdfminer(pdf: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(pdf)))


def _pypdf(mode: str) -> Callable[[bytes], str]:
    def dump(pdf: bytes) -> str:
        from pypdf import PdfReader

        # it tells of turned text that its layout mode leaves out
        logging.getLogger("pypdf").setLevel(logging.ERROR)
        pages = PdfReader(io.BytesIO(pdf)).pages
        if mode == "layout":
            return "\f".join(page.extract_text(extraction_mode="layout") for page in pages)
        return "\n".join(page.extract_text() for page in pages)

    return dump


def _pdfium(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "\r\n".join(texts)


def _tika(data: bytes) -> str:
    from extractous import Extractor  # type: ignore[import-not-found]

    text, _ = Extractor().set_extract_string_max_length(10**7).extract_bytes_to_string(bytearray(data))
    return str(text)


def has_tika() -> bool:
    """Whether the package that brings Tika along is installed: it is no part of the development set."""
    from importlib.util import find_spec

    return find_spec("extractous") is not None


def _program(*command: str) -> Callable[[bytes], str]:
    """A program that takes a DOC file by its path and prints text in UTF-8."""

    def dump(doc: bytes) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.doc"
            path.write_bytes(doc)
            run = subprocess.run([*command, str(path)], capture_output=True, check=True, timeout=_SECONDS)
        return run.stdout.decode("utf-8", "replace")

    return dump


OF_PDF: Mapping[str, Callable[[bytes], str]] = {
    "pdftotext": _pdftotext(),
    "pdftotext-raw": _pdftotext("-raw"),
    "pdftotext-layout": _pdftotext("-layout"),
    "pdfminer": _pdfminer,
    "pypdf": _pypdf("plain"),
    "pypdf-layout": _pypdf("layout"),
    "pdfium": _pdfium,
    "tika-pdf": _tika,
}
"""Dumps of a PDF."""

OF_DOC: Mapping[str, Callable[[bytes], str]] = {
    "catdoc": _program("catdoc", "-d", "utf-8", "-w"),
    "antiword": _program("antiword", "-m", "UTF-8.txt", "-w", "150"),
    "tika-doc": _tika,
}
"""Dumps of a DOC, which LibreOffice makes."""


def is_there(name: str) -> bool:
    """Whether the tool of a dump is installed."""
    if name.startswith("tika"):
        return has_tika() and (name in OF_PDF or shutil.which("soffice") is not None)
    if name in OF_DOC:
        return shutil.which(name) is not None and shutil.which("soffice") is not None
    return not name.startswith("pdftotext") or shutil.which("pdftotext") is not None
