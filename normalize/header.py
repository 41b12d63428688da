"""Where the header of a grid ends, and what stands over each of its columns.

A header is closed under its merged cells: no cell of it reaches into the body, and a head over several columns has
heads of its own below it. A row that numbers the columns (`1 2 3 …`, `13=3+6`) ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.head_paths import Matrix, head_paths, is_year, names_something
from zvirka.normalize.numbers import bare_state
from zvirka.normalize.vocabulary import fold
from zvirka.schemas.document import Cell, Grid, GridKind, Line
from zvirka.schemas.form import Form

_DEEPEST = 8
"""Rows that a header may have; real ones have up to four levels, and a title or two inside the frame."""

_COLUMN_NUMBER = regex.compile(
    r"^\s*(?:гр\.?\s*)?(\d{1,2})\s*(?:[.)]|\s*=.*|\s*\(.*\))?\s*$", regex.I | regex.S
)
_VALUE = regex.compile(
    r"^[-–—−(]?\s*\d[\d\s.,'’\u00a0\u2009\u202f]*%?\)?"
    r"(?:\s*[/\\]\s*(?:[-–—−]|\d[\d\s.,'’\u00a0]*)?)?$"
)
_NAMED_VALUES = regex.compile(
    r"\s*(?:(?!гр\b)\p{L}[\p{L}.]*\s*[:=–—-]?\s*(?P<number>[-–—−]|[-–−(]?\d[\d\s.,'’\u00a0\u2009\u202f]*)%?\)?[,;/]?\s*){2,}",
    regex.I,
)
"""`план 10,0 факт 5,0`: numbers, each with a word before it."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid.

    `first` is its first row (rows above it are a title inside the frame), `body` the first row under it. `paths` has
    for each column the texts over it, from the top. `numbers` are the texts of the numbers row, by column.
    """

    first: int
    body: int
    paths: tuple[tuple[str, ...], ...]
    numbers: dict[int, str]
    title: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def key(self) -> str:
        """The header's letters, to know it again when it is repeated."""
        return "|".join(fold(" ".join(path)).text for path in self.paths)

    @property
    def seen(self) -> str:
        """The heads of the columns as people can read them."""
        return " | ".join(" ".join(" / ".join(path).split()) for path in self.paths)


def is_value(text: str) -> bool:
    """Whether a text looks like an amount, a pair of amounts, or a dash."""
    stripped = " ".join(text.split())
    return bool(stripped) and (bare_state(stripped) is not None or _VALUE.match(stripped) is not None)


def _is_valued(text: str) -> bool:
    """As `is_value`, or several numbers with a word before each, not all of them years."""
    if is_value(text):
        return True
    named = _NAMED_VALUES.fullmatch(text)
    numbers = [number for number in named.captures("number") if number[:1].isdigit()] if named else []
    return any(not is_year(number) for number in numbers)


def numbers_row(matrix: Matrix, row: int) -> dict[int, str] | None:
    """The texts of a row that numbers the columns, by column; None if the row is no such row."""
    cells = [cell for cell in matrix.row(row) if cell.text.strip()]
    found: dict[int, str] = {}
    last = 0
    for cell in cells:
        match = _COLUMN_NUMBER.match(cell.text)
        if match is None or cell.row != row:
            return None
        number = int(match[1])
        # gaps and repeats are seen; but the numbers run on
        if number < last or number > last + 3:
            return None
        last = number
        found[cell.column] = " ".join(cell.text.split())
    lowest = int(_number_of(found[min(found)])) if found else 0
    enough = len(found) >= 3 and 2 * len(found) >= len(matrix.row(row)) and lowest <= 2
    return found if enough else None


def _number_of(text: str) -> str:
    match = _COLUMN_NUMBER.match(text)
    return match[1] if match else "0"


def header_of(grid: Grid, form: Form) -> Header | None:
    """The header of a grid; None if it begins with its body."""
    matrix = Matrix.of(grid)
    first = _title_rows(matrix)
    numbered = next(
        ((r, n) for r in range(first, min(grid.rows, first + _DEEPEST)) if (n := numbers_row(matrix, r))),
        None,
    )
    if numbered is not None:
        row, numbers = numbered
        body = row + 1
        end = row
        if row == first:
            return None
    else:
        numbers = {}
        end = body = _end_of_header(matrix, first, form)
        if body <= first:
            return None
    paths = head_paths(matrix, first, end, form)
    lines = _lines(matrix, range(first, end))
    return Header(first, body, paths, numbers, _lines(matrix, range(first)), lines)


def body_start(grid: Grid, header: Header, form: Form) -> int:
    """The first row of the body of a grid that goes on with a table: a repeated header or numbers row is left out."""
    own = header_again(grid, header, form)
    if own is not None and is_again(own, header, grid):
        return own.body + _counts_again(Matrix.of(grid), own.body, header)
    return 1 if grid.rows and numbers_row(Matrix.of(grid), 0) else 0


def header_again(grid: Grid, header: Header, form: Form) -> Header | None:
    """The header of a grid that may go on with a table; where its first rows are the table's own header, just that.

    Below a repeated header stands the rest of a row that the page break cut: its words may look like heads.
    """
    own = header_of(grid, form)
    if own is None or is_again(own, header, grid):
        return own
    for rows in (header.body - header.first, header.body - header.first - bool(header.numbers)):
        first = tuple(cell for cell in grid.cells if cell.row < rows)
        if 0 < rows < grid.rows and all(cell.row + cell.row_span <= rows for cell in first):
            head = header_of(replace(grid, rows=rows, cells=first), form)
            if head is not None and head.key == header.key:
                return head
    return own


def body_rows(matrix: Matrix, start: int, header: Header) -> Iterator[int]:
    """The rows of a grid from `start` on but those that number the columns or are the header written once more."""
    heads = header.body - header.first - bool(header.numbers)
    own = [line.text.split() for line in header.lines]
    row = start
    while row < matrix.grid.rows:
        lines = _lines(matrix, range(row, min(row + heads, matrix.grid.rows)))
        if own and [line.text.split() for line in lines] == own:
            row += heads
            continue
        if numbers_row(matrix, row) is None:
            yield row
        row += 1


def is_again(own: Header, header: Header, grid: Grid) -> bool:
    """Whether a grid's own header is that of a table above it.

    Where columns are told from alignment the same words may be laid over them otherwise on each page.
    """
    words = [sorted(word for line in one.lines for word in line.text.split()) for one in (own, header)]
    same_words = grid.kind is GridKind.ALIGNMENT and words[0] == words[1]
    return own.key == header.key or same_words or _is_clipped(own, header)


def _is_clipped(own: Header, header: Header) -> bool:
    """Whether a header is another one drawn again in rows that are too low: the ends of some heads stand elsewhere."""
    if len(own.paths) != len(header.paths) or not header.numbers or own.numbers:
        return False
    pairs = list(zip(own.key.split("|"), header.key.split("|"), strict=False))
    same = sum(one == other for one, other in pairs)
    return 2 * same > len(pairs) and all(one and other.startswith(one) for one, other in pairs)


def _counts_again(matrix: Matrix, row: int, header: Header) -> bool:
    """Whether a row numbers the columns as the header did, the end of a head written over some numbers."""
    cells = [cell for cell in matrix.row(row) if cell.text.strip()] if row < matrix.grid.rows else []
    told = [(" ".join(cell.text.split()), header.numbers.get(cell.column)) for cell in cells]
    same = sum(text == number for text, number in told)
    return 2 * same > len(header.numbers) > 0 and all(n is not None and text.endswith(n) for text, n in told)


def _lines(matrix: Matrix, rows: Iterable[int]) -> tuple[Line, ...]:
    cells: dict[int, Cell] = {}
    for row in rows:
        for cell in matrix.row(row):
            cells.setdefault(id(cell), cell)
    return tuple(line for cell in cells.values() for line in cell.lines)


def _title_rows(matrix: Matrix) -> int:
    """Leading rows with one cell over the whole width, or with nothing at all: a title inside the frame."""
    row = 0
    while row < matrix.grid.rows - 1 and len(matrix.row(row)) == 1 and matrix.grid.columns > 1:
        row += 1
    return row


def _end_of_header(matrix: Matrix, first: int, form: Form) -> int:
    """The first row of the body, told from spans, from words and from what looks like an amount."""
    grid = matrix.grid
    row = first
    open_until = first
    while row < min(grid.rows, first + _DEEPEST):
        cells = matrix.row(row)
        inside = row < open_until
        leading = row == first
        if (
            not inside
            and not _is_head_row(cells, form, leading=leading)
            and not (leading and _over_values(matrix, row))
        ):
            break
        for cell in cells:
            if cell.row == row:
                open_until = max(open_until, cell.row + cell.row_span)
                # heads over several columns have heads of their own below
                if 1 < cell.column_span < grid.columns and cell.row + cell.row_span < grid.rows:
                    below = matrix.row(cell.row + cell.row_span)
                    if not _looks_like_body(below):
                        open_until = max(open_until, cell.row + cell.row_span + 1)
        row += 1
    marked = grid.header_rows or 0
    if marked > row and not any(_looks_like_body(matrix.row(r)) for r in range(row, marked)):
        row = marked
    return row


def _over_values(matrix: Matrix, row: int) -> bool:
    """Whether every cell of a drawn row is filled with a few words, and amounts stand under several of them."""
    if matrix.grid.kind not in (GridKind.CELLS, GridKind.RULES) or row + 1 >= matrix.grid.rows:
        return False
    cells = matrix.row(row)
    words = all(
        cell.text.strip() and not is_value(cell.text) and len(cell.text.split()) <= _FEW for cell in cells
    )
    return (
        words
        and sum(is_value(c.text) and any(map(str.isdigit, c.text)) for c in matrix.row(row + 1))
        >= _LEAST_VALUES
    )


_FEW = 8
_LEAST_VALUES = 2


def _looks_like_body(cells: Sequence[Cell]) -> bool:
    return any(_is_valued(cell.text) for cell in cells)


def _is_head_row(cells: Sequence[Cell], form: Form, *, leading: bool) -> bool:
    texts = [cell.text for cell in cells if cell.text.strip()]
    if not texts or any(_is_valued(t) and not is_year(t) for t in texts):
        return False
    known = sum(names_something(text, form) for text in texts)
    if leading:
        return len(texts) > 1 and (known > 1 or 2 * known >= len(texts))
    # below the first row only rows of heads count: measures and sources, not the words of an activity
    if len(texts) == 1:
        return False
    return 2 * known >= len(texts) and all(len(t.split()) <= _FEW for t in texts)
