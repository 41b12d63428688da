"""No right table gives an error, whatever its layout; no wrong amount that an equation touches goes unnoticed."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tools.mistaken import KINDS, make
from tools.tables import Column, Draft, DraftRow, Shape, random_shape, report_of, right_table
from zvirka.check import check
from zvirka.schemas.finding import Cause, Finding, Severity
from zvirka.schemas.report import Measure, Role

SEEDS = st.integers(0, 10**9)
LAYOUTS = settings(max_examples=80, deadline=None)
SUMS = {"row_sum", "group_sum", "column_total", "subtotal", "child_sum", "deviation", "percent"}


def broken_sums(draft: Draft) -> list[Finding]:
    return [f for f in check(report_of(draft.table())) if f.rule in SUMS]


def errors(draft: Draft) -> list[Finding]:
    return [f for f in broken_sums(draft) if f.severity is Severity.ERROR]


@LAYOUTS
@given(SEEDS)
def test_a_right_table_gives_no_finding_of_sums_in_any_layout(seed: int) -> None:
    rng = random.Random(seed)
    assert broken_sums(right_table(rng, random_shape(rng, items=(1, 30)))) == []


@LAYOUTS
@given(SEEDS)
def test_a_right_table_whose_numbers_are_rounded_gives_no_error(seed: int) -> None:
    rng = random.Random(seed)
    shape = replace(random_shape(rng), decimals=2, percent=False)
    draft = right_table(rng, shape)
    for row in draft.rows:
        for column, value in row.values.items():
            if value is not None:
                row.values[column] = value.quantize(Decimal("0.1"))
    assert errors(draft) == []


def sees(draft: Draft, row: DraftRow, column: Column) -> bool:
    """Whether some sum of the table has this cell, by how the table was made."""
    if any(row is line or any(row is r for r in line.sums) for line in draft.rows if line.sums):
        return True
    if row.parent is not None and row.exhaustive:
        return True
    if any(r.parent is row and r.exhaustive for r in draft.rows):
        return True
    in_relations = {(r.source, r.measure) for r in draft.relations if r.rule != "percent"}
    in_relations |= {(t.source, t.measure) for r in draft.relations if r.rule != "percent" for t in r.terms}
    return column in in_relations


@LAYOUTS
@given(SEEDS)
def test_every_changed_amount_gives_an_error_in_its_row_or_column(seed: int) -> None:
    rng = random.Random(seed)
    draft = right_table(rng, random_shape(rng))
    cells = [(r, c) for r in draft.rows for c in r.values if c[1] is not Measure.PERCENT]
    row, column = rng.choice(cells)
    assume(sees(draft, row, column))
    # more than rounding to the finest decimal explains in a sum of sixty terms
    size = Decimal(rng.randint(40, 10**5)).scaleb(-draft.shape.decimals)
    row.values[column] = (row.values[column] or Decimal(0)) + size * rng.choice((1, -1))
    index = draft.index(row)
    found = errors(draft)
    assert found
    assert any(f.row == index or (f.source, f.measure) == column for f in found)


def test_what_no_equation_touches_cannot_be_noticed() -> None:
    # neither a total column nor a sum line: a table of bare numbers
    shape = Shape(items=6, total="none", total_column=False)
    draft = right_table(random.Random(1), shape)
    for row in draft.rows:
        row.values = {c: v + 1 if v is not None else v for c, v in row.values.items()}
    assert broken_sums(draft) == []


def told(draft: Draft) -> set[tuple[object, ...]]:
    """What is found in the items and in the total, by their numbers, wherever they stand."""
    table = draft.table()
    names = {row.index: row.number or row.role.value for row in table.rows}
    return {
        (
            names[f.row or 0],
            f.rule,
            f.source,
            f.measure,
            f.severity,
            f.reported,
            f.expected,
            f.difference,
            f.suspect and (names[f.suspect.row], f.suspect.source, f.suspect.measure),
            f.suggestion,
            f.cause,
        )
        for f in check(report_of(table))
        if f.rule in SUMS and f.rule != "subtotal" and f.role in (Role.ITEM.value, Role.TOTAL.value)
    }


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.sampled_from(["wrong_digit", "transposed_digits", "shifted_decimal", "swapped_plan_fact"]))
def test_a_table_is_judged_alike_however_its_rows_are_ordered(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    draft = right_table(rng, Shape(items=rng.randint(6, 20), fill=0.5, decimals=rng.choice((0, 1, 2))))
    assume(make(rng, draft, kind) is not None)
    *items, total = draft.rows
    assume(total.role is Role.TOTAL)
    judged = told(draft)
    cut = rng.randint(2, len(items) - 2)
    heading = [DraftRow(Role.SECTION) for _ in range(2)]
    sectioned = [heading[0], *items[:cut], heading[1], *items[cut:]]
    for rows in ([total, *items], [*sectioned, total], [total, *sectioned]):
        assert told(replace(draft, rows=rows)) == judged


@settings(max_examples=50, deadline=None)
@given(SEEDS)
@example(41746774)  # the part is blank, and was counted among the rows that may have been added twice
def test_parts_under_an_item_change_nothing_about_the_rest(seed: int) -> None:
    rng = random.Random(seed)
    draft = right_table(rng, Shape(items=rng.randint(4, 12), fill=0.5))
    assume(make(rng, draft, "wrong_digit") is not None)
    judged = told(draft)
    whole = rng.choice([r for r in draft.rows if r.role is Role.ITEM])
    part = DraftRow(Role.PART, parent=whole, exhaustive=False)
    at = draft.rows.index(whole) + 1
    assert told(replace(draft, rows=[*draft.rows[:at], part, *draft.rows[at:]])) == judged


@settings(max_examples=120, deadline=None)
@given(SEEDS, st.sampled_from(sorted(KINDS)))
def test_one_mistake_has_one_suspect_in_all_the_sums_that_it_breaks(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    draft = right_table(rng, Shape(items=rng.randint(6, 20), fill=0.5, decimals=1))
    assume(make(rng, draft, kind) is not None)
    found = [f for f in broken_sums(draft) if f.severity is not Severity.NOTE]
    assume(found)
    assert all(f.cause is not None and f.explanation for f in found)
    assert all((f.suspect is None) <= (f.suggestion is None) for f in found)
    if len({f.cause for f in found}) == 1 and found[0].cause in (Cause.TRANSPOSED_DIGITS, Cause.WRONG_DIGIT):
        assert len({f.suspect for f in found}) == 1
        assert len({f.suggestion for f in found}) == 1
