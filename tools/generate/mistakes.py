"""The sums of drafted tables, and one mistake put into a number as people make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from tools.generate.draft import LOCAL, Draft, DraftRow
from tools.generate.truth import Equation, Place, PutIn, TrueAmount
from zvirka.schemas.report import Measure, Role, State


def equations_of(drafts: Sequence[Draft]) -> tuple[Equation, ...]:
    """Every sum that holds in the drafts, percents apart."""
    made: list[Equation] = []
    for table, draft in enumerate(drafts, start=1):
        index = {id(row): i for i, row in enumerate(draft.rows, start=1)}
        for row in draft.rows:
            if row.role is not Role.SECTION:
                made += _within(draft, table, index[id(row)])
        for rule, row, terms in _between(draft):
            for source, measure in draft.columns:
                if measure is not Measure.PERCENT:
                    made.append(
                        Equation(
                            rule,
                            Place(table, index[id(row)], source, measure),
                            tuple((Place(table, index[id(t)], source, measure), 1) for t in terms),
                        )
                    )
    return tuple(made)


def _within(draft: Draft, table: int, row: int) -> Iterator[Equation]:
    def at(source: str, measure: Measure) -> Place:
        return Place(table, row, source, measure)

    members = tuple(s for s in draft.sources if s in LOCAL)
    grouped = draft.axes.group == "column"
    addends = [s for s in draft.addends if not (grouped and s in members)] + (
        ["local_budgets"] if grouped else []
    )
    for measure in draft.axes.measures:
        if "total" in draft.sources:
            yield Equation("row_sum", at("total", measure), tuple((at(s, measure), 1) for s in addends))
        if grouped:
            yield Equation(
                "group_sum", at("local_budgets", measure), tuple((at(s, measure), 1) for s in members)
            )
    sign = draft.axes.sign
    for source, measure in draft.columns:
        if measure is Measure.DEVIATION:
            terms = ((at(source, Measure.PLAN), sign), (at(source, Measure.FACT), -sign))
            yield Equation("deviation", at(source, measure), terms)


def _between(draft: Draft) -> Iterator[tuple[str, DraftRow, list[DraftRow]]]:
    subtotals = [row for row in draft.rows if row.role is Role.SUBTOTAL]
    for row in draft.rows:
        parts = [p for p in draft.rows if p.parent is row and p.exhaustive]
        if parts:
            yield "child_sum", row, parts
        if row.role is Role.SUBTOTAL:
            yield "subtotal", row, row.sums
        elif row.role is Role.TOTAL:
            yield ("subtotal", row, subtotals) if subtotals else ("column_total", row, row.sums)


def holds(equation: Equation, value: Callable[[Place], Decimal]) -> bool:
    """Whether the sum holds with these values."""
    return value(equation.target) == sum((value(p) * sign for p, sign in equation.terms), Decimal(0))


def put_in(rng: random.Random, drafts: Sequence[Draft], equations: Sequence[Equation]) -> PutIn | None:
    """Changes one printed number in the drafts so that some sum breaks; None if no number can be spoilt so."""
    used = {place for e in equations for place in (e.target, *(p for p, _ in e.terms))}
    places = sorted(
        place
        for place in used
        if place.measure in (Measure.PLAN, Measure.FACT)
        and (drafts[place.table - 1].rows[place.row - 1].values.get(place[2:]) or 0) >= 10
    )
    rng.shuffle(places)
    for place in places[:40]:
        draft = drafts[place.table - 1]
        row, column = draft.rows[place.row - 1], place[2:]
        amount = row.printed[column][1]
        if amount.value is None:
            continue
        cause, wrong = _spoilt(rng, amount.value)
        if wrong is None or wrong == amount.value:
            continue
        row.values[column] = wrong
        row.printed[column] = (draft.axes.figures.written(wrong), TrueAmount(State.REPORTED, wrong))
        broken = frozenset((e.rule, e.target) for e in equations if not holds(e, lambda p: _value(drafts, p)))
        return PutIn(place, cause, wrong, amount.value, broken)
    return None


def _value(drafts: Sequence[Draft], place: Place) -> Decimal:
    return drafts[place.table - 1].rows[place.row - 1].values.get(place[2:]) or Decimal(0)


def _spoilt(rng: random.Random, right: Decimal) -> tuple[str, Decimal | None]:
    """A cause, and the number as it gets by it; None if this number cannot go wrong so."""
    cause = rng.choice(
        ("wrong_digit", "wrong_digit", "transposed_digits", "dropped_digit", "extra_digit", "shifted_decimal")
    )
    text = f"{right:f}"
    at = [i for i, c in enumerate(text) if c.isdigit()]
    i = rng.choice(at)
    if cause == "wrong_digit":
        text = text[:i] + rng.choice([d for d in "123456789" if d != text[i]]) + text[i + 1 :]
    elif cause == "transposed_digits":
        pairs = [j for j in at if text[j + 1 : j + 2].isdigit() and text[j] != text[j + 1]]
        if not pairs:
            return cause, None
        j = rng.choice(pairs)
        text = text[:j] + text[j + 1] + text[j] + text[j + 2 :]
    elif cause == "dropped_digit":
        text = text[:i] + text[i + 1 :]
    elif cause == "extra_digit":
        text = text[:i] + rng.choice("123456789") + text[i:]
    else:
        return cause, right.scaleb(rng.choice((-1, 1))) if right.as_tuple().exponent else None
    if not text or text[0] in ".0" or text[-1] == ".":
        return cause, None
    return cause, Decimal(text)
