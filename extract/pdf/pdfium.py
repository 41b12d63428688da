"""A PDF through pdfium's own C interface: as few foreign calls as the result allows.

Text comes in one call a page, boxes by words (first and last glyph); glyph by glyph only where a word turns, jumps
or is cut by a rule. Coordinates are filled into arrays by address and converted all at once.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from zvirka.extract.geometry.doubles import doubles, may_double
from zvirka.extract.geometry.glyphs import (
    LONGEST_MARK,
    SUPERSCRIPTS,
    TWICE_NEAR,
    goes_on,
    is_raised,
    may_be_mark,
    same_glyph,
    word_of,
)
from zvirka.extract.geometry.page import NO_LETTER, PASSWORD, LostPage, PageContent
from zvirka.extract.geometry.words import Word, turned_box
from zvirka.extract.pdf.calls import ADDRESS, INT, address_of, function
from zvirka.extract.pdf.paths import PathReader
from zvirka.messages import N_
from zvirka.schemas.document import Box, UnreadableDocument

# pdfium's mark for a hyphen at the end of a line: it joins the line to the next one. (0xFFFE in the text,
# 2 by the glyph.)
HYPHEN = "\ufffe"
# Codes that are no letters: the font does not tell which letters its glyphs are. Line ends, which pdfium adds, are
# always of two characters.
_STRAY = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]|\r(?!\n)|(?<!\r)\n")
_WORD = re.compile(rf"[^\s{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
# Twice each letter, as programs make bold that draw each glyph twice.
_TWICE = re.compile(r"(?:(.)\1)+")
NO_PAGE = N_("the list of pages leads to none")
# In shares of the height: the glyphs of one word stand closer than this. pdfium parts words by their gaps; letters
# spaced out stay together.
APART = 1.0
# In heights: the first and last box of a word on one line begin and end within this.
JUMP = 0.4
# In heights: a glyph is no wider, spaced out or not.
MOST_WIDTH = 1.2
Array: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]


_loose_box = function("FPDFText_GetLooseCharBox", INT, ADDRESS, INT, ADDRESS)
_is_generated = function("FPDFText_IsGenerated", INT, ADDRESS, INT)
_unicode = function("FPDFText_GetUnicode", INT, ADDRESS, INT)


class PdfiumSource:
    """An open file. Raises `UnreadableDocument` for a password, `LostPage` where pdfium cannot open it at all."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise UnreadableDocument(PASSWORD) from None
            raise LostPage(str(error)) from None
        self.pages = len(self._document)
        if not any(self._has(index) for index in range(self.pages)):
            self._document.close()
            raise LostPage(NO_PAGE)
        self._paths = PathReader()

    def close(self) -> None:
        """Free the file."""
        self._document.close()

    def _has(self, index: int) -> bool:
        """Whether the list of pages leads to a page."""
        size = pdfium.FS_SIZEF()
        return bool(pdfium.FPDF_GetPageSizeByIndexF(self._document.raw, index, size))

    @contextmanager
    def page(self, number: int) -> Iterator[PageContent]:
        """The page (from 1) while the context lasts. Raises `LostPage`."""
        page = _loaded(self._document.raw, number - 1)
        if not page:
            raise LostPage(f"page {number} does not load")
        text = pdfium.FPDFText_LoadPage(page)
        try:
            if not text:
                raise LostPage(f"the text of page {number} does not load")
            yield _PageReader(page, text, number).content(self._paths)
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)


def _loaded(document: Any, index: int) -> Any:
    """The page, or a null pointer; what is filled into form fields or written in text boxes is made page content."""
    page = pdfium.FPDF_LoadPage(document, index)
    drawn_by_annotations = (
        page
        and pdfium.FPDFPage_GetAnnotCount(page) > 0
        and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    )
    if drawn_by_annotations:
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, index)
    return page


class _PageReader:
    def __init__(self, page: Any, text: Any, number: int) -> None:
        self.page, self.number = page, number
        self.text_address = address_of(text)
        self.text = text
        frame = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, frame)
        self.left, self.top = frame.left, frame.top
        self.flat_width, self.flat_height = frame.right - frame.left, frame.top - frame.bottom
        self.rotation = 90 * pdfium.FPDFPage_GetRotation(page)
        self.places: list[tuple[int, int]] = []
        self.unknown = 0

    def content(self, paths: PathReader) -> PageContent:
        """Everything on the page, in display coordinates."""
        width, height = self.flat_width, self.flat_height
        if self.rotation in (90, 270):
            width, height = height, width
        words = self.words()
        drawn = paths.drawn(self.page)
        return PageContent(
            self.number,
            width,
            height,
            words,
            self.glyphs,
            self.boxes(drawn.strokes),
            self.boxes(drawn.fills),
            self.boxes(drawn.pictures),
            self.unknown,
        )

    def boxes(self, drawn: Sequence[tuple[float, float, float, float]]) -> list[Box]:
        """Boxes on the displayed page, of (left, bottom, right, top) in the page's own coordinates."""
        x, y = self.left, self.top
        flat = [Box(left - x, y - top, right - x, y - bottom) for left, bottom, right, top in drawn]
        if not self.rotation:
            return flat
        return [turned_box(box, self.rotation, self.flat_width, self.flat_height) for box in flat]

    def letters(self) -> str:
        """The text, one character a glyph: white space between words, also where pdfium adds it."""
        count = pdfium.FPDFText_CountChars(self.text)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        length = pdfium.FPDFText_GetText(self.text, 0, count, buffer) - 1
        if length == count:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            plain = text.replace("\r\n", "").replace(HYPHEN, "").isprintable()
            if len(text) == count and (plain or not _STRAY.search(text)):
                return text
        return "".join([self.letter(i) for i in range(count)])

    def letter(self, index: int) -> str:
        code = _unicode(self.text_address, index)
        if code == 2 and pdfium.FPDFText_IsHyphen(self.text, index) == 1:
            return HYPHEN
        if code < 0x20 and not _is_generated(self.text_address, index):
            return NO_LETTER
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else NO_LETTER

    def words(self) -> list[Word]:
        """The words with their boxes; `places` becomes the glyphs (from, to) of each."""
        text = self.letters()
        self.unknown = text.count(NO_LETTER)
        spans = [m.span() for m in _WORD.finditer(text)]
        if not spans:
            return []
        boxes, odd = self.word_boxes(spans)
        texts = [text[a:b] for a, b in spans]
        address = self.text_address
        text += "\n"
        spaces = [text[b] == " " and not _is_generated(address, b) for _, b in spans]
        x0s, tops, x1s, bottoms = boxes.T.tolist()
        words = list(map(Word, texts, x0s, tops, x1s, bottoms, spaces))
        if odd.any():
            # turned text: single letters do not show by their boxes which way they are read
            odd |= np.fromiter(map(len, texts), np.int64, len(texts)) == 1
        twice = [i for i, word in enumerate(texts) if word[:1] == word[1:2] and _TWICE.fullmatch(word)]
        if twice:
            odd[twice] = True
        if HYPHEN in text or odd.any():
            words, spans = self.looked_at(words, spans, odd.tolist())
        short = [i for i, word in enumerate(words) if len(word[0]) <= LONGEST_MARK and word[0][0].isdigit()]
        for i in short:
            if i and may_be_mark(words[i - 1], words[i]):
                rise = self.origin(spans[i][0])[1] - self.origin(spans[i - 1][0])[1]
                if is_raised(words[i - 1], words[i], rise):
                    words[i] = words[i]._replace(text=words[i].text.translate(SUPERSCRIPTS))
        if may_double(boxes):
            again = doubles(words)
            words = [word for i, word in enumerate(words) if i not in again]
            spans = [span for i, span in enumerate(spans) if i not in again]
        self.places = spans
        return self.displayed(words)

    def word_boxes(self, spans: Sequence[tuple[int, int]]) -> tuple[Array, Any]:
        """The box of each word, and which are no plain words from left to right on one line."""
        first = self.loose_boxes([a for a, _ in spans])
        longer = np.array([b - a for a, b in spans])
        last = first.copy()
        several = longer > 1
        last[several] = self.loose_boxes([b - 1 for a, b in spans if b - a > 1])
        height = first[:, 3] - first[:, 1]
        # boxes reach down as far as the letters do in some fonts; which words really jump, their baselines tell
        slack = JUMP * height
        odd = (np.abs(first[:, 1] - last[:, 1]) > slack) | (np.abs(first[:, 3] - last[:, 3]) > slack)
        odd |= (last[:, 0] < first[:, 0]) | (last[:, 2] - first[:, 0] > MOST_WIDTH * longer * height)
        odd |= several & (last[:, 0] - first[:, 0] < TWICE_NEAR / 2)
        boxes = first.copy()
        np.minimum(first[:, 1], last[:, 1], out=boxes[:, 1])
        boxes[:, 2] = last[:, 2]
        np.maximum(first[:, 3], last[:, 3], out=boxes[:, 3])
        return boxes, odd

    def looked_at(
        self, words: Sequence[Word], spans: Sequence[tuple[int, int]], odd: Sequence[bool]
    ) -> tuple[list[Word], list[tuple[int, int]]]:
        """The words with the odd ones read glyph by glyph, and with hyphens at the ends of lines as printed."""
        found: list[Word] = []
        places: list[tuple[int, int]] = []
        for word, span, is_odd in zip(words, spans, odd, strict=True):
            if is_odd:
                for piece, place in self.runs(span, space=word.space):
                    found.append(piece)
                    places.append(place)
                continue
            found.append(word._replace(text=word.text[:-1] + "-") if word.text[-1] == HYPHEN else word)
            places.append(span)
        return found, places

    def loose_boxes(self, indices: Sequence[int]) -> Array:
        """For each glyph x0, top, x1, bottom from the top left of the page as it is before rotation."""
        buffer = np.zeros((len(indices), 4), np.float32)
        start = buffer.ctypes.data
        text = self.text_address
        for index, address in zip(indices, range(start, start + 16 * len(indices), 16), strict=True):
            _loose_box(text, index, address)
        # FS_RECTF is left, top, right, bottom with y upwards
        buffer[:, 0::2] -= self.left
        buffer[:, 1::2] = self.top - buffer[:, 1::2]
        return buffer

    def displayed(self, words: list[Word]) -> list[Word]:
        """The words as the page is displayed."""
        if not self.rotation:
            return words
        found = []
        for text, x0, top, x1, bottom, space, angle in words:
            box = turned_box(Box(x0, top, x1, bottom), self.rotation, self.flat_width, self.flat_height)
            found.append(Word(text, *box, space, (angle - self.rotation) % 360))
        return found

    def glyphs(self, index: int) -> list[Word]:
        """The glyphs of a word by its index in `words`."""
        a, b = self.places[index]
        return self.displayed(self.flat_glyphs(a, b))

    def flat_glyphs(self, a: int, b: int) -> list[Word]:
        found = []
        for i, (x0, top, x1, bottom) in zip(range(a, b), self.loose_boxes(range(a, b)).tolist(), strict=True):
            letter = self.letter(i)
            found.append(Word("-" if letter == HYPHEN else letter, x0, top, x1, bottom, False, self.angle(i)))
        return found

    def angle(self, index: int) -> int:
        """The direction of reading, anticlockwise, to the nearest right angle."""
        turn = pdfium.FPDFText_GetCharAngle(self.text, index)
        return -round(turn * 2 / np.pi) * 90 % 360 if turn > 0 else 0

    def origin(self, index: int) -> tuple[float, float]:
        """Where the glyph's baseline begins, in the page's own coordinates."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.text, index, x, y)
        return x.value, y.value

    def off(self, angle: int, index: int) -> float:
        """How far the next glyph's baseline lies from that of a glyph which reads in the angle."""
        one, other = self.origin(index), self.origin(index + 1)
        across = 0 if angle in (90, 270) else 1
        return abs(one[across] - other[across])

    def runs(self, span: tuple[int, int], *, space: bool) -> Iterator[tuple[Word, tuple[int, int]]]:
        """The glyphs of an odd word in runs that read on in one direction, those drawn twice once."""
        a, b = span
        glyphs = self.flat_glyphs(a, b)
        start = 0
        kept = [glyphs[0]]
        for i, (before, glyph) in enumerate(pairwise(glyphs), 1):
            if same_glyph(kept[-1], glyph):
                continue
            if not goes_on(before, glyph, self.off(before.angle, a + i - 1), APART):
                yield word_of(kept, space=False), (a + start, a + i)
                start, kept = i, []
            kept.append(glyph)
        yield word_of(kept, space=space), (a + start, b)
