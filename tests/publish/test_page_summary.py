"""What the page tells at a glance is counted and added up exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.publish.material import views
from zvirka.publish.page_summary import MOST_PERIODS, summary_of

TABLE = {
    "document_id": "a",
    "table": 1,
    "unit": "UAH",
    "period_start": "2016-01-01",
    "period_end": "2016-09-30",
}
AMOUNT = {
    "document_id": "a",
    "table": 1,
    "role": "item",
    "source": "city_budget",
    "measure": "plan",
    "state": "reported",
    "placement": "cell",
    "unit": "UAH",
}


def amount(value: str | None, **more: Any) -> dict[str, Any]:
    return {**AMOUNT, "value": value, **more}


def test_an_empty_archive() -> None:
    with views() as connection:
        summary = summary_of(connection)
    assert (summary.documents, summary.findings, summary.tables) == (0, 0, 0)
    assert summary.severities == {"error": 0, "warning": 0, "note": 0}
    assert (summary.rules, summary.causes, summary.periods, summary.largest) == ([], [], [], [])


def test_documents_and_findings_are_counted() -> None:
    documents = [
        {"path": "a", "status": "findings", "present": "true", "pages": 2, "tables": 1, "rows": 10},
        {"path": "b", "status": "failed", "present": "false", "pages": None, "tables": None, "rows": None},
    ]
    findings = [
        {"rule": "overspend", "severity": "warning", "cause": ""},
        {"rule": "row_sum", "severity": "error", "cause": "sign"},
        {"rule": "row_sum", "severity": "note", "cause": "sign"},
        {"rule": "subtotal", "severity": "error", "cause": "unknown"},
    ]
    with views(documents=documents, findings=findings) as connection:
        summary = summary_of(connection)
    assert summary.statuses == {"consistent": 0, "findings": 1, "no_table": 0, "failed": 1}
    assert (summary.documents, summary.gone, summary.pages, summary.tables, summary.rows) == (2, 1, 2, 1, 10)
    assert summary.severities == {"error": 2, "warning": 1, "note": 1}
    assert summary.findings == 4
    # the worst rules first
    assert [(rule, counts["error"]) for rule, counts in summary.rules] == [
        ("row_sum", 1),
        ("subtotal", 1),
        ("overspend", 0),
    ]
    assert summary.causes == [("sign", 2), ("unknown", 1)]


def test_plan_and_fact_are_added_up_exactly_in_one_unit() -> None:
    amounts = [
        amount("1000.10"),
        amount("2000.20"),
        amount("3.5", unit="thousand UAH", table=2),
        amount("0.001", measure="fact", unit="million UAH", table=3),
        amount("7", source="own_source"),
    ]
    tables = [
        TABLE,
        {**TABLE, "table": 2, "unit": "thousand UAH"},
        {**TABLE, "table": 3, "unit": "million UAH"},
    ]
    with views(tables=tables, amounts=amounts) as connection:
        (period,) = summary_of(connection).periods
    assert (period.start, period.end, period.tables) == ("2016-01-01", "2016-09-30", 3)
    assert period.sums == {
        "city_budget": {"plan": Decimal("6.5003"), "fact": Decimal("1.000")},
        "own_source": {"plan": Decimal("0.007")},
    }
    # known sources in their order, then those that no form knows
    assert period.sources() == ["city_budget", "own_source"]


def test_only_certain_items_with_a_known_unit_are_added_up() -> None:
    amounts = [
        amount("1"),
        amount("10", role="part"),
        amount("100", role="total"),
        amount("1000", placement="ambiguous"),
        amount(None, state="nil"),
        amount("10000", measure="deviation"),
        amount("100000", table=2, unit=""),
    ]
    with views(tables=[TABLE, {**TABLE, "table": 2, "unit": ""}], amounts=amounts) as connection:
        summary = summary_of(connection)
    (period,) = summary.periods
    assert period.sums == {"city_budget": {"plan": Decimal("0.001")}}
    assert (period.tables, period.ambiguous, summary.without_unit) == (1, 1, 1)


def test_periods_are_never_mixed_and_the_fullest_comes_first() -> None:
    ends = [f"2016-{month:02}-28" for month in range(1, 13)] + [
        f"2017-{month:02}-28" for month in range(1, 13)
    ]
    ends += ["2015-12-31", "2015-12-31", "2018-01-31"]
    tables = [{**TABLE, "table": n, "period_end": end} for n, end in enumerate(ends)]
    amounts = [amount("1000", table=n) for n in range(len(ends))]
    with views(tables=tables, amounts=amounts) as connection:
        summary = summary_of(connection)
    assert [period.end for period in summary.periods[:3]] == ["2015-12-31", "2018-01-31", "2017-12-28"]
    assert len(summary.periods) == MOST_PERIODS
    assert summary.more_periods == 26 - MOST_PERIODS
    assert summary.periods[0].sums == {"city_budget": {"plan": Decimal("2.000")}}


def test_the_largest_differences_name_each_mistake_once() -> None:
    error = {"document_id": "a", "path": "a.pdf", "table": 1, "severity": "error", "measure": "plan"}
    suspect = {"suspect_row": 5, "suspect_source": "total", "suspect_measure": "plan"}
    findings = [
        {**error, **suspect, "row": 5, "rule": "row_sum", "difference": "-300", "finding_id": "x"},
        {**error, **suspect, "row": 9, "rule": "column_total", "difference": "500.5", "finding_id": "y"},
        {**error, "row": 7, "source": "total", "rule": "row_sum", "difference": "-400", "finding_id": "z"},
        {**error, "row": 8, "measure": "percent", "difference": "9999", "finding_id": "percent"},
        {**error, "row": 8, "difference": None, "finding_id": "none"},
        {**error, "row": 8, "severity": "warning", "difference": "9999", "finding_id": "warning"},
        {**error, "row": 8, "table": 2, "difference": "9999", "finding_id": "no unit"},
    ]
    with views(tables=[TABLE, {**TABLE, "table": 2, "unit": ""}], findings=findings) as connection:
        largest = summary_of(connection).largest
    assert [(one.finding_id, one.thousands) for one in largest] == [
        ("y", Decimal("0.5005")),
        ("z", Decimal("-0.400")),
    ]
