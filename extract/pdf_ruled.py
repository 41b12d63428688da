"""The rules of a page → its ruled tables, its frames, and the rules that belong to no table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zvirka.extract.lattice import OPEN_SIDE, REACH, Lattice, lattice_of
from zvirka.extract.pdf_page import PageContent
from zvirka.extract.rules import SNAP, Rule, Rules, meeting, rules_of
from zvirka.extract.underlines import without_underlines
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
    lattices: list[Lattice] = []
    lone: list[Rule] = []
    groups: list[Rules] = []
    for group in meeting(rules, REACH):
        if group.horizontal and group.vertical:
            groups.append(group)
        else:
            lone += group.horizontal
    for group in groups:
        lattice = lattice_of(group)
        if lattice is not None:
            lattice, lone = _with_lone(lattice, group, lone)
            lattices.append(lattice)
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


def _with_lone(lattice: Lattice, group: Rules, lone: list[Rule]) -> tuple[Lattice, list[Rule]]:
    """A table without side rules together with its first and last rule, which meet no other one."""
    x0, top, x1, bottom = lattice.box
    if group.vertical[0].at < x0 + OPEN_SIDE or group.vertical[-1].at > x1 - OPEN_SIDE:
        return lattice, lone
    mine = [
        rule
        for rule in lone
        if abs(rule.start - x0) <= SNAP
        and abs(rule.end - x1) <= SNAP
        and top - LONE_NEAR <= rule.at <= bottom + LONE_NEAR
    ]
    if not mine:
        return lattice, lone
    wider = lattice_of(Rules([*group.horizontal, *mine], group.vertical))
    return wider or lattice, [rule for rule in lone if rule not in mine]


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
