"""Frames of characters in a text: which lines form one, and where its columns are.

A frame's verticals are `|`, box drawing or (old DOS reports) `!`; its rules are runs of `-`, `=`, `_` or box drawing.
A vertical that is missing in a line merges the cells beside it. Nothing is guessed: a line whose verticals fit the
others neither in number nor in place makes the whole stretch no frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from zvirka.schemas.document import Line

_PLAIN = "|│┃║¦╎╏┆┇┊┋"
_DOS = "!"
_CROSSINGS = (
    "+" + "".join(chr(c) for c in range(0x250C, 0x254C)) + "".join(chr(c) for c in range(0x2552, 0x256D))
)
_RULES = "-=_─━═┄┅┈┉╌╍–—"
# A rule has at least so many strokes in a row: two dashes or three are also met in a cell.
_LEAST_RULE = 4
# Borders of one column may stand a character apart between rows of different cells (widths are rounded row by row).
_WOBBLE = 1
# A line longer than this is no row of a frame: such "lines" are whole files without line ends.
_LONGEST = 4000
# Lines without borders at their ends and without rules must be this many to be a table.
_LEAST_OPEN_LINES = 3
# So many lines may have come between the rows of a frame.
_TORN = 2
# Between a border and the text stands a space, or none.
_PADDING = 1
# The border of a frame that is open on its right.
_FAR = 1 << 20
_JOINTS = frozenset(_PLAIN + _CROSSINGS)
FRAME_CHARACTERS = frozenset(_PLAIN + _CROSSINGS + _RULES)


class Piece(NamedTuple):
    """What stands between two borders of a line: columns `first` to `last`, and whether it is a rule."""

    first: int
    last: int
    text: str
    rule: bool


class FramedLine(NamedTuple):
    """One line of a frame. `pieces` are empty for a rule over the whole width."""

    line: Line
    pieces: tuple[Piece, ...]

    @property
    def full_rule(self) -> bool:
        """Whether the line is a rule and nothing else."""
        return all(piece.rule for piece in self.pieces)


class Frame(NamedTuple):
    """A stretch of framed lines, its number of columns, and the room for text in each, in characters."""

    columns: int
    rooms: tuple[int, ...]
    lines: tuple[FramedLine, ...]


def framed_stretches(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches of lines (from, to) on one page that have borders; what is in them is not looked at yet."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    closed: bool | None = None
    for i, line in enumerate(lines):
        kind = _kind(line.text)
        ends = _closed(line.text) if kind == "cells" else closed
        other = closed is not None and ends is not closed
        if start is not None and (not kind or line.page != lines[i - 1].page or other):
            found.append((start, i))
            start = None
        if kind and start is None:
            start, closed = i, None
        if kind == "cells":
            closed = ends
    if start is not None:
        found.append((start, len(lines)))
    framed = [
        (first, last)
        for first, last in found
        if any(_kind(line.text) == "cells" for line in lines[first:last])
    ]
    return _rejoined(lines, framed)


def _rejoined(lines: Sequence[Line], stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches, those together that a line or two without borders tear apart: the lower one goes on.

    It has the upper one's borders and begins without a rule, which a frame with rules never does.
    """
    whole: list[tuple[int, int]] = []
    for start, end in stretches:
        if whole and start - whole[-1][1] <= _TORN and _goes_on(lines[slice(*whole[-1])], lines[start:end]):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _goes_on(upper: Sequence[Line], lower: Sequence[Line]) -> bool:
    if upper[-1].page != lower[0].page or _kind(upper[0].text) != "rule" or _kind(lower[0].text) != "cells":
        return False
    most = [max((_borders(line.text, _PLAIN + _DOS) for line in part), key=len) for part in (upper, lower)]
    return len(most[0]) == len(most[1]) and all(abs(a - b) <= _WOBBLE for a, b in zip(*most, strict=True))


def _closed(text: str) -> bool:
    """Whether the line begins and ends with a border."""
    stripped = text.strip()
    return all(sign in _PLAIN or sign in _CROSSINGS or sign == _DOS for sign in (stripped[0], stripped[-1]))


def _kind(text: str) -> str:
    """`cells`, `rule` or nothing."""
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST:
        return ""
    if _is_rule(stripped):
        return "rule"
    if any(c in _PLAIN for c in stripped):
        return "cells"
    if stripped.count(_DOS) > 1 and (stripped[0] == _DOS or f" {_DOS} " in stripped):
        return "cells"
    return ""


def _is_rule(stripped: str) -> bool:
    if not (stripped[0] in FRAME_CHARACTERS or stripped[0] in _DOS):
        return False
    strokes = sum(stripped.count(sign) for sign in _RULES)
    others = set(stripped) - FRAME_CHARACTERS - set(_DOS) - {" ", ":"}
    if others or strokes < _LEAST_RULE:
        return False
    # signs in cells (`| - | - |`) are no rule: a rule's strokes stand together
    return any(sign * _LEAST_RULE in stripped for sign in _RULES) or (
        "--" in stripped and " " not in stripped
    )


def borders_in(lines: Sequence[Line]) -> int:
    """The most borders that one of the lines has."""
    return max(len(_borders(line.text, _PLAIN + _DOS)) for line in lines)


def frame_of(lines: Sequence[Line]) -> Frame | None:
    """The frame that the lines form; None where their borders do not agree."""
    if any("\t" in line.text for line in lines):
        return None
    lines = [line for line in lines if line.text.strip()]
    marks = _PLAIN if any(c in _PLAIN for line in lines for c in line.text) else _DOS
    cells = [line for line in lines if _kind(line.text) == "cells"]
    rows = [_borders(line.text, marks) for line in cells]
    usual = max(map(len, rows))
    model = [row for row in rows if len(row) == usual]
    borders = [median_low([row[i] for row in model]) for i in range(usual)]
    left, right = _outer(cells, rows)
    inner = ([] if left else [-1]) + borders + ([] if right else [_FAR])
    if len(inner) < 3 or len(cells) < 2 or not _sure(lines, model, borders, closed=left and right):
        return None
    framed = []
    for line in lines:
        pieces = _pieces(line, inner, marks, left=left, right=right)
        if pieces is None:
            return None
        framed.append(FramedLine(line, pieces))
    return Frame(len(inner) - 1, _rooms(framed, inner), tuple(framed))


def _rooms(framed: Sequence[FramedLine], borders: Sequence[int]) -> tuple[int, ...]:
    """The room in each column: what stands between its borders less a space on each side, or its longest text."""
    rooms = [max(b - a - 1 - 2 * _PADDING, 1) for a, b in pairwise(borders)]
    if borders[-1] == _FAR:
        rooms[-1] = 1
    for line in framed:
        for piece in line.pieces:
            if piece.first == piece.last and not piece.rule:
                rooms[piece.first] = max(rooms[piece.first], len(piece.text.strip()))
    return tuple(rooms)


def _sure(
    lines: Sequence[Line], model: Sequence[Sequence[int]], borders: Sequence[int], *, closed: bool
) -> bool:
    """Whether the borders are borders: several lines or a rule's crossings bear them out.

    A sign that looks like a border in one line's text would cut a cell in two.
    """
    rules = [line.text for line in lines if _is_rule(line.text.strip())]
    steady = all(abs(row[i] - border) <= _WOBBLE for row in model for i, border in enumerate(borders))
    if len(model) < 2:
        return any(all(place < len(rule) and rule[place] in _JOINTS for place in borders) for rule in rules)
    return closed or bool(rules) or (steady and len(model) >= _LEAST_OPEN_LINES)


def _borders(text: str, marks: str) -> list[int]:
    return [i for i, char in enumerate(text) if char in marks]


def _outer(cells: Sequence[Line], rows: Sequence[Sequence[int]]) -> tuple[bool, bool]:
    """Whether the frame has a border on its left and on its right: all lines agree, or it is taken as none."""
    left = all(row and not line.text[: row[0]].strip() for line, row in zip(cells, rows, strict=True))
    right = all(row and not line.text[row[-1] + 1 :].strip() for line, row in zip(cells, rows, strict=True))
    return left, right


def _pieces(
    line: Line, borders: Sequence[int], marks: str, *, left: bool, right: bool
) -> tuple[Piece, ...] | None:
    text = line.text
    if not _kind(text):
        # what came between the rows stands in all columns, if it is anything
        return (Piece(0, len(borders) - 2, text, False),)
    if _is_rule(text.strip()) and not any(c.isalnum() for c in text):
        own = _rule_borders(text, marks)
        if own is None:
            return ()
        places = own
    else:
        places = _line_borders(text, marks)
    known = _matched(places, borders, left=left, right=right)
    if known is None:
        # a rule says where rows end, whatever its crossings; a row of cells must fit
        return () if _is_rule(text.strip()) else None
    pieces = []
    for (place, first), (end, last) in pairwise(known):
        piece = text[place + 1 : end]
        pieces.append(Piece(first, last - 1, piece, _strokes(piece)))
    return tuple(pieces)


def _rule_borders(text: str, marks: str) -> list[int] | None:
    """The borders of a rule that covers a part of the columns; None if it covers all."""
    if " " not in text.strip():
        return None
    return [i for i, char in enumerate(text) if char in marks or char in _CROSSINGS]


def _line_borders(text: str, marks: str) -> list[int]:
    """The verticals of a line, and the crossings where a rule begins or ends within it."""
    return [
        i
        for i, char in enumerate(text)
        if char in marks
        or (
            char in _CROSSINGS
            and (char != "+" or "+--" in text[i : i + 3] or text[max(i - 2, 0) : i] == "--")
        )
    ]


def _matched(
    places: Sequence[int], borders: Sequence[int], *, left: bool, right: bool
) -> list[tuple[int, int]] | None:
    """Each border of the line with the number of the frame's border that it is; None where one fits none."""
    virtual = list(places)
    if not left:
        virtual.insert(0, -1)
    if not right:
        virtual.append(_FAR)
    if len(virtual) == len(borders):
        # the full number of borders tells the columns, even where an edited number has shifted them
        return list(zip(virtual, range(len(borders)), strict=True))
    known: list[tuple[int, int]] = []
    for place in virtual:
        near = [i for i, border in enumerate(borders) if abs(border - place) <= _WOBBLE]
        if len(near) != 1 or (known and near[0] <= known[-1][1]):
            return None
        known.append((place, near[0]))
    if not known or known[0][1] != 0 or known[-1][1] != len(borders) - 1:
        return None
    return known


def _strokes(piece: str) -> bool:
    return len(piece) >= _LEAST_RULE - 1 and all(char in FRAME_CHARACTERS for char in piece)
