"""Findings of a drawn document against its truth: those it has earned, false ones, and the mistake put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tools.generate.truth import TrueRow, Truth
from tools.measure_score import DOUBTS, Score
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Measure, Role, State


def expected_findings(truth: Truth) -> set[tuple[str, int | None, int | None]]:
    """Warnings that a consistent document earns: rule, table, row."""
    earned: set[tuple[str, int | None, int | None]] = set()
    for number, table in enumerate(truth.tables, start=1):
        roles = {row.role for row in table.rows}
        if not roles & {Role.TOTAL, Role.SUBTOTAL}:
            earned.add(("missing_total", number, None))
        for index, row in enumerate(table.rows, start=1):
            if _overspends(row):
                earned.add(("overspend", number, index))
            if row.warned or any(a.state is State.UNREADABLE for a in row.amounts.values()):
                earned.add(("unreadable", number, index))
    return earned


def _overspends(row: TrueRow) -> bool:
    for (source, measure), amount in row.amounts.items():
        if measure is Measure.FACT and amount.value:
            plan = row.amounts.get((source, Measure.PLAN))
            if plan is not None and amount.value > (plan.value or 0):
                return True
    return False


def count_false(score: Score, findings: Iterable[Finding], truth: Truth) -> None:
    """Counts the errors and warnings of a consistent document that it has not earned; doubts apart."""
    earned = expected_findings(truth)
    for finding in findings:
        if finding.severity is Severity.NOTE or (finding.rule, finding.table, finding.row) in earned:
            continue
        doubt = finding.rule in DOUBTS
        score.doubts += doubt
        score.false_findings += not doubt
        said = finding.template.format_map(dict(finding.values))
        where = f"table {finding.table} row {finding.row} {finding.source}.{finding.measure}"
        score.differences.append(
            f"{'doubt' if doubt else 'FALSE'} {finding.rule} {finding.severity} {where}: {said}"
        )


def count_mistake(score: Score, findings: Sequence[Finding], truth: Truth) -> None:
    """Counts whether the mistake put in was found, and whether its cell was named."""
    mistake = truth.mistake
    if mistake is None:
        return
    place = mistake.place
    score.mistakes += 1
    broken = {(rule, *at) for rule, at in mistake.broken}
    hits = [
        f
        for f in findings
        if f.severity is not Severity.NOTE and (f.rule, f.table, f.row, f.source, f.measure) in broken
    ]
    score.mistakes_found += bool(hits)
    named = any(
        f.suspect is not None
        and (f.table, f.suspect.row, f.suspect.source, f.suspect.measure)
        == (place[0], place[1], place[2], place[3])
        for f in hits
    )
    score.mistakes_named += named
    if not hits:
        score.differences.append(f"mistake not found: {mistake.cause} at {place}")
