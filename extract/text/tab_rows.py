"""Lines with tabs → rows of cells, where the count of cells leaves one reading only.

A tab ends a cell. A newline ends the row, or a paragraph within a cell. catdoc prints each mark of a cell's or row's
end as a tab and two in a row as a newline, so there a newline may also stand for a cell's end and a blank cell
(elsewhere a blank cell is two tabs), or for a row's end and the blank first cell of the next. All readings in which
each row has the table's number of cells are counted, and a table with more than one is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from zvirka.extract.numbers import counts_columns, is_amount, is_valued
from zvirka.schemas.document import Line

# A row of more lines than these is no longer told apart from its neighbours by counting.
_LONGEST_ROW = 16
# Steps tried for a table; what needs more is not sure anyway.
_TRIES = 200_000
# Readings of a header that are compared.
_HEADERS = 500
# What speaks against a reading: a title or merged cells; an amount in a column of texts, or the other way. A title
# is common, the other is not, and a reading with one more is not as good.
_SHORT, _MISPLACED = 1, 2
# So many cells tell of a column that it has amounts only, or none.
_TELLING = 2
_GOES_ON = re.compile(r"[-–—•·*▪]\s|[a-zа-яіїєґ]|\d{1,2}\)")
# An item of a list goes on with its cell; a blank cell before it is possible, but not as good.
_LIST_ITEM = re.compile(r"[-–—•·*▪]\s")
_NUMBERED = re.compile(r"\s*\d{1,3}(\.\d{1,3})*[.)]?\s")
_FRACTION = re.compile(r"\d\s*/|/\s*\d|,\d")
_WORDS = re.compile(r"[^\W\d_]\D{0,60}")
# Titles do not end so.
_SENTENCE = (".", ";")
_UNFINISHED = (",", ";", ":", "-")

CellLines = tuple[Line, ...]
Row = tuple[CellLines, ...]
Pieces = tuple[Line, ...]


class Begin(Enum):
    """What has become of the marks before a row's first line."""

    FRESH = 0  # the row begins with the line
    TAB_TAKEN = 1  # the line's first tab ended the row before
    HALF_TAKEN = 2  # of the newline before, one mark ended the row before, the other ends a blank first cell


Place = tuple[int, Begin]


class Step(NamedTuple):
    """One row (None for a blank line that is no row), what speaks against it, and where the next begins."""

    cost: int
    row: Row | None
    then: Place


class _Reading(NamedTuple):
    """The best reading from a place on: its cost, how many cost as little, and its first step."""

    cost: int
    ways: int
    step: Step


def pieces_of(line: Line) -> Pieces:
    """The line's stretches between tabs, each with the line's place."""
    return tuple(Line(text, line.page, None, line.number, line.end) for text in line.text.split("\t"))


class TabReader:
    """The readings of one table. `doubled`: a newline may stand for two marks."""

    def __init__(self, lines: Sequence[Line], columns: int, *, doubled: bool) -> None:
        self._pieces = [pieces_of(line) for line in lines]
        self._columns = columns
        self._doubled = doubled
        self._left = _TRIES
        # the first row is the head, or counts the columns; the mark before a row may be a tab
        heads = [row for row in self._pieces[:1] if len(row) == columns]
        later = [row[1:] if _opens_with_tab(row) and len(row) > columns else row for row in self._pieces[1:]]
        body = [row for row in later if len(row) == columns and not _counts(row)]
        whole = body or heads
        self._kinds = _kinds(whole, columns)
        self._always = [
            kind is False and all(row[column].text.strip() for row in whole)
            for column, kind in enumerate(self._kinds)
        ]

    def readings(self, header: int) -> list[tuple[int, list[Row]]]:
        """What speaks against each way to read the rows, and the rows.

        `header` lines stand before the row that counts the columns.

        Many ways are only possible in the header; for a body with more than one that are as good, there are no rows.
        """
        if all(len(pieces) == self._columns for pieces in self._pieces):
            return [(0, [tuple(_cell(piece) for piece in pieces) for pieces in self._pieces])]
        body = self._body(header)
        found: list[tuple[int, list[Row]]] = []
        for rows, place in self._headers((0, Begin.FRESH), header, 0):
            rest = _rows(body, place, len(self._pieces))
            if rest is not None:
                found.append((body[place].cost if place in body else 0, rows + rest))
            elif place in body:
                found.append((body[place].cost, []))
            if len(found) > _HEADERS:
                return []
        return found if self._left >= 0 else []

    def _body(self, start: int) -> dict[Place, _Reading]:
        readings: dict[Place, _Reading] = {}
        end = len(self._pieces)
        for at in range(end - 1, start - 1, -1):
            if self._left < 0:
                return {}
            for begin in Begin:
                best: _Reading | None = None
                for step in self._steps((at, begin)):
                    rest = readings.get(step.then)
                    if rest is None and step.then[0] < end:
                        continue
                    cost = step.cost + (rest.cost if rest else 0)
                    ways = rest.ways if rest else 1
                    if best is None or cost < best.cost:
                        best = _Reading(cost, ways, step)
                    elif cost == best.cost:
                        best = best._replace(ways=best.ways + ways)
                if best is not None:
                    readings[at, begin] = best
        return readings

    def _headers(self, place: Place, end: int, above: int) -> Iterator[tuple[list[Row], Place]]:
        """The ways to read the header's lines: its first row has no blanks, and the last one all columns.

        `above` is the number of cells in the row before; a row parts the cells above it and never joins them.
        """
        if place[0] == end:
            if above in (0, self._columns):
                yield [], place
            return
        for step in self._steps(place, header=True):
            row = step.row
            if row is None or step.then[0] > end or not _parts(row, above):
                continue
            for rows, then in self._headers(step.then, end, len(row)):
                yield [row, *rows], then

    def _steps(self, place: Place, *, header: bool = False) -> Iterator[Step]:
        """Each row that may begin there."""
        at, begin = place
        first = self._pieces[at]
        if begin is Begin.TAB_TAKEN:
            if not _opens_with_tab(first):
                return
            first = first[1:]
        blank = not any(piece.text.strip() for piece in first)
        # the mark of the last row may stand before the end of an empty paragraph
        last = begin is Begin.TAB_TAKEN and at + 1 == len(self._pieces)
        if blank and begin is not Begin.HALF_TAKEN and len(first) == 1 and (last or not self._doubled):
            yield Step(0, None, (at + 1, Begin.FRESH))
            return
        cells: Row = tuple(_cell(piece) for piece in first)
        if begin is Begin.HALF_TAKEN:
            cells = ((), *cells)
        if (
            len(cells) < self._columns
            and not blank
            and not header
            and possibly_short(cells, words=not self._doubled)
        ):
            # a title over the whole row, or merged cells
            yield Step(_SHORT, cells, (at + 1, Begin.FRESH))
            after = self._pieces[at + 1] if at + 1 < len(self._pieces) else ()
            if self._doubled and len(cells) > 1 and _opens_with_tab(after):
                # the newline ends the last cell but one and the blank last one
                yield Step(_SHORT, (*cells, ()), (at + 1, Begin.TAB_TAKEN))
        yield from self._longer(at, at, cells, 0, header=header)

    def _longer(self, start: int, at: int, cells: Row, cost: int, *, header: bool) -> Iterator[Step]:
        """The rows that have these cells up to the end of line `at`."""
        self._left -= 1
        if len(cells) > self._columns or at - start > _LONGEST_ROW or self._left < 0:
            return
        following = self._pieces[at + 1] if at + 1 < len(self._pieces) else ()
        misplaced = self._misplaced(cells)
        if len(cells) == self._columns or header:
            yield Step(cost + misplaced, cells, (at + 1, Begin.FRESH))
        if not following:
            return
        if self._doubled and (len(cells) == self._columns - 1 or (header and len(cells) < self._columns)):
            # the newline ends the cell before the last and the blank last one; the row's own mark comes after it
            if _opens_with_tab(following):
                yield Step(cost + misplaced, (*cells, ()), (at + 1, Begin.TAB_TAKEN))
            elif len(following) == 1 and not following[0].text.strip():
                yield Step(cost + misplaced, (*cells, ()), (at + 2, Begin.HALF_TAKEN))
        if self._doubled and len(cells) + 1 + len(following) <= self._columns:
            more = (*cells, (), *(_cell(piece) for piece in following))
            # a lone first cell with blanks after it could be a title, and so could the cell before a list be whole
            lone = len(cells) == 1 and len(self._pieces[at]) == 1
            item = _LIST_ITEM.match(following[0].text.strip()) is not None
            yield from self._longer(start, at + 1, more, cost + _SHORT * (lone + item), header=header)
        if cells[-1] and following[0].text.strip() and not _separate(cells[-1][-1], following[0]):
            joined = (
                *cells[:-1],
                cells[-1] + _cell(following[0]),
                *(_cell(piece) for piece in following[1:]),
            )
            # of a list before a row's first mark, some item would have to be left in the row above
            torn = len(cells) == 1 and _LIST_ITEM.match(cells[0][0].text.strip()) is not None
            price = cost + self._doubt(at, cells) + _SHORT * torn
            yield from self._longer(start, at + 1, joined, price, header=header)

    def _misplaced(self, cells: Row) -> int:
        """What amounts among texts cost, texts among amounts, and blanks in columns of text that have none."""
        # a row begins with its number or with words
        cost = _MISPLACED * (
            self._kinds[0] is None and _FRACTION.search(_joined(cells[0])) is not None and _amount(cells[0])
        )
        for kind, always, cell in zip(self._kinds, self._always, cells, strict=False):
            if not cell:
                cost += _SHORT * always
            elif kind is not None and kind is not _amount(cell) and (kind or _digits(cell)):
                # a dash or an х is at home among texts, too
                cost += _MISPLACED
        return cost

    def _doubt(self, at: int, cells: Row) -> int:
        """The cost of a title where a paragraph of the first or last cell could as well be one; else 0.

        The paragraph is the line after line `at`; one over a sum line with merged cells is rather a title.
        """
        line, following = self._pieces[at : at + 2]
        lone_first = len(cells) == 1
        lone_last = len(cells) == self._columns and len(following) == 1
        if not (lone_first or lone_last):
            return 0
        above, below = line[-1].text.strip(), following[0].text.strip()
        if lone_last and at + 2 < len(self._pieces) and 1 < len(self._pieces[at + 2]) < self._columns:
            return 0 if _GOES_ON.match(below) or below.endswith(_SENTENCE) else _MISPLACED
        sentence = lone_last and below.endswith(_SENTENCE)
        if _NUMBERED.match(below) or (lone_first and not lone_last and _opens(above, below)):
            return _MISPLACED
        return 0 if _GOES_ON.match(below) or above.endswith(_UNFINISHED) or sentence else _SHORT


def _opens(above: str, below: str) -> bool:
    """Whether a first cell rather begins with the second line: a capital letter, and nothing above waits for more."""
    return below[:1].isupper() and not above.endswith((*_UNFINISHED, *_SENTENCE))


def _parts(row: Row, above: int) -> bool:
    filled = sum(1 for cell in row if cell)
    return len(row) >= max(above, 2) and filled > 0 and (above > 0 or filled == len(row))


def _rows(readings: dict[Place, _Reading], place: Place, end: int) -> list[Row] | None:
    """The rows from the place on; None if there is no reading, or several that are as good."""
    rows: list[Row] = []
    first = readings.get(place)
    if first is None or first.ways > 1:
        return None
    while place[0] < end:
        step = readings[place].step
        if step.row is not None:
            rows.append(step.row)
        place = step.then
    return rows


def _cell(piece: Line) -> CellLines:
    return (piece,) if piece.text.strip() else ()


def _amount(cell: CellLines) -> bool:
    return is_amount(_joined(cell))


def _joined(cell: CellLines) -> str:
    return " ".join(line.text.strip() for line in cell)


def _counts(pieces: Pieces) -> bool:
    return counts_columns([piece.text for piece in pieces])


def _digits(cell: CellLines) -> bool:
    return any(char.isdigit() for line in cell for char in line.text)


def _kinds(rows: Sequence[Pieces], columns: int) -> list[bool | None]:
    """For each column whether three quarters of its cells are amounts (True), or are none (False); else None."""
    kinds: list[bool | None] = []
    for column in range(columns):
        texts = [row[column].text.strip() for row in rows]
        found = [is_amount(text) for text in texts if text]
        numbers = sum(found)
        if 2 * abs(2 * numbers - len(found)) < len(found) or len(found) < _TELLING:
            kinds.append(None)
        else:
            kinds.append(2 * numbers > len(found))
    return kinds


def possibly_short(cells: Row, *, words: bool = True) -> bool:
    """Whether a row of too few cells can be: a title, a sum line with merged text cells, a header without amounts.

    Of a sum line in several lines each has words before its amounts (`план`, a source), the later ones no label;
    without `words` such lines are left out, where blank cells could be shared out otherwise.
    """
    amounts = [is_valued(_joined(cell)) for cell in cells if cell]
    if not any(amounts):
        return True
    word = words and len(cells) > 1 and _WORDS.fullmatch(_joined(cells[1])) is not None
    if not cells[0]:
        return word and all(amounts[1:])
    return not amounts[0] and all(amounts[1 + word :])


def _opens_with_tab(pieces: Pieces) -> bool:
    return len(pieces) > 1 and not pieces[0].text.strip()


def _separate(above: Line, below: Line) -> bool:
    """Whether two lines cannot be paragraphs of one cell: amounts have one paragraph."""
    return is_amount(above.text.strip()) or is_amount(below.text.strip())
