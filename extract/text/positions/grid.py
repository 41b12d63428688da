"""Lines whose pieces are placed in columns → a grid: the head's tree of cells, and the rows of the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from zvirka.extract.numbers import counts_columns, is_amount
from zvirka.extract.text.positions.heads import Head
from zvirka.extract.text.positions.placing import PlacedLine
from zvirka.extract.text.positions.rooms import Room
from zvirka.extract.text.positions.row_costs import Cells, Lines
from zvirka.extract.text.positions.row_path import Told, told_rows
from zvirka.extract.text.rows import formula_goes_on
from zvirka.schemas.document import Cell, Grid, GridKind, Line

# Of so many texts the longest does not tell how wide their column is.
_SEVERAL = 6
# Another place for an amount costs so much more, or it is not sure.
_SURE = 1.0


def grid_of(
    head: Head,
    lines: Sequence[Line],
    placed: Sequence[PlacedLine],
    blanks: Sequence[int],
    rooms: Sequence[Room],
) -> Grid:
    """The grid of a head and the lines below it."""
    columns = len(rooms)
    body, sure = _body(lines, placed, blanks, rooms, head.rows)
    cells = (*head.cells, *body)
    total = max(cell.row + cell.row_span for cell in cells)
    page = lines[0].page
    return Grid(total, columns, cells, GridKind.ALIGNMENT, page, sure_heads=head.sure, sure_cells=sure)


def _as_line(line: Line, text: str) -> Line:
    return Line(text, line.page, None, line.number)


def _width(texts: Iterable[str]) -> int:
    """The characters that a column has room for: of several texts the longest may be two that were not told apart."""
    lengths = sorted(map(len, texts))
    return lengths[-2] if len(lengths) >= _SEVERAL else max(lengths, default=0)


def _counting(lines: Sequence[Cells]) -> int:
    """How many lines count the columns: one, and those that go on with its formulas."""
    if not lines or not counts_columns(list(lines[0].values())):
        return 0
    return next((i for i in range(1, len(lines)) if not formula_goes_on(lines[0], lines[i])), len(lines))


def _body(
    lines: Sequence[Line],
    placed: Sequence[PlacedLine],
    blanks: Sequence[int],
    rooms: Sequence[Room],
    first_row: int,
) -> tuple[list[Cell], bool]:
    """The cells of the rows, and whether those of amounts are sure; a title over columns is a row of its own."""
    filled = [{p.first: p.text for p in line.pieces} for line in placed]
    widths = [_width(cells[c] for cells in filled if c in cells) for c in range(len(rooms))]
    alone = [len(line.pieces) == 1 and line.pieces[0].first < line.pieces[0].last for line in placed]
    lead = _counting(filled)
    places = [float(line.number or i) for i, line in enumerate(lines)]
    money = frozenset(c for c, room in enumerate(rooms) if room.money)
    told = told_rows(Lines(filled[lead:], blanks[lead:], places[lead:], alone[lead:], money, widths))
    starts = [0] * (lead > 0) + [lead + at for at in told.starts]
    cells: list[Cell] = []
    for r, (a, b) in enumerate(pairwise((*starts, len(lines))), start=first_row):
        spans = {p.first: p.last for line in placed[a:b] for p in line.pieces if p.first < p.last}
        at = 0
        while at < len(rooms):
            last = spans.get(at, at)
            texts = tuple(
                _as_line(line, p.text)
                for line, one in zip(lines[a:b], placed[a:b], strict=True)
                for p in one.pieces
                if at <= p.first <= last
            )
            cells.append(Cell(r, at, texts, 1, last - at + 1))
            at = last + 1
    return cells, _are_sure(placed[lead:], told, filled[lead:], money)


def _are_sure(
    placed: Sequence[PlacedLine], told: Told, filled: Sequence[Cells], money: frozenset[int]
) -> bool:
    """Whether no amount could as well stand in another column or row, and none stands beside words in one cell."""
    if any(line.margin < _SURE for line in placed):
        return False
    if any(
        margin < _SURE and money & cells.keys()
        for margin, cells in zip(told.margins, filled[1:], strict=True)
    ):
        return False
    return not any(_is_mixed(text) for cells in filled for c, text in cells.items() if c in money)


def _is_mixed(text: str) -> bool:
    signs = [is_amount(word) for word in text.split()]
    return any(signs) and not all(signs) and not is_amount(text)
