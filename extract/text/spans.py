"""The columns that the cells of rows cover, where some rows have fewer cells than the table has columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from zvirka.extract.numbers import is_amount, is_dated, is_valued
from zvirka.extract.text.tab_rows import CellLines, Row
from zvirka.schemas.document import Cell, Grid, GridKind

# A word that stands so often in a column is no label of a sum line.
_NAMED = 2

# Letters of two alphabets that look the same, and are mixed within words.
LOOK_ALIKES = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")

Span = tuple[int, int]


def spanned_grid(rows: Sequence[Row], columns: int, page: int) -> Grid | None:
    """The rows as a grid; shorter ones have merged cells. None where those could cover other columns as well."""
    spans = _spans(rows, columns)
    if spans is None:
        return None
    first, last = _margins(rows, columns)
    cells = [
        Cell(r, max(a - first, 0), lines, 1, min(b, last - 1) - max(a, first) + 1)
        for r, (row, row_spans) in enumerate(zip(rows, spans, strict=True))
        for (a, b), lines in zip(row_spans, row, strict=True)
        if b >= first and a < last
    ]
    return Grid(len(rows), last - first, tuple(cells), GridKind.FRAMES, page)


def _margins(rows: Sequence[Row], columns: int) -> tuple[int, int]:
    """The columns (from, to) without an empty first or last one: some tools begin or end each line with a tab."""
    first, last = 0, columns
    if all(len(row) == columns for row in rows):
        while first < last - 1 and not any(row[first] for row in rows):
            first += 1
        while last > first + 1 and not any(row[last - 1] for row in rows):
            last -= 1
    return first, last


def _spans(rows: Sequence[Row], columns: int) -> list[list[Span]] | None:
    """The columns that each cell of each row covers; None where merged cells could cover others as well."""
    spans: list[list[Span]] = [[] for _ in rows]
    single = [(i, i) for i in range(columns)]
    body = next((r for r, row in enumerate(rows) if len(row) == columns and _amounts(row)), len(rows))
    for r in range(len(rows) - 1, -1, -1):
        row = rows[r]
        if len(row) == columns:
            found: list[Span] | None = single
        elif len(row) == 1:
            found = [(0, columns - 1)]
        else:
            # a sum line may also stand first, above all rows with all cells
            found = _label(row, rows, columns) if r > body or any(map(_valued, row[1:])) else None
            if found is None and r < body and r + 1 < len(rows):
                found = _over(row, rows[r + 1], spans[r + 1])
        if found is None:
            return None
        spans[r] = found
    return spans


def _amounts(row: Row) -> bool:
    return any(is_amount(_text(cell)) for cell in row)


def _valued(cell: CellLines) -> bool:
    return is_valued(_text(cell))


def _text(cell: CellLines) -> str:
    return " ".join(line.text.strip() for line in cell)


def _over(row: Row, below: Row, spans: Sequence[Span]) -> list[Span] | None:
    """The cells of a header's row over the row below it, where a blank cell goes on with the cell above it.

    What stands between such cells is shared out: all of it to one cell, or one to each; anything else is open.
    """
    found: list[Span] = []
    before = _leading_blanks(below)
    after = _leading_blanks(below[::-1]) if before < len(below) else 0
    left = len(row) - before - after
    middle = list(spans[before : len(spans) - after])
    if left < 1 or not middle:
        return None
    found += spans[:before]
    if left == len(middle):
        found += middle
    elif left == 1:
        found.append((middle[0][0], middle[-1][1]))
    else:
        inner = _shared(below[before : len(below) - after], middle, left)
        if inner is None:
            return None
        found += inner
    return [*found, *spans[len(spans) - after :]]


def _leading_blanks(cells: Sequence[CellLines]) -> int:
    return next((i for i, cell in enumerate(cells) if cell), len(cells))


def _shared(cells: Sequence[CellLines], spans: Sequence[Span], parents: int) -> list[Span] | None:
    """Each blank cell and each run of filled ones under a cell of its own, if that gives so many cells.

    Of heads that come again and again (план, факт, план, факт) each round stands under one; and those that have
    heads below them under another than those that have none.
    """
    size, rest = divmod(len(cells), parents)
    # words may be broken differently in each column
    texts = ["".join(filter(str.isalnum, _text(cell).translate(LOOK_ALIKES).casefold())) for cell in cells]
    if (
        size > 1
        and not rest
        and all(texts)
        and texts == texts[:size] * parents
        and len(set(texts[:size])) == size
    ):
        return [(spans[i][0], spans[i + size - 1][1]) for i in range(0, len(spans), size)]
    runs = _runs_of_kind(spans) if all(texts) else []
    if len(runs) == parents:
        return runs
    runs = []
    filled_before = False
    for cell, span in zip(cells, spans, strict=True):
        if cell and filled_before:
            runs[-1] = (runs[-1][0], span[1])
        else:
            runs.append(span)
        filled_before = bool(cell)
    return runs if len(runs) == parents else None


def _runs_of_kind(spans: Sequence[Span]) -> list[Span]:
    """The runs of heads that have others below them, and of those that have none.

    None at all if one of them is a single head: it would go on over the row below.
    """
    runs = [list(run) for _, run in groupby(spans, key=lambda span: span[0] < span[1])]
    return [(run[0][0], run[-1][1]) for run in runs] if all(len(run) > 1 for run in runs) else []


def _label(row: Row, rows: Sequence[Row], columns: int) -> list[Span] | None:
    """A sum line whose label covers the text columns: all its other cells are amounts, and stand under amounts.

    Before the amounts may stand a word that is in this column elsewhere, too (`план`, `факт`).
    """
    merged = columns - len(row) + 1
    others = [_text(cell) for cell in row[1:]]
    if is_amount(_text(row[0])):
        return None
    full = [r for r in rows if len(r) == columns]
    first = [_text(r[merged]) for r in full]
    named = bool(others) and not is_valued(others[0]) and first.count(others[0]) >= _NAMED and bool(others[0])
    if not all(not text or is_valued(text) for text in others[named:]):
        return None
    if named and not any(others[1:]):
        return None
    under = first.count(others[0]) if named else sum(1 for text in first if text and is_valued(text))
    # the column before may be one of deadlines
    nearest = [text for r in full if (text := _text(r[merged - 1]))]
    beside = sum(1 for text in nearest if is_valued(text) and not is_dated(text))
    if named:
        beside = sum(1 for r in full if _text(r[merged - 1]) == others[0])
    # a numbers row counts among the amounts of every column
    if under <= beside or beside > 1:
        return None
    return [(0, merged - 1), *((i, i) for i in range(merged, columns))]
