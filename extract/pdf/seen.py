"""What the PDF reader saw of one page, for a picture of it: the page as displayed, and the rules on it."""

from __future__ import annotations

from typing import NamedTuple

import pypdfium2
from PIL import Image

from zvirka.extract.geometry.page import LostPage
from zvirka.extract.geometry.rules import Rules, rules_of
from zvirka.extract.pdf.reading import open_pdf
from zvirka.messages import N_
from zvirka.schemas.document import UnreadableDocument


class SeenPage(NamedTuple):
    """`picture` has `scale` pixels a point."""

    picture: Image.Image
    scale: float
    rules: Rules


def seen_page(data: bytes, page: int, engine: str, scale: float) -> SeenPage:
    """The page (from 1) and its rules in points. Raises `UnreadableDocument` if it cannot be read.

    Where pdfium cannot draw the page, the picture is a white sheet of its size.
    """
    source, _ = open_pdf(data, engine)
    try:
        with source.page(page) as content:
            rules = rules_of(content.strokes)
            size = round(content.width * scale), round(content.height * scale)
    except LostPage as error:
        raise UnreadableDocument(
            N_("page {page} cannot be read: {reason}"), page=page, reason=str(error)
        ) from None
    finally:
        source.close()
    return SeenPage(_drawn(data, page, scale) or Image.new("RGB", size, "white"), scale, rules)


def _drawn(data: bytes, page: int, scale: float) -> Image.Image | None:
    try:
        with pypdfium2.PdfDocument(data) as document:
            drawn: Image.Image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
            return drawn
    except (pypdfium2.PdfiumError, IndexError):
        return None
