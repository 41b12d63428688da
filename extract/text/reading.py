"""Text dumps: what some tool once pulled out of a PDF or DOC, or someone typed.

A page ends at a form feed. A line keeps its inner spaces and the spaces at its end: in some dumps they are the only
trace of a cell. Tables whose cells are framed by characters or parted by tabs are grids; dumps by position are grids
by alignment; everything else is a stream, whose tables are found by their meaning later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zvirka.extract.text.blocks import blocks_of
from zvirka.extract.text.encoding import decode
from zvirka.messages import N_
from zvirka.schemas.document import Document, Fault, Format, Line, UnreadableDocument

_LINE_END = re.compile(r"\r\n|\n|\r|\u2028|\u2029|\x85")
# Backspace, bell and the like are slips of old programs; more than this share of them means that it is no text.
_CONTROL_SHARE = 0.02
# What pdfium's dumps have for a hyphen at the end of a line.
_HYPHEN = re.compile("(?<=\\w)\ufffe")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(data: bytes, name: str, sha256: str) -> Document:
    """The text file as a document. Raises `UnreadableDocument` for what is empty or no text.

    `pages` counts the stretches between form feeds; one after the last form feed counts if anything stands in it.
    """
    decoded = decode(data)
    text = decoded.text.removesuffix("\x1a")
    controls = _CONTROLS.findall(text)
    if len(controls) > _CONTROL_SHARE * len(text):
        raise UnreadableDocument(N_("neither a PDF, nor a DOCX, nor text"))
    faults = [Fault("note", template, values) for template, values in decoded.repairs]
    if controls:
        message = N_("control characters left out: {count}")
        faults.append(Fault("note", message, {"count": len(controls)}))
        text = _CONTROLS.sub("", text)
    lines = tuple(lines_of_text(_HYPHEN.sub("-", text)))
    if not any(line.text.strip() for line in lines):
        raise UnreadableDocument(N_("the file is empty"))
    pages = max(line.page for line in lines if line.text.strip())
    return Document(name, sha256, Format.TEXT, pages, blocks_of(lines), tuple(faults))


def lines_of_text(text: str) -> Iterator[Line]:
    """The lines of a text with their numbers, from 1, and pages. A form feed within a line parts it in two."""
    page = 1
    pieces = _LINE_END.split(text)
    if not pieces[-1]:
        pieces.pop()
    for number, piece in enumerate(pieces, 1):
        for i, part in enumerate(piece.split("\f")):
            page += i > 0
            # a form feed ends the line before it; only what stands on the new page is a line of its own
            if part or i == piece.count("\f"):
                yield Line(part.replace("\v", " "), page, None, number)
