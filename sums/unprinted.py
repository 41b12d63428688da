"""Totals that a table prints in its sum lines only: sources as rows under an activity, and one sum under them all.

There a row's total is what its sources add up to, though nobody wrote it down, and the sum line sums all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from zvirka.schemas.report import Measure, RelationKind, Role, State, Table
from zvirka.sums.ledger import Spot, is_untold

if TYPE_CHECKING:
    from zvirka.sums.equation import Equation

_LEAST_ITEMS = 2


def with_unprinted_totals(table: Table, equations: Iterable[Equation]) -> Iterator[Equation]:
    """The equations as they are in such a table; the same ones in any other."""
    parts = _unprinted(table)
    if not parts:
        yield from _with_untold_totals(table, equations)
        return
    sum_lines = {row.index for row in table.rows if row.role in (Role.TOTAL, Role.SUBTOTAL)}
    for equation in equations:
        target = equation.target
        column = (target.source, target.measure)
        if column in parts:
            if all(spot.row == target.row for spot, _ in equation.terms):
                if not _all_blank(table, [target]) and not _all_blank(table, [s for s, _ in equation.terms]):
                    yield equation
                continue
            terms = tuple(
                (Spot(spot.row, source, target.measure), sign)
                for spot, sign in equation.terms
                for source in ((spot.source,) if spot.row in sum_lines else parts[column])
            )
            yield replace(equation, terms=terms)
        elif any(column[0] in sources and column[1] is m for (_, m), sources in parts.items()):
            if target.row not in sum_lines or not _all_blank(table, [target]):
                yield equation
        else:
            yield equation


def _with_untold_totals(table: Table, equations: Iterable[Equation]) -> Iterator[Equation]:
    """The equations with the sources that a cell lists in the place of the total that it does not tell."""
    untold: dict[Spot, tuple[Spot, ...]] = {}
    for relation in table.relations:
        if relation.kind is not RelationKind.SUM or relation.rule != "row_sum":
            continue
        for row in table.rows:
            amount = row.amount(relation.source, relation.measure)
            if amount is not None and is_untold(row, amount):
                listed = tuple(Spot(row.index, t.source, t.measure) for t in relation.terms)
                untold[Spot(row.index, relation.source, relation.measure)] = listed
    for equation in equations:
        terms = tuple((one, sign) for spot, sign in equation.terms for one in untold.get(spot, (spot,)))
        yield replace(equation, terms=terms) if untold else equation


def _unprinted(table: Table) -> dict[tuple[str, Measure], tuple[str, ...]]:
    """The columns that are blank in every item and not in every sum line, with the sources that they sum."""
    items = [row for row in table.rows if row.role is Role.ITEM]
    found: dict[tuple[str, Measure], tuple[str, ...]] = {}
    if len(items) < _LEAST_ITEMS:
        return found
    for relation in table.relations:
        column = (relation.source, relation.measure)
        if relation.kind is not RelationKind.SUM or relation.rule != "row_sum" or column in found:
            continue
        own = [Spot(row.index, *column) for row in items]
        told = [Spot(row.index, t.source, t.measure) for row in items for t in relation.terms]
        if _all_blank(table, own) and not _all_blank(table, told):
            found[column] = tuple(t.source for t in relation.terms)
    return found


def _all_blank(table: Table, spots: list[Spot]) -> bool:
    rows = {row.index: row for row in table.rows}
    amounts = (rows[spot.row].amount(spot.source, spot.measure) for spot in spots)
    return all(amount is None or amount.state is State.BLANK for amount in amounts)
