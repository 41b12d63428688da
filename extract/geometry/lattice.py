"""Rules that meet → a lattice: columns, rows, and the cells between them with their spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.geometry.rules import SNAP, Rule, Rules, merged
from zvirka.schemas.document import Box

# In points: a rule that ends this close to a crossing reaches it.
REACH = 3.0
# Two cells are parted if rules cover this share of the edge between them; less is a stub or an underline.
COVER = 0.5
# Rules that stick out this far beyond the outermost crossing rule bound cells of their own, open at that side.
OPEN_SIDE = 8.0
# So many vertical rules break off at one height where a row lies across them.
LEAST_BROKEN = 2


class Region(NamedTuple):
    """A cell: its first and last row and column."""

    row: int
    column: int
    last_row: int
    last_column: int


class Lattice(NamedTuple):
    """`xs` and `ys` are the borders of columns and rows; `regions` cover it without overlap, in row-major order.

    `breaks` are those of `ys` where no rule runs.
    """

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    breaks: tuple[float, ...] = ()

    @property
    def rules(self) -> int:
        """How many rules there are between its rows."""
        return len(self.ys) - 2 - len(self.breaks)

    @property
    def box(self) -> Box:
        """The outer frame."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def lattice_of(rules: Rules) -> Lattice | None:
    """The lattice of rules that hang together; None if they bound no cell."""
    rules = Rules(merged(list(rules.horizontal), SNAP), merged(list(rules.vertical), SNAP))
    xs = _borders(rules.vertical, rules.horizontal)
    ys = _borders(rules.horizontal, rules.vertical)
    breaks = _breaks(ys, rules.vertical) if len(ys) > 1 else []
    ys = sorted([*ys, *breaks])
    if len(xs) < 2 or len(ys) < 2:
        return None
    across = _walls(rules.horizontal, ys, xs)
    along = _walls(rules.vertical, xs, ys)
    for y in breaks:
        across[ys.index(y)] = (1 << len(xs) - 1) - 1
    return Lattice(xs, ys, _regions(across, along, len(ys) - 1, len(xs) - 1), tuple(breaks))


def _borders(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """The positions of the rules, and those at which two or more crossing rules end without one."""
    found = sorted({rule.at for rule in rules})
    starts = sorted(r.start for r in crossing if not found or r.start < found[0] - OPEN_SIDE)
    ends = sorted(r.end for r in crossing if not found or r.end > found[-1] + OPEN_SIDE)
    if len(starts) > 1 and starts[1] - starts[0] <= SNAP:
        found.insert(0, starts[0])
    if len(ends) > 1 and ends[-1] - ends[-2] <= SNAP:
        found.append(ends[-1])
    return found


def _breaks(ys: Sequence[float], vertical: Sequence[Rule]) -> list[float]:
    """The borders of rows where no rule runs, but several vertical rules break off or go on.

    A title lies across the columns there, or the label of a sum.
    """
    ends = sorted(y for rule in vertical for y in (rule.start, rule.end) if ys[0] < y < ys[-1])
    found: list[float] = []
    for y in ends:
        near = min((abs(y - other) for other in (*ys, *found)), default=OPEN_SIDE)
        if near > REACH and sum(1 for other in ends if abs(other - y) <= SNAP) >= LEAST_BROKEN:
            found.append(y)
    return found


def _walls(rules: Sequence[Rule], positions: list[float], crossings: list[float]) -> list[int]:
    """For each position, a bit set of the stretches between crossings that rules cover there."""
    index = {at: i for i, at in enumerate(positions)}
    walls = [0] * len(positions)
    stretches = len(crossings) - 1
    partly: dict[tuple[int, int], float] = {}
    for at, start, end in rules:
        i = index[at]
        first = bisect_left(crossings, start - REACH)
        last = bisect_right(crossings, end + REACH) - 1
        if last > first:
            walls[i] |= (1 << last) - (1 << first)
        if 0 < first <= stretches:
            length = min(end, crossings[first]) - start
            partly[i, first - 1] = partly.get((i, first - 1), 0.0) + length
        if first <= last < stretches:
            partly[i, last] = partly.get((i, last), 0.0) + end - crossings[last]
    for (i, j), length in partly.items():
        if length >= COVER * (crossings[j + 1] - crossings[j]):
            walls[i] |= 1 << j
    return walls


def _regions(across: list[int], along: list[int], rows: int, columns: int) -> list[Region]:
    """Cells from above: a stretch of columns that no vertical rule parts, as long as no horizontal one ends it.

    Where a rule is missing in part, the stretch ends: a cell is always a rectangle.
    """
    found: list[Region] = []
    above: dict[tuple[int, int], int] = {}
    for row in range(rows):
        here: dict[tuple[int, int], int] = {}
        start = 0
        wall = across[row]
        for column in range(1, columns + 1):
            if column < columns and not along[column] >> row & 1:
                continue
            stretch = (start, column - 1)
            upper = above.get(stretch)
            bits = (1 << column) - (1 << start)
            if upper is not None and 2 * (wall & bits).bit_count() < column - start:
                found[upper] = found[upper]._replace(last_row=row)
                here[stretch] = upper
            else:
                here[stretch] = len(found)
                found.append(Region(row, start, row, column - 1))
            start = column
        above = here
    return found
