"""The arithmetic that a document prints itself, in the row that numbers its columns: `13=3+6`, `(гр.6/гр.5*100)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import regex

from zvirka.normalize.rough import Column
from zvirka.schemas.report import Measure, Relation, RelationKind, Term

_OWN = regex.compile(r"^\s*(?:гр\.?\s*)?(\d{1,2})")
_OPERAND = regex.compile(r"(?:гр(?:афа|\.)?|к(?:ол|\.)?)?\s*\.?\s*(\d{1,2})", regex.I)
_MINUS = "-–—−"
ORIGIN = "document"

_ADDITIVE = (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT, Measure.DEVIATION)


def formulas_of(numbers: Mapping[int, str], columns: Sequence[Column]) -> tuple[Relation, ...]:
    """The relations that the texts of a numbers row (by column) declare between money columns."""
    by_number: dict[int, Column] = {}
    for index, text in numbers.items():
        match = _OWN.match(text)
        if match is not None and index < len(columns):
            by_number.setdefault(int(match[1]), columns[index])
    return tuple(
        relation
        for index, text in numbers.items()
        if index < len(columns) and columns[index].kind == "money"
        for relation in _relations(text, columns[index], by_number)
    )


def _relations(text: str, target: Column, by_number: Mapping[int, Column]) -> Iterator[Relation]:
    own = _OWN.match(text)
    if own is None:
        return
    formula = text[own.end() :].strip().lstrip("=").strip()
    formula = formula[1:-1] if formula.startswith("(") and formula.endswith(")") else formula
    if "=" in formula:
        formula = formula.rpartition("=")[2]
    if not formula:
        return
    if "/" in formula or ":" in formula:
        yield from _percent(formula, target, by_number)
    else:
        yield from _sum(formula, target, by_number)


def _sum(formula: str, target: Column, by_number: Mapping[int, Column]) -> Iterator[Relation]:
    operands: list[tuple[Column, int]] = []
    sign = 1
    rest = formula.strip()
    while rest:
        if rest[0] in "+" + _MINUS:
            sign = -1 if rest[0] in _MINUS else 1
            rest = rest[1:].lstrip()
            continue
        match = _OPERAND.match(rest)
        if match is None or int(match[1]) not in by_number:
            return
        operands.append((by_number[int(match[1])], sign))
        rest = rest[match.end() :].lstrip()
    if len(operands) < 2 or any(c.kind != "money" for c, _ in operands):
        return
    for measure in target.measures:
        terms = [t for column, sign in operands if (t := _term(column, measure, sign)) is not None]
        if len(terms) == len(operands):
            yield _relation(target, measure, tuple(terms))


def _term(column: Column, measure: Measure, sign: int) -> Term | None:
    """The operand's own measure where it has one; of a pair, the one that the target has."""
    if len(column.measures) == 1:
        return Term(column.source, column.measures[0], sign)
    return Term(column.source, measure, sign) if measure in column.measures else None


def _relation(target: Column, measure: Measure, terms: tuple[Term, ...]) -> Relation:
    if measure is Measure.DEVIATION and any(t.measure is not Measure.DEVIATION for t in terms):
        kind = RelationKind.DEVIATION if len(terms) == 2 else RelationKind.SUM
        return Relation("deviation", kind, target.source, measure, terms, ORIGIN)
    rule = "row_sum" if target.source == "total" else "group_sum"
    return Relation(rule, RelationKind.SUM, target.source, measure, terms, ORIGIN)


def _percent(formula: str, target: Column, by_number: Mapping[int, Column]) -> Iterator[Relation]:
    if Measure.PERCENT not in target.measures:
        return
    plain = regex.sub(r"[*xх×·]\s*100\s*%?|100\s*[*xх×·]|%", "", formula)
    numbers = [int(n) for n in _OPERAND.findall(plain)]
    if len(numbers) != 2 or not set(numbers) <= set(by_number):
        return
    part, whole = (by_number[n] for n in numbers)
    terms = (_term(part, Measure.FACT, 1), _term(whole, Measure.PLAN, 1))
    if part.kind == whole.kind == "money" and terms[0] is not None and terms[1] is not None:
        yield Relation(
            "percent", RelationKind.PERCENT, target.source, Measure.PERCENT, (terms[0], terms[1]), ORIGIN
        )


def additive(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures whose amounts add up."""
    return tuple(m for m in measures if m in _ADDITIVE)
