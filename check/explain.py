"""One finding explained in several lines: the equation with its numbers, the broken place marked, the explanation."""

from __future__ import annotations

from decimal import Decimal

from zvirka.check.place import for_people, in_words
from zvirka.messages import N_, render
from zvirka.schemas.finding import CellRef, EquationTerm, Finding
from zvirka.schemas.report import Report, State, Table

ADDED_UP = N_("added up")
APART = N_("apart by")
SUSPECTED = N_("<- here")
SUSPECTED_READ = N_("<- here; should read {suggestion}")
EXPECTED = N_("expected")
OTHERS = N_("other explanations as good: {alternatives}")
NOUGHT = N_("more terms, all nothing: {terms}")

_LABEL = 48
"""The most characters of a row's text that are shown: enough to know the row by."""


def explain(report: Report, finding: Finding, language: str) -> str:
    """The explanation of one finding of a report, in the language; empty where there is nothing to add.

    The first term is what stands there, the others, after `≠`, make up what was expected. Terms that are nothing are
    only counted, unless one of them is the suspect.
    """
    lines = _equation(report, finding, language)
    if finding.explanation:
        lines.append(render(finding.explanation, for_people(finding.values, language), language))
    if finding.alternatives and finding.suspect is not None:
        lines.append(render(OTHERS, {"alternatives": finding.alternatives}, language))
    return "\n".join(lines)


def _equation(report: Report, finding: Finding, language: str) -> list[str]:
    if not finding.equation:
        return []
    table = next((t for t in report.tables if t.index == finding.table), None)
    target, *terms = finding.equation
    shown = [t for t in terms if t.value or (t.cell is not None and t.cell == finding.suspect)]
    rows = [("", _label(target, language), _value(table, target, language), _mark(target, finding, language))]
    for term in shown:
        sign = "-" if term.sign < 0 else "+" if term is not shown[0] else "≠"
        rows.append(
            (sign, _label(term, language), _value(table, term, language), _mark(term, finding, language))
        )
    rows.append(
        (
            "",
            render(ADDED_UP if _is_sum(finding) else EXPECTED, {}, language),
            _number(finding.expected, language),
            "",
        )
    )
    rows.append(("", render(APART, {}, language), _number(finding.difference, language), ""))
    left = max(len(label) for _, label, _, _ in rows)
    right = max(len(value) for _, _, value, _ in rows)
    lines = [
        f"{sign:1} {label:<{left}}  {value:>{right}}  {mark}".rstrip() for sign, label, value, mark in rows
    ]
    if len(shown) < len(terms):
        lines.insert(-2, "  " + render(NOUGHT, {"terms": len(terms) - len(shown)}, language))
    return lines


def _is_sum(finding: Finding) -> bool:
    return finding.rule in ("row_sum", "group_sum", "column_total", "subtotal", "child_sum")


def _label(term: EquationTerm, language: str) -> str:
    if term.cell is not None and term.label in (term.cell.source, term.cell.measure):
        return in_words(term.label, language)
    label = " ".join(term.label.split())
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"


def _value(table: Table | None, term: EquationTerm, language: str) -> str:
    """The number, or what stands in its place."""
    if term.value is not None:
        return _number(term.value, language)
    cell = term.cell
    row = next((r for r in table.rows if r.index == cell.row), None) if table and cell else None
    for amount in row.amounts if row and cell else ():
        if cell and (amount.source, amount.measure.value) == (cell.source, cell.measure):
            return "" if amount.state is State.BLANK else " ".join(amount.raw.split())
    return ""


def _mark(term: EquationTerm, finding: Finding, language: str) -> str:
    suspect: CellRef | None = finding.suspect
    if suspect is None or term.cell != suspect:
        return ""
    if finding.suggestion is None:
        return render(SUSPECTED, {}, language)
    return render(SUSPECTED_READ, {"suggestion": _number(finding.suggestion, language)}, language)


def _number(value: Decimal | None, language: str) -> str:
    text = "" if value is None else f"{value:f}"
    return text.replace(".", ",") if language == "uk" else text
