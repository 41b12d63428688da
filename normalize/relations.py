"""The equations within the rows of a table: what its form declares, for the columns that the table has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from zvirka.normalize.compared import compared
from zvirka.normalize.formulas import additive
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure, Relation, RelationKind, Row, Term

Columns = Sequence[tuple[str, Measure]]

_FEW = 2


def relations_of(form: Form, columns: Columns, rows: Sequence[Row]) -> tuple[Relation, ...]:
    """The relations of a form between the columns of a table, deviations and percents among them.

    A money column that no form knows takes part in a sum if the sum then holds in more rows than without it.
    """
    present = set(columns)
    relations: list[Relation] = []
    for declared in form.sums:
        measures = [m for source, m in columns if source == declared.target]
        strangers = _strangers(form, columns)
        for measure in additive(measures):
            terms = [Term(s, measure) for s in declared.terms if (s, measure) in present]
            extra = [Term(s, measure) for s in strangers if (s, measure) in present]
            if declared.rule == "row_sum":
                terms += _added(rows, declared.target, measure, terms, extra)
            if terms and not _is_mere_share(rows, declared.target, measure, terms):
                relations.append(
                    Relation(declared.rule, RelationKind.SUM, declared.target, measure, tuple(terms))
                )
    relations += _of_years(form, columns)
    relations += _over_years(columns, rows)
    present_rows = [row for row in rows if row.amounts]
    relations = [r for r in relations if not _is_no_group(r, relations, present_rows)]
    return (*relations, *compared(columns, present_rows))


def _over_years(columns: Columns, rows: Sequence[Row]) -> Iterator[Relation]:
    """The total as the sum of its years, where more rows bear it out than not."""
    for measure in additive([m for s, m in columns if s == "total"]):
        terms = tuple(Term(s, m) for s, m in columns if m is measure and s == f"total{_year(s)}" and _year(s))
        gaps = [g for row in rows if row.amounts and (g := _gap(row, "total", measure, terms)) is not None]
        if len(terms) >= _FEW and 2 * gaps.count(Decimal(0)) > len(gaps):
            yield Relation("row_sum", RelationKind.SUM, "total", measure, terms)


def _is_no_group(relation: Relation, all_of_them: Sequence[Relation], rows: Sequence[Row]) -> bool:
    """Whether a group stands beside what the form takes for its members, as one source more: «бюджети сіл» do.

    It does if more totals are the sum of all of them than are that of the group without its members.
    """
    if relation.rule != "group_sum":
        return False
    target, members = relation.source, {term.source for term in relation.terms}
    for total in all_of_them:
        sources = {term.source for term in total.terms}
        if total.rule == "row_sum" and total.measure is relation.measure and {target, *members} <= sources:
            apart = [term for term in total.terms if term.source not in members]
            return _holding(rows, total.source, total.measure, total.terms) > _holding(
                rows, total.source, total.measure, apart
            )
    return False


def _strangers(form: Form, columns: Columns) -> list[str]:
    known = {source.id for source in form.sources}
    return [s for s in dict.fromkeys(source for source, _ in columns) if s not in known and not _year(s)]


def _year(source: str) -> str:
    tail = source[-5:]
    return tail if tail.startswith("_") and tail[1:].isdigit() and tail[1:3] in ("19", "20") else ""


def _of_years(form: Form, columns: Columns) -> Iterator[Relation]:
    """Sums of the columns of one year among themselves."""
    present = set(columns)
    for year in dict.fromkeys(y for source, _ in columns if (y := _year(source))):
        for declared in form.sums:
            target = declared.target + year
            for measure in additive([m for s, m in columns if s == target]):
                terms = tuple(
                    Term(s + year, measure) for s in declared.terms if (s + year, measure) in present
                )
                if len(terms) >= _FEW:
                    yield Relation(declared.rule, RelationKind.SUM, target, measure, terms)


def _added(
    rows: Sequence[Row], target: str, measure: Measure, terms: Sequence[Term], strangers: Sequence[Term]
) -> tuple[Term, ...]:
    """The strangers with which the sum holds in most rows, the most of them among equals; none if it holds so without.

    All are tried first, and where there are few each choice of them: one may be a source and another a tax.
    """
    sizes = range(len(strangers), 0, -1) if len(strangers) <= _FEW_STRANGERS else [len(strangers)]
    choices = [extra for size in sizes for extra in combinations(strangers, size)]
    best = max(choices, key=lambda extra: _holding(rows, target, measure, [*terms, *extra]), default=())
    held = _holding(rows, target, measure, [*terms, *best])
    if not terms:
        # one row in which two numbers are equal makes no sum of a table
        telling = sum(_gap(row, target, measure, best) is not None for row in rows if row.amounts)
        return best if len(best) >= _FEW and 2 * held > telling else ()
    return best if held > _holding(rows, target, measure, terms) else ()


_FEW_STRANGERS = 5


def _holding(rows: Sequence[Row], target: str, measure: Measure, terms: Sequence[Term]) -> int:
    return sum(_gap(row, target, measure, terms) == 0 for row in rows if row.amounts)


def _is_mere_share(rows: Sequence[Row], target: str, measure: Measure, terms: Sequence[Term]) -> bool:
    """Whether a lone source beside a total is only some of it («з них бюджет розвитку»).

    It is if it is less in most rows and never more.
    """
    if len(terms) >= _FEW:
        return False
    gaps = [g for row in rows if row.amounts and (g := _gap(row, target, measure, terms)) is not None]
    return len(gaps) >= _FEW and min(gaps) >= 0 and 2 * sum(g > 0 for g in gaps) > len(gaps)


def _gap(row: Row, target: str, measure: Measure, terms: Sequence[Term]) -> Decimal | None:
    """Target less terms where the target is a number other than 0; else None."""
    amount = row.amount(target, measure)
    if amount is None or not amount.value:
        return None
    total = amount.value
    for term in terms:
        found = row.amount(term.source, term.measure)
        if found is not None and found.value is not None:
            total -= found.value
    return total
