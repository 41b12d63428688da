"""Tables whose cells are parted by tabs: where they stand in a text, their columns, their header and merged cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from zvirka.extract.numbers import counts_columns, is_amount, is_valued
from zvirka.extract.text.double_marks import doubled, doubled_grid
from zvirka.extract.text.found import Found
from zvirka.extract.text.spans import spanned_grid
from zvirka.extract.text.tab_rows import Row, TabReader, pieces_of
from zvirka.schemas.document import Break, Grid, Line

# Two columns are also made by a tab in a signature or a list; a table of two has at least so many rows.
_LEAST_ROWS, _LEAST_ROWS_OF_TWO = 2, 4
# Between two lines with tabs so many without may stand: paragraphs of a cell, section titles.
_LONE_LINES = 12
# The share of the lines with tabs that have all the table's cells, at least, where no numbers row tells the columns.
_STEADY = 0.4
# A table of more lines whose cells have to be counted out is none that a report has.
_LONGEST = 5000
# So many lines after the last tab may hold cells of the last row.
_MORE = 2
_MOST_COLUMNS = 60
# A head has more cells than these.
_LEAST_HEADS = 2
# A line longer than this (characters) was not wrapped by the tool, so the lines of the table are paragraphs.
_UNWRAPPED = 100

_NUMBERED = re.compile(r"\s*\d")

Stretch = tuple[int, int, list[tuple[int, int]]]
"""Lines (from, to) that may be a table, and the gaps in them that may part two."""


def tabbed_tables(lines: Sequence[Line]) -> list[Found]:
    """The tables whose cells are parted by tabs.

    Where lines stand between tables or rows that could be either, the whole is tried as one table, then the parts.
    If a part stays open, others may be torn from the same table: then only those count that begin with a head.
    """
    found: list[Found] = []
    for start, end, cuts in [
        part for stretch in _stretches(lines) for part in _parted_by_heads(lines, stretch)
    ]:
        whole = tabbed_grid(lines[start:end], _after(lines, end)) or doubled_grid(lines[start:end])
        if whole is not None:
            found.append(Found(start, start + whole[0], whole[1]))
            continue
        parts: list[Found] = []
        sure = True
        for a, b in zip([start, *(c[1] for c in cuts)], [*(c[0] for c in cuts), end], strict=True):
            part = tabbed_grid(lines[a:b], _after(lines, b)) or doubled_grid(lines[a:b])
            if part is not None:
                parts.append(Found(a, a + part[0], part[1]))
            elif any(line.text.count("\t") > 1 for line in lines[a:b]):
                sure = False
        found += [one for one in parts if sure or headed(one.grid)]
    return found


def _after(lines: Sequence[Line], end: int) -> Sequence[Line]:
    """The lines after the last tab that may still belong to the last row: at most as many as follow without a blank."""
    last = end
    while last < min(len(lines), end + _MORE) and lines[last].text.strip() and "\t" not in lines[last].text:
        last += 1
    return lines[end:last]


def headed(grid: Grid) -> bool:
    """Whether the first row is a whole head: words in each cell, and no number before them."""
    first = [cell for cell in grid.cells if cell.row == 0]
    return (
        grid.columns > 2
        and len(first) == grid.columns
        and all(cell.lines and not is_amount(cell.text.strip()) for cell in first)
        and _NUMBERED.match(first[0].text) is None
    )


def _parted_by_heads(lines: Sequence[Line], stretch: Stretch) -> list[Stretch]:
    """The stretch parted where a head begins again: the same one on a next page, or that of another table.

    Lines without tabs over another table's head are its title, as those after a blank line are; those over the same
    head end the last row.
    """
    start, end, cuts = stretch
    parts: list[Stretch] = []
    first = lines[start].text.split("\t")
    for i in range(start + 1, end - 1):
        again = lines[i].text.split("\t") == first and _whole_head(lines[i])
        if not again and not (_whole_head(lines[i]) and _under_head(lines[i], lines[i + 1])):
            continue
        last = i
        while "\t" not in lines[last - 1].text:
            last -= 1
        # where a blank line is no mark, it ends a table before its last lines are titles
        blank = any(not line.text.strip() for line in lines[last:i]) and not doubled(lines[start:last])
        last = i if again and not blank else last
        parts.append((start, last, [cut for cut in cuts if start < cut[0] and cut[1] < last]))
        start, first = i, lines[i].text.split("\t")
    return [*parts, (start, end, [cut for cut in cuts if cut[0] > start])]


def _whole_head(line: Line) -> bool:
    """Whether a line has several cells, all filled and none of them an amount."""
    texts = [text.strip() for text in line.text.split("\t")]
    return len(texts) > _LEAST_HEADS and all(text and not is_valued(text) for text in texts)


def _under_head(head: Line, below: Line) -> bool:
    """Whether the second line has the lower heads of the first one: more cells, the outer ones blank, no amounts."""
    texts = [text.strip() for text in below.text.split("\t")]
    more = len(texts) > head.text.count("\t") + 1
    return more and not texts[0] and any(texts) and not any(map(is_valued, filter(None, texts)))


def _stretches(lines: Sequence[Line]) -> list[Stretch]:
    """Stretches (from, to) that begin and end with a tab's line, and the gaps in them that may part two tables."""
    found: list[Stretch] = []
    start: int | None = None
    last = 0
    cuts: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if "\t" not in line.text:
            continue
        if start is not None and i - last - 1 > _LONE_LINES:
            found.append((start, last + 1, cuts))
            start, cuts = None, []
        if start is None:
            start = i
        elif _apart(lines[last + 1 : i], line):
            cuts.append((last + 1, i))
        last = i
    if start is not None:
        found.append((start, last + 1, cuts))
    return found


def _apart(between: Sequence[Line], after: Line) -> bool:
    """Whether lines without tabs may part two tables: blank ones and prose."""
    blank = [not line.text.strip() for line in between]
    return any(blank) and not all(blank) and not after.text.startswith("\t")


def tabbed_grid(lines: Sequence[Line], after: Sequence[Line] = ()) -> tuple[int, Grid] | None:
    """How many lines the table fills, and its grid; None where the count of cells does not settle it.

    The cells of the last row may stand on the lines after the last tab, where a newline stands for two cell marks.
    """
    known = _columns(lines)
    if known is None:
        return None
    columns, header = known
    steady = all(line.text.count("\t") == columns - 1 for line in lines)
    if (columns == 2 and not all(_filled(line) for line in lines)) or (not steady and len(lines) > _LONGEST):
        return None
    double = not steady and doubled(lines)
    if any(len(line.text) > _UNWRAPPED for line in lines):
        lines = [replace(line, end=Break.PARAGRAPH) for line in lines]
    fitting: list[tuple[int, int, list[Row], Grid | None]] = []
    for more in range(len(after) + 1 if double else 1):
        whole = [*lines, *after[:more]]
        for cost, rows in TabReader(whole, columns, doubled=double).readings(header):
            if double and rows and not all(rows[0]):
                # where a newline may be a blank cell, two rows of a head look like one with blanks
                continue
            grid = spanned_grid(rows, columns, lines[0].page) if rows else None
            if grid is not None or not rows:
                fitting.append((cost, len(whole), rows, grid))
    fitting.sort(key=lambda one: one[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    _, count, rows, grid = fitting[0]
    if grid is None:
        return None
    full = sum(1 for row in rows if len(row) == columns)
    if full < (_LEAST_ROWS if columns > 2 else _LEAST_ROWS_OF_TWO):
        return None
    # tabs before words are also made by lists, and by what is left of rows with more cells
    sure = columns > 2 or (full == grid.rows and all(cell.lines for cell in grid.cells))
    return (count, grid) if sure else None


def _filled(line: Line) -> bool:
    return all(piece.strip() for piece in line.text.split("\t"))


def _columns(lines: Sequence[Line]) -> tuple[int, int] | None:
    """How many cells a row has, and how many lines stand before the row that counts them, if there is one."""
    counts: Counter[int] = Counter()
    counting: tuple[int, int] | None = None
    for index, line in enumerate(lines):
        texts = [piece.text for piece in pieces_of(line)]
        counts[len(texts)] += len(texts) > 1
        for counted in (texts, texts[1:]):
            if counting is None and counts_columns(counted):
                counting = len(counted), index
    columns = max(counts, key=lambda count: (counts[count], count))
    if counting is not None and counting[0] >= columns:
        return counting
    steady = counts[columns] >= _STEADY * sum(counts.values())
    return (columns, 0) if steady and 1 < columns <= _MOST_COLUMNS else None
