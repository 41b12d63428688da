"""A row cut by a page break: its pieces, at the foot of one page and the head of the next, are one row again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from zvirka.normalize.cut_amounts import goes_on_in, is_open
from zvirka.normalize.labels import NUMBER, is_sum_label, only_opens_parts, opens_parts, opens_some_parts
from zvirka.normalize.rough import Column, RoughCell, RoughRow
from zvirka.schemas.form import Vocabulary

_MOSTLY = 0.6
"""A table of which this share of the rows opens with a number is a numbered one."""

_HEADING = regex.compile(
    r"\W*(?:розділ|підрозділ|завдання|напрям|раздел|задача)\w*\W+(?:\d|[IVXІХ]+\b)", regex.I
)
"""A heading inside the table that stands alone on its row, «Завдання 2. Освіта»."""


def is_cut(
    rows: Sequence[RoughRow], piece: RoughRow, columns: Sequence[Column], words: Sequence[Vocabulary] = ()
) -> bool:
    """Whether `piece`, the first row on a new page, goes on with the last of `rows`.

    It does if it has nothing of what opens a row, and no amount where the row has one already, unless it can only be
    the rest of that one. `words` are the form's for measures.
    """
    last = rows[-1]
    if piece.wide is not None or last.wide is not None:
        return False
    label = _opening(piece, columns)
    if _HEADING.match(label) and sum(bool(_text(piece, column)) for column in piece.cells) == 1:
        return False
    above = _opening(last, columns)
    # «у тому числі:» at the foot of a page is whole; what it opens stands on the next
    if label and (_sums_or_parts(label) or is_sum_label(above) or only_opens_parts(above)):
        return False
    money = [c.index for c in columns if c.kind == "money"]
    both = [c for c in columns if c.kind == "money" and _both(last, piece, c.index)]
    if not all(goes_on_in(last, piece, column, words) for column in both):
        return False
    if both and label[:1].isupper() and not any(is_open(last, column, words) for column in both):
        # whole amounts over whole amounts, and a name: rather a row of its own
        return False
    if any(cell.repeats for cell in piece.cells.values()):
        return False
    # titles, sums and second rows of an activity have no numbers in a numbered table, either
    labels = [(r, _opening(r, columns)) for r in rows if r.wide is None]
    telling = [r for r, opening in labels if opening and not is_sum_label(opening)]
    numbered = sum(_has_number(row, columns) for row in telling) >= max(1.0, _MOSTLY * len(telling))
    if numbered:
        return not _has_number(piece, columns)
    # nothing but the ends of texts, or of amounts that the row has begun
    goes_on = not label or not label[0].isalnum() or label[0].islower() or not any(map(str.isalpha, label))
    return goes_on and not any(_text(piece, c) and not _text(last, c) for c in money)


def _sums_or_parts(label: str) -> bool:
    return is_sum_label(label) or opens_parts(label) or opens_some_parts(label)


def with_wrapped_lines(rows: Sequence[RoughRow], columns: Sequence[Column]) -> list[RoughRow]:
    """The rows of a grid told from alignment, with lines that only go on with a text put to the row above them.

    In a numbered table such a line has no number, no amount, and begins with a small letter. «у тому числі:» opens
    what follows.
    """
    telling = [row for row in rows if row.wide is None and _has_amounts(row, columns)]
    numbered = [row for row in telling if _has_number(row, columns)]
    if len(numbered) < _MOSTLY * len(telling):
        return list(rows)
    result: list[RoughRow] = []
    for row in rows:
        label = _opening(row, columns)
        goes_on = row.wide is None and not _has_amounts(row, columns) and (not label or label[0].islower())
        goes_on = goes_on and not only_opens_parts(label)
        if result and goes_on and result[-1].wide is None:
            result[-1] = rejoined(result[-1], row)
        else:
            result.append(row)
    return result


def _has_amounts(row: RoughRow, columns: Sequence[Column]) -> bool:
    return any(c.kind == "money" and _text(row, c.index) for c in columns)


def rejoined(first: RoughRow, second: RoughRow) -> RoughRow:
    """One row of the two pieces."""
    cells = dict(first.cells)
    for column, cell in second.cells.items():
        above = cells.get(column)
        cells[column] = cell if above is None else replace(above, lines=above.lines + cell.lines)
    return replace(first, cells=cells)


def _opening(row: RoughRow, columns: Sequence[Column]) -> str:
    texts = [_text(row, c.index) for c in columns if c.kind in ("number", "activity")]
    return " ".join(text for text in texts if text)


def _has_number(row: RoughRow, columns: Sequence[Column]) -> bool:
    """Whether the row is numbered, in the column for numbers if there is one."""
    own = [c for c in columns if c.kind == "number"]
    return NUMBER.match(_opening(row, own or columns)) is not None


def _both(first: RoughRow, second: RoughRow, column: int) -> bool:
    above, below = _text(first, column), _text(second, column)
    return bool(above and below) and not above.endswith(("/", "\\"))


def _text(row: RoughRow, column: int) -> str:
    cell: RoughCell | None = row.cells.get(column)
    return "" if cell is None else cell.text.strip()
