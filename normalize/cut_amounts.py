"""An amount cut by a page break: what stands at the head of a page is the rest of what stands at the foot of the last.

A row that a word processor lays over two pages is cut between printed lines, in all of its cells at one height. So an
amount goes on only if it fills its cell down to the cut. And either it is no whole amount without the rest («12 908,»,
«25,0», «/ 20,0» for a pair), or its last line had no room for one digit more.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from zvirka.normalize.numbers import Marks, bare_state, read_cell
from zvirka.normalize.rough import Column, RoughCell, RoughRow
from zvirka.schemas.document import Line
from zvirka.schemas.form import Vocabulary
from zvirka.schemas.report import State

_LEVEL = 0.5
"""Lines whose lower ends differ by less than this share of their height stand at one height."""

_MARK = 0.5
"""A mark among digits, or a space, is about this share of a digit wide."""

_SLACK = 0.5
"""Points by which what a line can hold is known."""

_GROUPS = regex.compile(r"[-–—−]?\d{1,3}(?: \d{3})+(?:[.,]\d*)?/?")
"""Thousands parted by spaces: a line may break there, too."""

_DASHES = "-–—−"


def goes_on_in(first: RoughRow, second: RoughRow, column: Column, words: Sequence[Vocabulary]) -> bool:
    """Whether the amount of a row in this column can only go on with what the other row has there.

    `words` are the form's for measures («план», «факт»).
    """
    above, below = first.cells[column.index], second.cells[column.index]
    if not above.lines or not _is_last(first, above.lines[-1]):
        return False
    upper, lower = "".join(above.text.split()), "".join(below.text.split())
    if _says_nothing(upper, lower):
        # words of one sentence: «кошти не» and «передбачені»
        return lower[0].islower()
    if bare_state(upper) is not None:
        # a line may break behind a minus if the number has no room beside it
        return upper in _DASHES and lower[0].isdigit() and not _has_room(above, below.lines)
    if bare_state(lower) is not None or not _is_whole(upper + lower, column, words):
        return False
    grouped = _GROUPS.fullmatch(above.lines[-1].text.strip() + " " + below.lines[0].text.strip())
    return (
        is_open(first, column, words)
        or _is_full(above)
        or (grouped is not None and not _has_room(above, below.lines[:1]))
    )


def is_open(row: RoughRow, column: Column, words: Sequence[Vocabulary]) -> bool:
    """Whether what stands in this column of the row is no whole amount yet."""
    return not _is_whole("".join(row.cells[column.index].text.split()), column, words)


def _says_nothing(upper: str, lower: str) -> bool:
    """Whether both are words without a number, and none stands for nothing."""
    both = upper + lower
    return not any(map(str.isdigit, both)) and bare_state(upper) is None and bare_state(lower) is None


def _is_whole(text: str, column: Column, words: Sequence[Vocabulary]) -> bool:
    """Whether a text says all that a cell of this column is to say, wherever its lines are broken."""
    open_ended = text[-1] in ",./\\" or text[0] in ",/\\"
    readings = read_cell(text, column.measures, Marks(), words).readings
    return not open_ended and all(r.state not in (State.BLANK, State.UNREADABLE) for r in readings)


def _is_last(row: RoughRow, line: Line) -> bool:
    """Whether no line of the row stands lower on the page of its last piece."""
    box = line.box
    if box is None:
        return False
    others = [other for cell in row.cells.values() for other in cell.lines if other.box is not None]
    page = max((other.page for other in others), default=line.page)
    lowest = max((o.box.bottom for o in others if o.box is not None and o.page == page), default=box.bottom)
    return line.page == page and box.bottom > lowest - _LEVEL * (box.bottom - box.top)


def _is_full(cell: RoughCell) -> bool:
    """Whether the last line of the cell has no room for one digit more."""
    line = cell.lines[-1]
    if line.box is None or cell.width is None or not line.text.strip()[-1:].isdigit():
        return False
    return line.box.x1 - line.box.x0 + _digit(line) > cell.width - _SLACK


def _has_room(cell: RoughCell, following: Sequence[Line]) -> bool:
    """Whether the last line of the cell has room for the lines that follow, behind a space."""
    boxes = [line.box for line in (cell.lines[-1], *following)]
    widths = [box.x1 - box.x0 for box in boxes if box is not None]
    if cell.width is None or len(widths) < len(boxes):
        return True
    return sum(widths) + _MARK * _digit(following[0]) <= cell.width


def _digit(line: Line) -> float:
    """How wide a digit of the line is, in points."""
    text = line.text.strip()
    digits = sum(map(str.isdigit, text))
    return (line.box.x1 - line.box.x0) / (digits + _MARK * (len(text) - digits)) if line.box else 0.0
