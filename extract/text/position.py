"""Tables of dumps by position (`pdftotext -layout` and the like): where they stand on a page, and their cells.

The columns are those of a row that counts them, or else of the stretches that all lines leave blank; seams find their
way between the words from there. A table is given only if its columns are sure: no word of its body is cut, no
amount stands in one cell with words, and the lines can be told into rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.numbers import counts_columns, is_amount
from zvirka.extract.text.heads import head_of
from zvirka.extract.text.pieces import WIDE_GAP, Piece, chunks_of_line, pieces_of_line
from zvirka.extract.text.position_grid import PositionedLine, grid_of
from zvirka.extract.text.rows import TITLE
from zvirka.extract.text.seams import WIDEST, between_numbers, costs_of, rivers, seams
from zvirka.schemas.document import Grid, Line

_WORD = re.compile(r"\S+")
# Lines of a table have pieces in several columns; so many lines with one piece may stand between two of them (a long
# cell goes on alone).
_LONE_LINES = 14
# Blank lines are spaces between rows if at least this share of the lines is blank, else they part tables.
_SPACED = 0.2
# A line in one piece is prose if it is at least this share of the widest line near it.
_PROSE_WIDTH = 0.6
# The least wide gaps of a line that begins a table, and the least lines of a table with them.
_LEAST_GAPS, _LEAST_LINES = 2, 3
# See `rivers`.
_LEAST_WIDE = 0.4
# A column counts the rows if more than this share of what it holds are numbers.
_COUNTED = 0.6
_DASHES = frozenset("-–—−")
# Two columns by position are also made by signatures and lists.
_LEAST_COLUMNS = 3
# A title does not end in a sum; a row's words with a sum close behind them may look like one.
_ENDS_IN_AMOUNT = re.compile(r"\s\d[\d\s]*[.,]\d+$")
_FIRST, _SECOND = re.compile(r"\s*1[.)]?\s"), re.compile(r"\s*2[.)]?\s")
_YEAR = re.compile(r"(19|20)\d\d")


class Stretch(NamedTuple):
    """Lines (from, to) of one page that may be a table."""

    start: int
    end: int


def positioned_stretches(lines: Sequence[Line]) -> list[Stretch]:
    """Stretches of lines with wide gaps, within one page each."""
    found: list[Stretch] = []
    start: int | None = None
    last = 0
    gaps = [_gaps(line.text) for line in lines]
    spaced = sum(1 for line in lines if not line.text.strip()) >= _SPACED * len(lines)
    for i, line in enumerate(lines):
        if start is not None and (
            line.page != lines[last].page
            or i - last > _LONE_LINES
            or (not line.text.strip() and not spaced and not _goes_on(gaps, lines, i))
            or _prose(lines, gaps, i)
        ):
            found.append(_whole(lines, gaps, start, last + 1))
            start = None
        if gaps[i] >= _LEAST_GAPS or (gaps[i] and start is not None):
            start = i if start is None else start
            last = i
    if start is not None:
        found.append(_whole(lines, gaps, start, last + 1))
    found = [part for stretch in found for part in _parted_by_heads(lines, gaps, stretch)]
    return [s for s in found if sum(1 for g in gaps[s.start : s.end] if g >= _LEAST_GAPS) >= _LEAST_LINES]


def _goes_on(gaps: Sequence[int], lines: Sequence[Line], i: int) -> bool:
    """Whether the blank line is a space between two rows: a line in columns follows it."""
    return 0 < i < len(lines) - 1 and gaps[i + 1] >= _LEAST_GAPS and bool(lines[i - 1].text.strip())


def _prose(lines: Sequence[Line], gaps: Sequence[int], i: int) -> bool:
    """Whether the line is long, in one piece and from the left edge, and the next is in one piece, too."""
    text = lines[i].text.rstrip()
    if gaps[i] or i + 1 >= len(lines) or gaps[i + 1] or not lines[i + 1].text.strip():
        return False
    near = max(len(line.text.rstrip()) for line in lines[max(0, i - _LONE_LINES) : i + 1])
    return not text[:1].isspace() and len(text) > _PROSE_WIDTH * near


def _parted_by_heads(lines: Sequence[Line], gaps: Sequence[int], stretch: Stretch) -> list[Stretch]:
    """The stretch parted where another row counts the columns: below the same head on a next page, or another one."""
    words = [line.text.split() for line in lines[stretch.start : stretch.end]]
    counting = [i for i, line in enumerate(words) if counts_columns(line)]
    parts: list[Stretch] = []
    start = 0
    for again in counting[1:]:
        top = again
        while again - top < counting[0] and words[top - 1] == words[counting[0] - (again - top) - 1]:
            top -= 1
        if again - top < counting[0]:
            top = again
            while top > start + 1 and gaps[stretch.start + top - 1]:
                top -= 1
        parts.append(_whole(lines, gaps, stretch.start + start, _last(gaps, stretch.start + top)))
        start = top
    return [*parts, Stretch(stretch.start + start, stretch.end)]


def _last(gaps: Sequence[int], end: int) -> int:
    """The end of the lines with gaps before line `end`."""
    while end > 0 and not gaps[end - 1]:
        end -= 1
    return end


def _gaps(text: str) -> int:
    if len(text) > WIDEST or "\t" in text:
        return 0
    return len(WIDE_GAP.findall(text))


def _whole(lines: Sequence[Line], gaps: Sequence[int], start: int, end: int) -> Stretch:
    """The stretch with the lines above that have a gap, and those below that go on with one cell."""
    while start and gaps[start - 1] and lines[start - 1].page == lines[start].page:
        start -= 1
    pieces = [match.end() for line in lines[start:end] for match in WIDE_GAP.finditer(line.text)]
    ends = [match.start() for line in lines[start:end] for match in WIDE_GAP.finditer(line.text)]
    first = max((e for e in ends if e < min(pieces)), default=0)
    while end < len(lines) and lines[end].page == lines[start].page:
        text = lines[end].text.rstrip()
        if (
            not text
            or gaps[end]
            or not ((text != text.lstrip() and len(text) - len(text.lstrip()) > 1) or len(text) <= first)
        ):
            break
        end += 1
    return Stretch(start, end)


def repeated_heads(lines: Sequence[Line], stretches: Sequence[Stretch]) -> list[int | None]:
    """For each stretch how many of its lines open a stretch of another page as well: a head that is printed again."""
    words = [[line.text.split() for line in lines[s.start : s.end] if line.text.strip()] for s in stretches]
    pages = [lines[s.start].page for s in stretches]
    found: list[int | None] = []
    for i, own in enumerate(words):
        others = [other for j, other in enumerate(words) if pages[j] != pages[i]]
        most = max((_same_lines(own, other) for other in others), default=0)
        found.append(most or None)
    return found


def _same_lines(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


class Positioned(NamedTuple):
    """A table by position, and whether it has a head: without one it goes on with another."""

    grid: Grid
    headed: bool


def positioned_grid(lines: Sequence[Line], head: int | None = None) -> Positioned | None:
    """The table that the lines form; None where its columns or rows are not sure.

    `head` is how many lines its head has at most, where that is known.
    """
    lines = [line for line in lines if line.text.strip()]
    texts = [line.text.rstrip() for line in lines]
    counting = next((i for i, text in enumerate(texts) if counts_columns(text.split())), None)
    body = counting if counting is not None else min(_body(texts), head or len(texts))
    between: list[tuple[float, float]] | None
    if counting is not None:
        numbers = [match.span() for match in _WORD.finditer(texts[counting])]
        between = between_numbers([text for text in texts[counting:] if WIDE_GAP.search(text)], numbers)
    else:
        between = rivers([text for text in texts[body:] if WIDE_GAP.search(text)], _LEAST_WIDE)
    if between is None or len(between) < _LEAST_COLUMNS - 1:
        return None
    paths = seams(costs_of(texts), between, counting)
    counted = _counted([(text, [path[i] for path in paths]) for i, text in enumerate(texts)][body:])
    cuts = [[path[i] for path in paths] for i in range(len(texts))]
    left = min(len(text) - len(text.lstrip()) for text in texts)
    top = head_of(lines[:body], between, cuts[:body], (float(left), float(max(map(len, texts)))))
    if top is None:
        return None
    placed = []
    for line, text, own in zip(lines[body:], texts[body:], cuts[body:], strict=True):
        pieces = pieces_of_line(text, own, counted=counted)
        if pieces is None:
            return None
        placed.append(PositionedLine(line, pieces))
    placed = _with_titles(placed, len(paths) + 1)
    if not _sure(placed, len(paths) + 1):
        return None
    if len(placed) < (_LEAST_LINES if counting is None else 2):
        return None
    grid = grid_of(top, placed, len(paths) + 1)
    return None if grid is None else Positioned(grid, top.rows > 0)


def _body(texts: Sequence[str]) -> int:
    """The first line that has an amount or a dash apart from its other words, or the number 1 of a count.

    What stands above is the head.
    """
    counts = any(_SECOND.match(text) for text in texts)
    for i, text in enumerate(texts):
        if counts and _FIRST.match(text):
            return i
        for start, end in chunks_of_line(text)[1:]:
            words = text[start:end].split()
            if all(map(is_amount, words)) and not all(map(_YEAR.fullmatch, words)):
                return i
    return len(texts)


def _counted(body: Sequence[tuple[str, Sequence[int]]]) -> bool:
    """Whether the first column holds the rows' numbers and no words."""
    texts = [text[: max(cuts[0], 0)].strip() for text, cuts in body if len(chunks_of_line(text)) > 1]
    filled = [text for text in texts if text]
    return sum(map(is_amount, filled)) > _COUNTED * len(filled)


def _with_titles(body: Sequence[PositionedLine], columns: int) -> list[PositionedLine]:
    """The lines; one that has nothing but a title below a head of money is a title over the whole table."""
    money = _money(body, columns)
    found = []
    for line in body:
        piece = line.pieces[0] if len(line.pieces) == 1 else None
        if (
            piece
            and piece.first in money
            and TITLE.match(piece.text)
            and not any(map(is_amount, piece.text.split()[1:]))
        ):
            line = PositionedLine(line.line, (Piece(0, columns - 1, piece.text),))
        found.append(line)
    return found


def _money(body: Sequence[PositionedLine], columns: int) -> set[int]:
    """The columns that hold amounts, mostly."""
    pieces = [p for line in body for p in line.pieces if p.first == p.last]
    filled = Counter(p.first for p in pieces)
    amounts = Counter(p.first for p in pieces if is_amount(p.text))
    return {c for c in range(columns) if amounts[c] * 2 > filled[c]}


def _sure(body: Sequence[PositionedLine], columns: int) -> bool:
    """Whether the body's cells are pure: no word cut, and columns of amounts hold nothing but amounts."""
    for line in body:
        if len(line.pieces) == 1 and line.pieces[0].first < line.pieces[0].last:
            continue
        if any(piece.first != piece.last and piece is not line.pieces[0] for piece in line.pieces):
            return False
    money = _money(body, columns)
    mixed = any(
        _impure(piece.text) if piece.first == piece.last else _ENDS_IN_AMOUNT.search(piece.text)
        for line in body
        for piece in line.pieces
        if piece.first in money or piece.first != piece.last
    )
    return bool(money) and not mixed and any(p.first == 0 for line in body for p in line.pieces)


def _impure(text: str) -> bool:
    """Whether the text has a number and something else, or two numbers."""
    words = text.split()
    if not is_amount(text):
        return any(map(is_amount, words))
    return any(a in _DASHES and b[0].isdigit() for a, b in pairwise(words))
