"""Files of every known format, read into a `Document`: geometry and text, no meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from zvirka.extract.detect import detect_format
from zvirka.messages import N_
from zvirka.schemas.document import Document, Format, UnreadableDocument

ENGINES = ("pdfium", "pdfplumber")
"""Where the glyphs of a PDF may come from; the first is the default."""

# Module and function of each reader. A reader is imported when a file of its format comes, so that a run over
# text does not load a PDF library.
_READERS: Mapping[Format, tuple[str, str]] = {
    Format.PDF: ("zvirka.extract.pdf.reading", "read_pdf"),
    Format.DOCX: ("zvirka.extract.docx.reading", "read_docx"),
    Format.TEXT: ("zvirka.extract.text.reading", "read_text"),
}

__all__ = ["ENGINES", "detect_format", "read", "read_bytes"]


def read(path: str | Path, engine: str = "pdfium") -> Document:
    """What stands in the file, told by its content, not by its ending.

    `engine` is one of `ENGINES` and matters for a PDF only. Raises `UnreadableDocument` for a file that cannot
    be opened or read, `ValueError` for an unknown engine.
    """
    place = Path(path)
    if place.is_dir():
        raise UnreadableDocument(N_("a directory, not a file"))
    try:
        data = place.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableDocument(N_("the file cannot be opened: {reason}"), reason=reason) from None
    return read_bytes(data, place.name, engine)


def read_bytes(data: bytes, name: str, engine: str = "pdfium") -> Document:
    """As `read`, for the content of a file called `name`."""
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; known: {', '.join(ENGINES)}")
    kind = detect_format(data)
    module, function = _READERS[kind]
    reader = cast("Callable[..., Document]", getattr(import_module(module), function))
    sha256 = hashlib.sha256(data).hexdigest()
    if kind is Format.PDF:
        return reader(data, name, sha256, engine)
    return reader(data, name, sha256)
