"""Whatever a table holds, checking it ends with findings that are whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.tables import report_of
from tools.written import written
from zvirka.check import check
from zvirka.check.explain import explain
from zvirka.messages import render
from zvirka.schemas.finding import Severity
from zvirka.schemas.report import Table

HEADS = (
    "total plan",
    "total plan/fact; city_budget plan/fact",
    "total plan/fact/percent; city_budget plan/fact/deviation",
    "total plan_year/plan/fact; local_budgets plan; oblast_budget plan; city_budget plan; vlasni_koshty plan",
    "city_budget plan/fact/deviation/percent",
)
CELLS = st.one_of(
    st.sampled_from(["-", "_", "х", "?", "0", "0,00", "100", "50", "-50", "1000000000", "0,001"]),
    st.decimals(-1000, 1000, places=1).map(lambda d: f"{d}".replace(".", ",")),
)
NAMES = st.sampled_from(
    ["1", "2", "3", ".1.1", ".1.2", "..1.1.1", "ВСЬОГО", "Разом", "#", "тч", "зн", "а", "2-4"]
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    head = draw(st.sampled_from(HEADS))
    width = sum(len(part.split()[1].split("/")) for part in head.split(";"))
    lines = []
    for name in draw(st.lists(NAMES, min_size=0, max_size=9)):
        cells = draw(st.lists(CELLS, min_size=width, max_size=width))
        lines.append(f"{name}: {' '.join(cells)}" if name != "#" else "#:")
    table = written(head, *lines)
    loose = draw(st.booleans())
    rows = tuple(replace(row, parent=None) if loose else row for row in table.rows)
    return replace(table, rows=rows)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_findings_of_any_table_are_whole(table: Table) -> None:
    report = report_of(table)
    found = check(report)
    rows = {row.index: row for row in table.rows}
    assert len({(f.rule, f.row, f.source, f.measure) for f in found}) == len(found)
    for finding in found:
        for language in ("en", "uk"):
            assert "{" not in render(finding.template, finding.values, language)
            assert render(finding.explanation, finding.values, language) or not finding.explanation
            assert "{" not in explain(report, finding, language)
        if finding.reported is not None and finding.expected is not None:
            assert finding.difference == finding.reported - finding.expected
        if finding.suspect is not None:
            assert (finding.suspect.source, finding.suspect.measure) in {
                (s, m.value) for s, m in table.columns
            }
            assert finding.suspect.row in rows
            assert finding.alternatives is not None
        assert finding.suggestion is None or finding.suspect is not None
        assert finding.severity is not Severity.NOTE or finding.cause is None


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_suggestion_is_another_value_than_the_one_that_stands_there(table: Table) -> None:
    rows = {row.index: row for row in table.rows}
    for finding in check(report_of(table)):
        if finding.suspect is None or finding.suggestion is None:
            continue
        printed = {
            (a.source, a.measure.value): a.value or Decimal(0) for a in rows[finding.suspect.row].amounts
        }
        assert finding.suggestion != printed[finding.suspect.source, finding.suspect.measure]
