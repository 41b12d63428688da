"""The answer of `check`: a table that people can read, or one JSON document for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Columns
from rich.text import Text

from zvirka.archive.judging import UNMATCHED, Judgement
from zvirka.check.place import for_people
from zvirka.console.answer import number, one_line, say, shown
from zvirka.console.judging import explained
from zvirka.messages import N_, render
from zvirka.schemas.finding import CellRef, Finding, Severity

# Wide enough that nothing wraps when the answer goes to a file or a pipe: one finding, one line.
_PIPE_WIDTH = 4000
_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.NOTE: N_("note"),
}
_HEADS = (
    N_("severity"),
    N_("place"),
    N_("cell"),
    N_("rule"),
    N_("reported"),
    N_("expected"),
    N_("difference"),
    N_("what is wrong"),
)
_STATUSES = {
    "consistent": N_("every sum holds"),
    "findings": N_("errors: {errors}, warnings: {warnings}, notes: {notes}"),
    "no_table": N_("no table with money columns"),
}


def show_findings(judgement: Judgement, language: str, explanations: Sequence[str] | None) -> None:
    """Print what was found in one document; `explanations` has one text for each finding, or is None."""
    say(headline(judgement, language))
    for seen in judgement.report.unmatched if judgement.report else ():
        say("  " + render(UNMATCHED, {"seen": seen}, language))
    if not judgement.findings:
        return
    terminal = Console(highlight=False)
    if not terminal.is_terminal:
        terminal = Console(highlight=False, width=_PIPE_WIDTH)
    for part in _parts(judgement, language, explanations):
        with terminal.capture() as captured:
            terminal.print(part)
        say("\n".join(line.rstrip() for line in captured.get().splitlines()))


def headline(judgement: Judgement, language: str) -> str:
    """One line on a document that was read: its path, what was in it, how it stands."""
    tables = judgement.report.tables if judgement.report else ()
    values = {
        "errors": judgement.count(Severity.ERROR),
        "warnings": judgement.count(Severity.WARNING),
        "notes": judgement.count(Severity.NOTE),
    }
    status = "findings" if judgement.findings else judgement.status
    text = render(_STATUSES[status], values, language)
    if tables:
        seen = {"tables": len(tables), "rows": sum(len(t.rows) for t in tables)}
        text = f"{render(N_('tables: {tables}, rows: {rows}'), seen, language)}; {text}"
    return f"{shown(judgement.path)}: {text}"


def _parts(judgement: Judgement, language: str, explanations: Sequence[str] | None) -> Iterable[Any]:
    if explanations is None:
        yield _table(judgement.findings, language)
        return
    for finding, explanation in zip(judgement.findings, explanations, strict=True):
        yield _line(finding, language)
        yield Text("\n".join("    " + shown(line) for line in explanation.splitlines()) + "\n")


def _line(finding: Finding, language: str) -> Text:
    """One finding in one line."""
    parts = (place_of(finding, language), cell_of(finding), finding.rule)
    text = Text(render(_SEVERITIES[finding.severity], {}, language), _COLOURS[finding.severity])
    text.append(
        "  " + "  ".join(part for part in parts if part) + ": " + message_of(finding, language), "default"
    )
    return text


def _table(findings: Sequence[Finding], language: str) -> Columns:
    table = Columns(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in _HEADS:
        numeric = head in ("reported", "expected", "difference")
        table.add_column(
            render(head, {}, language),
            justify="right" if numeric else "left",
            no_wrap=head != "what is wrong",
            overflow="fold",
        )
    for finding in findings:
        cells = (
            Text(render(_SEVERITIES[finding.severity], {}, language), _COLOURS[finding.severity]),
            place_of(finding, language),
            cell_of(finding),
            finding.rule,
            number(finding.reported, language),
            number(finding.expected, language),
            number(finding.difference, language),
            told(finding, language),
        )
        table.add_row(*(c if isinstance(c, Text) else Text(c) for c in cells))
    return table


def place_of(finding: Finding, language: str) -> str:
    """Where in the document: page, table, row, line; only what is known."""
    known = (
        (N_("p{n}"), finding.page),
        (N_("t{n}"), finding.table),
        (N_("r{n}"), finding.row),
        (N_("line {n}"), finding.line),
    )
    return " ".join(render(template, {"n": n}, language) for template, n in known if n is not None)


def cell_of(finding: Finding) -> str:
    """Which cell by its meaning: the row's printed number, the source, the measure; only what is known."""
    number_of_row = f"№ {finding.number}" if finding.number else finding.role
    return " ".join(part for part in (number_of_row, finding.source, finding.measure) if part)


def message_of(finding: Finding, language: str) -> str:
    """What is wrong, in one line."""
    return one_line(render(finding.template, for_people(finding.values, language), language))


def told(finding: Finding, language: str) -> str:
    """The message, and after it what the likeliest cause is, where one is known."""
    text = message_of(finding, language)
    if finding.explanation:
        values = for_people(finding.values, language)
        text = f"{text}. {one_line(render(finding.explanation, values, language))}"
    return text


def print_json(judgements: Sequence[Judgement], language: str, *, explain: bool) -> None:
    """Print the whole answer as one JSON document; amounts are texts, so that they stay exact."""
    documents = [document_as_json(judgement, language) for judgement in judgements]
    if explain:
        for document, judgement in zip(documents, judgements, strict=True):
            for finding, text in zip(document["findings"], explained(judgement, language), strict=True):
                finding["explanation"] = text
    say(json.dumps({"documents": documents}, ensure_ascii=False, indent=2))


def document_as_json(judgement: Judgement, language: str) -> dict[str, Any]:
    """One document with its tables and findings; keys as the columns of the CSV files."""
    report = judgement.report
    return {
        "path": str(judgement.path),
        "status": judgement.status,
        "message": render(judgement.template, judgement.values, language),
        "document_id": report.document_id if report else None,
        "format": str(report.format) if report else None,
        "pages": report.pages if report else None,
        "errors": judgement.count(Severity.ERROR),
        "warnings": judgement.count(Severity.WARNING),
        "tables": [
            {
                "table": table.index,
                "section": table.section,
                "title": table.title,
                "period": table.period,
                "period_start": table.period_start and table.period_start.isoformat(),
                "period_end": table.period_end and table.period_end.isoformat(),
                "unit": table.unit and str(table.unit),
                "form": table.form,
                "first_page": table.first_page,
                "last_page": table.last_page,
                "rows": len(table.rows),
            }
            for table in (report.tables if report else ())
        ],
        "unmatched": list(report.unmatched) if report else [],
        "findings": [finding_as_json(finding, language) for finding in judgement.findings],
    }


def finding_as_json(finding: Finding, language: str) -> dict[str, Any]:
    """One finding; keys as the columns of findings.csv."""
    suspect: CellRef | None = finding.suspect
    x0, top, x1, bottom = finding.box or (None, None, None, None)
    return {
        "table": finding.table,
        "row": finding.row,
        "role": str(finding.role),
        "number": finding.number,
        "source": finding.source,
        "measure": str(finding.measure),
        "rule": finding.rule,
        "severity": str(finding.severity),
        "reported": _exact(finding.reported),
        "expected": _exact(finding.expected),
        "difference": _exact(finding.difference),
        "suspect_row": suspect.row if suspect else None,
        "suspect_source": suspect.source if suspect else "",
        "suspect_measure": str(suspect.measure) if suspect else "",
        "suggestion": _exact(finding.suggestion),
        "cause": str(finding.cause) if finding.cause else "",
        "alternatives": finding.alternatives,
        "page": finding.page,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "line": finding.line,
        "message": render(finding.template, finding.values, language),
    }


def _exact(value: object) -> str | None:
    return None if value is None else f"{value:f}"
