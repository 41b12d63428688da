"""Ruled tables without rules between their rows: a tall row of columns that hold one number under another is many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from zvirka.extract.aligned.beside import begun_beside, parted
from zvirka.extract.aligned.columns import numbers_row
from zvirka.extract.aligned.line_ends import ends_open, may_cut_a_number, mostly_open
from zvirka.extract.aligned.rows import (
    FULL_LINE,
    NUMBERING,
    PITCH_JUMP,
    pitch_within,
    row_starts,
    set_apart,
)
from zvirka.extract.geometry.cells import CellMap, Cells
from zvirka.extract.geometry.lattice import Lattice
from zvirka.extract.geometry.lines import by_baseline, joined
from zvirka.extract.geometry.words import Word

# So many numbers stand under each other in a column at least, each whole in its line, ...
LEAST_NUMBERS = 3
# With so few rules between rows (around the header, above the total) blank space may part the others.
MOST_RULES = 6
# Header and numbers row stand in the first rows of a table.
MOST_HEADER_ROWS = 8
# In shares of the words' height: a line that leaves as much room was not broken for want of it.
ROOM = 2.0
ENDED = re.compile(r"\d[.,]\d{1,3}\)?$|^[-–—−хxХX]$|/")
# Two lines (a header, and the row that counts its columns) with what is left between and around them take this many
# heights of a word.
LEAST_LINES = 2.2
# ... in so many columns at least, level with each other: a cell with a number broken over lines is no such column,
# and one cell that lists several sources is none of two.
LEAST_COLUMNS = 2
# A table with more rules between its rows than this share of the lines shows all its rows.
RULES_PER_LINE = 0.34
# So many rules are those of its head.
HEAD_RULES = 4
NUMBER = re.compile(
    r"[-–—−хxХX]|[-–−(]?\d[\d\s.,’']*(?<![.,])[)%]?(\s*/\s*([-–—−]|[-–−(]?\d[\d\s.,’']*[)%]?))?"
)


def with_open_rows(lattice: Lattice, cells: Cells) -> tuple[Lattice, Cells]:
    """The lattice with such rows parted, and the words in the regions it then has; else both as they are."""
    bands = _tall_rows(lattice, cells)
    if not bands:
        return lattice, cells
    by_row: dict[int, dict[int, list[Word]]] = {row: {} for row in bands}
    for index, region in enumerate(lattice.regions):
        for row in range(region.row, region.last_row + 1):
            if row in by_row:
                if region.row != region.last_row:
                    # a cell merged over several rows: the rules tell the rows
                    del by_row[row]
                else:
                    by_row[row][region.column] = cells.get(index, [])
    pitch = pitch_within(cells.values())
    cuts: dict[int, list[float]] = {}
    beside: dict[tuple[int, int], set[float]] = {}
    for row, by_column in by_row.items():
        told = 0.0 if _is_shown(lattice, cells, row) else pitch
        if found := _cuts(lattice, row, by_column, told):
            cuts[row] = found
            for y in found:
                for column in begun_beside(by_column, y, told):
                    beside.setdefault((row, column), set()).add(y)
    return _shared_out(parted(lattice, cuts, beside), cells) or (lattice, cells) if cuts else (lattice, cells)


def _shared_out(lattice: Lattice, cells: Cells) -> tuple[Lattice, Cells] | None:
    """The lattice and the words in its regions; None where a word sticks out of it."""
    where = CellMap(lattice)
    again: Cells = {}
    for words in cells.values():
        for word in words:
            place = where.region((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)
            if place is None:
                # its row is not in doubt elsewhere, so all is left as it was
                return None
            again.setdefault(place, []).append(word)
    return lattice, again


def _is_shown(lattice: Lattice, cells: Cells, row: int) -> bool:
    """Whether rules part the row from another one with numbers, above it or, but for the last row, below it."""
    others = []
    if lattice.ys[row] not in lattice.breaks:
        others.append(row - 1)
    if lattice.ys[row + 1] not in lattice.breaks and row + 3 < len(lattice.ys):
        others.append(row + 1)
    numbers = [0] * len(lattice.ys)
    for index, region in enumerate(lattice.regions):
        words = cells.get(index)
        if words and region.row in others and region.column:
            text = "".join(word.text for word in words)
            counts = text.partition("=")[0].strip(".()") == str(region.column + 1)
            numbers[region.row] += NUMBER.fullmatch(text) is not None and not counts
    return any(numbers[other] >= LEAST_COLUMNS for other in others)


def _tall_rows(lattice: Lattice, cells: Cells) -> list[int]:
    """The rows that may be many, told at little cost: high enough for several lines, with rules too few for them."""
    ys = lattice.ys
    rules = max(0, lattice.rules - HEAD_RULES)
    found: dict[int, None] = {}
    for index, (row, column, last_row, _) in enumerate(lattice.regions):
        if row != last_row or row in found or column == 0:
            continue
        words = cells.get(index)
        if words:
            lines = (ys[row + 1] - ys[row]) / (words[0][4] - words[0][2] or 1.0)
            if lines > LEAST_LINES and (
                rules <= RULES_PER_LINE * lines + 2
                or (column == 1 and row < MOST_HEADER_ROWS and words[-1][0].strip(".()") == "2")
            ):
                found[row] = None
    return list(found)


def _cuts(lattice: Lattice, row: int, by_column: dict[int, list[Word]], pitch: float) -> list[float]:
    """The y at which the row is parted, from its cells' words by their first column; empty if it is one row.

    `pitch` is the distance of lines within a cell; 0 where blank space tells nothing.
    """
    few_rules = lattice.rules <= MOST_RULES
    if not few_rules and not _may_count(by_column) and not any(map(_may_be_stack, by_column.values())):
        return []
    words = [word for found in by_column.values() for word in found]
    lines = by_baseline(words)
    numbered = numbers_row(lines)
    if numbered:
        starts = [i for i in (numbered, numbered + 1) if i < len(lines)]
    else:
        starts = _apart(lines, by_column, pitch) or _told(
            lattice, row, lines, by_column, pitch, few_rules=few_rules
        )
    return [_between(lines[i - 1], lines[i]) for i in starts]


def _apart(lines: Sequence[Sequence[Word]], by_column: dict[int, list[Word]], pitch: float) -> list[int]:
    """The lines that begin rows set apart by blank space."""
    homes = {id(word): i for i, c in enumerate(sorted(by_column)) for word in by_column[c]}
    cells = [_by_home(line, homes) for line in lines]
    starts = set_apart(lines, cells, len(by_column), pitch)
    return [i for i in starts if i == 0 or not mostly_open(*_begun(by_column, lines, cells, i, pitch))]


def _begun(
    by_column: dict[int, list[Word]],
    lines: Sequence[Sequence[Word]],
    cells: Sequence[dict[int, list[Word]]],
    i: int,
    pitch: float,
) -> tuple[dict[int, list[Word]], dict[int, list[Word]]]:
    """The cells of the lines above and below a border, but for those that go on over it beside others."""
    order = sorted(by_column)
    going_on = begun_beside(by_column, _between(lines[i - 1], lines[i]), pitch)
    homes = {order.index(column) for column in going_on}
    above, here = ({c: w for c, w in cells[k].items() if c not in homes} for k in (i - 1, i))
    return above, here


def _told(
    lattice: Lattice,
    row: int,
    lines: Sequence[Sequence[Word]],
    by_column: dict[int, list[Word]],
    pitch: float,
    *,
    few_rules: bool,
) -> list[int]:
    """The lines that begin rows, told from numbers under each other, from numbering and from where lines are full."""
    width_of = {
        r.column: lattice.xs[r.last_column + 1] - lattice.xs[r.column]
        for r in lattice.regions
        if r.row == row
    }
    stacked = {column for column, found in by_column.items() if _is_stack(found, width_of[column])}
    least = 1 if _counts(by_column[min(by_column)]) else LEAST_COLUMNS
    if lattice.rules > RULES_PER_LINE * len(lines) + 2:
        return []
    columns = sorted(by_column)
    homes = {id(word): columns.index(c) for c, found in by_column.items() for word in found}
    told = {columns.index(c) for c in stacked}
    filled = [sorted({homes[id(word)] for word in line}) for line in lines]
    first = [
        joined([word for word in line if homes[id(word)] == f[0]])
        for line, f in zip(lines, filled, strict=True)
    ]
    cells = [_by_home(line, homes) for line in lines]
    starts = _by_numbers([bool(told.intersection(f)) for f in filled])
    if len(stacked) < least:
        starts = _by_space(lines, filled, first, len(columns)) if few_rules else []
    elif starts is None:
        starts = row_starts(lines, filled, first, len(columns))
    else:
        numbered_lines = (i for i, text in enumerate(first) if filled[i][0] == 0 and NUMBERING.match(text))
        titles = (i for i in range(1, len(lines)) if _is_title(cells[i - 1], cells[i]))
        starts = sorted({*starts, *numbered_lines, *titles})
    starts = [i for i in starts if i > 0 and not ends_open(*_begun(by_column, lines, cells, i, pitch))]
    widths = [width_of[column] for column in columns]
    least_pitch = min((b[0].top - a[0].top for a, b in pairwise(lines)), default=0.0)
    for i in starts:
        close = lines[i][0].top - lines[i - 1][0].top <= PITCH_JUMP * least_pitch
        if close and may_cut_a_number(cells[i - 1], cells[i], widths):
            # one row with broken numbers or many rows with whole ones: nothing tells, so the rules have the last word
            return []
    return starts


def _by_home(line: Sequence[Word], homes: dict[int, int]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in line:
        found.setdefault(homes[id(word)], []).append(word)
    return found


def _is_title(above: dict[int, list[Word]], here: dict[int, list[Word]]) -> bool:
    """Whether words follow right below numbers, nothing in the first column: a section's title over the columns."""
    return 0 not in here and any(
        column in above
        and NUMBER.fullmatch("".join(word.text for word in above[column])) is not None
        and words[0].text[0].isalpha()
        and len(words[0].text) > 1
        for column, words in here.items()
    )


def _may_count(by_column: dict[int, list[Word]]) -> bool:
    """Whether the first columns hold 1, 2, … somewhere, as a row does that counts the columns."""
    return len(by_column) > 2 and all(
        any(word[0].strip(".()") == str(number) for word in by_column[column])
        for number, column in enumerate(sorted(by_column)[:3], 1)
    )


def _may_be_stack(words: Sequence[Word]) -> bool:
    return len(words) >= LEAST_NUMBERS and not any(len(w[0]) > 1 and w[0].isalpha() for w in words)


def _by_space(
    lines: Sequence[Sequence[Word]], filled: Sequence[Sequence[int]], first: Sequence[str], columns: int
) -> list[int]:
    """The lines that begin rows set apart by blank space or numbered, each begun in most columns."""
    starts = row_starts(lines, filled, first, columns)
    tops = [min(word.top for word in line) for line in lines]
    apart = [tops[i] - tops[i - 1] for i in starts if i > 0]
    within = [b - a for i, (a, b) in enumerate(pairwise(tops), 1) if i not in starts]
    spaced = bool(apart and within) and min(apart) > PITCH_JUMP * max(within)
    numbered = all(NUMBERING.match(first[i]) for i in starts)
    begun = all(filled[i][0] == 0 and len(filled[i]) >= max(2.0, FULL_LINE * columns) for i in starts)
    if not (begun and (spaced or numbered)):
        return []
    return starts


def _counts(words: Sequence[Word]) -> bool:
    """Whether lines of the first column are numbered one after the other, and so are rows."""
    found = [NUMBERING.match(line[0].text) for line in by_baseline(words)] if words else []
    numbers = [match[0].strip(" .)") for match in found if match]
    return len(numbers) >= LEAST_NUMBERS and all(
        int(b.rpartition(".")[2]) == int(a.rpartition(".")[2]) + 1 for a, b in pairwise(numbers)
    )


def _is_stack(words: Sequence[Word], width: float) -> bool:
    """Whether whole numbers stand under each other, nothing else, in a column of that width.

    The lines of one long number broken in a narrow column look like numbers too: but they fill the column, and one of
    them at most has a decimal part.
    """
    lines = by_baseline(words) if words else []
    texts = [joined(line).strip() for line in lines]
    if len(lines) < LEAST_NUMBERS or not all(map(NUMBER.fullmatch, texts)):
        return False
    room = width - max(line[-1].x1 - line[0].x0 for line in lines)
    return room > ROOM * (words[0].bottom - words[0].top) or sum(map(bool, map(ENDED.search, texts))) >= 2


def _by_numbers(told: Sequence[bool]) -> list[int] | None:
    """The lines that begin a row, where each row has its numbers in its first line, or each in its last.

    `told` are the lines with a number. None where it is neither.
    """
    if told[0]:
        return [i for i, number in enumerate(told) if number]
    if told[-1]:
        return [0, *(i + 1 for i, number in enumerate(told[:-1]) if number)]
    return None


def _between(above: Sequence[Word], below: Sequence[Word]) -> float:
    return (max(word.bottom for word in above) + min(word.top for word in below)) / 2
