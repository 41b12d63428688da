"""Each cause is told from the numbers, with the suspect that the contract names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tools.tables import report_of
from tools.written import written
from zvirka.check import check
from zvirka.schemas.finding import Cause, CellRef, Finding, Severity
from zvirka.schemas.report import Table

HEAD = "total plan/fact; oblast_budget plan/fact; city_budget plan/fact; other_sources plan/fact"
ROWS = {
    1: "1: 122,1/96,3 -/- 83,1/57,3 39/39",
    2: "2: 1475,4/1201,9 1352/1100 123,4/101,9 -/-",
    3: "3: 2486/2404 -/- 2486/2404 -/-",
    4: "4: 318,5/307,1 47,5/47,5 -/- 271/259,6",
    5: "5: 64,2/64,2 64,2/64,2 -/- -/-",
    6: "ВСЬОГО: 4466,2/4073,5 1463,7/1211,7 2692,5/2563,2 310/298,6",
}


def table(changed: dict[int, str] | None = None, without: int | None = None) -> Table:
    rows = {**ROWS, **(changed or {})}
    return written(HEAD, *(line for index, line in rows.items() if index != without))


def found(table: Table) -> list[Finding]:
    return [f for f in check(report_of(table)) if f.equation and f.rule != "overspend"]


def places(findings: list[Finding]) -> list[tuple[str, int | None, str, str]]:
    return [(f.rule, f.row, f.source, f.measure) for f in findings]


def blamed(findings: list[Finding]) -> set[tuple[CellRef | None, Cause | None, Decimal | None, int | None]]:
    return {(f.suspect, f.cause, f.suggestion, f.alternatives) for f in findings}


def test_the_table_is_right() -> None:
    assert check(report_of(table())) == ()


@pytest.mark.parametrize(
    ("index", "line", "cause", "cell", "suggestion"),
    [
        # 81,3 for 83,1
        (
            1,
            "1: 122,1/96,3 -/- 81,3/57,3 39/39",
            Cause.TRANSPOSED_DIGITS,
            ("city_budget", "plan"),
            "83.1",
        ),
        (1, "1: 122,1/96,3 -/- 83,1/57,9 39/39", Cause.WRONG_DIGIT, ("city_budget", "fact"), "57.3"),
        (
            2,
            "2: 1475,4/1201,9 152/1100 123,4/101,9 -/-",
            Cause.DROPPED_DIGIT,
            ("oblast_budget", "plan"),
            "1352",
        ),
        (
            4,
            "4: 318,5/307,1 47,5/47,5 -/- 2771/259,6",
            Cause.EXTRA_DIGIT,
            ("other_sources", "plan"),
            "271",
        ),
        (
            2,
            "2: 1475,4/1201,9 1352/1100 1234/101,9 -/-",
            Cause.SHIFTED_DECIMAL,
            ("city_budget", "plan"),
            "123.4",
        ),
        (4, "4: 318,5/307,1 47,5/47,5 -/- -271/259,6", Cause.SIGN, ("other_sources", "plan"), "271"),
        (4, "4: 318,5/307,1 47,5/47,5 -/- 88,2/259,6", Cause.UNKNOWN, ("other_sources", "plan"), "271"),
        # the mistake stands in the row's own total
        (3, "3: 2846/2404 -/- 2486/2404 -/-", Cause.TRANSPOSED_DIGITS, ("total", "plan"), "2486"),
    ],
)
def test_a_wrong_number_is_named_by_both_sums_that_it_breaks(
    index: int, line: str, cause: Cause, cell: tuple[str, str], suggestion: str
) -> None:
    findings = found(table({index: line}))
    source, measure = cell
    assert places(findings) == [
        ("row_sum", index, "total", measure),
        ("column_total", 6, source, measure),
    ]
    assert {f.severity for f in findings} == {Severity.ERROR}
    assert blamed(findings) == {(CellRef(index, source, measure), cause, Decimal(suggestion), 0)}


def test_swapped_plan_and_fact_suspect_the_plan() -> None:
    findings = found(table({4: "4: 318,5/307,1 47,5/47,5 -/- 259,6/271"}))
    assert places(findings) == [
        ("row_sum", 4, "total", "fact"),
        ("row_sum", 4, "total", "plan"),
        ("column_total", 6, "other_sources", "fact"),
        ("column_total", 6, "other_sources", "plan"),
    ]
    suspect = CellRef(4, "other_sources", "plan")
    assert blamed(findings) == {(suspect, Cause.SWAPPED_PLAN_FACT, Decimal(271), 0)}


def test_a_wrong_column_suspects_the_cell_where_the_amount_now_stands() -> None:
    # 1352/1100 of the oblast stand under other sources
    findings = found(table({2: "2: 1475,4/1201,9 -/- 123,4/101,9 1352/1100"}))
    assert places(findings) == [
        ("column_total", 6, source, measure)
        for source in ("oblast_budget", "other_sources")
        for measure in ("fact", "plan")
    ]
    for finding in findings:
        assert finding.suspect == CellRef(2, "other_sources", finding.measure)
        assert (finding.cause, finding.suggestion) == (Cause.WRONG_COLUMN, Decimal(0))
        assert finding.values["other_source"] == "oblast_budget"


def test_a_stale_total_suspects_the_sum_line_in_the_column_of_the_finding() -> None:
    # the city's plan grew by 17,3 after the line was summed
    findings = found(table({6: "ВСЬОГО: 4448,9/4073,5 1463,7/1211,7 2675,2/2563,2 310/298,6"}))
    assert places(findings) == [
        ("column_total", 6, "city_budget", "plan"),
        ("column_total", 6, "total", "plan"),
    ]
    assert [(f.suspect, f.suggestion) for f in findings] == [
        (CellRef(6, "city_budget", "plan"), Decimal("2692.5")),
        (CellRef(6, "total", "plan"), Decimal("4466.2")),
    ]
    assert {(f.cause, f.alternatives) for f in findings} == {(Cause.STALE_TOTAL, 0)}


def test_a_row_that_the_total_leaves_out_is_a_stale_total_too() -> None:
    # row 4 was added later
    findings = found(table({6: "ВСЬОГО: 4147,7/3766,4 1416,2/1164,2 2692,5/2563,2 39/39"}))
    assert len(findings) == 6
    for finding in findings:
        assert finding.suspect == CellRef(6, finding.source, finding.measure)
        assert (finding.cause, finding.suggestion) == (Cause.STALE_TOTAL, finding.expected)
        assert finding.values["other_row"] == "4 (№ 4)"


def test_a_row_counted_twice_is_named_in_each_column() -> None:
    findings = found(table({6: "ВСЬОГО: 4588,3/4169,8 1463,7/1211,7 2775,6/2620,5 349/337,6"}))
    assert len(findings) == 6
    for finding in findings:
        assert finding.suspect == CellRef(1, finding.source, finding.measure)
        assert (finding.cause, finding.suggestion) == (Cause.COUNTED_TWICE, None)


def test_a_row_that_stands_twice_is_the_later_one() -> None:
    rows = list(ROWS.values())
    twice = written(HEAD, *rows[:2], rows[1].replace("2:", "3:", 1), *rows[2:])
    # the same words make it the same activity
    first, second, third, *rest = twice.rows
    copied = replace(third, activity=second.activity)
    same = replace(twice, rows=(first, second, copied, *rest))
    findings = found(same)
    assert len(findings) == 6
    for finding in findings:
        assert finding.suspect == CellRef(3, finding.source, finding.measure)
        assert (finding.cause, finding.suggestion) == (Cause.COUNTED_TWICE, Decimal(0))


def test_a_missing_row_has_no_suspect_but_a_cause() -> None:
    findings = found(table(without=2))
    assert len(findings) == 6
    assert blamed(findings) == {(None, Cause.MISSING_ROW, None, 0)}
    assert {f.measure: f.values["missing"] for f in findings if f.source == "oblast_budget"} == {
        "plan": "1352",
        "fact": "1100",
    }


def test_explanations_that_are_as_good_are_counted_and_none_is_named() -> None:
    # 150 could be 250 in either of two cells, and nothing else tells them apart
    (finding,) = found(written("total plan; city_budget plan; other_sources plan", "1: 400 150 150"))
    assert (finding.suspect, finding.suggestion) == (None, None)
    assert (finding.cause, finding.alternatives) == (Cause.WRONG_DIGIT, 2)
    assert finding.values["explanations"] == 3


def test_three_mistakes_in_one_table_are_told_apart() -> None:
    findings = found(
        table(
            {
                1: "1: 122,1/96,3 -/- 81,3/57,3 39/39",
                3: "3: 2846/2404 -/- 2486/2404 -/-",
                4: "4: 318,5/307,1 47,5/47,5 -/- 259,6/271",
            }
        )
    )
    assert {(f.suspect, f.cause) for f in findings} == {
        (CellRef(1, "city_budget", "plan"), Cause.TRANSPOSED_DIGITS),
        (CellRef(3, "total", "plan"), Cause.TRANSPOSED_DIGITS),
        (CellRef(4, "other_sources", "plan"), Cause.SWAPPED_PLAN_FACT),
    }


def test_a_percent_that_the_wrong_number_breaks_names_it_too() -> None:
    head = "total plan/fact/percent; city_budget plan/fact; other_sources plan/fact"
    rows = (
        "1: 80/40/50 50/30 30/10",
        "2: 100/45/75 60/45 40/30",
        "3: 35/14/40 20/4 15/10",
        "ВСЬОГО: 215/129/60 130/79 85/50",
    )
    findings = found(written(head, *rows))
    assert places(findings) == [
        ("percent", 2, "total", "percent"),
        ("row_sum", 2, "total", "fact"),
        ("column_total", 4, "total", "fact"),
    ]
    assert {(f.suspect, f.suggestion) for f in findings} == {(CellRef(2, "total", "fact"), Decimal(75))}


def test_a_wrong_percent_alone_is_its_own_suspect() -> None:
    (finding,) = found(written("total plan/fact/percent", "1: 80/40/50", "2: 120/90/57"))
    assert (finding.suspect, finding.cause) == (CellRef(2, "total", "percent"), Cause.TRANSPOSED_DIGITS)
    assert finding.suggestion == Decimal(75)


def test_rounding_has_no_suspect() -> None:
    (finding,) = found(written("total plan; city_budget plan; other_sources plan", "1: 100 60 41"))
    assert finding.severity is Severity.NOTE
    assert (finding.suspect, finding.cause, finding.alternatives, finding.explanation) == (
        None,
        None,
        None,
        "",
    )


def test_more_than_three_mistakes_are_explained_where_they_stand_apart() -> None:
    lines = [f"{n}: {300 + 11 * n} {100 + 4 * n} {200 + 7 * n}" for n in range(1, 9)]
    for n, wrong in ((1, "140"), (3, "1120"), (5, "210"), (7, "28")):
        total, _, other = lines[n - 1].partition(": ")[2].split()
        lines[n - 1] = f"{n}: {total} {wrong} {other}"
    findings = found(written("total plan; city_budget plan; other_sources plan", *lines))
    assert [f.row for f in findings] == [1, 3, 5, 7]
    assert [(f.suspect and f.suspect.source, f.cause, f.suggestion) for f in findings] == [
        ("city_budget", Cause.TRANSPOSED_DIGITS, Decimal(104)),
        ("city_budget", Cause.SHIFTED_DECIMAL, Decimal(112)),
        ("city_budget", Cause.TRANSPOSED_DIGITS, Decimal(120)),
        ("city_budget", Cause.DROPPED_DIGIT, Decimal(128)),
    ]


def test_more_than_can_be_explained_says_so() -> None:
    lines = [f"{n}: {300 + 11 * n} {100 + 37 * n} {200 + 7 * n}" for n in range(1, 9)]
    findings = found(written("total plan; city_budget plan; other_sources plan", *lines, "ВСЬОГО: 1 2 3"))
    assert findings
    assert {(f.suspect, f.cause, f.alternatives) for f in findings} == {(None, Cause.UNKNOWN, None)}


def test_an_overspending_that_goes_with_the_mistake_names_it() -> None:
    swapped = check(report_of(table({4: "4: 318,5/307,1 47,5/47,5 -/- 259,6/271"})))
    (overspent,) = [f for f in swapped if f.rule == "overspend"]
    assert (overspent.row, overspent.source, overspent.measure) == (4, "other_sources", "fact")
    assert (overspent.severity, overspent.cause) == (Severity.WARNING, Cause.SWAPPED_PLAN_FACT)
    assert overspent.suspect == CellRef(4, "other_sources", "plan")
    # what was spent is told by the overspending, what was printed by its explanation
    assert (overspent.values["reported"], overspent.values["printed"]) == ("271", "259.6")
    # an overspending that would stay is one by itself
    lines = ("1: 30/45 20/25 10/20", "2: 9/9 5/5 3/4", "ВСЬОГО: 39/54 25/30 14/24")
    stays = check(
        report_of(written("total plan/fact; city_budget plan/fact; other_sources plan/fact", *lines))
    )
    assert {f.cause for f in stays if f.rule == "overspend" and f.row == 1} == {None}
