"""What speaks against lines of cells being one row, and against a row beginning at a line.

An amount that is not whole; cells that do not begin in one line (or do not end in one, or do not stand in the middle,
as the cells of this table do); text that was broken though the next word had room; no number where rows are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.numbers import is_amount, is_valued, is_whole
from zvirka.extract.text.rows import SECTION, TITLE, numbered_lines

# A row has no more lines than this, and a cell no more amounts.
_LONGEST, _SIDES = 40, 2
# What speaks against a stretch's being one row: two amounts in one cell or half of one, a number broken where it had
# room, a cell askew to the others, a cell that is parted by a line without it.
_TWO, _UNFORCED_NUMBER, _ASKEW, _PARTED = 9.0, 4.0, 2.5, 1.5
# A line of a cell that ends though the next word had room.
_UNFORCED = 1.0
# A row that begins within a word, with small letters in its first text, or without its first text.
_HYPHEN, _SMALL, _NAMELESS = 6.0, 3.0, 2.0
# A row that has its number or has none, where rows are numbered.
_NUMBERED, _UNNUMBERED = 5.0, 2.0
# A section's title that begins a line.
_SECTION_BEGINS = 2.0
# A blank line before a row or within it, where blank lines part rows.
_BLANK = 1.5
# A row without an amount that does not look like a title.
_BARE = 1.5
MODES = ("top", "middle", "bottom")
"""Where cells stand in their rows."""
# The share of a column's room that leaves no doubt: letters are of different widths where the text was set.
_AMPLE = 0.85
_DECIMALS = re.compile(r"\d[.,]\d")
_BULLET = re.compile(r"[-–—•·*]\s?[^\W\d]")
_NUMBER = r"(?:[-–—−+(]?\s?(?:\d{1,3}(?:[\s'’.]\d{3})+|\d+)(?:[.,]\d+)?\s?%?\)?|[-–—−xXхХ])"
_AMOUNT = re.compile(rf"{_NUMBER}(?:\s*/\s*{_NUMBER})?")
_SIGNS = re.compile(r"[\d\s.,/'’()%*xXхХ+–—−-]+")

Cells = Mapping[int, str]
"""What a line has in each column that it fills."""


class Lines(NamedTuple):
    """The lines of a table's body: their cells, how many blank lines stand above each, the columns of amounts."""

    cells: Sequence[Cells]
    blanks: Sequence[int]
    places: Sequence[float]
    """The height at which each line stands, in lines."""
    alone: Sequence[bool]
    """Whether the line is a title over several columns."""
    money: frozenset[int]
    rooms: Sequence[int]


def reaches(lines: Lines) -> list[int]:
    """For each line, how many lines may be one row with it at most."""
    count = len(lines.cells)
    decimals = [
        [c for c in lines.money & cells.keys() if _DECIMALS.search(cells[c])] for cells in lines.cells
    ]
    found: list[int] = []
    for i in range(count):
        seen: dict[int, int] = {}
        end = min(count, i + _LONGEST)
        for j in range(i, end):
            for c in decimals[j]:
                seen[c] = seen.get(c, 0) + 1
            if (j > i and (lines.alone[j] or lines.alone[i])) or any(n > _SIDES for n in seen.values()):
                end = j
                break
        found.append(max(end - i, 1))
    return found


def stretch_costs(lines: Lines, reach: Sequence[int], mode: str, *, money: bool) -> list[list[float]]:
    """For each line, what the stretches that begin there cost as one row by its cells of amounts, or of words."""
    found: list[list[float]] = []
    for i, most in enumerate(reach):
        row: list[float] = []
        cells: dict[int, list[int]] = {}
        inner = 0.0
        for j in range(i, i + most):
            for c in lines.cells[j]:
                if (c in lines.money) == money:
                    if cells.get(c):
                        inner += _inner(lines, c, cells[c][-1], j, money=money)
                    cells.setdefault(c, []).append(j)
            if j > i and not money and lines.blanks[j]:
                inner += _BLANK
            cost = inner + sum(_askew(lines, at, i, j, mode) for at in cells.values())
            if money:
                cost += sum(_not_whole(lines, c, at) for c, at in cells.items())
                cost += _BARE if not cells and not _titled(lines, i, j) else 0.0
            row.append(cost)
        found.append(row)
    return found


def _titled(lines: Lines, start: int, end: int) -> bool:
    """Whether the lines are a title: over all columns, or words alone in one of them."""
    filled = {c for k in range(start, end + 1) for c in lines.cells[k]}
    text = next(iter(lines.cells[start].values()), "")
    return lines.alone[start] or (len(filled) == 1 and TITLE.match(text) is not None)


def _inner(lines: Lines, column: int, above: int, below: int, *, money: bool) -> float:
    """What speaks against one cell's going on from one line to another."""
    # where cells stand in the middle of their rows, their lines may stand between those of others
    between = sum(1 for k in range(above + 1, below) if column not in lines.cells[k])
    parted = _PARTED if between > 1 else 0.0
    if money:
        return parted
    first, second = lines.cells[above][column], lines.cells[below][column]
    forced = first.endswith("-") or len(first) + 1 + len(second.split()[0]) > _AMPLE * lines.rooms[column]
    return parted + (0.0 if forced else _UNFORCED)


def _askew(lines: Lines, at: Sequence[int], start: int, end: int, mode: str) -> float:
    """What it costs that a cell does not stand where the cells of this table do in their rows."""
    if mode == "top":
        return 0.0 if at[0] == start else _ASKEW
    if mode == "bottom":
        return 0.0 if at[-1] == end else _ASKEW
    places = lines.places
    off = abs((places[at[0]] + places[at[-1]]) / 2 - (places[start] + places[end]) / 2)
    return 0.0 if off <= 0.75 else min(_ASKEW, 1.5 * off)


def _not_whole(lines: Lines, column: int, at: Sequence[int]) -> float:
    """What it costs that lines of one column are not one amount, or words."""
    texts = [lines.cells[k][column] for k in at]
    if len(texts) == 1:
        if is_whole(texts[0]) or not _SIGNS.fullmatch(texts[0]):
            return 0.0
        return _TWO
    if not all(map(_SIGNS.fullmatch, texts)):
        joined = " ".join(texts)
        return 0.0 if not any(c.isdigit() for c in joined) or is_valued(joined) else _TWO / 2
    pieces = _halves(texts)
    if pieces is None:
        return _TWO
    room = lines.rooms[column]
    return sum(_broken(piece, room) for piece in pieces)


def _halves(texts: Sequence[str]) -> list[list[str]] | None:
    """The lines of one amount or of each side of a pair; None if they are none."""
    if not any(_AMOUNT.fullmatch(joint.join(texts)) for joint in ("", " ")):
        return None
    sides: list[list[str]] = [[]]
    for text in texts:
        left, slash, right = text.partition("/")
        if left.strip():
            sides[-1].append(left.strip())
        if slash:
            sides.append([])
            if right.strip():
                sides[-1].append(right.strip())
    return [side for side in sides if side]


def _broken(side: Sequence[str], room: int) -> float:
    """What it costs that a number is broken over lines: nothing if the column had no room for it."""
    cost = 0.0
    for above, below in pairwise(side):
        whole_groups = re.fullmatch(r"\d{3}(?:\D.*)?", below) and re.search(r"(?:^|\D)\d{1,3}$", above)
        if whole_groups and len(above) + 1 + len(below.split()[0]) > _AMPLE * room:
            continue
        if len(above) >= room - 1:
            continue
        cost += _UNFORCED_NUMBER
    return cost


def begin_costs(lines: Lines) -> list[float]:
    """What speaks against a row's beginning at each line."""
    spaced = sum(1 for b in lines.blanks[1:] if b) > 1
    found = [0.0]
    for i in range(1, len(lines.cells)):
        here, above = lines.cells[i], lines.cells[i - 1]
        cost = -_BLANK if spaced and lines.blanks[i] else 0.0
        if lines.alone[i] or lines.alone[i - 1]:
            found.append(cost - 1.0)
            continue
        for c in lines.money & here.keys():
            if here[c].startswith("/") or (c in above and above[c].endswith(("/", ","))):
                cost += _TWO
        found.append(cost)
    return found


def named_costs(lines: Lines, reach: Sequence[int]) -> list[list[float]]:
    """For each line, what the stretches that begin there cost by their number and by their first text."""
    numbered = numbered_lines(lines.cells)
    counted = len(numbered) > 1
    name = _name_column(lines)
    found: list[list[float]] = []
    for i in range(len(lines.cells)):
        row: list[float] = []
        numbers = 0
        first: int | None = None
        for j in range(i, i + reach[i]):
            numbers += j in numbered
            if first is None and name is not None and name in lines.cells[j]:
                first = j
            cost = 0.0
            if name is not None and not lines.alone[i] and not (i and lines.alone[i - 1] and first == i):
                cost = _name_cost(lines, name, first, numbered=numbers > 0)
            if counted and numbers:
                cost += _TWO * (numbers - 1) - _NUMBERED
            elif (
                counted
                and not lines.alone[i]
                and not (first and name is not None and _begins_anew(lines, name, first))
            ):
                cost += _UNNUMBERED
            row.append(cost)
        found.append(row)
    return found


def _above(lines: Lines, name: int, i: int) -> str:
    """The text that stands above a line's in its column, in one of the two lines before."""
    return next((lines.cells[k][name] for k in (i - 1, i - 2) if k >= 0 and name in lines.cells[k]), "")


def _begins_anew(lines: Lines, name: int, i: int) -> bool:
    """Whether the first text of a line begins as a title does, and the line above had room for its first word."""
    text, above = lines.cells[i].get(name, ""), _above(lines, name, i)
    room = _AMPLE * lines.rooms[name]
    return TITLE.match(text) is not None and not (above and len(above) + 1 + len(text.split()[0]) > room)


def _name_cost(lines: Lines, name: int, i: int | None, *, numbered: bool) -> float:
    """What the first text of a row says against its being one; `i` is the line it begins in."""
    if i is None:
        return 0.0 if numbered else _NAMELESS
    here = lines.cells[i][name]
    cost = _HYPHEN if i and _above(lines, name, i).endswith("-") else 0.0
    if here[:1].islower() or _BULLET.match(here):
        return cost + (_SMALL if i else 0.0)
    return cost - _SECTION_BEGINS if SECTION.match(here) else cost


def _name_column(lines: Lines) -> int | None:
    """The first column of words: what a row is about."""
    filled: dict[int, int] = {}
    for cells in lines.cells:
        for c, text in cells.items():
            if c not in lines.money and not is_amount(text):
                filled[c] = filled.get(c, 0) + 1
    if not filled:
        return None
    most = max(filled.values())
    return min(c for c, n in filled.items() if n * 2 >= most)
