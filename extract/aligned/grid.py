"""The columns and the head of a table by alignment, and the grid that they form with the rows of its body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.aligned.body_rows import BodyRow
from zvirka.extract.aligned.columns import Chunk, Column, columns_of, inner_of, row_numbers
from zvirka.extract.aligned.head_blocks import Block, is_counting
from zvirka.extract.aligned.head_tree import Placed, Tree, leaves_of, tree_of
from zvirka.extract.geometry.lines import lines_of
from zvirka.extract.geometry.rules import Rule
from zvirka.extract.geometry.words import Word
from zvirka.schemas.document import Box, Cell, Grid, GridKind


class Before(NamedTuple):
    """A table that the page before ended with: the borders of its columns, the words of its first rows, of its head."""

    edges: Sequence[float]
    words: frozenset[str]
    heads: frozenset[str] = frozenset()

    def is_begun_again(self, line: Sequence[Word]) -> bool:
        """Whether a line is the first of its head, or of the row that counts its columns."""
        return self.words.issuperset(word.text for word in line)

    def repeated(self, lines: Sequence[Sequence[Word]]) -> int:
        """How many lines at the top say what its head says: below a head printed again, a row may go on."""
        return next(
            (i for i, line in enumerate(lines) if not self.heads.issuperset(word.text for word in line)),
            0,
        )


class Head(NamedTuple):
    """The columns of a table, and the heads over them."""

    columns: list[Column]
    tree: Tree

    @property
    def is_whole(self) -> bool:
        """Whether each column has a head: the first lines of a row leave some columns empty."""
        headed = {i for head in self.tree.heads for i in range(head.first, head.last + 1)}
        return len(headed) == len(self.columns)


def head_of(
    blocks: Sequence[Block], body: Sequence[Sequence[Chunk]], height: float, rules: Sequence[Rule]
) -> Head | None:
    """The columns that the heads and the chunks of the body's lines form, and the heads in their places.

    None if some head has no columns to stand over.

    `height` is that of the words, in points; `rules` are horizontal ones.
    """
    counting = [row for row in body[:1] if is_counting(row)]
    leaves = leaves_of(blocks, columns_of(body, counting), height)
    line = [Chunk(-1, leaf.x0, leaf.x1, leaf.words) for leaf in leaves]
    columns = _all_headed(columns_of([line, *body], [line, *counting] if line else counting), line)
    home = {id(chunk): i for i, column in enumerate(columns) for chunk in column.chunks}
    own: list[Block | None] = [None] * len(columns)
    for leaf, chunk in zip(leaves, line, strict=True):
        own[home[id(chunk)]] = leaf
    tree = tree_of(blocks, own, columns, rules)
    return None if tree is None else Head(columns, tree)


def head_before(before: Before, body: Sequence[Sequence[Chunk]], height: float) -> Head | None:
    """The columns of a table that goes on without a head, under the columns of the page before.

    None if the chunks of the lines form others.
    """
    counting = [row for row in body[:1] if is_counting(row)]
    line = [Chunk(-1, left, right, ()) for left, right in inner_of(before.edges, height)]
    if any(len(row) != len(line) for row in counting):
        return None
    columns = columns_of(body, [line, *counting])
    if len(columns) != len(line) or not _stand_apart(body, columns):
        return None
    return Head(columns, Tree([], sure=False))


def _stand_apart(body: Sequence[Sequence[Chunk]], columns: Sequence[Column]) -> bool:
    """Whether most lines with several chunks have each in another column."""
    several = [row for row in body if len(row) > 1]
    own = [row for row in several if len({_nearest(chunk, columns) for chunk in row}) == len(row)]
    return 2 * len(own) > len(several)


def _nearest(chunk: Chunk, columns: Sequence[Column]) -> int:
    return max(range(len(columns)), key=lambda i: min(columns[i].x1, chunk.x1) - max(columns[i].x0, chunk.x0))


def _all_headed(columns: list[Column], heads: Sequence[Chunk]) -> list[Column]:
    """The columns, with the numbers of rows put to the text behind them where one head stands over both."""
    own = set(map(id, heads))
    found: list[Column] = []
    for column in columns:
        headed = any(id(chunk) in own for chunk in column.chunks)
        if own and headed and found and _is_number_of(found[-1], own):
            left = found.pop()
            column = Column(left.x0, column.x1, left.lines | column.lines, left.chunks + column.chunks)
        found.append(column)
    return found


def _is_number_of(column: Column, heads: set[int]) -> bool:
    return row_numbers(column) and not any(id(chunk) in heads for chunk in column.chunks)


def grid_of(head: Head, body: Sequence[BodyRow], edges: Sequence[float], frame: Box, page: int) -> Grid:
    """The grid of a table: `edges` are the borders of its columns, `frame` is the box around it."""
    depth = 1 + max((placed.last_row for placed in head.tree.heads), default=-1)
    ys = _row_borders(head.tree.heads, depth, body, frame)
    count = len(edges) - 1
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()

    def add(row: int, last_row: int, first: int, last: int, words: Sequence[Word]) -> None:
        box = Box(edges[first], ys[row], edges[last + 1], ys[last_row + 1])
        cells.append(Cell(row, first, lines_of(words, page), last_row - row + 1, last - first + 1, box))
        taken.update((r, c) for r in range(row, last_row + 1) for c in range(first, last + 1))

    for placed in head.tree.heads:
        add(placed.row, placed.last_row, placed.first, placed.last, placed.block.words)
    for row, filled in enumerate(body, depth):
        for cell in filled:
            add(row, row + cell.rows - 1, cell.first, cell.last, cell.words)
    for row in range(depth + len(body)):
        for column in range(count):
            if (row, column) not in taken:
                add(row, row, column, column, ())
    cells.sort(key=lambda cell: (cell.row, cell.column))
    whole = Box(edges[0], frame.top, edges[-1], frame.bottom)
    rows = depth + len(body)
    return Grid(
        rows, count, tuple(cells), GridKind.ALIGNMENT, page, whole, None, tuple(edges), head.tree.sure
    )


def _row_borders(heads: Sequence[Placed], depth: int, body: Sequence[BodyRow], frame: Box) -> list[float]:
    """The y of the borders between rows: in the middle between what ends above and what begins below."""
    tops: list[float] = []
    bottoms: list[float] = []
    for row in range(depth):
        tops.append(min((h.block.top for h in heads if h.row == row), default=frame.top))
        bottoms.append(max((h.block.bottom for h in heads if h.last_row == row), default=tops[-1]))
    for filled in body:
        words = [word for cell in filled for word in cell.words]
        tops.append(min(word.top for word in words))
        bottoms.append(max(word.bottom for word in words))
    ys = [frame.top]
    for above, (bottom, top) in enumerate(pairwise_ends(bottoms, tops)):
        # heads beside those of several levels end lower
        ys.append(max(ys[-1], min(top, (bottom + top) / 2) if above < depth else (bottom + top) / 2))
    return [*ys, max(ys[-1], frame.bottom)]


def pairwise_ends(bottoms: Sequence[float], tops: Sequence[float]) -> list[tuple[float, float]]:
    """The end of each row with the begin of the next."""
    return [(bottom, top) for bottom, (_, top) in zip(bottoms, pairwise(tops), strict=False)]
