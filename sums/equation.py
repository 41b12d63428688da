"""The equations of a table: those within its rows, as its relations declare them, and those between its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from zvirka.schemas.report import SOURCES, Measure, Relation, RelationKind, Role, State, Table
from zvirka.sums.between import RowSum, row_sums
from zvirka.sums.ledger import Ledger, Spot, additive_columns
from zvirka.sums.unprinted import with_unprinted_totals


class Kind(StrEnum):
    """How the terms of an equation give its target."""

    SUM = "sum"  # target = the sum of the terms
    AT_MOST = "at_most"  # the sum of the terms does not exceed the target
    DEVIATION = "deviation"  # target = the signed sum of two terms
    PERCENT = "percent"  # target = 100 * first / second


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation over cells of a table. `rule` is the finding that a breach of it becomes, at its target."""

    rule: str
    kind: Kind
    target: Spot
    terms: tuple[tuple[Spot, int], ...]

    @property
    def is_linear(self) -> bool:
        """Whether it is an equality of sums, so that a change of a cell changes its difference by as much."""
        return self.kind in (Kind.SUM, Kind.DEVIATION)


def equations_of(table: Table, ledger: Ledger) -> tuple[Equation, ...]:
    """All equations of a table whose cells can all be read, within rows first, in the order of the rows.

    Where the roles of the rows leave open which rows a line sums, or the form leaves open which way deviations are
    counted, the table's own numbers decide. No two equations have the same rule and target.
    """
    made: dict[tuple[str, Spot], Equation] = {}
    all_of_them = (*within_rows(table, ledger), *between_rows(table, row_sums(table, ledger)))
    for equation in with_unprinted_totals(table, all_of_them):
        made.setdefault((equation.rule, equation.target), equation)
    unsummed = set(_unsummed(table))
    return tuple(
        e
        for e in made.values()
        if not _cannot_be_judged(e, ledger)
        and not (e.rule in ("column_total", "subtotal") and (e.target.source, e.target.measure) in unsummed)
    )


def _unsummed(table: Table) -> Iterator[tuple[str, Measure]]:
    """Columns that no form knows and that no sum line says anything of: prices, rates and the like are not summed."""
    sum_lines = [row for row in table.rows if row.role in (Role.TOTAL, Role.SUBTOTAL)]
    for source, measure in table.columns:
        told = [amount for row in sum_lines if (amount := row.amount(source, measure)) is not None]
        if _plain(source) not in SOURCES and all(
            a.state in (State.BLANK, State.NOT_APPLICABLE) for a in told
        ):
            yield source, measure


def _plain(source: str) -> str:
    """A source without the year of its column."""
    tail = source[-5:]
    return source[:-5] if tail[:1] == "_" and tail[1:].isdigit() else source


def _cannot_be_judged(equation: Equation, ledger: Ledger) -> bool:
    if equation.kind in (Kind.DEVIATION, Kind.PERCENT) and equation.target in ledger.silent:
        return True  # a difference that nobody worked out is not a wrong one
    return bool(ledger.unknown) and (
        equation.target in ledger.unknown or any(spot in ledger.unknown for spot, _ in equation.terms)
    )


def within_rows(table: Table, ledger: Ledger) -> Iterator[Equation]:
    """The equations that the table's relations make in each row with amounts.

    A formula that the document prints goes before the same equation of the form.
    """
    relations = sorted(table.relations, key=lambda relation: relation.origin == "form")
    usable = [(relation, terms) for relation in relations if (terms := _terms(table, relation))]
    backwards = _deviations_are_backwards(table, ledger, [r for r, _ in usable])
    for row in table.rows:
        if row.role is Role.SECTION or not row.amounts:
            continue
        for relation, terms in usable:
            flip = -1 if relation.kind is RelationKind.DEVIATION and backwards and _is_open(relation) else 1
            yield Equation(
                relation.rule,
                Kind(relation.kind.value),
                Spot(row.index, relation.source, relation.measure),
                tuple((Spot(row.index, source, measure), sign * flip) for source, measure, sign in terms),
            )


def between_rows(table: Table, sums: tuple[RowSum, ...]) -> Iterator[Equation]:
    """The equations that sums of whole rows make in each column whose numbers add up."""
    columns = tuple(additive_columns(table))
    for line in sums:
        for source, measure in columns:
            if line.at_most and measure is Measure.DEVIATION:
                continue  # the rest may have deviated the other way
            yield Equation(
                line.rule,
                Kind.AT_MOST if line.at_most else Kind.SUM,
                Spot(line.target, source, measure),
                tuple((Spot(row, source, measure), 1) for row in line.terms),
            )


def _terms(table: Table, relation: Relation) -> tuple[tuple[str, Measure, int], ...]:
    """The terms that the table has; empty where the equation cannot be made of them.

    Members of a group are not added beside the group.
    """
    present = set(table.columns)
    if (relation.source, relation.measure) not in present:
        return ()
    terms = [(t.source, t.measure, t.sign) for t in relation.terms if (t.source, t.measure) in present]
    if relation.kind is RelationKind.DEVIATION:
        if len(terms) != 2 or len(relation.terms) != 2:
            return ()
        (first, second) = terms
        # declared either as (plan, fact) or with the second term's sign already turned
        return ((first[0], first[1], 1), (second[0], second[1], -1)) if second[2] == 1 else tuple(terms)
    if relation.kind is RelationKind.PERCENT:
        return tuple(terms) if len(terms) == len(relation.terms) == 2 else ()
    own = {(source, measure) for source, measure, _ in terms}
    members = {
        (t.source, t.measure)
        for group in table.relations
        if group.rule == "group_sum" and (group.source, group.measure) in own and group is not relation
        for t in group.terms
    }
    return tuple(t for t in terms if (t[0], t[1]) not in members)


def _is_open(relation: Relation) -> bool:
    return relation.origin == "form"


def _deviations_are_backwards(table: Table, ledger: Ledger, relations: list[Relation]) -> bool:
    """Whether more deviations of the table are counted the other way than the form declares."""
    forwards = backwards = 0
    for relation in relations:
        if relation.kind is not RelationKind.DEVIATION or not _is_open(relation):
            continue
        (first, second) = _terms(table, relation)
        for row in table.rows:
            spots = [
                Spot(row.index, s, m) for s, m in ((relation.source, relation.measure), first[:2], second[:2])
            ]
            target, *operands = (ledger[spot].value for spot in spots)
            difference = operands[0] * first[2] + operands[1] * second[2]
            if target and not any(spot in ledger.unknown for spot in spots):
                forwards += target == difference
                backwards += target == -difference
    return backwards > forwards
