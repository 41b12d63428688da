"""What is drawn on a pdfium page besides text: strokes, filled areas, pictures, also inside form XObjects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

from zvirka.extract.geometry.page import THIN
from zvirka.extract.pdf.calls import ADDRESS, INT, address_of, function

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Rectangle: TypeAlias = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Forms within forms; a damaged file may nest them without end.
DEEPEST = 8
# A component of a colour from here on (of 255) is white to the eye.
WHITE = 250
# A straight stroke is drawn along an axis if it strays by less than this many points.
STRAIGHT = 0.5
# Drawings with more segments than this are maps and charts, not borders; their frames are paths of their own.
MOST_SEGMENTS = 20_000


class Drawn(NamedTuple):
    """Boxes (left, bottom, right, top) in the page's own coordinates."""

    strokes: list[Rectangle]
    fills: list[Rectangle]
    pictures: list[Rectangle]


_page_object = function("FPDFPage_GetObject", ADDRESS, ADDRESS, INT)
_form_object = function("FPDFFormObj_GetObject", ADDRESS, ADDRESS, ctypes.c_ulong)
_type = function("FPDFPageObj_GetType", INT, ADDRESS)
_bounds = function("FPDFPageObj_GetBounds", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
_segments = function("FPDFPath_CountSegments", INT, ADDRESS)
_segment = function("FPDFPath_GetPathSegment", ADDRESS, ADDRESS, INT)
_segment_type = function("FPDFPathSegment_GetType", INT, ADDRESS)
_segment_point = function("FPDFPathSegment_GetPoint", INT, ADDRESS, ADDRESS, ADDRESS)
_segment_close = function("FPDFPathSegment_GetClose", INT, ADDRESS)
_draw_mode = function("FPDFPath_GetDrawMode", INT, ADDRESS, ADDRESS, ADDRESS)
_fill_color = function("FPDFPageObj_GetFillColor", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
_matrix = function("FPDFPageObj_GetMatrix", INT, ADDRESS, ADDRESS)
_form_count = function("FPDFFormObj_CountObjects", INT, ADDRESS)


class PathReader:
    """Reads one page after another into buffers that are made once."""

    def __init__(self) -> None:
        self._box = (ctypes.c_float * 4)()
        self._at = [ctypes.addressof(self._box) + 4 * i for i in range(4)]
        self._numbers = (ctypes.c_uint * 4)()
        self._number_at = [ctypes.addressof(self._numbers) + 4 * i for i in range(4)]
        self._six = (ctypes.c_float * 6)()
        self._six_at = ctypes.addressof(self._six)

    def drawn(self, page: Any) -> Drawn:
        """All that is drawn on the page."""
        found = Drawn([], [], [])
        address = address_of(page)
        count = pdfium.FPDFPage_CountObjects(page)
        text = pdfium.FPDF_PAGEOBJ_TEXT
        for i in range(count):
            thing = _page_object(address, i)
            kind = _type(thing)
            if kind != text:
                self._read(thing, kind, IDENTITY, found, 0)
        return found

    def _read(self, thing: int, kind: int, matrix: Matrix, found: Drawn, depth: int) -> None:
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < DEEPEST:
                inner = _times(self._matrix_of(thing), matrix)
                for i in range(_form_count(thing)):
                    child = _form_object(thing, i)
                    self._read(child, _type(child), inner, found, depth + 1)
            return
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            return
        if not _bounds(thing, *self._at):
            return
        box = _moved(tuple(self._box), matrix)
        if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
            # some programs draw rules as pictures one pixel high
            found.strokes.append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(box)
        else:
            self._area(thing, matrix, found)

    def _area(self, path: int, matrix: Matrix, found: Drawn) -> None:
        """A path that is wider and higher than a rule: its straight sides, or the areas it fills."""
        if _segments(path) > MOST_SEGMENTS:
            return
        _draw_mode(path, self._number_at[0], self._number_at[1])
        filled, stroked = self._numbers[0], self._numbers[1]
        own = _times(self._matrix_of(path), matrix)
        for points in self._outlines(path, own):
            if stroked:
                found.strokes.extend(_sides(points))
            if filled:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                box = (min(xs), min(ys), max(xs), max(ys))
                if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
                    found.strokes.append(box)
                elif len(points) <= 5 and not self._is_white(path):
                    found.fills.append(box)

    def _outlines(self, path: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The points of each subpath; a curve counts as a corner cut off: it parts the straight pieces."""
        a, b, c, d, e, f = matrix
        points: list[tuple[float, float]] = []
        for i in range(_segments(path)):
            segment = _segment(path, i)
            kind = _segment_type(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            _segment_point(segment, self._at[0], self._at[1])
            x, y = self._box[0], self._box[1]
            points.append((a * x + c * y + e, b * x + d * y + f))
            if _segment_close(segment) and points[0] != points[-1]:
                points.append(points[0])
        if points:
            yield points

    def _is_white(self, path: int) -> bool:
        if not _fill_color(path, *self._number_at):
            return False
        red, green, blue, opaque = self._numbers
        return opaque == 0 or min(red, green, blue) >= WHITE

    def _matrix_of(self, thing: int) -> Matrix:
        if not _matrix(thing, self._six_at):
            return IDENTITY
        a, b, c, d, e, f = self._six
        return (a, b, c, d, e, f)


def _sides(points: list[tuple[float, float]]) -> Iterator[Rectangle]:
    """The pieces of an outline that run along an axis, as boxes without thickness."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) < STRAIGHT or abs(y1 - y0) < STRAIGHT:
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does `inner` first."""
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(box: tuple[float, ...], matrix: Matrix) -> Rectangle:
    left, bottom, right, top = box
    if matrix is IDENTITY:
        return (left, bottom, right, top)
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))
