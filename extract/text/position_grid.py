"""Lines whose pieces are placed in columns → a grid: the head's tree of cells, and the rows of the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.numbers import is_amount, is_whole
from zvirka.extract.text.heads import Head
from zvirka.extract.text.pieces import Piece
from zvirka.extract.text.rows import row_starts
from zvirka.schemas.document import Cell, Grid, GridKind, Line

# A number that has, or waits for, decimals: too exact for a date or a count.
_DECIMAL = re.compile(r"[\d\s]*\d[.,]\d*(?:\s?/.*)?")
# Shorter words (an х, a dash) stand for amounts.
_LEAST_WORD = 3
# Words that begin or end with what could be the amount of the column beside them.
_OPENS = re.compile(r"(?:[-–—−]|\d[\d\s]*(?:[.,]\d+)?%?)(?:\s|$|/)")
_LED = re.compile(r"(?:[-–—−xXхХ]|\d[\d\s]*(?:[.,]\d+)?%?)(?:\s?/\s?\d[\d\s.,]*)?\s\S")
_PUSHED = re.compile(r"[^\W\d]{2}\s\d[\d\s]*[.,]\d*$")
_SEVERAL = re.compile(r"[-–—−\d][\d\s]*\s[-–—−\d][-–—−\d\s.,]*")
_PAIR_BEHIND = re.compile(r"\w\s+\d[\d\s]*[.,]\d+\s?/\s?\d[\d\s]*[.,]\d+$")
_CLOSES = re.compile(r"\s(?:[-–—−]|\d[\d\s]*[.,]\d*|\d{3,})$")


class PositionedLine(NamedTuple):
    """A line and its pieces, from left to right."""

    line: Line
    pieces: tuple[Piece, ...]


def grid_of(head: Head, lines: Sequence[PositionedLine], columns: int) -> Grid | None:
    """The grid of a head and the lines below it. None where the rows of these are not sure."""
    body = _body(lines, head.rows, columns)
    if body is None or not _whole(body, columns):
        return None
    cells = (*head.cells, *body)
    total = max(cell.row + cell.row_span for cell in cells)
    return Grid(total, columns, cells, GridKind.ALIGNMENT, lines[0].line.page, sure_heads=head.sure)


def _as_line(line: Line, text: str) -> Line:
    return Line(text, line.page, None, line.number)


def _body(lines: Sequence[PositionedLine], first_row: int, columns: int) -> list[Cell] | None:
    """The cells of the rows; a title over several columns is a row of its own."""
    filled = [{piece.first: piece.text for piece in line.pieces} for line in lines]
    wide = [any(piece.first < piece.last for piece in line.pieces) for line in lines]
    rooms = [max((len(cells.get(c, "")) for cells in filled), default=0) for c in range(columns)]
    # titles part the lines: what stands between two of them is told into rows by itself
    alone = [len(line.pieces) == 1 for line in lines]
    edges = sorted({0, len(lines), *(j for i, w in enumerate(wide) if w for j in (i, i + alone[i]))})
    starts: list[int] = []
    for a, b in pairwise(edges):
        own = row_starts(filled[a:b], rooms, exact=False)
        if own is None:
            return None
        starts += [a + i for i in own]
    cells: list[Cell] = []
    for r, (a, b) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=first_row):
        spans = {piece.first: piece.last for line in lines[a:b] for piece in line.pieces}
        at = 0
        while at < columns:
            last = spans.get(at, at)
            texts = tuple(
                _as_line(one.line, p.text) for one in lines[a:b] for p in one.pieces if p.first == at
            )
            cells.append(Cell(r, at, texts, 1, last - at + 1))
            at = last + 1
        if any(
            low < p.first <= high for one in lines[a:b] for p in one.pieces for low, high in spans.items()
        ):
            # text below a label over several columns, in one of them
            return None
    return cells


def _whole(body: Sequence[Cell], columns: int) -> bool:
    """Whether the cells of columns of amounts are whole amounts or words, and those of other columns hold none."""
    filled = [
        [cell for cell in body if cell.column == c and cell.column_span == 1 and cell.lines]
        for c in range(columns)
    ]
    money = [sum(is_amount(cell.lines[0].text) for cell in column) * 2 > len(column) for column in filled]
    money.append(False)
    if _heads_again(body, money) or _begins_above(body, money):
        return False
    if any(money[c - 1] and not money[c] and _led_by_amounts(filled[c]) for c in range(1, columns)):
        return False
    if any(_PAIR_BEHIND.search(line.text) for cell in filled[0] for line in cell.lines):
        return False
    empty = {(cell.row, cell.column) for cell in body if not cell.lines}
    for column in range(1, columns):
        for cell in filled[column]:
            texts = [line.text for line in cell.lines]
            if money[column]:
                if not _one_amount(texts):
                    return False
            elif any(map(_alone, texts)) or (money[column + 1] and _PUSHED.search(texts[0])):
                return False
            elif money[column - 1] and (cell.row, column - 1) in empty and _OPENS.match(texts[0]):
                # the number or dash may be the blank cell's beside it
                return False
            elif (cell.row, column + 1) in empty and money[column + 1] and any(map(_CLOSES.search, texts)):
                return False
    return True


def _begins_above(body: Sequence[Cell], money: Sequence[bool]) -> bool:
    """Whether some row of amounts goes on with words above it, where none stand: its cells stand in their middle."""
    valued = {cell.row for cell in body if money[cell.column] and cell.lines}
    first = {cell.row: cell for cell in reversed(body) if cell.lines and cell.text[:1].isalpha()}
    titles = {cell.row for cell in body if cell.column_span > 1}
    return any(
        row in valued and row - 1 in first and row - 1 not in valued | titles and cell.text[0].islower()
        for row, cell in first.items()
    )


def _led_by_amounts(cells: Sequence[Cell]) -> bool:
    """Whether many cells of a column of words begin with an amount: two columns were taken for one."""
    led = sum(1 for cell in cells if _LED.match(cell.lines[0].text))
    return led * 3 > len(cells)


def _alone(text: str) -> bool:
    """Whether a line in a column of words is an amount, or several numbers."""
    return _DECIMAL.fullmatch(text) is not None or _SEVERAL.fullmatch(text) is not None


def _one_amount(texts: Sequence[str]) -> bool:
    """Whether the lines make one whole amount, or are words without one."""
    if any(is_whole(joint.join(texts)) for joint in ("", " ")):
        return True
    return not any(is_amount(word) and word[:1].isdigit() for text in texts for word in text.split())


def _heads_again(body: Sequence[Cell], money: Sequence[bool]) -> bool:
    """Whether some row has words in most columns of amounts: the head of another table."""
    words: Counter[int] = Counter()
    for cell in body:
        if money[cell.column] and cell.column_span == 1 and cell.lines:
            words[cell.row] += not any(c.isdigit() for c in cell.text) and len(cell.text) >= _LEAST_WORD
    return any(count > 1 and count * 2 > sum(money) for count in words.values())
