"""Where a table by position ends within the lines that may belong to it: at another head, or at signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zvirka.extract.numbers import is_amount
from zvirka.extract.text.positions.pieces import chunks_of_line
from zvirka.extract.text.positions.placing import PlacedLine
from zvirka.extract.text.positions.rooms import Room

# Shorter words (an х, a dash) stand for amounts.
_LEAST_WORD = 3
# A head has words in so many columns of amounts at least.
_LEAST_HEADS = 2
# A name at the end of a line that begins with words.
_NAME = re.compile(
    r"(?:[А-ЯІЇЄҐ]\.\s?){1,2}\s?[А-ЯІЇЄҐ][\w’'-]+|[А-ЯІЇЄҐ][\w’'-]+\s+[А-ЯІЇЄҐ][\w’'-]+|[А-ЯІЇЄҐ][\w’'-]+\s(?:[А-ЯІЇЄҐ]\.\s?){1,2}"
)


def end_of_table(
    placed: Sequence[PlacedLine], rooms: Sequence[Room], texts: Sequence[str], blanks: Sequence[int]
) -> int:
    """The index of the first line below the table; the number of lines if all are its own."""
    money = {c for c, room in enumerate(rooms) if room.money}
    valued = [_valued(line, money) for line in placed]
    head = next((i for i, line in enumerate(placed) if i and _is_head(line, money)), None)
    if head is not None:
        return _below_rows(placed, valued, blanks, head)
    last = max((i for i, v in enumerate(valued) if v), default=-1)
    for i in range(last + 1, len(placed)):
        if i and blanks[i] and _is_signature(texts[i]):
            return i
    return len(placed)


def _valued(line: PlacedLine, money: set[int]) -> bool:
    return any(p.first in money and is_amount(p.text) for p in line.pieces)


def _is_head(line: PlacedLine, money: set[int]) -> bool:
    """Whether the line has words in most columns of amounts, and no amount."""
    words = sum(
        1
        for p in line.pieces
        if p.first in money and len(p.text) >= _LEAST_WORD and not any(map(str.isdigit, p.text))
    )
    return words >= _LEAST_HEADS and words * 2 > len(money) and not _valued(line, money)


def _below_rows(
    placed: Sequence[PlacedLine],
    valued: Sequence[bool],
    blanks: Sequence[int],
    head: int,
) -> int:
    """Where the rows above a head end: at a blank line or a title below the last line of amounts."""
    last = max((i for i in range(head) if valued[i]), default=-1)
    between = range(last + 1, head)
    blank = next((i for i in between if blanks[i]), None)
    if blank is not None:
        return blank
    title = next(
        (
            i
            for i in between
            if len(placed[i].pieces) == 1 and placed[i].pieces[0].first < placed[i].pieces[0].last
        ),
        None,
    )
    return title if title is not None else last + 1


def _is_signature(text: str) -> bool:
    chunks = chunks_of_line(text)
    return len(chunks) > 1 and _NAME.fullmatch(text[slice(*chunks[-1])]) is not None
