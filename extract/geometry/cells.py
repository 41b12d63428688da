"""Which cell of a ruled table each word belongs to; a word that a rule cuts may be two."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zvirka.extract.geometry.lattice import Lattice
from zvirka.extract.geometry.page import PageContent
from zvirka.extract.geometry.words import Word

# In points: a word that sticks out of its cell by less only touches the rule.
STICKS_OUT = 1.0
# In shares of the height: glyphs of two cells stand at least this far apart where they meet at a rule.
LEAST_GAP = 0.05

Cells = dict[int, list[Word]]


class CellMap:
    """Finds the region of a lattice that a point lies in."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.xs, self.ys = lattice.xs, lattice.ys
        self.columns = len(lattice.xs) - 1
        self.at = [0] * (self.columns * (len(lattice.ys) - 1))
        for index, (row, column, last_row, last_column) in enumerate(lattice.regions):
            if row == last_row and column == last_column:
                self.at[row * self.columns + column] = index
                continue
            for r in range(row, last_row + 1):
                first = r * self.columns
                self.at[first + column : first + last_column + 1] = [index] * (last_column - column + 1)

    def region(self, x: float, y: float) -> int | None:
        """The index of the region, or None outside of the lattice."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]):
            return None
        return self.at[(bisect_right(ys, y) - 1) * self.columns + bisect_right(xs, x) - 1]

    def sides(self) -> list[tuple[float, float]]:
        """For each region how far a word may reach to the left and right before a rule cuts it."""
        xs = self.xs
        return [(xs[r[1]] - STICKS_OUT, xs[r[3] + 1] + STICKS_OUT) for r in self.lattice.regions]


def shared_out(content: PageContent, lattices: Sequence[Lattice]) -> tuple[list[Cells], list[Word]]:
    """For each lattice the words in each of its regions, by index; and the words of no lattice.

    Where lattices lie in one another, the first that holds a word has it. Every word goes to one place, or every
    piece of it.
    """
    if not lattices:
        return [], content.words
    homes: list[Cells] = [defaultdict(list) for _ in lattices]
    rest: list[Word] = []
    maps = [CellMap(lattice) for lattice in lattices]
    places = [
        (home, where, where.sides(), where.xs, where.ys, where.at, where.columns)
        for home, where in zip(homes, maps, strict=True)
    ]
    for index, word in enumerate(content.words):
        text, x0, top, x1, bottom, _, angle = word
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for home, where, sides, xs, ys, at, columns in places:
            if not (xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]):
                continue
            region = at[(bisect_right(ys, y) - 1) * columns + bisect_right(xs, x) - 1]
            left, right = sides[region]
            if (x0 < left or x1 > right) and len(text) > 1 and angle == 0:
                for place, piece in _pieces(word, content.glyphs(index), where, region):
                    home[place].append(piece)
            else:
                home[region].append(word)
            break
        else:
            rest.append(word)
    return homes, rest


def _pieces(word: Word, glyphs: Sequence[Word], where: CellMap, region: int) -> Iterator[tuple[int, Word]]:
    """The parts of a word in their regions.

    A word that merely runs over a rule is one and stays whole in the cell that holds its middle: a rule parts it only
    between glyphs that stand apart there, or that the file sets separately.
    """
    parts: list[list[Word]] = [[glyphs[0]]]
    for before, glyph in pairwise(glyphs):
        here, there = (_region(where, g, region) for g in (before, glyph))
        gap = glyph.x0 - before.x1
        height = glyph.bottom - glyph.top
        if here != there and (before.space or gap > LEAST_GAP * height):
            parts.append([glyph])
        else:
            parts[-1].append(glyph)
    if len(parts) == 1:
        yield region, word
        return
    for part in parts:
        text = "".join(g.text for g in part)
        x0, x1 = min(g.x0 for g in part), max(g.x1 for g in part)
        space = word.space and part is parts[-1]
        piece = Word(text, x0, word.top, x1, word.bottom, space)
        yield _region(where, piece, region), piece


def _region(where: CellMap, word: Word, otherwise: int) -> int:
    found = where.region((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)
    return otherwise if found is None else found
