"""What reports of one programme over one year say of each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tools.tables import report_of
from tools.written import written
from zvirka.check import check_across, summaries
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Report, Table, Unit

HEAD = "total plan/fact; city_budget plan/fact"
MARCH, SEPTEMBER, DECEMBER = date(2016, 3, 31), date(2016, 9, 30), date(2016, 12, 31)


def report(end: date, *lines: str, **more: object) -> Report:
    """A report from January on, named and identified by its end."""
    table = replace(
        written(HEAD, *lines),
        section="6.2",
        title="Розвиток",
        period_start=date(2016, 1, 1),
        period_end=end,
    )
    table = replace(table, **more)  # type: ignore[arg-type]
    return replace(report_of(table), name=f"{end}.txt", sha256=f"{end:%Y%m%d}" * 8)


def found(*reports: Report) -> dict[str, tuple[Finding, ...]]:
    return check_across(reports)


def test_a_fact_that_falls_is_a_warning_at_the_later_cell() -> None:
    earlier = report(MARCH, "1: 100/40 100/40", "2: 50/10 50/10", "ВСЬОГО: 150/50 150/50")
    later = report(SEPTEMBER, "1: 100/35 100/35", "2: 50/20 50/20", "ВСЬОГО: 150/55 150/55")
    ((document, findings),) = found(later, earlier).items()
    assert document == later.document_id
    assert [(f.row, f.source, f.measure, f.reported, f.expected, f.difference) for f in findings] == [
        (1, "city_budget", "fact", Decimal(35), Decimal(40), Decimal(-5)),
        (1, "total", "fact", Decimal(35), Decimal(40), Decimal(-5)),
    ]
    assert {(f.rule, f.severity) for f in findings} == {("across_documents", Severity.WARNING)}
    assert findings[0].values["earlier"] == "2016-03-31.txt"


def test_a_fact_that_is_gone_has_fallen_to_nothing() -> None:
    later = report(SEPTEMBER, "1: 100/- 100/-")
    (findings,) = found(report(MARCH, "1: 100/40 100/40"), later).values()
    assert [f.reported for f in findings] == [Decimal(0), Decimal(0)]


def test_a_plan_that_changed_is_a_note() -> None:
    (findings,) = found(
        report(MARCH, "1: 100/40 100/40"),
        report(SEPTEMBER, "1: 120/40 120/40"),
        report(DECEMBER, "1: 120/90 120/90"),
    ).values()
    assert {(f.measure, f.severity, f.expected) for f in findings} == {("plan", Severity.NOTE, Decimal(100))}


def test_an_activity_that_changed_its_number_is_a_warning_at_the_row() -> None:
    earlier = report(MARCH, "1: 1/1 1/1", "2: 2/2 2/2")
    later = report(SEPTEMBER, "1: 1/1 1/1", "3: 2/2 2/2")
    ((finding,),) = found(earlier, later).values()
    assert (finding.row, finding.source, finding.severity) == (2, "", Severity.WARNING)
    assert finding.values["expected_number"] == "2"


def test_units_are_brought_together() -> None:
    later = report(SEPTEMBER, "1: 100000/40000 100000/40000", unit=Unit.UAH)
    assert found(report(MARCH, "1: 100/40 100/40"), later) == {}


def test_what_cannot_be_compared_is_not() -> None:
    march = report(MARCH, "1: 100/40 100/40")
    lower = "1: 100/30 100/30"
    # another title, another year, the same end twice, a table without a period
    assert found(march, report(SEPTEMBER, lower, title="Інше")) == {}
    other_year = report(date(2017, 9, 30), lower, period_start=date(2017, 1, 1))
    assert found(march, other_year) == {}
    assert found(march, replace(report(MARCH, lower), sha256="f" * 64)) == {}
    assert summaries(report(SEPTEMBER, lower, period_end=None)) == ()


def test_an_archive_may_give_the_summaries_alone() -> None:
    reports = [report(MARCH, "1: 100/40 100/40"), report(SEPTEMBER, "1: 100/30 100/30")]
    given = [summary for each in reports for summary in summaries(each)]
    assert check_across(given) == found(*reports)


def test_findings_of_several_pairs_stand_in_order() -> None:
    table: Table = report(MARCH, "1: 9/9 9/9").tables[0]
    assert table.index == 1
    (findings,) = found(
        report(MARCH, "1: 9/9 9/9", "2: 8/8 8/8"), report(SEPTEMBER, "1: 9/7 9/7", "2: 8/6 8/6")
    ).values()
    keys = [(f.row, f.source) for f in findings]
    assert keys == sorted(keys, key=str)
