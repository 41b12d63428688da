"""The heads that stand over each column of a grid, from the top.

Where a format writes a head over several columns into the first of them and leaves the others empty (tabs, frames of
characters, a spreadsheet saved as text), the empty places are read as the head's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from zvirka.normalize.units import unit_words
from zvirka.normalize.vocabulary import best_match, measures_named
from zvirka.normalize.words import known
from zvirka.schemas.document import Cell, Grid, GridKind
from zvirka.schemas.form import Form

_HYPHENATED = regex.compile(r"(?<=\p{L})(?:\s*\n\s*)?[-‐\u00ad](?:\s*\n\s*|[ \u00a0])(?=\p{Ll})")


_BROKEN = regex.compile(r"(?<!\p{L})(?P<head>\p{L}+)-(?P<tail>\p{Ll}{2,})(?!\p{L})")


@dataclass(frozen=True, slots=True)
class Matrix:
    """A grid by places: `at(row, column)` is the cell that covers the place."""

    grid: Grid
    places: dict[tuple[int, int], Cell]

    @classmethod
    def of(cls, grid: Grid) -> Matrix:
        """The places of a grid's cells."""
        places = {
            (r, c): cell
            for cell in grid.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        }
        return cls(grid, places)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        return self.places.get((row, column))

    def row(self, row: int) -> list[Cell]:
        """The cells that cover places of a row, each once, from the left."""
        found: dict[int, Cell] = {}
        for column in range(self.grid.columns):
            cell = self.places.get((row, column))
            if cell is not None:
                found.setdefault(id(cell), cell)
        return list(found.values())


def head_paths(matrix: Matrix, first: int, end: int, form: Form) -> tuple[tuple[str, ...], ...]:
    """For each column the texts over it in the rows from `first` to `end` (not included), from the top."""
    spread = _spread(matrix, first, end, form)
    return tuple(_path(spread, column, first, end, form) for column in range(matrix.grid.columns))


def names_something(text: str, form: Form) -> bool:
    """Whether a text is a head that the form knows, or a year."""
    return best_match(form.columns, text) is not None or _names_money(text, form)


def is_year(text: str) -> bool:
    """Whether a text is a year and nothing else."""
    return regex.fullmatch(r"\s*(?:19|20)\d\d\s*(?:р(?:ік|\.)?)?\s*", text) is not None


def _names_money(text: str, form: Form) -> bool:
    named = best_match(form.sources, text) is not None or bool(measures_named(form.measures, text))
    return named or is_year(text) or unit_words(text) != ""


def _path(matrix: Matrix, column: int, first: int, end: int, form: Form) -> tuple[str, ...]:
    texts: list[str] = []
    previous: Cell | None = None
    for row in range(first, end):
        cell = matrix.at(row, column)
        if cell is None or cell is previous:
            continue
        previous = cell
        if cell.text.strip():
            texts.append(_unhyphened(_HYPHENATED.sub("", cell.text), form))
    return tuple(texts)


def _unhyphened(text: str, form: Form) -> str:
    """A head, words whole that someone broke with a hyphen to fit a column: «заплано-вано», but «план-факт» stays."""

    def whole(match: regex.Match[str]) -> str:
        head, tail = match["head"], match["tail"]
        joined = head + tail
        if known(head.lower()) and known(tail):
            return match[0]
        names = measures_named(form.measures, joined) and not measures_named(form.measures, match[0])
        return joined if names or known(joined.lower()) else match[0]

    return str(_BROKEN.sub(whole, text))


def _spread(matrix: Matrix, first: int, end: int, form: Form) -> Matrix:
    """The matrix with heads laid over the empty places that they stand for."""
    if matrix.grid.kind is GridKind.ALIGNMENT:
        return matrix
    spread = Matrix(matrix.grid, dict(matrix.places))
    for row in range(first, end - 1):
        # a row that joins cells anywhere would have joined these
        if all(cell.column_span == 1 and cell.row_span == 1 for cell in matrix.row(row)):
            _spread_row(spread, row, first, end, form)
    return spread


def _spread_row(matrix: Matrix, row: int, first: int, end: int, form: Form) -> None:
    for column in range(1, matrix.grid.columns):
        head, own = matrix.at(row, column - 1), matrix.at(row, column)
        if head is None or not head.text.strip() or (own is not None and own.text.strip()):
            continue
        # what stands over both must be one head, and each must have a head of money below it
        under_one = row == first or matrix.at(row - 1, column - 1) is matrix.at(row - 1, column)
        both = all(_has_money_below(matrix, row, c, end, form) for c in (head.column, column))
        if under_one and both:
            matrix.places[row, column] = head


def _has_money_below(matrix: Matrix, row: int, column: int, end: int, form: Form) -> bool:
    below = (cell.text for r in range(row + 1, end) if (cell := matrix.at(r, column)) is not None)
    return any(_names_money(text, form) for text in below)
