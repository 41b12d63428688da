"""One page's content → blocks: a grid for each table, prose between them, in reading order."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from zvirka.extract.aligned.grid import Before
from zvirka.extract.aligned.open_rows import with_open_rows
from zvirka.extract.aligned.tables import aligned_tables, grid_by_alignment
from zvirka.extract.geometry.cells import Cells, shared_out
from zvirka.extract.geometry.lattice import Lattice
from zvirka.extract.geometry.lines import lines_of
from zvirka.extract.geometry.page import PageContent
from zvirka.extract.geometry.rules import Rule
from zvirka.extract.geometry.words import Word
from zvirka.extract.numbers import is_amount
from zvirka.extract.pdf.ruled import ruled
from zvirka.extract.pdf.turn import in_place, reading_angle, turned_head, upright
from zvirka.schemas.document import Block, Box, Cell, Grid, GridKind, Line, Prose

# Under a table that goes on there are a footnote or two and the page's number.
FOOT_LINES = 4
# A head has no more rows than this, its numbers among them.
HEAD_ROWS = 6


def blocks_of(content: PageContent, before: Sequence[Block] = ()) -> list[Block]:
    """The tables and the text between them, from the top. Every word stands in exactly one cell or line of prose.

    `before` are the blocks of the page before: a table by alignment may go on with its columns, and without a head.
    """
    angle = reading_angle(content)
    table = _open_table(before)
    if angle == 0:
        return _blocks(content, table)
    turned = upright(content, angle)
    return [in_place(block, angle, turned) for block in _blocks(turned, table)]


def _open_table(blocks: Sequence[Block]) -> Before | None:
    """The table that a page ends with, if it is told from alignment."""
    grids = [i for i, block in enumerate(blocks) if isinstance(block, Grid)]
    last = blocks[grids[-1]] if grids else None
    if not isinstance(last, Grid) or last.kind is not GridKind.ALIGNMENT or last.column_edges is None:
        return None
    if sum(len(block.lines) for block in blocks[grids[-1] + 1 :] if isinstance(block, Prose)) > FOOT_LINES:
        return None
    first = [cell for cell in last.cells if cell.row < HEAD_ROWS]
    valued = min((cell.row for cell in first if cell.column and is_amount(cell.text.strip())), default=0)
    head = [cell for cell in first if cell.row < valued]
    return Before(last.column_edges, _words_of(first), _words_of(head))


def _words_of(cells: Sequence[Cell]) -> frozenset[str]:
    return frozenset(word for cell in cells for line in cell.lines for word in line.text.split())


def _blocks(content: PageContent, before: Before | None) -> list[Block]:
    page = content.number
    seen = ruled(content)
    homes, rest = shared_out(content, seen.tables)
    grids = []
    for lattice, cells in zip(seen.tables, homes, strict=True):
        if cells:
            grids.append(_grid(*with_open_rows(lattice, cells), page))
    for frame in sorted(seen.frames, key=lambda frame: frame.box.top):
        inside = [word for word in rest if _stands_in(word, frame.box)]
        rules = [Rule(y, frame.box.x0, frame.box.x1) for y in frame.ys]
        framed, unframed = _by_alignment(inside, page, rules, None if grids else before)
        if framed:
            grids += framed
            kept = set(map(id, unframed))
            inner = set(map(id, inside))
            rest = [word for word in rest if id(word) not in inner or id(word) in kept]
    found: list[Grid] = []
    outside: list[Word] = []
    for words in _between(rest, grids):
        more, left = _by_alignment(words, page, seen.rules, None if grids or found else before)
        found += more
        outside += left
    return _in_order([*grids, *found], outside, page)


def _between(words: Sequence[Word], grids: Sequence[Grid]) -> list[list[Word]]:
    """The words above, between and below the tables, apart: a heading and a signature make no table together."""
    ends = sorted(grid.box.bottom for grid in grids if grid.box is not None)
    stretches: list[list[Word]] = [[] for _ in range(len(ends) + 1)]
    for word in words:
        stretches[bisect(ends, (word[2] + word[4]) / 2)].append(word)
    return [stretch for stretch in stretches if stretch]


def _stands_in(word: Word, box: Box) -> bool:
    x, y = (word[1] + word[3]) / 2, (word[2] + word[4]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _by_alignment(
    words: Sequence[Word], page: int, rules: Sequence[Rule], before: Before | None
) -> tuple[list[Grid], list[Word]]:
    """The tables that stand in columns by alignment alone, and the words of none; `before` as in `aligned_tables`."""
    found = []
    taken: set[int] = set()
    turned = any(word[6] for word in words)
    for grid, inside in aligned_tables(words, page, rules=rules, before=before):
        whole = grid
        if turned:
            head = turned_head(grid, [word for word in words if id(word) not in taken], inside)
            if head:
                whole = grid_by_alignment([*head, *inside], page, row_edges=[y for y, _, _ in rules]) or grid
                taken.update(map(id, head if whole is not grid else ()))
        found.append(whole)
        taken.update(map(id, inside))
    return found, [word for word in words if id(word) not in taken]


def _grid(lattice: Lattice, words: Cells, page: int) -> Grid:
    xs, ys, regions = lattice[:3]
    cells = []
    lines: tuple[Line, ...]
    for index, (row, column, last_row, last_column) in enumerate(regions):
        inside = words.get(index)
        if not inside:
            lines = ()
        elif len(inside) == 1:
            # most cells of a dense table: made here, without a call
            text, x0, top, x1, bottom, space, _ = inside[0]
            lines = (Line(text + " " if space else text, page, Box(x0, top, x1, bottom)),)
        else:
            lines = lines_of(inside, page)
        box = Box(xs[column], ys[row], xs[last_column + 1], ys[last_row + 1])
        cells.append(Cell(row, column, lines, last_row - row + 1, last_column - column + 1, box))
    return Grid(len(ys) - 1, len(xs) - 1, tuple(cells), GridKind.RULES, page, lattice.box, None, tuple(xs))


def _in_order(grids: Sequence[Grid], rest: Sequence[Word], page: int) -> list[Block]:
    """Grids from the top, each after the prose that begins above it."""
    blocks: list[Block] = []
    lines = list(lines_of(rest, page))
    for grid in sorted(grids, key=_corner):
        top = _corner(grid)[0]
        above = [line for line in lines if line.box is not None and line.box.top < top]
        if above:
            lines = [line for line in lines if line.box is None or line.box.top >= top]
            blocks.append(Prose(tuple(above)))
        blocks.append(grid)
    if lines:
        blocks.append(Prose(tuple(lines)))
    return blocks


def _corner(grid: Grid) -> tuple[float, float]:
    return (grid.box.top, grid.box.x0) if grid.box else (0.0, 0.0)
