"""The equations of a table: what they sum, and what they leave out."""

from __future__ import annotations

from tools.written import written
from zvirka.schemas.report import Measure, Relation, RelationKind, Table, Term
from zvirka.sums import Equation, Kind, equations_of, ledger_of


def equations(table: Table) -> tuple[Equation, ...]:
    return equations_of(table, ledger_of(table))


def sums(table: Table, rule: str) -> dict[int, tuple[int, ...]]:
    """For each row that is a sum by a rule, the rows that it sums (in the first column)."""
    source, measure = table.columns[0]
    return {
        e.target.row: tuple(spot.row for spot, _ in e.terms)
        for e in equations(table)
        if e.rule == rule and (e.target.source, e.target.measure) == (source, measure)
    }


HEAD = "total plan"


def test_members_of_a_group_are_not_added_beside_the_group() -> None:
    table = written(
        "total plan; local_budgets plan; oblast_budget plan; city_budget plan; enterprises plan",
        "1: 100 60 20 40 40",
    )
    by_rule = {e.rule: {spot.source for spot, _ in e.terms} for e in equations(table)}
    assert by_rule == {
        "row_sum": {"local_budgets", "enterprises"},
        "group_sum": {"oblast_budget", "city_budget"},
    }


def test_a_total_first_or_last_or_twice_sums_the_items() -> None:
    assert sums(written(HEAD, "1: 10", "2: 20", "ВСЬОГО: 30"), "column_total") == {3: (1, 2)}
    assert sums(written(HEAD, "ВСЬОГО: 30", "1: 10", "2: 20"), "column_total") == {1: (2, 3)}
    both = written(HEAD, "ВСЬОГО: 30", "1: 10", "2: 20", "ВСЬОГО: 30")
    assert sums(both, "column_total") == {1: (2, 3), 4: (2, 3)}


def test_subtotals_sum_their_stretch_and_the_total_sums_the_subtotals() -> None:
    after = written(HEAD, "1: 10", "2: 20", "Разом: 30", "3: 5", "4: 6", "Разом: 11", "ВСЬОГО: 41")
    assert sums(after, "subtotal") == {3: (1, 2), 6: (4, 5), 7: (3, 6)}
    assert sums(after, "column_total") == {7: (1, 2, 4, 5)}
    before = written(HEAD, "Разом: 30", "1: 10", "2: 20", "Разом: 11", "3: 5", "4: 6", "ВСЬОГО: 41")
    assert sums(before, "subtotal") == {1: (2, 3), 4: (5, 6), 7: (1, 4)}


def test_parts_are_never_added_again() -> None:
    table = written(HEAD, "1: 10", "тч: 4", "тч: 6", "2: 20", "зн: 15", "ВСЬОГО: 30")
    assert sums(table, "child_sum") == {1: (2, 3), 4: (5,)}
    assert sums(table, "column_total") == {6: (1, 4)}
    kinds = {e.target.row: e.kind for e in equations(table) if e.rule == "child_sum"}
    assert kinds == {1: Kind.SUM, 4: Kind.AT_MOST}


def test_a_section_has_no_parts() -> None:
    table = written(HEAD, "1: 10", "#:", "тч: 4", "тч: 6", "ВСЬОГО: 10")
    assert sums(table, "child_sum") == {1: (3, 4)}
    assert sums(written(HEAD, "#:", "тч: 4", "2: 6", "ВСЬОГО: 10"), "column_total") == {4: (2, 3)}


def test_numbered_groups_are_told_by_the_numbers() -> None:
    # 1 = 1.1 + 1.2, and the total counts 1 and 2 only
    grouped = written(HEAD, "1: 30", ".1.1: 10", ".1.2: 20", "2: 5", "ВСЬОГО: 35")
    assert sums(grouped, "column_total") == {5: (1, 4)}
    assert sums(grouped, "child_sum") == {1: (2, 3)}
    # here every row is an item of its own
    flat = written(HEAD, "1: 3", ".1.1: 10", ".1.2: 20", "2: 5", "ВСЬОГО: 38")
    assert sums(flat, "column_total") == {5: (1, 2, 3, 4)}
    assert sums(flat, "child_sum") == {}


def test_the_sign_of_deviations_is_settled_once_for_a_table() -> None:
    head = "total plan/fact/deviation"
    forwards = written(head, "1: 10/4/6", "2: 20/20/-", "3: 7/3/4")
    backwards = written(head, "1: 10/4/-6", "2: 20/20/-", "3: 7/3/4")
    for table, sign in ((forwards, 1), (backwards, 1)):
        (first, *_) = [e for e in equations(table) if e.kind is Kind.DEVIATION]
        assert [s for _, s in first.terms] == [sign, -sign]
    turned = written(head, "1: 10/4/-6", "2: 20/21/1", "3: 7/3/4")
    (first, *_) = [e for e in equations(turned) if e.kind is Kind.DEVIATION]
    assert [s for _, s in first.terms] == [-1, 1]


def test_a_deviation_that_nobody_worked_out_is_not_wrong() -> None:
    table = written("total plan/fact/deviation", "1: 10/4/_", "2: 10/4/х", "3: 10/4/-")
    assert [e.target.row for e in equations(table) if e.rule == "deviation"] == [3]


def test_a_formula_that_the_document_prints_goes_before_that_of_the_form() -> None:
    plan, fact = Term("total", Measure.PLAN), Term("total", Measure.FACT)
    of_form = Relation("deviation", RelationKind.DEVIATION, "total", Measure.DEVIATION, (plan, fact))
    printed = Relation(
        "deviation", RelationKind.DEVIATION, "total", Measure.DEVIATION, (fact, plan), origin="4=3-2"
    )
    table = written("total plan/fact/deviation", "1: 10/4/6", relations=[of_form, printed])
    ((spot, sign), _) = next(e.terms for e in equations(table) if e.rule == "deviation")
    assert (spot.measure, sign) == (Measure.FACT, 1)


def test_percents_are_never_added_up() -> None:
    table = written("total plan/fact/percent", "1: 10/5/50", "2: 10/10/100", "ВСЬОГО: 20/15/75")
    assert {e.target.measure for e in equations(table) if e.rule == "column_total"} == {
        Measure.PLAN,
        Measure.FACT,
    }


def test_an_equation_with_a_cell_that_cannot_be_read_is_not_judged() -> None:
    table = written("total plan; city_budget plan", "1: 10 ?", "2: 5 5", "ВСЬОГО: 15 5")
    assert {(e.rule, e.target.row, e.target.source) for e in equations(table)} == {
        ("row_sum", 2, "total"),
        ("row_sum", 3, "total"),
        ("column_total", 3, "total"),
    }
