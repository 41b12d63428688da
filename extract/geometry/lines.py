"""Words → printed lines, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median

from zvirka.extract.geometry.words import Word, turned
from zvirka.schemas.document import Box, Line

# Two words stand on one line if they share this much of the lower one's height: superscript marks and small
# capitals do, the lines above and below do not even when set tight.
LINE_OVERLAP = 0.5
# Words without a space between them in the source stand apart from this share of their height on (a space is
# about a quarter of it); below it they are pieces of one word.
SPACE_GAP = 0.15
# Digits are of one width, and a space is at least two fifths of it: digits that stand closer are one number, however
# low their boxes. (A thin space between groups of digits may be as narrow: it says nothing.)
DIGITS_GAP = 0.32
# Digits between the spaces of a large number.
GROUP = 3
# Letters spaced out stand closer than this share of their height; words in such a line stand further apart.
SPACED_OUT_GAP = 0.75
SPACED_OUT_LETTERS = 3
LAST_MARKS = ":.,;"
# Between two words of such letters the gap is this much wider than between the letters.
WORD_GAP = 1.6

_TOP = itemgetter(2)
_X0 = itemgetter(1)


def by_baseline(words: Sequence[Word]) -> list[list[Word]]:
    """The words in lines from the top, each from left to right. Words read horizontally."""
    if len(words) == 1:
        return [[words[0]]]
    ordered = sorted(words, key=_TOP)
    if ordered[0][2] == ordered[-1][2]:
        ordered.sort(key=_X0)
        return [ordered]
    rows: list[list[Word]] = []
    row: list[Word] = []
    bottom = height = 0.0
    for word in ordered:
        w_top, w_bottom = word[2], word[4]
        w_height = w_bottom - w_top
        # ordered by their tops, so the word's own top is the lower one
        shared = (bottom if bottom < w_bottom else w_bottom) - w_top
        if row and shared > LINE_OVERLAP * (height if height < w_height else w_height):
            row.append(word)
            # the tallest word speaks for the line, so that a mark set high or low does not widen it
            if w_height > height:
                bottom, height = w_bottom, w_height
            continue
        row = [word]
        rows.append(row)
        bottom, height = w_bottom, w_height
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
    text, x0, top, x1, bottom, space, _ = row[0]
    if len(row) == 1:
        return Line(text + " " if space else text, page, Box(x0, top, x1, bottom))
    for word in row:
        if word[2] < top:
            top = word[2]
        if word[3] > x1:
            x1 = word[3]
        if word[4] > bottom:
            bottom = word[4]
    return Line(joined(row), page, Box(x0, top, x1, bottom))


def joined(row: Sequence[Word]) -> str:
    """The text of one line: words with spaces where they stand apart, and a space at the end if there is one."""
    if len(row) > SPACED_OUT_LETTERS and len(row[0][0]) == len(row[1][0]) == len(row[2][0]) == 1:
        row = _closed_up(row)
    text, _, top, x1, bottom, space, _ = row[0]
    parts = [text]
    for word in row[1:]:
        gap = word[1] - x1
        if space or (gap > SPACE_GAP * (bottom - top) and not _is_one_number(text, word, gap)):
            parts.append(" ")
        text, _, top, x1, bottom, space, _ = word
        parts.append(text)
    if space:
        parts.append(" ")
    return "".join(parts)


def _is_one_number(text: str, word: Word, gap: float) -> bool:
    """Whether digits follow digits so close that no space stands between.

    Also where digits on one side are too many for a group of thousands (9612 382,50): a source of glyphs takes some
    thin spaces of a number for spaces, and others, a hair narrower, for none.
    """
    digits = len(word.text)
    follows = word.text.isdecimal() or (
        word.text[:GROUP].isdecimal() and (_are_many(text[-GROUP - 1 :]) or _are_many(word.text[: GROUP + 1]))
    )
    return text[-1].isdigit() and follows and gap <= DIGITS_GAP * (word.x1 - word.x0) / digits


def _are_many(digits: str) -> bool:
    return len(digits) > GROUP and digits.isdecimal()


def _closed_up(row: Sequence[Word]) -> Sequence[Word]:
    """Letters set apart by tracking joined to words again. (Spaces that the file has between letters stay.)"""
    found: list[Word] = []
    start = 0
    while start < len(row):
        end = start + 1
        while end < len(row) and _spaced(row[end - 1], row[end]):
            end += 1
        if end - start > SPACED_OUT_LETTERS:
            found += _words_of(row[start:end])
        else:
            found += row[start:end]
        start = end
    return found


def _spaced(letter: Word, following: Word) -> bool:
    gap = following.x0 - letter.x1
    return (
        len(letter.text) == 1
        and not letter.space
        and letter.text.isalpha()
        and len(following.text.rstrip(LAST_MARKS)) == 1
        and following.text[0].isalpha()
        and 0 < gap <= SPACED_OUT_GAP * (letter.bottom - letter.top)
    )


def _words_of(letters: Sequence[Word]) -> list[Word]:
    """The words that evenly spaced letters form; a wider gap parts two."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(letters)]
    usual = median(gaps)
    parts = [[letters[0]]]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap > WORD_GAP * usual:
            parts.append([])
        parts[-1].append(letter)
    return [
        Word(
            "".join(w.text for w in part),
            *_around(part),
            part is not parts[-1] or letters[-1].space,
            part[0].angle,
        )
        for part in parts
    ]
