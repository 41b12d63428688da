"""Lines of cells → rows, where nothing is printed between them: what each line fills tells where a row begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zvirka.extract.numbers import counts_columns, is_amount, is_number, is_whole

_GROUPED = re.compile(r"[-–−(]?\d{1,3}(?:\s\d{3})+(?:[.,]\d*)?\)?")
_PLAIN = re.compile(r"[-–−(]?\d+(?:[.,]\d+)?\)?")
_NUMBERING = re.compile(r"(\d{1,4}(?:\.\d{1,3})*)([.)]?)(?:\s|$)")
_DECIMALS = re.compile(r"\d[.,]\d")
# `1.2.`, then `2.1.`: the second section's title has no number, or is none of the lines.
_TWO_LEVELS = 2
TITLE = re.compile(r"[«\"]?[A-ZА-ЯІЇЄҐ]|[IVXІХ\d]+[.)]\s")
"""How a title between rows begins."""
SECTION = re.compile(r"[^\W\d]{3,}\s(?:[IVXІХ]{1,5}|\d{1,2})[.:]\s")

_OPERATORS = "=+-−–*/:("

# A line that fills as many columns as its row's first line, and at least so many, begins a row.
_FULL = 3

Cells = Mapping[int, str]
"""What a line has in each column that it fills."""


def two_numbers(above: Cells, below: Cells, rooms: Sequence[int]) -> bool:
    """Whether some column has a whole number in both lines, and they cannot be one number that was broken."""
    return any(
        is_number(above[c]) and is_number(below[c]) and not _one_number(above[c], below[c], rooms[c])
        for c in above.keys() & below.keys()
    )


def _one_number(above: str, below: str, room: int) -> bool:
    """Whether two numbers may be one: broken at a space for want of room, or anywhere where the line was full."""
    if above.endswith((",", ".")) and _PLAIN.fullmatch("".join(above.split()) + below):
        return True
    if _GROUPED.fullmatch(f"{above} {below}"):
        return _forced(above, below, room)
    return len(above) >= room and _PLAIN.fullmatch(above + below) is not None


def _forced(above: str, below: str, room: int) -> bool:
    """Whether the column was too narrow for the next line's first word, so that the line had to break."""
    return (above.endswith("-") and len(above) > 1) or len(above) + 1 + len(below.split()[0]) > room


def counts(cells: Cells) -> bool:
    """Whether the line is the one that counts the columns."""
    return counts_columns([cells[c] for c in sorted(cells)])


def numbered_lines(cells: Sequence[Cells]) -> set[int]:
    """The lines whose first column counts on from the number before (`1.`, `2.`, `2.1.`, `3.`), all in one style."""
    found: set[int] = set()
    last: tuple[int, ...] | None = None
    style = ""
    for i, line in enumerate(cells):
        match = _NUMBERING.match(line.get(0, ""))
        if match is None or (last is not None and match[2] != style):
            continue
        number = tuple(int(part) for part in match[1].split("."))
        # a number without a sign after it may be a word of a sentence
        if (last is None or _follows(last, number)) and (match[2] or len(line) > 1):
            found.add(i)
            last, style = number, match[2]
    return found


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    if number == (*last, 1) or (len(number) == len(last) == _TWO_LEVELS and number == (last[0] + 1, 1)):
        return True
    depth = len(number)
    return depth <= len(last) and number[:-1] == last[: depth - 1] and number[-1] == last[depth - 1] + 1


def row_starts(cells: Sequence[Cells], rooms: Sequence[int]) -> list[int] | None:
    """The lines that begin a row; None where that cannot be told. `rooms` are the characters a column has room for.

    Cells stand at the top of their row, so text in a column that was empty in the line above begins a row.
    """
    numbered = numbered_lines(cells)
    starts = [0]
    for i in range(1, len(cells)):
        here, above = cells[i], cells[i - 1]
        if not here:
            continue
        begins: bool | None
        if _halves(above, here) or formula_goes_on(above, here):
            begins = False
        elif (
            _titled(here, above, cells[starts[-1]])
            or i in numbered
            or counts(here)
            or counts(above)
            or two_numbers(above, here, rooms)
        ):
            begins = True
        elif here.keys() - above.keys():
            begins = _newly_filled(here, above)
        else:
            begins = _full(here, above, cells[starts[-1]], rooms)
        if begins is None:
            return None
        if begins:
            starts.append(i)
    return starts


def _halves(above: Cells, below: Cells) -> bool:
    """Whether the second line has the other halves of pairs that the first one begins, and no number of its own."""
    pairs = [c for c in above.keys() & below.keys() if is_amount(below[c])]
    open_ones = [c for c in pairs if below[c].startswith("/") or above[c].endswith("/")]
    return (
        bool(open_ones)
        and open_ones == pairs
        and not any(c not in above and is_number(below[c]) for c in below)
    )


def formula_goes_on(above: Cells, below: Cells) -> bool:
    """Whether the second line has nothing but the ends of formulas (`5=6+7+` over `8`)."""
    return all(
        c in above and "=" in above[c] and (above[c][-1] in _OPERATORS or text[0] in _OPERATORS)
        for c, text in below.items()
    )


def _titled(here: Cells, above: Cells, first: Cells) -> bool:
    """Whether a line is a section's title with its number (`Розділ 3. …`) alone below the label of a row of amounts."""
    label = min(first, default=0)
    whole = above.keys() == first.keys() and sum(map(is_amount, first.values())) >= _FULL
    return (
        here.keys() == {label}
        and whole
        and not is_amount(first.get(label, ""))
        and SECTION.match(here[label]) is not None
    )


def _ends(above: str, below: str) -> bool:
    """Whether the second line is the end of the number or pair that the first line begins: one of them is not whole.

    A number without decimals above one that has them is not, if they make one number together.
    """
    if above.endswith(("/", ",", ".")) or below.startswith("/"):
        return True
    if "/" in below and "/" not in above:
        # the first half of a pair, and its end
        return any(is_whole(above + joint + below) for joint in ("", " "))
    above = above.rpartition("/")[2].strip()
    if _DECIMALS.search(above) or not _DECIMALS.search(below):
        return False
    return any(is_whole(above + joint + below) for joint in ("", " "))


def _newly_filled(here: Cells, above: Cells) -> bool | None:
    if len(here) > 1 or 0 in here:
        return True
    # one cell alone: words after an empty paragraph go on with their cell, a number could be another row's
    return None if any(is_number(text) for text in here.values()) or not above else False


def _full(here: Cells, above: Cells, first: Cells, rooms: Sequence[int]) -> bool | None:
    forced = sum(_forced(above[c], text, rooms[c]) for c, text in here.items())
    both = [(above[c], text) for c, text in here.items() if c and is_number(above[c]) and is_number(text)]
    full = len(here) >= _FULL and here.keys() >= first.keys()
    if both and (full or ((0 in here or 0 not in first) and not all(_ends(*pair) for pair in both))):
        # the numbers may be halves of longer ones, or rows of their own
        return None
    if full:
        return forced * 2 < len(here)
    # a title under a row: it stands alone in the first column, and the words above it left it ample room
    ample = all(not _forced(above[c], text, rooms[c]) for c, text in here.items())
    return here.keys() == {0} and ample and TITLE.match(here[0]) is not None
