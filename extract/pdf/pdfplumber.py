"""A PDF through pdfplumber: slower, in Python alone, with other strengths where a file is damaged."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from zvirka.extract.geometry.doubles import doubles
from zvirka.extract.geometry.glyphs import SUPERSCRIPTS, goes_on, is_raised, may_be_mark, same_glyph, word_of
from zvirka.extract.geometry.page import NO_LETTER, PASSWORD, THIN, LostPage, PageContent
from zvirka.extract.geometry.words import Word
from zvirka.schemas.document import Box, UnreadableDocument

# Glyphs further apart than this share of their height belong to two words.
APART = 0.25
WHITE = 0.98
LIGATURES = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")


class PlumberSource:
    """An open file. Raises `UnreadableDocument` for a password, `LostPage` where pdfminer cannot open it at all."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pdfplumber.open(io.BytesIO(data))
            self.pages = len(self._document.pages)
        except Exception as error:  # what a damaged file makes pdfminer raise is anything
            if _is_about_password(error):
                raise UnreadableDocument(PASSWORD) from None
            raise LostPage(f"{type(error).__name__}: {error}") from None

    def close(self) -> None:
        """Free the file."""
        self._document.close()

    @contextmanager
    def page(self, number: int) -> Iterator[PageContent]:
        """The page (from 1) while the context lasts. Raises `LostPage`."""
        page = self._document.pages[number - 1]
        try:
            content = _content(page, number)
        except Exception as error:
            raise LostPage(f"{type(error).__name__}: {error}") from None
        try:
            yield content
        finally:
            page.close()


def _is_about_password(error: Exception) -> bool:
    inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    return isinstance(inner, PDFPasswordIncorrect)


def _content(page: Any, number: int) -> PageContent:
    # what is displayed: the crop box within the sheet
    (x0, y0, x1, y1), (crop_x0, crop_y0, crop_x1, crop_y1) = page.mediabox, page.cropbox
    left, top, right, bottom = max(x0, crop_x0), max(y0, crop_y0), min(x1, crop_x1), min(y1, crop_y1)
    runs = list(_runs(page.chars, left, top))
    strokes = [_box(line, left, top) for line in page.lines]
    fills = []
    for shape in page.rects:
        box = _box(shape, left, top)
        if box.x1 - box.x0 < THIN or box.bottom - box.top < THIN:
            strokes.append(box)
            continue
        if shape["stroke"]:
            strokes += _sides(box)
        if shape["fill"] and not _is_white(shape["non_stroking_color"]):
            fills.append(box)
    for curve in page.curves:
        if curve["stroke"]:
            strokes += _straight_sides([(x - left, y - top) for x, y in curve["pts"]])
    pictures: list[Box] = []
    for image in page.images:
        box = _box(image, left, top)
        thin = box.x1 - box.x0 < THIN or box.bottom - box.top < THIN
        (strokes if thin else pictures).append(box)
    words = [word_of(run, space=space) for run, space in runs]
    for i in range(1, len(words)):
        # pdfminer's boxes are as high as the font, so their ends lie as the baselines do, but for the smaller descent
        if may_be_mark(words[i - 1], words[i]) and is_raised(
            words[i - 1], words[i], words[i - 1][4] - words[i][4]
        ):
            words[i] = words[i]._replace(text=words[i].text.translate(SUPERSCRIPTS))
    if again := doubles(words):
        words = [word for i, word in enumerate(words) if i not in again]
        runs = [run for i, run in enumerate(runs) if i not in again]
    return PageContent(
        number,
        float(right - left),
        float(bottom - top),
        words,
        lambda index: runs[index][0],
        strokes,
        fills,
        pictures,
        sum(word.text.count(NO_LETTER) for word in words),
    )


def _box(thing: Any, left: float, top: float) -> Box:
    half = (
        (thing.get("linewidth") or 0.0) / 2
        if thing["x0"] == thing["x1"] or thing["top"] == thing["bottom"]
        else 0.0
    )
    return Box(
        thing["x0"] - left - half,
        thing["top"] - top - half,
        thing["x1"] - left + half,
        thing["bottom"] - top + half,
    )


def _sides(box: Box) -> list[Box]:
    x0, top, x1, bottom = box
    return [
        Box(x0, top, x1, top),
        Box(x0, bottom, x1, bottom),
        Box(x0, top, x0, bottom),
        Box(x1, top, x1, bottom),
    ]


def _straight_sides(points: list[tuple[float, float]]) -> list[Box]:
    return [
        Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for (x0, y0), (x1, y1) in pairwise(points)
        if abs(x1 - x0) < 0.5 or abs(y1 - y0) < 0.5
    ]


def _is_white(color: Any) -> bool:
    if color is None:
        return False
    parts = color if isinstance(color, tuple | list) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    if len(parts) == 4:
        return all(part <= 1 - WHITE for part in parts)
    return all(part >= WHITE for part in parts)


def _runs(chars: list[dict[str, Any]], left: float, top: float) -> Iterator[tuple[list[Word], bool]]:
    """The glyphs of each word, and whether a space follows it in the file."""
    run: list[Word] = []
    for char in chars:
        glyph = _glyph(char, left, top)
        if not glyph.text.strip():
            if run:
                yield run, goes_on(run[-1], glyph, _off(run[-1], glyph), 1.0)
                run = []
        elif run and same_glyph(run[-1], glyph):
            continue
        elif run and goes_on(run[-1], glyph, _off(run[-1], glyph), APART):
            run.append(glyph)
        else:
            if run:
                yield run, False
            run = [glyph]
    if run:
        yield run, False


def _glyph(char: dict[str, Any], left: float, top: float) -> Word:
    text = char["text"]
    if text.startswith("(cid:") or (len(text) == 1 and text < " "):
        text = NO_LETTER
    elif text in LIGATURES:
        text = unicodedata.normalize("NFKC", text)
    a, b, *_ = char["matrix"]
    angle = 0
    if not char["upright"] or a < 0:
        angle = (90 if b > 0 else 270) if abs(b) > abs(a) else (180 if a < 0 else 0)
    return Word(
        text, char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top, False, angle
    )


def _off(before: Word, glyph: Word) -> float:
    """How far the glyphs' lines lie apart."""
    if before.angle in (90, 270):
        return max(abs(glyph.x0 - before.x0), abs(glyph.x1 - before.x1))
    return max(abs(glyph.top - before.top), abs(glyph.bottom - before.bottom))
