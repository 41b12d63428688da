"""A look into the source file while the page is made: pictures of places in a PDF, lines of a text dump.

Runs in a child process (`page_gallery`): what a file does to the library that draws it must not cost the import.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from zvirka.extract.text.encoding import decode
from zvirka.extract.text.reading import lines_of_text
from zvirka.schemas.document import Box

# Pixels a point: print of 8 points stays legible on a screen, and a band over a page's width takes about 20 kB.
SCALE = 2.0
# Pixels: no picture is wider or higher, whatever size a page claims to have.
LARGEST = 2400
# Of 100. Below it letters of small print begin to smear.
QUALITY = 45


class Gone(Exception):
    """The file cannot be read any more."""


class Changed(Exception):
    """The file is not the one that was read."""


class Picture(NamedTuple):
    """A picture (WebP) of a place; `box` is what it shows of the page, in points as displayed."""

    box: Box
    data: bytes


def drawn(location: Path, sha256: str, places: Sequence[tuple[int, Box]]) -> list[Picture | None]:
    """Pictures of places on pages of a PDF, cut off at the page's edges; None for what cannot be drawn.

    Raises `Gone` or `Changed`.
    """
    data = _unchanged(location, sha256)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return [None] * len(places)
    with document:
        return [_picture(document, page, box) for page, box in places]


def _picture(document: pypdfium2.PdfDocument, number: int, box: Box) -> Picture | None:
    try:
        page = document[number - 1]
        try:
            width, height = page.get_size()
            seen = Box(max(0.0, box.x0), max(0.0, box.top), min(width, box.x1), min(height, box.bottom))
            scale = min(SCALE, LARGEST / max(seen.x1 - seen.x0, seen.bottom - seen.top, 1.0))
            # pdfium counts what is cut off from each side
            cut = (seen.x0, height - seen.bottom, width - seen.x1, seen.top)
            image = page.render(scale=scale, crop=cut).to_pil()
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        return None
    written = io.BytesIO()
    image.convert("RGB").save(written, "WEBP", quality=QUALITY, method=4)
    return Picture(seen, written.getvalue())


def source_lines(
    location: Path, sha256: str, spans: Sequence[tuple[int, int]]
) -> list[list[tuple[int, str]]]:
    """For each span of line numbers (from 1, both ends counted) the lines of a text dump with their numbers.

    Raises `Gone` or `Changed`.
    """
    text = decode(_unchanged(location, sha256)).text
    wanted = {n for first, last in spans for n in range(first, last + 1)}
    kept = dict(_joined(text, wanted))
    return [[(n, kept[n]) for n in range(first, last + 1) if n in kept] for first, last in spans]


def _joined(text: str, wanted: set[int]) -> Iterator[tuple[int, str]]:
    found: dict[int, str] = {}
    for line in lines_of_text(text):
        if line.number in wanted:
            # a form feed within a line parts it in two of one number
            found[line.number] = found[line.number] + line.text if line.number in found else line.text
    yield from found.items()


def _unchanged(location: Path, sha256: str) -> bytes:
    try:
        data = location.read_bytes()
    except (OSError, ValueError):
        # ValueError: a member of a ZIP archive, which no path leads to
        raise Gone from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Changed
    return data
