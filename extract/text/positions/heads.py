"""The head of a table by position: which columns each piece of its lines stands over, and the tree of its cells.

Nothing is printed between the cells of a head, and a line goes on with the one above it as closely as a head over
several columns stands above theirs. So all ways to part the lines into levels are tried: of each the tree of heads is
built as for a page (`zvirka.extract.aligned.head_tree`, with characters for points), and the one in which heads stand
best over the middle of their columns, and no two columns have the same heads, is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from zvirka.extract.aligned.columns import Column
from zvirka.extract.aligned.head_blocks import Block
from zvirka.extract.aligned.head_tree import Placed, Tree, leaves_of, tree_of
from zvirka.extract.geometry.words import Word, bounds
from zvirka.extract.text.positions.pieces import chunks_of_line
from zvirka.schemas.document import Cell, Line

# A line is as high as so many characters are wide, about.
_HEIGHT = 4.0
# A head has no more levels than this.
_LEVELS = 4
# More lines than this have too many ways to be parted: fewer levels are looked for; and no head is longer than that.
_MOST_LINES, _LONGEST = 16, 30
# So many lines are tried as the first whose single spaces part heads.
_MOST_NARROW = 6
# In heights: what it costs that two columns have the same heads, and that a column has none.
_SAME, _BARE = 1.5, 1.0
# In heights: what it costs that heads of one level neither begin at one height nor have their middles at one.
_ASKEW = 0.6
# In heights: what it costs to part heads at a single space, and once more between the same columns; that a head
# has half of a bracket; and that a head which announces others (`…:`) stands over a single column.
_NARROW, _AGAIN, _BRACKET, _ANNOUNCES = 0.5, 0.1, 0.5, 0.5
# In heights: what it costs for each character by which the lines of a head stand further out of line than most.
_RAGGED, _STRAIGHT, _MOST_RAGGED = 0.1, 1.5, 4.0
# In heights: another reading of the head is worse by as much, or nothing is sure.
_FURTHER = 0.5
# In heights: heads over several columns are likelier than lines of one head that happen to stand in their middle.
_WIDE = 0.2


class Head(NamedTuple):
    """The cells of a head, the number of its rows, and whether no other reading is nearly as good."""

    cells: tuple[Cell, ...]
    rows: int
    sure: bool


class _Chunk(NamedTuple):
    """Words of a line (by its index) that stand together: the characters (from, to) they stand at."""

    line: int
    start: int
    end: int


class _Reading(NamedTuple):
    cost: float
    tree: Tree


class _Room(NamedTuple):
    """Where the columns of a table part: in the body (stretches of characters), and in each line of its head."""

    between: Sequence[tuple[float, float]]
    cuts: Sequence[Sequence[int]]
    left: float
    right: float

    def column(self, chunk: _Chunk) -> int:
        """The column that the middle of a chunk stands in."""
        middle = (chunk.start + chunk.end - 1) / 2
        return sum(1 for cut in self.cuts[chunk.line] if cut < middle)

    def over_several(self, chunk: _Chunk) -> bool:
        """Whether a chunk covers all of a space between two columns."""
        cuts = self.cuts[chunk.line]
        return any(
            chunk.start < low and chunk.end > high + 1 and chunk.start <= cut < chunk.end
            for cut, (low, high) in zip(cuts, self.between, strict=True)
        )


def head_of(
    lines: Sequence[Line],
    between: Sequence[tuple[float, float]],
    cuts: Sequence[Sequence[int]],
    sides: tuple[float, float],
) -> Head | None:
    """The head that the lines form; None where some head has no columns to stand over.

    `between` are the stretches of characters where the columns of the body part, `cuts` the characters where they
    part in each line, `sides` the outer borders.
    """
    if not lines:
        return Head((), 0, sure=True)
    if len(lines) > _LONGEST:
        return None
    texts = [line.text.rstrip() for line in lines]
    room = _Room(between, cuts, *sides)
    best: list[_Reading] = []
    for cut_from in _cut_from(texts, cuts):
        rows = [_chunks(i, text, cuts[i], narrow=i >= cut_from) for i, text in enumerate(texts)]
        parted = _parted_cost(rows, room)
        for edges in _partings(rows):
            found = _read(rows, edges, texts, room)
            if found is not None:
                best.append(found._replace(cost=found.cost + parted))
    if not best:
        return None
    best.sort(key=lambda reading: reading.cost)
    first = best[0]
    shape = _shape(first.tree)
    other = next((r for r in best if _shape(r.tree) != shape), None)
    sure = first.tree.sure and (other is None or other.cost - first.cost >= _FURTHER)
    return _head(first.tree, lines, len(between) + 1, sure=sure)


def _chunks(index: int, text: str, cuts: Sequence[int], *, narrow: bool) -> list[_Chunk]:
    """The pieces of a line: those in one column are one; with `narrow` a single space at a cut parts them, too."""
    found: list[_Chunk] = []
    for start, end in chunks_of_line(text):
        inner = sorted({cut for cut in cuts if narrow and start < cut < end - 1 and text[cut] == " "})
        for a, b in pairwise([start - 1, *inner, end]):
            if found and not any(found[-1].end <= cut <= a for cut in cuts):
                found[-1] = found[-1]._replace(end=b)
            else:
                found.append(_Chunk(index, a + 1, b))
    return found


def _parted_cost(rows: Sequence[Sequence[_Chunk]], room: _Room) -> float:
    """What it costs that heads were parted at single spaces."""
    cost = 0.0
    seen: set[int] = set()
    for row in rows:
        for one, other in pairwise(row):
            if other.start - one.end == 1:
                at = room.column(other)
                cost += _AGAIN if at in seen else _NARROW
                seen.add(at)
    return cost


def _cut_from(texts: Sequence[str], cuts: Sequence[Sequence[int]]) -> list[int]:
    """The lines from which on single spaces may part heads: none, or those from one of the lines with such a space."""
    narrow = [
        i
        for i, (text, own) in enumerate(zip(texts, cuts, strict=True))
        if len(_chunks(i, text, own, narrow=True)) > len(_chunks(i, text, own, narrow=False))
    ]
    return [len(texts), *narrow[:_MOST_NARROW]]


def _partings(rows: Sequence[Sequence[_Chunk]]) -> Iterator[tuple[int, ...]]:
    """The ways to part the lines into levels: the indices at which one begins."""
    inner = range(1, len(rows))
    most = _LEVELS - 1 if len(rows) <= _MOST_LINES else 2
    for count in range(most + 1):
        for edges in combinations(inner, count):
            yield (0, *edges)


def _read(
    rows: Sequence[Sequence[_Chunk]], edges: Sequence[int], texts: Sequence[str], room: _Room
) -> _Reading | None:
    """The tree of heads if levels begin at the lines `edges`, if there is one."""
    parts: list[list[_Chunk]] = []
    for start, end in pairwise([*edges, len(rows)]):
        found = _stacked([chunk for row in rows[start:end] for chunk in row], room)
        if found is None:
            return None
        parts += found
    blocks = {id(block): (block, part) for part in parts for block in [_block(part, texts)]}
    columns = _columns(room)
    own: list[Block | None] = [None] * len(columns)
    for leaf in leaves_of([block for block, _ in blocks.values()], columns, _HEIGHT):
        _, part = blocks[id(leaf)]
        if any(map(room.over_several, part)):
            continue
        at = room.column(part[0])
        before = own[at]
        if before is not None:
            _, other = blocks.pop(id(before))
            del blocks[id(leaf)]
            whole = sorted((*other, *part))
            leaf = _block(whole, texts)
            blocks[id(leaf)] = (leaf, whole)
        own[at] = leaf
    for column, head in zip(columns, own, strict=True):
        if head is not None:
            column.x0, column.x1 = min(column.x0, head.x0), max(column.x1, head.x1)
    tree = tree_of([block for block, _ in blocks.values()], own, columns)
    if tree is None:
        return None
    tree = tree._replace(heads=_one_below_the_other(tree.heads))
    return _Reading(tree.cost + _oddness(tree, len(columns)), tree)


def _oddness(tree: Tree, columns: int) -> float:
    """What speaks against a reading: columns with the same heads or none, and heads that stand askew to each other."""
    paths = Counter(_paths(tree, columns))
    same = sum(count - 1 for path, count in paths.items() if path)
    wide = sum(p.first < p.last for p in tree.heads)
    announcing = sum(p.first == p.last and p.block.words[-1].text.endswith(":") for p in tree.heads)
    texts = ["".join(word.text for word in p.block.words) for p in tree.heads]
    halves = sum(text.count("(") != text.count(")") for text in texts)
    other = _ANNOUNCES * announcing + _BRACKET * halves + _RAGGED * _ragged(tree)
    return _SAME * same + _BARE * paths[()] + _ASKEW * _askew(tree) - _WIDE * wide + other


def _ragged(tree: Tree) -> float:
    """By how many characters the lines of heads stand out of line, whether they are centred or begin alike."""
    blocks = [[(w.x0, w.x1) for w in p.block.words] for p in tree.heads if len(p.block.words) > 1]
    centred = sum(_spread([(a + b) / 2 for a, b in lines]) for lines in blocks)
    return min(centred, sum(_spread([a for a, _ in lines]) for lines in blocks))


def _spread(places: Sequence[float]) -> float:
    return min(max(0.0, max(places) - min(places) - _STRAIGHT), _MOST_RAGGED)


def _askew(tree: Tree) -> int:
    """In how many levels the heads over several columns neither begin at one height, nor have their middles at one."""
    levels: dict[int, list[Block]] = {}
    for placed in tree.heads:
        if placed.first < placed.last:
            levels.setdefault(placed.row, []).append(placed.block)
    return sum(
        len({block.top for block in level}) > 1 and len({block.top + block.bottom for block in level}) > 1
        for level in levels.values()
    )


def _stacked(chunks: Sequence[_Chunk], room: _Room) -> list[list[_Chunk]] | None:
    """The chunks of one level that lie below each other, together; None if two of one line would be."""
    parts: list[list[_Chunk]] = []
    for chunk in chunks:
        over = [part for part in parts if any(_in_one(other, chunk, room) for other in part)]
        if len(over) > 1 or (over and any(other.line == chunk.line for other in over[0])):
            return None
        if over:
            over[0].append(chunk)
        else:
            parts.append([chunk])
    return parts


def _in_one(one: _Chunk, other: _Chunk, room: _Room) -> bool:
    """Whether two chunks of one level stand below each other, or at least in one column."""
    if one.line == other.line:
        return False
    if one.start < other.end and other.start < one.end:
        return True
    return room.column(one) == room.column(other)


def _block(chunks: Sequence[_Chunk], texts: Sequence[str]) -> Block:
    words = tuple(
        Word(texts[c.line][c.start : c.end], c.start, c.line * _HEIGHT, c.end, (c.line + 1) * _HEIGHT)
        for c in chunks
    )
    return Block(*bounds(words), words)


def _columns(room: _Room) -> list[Column]:
    starts = [room.left, *(high + 1 for _, high in room.between)]
    ends = [*(low for low, _ in room.between), room.right]
    return [Column(a, max(a, b)) for a, b in zip(starts, ends, strict=True)]


def _paths(tree: Tree, columns: int) -> list[tuple[str, ...]]:
    """The heads over each column, from the top."""
    found: list[list[str]] = [[] for _ in range(columns)]
    for placed in tree.heads:
        for column in range(placed.first, placed.last + 1):
            found[column].append("".join(word.text for word in placed.block.words))
    return [tuple(path) for path in found]


def _shape(tree: Tree) -> frozenset[tuple[int, int, int, str]]:
    """What stands over which columns: several lines over one column may be one head or more."""
    return frozenset((p.first, p.last, int(w.top), w.text) for p in tree.heads for w in p.block.words)


def _head(tree: Tree, lines: Sequence[Line], columns: int, *, sure: bool) -> Head:
    rows = 1 + max((p.last_row for p in tree.heads), default=0)
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for p in tree.heads:
        inner = tuple(
            Line(word.text, lines[at].page, None, lines[at].number)
            for word in sorted(p.block.words, key=lambda w: w.top)
            for at in [int(word.top / _HEIGHT)]
        )
        cells.append(Cell(p.row, p.first, inner, p.last_row - p.row + 1, p.last - p.first + 1))
        taken |= {(r, c) for r in range(p.row, p.last_row + 1) for c in range(p.first, p.last + 1)}
    cells += [Cell(r, c) for r in range(rows) for c in range(columns) if (r, c) not in taken]
    return Head(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), rows, sure)


def _one_below_the_other(heads: Sequence[Placed]) -> list[Placed]:
    """Heads over the same columns, right below each other, are lines of one."""
    found: list[Placed] = []
    for p in heads:
        above = next(
            (q for q in found if (q.first, q.last) == (p.first, p.last) and q.last_row + 1 == p.row), None
        )
        if above is None:
            found.append(p)
            continue
        words = (*above.block.words, *p.block.words)
        found[found.index(above)] = above._replace(block=Block(*bounds(words), words), last_row=p.last_row)
    return found
