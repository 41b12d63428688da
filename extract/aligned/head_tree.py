"""Which columns each head of a table stands over, where no rules tell: the tree of heads, read from below.

The lowest heads stand over one column each. A head above them stands in the middle of the columns it belongs to: of
all ways to share out the columns among the heads of a level, the one is taken that puts them nearest to the middle of
theirs. Rules below heads bound what they stand over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.aligned.columns import Column
from zvirka.extract.aligned.head_blocks import Block
from zvirka.extract.geometry.rules import Rule

# In points: boxes that share less than this of their height stand one below the other.
TOUCH = 2.0
# In heights of a word: what it costs to leave a column out that has no head at the level, where its own head begins
# level with the others below; and where it does not, as it may cover both levels. A head on its side begins as high as
# it is long, which tells nothing.
LEFT_OUT, LEFT_OUT_ASKEW, LEFT_OUT_TURNED = 2.0, 0.5, 0.35
# In heights of a word: what it costs to stand over the very columns that one head stands over already.
SAME_COLUMNS = 2.0
# So many ways to share out the columns of a level are looked at together with those of the levels above.
WAYS = 3
# In heights: a head stands in the middle of its columns within this; another reading stands further off by as much.
CENTRED, FURTHER = 0.7, 0.7
# In heights: a rule below a head is as near.
RULE_NEAR = 1.6


class Placed(NamedTuple):
    """A head, its first and last column, and its first and last row."""

    block: Block
    first: int
    last: int
    row: int
    last_row: int


class Tree(NamedTuple):
    """The heads in their places; `sure` if no other reading is nearly as good.

    `cost` is how far the heads stand off the middle of their columns, with what leaving columns out costs, in heights.
    """

    heads: list[Placed]
    sure: bool
    cost: float = 0.0


class _Unit(NamedTuple):
    """Columns that belong together so far: under one head, or one column; `top` is where its heads begin.

    `turned` where the head is one on its side.
    """

    first: int
    last: int
    top: float
    levels: int
    turned: bool = False


class _Way(NamedTuple):
    cost: float
    spans: tuple[tuple[int, int], ...]


def tree_of(
    blocks: Sequence[Block],
    leaves: Sequence[Block | None],
    columns: Sequence[Column],
    rules: Sequence[Rule] = (),
) -> Tree | None:
    """The places of all heads: `leaves` has for each column its own head, if there is one.

    `rules` are horizontal ones in the head. None if some head has no columns to stand over.
    """
    own = {id(leaf) for leaf in leaves if leaf is not None}
    parents = [block for block in blocks if id(block) not in own]
    bottom = max((block.bottom for block in blocks), default=0.0)
    units = [
        _Unit(i, i, leaf.top if leaf else bottom, 1, leaf is not None and leaf.words[0].angle != 0)
        for i, leaf in enumerate(leaves)
    ]
    found = _readings(list(_levels(parents)), units, columns, rules)
    if not found:
        return None
    best = found[0]
    # one head that stands off the middle makes all of it unsure
    sure = all(cost <= CENTRED * len(level) for cost, level in zip(best.costs, _levels(parents), strict=True))
    sure = sure and (len(found) == 1 or found[1].cost - best.cost >= FURTHER)
    return Tree(_rows(best.spans, leaves), sure, best.cost)


class _Reading(NamedTuple):
    """The heads over several columns in their places, and what each level costs, from below."""

    cost: float
    costs: tuple[float, ...]
    spans: tuple[tuple[Block, int, int, int], ...]


def _readings(
    levels: Sequence[Sequence[Block]],
    units: Sequence[_Unit],
    columns: Sequence[Column],
    rules: Sequence[Rule],
) -> list[_Reading]:
    """The best ways to place the heads of all levels, from the lowest, over the units; the best one first."""
    if not levels:
        return [_Reading(0.0, (), ())]
    found: list[_Reading] = []
    for way in _shared_out(levels[0], units, columns, rules):
        joined, made = _grouped(levels[0], way.spans, units)
        found += [
            _Reading(way.cost + rest.cost, (way.cost, *rest.costs), (*made, *rest.spans))
            for rest in _readings(levels[1:], joined, columns, rules)
        ]
    return sorted(found, key=lambda reading: reading.cost)[:WAYS]


def _height(block: Block) -> float:
    word = block.words[0]
    return word.bottom - word.top if word.angle in (0, 180) else word.x1 - word.x0


def _levels(parents: Sequence[Block]) -> Iterator[list[Block]]:
    """The heads over several columns, level by level from below; each level from left to right."""
    left = sorted(parents, key=lambda block: -block.bottom)
    while left:
        lowest = left[0]
        level = [b for b in left if b.bottom > lowest.top + TOUCH and not _below(b, left)]
        yield sorted(level, key=lambda block: block.x0)
        chosen = set(map(id, level))
        left = [block for block in left if id(block) not in chosen]


def _below(block: Block, others: Sequence[Block]) -> bool:
    """Whether one of the others lies below the block and under it."""
    return any(o.top >= block.bottom - TOUCH and o.x0 < block.x1 and block.x0 < o.x1 for o in others)


def _shared_out(
    level: Sequence[Block], units: Sequence[_Unit], columns: Sequence[Column], rules: Sequence[Rule]
) -> list[_Way]:
    """The best ways to share out the units among the heads of a level, the best one first; spans are of units.

    Costs are in heights of a word.
    """
    height = _height(level[0])
    cost = _Costs(units, columns, height)
    # ways for the first heads, by the number of units they have used up
    ways: dict[int, list[_Way]] = {0: [_Way(0.0, ())]}
    for block in level:
        bounds = _bounds(block, rules, columns, height)
        free = [unit.top >= block.bottom - TOUCH for unit in units]
        following: dict[int, list[_Way]] = {}
        for used, so_far in ways.items():
            for first, last in _runs(free, used):
                if not _within(units, first, last, block, columns, bounds):
                    continue
                more = cost.between(used, first, block) + cost.off_middle(first, last, block)
                for way in so_far:
                    following.setdefault(last + 1, []).append(
                        _Way(way.cost + more, (*way.spans, (first, last)))
                    )
        ways = {used: sorted(found)[:WAYS] for used, found in following.items()}
    final = [
        _Way(way.cost + cost.between(used, len(units), level[-1]), way.spans)
        for used, found in ways.items()
        for way in found
    ]
    return sorted(final)[:WAYS]


def _runs(free: Sequence[bool], used: int) -> Iterator[tuple[int, int]]:
    for first in range(used, len(free)):
        for last in range(first, len(free)):
            if not free[last]:
                break
            yield first, last


def _bounds(
    block: Block, rules: Sequence[Rule], columns: Sequence[Column], height: float
) -> tuple[int, int] | None:
    """The first and last column over which the rule right below a head runs."""
    for y, x0, x1 in rules:
        if -TOUCH <= y - block.bottom <= RULE_NEAR * height and x0 <= block.middle <= x1:
            covered = [i for i, c in enumerate(columns) if x0 <= (c.x0 + c.x1) / 2 <= x1]
            if covered:
                return covered[0], covered[-1]
    return None


def _within(
    units: Sequence[_Unit],
    first: int,
    last: int,
    block: Block,
    columns: Sequence[Column],
    bounds: tuple[int, int] | None,
) -> bool:
    """Whether a head can stand over the units: not beside them, and over no others than its rule does."""
    start, end = units[first].first, units[last].last
    if bounds is not None and not bounds[0] <= start <= end <= bounds[1]:
        return False
    left = columns[start - 1].x1 if start else float("-inf")
    right = columns[end + 1].x0 if end + 1 < len(columns) else float("inf")
    return left < block.middle < right


class _Costs:
    """What a reading costs, in heights of a word."""

    def __init__(self, units: Sequence[_Unit], columns: Sequence[Column], height: float) -> None:
        self.units, self.columns, self.height = units, columns, height

    def between(self, used: int, first: int, block: Block) -> float:
        """For units without a head of this level, although they stand below it."""
        below = [unit.top for unit in self.units if unit.top >= block.bottom - TOUCH and not unit.turned]
        level = max(below, key=lambda top: sum(1 for t in below if abs(t - top) <= TOUCH), default=0.0)
        cost = 0.0
        for unit in self.units[used:first]:
            if unit.turned:
                cost += LEFT_OUT_TURNED
            elif unit.top >= block.bottom - TOUCH:
                cost += LEFT_OUT if abs(unit.top - level) <= TOUCH else LEFT_OUT_ASKEW
        return cost

    def off_middle(self, first: int, last: int, block: Block) -> float:
        """For how far off the middle of the units the head stands; where columns part is known roughly."""
        start, end = self.units[first].first, self.units[last].last
        lows = [
            self.columns[start - 1].x1 if start else self.columns[0].x0 - self.height,
            self.columns[end].x1,
        ]
        highs = [
            self.columns[start].x0,
            self.columns[end + 1].x0 if end + 1 < len(self.columns) else self.columns[end].x1 + self.height,
        ]
        low, high = sum(lows) / 2, sum(highs) / 2
        off = max(low - block.middle, block.middle - high, 0.0)
        if first == last and self.units[first].levels > 1:
            off += SAME_COLUMNS * self.height
        # readings that are both possible differ by how far the head stands from their likeliest middle
        likely = abs((low + high) / 2 - block.middle) / max(high - low, self.height)
        return off / self.height + likely


def _grouped(
    level: Sequence[Block], spans: Sequence[tuple[int, int]], units: Sequence[_Unit]
) -> tuple[list[_Unit], list[tuple[Block, int, int, int]]]:
    """The units with those under one head joined; and the heads with their first and last column and their height.

    The height is how many levels of heads stand below.
    """
    found: list[_Unit] = []
    made: list[tuple[Block, int, int, int]] = []
    at = 0
    for block, (first, last) in zip(level, spans, strict=True):
        found += units[at:first]
        inner = units[first : last + 1]
        levels = max(unit.levels for unit in inner)
        joined = _Unit(inner[0].first, inner[-1].last, block.top, levels + 1)
        made.append((block, joined.first, joined.last, levels))
        found.append(joined)
        at = last + 1
    return [*found, *units[at:]], made


def _rows(spans: Sequence[tuple[Block, int, int, int]], leaves: Sequence[Block | None]) -> list[Placed]:
    """The rows of all heads: those over several columns from the top, the others down to the end."""
    depth = 1 + max((levels for *_, levels in spans), default=0)
    over = [0] * len(leaves)
    found: list[Placed] = []
    for block, first, last, levels in sorted(spans, key=lambda span: -span[3]):
        row = max(over[first : last + 1])
        # it stands right above the heads under it
        last_row = max(row, depth - 1 - levels)
        found.append(Placed(block, first, last, row, last_row))
        over[first : last + 1] = [last_row + 1] * (last - first + 1)
    for column, leaf in enumerate(leaves):
        if leaf is not None:
            found.append(Placed(leaf, column, column, over[column], depth - 1))
    return sorted(found, key=lambda head: (head.row, head.first))


def leaves_of(blocks: Sequence[Block], body: Sequence[Column], height: float) -> list[Block]:
    """The heads that stand over one column each, from left to right: nothing stands below them but the body.

    A head above the space between two others is theirs, unless text of the body stands below it.
    """
    found: list[Block] = []
    for block in sorted(blocks, key=lambda b: -b.bottom):
        if _below(block, found):
            continue
        lower = [leaf for leaf in found if leaf.top >= block.bottom - TOUCH]
        if not _between_two(block, lower, body, height):
            found.append(block)
    return sorted(found, key=lambda block: block.x0)


def _between_two(block: Block, lower: Sequence[Block], body: Sequence[Column], height: float) -> bool:
    ordered = sorted(lower, key=lambda leaf: leaf.x0)
    for left, right in pairwise(ordered):
        if left.x1 <= block.middle <= right.x0:
            return not any(c.x0 <= block.middle <= c.x1 for c in body) and (
                abs(left.middle + right.middle - 2 * block.middle) / 2 <= CENTRED * height
            )
    return False
