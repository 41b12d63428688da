"""An explanation in lines: the equation with its numbers, the broken place marked, what is likely."""

from __future__ import annotations

from tools.tables import report_of
from tools.written import written
from zvirka.check import check
from zvirka.check.explain import explain
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Report, Table

HEAD = "total plan; city_budget plan; other_sources plan"


def explained(table: Table, rule: str, language: str = "en") -> str:
    report = report_of(table)
    return explain(report, next(f for f in check(report) if f.rule == rule), language)


def test_the_suspect_is_marked_in_the_row_and_in_the_column() -> None:
    table = written(HEAD, "1: 122,1 83,1 39", "2: 50 -20,5 29,5", "3: 7 7 -", "ВСЬОГО: 179,1 110,6 68,5")
    assert explained(table, "row_sum").splitlines() == [
        "  total             50",
        "≠ city budget    -20.5  <- here; should read 20.5",
        "+ other sources   29.5",
        "  added up           9",
        "  apart by          41",
        "Row 2 (№ 2), city budget, plan: -20.5 should read 20.5; the sign is wrong.",
    ]
    assert explained(table, "column_total").splitlines() == [
        "  row 4     110.6",
        "≠ 1 row 1    83.1",
        "+ 2 row 2   -20.5  <- here; should read 20.5",
        "+ 3 row 3       7",
        "  added up   69.6",
        "  apart by     41",
        "Row 2 (№ 2), city budget, plan: -20.5 should read 20.5; the sign is wrong.",
    ]


def test_ukrainian_numbers_have_a_decimal_comma() -> None:
    table = written(HEAD, "1: 122,1 83,1 39", "2: 50 -20,5 29,5", "ВСЬОГО: 172,1 103,6 68,5")
    text = explained(table, "row_sum", "uk")
    assert "-20,5" in text
    assert "20.5" not in text


def test_terms_that_are_nothing_are_counted() -> None:
    head = "total plan; oblast_budget plan; city_budget plan; enterprises plan; other_sources plan"
    lines = explained(written(head, "1: 50 - 20 _ 3"), "row_sum").splitlines()
    assert lines[:6] == [
        "  total          50",
        "≠ city budget    20",
        "+ other sources   3  <- here; should read 30",
        "  more terms, all nothing: 2",
        "  added up       23",
        "  apart by       27",
    ]


def test_a_suspect_where_nothing_stands_is_shown() -> None:
    table = written(
        "total plan; city_budget plan; other_sources plan",
        "1: 122,1 - 39",
        "2: 50 20,5 29,5",
        "ВСЬОГО: 172,1 103,6 68,5",
    )
    text = explained(table, "row_sum")
    assert "≠ city budget        -  <- here; should read 83.1" in text.splitlines()
    assert "Row 1 (№ 1), city budget, plan: - should read 83.1" in text


def test_signs_of_terms_are_shown() -> None:
    lines = explained(written("total plan/fact/deviation", "1: 124/40/48"), "deviation").splitlines()
    assert lines[:5] == [
        "  deviation   48  <- here; should read 84",
        "≠ plan       124",
        "- fact        40",
        "  expected    84",
        "  apart by   -36",
    ]


def test_a_long_label_is_cut_and_a_finding_without_an_equation_has_no_lines() -> None:
    table = written(HEAD, "1: 50 20 30")
    report = report_of(table)
    (missing,) = check(report)
    assert explain(report, missing, "en") == ""


def test_what_nobody_can_tell_is_said() -> None:
    table = written(HEAD, "1: 400 150 150")
    assert explained(table, "row_sum").splitlines()[-1] == (
        "3 explanations are equally good, so no cell is named."
    )


def test_a_finding_of_another_report_is_still_explained() -> None:
    finding = Finding(
        "row_sum", Severity.ERROR, "wrong", table=9, explanation="Because of {this}.", values={"this": "1"}
    )
    empty: Report = report_of()
    assert explain(empty, finding, "en") == "Because of 1."
