"""Everything that is wrong or doubtful in one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zvirka.check.arithmetic import finding_of
from zvirka.check.blame import blames
from zvirka.check.board import DOUBTED, board_of
from zvirka.check.narrative import narratives
from zvirka.check.numbering import last_number, numbering
from zvirka.check.overspending import overspending
from zvirka.check.place import in_order
from zvirka.check.search import explanations
from zvirka.check.telling import also_blamed, blamed
from zvirka.check.totals import missing_total
from zvirka.schemas.finding import Finding
from zvirka.schemas.report import Report, Table
from zvirka.sums import equations_of, judge_of, ledger_of

_RULES: tuple[Callable[[Table], Iterator[Finding]], ...] = (missing_total, narratives)


def check(report: Report) -> tuple[Finding, ...]:
    """The findings of one report, those that reading it made included.

    Ordered by table, row, rule, source and measure; what stands at no table or row comes first.
    """
    findings = list(report.doubts)
    for table in report.tables:
        sums = _arithmetic(table)
        findings.extend(sums)
        findings.extend(also_blamed(finding, sums) for finding in overspending(table))
        for rule in _RULES:
            findings.extend(rule(table))
    findings.extend(_numberings(report.tables))
    return in_order(findings)


def _numberings(tables: tuple[Table, ...]) -> Iterator[Finding]:
    before = 0
    for table in tables:
        yield from numbering(table, before=before)
        before = last_number(table)


def _arithmetic(table: Table) -> list[Finding]:
    ledger = ledger_of(table)
    equations = equations_of(table, ledger)
    judge = judge_of(equations, ledger)
    rows = {row.index: row for row in table.rows}
    verdicts = [(i, v) for i, e in enumerate(equations) if (v := judge.verdict(e)) is not None]
    if not any(v.severity in DOUBTED for _, v in verdicts):
        return [finding_of(table, rows, verdict) for _, verdict in verdicts]
    board = board_of(equations, ledger, judge)
    blame = blames(board, explanations(table, board))
    return [
        blamed(finding_of(table, rows, v), blame.get(i), rows, ledger, v.equation.target)
        if v.severity in DOUBTED
        else finding_of(table, rows, v)
        for i, v in verdicts
    ]
