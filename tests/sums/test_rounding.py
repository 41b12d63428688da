"""The three steps of rounding, each with numbers that just hold and numbers that just do not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tools.tables import report_of
from tools.written import written
from zvirka.check import check
from zvirka.schemas.finding import Finding, Severity

ONE = "total plan; city_budget plan; other_sources plan"


def of_rows(*lines: str, head: str = ONE) -> list[Finding]:
    return [f for f in check(report_of(written(head, *lines))) if f.rule != "missing_total"]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        # step 1: 100 stands for 99.5 to 100.5, 60 and 41 for as much: 1.5 at the most
        ("1: 100 60 41", Severity.NOTE),
        ("1: 100 60 42", Severity.ERROR),
        # 15 beside 28.8 is 15.0: step 1 allows 0.5 + 0.05 + 0.05, step 2 allows 0.15
        ("1: 43,8 28,8 15", None),
        ("1: 43,9 28,8 15", Severity.NOTE),
        ("1: 44 28,8 15", Severity.WARNING),
        ("1: 44,4 28,8 15", Severity.WARNING),
        ("1: 44,5 28,8 15", Severity.ERROR),
        # a dash is 0 exactly, and gives no room
        ("1: 15,1 15,1 -", None),
        ("1: 15,3 15,2 -", Severity.NOTE),
        ("1: 15,4 15,2 -", Severity.ERROR),
        ("1: 15,4 15,2 х", Severity.ERROR),
        ("1: 15,4 15,2 _", Severity.ERROR),
        ("1: - - -", None),
        # an unreadable number could be anything
        ("1: 15,4 15,2 ?", None),
    ],
)
def test_one_sum_alone(line: str, severity: Severity | None) -> None:
    found = of_rows(line)
    assert [f.severity for f in found] == ([severity] if severity else [])


EXACT = ("1: 30,3 10,1 20,2", "2: 33,3 11,1 22,2", "3: 36,6 12,2 24,4")


def test_a_warning_becomes_an_error_where_three_quarters_of_at_least_three_sums_are_exact() -> None:
    assert [f.severity for f in of_rows(*EXACT, "4: 44 28,8 15")] == [Severity.ERROR]
    # sums of one term say nothing about how exact the table is
    single = ("1: 30,3 30,3 -", "2: 33,3 - 33,3", "3: 36,6 36,6 -")
    assert [f.severity for f in of_rows(*single, "4: 44 28,8 15")] == [Severity.WARNING]
    # two exact sums are too few
    assert [f.severity for f in of_rows(*EXACT[:2], "3: 44 28,8 15")] == [Severity.WARNING]


def test_three_quarters_are_counted_without_the_sum_in_question() -> None:
    off = "4: 44 28,8 15"
    # three exact of four others: three quarters
    assert [f.severity for f in of_rows(*EXACT, off, off.replace("4:", "5:"))] == [Severity.ERROR] * 2
    # three exact of five others: not
    more = [off.replace("4:", f"{n}:") for n in (4, 5, 6)]
    assert [f.severity for f in of_rows(*EXACT, *more)] == [Severity.WARNING] * 3


def test_zeros_at_the_end_are_no_finer_decimals() -> None:
    # 28.80 is printed to hundredths, but no hundredth says anything: the finest is a tenth
    assert [f.severity for f in of_rows("1: 43,90 28,80 15,00")] == [Severity.ERROR]
    assert [f.severity for f in of_rows("1: 43,9 28,80 15")] == [Severity.NOTE]


def test_the_exact_difference_is_always_told() -> None:
    (found,) = of_rows("1: 44,4 28,8 15")
    assert (found.reported, found.expected, found.difference) == (
        Decimal("44.4"),
        Decimal("43.8"),
        Decimal("0.6"),
    )


@pytest.mark.parametrize(
    ("percent", "severity"),
    [
        ("67,8", None),
        ("67,76", None),
        ("68", None),
        ("67,7", Severity.NOTE),
        ("67,9", Severity.ERROR),
        ("66", Severity.ERROR),
        ("0,678", Severity.ERROR),
        ("-", Severity.ERROR),
        ("_", None),
        ("х", None),
    ],
)
def test_a_percent_is_right_when_it_is_the_quotient_rounded_as_printed(
    percent: str, severity: Severity | None
) -> None:
    # 100 * 166.0 / 245.0 = 67.755…
    found = of_rows(f"1: 245,0/166,0/{percent}", head="total plan/fact/percent")
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_a_percent_of_nothing_is_not_judged() -> None:
    assert of_rows("1: -/-/100", head="total plan/fact/percent") == []
