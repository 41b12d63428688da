"""The rules beside arithmetic: overspending, numbering, a missing sum line, amounts told in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tools.tables import report_of
from tools.written import written
from zvirka.check import check
from zvirka.check.narrative import told_amounts
from zvirka.schemas.finding import CellRef, Finding, Severity
from zvirka.schemas.report import Table, Unit

HEAD = "total plan/fact"


def of_rule(rule: str, *tables: Table) -> list[Finding]:
    return [f for f in check(report_of(*tables)) if f.rule == rule]


def test_more_spent_than_planned_stands_at_the_fact() -> None:
    (found,) = of_rule("overspend", written("city_budget plan/fact", "1: 10/12,5", "2: 10/10"))
    assert (found.row, found.source, found.measure) == (1, "city_budget", "fact")
    assert found.severity is Severity.WARNING
    assert (found.reported, found.expected, found.difference) == (
        Decimal("12.5"),
        Decimal(10),
        Decimal("2.5"),
    )
    assert [t.cell for t in found.equation] == [
        CellRef(1, "city_budget", "fact"),
        CellRef(1, "city_budget", "plan"),
    ]


@pytest.mark.parametrize(("cells", "count"), [("-/5", 1), ("_/5", 1), ("х/5", 1), ("?/5", 0), ("5/-", 0)])
def test_nothing_planned_is_a_plan_of_nothing(cells: str, count: int) -> None:
    assert len(of_rule("overspend", written(HEAD, f"1: {cells}"))) == count


def test_the_plan_of_the_period_counts_before_that_of_the_year() -> None:
    assert of_rule("overspend", written("total plan_year/plan/fact", "1: 100/20/30")) != []
    assert of_rule("overspend", written("total plan_year/fact", "1: 100/30")) == []
    assert of_rule("overspend", written("total plan_year/fact", "1: 100/130")) != []


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        ("1 2 3", []),
        ("1 2 4", [3]),
        ("1 3 4", [2]),
        ("1 2 2 3", [3]),
        ("1 3 2 4", [2, 3]),
        ("2 3", [1]),
        # one under another
        (".1.1 .1.2 .2.1 .2.2", []),
        ("1 .1.1 .1.2 2 .2.1", []),
        ("1 .1.1 .1.3 2", [3]),
        ("1 .1.1 3 .3.1", [3]),
        # counting begins anew under a heading and after a sum line, or goes on
        ("# 1 2 # 1 2", []),
        ("# 1 2 # 3 4", []),
        ("# 1 2 # 4 5", [5]),
        ("1 2 Разом 1 2 ВСЬОГО", []),
        # a range, and codes that are no ordinal numbers
        ("1 2-4 5", []),
        ("1 2-4 6", [3]),
        ("0210180 0217310 0210150", []),
        ("210150 217310", []),
    ],
)
def test_gaps_and_repeats_in_the_numbering(names: str, rows: list[int]) -> None:
    lines = [f"{name}: 5/5" if name != "#" else "#:" for name in names.split()]
    found = of_rule("numbering", written(HEAD, *lines))
    assert [f.row for f in found] == rows
    assert all(f.severity is Severity.WARNING for f in found)


def test_a_table_may_go_on_counting_from_the_one_above() -> None:
    first, second = written(HEAD, "1: 5/5", "2: 5/5"), written(HEAD, "3: 5/5", "4: 5/5")
    assert of_rule("numbering", first, replace(second, index=2)) == []
    (found,) = of_rule("numbering", first, replace(written(HEAD, "4: 5/5"), index=2))
    assert (found.table, found.row, found.values["expected"]) == (2, 1, "3")


def test_a_table_without_a_sum_line_says_so_once() -> None:
    (found,) = of_rule("missing_total", written(HEAD, "1: 5/5", "2: 6/6"))
    assert (found.table, found.row, found.severity) == (1, None, Severity.WARNING)
    assert of_rule("missing_total", written(HEAD, "1: 5/5", "Разом: 5/5")) == []
    assert of_rule("missing_total", written(HEAD, "ВСЬОГО: 5/5", "1: 5/5")) == []


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Отримано матеріали еквівалентом 964 тис. грн.", ["964"]),
        ("на суму 25,0 тис.грн; ще 3,8 тис. гривень", ["25.0", "3.8"]),
        ("витрачено 1 188,8 тис. грн.", ["1188.8"]),
        ("витрачено 1\u00a0188,8 тис грн", ["1188.8"]),
        ("9,2 тис переглядів", []),
        ("9,2 тис. переглядів за 15 тис. днів", []),
        ("сплачено 800 грн. та 1,2 млн грн", []),
        ("у 2016 році, 12 одиниць", []),
    ],
)
def test_only_money_in_the_unit_of_the_table_is_told(text: str, amounts: list[str]) -> None:
    assert told_amounts(text, Unit.THOUSAND_UAH) == tuple(map(Decimal, amounts))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("еквівалентом 964 тис. грн.", None),
        ("еквівалентом 1020,0 тис. грн.", None),
        ("еквівалентом 965 тис. грн.", Decimal(965)),
        # it is told how the money was spent
        ("900 тис. грн. на техніку, 64 тис. грн. на ремонт", None),
        ("900 тис. грн. на техніку, 65 тис. грн. на ремонт", Decimal(900)),
        # rounded in words
        ("близько 1,0 тис. грн.", Decimal("1.0")),
        ("9,2 тис переглядів", None),
    ],
)
def test_an_amount_told_in_the_result_stands_in_the_row(text: str, told: Decimal | None) -> None:
    found = of_rule("narrative", written(HEAD, "10: 1020/964", results=[text]))
    assert [f.reported for f in found] == ([told] if told is not None else [])
    assert all((f.row, f.severity) == (1, Severity.NOTE) for f in found)


def test_a_result_told_more_coarsely_agrees_with_the_cell() -> None:
    head = "total plan/fact"
    assert of_rule("narrative", written(head, "1: 1000/964,3", results=["964 тис. грн."])) == []


def test_findings_stand_in_order_and_those_of_reading_come_along() -> None:
    doubt = Finding("unreadable", Severity.WARNING, "what stands here is no amount", table=1, row=2)
    report = report_of(written("total plan/fact; city_budget plan/fact", "2: 9/10 10/10", "1: 5/7 5/6"))
    found = check(replace(report, doubts=(doubt,)))
    keys = [(f.table or 0, f.row or 0, f.rule, f.source, f.measure) for f in found]
    assert keys == sorted(keys)
    assert doubt in found


def test_a_percent_that_rounds_to_the_nothing_that_stands_there_gets_no_suggestion() -> None:
    found = of_rule("percent", written("city_budget plan/fact/percent", "1: 100/0,001/-"))
    assert [(f.suspect, f.suggestion) for f in found] == [(None, None)] * len(found)
