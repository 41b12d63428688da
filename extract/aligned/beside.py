"""Rows that begin beside a cell that goes on: the cell covers them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from zvirka.extract.aligned.rows import LEAST_OPENED, PITCH_JUMP
from zvirka.extract.geometry.lattice import Lattice, Region
from zvirka.extract.geometry.lines import by_baseline
from zvirka.extract.geometry.words import Word, step

Sides: TypeAlias = dict[int, tuple[Sequence[Word], Sequence[Word]]]


def begun_beside(by_column: dict[int, list[Word]], y: float, pitch: float) -> set[int]:
    """The columns of cells that go on over a border of rows: rows begin beside them, after a space.

    Empty where no space parts the rows beside, and where the distance of lines is not known.
    """
    return _going_on(_above_and_below(by_column, y), pitch)


def _above_and_below(by_column: dict[int, list[Word]], y: float) -> Sides:
    """For each column with text on both sides of a border its last line above and its first below."""
    found: Sides = {}
    for column, words in by_column.items():
        above = [word for word in words if word.top + word.bottom < 2 * y]
        below = [word for word in words if word.top + word.bottom >= 2 * y]
        if above and below:
            found[column] = by_baseline(above)[-1], by_baseline(below)[0]
    return found


def _going_on(sides: Sides, pitch: float) -> set[int]:
    near = {column for column, (above, below) in sides.items() if step(above, below) <= PITCH_JUMP * pitch}
    return near if len(sides) - len(near) >= LEAST_OPENED else set()


def parted(
    lattice: Lattice, cuts: dict[int, list[float]], beside: dict[tuple[int, int], set[float]]
) -> Lattice:
    """The lattice with rows parted at the cuts, but for the cells that go on over some of them."""
    ys: list[float] = []
    first: list[int] = []
    for row, y in enumerate(lattice.ys):
        first.append(len(ys))
        ys += [y, *cuts.get(row, ())]
    regions: list[Region] = []
    for region in lattice.regions:
        start, end = first[region.row], first[region.last_row + 1] - 1
        if region.row == region.last_row and region.row in cuts:
            whole = beside.get((region.row, region.column), set())
            ends = [r for r in range(start, end + 1) if r == end or ys[r + 1] not in whole]
            begins = [start, *(r + 1 for r in ends[:-1])]
            regions += [
                Region(a, region.column, b, region.last_column) for a, b in zip(begins, ends, strict=True)
            ]
        else:
            regions.append(Region(start, region.column, end, region.last_column))
    regions.sort()
    return Lattice(lattice.xs, ys, regions)
