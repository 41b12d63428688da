"""Where tables by position may stand on the pages of a dump: lines with wide gaps, and those that go on with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.numbers import counts_columns, is_amount
from zvirka.extract.text.positions.pieces import WIDE_GAP, chunks_of_line
from zvirka.extract.text.rows import SECTION
from zvirka.schemas.document import Line

# Lines of a table have pieces in several columns; so many lines with one piece may stand between two of them (a long
# cell goes on alone).
_LONE_LINES = 14
# Lines longer than this are no lines of a page.
_WIDEST = 600
# Blank lines are spaces between rows if at least this share of the lines is blank, else they part tables.
_SPACED = 0.2
# A line in one piece is prose if it is at least this share of the widest line near it.
_PROSE_WIDTH = 0.6
# The least wide gaps of a line that begins a table, and the least lines of a table with them.
_LEAST_GAPS, _LEAST_LINES = 2, 3
BETWEEN_PAGES = 3
"""A page's number, a running head and a footnote may stand between two pieces of a table."""
# So many blank lines may stand above a title.
_BLANK_LINES = 2
# A title stands so many characters further in than most lines.
_INDENT = 8
_NUMBERED_TITLE = re.compile(r"\s{8,}\d{1,3}(?:\.\d{1,3})*\.?\s+[^\W\d][^\s]*(?: \S+)*$")


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
    kept: list[Stretch] = []
    for s in found:
        wide = [i for i in range(s.start, s.end) if gaps[i] >= _LEAST_GAPS]
        # the last rows of a table may stand alone on the next page
        near = (
            kept and sum(bool(line.text.strip()) for line in lines[kept[-1].end : s.start]) <= BETWEEN_PAGES
        )
        if len(wide) >= _LEAST_LINES or (near and any(_has_amounts(lines[i].text) for i in wide)):
            kept.append(s)
    return kept


def stretch_in(lines: Sequence[Line], start: int, end: int) -> Stretch | None:
    """What of the lines may be a table: from the first line in columns to the last; None if too few are."""
    wide = [i for i in range(start, end) if _gaps(lines[i].text) >= _LEAST_GAPS]
    return Stretch(wide[0], end) if len(wide) >= _LEAST_LINES else None


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
        end = top
        if again - top < counting[0]:
            top, end = _above_head(words, gaps[stretch.start :], lines[stretch.start :], start, again)
        parts.append(_whole(lines, gaps, stretch.start + start, _last(gaps, stretch.start + end)))
        start = top
    return [*parts, Stretch(stretch.start + start, stretch.end)]


def _above_head(
    words: Sequence[Sequence[str]], gaps: Sequence[int], lines: Sequence[Line], start: int, counting: int
) -> tuple[int, int]:
    """Where the head above the counting line begins, and where what stands above it ends.

    That is a blank line or a title in one piece below the last line of amounts; else the first line below it.
    """
    last = max((i for i in range(start, counting) if _has_amounts(lines[i].text)), default=start)
    between = range(last + 1, counting)
    end = next((i for i in between if not words[i]), None)
    if end is None:
        end = next((i for i in between if not gaps[i] and _is_centred(lines, i)), counting)
    top = next((i for i in range(end, counting) if gaps[i] >= _LEAST_GAPS), counting)
    return top, end


def _has_amounts(text: str) -> bool:
    """Whether two texts or more of the line are amounts, or one beside the first."""
    return any(is_amount(text[a:b]) for a, b in chunks_of_line(text)[1:])


def _is_centred(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands further in than the lines around it begin."""
    indents = [len(line.text) - len(line.text.lstrip()) for line in lines if line.text.strip()]
    own = len(lines[i].text) - len(lines[i].text.lstrip())
    return own > sorted(indents)[len(indents) // 2] + _INDENT


def _last(gaps: Sequence[int], end: int) -> int:
    """The end of the lines with gaps before line `end`."""
    while end > 0 and not gaps[end - 1]:
        end -= 1
    return end


def _gaps(text: str) -> int:
    if len(text) > _WIDEST or "\t" in text:
        return 0
    return len(WIDE_GAP.findall(text))


def _whole(lines: Sequence[Line], gaps: Sequence[int], start: int, end: int) -> Stretch:
    """The stretch with the lines above that have a gap, and those below that go on with one cell."""
    while (
        start
        and gaps[start - 1]
        and lines[start - 1].page == lines[start].page
        and not _NUMBERED_TITLE.match(lines[start - 1].text)
    ):
        start -= 1
    pieces = [match.end() for line in lines[start:end] for match in WIDE_GAP.finditer(line.text)]
    second = min(pieces, default=0)
    while end < len(lines) and lines[end].page == lines[start].page:
        text = lines[end].text.rstrip()
        if (
            not text
            or gaps[end]
            or not ((text != text.lstrip() and len(text) - len(text.lstrip()) > 1) or len(text) < second)
        ):
            break
        end += 1
    below = next((i for i in range(end, len(lines)) if lines[i].text.strip()), len(lines))
    if (
        below < len(lines)
        and below - end <= _BLANK_LINES
        and lines[below].page == lines[start].page
        and not gaps[below]
        and SECTION.match(lines[below].text.strip())
    ):
        # the title of a section whose rows stand on the next page
        end = below + 1
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
