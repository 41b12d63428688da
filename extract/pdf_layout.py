"""One page's content → blocks: a grid for each table, prose between them, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from zvirka.extract.alignment import aligned_tables
from zvirka.extract.lattice import REACH, Lattice, lattice_of
from zvirka.extract.lines import lines_of
from zvirka.extract.pdf_page import PageContent
from zvirka.extract.rules import meeting, rules_of
from zvirka.extract.words import Word
from zvirka.schemas.document import Block, Box, Cell, Grid, GridKind, Prose


def blocks_of(content: PageContent) -> list[Block]:
    """The tables and the text between them, from the top. Every word stands in exactly one cell or line of prose."""
    lattices = _lattices(content)
    homes, rest = _shared_out(content, lattices)
    grids = [_grid(lattice, words, content.number) for lattice, words in zip(lattices, homes, strict=True)]
    found = [grid for grid in grids if any(cell.lines for cell in grid.cells)]
    level = [word for word in rest if word.angle == 0]
    for grid, words in aligned_tables(level, content.number):
        found.append(grid)
        taken = set(map(id, words))
        rest = [word for word in rest if id(word) not in taken]
    return _in_order(found, rest, content.number)


def _lattices(content: PageContent) -> list[Lattice]:
    """The ruled tables; of frames that lie around others, the inner ones come first."""
    rules = rules_of(content.strokes)
    found = []
    for group in meeting(rules, REACH):
        lattice = lattice_of(group)
        if lattice is not None and len(lattice.regions) > 1:
            found.append(lattice)
    found.sort(key=lambda lattice: _area(lattice.box))
    return found


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _shared_out(
    content: PageContent, lattices: Sequence[Lattice]
) -> tuple[list[dict[int, list[Word]]], list[Word]]:
    """For each lattice the words of each of its regions, by index; and the words of no lattice."""
    homes: list[dict[int, list[Word]]] = [defaultdict(list) for _ in lattices]
    rest: list[Word] = []
    maps = [_Map(lattice) for lattice in lattices]
    for word in content.words:
        x, y = (word[1] + word[3]) / 2, (word[2] + word[4]) / 2
        for home, where in zip(homes, maps, strict=True):
            region = where.region(x, y)
            if region is not None:
                home[region].append(word)
                break
        else:
            rest.append(word)
    return homes, rest


class _Map:
    """Finds the region that a point lies in."""

    def __init__(self, lattice: Lattice) -> None:
        self.xs, self.ys = lattice.xs, lattice.ys
        self.columns = len(lattice.xs) - 1
        self.at = [0] * (self.columns * (len(lattice.ys) - 1))
        for index, (row, column, last_row, last_column) in enumerate(lattice.regions):
            for r in range(row, last_row + 1):
                for c in range(column, last_column + 1):
                    self.at[r * self.columns + c] = index

    def region(self, x: float, y: float) -> int | None:
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]):
            return None
        return self.at[(bisect_right(ys, y) - 1) * self.columns + bisect_right(xs, x) - 1]


def _grid(lattice: Lattice, words: dict[int, list[Word]], page: int) -> Grid:
    xs, ys, regions = lattice
    cells = []
    for index, (row, column, last_row, last_column) in enumerate(regions):
        inside = words.get(index)
        cells.append(
            Cell(
                row,
                column,
                lines_of(inside, page) if inside else (),
                last_row - row + 1,
                last_column - column + 1,
                Box(xs[column], ys[row], xs[last_column + 1], ys[last_row + 1]),
            )
        )
    return Grid(len(ys) - 1, len(xs) - 1, tuple(cells), GridKind.RULES, page, lattice.box, None, tuple(xs))


def _in_order(grids: Sequence[Grid], rest: Sequence[Word], page: int) -> list[Block]:
    """Grids from the top, each after the prose above it."""
    blocks: list[Block] = []
    lines = list(lines_of(rest, page))
    for grid in sorted(grids, key=_corner):
        above = [line for line in lines if line.box is not None and line.box.top < _corner(grid)[0]]
        lines = [line for line in lines if line not in above]
        if above:
            blocks.append(Prose(tuple(above)))
        blocks.append(grid)
    if lines:
        blocks.append(Prose(tuple(lines)))
    return blocks


def _corner(grid: Grid) -> tuple[float, float]:
    return (grid.box.top, grid.box.x0) if grid.box else (0.0, 0.0)
