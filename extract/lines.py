"""Words → printed lines, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from zvirka.extract.words import Word, turned
from zvirka.schemas.document import Box, Line

# Two words stand on one line if they share this much of the lower one's height: superscript marks and small
# capitals do, the lines above and below do not even when set tight.
LINE_OVERLAP = 0.5
# Words without a space between them in the source stand apart from this share of their height on (a space is
# about a quarter of it); below it they are pieces of one word.
SPACE_GAP = 0.15
# Letters spaced out stand closer than this share of their height; words in such a line stand further apart.
SPACED_OUT_GAP = 0.75
SPACED_OUT_LETTERS = 3

_TOP = itemgetter(2)
_X0 = itemgetter(1)


def by_baseline(words: Sequence[Word]) -> list[list[Word]]:
    """The words in lines from the top, each from left to right. Words read horizontally."""
    if len(words) == 1:
        return [[words[0]]]
    rows: list[list[Word]] = []
    top = bottom = 0.0
    for word in sorted(words, key=_TOP):
        w_top, w_bottom = word[2], word[4]
        if rows:
            shared = (bottom if bottom < w_bottom else w_bottom) - (top if top > w_top else w_top)
            height, w_height = bottom - top, w_bottom - w_top
            if shared > LINE_OVERLAP * (height if height < w_height else w_height):
                rows[-1].append(word)
                # the tallest word speaks for the line, so that a mark set high or low does not widen it
                if w_height > height:
                    top, bottom = w_top, w_bottom
                continue
        rows.append([word])
        top, bottom = w_top, w_bottom
    for row in rows:
        if len(row) > 1:
            row.sort(key=_X0)
    return rows


def lines_of(words: Sequence[Word], page: int) -> tuple[Line, ...]:
    """The printed lines of one cell or stretch of prose, in reading order; text turned on its side follows."""
    if not words:
        return ()
    if len(words) == 1:
        text, x0, top, x1, bottom, space, _ = words[0]
        return (Line(text + " " if space else text, page, Box(x0, top, x1, bottom)),)
    if any(word[6] for word in words):
        return _turned_lines(words, page)
    return tuple([_line(row, page) for row in by_baseline(words)])


def _turned_lines(words: Sequence[Word], page: int) -> tuple[Line, ...]:
    lines: list[Line] = []
    for angle in (0, 90, 180, 270):
        # in a frame where the text stands upright: the page need only be large enough to turn in
        upright = {turned(w, angle, 0.0, 0.0)._replace(angle=0): w for w in words if w.angle == angle}
        if not upright:
            continue
        for row in by_baseline(list(upright)):
            text = joined(row)
            lines.append(Line(text, page, _around([upright[w] for w in row])))
    return tuple(lines)


def _around(row: Sequence[Word]) -> Box:
    return Box(min(w[1] for w in row), min(w[2] for w in row), max(w[3] for w in row), max(w[4] for w in row))


def _line(row: list[Word], page: int) -> Line:
    if len(row) == 1:
        text, x0, top, x1, bottom, space, _ = row[0]
        return Line(text + " " if space else text, page, Box(x0, top, x1, bottom))
    return Line(joined(row), page, _around(row))


def joined(row: Sequence[Word]) -> str:
    """The text of one line: words with spaces where they stand apart, and a space at the end if there is one."""
    if len(row) > SPACED_OUT_LETTERS and all(len(w[0]) == 1 for w in row[:3]):
        row = _closed_up(row)
    parts = []
    last = row[-1]
    for word, following in pairwise(row):
        parts.append(word[0])
        if word[5] or following[1] - word[3] > SPACE_GAP * (word[4] - word[2]):
            parts.append(" ")
    parts.append(last[0])
    if last[5]:
        parts.append(" ")
    return "".join(parts)


def _closed_up(row: Sequence[Word]) -> Sequence[Word]:
    """Letters set apart by tracking, not by spaces, joined to words again."""
    return row
