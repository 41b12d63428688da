"""The rows of a table in order, with the parts of items taken out: what the sum lines of a table can sum.

Numbered items (1, 1.1, 1.2) may be a group with its members or just items with long numbers; both outlines are given
where both are possible, and the sums of the table decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from zvirka.schemas.report import Role, Row, State, Table

Count = Callable[[int, tuple[int, ...]], int]


@dataclass(frozen=True, slots=True)
class Outline:
    """`lines` are the rows but for parts; `items` the indices of those that count as items of their own.

    `children` are the rows that add up to a row, `included` those that are some of it («з них»).
    `position` gives for a row's index its place in `lines`.
    """

    lines: tuple[Row, ...]
    items: tuple[int, ...]
    children: Mapping[int, tuple[int, ...]]
    included: Mapping[int, tuple[int, ...]]
    position: Mapping[int, int]


def outlines(table: Table, count: Count) -> list[Outline]:
    """The possible outlines of a table, the plainest (every item counts) first.

    `count` tells by how many columns more a row is the sum of others than it is not.
    """
    lines, parts = _parted(table)
    children, included = _families(parts)
    flat = _outline(lines, children, included, {})
    groups = _groups(lines)
    if not groups:
        return [flat]
    likely = {parent: terms for parent, terms in groups.items() if count(parent, terms) > 0}
    tried = [flat]
    if likely:
        tried.append(_outline(lines, children, included, likely))
    if likely != groups:
        tried.append(_outline(lines, children, included, groups))
    return tried


def _outline(
    lines: tuple[Row, ...],
    children: Mapping[int, tuple[int, ...]],
    included: Mapping[int, tuple[int, ...]],
    groups: Mapping[int, tuple[int, ...]],
) -> Outline:
    members = {member for terms in groups.values() for member in terms}
    items = tuple(row.index for row in lines if row.role is Role.ITEM and row.index not in members)
    # a row with parts of its own and numbered members keeps its parts: they say so in words
    family = {**groups, **children}
    return Outline(lines, items, family, included, {row.index: i for i, row in enumerate(lines)})


def _parted(table: Table) -> tuple[tuple[Row, ...], list[tuple[int, Row]]]:
    """The rows without parts, and each part with the index of the row it is a part of.

    Parts of an item that has no number itself are no parts in the sums: nothing would count them.
    """
    rows = {row.index: row for row in table.rows}
    lines: list[Row] = []
    parts: list[tuple[int, Row]] = []
    above: int | None = None
    for row, following in zip_longest(table.rows, table.rows[1:]):
        if row.role is Role.SECTION and following is not None and following.role is Role.PART:
            continue  # «у тому числі:» over the parts of a row heads no stretch of the table
        if row.role is not Role.PART:
            lines.append(row)
            above = row.index if row.role is not Role.SECTION else above
            continue
        # a section has no amounts, so nothing can be a part of it
        named = rows.get(row.parent) if row.parent is not None else None
        parent = named.index if named is not None and named.role is not Role.SECTION else above
        if parent is None or (rows[parent].role is Role.ITEM and _says_nothing(rows[parent])):
            lines.append(_as_item(row))
        else:
            parts.append((parent, row))
    return tuple(lines), parts


def _says_nothing(row: Row) -> bool:
    return all(amount.state in (State.BLANK, State.NOT_APPLICABLE) for amount in row.amounts)


def _as_item(row: Row) -> Row:
    return replace(row, role=Role.ITEM)


def _families(
    parts: list[tuple[int, Row]],
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
    children: dict[int, tuple[int, ...]] = {}
    included: dict[int, tuple[int, ...]] = {}
    for parent, row in parts:
        family = children if row.exhaustive else included
        family[parent] = (*family.get(parent, ()), row.index)
    # one finding a cell: where both kinds stand under a row, those that must add up are the sharper test
    return children, {p: terms for p, terms in included.items() if p not in children}


def _groups(lines: tuple[Row, ...]) -> dict[int, tuple[int, ...]]:
    """For each item that items of a deeper level follow at once, those one step below it."""
    groups: dict[int, tuple[int, ...]] = {}
    open_rows: list[Row] = []
    for row in lines:
        if row.role is not Role.ITEM:
            open_rows = []
            continue
        while open_rows and open_rows[-1].level >= row.level:
            open_rows.pop()
        if open_rows:
            parent = open_rows[-1].index
            groups[parent] = (*groups.get(parent, ()), row.index)
        open_rows.append(row)
    return groups
