"""The rules of a page → its ruled tables, its frames, and the rules that belong to no table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.geometry.lattice import OPEN_SIDE, REACH, Lattice, lattice_of
from zvirka.extract.geometry.page import PageContent
from zvirka.extract.geometry.rules import SNAP, Rule, Rules, meeting, rules_of
from zvirka.extract.geometry.underlines import without_underlines
from zvirka.schemas.document import Box

# In points: the first or last rule of a table without side rules meets no other one; it stands this near to the
# table at most (a title row of several lines).
LONE_NEAR = 60.0
# Coloured areas are a table's cells if they cover this share of it: white rows between coloured ones show no columns.
COVERED = 0.8


class Ruled(NamedTuple):
    """`tables` have two or more columns, the smallest first; `frames` have one, and are no tables by themselves.

    `rules` are horizontal ones outside of tables and frames, and the edges of coloured bands.
    """

    tables: list[Lattice]
    frames: list[Lattice]
    rules: list[Rule]


def ruled(content: PageContent) -> Ruled:
    """What the rules and areas of the page bound."""
    rules = without_underlines(rules_of(content.strokes), content.words)
    lone: list[Rule] = []
    pieces: list[Rule] = []
    groups: list[Rules] = []
    for group in meeting(rules, REACH):
        if group.horizontal and group.vertical:
            groups.append(group)
        else:
            lone += group.horizontal
            pieces += group.vertical
    bounded = [(lattice, group) for group in groups if (lattice := lattice_of(group)) is not None]
    if pieces:
        bounded = [_with_pieces(*pair, pieces) for pair in bounded]
    lattices, lone = _with_lone(bounded, lone)
    if content.fills:
        lattices, lone = _with_areas(content.fills, lattices, lone)
    lattices.sort(key=lambda lattice: _area(lattice.box))
    tables = [lattice for lattice in lattices if len(lattice.xs) > 2 and len(lattice.regions) > 1]
    frames = [lattice for lattice in lattices if len(lattice.xs) == 2 and not _holds(lattice.box, tables)]
    return Ruled(tables, frames, sorted(lone))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _holds(box: Box, tables: Sequence[Lattice]) -> bool:
    """Whether a table lies in the box: then it is a frame around it."""
    return any(_inside(table.box, box) for table in tables)


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 < x < outer.x1 and outer.top < y < outer.bottom


def _with_pieces(lattice: Lattice, group: Rules, pieces: Sequence[Rule]) -> tuple[Lattice, Rules]:
    """The table with vertical rules inside of it that meet no other rule: they stop at titles over all columns."""
    box = lattice.box
    inner = [
        piece
        for piece in pieces
        if any(abs(piece.at - x) <= SNAP for x in lattice.xs)
        and box.top - REACH <= piece.start
        and piece.end <= box.bottom + REACH
    ]
    whole = Rules(group.horizontal, sorted([*group.vertical, *inner]))
    wider = lattice_of(whole) if inner else None
    return (lattice, group) if wider is None else (wider, whole)


def _with_lone(
    bounded: Sequence[tuple[Lattice, Rules]], lone: Sequence[Rule]
) -> tuple[list[Lattice], list[Rule]]:
    """Tables without side rules together with their first and last rules, which meet no other one; and the rest."""
    mine: list[list[Rule]] = [[] for _ in bounded]
    rest = []
    for rule in lone:
        near = [(_away(rule, *pair), i) for i, pair in enumerate(bounded)]
        distance, nearest = min(near, default=(LONE_NEAR, 0))
        if distance < LONE_NEAR:
            mine[nearest].append(rule)
        else:
            rest.append(rule)
    lattices = []
    for (lattice, group), more in zip(bounded, mine, strict=True):
        wider = lattice_of(Rules([*group.horizontal, *more], group.vertical)) if more else None
        lattices.append(wider or lattice)
    return lattices, rest


def _away(rule: Rule, lattice: Lattice, group: Rules) -> float:
    """How far above or below a table that it could belong to a rule lies; endless for other tables."""
    x0, top, x1, bottom = lattice.box
    open_sides = group.vertical[0].at >= x0 + OPEN_SIDE and group.vertical[-1].at <= x1 - OPEN_SIDE
    if not open_sides or abs(rule.start - x0) > SNAP or abs(rule.end - x1) > SNAP:
        return float("inf")
    return max(top - rule.at, rule.at - bottom)


def _with_areas(
    fills: Sequence[Box], lattices: list[Lattice], lone: list[Rule]
) -> tuple[list[Lattice], list[Rule]]:
    """Tables whose cells are coloured areas, where no rules are drawn; the edges of coloured bands elsewhere."""
    free = [fill for fill in fills if not any(_inside(fill, lattice.box) for lattice in lattices)]
    found = list(lattices)
    edges = [edge for fill in free for edge in _edges(fill)]
    spent: list[Box] = []
    for group in meeting(rules_of(edges), REACH):
        lattice = lattice_of(group)
        if lattice is None or len(lattice.xs) < 3 or len(lattice.ys) < 3:
            continue
        inside = [fill for fill in free if _inside(fill, lattice.box)]
        if sum(map(_area, inside)) >= COVERED * _area(lattice.box):
            found.append(lattice)
            spent += inside
    bands = [fill for fill in free if fill not in spent]
    ends = [Rule(y, b.x0, b.x1) for b in bands for y in (b.top, b.bottom)]
    return found, lone + ends


def _edges(box: Box) -> tuple[Box, Box, Box, Box]:
    x0, top, x1, bottom = box
    return (
        Box(x0, top, x1, top),
        Box(x0, bottom, x1, bottom),
        Box(x0, top, x0, bottom),
        Box(x1, top, x1, bottom),
    )
