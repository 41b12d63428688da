"""A judged document as records of the store: plain texts and whole numbers, made in the child process.

Exact numbers become text with the decimals that are printed. Records travel packed in chunks, so that a document of
ten thousand pages does not fill the memory of the process that keeps them.
"""

from __future__ import annotations

import json
import pickle
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any

from zvirka.archive.judging import Judgement
from zvirka.check import summaries
from zvirka.messages import render
from zvirka.schemas.document import Box
from zvirka.schemas.finding import EquationTerm, Finding, finding_ids
from zvirka.schemas.report import Measure, Report, Row, Table

Record = tuple[Any, ...]
RECORDS_A_CHUNK = 4000
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_MEASURE_RANK = {measure: rank for rank, measure in enumerate(Measure)}

TABLE_FIELDS = (
    "table_no", "section", "title", "period", "period_start", "period_end", "unit", "form", "first_page", "last_page",
    "rows", "council", "programme", "series",
)  # fmt: skip
ROW_FIELDS = (
    "table_no", "row_no", "role", "number", "activity", "deadline", "executor", "result", "page", "x0", "top", "x1",
    "bottom", "line", "parent", "exhaustive", "level",
)  # fmt: skip
AMOUNT_FIELDS = (
    "table_no", "row_no", "position", "source", "measure", "value", "state", "placement", "raw", "page", "x0", "top",
    "x1", "bottom", "line",
)  # fmt: skip
FINDING_FIELDS = (
    "position", "table_no", "row_no", "role", "number", "source", "measure", "rule", "severity", "reported", "expected",
    "difference", "suspect_row", "suspect_source", "suspect_measure", "suggestion", "cause", "alternatives", "page",
    "x0", "top", "x1", "bottom", "line", "finding_id", "template", "parameters", "equation", "explanation",
    "message",
)  # fmt: skip


class Lasting(StrEnum):
    """When an unchanged document is read again."""

    SETTLED = "settled"  # never
    UNDER_LIMITS = "under limits"  # when it may take more time or memory, or less
    PASSING = "passing"  # in the next run: what went wrong is not the document's doing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. `chunks` hold its records, `message` is told in the language of the archive."""

    sha256: str
    status: str
    template: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    format: str = ""
    pages: int | None = None
    tables: int = 0
    rows: int = 0
    chunks: tuple[bytes, ...] = ()
    seconds: float = 0.0
    lasting: Lasting = Lasting.SETTLED
    message: str = ""


def outcome_of(judgement: Judgement, sha256: str, seconds: float, language: str) -> Outcome:
    """The outcome of a document that could be read, ready to travel and to be kept; its messages in this language."""
    report = judgement.report
    assert report is not None  # noqa: S101 - a caller's mistake, not a document's
    return Outcome(
        sha256,
        judgement.status,
        judgement.template,
        judgement.values,
        str(report.format),
        report.pages,
        len(report.tables),
        sum(len(table.rows) for table in report.tables),
        tuple(_chunks(report, judgement.findings, language)),
        seconds,
        message=told(judgement.template, judgement.values, language),
    )


def unpacked(chunk: bytes) -> tuple[str, list[Record]]:
    """The kind of the records of a chunk (`table`, `row`, `amount`, `finding`), and the records."""
    kind, records = pickle.loads(zlib.decompress(chunk))  # noqa: S301 - packed by our own child process
    return kind, records


def _chunks(report: Report, findings: Sequence[Finding], language: str) -> Iterator[bytes]:
    named_findings = zip(findings, finding_ids(report.document_id, findings), strict=True)
    series = {summary.table: summary.series for summary in summaries(report)}
    for kind, records in (
        ("table", (_table(table, series.get(table.index)) for table in report.tables)),
        ("row", (_row(table, row) for table in report.tables for row in table.rows)),
        ("amount", (record for table in report.tables for record in _amounts(table))),
        ("finding", (finding_record(n, f, named, language) for n, (f, named) in enumerate(named_findings))),
    ):
        while chunk := list(islice(records, RECORDS_A_CHUNK)):
            yield zlib.compress(pickle.dumps((kind, chunk), pickle.HIGHEST_PROTOCOL), 1)


def _table(table: Table, series: str | None) -> Record:
    return (
        table.index,
        storable(table.section),
        storable(table.title),
        storable(table.period),
        table.period_start.isoformat() if table.period_start else None,
        table.period_end.isoformat() if table.period_end else None,
        str(table.unit) if table.unit else "",
        table.form,
        table.first_page,
        table.last_page,
        len(table.rows),
        storable(table.council),
        storable(table.programme),
        series,
    )


def _row(table: Table, row: Row) -> Record:
    texts = (row.number, row.activity, row.deadline, row.executor, row.result)
    place = row.place
    return (
        table.index,
        row.index,
        str(row.role),
        *map(storable, texts),
        place.page,
        *points(place.box),
        place.line,
        row.parent,
        row.exhaustive,
        row.level,
    )


def _amounts(table: Table) -> Iterator[Record]:
    # sources as the columns stand, each with its measures in their order
    standing: dict[str, int] = {}
    for source, _ in table.columns:
        standing.setdefault(source, len(standing))
    for row in table.rows:
        ranked = sorted(
            row.amounts, key=lambda a: (standing.get(a.source, len(standing)), _MEASURE_RANK[a.measure])
        )
        for position, amount in enumerate(ranked):
            yield (
                table.index,
                row.index,
                position,
                amount.source,
                str(amount.measure),
                exact(amount.value),
                str(amount.state),
                str(amount.placement),
                storable(amount.raw),
                amount.place.page,
                *points(amount.place.box),
                amount.place.line,
            )


def finding_record(position: int, finding: Finding, finding_id: str, language: str) -> Record:
    """The record of one finding of a document, which goes by an id."""
    suspect = finding.suspect
    return (
        position,
        finding.table,
        finding.row,
        str(finding.role),
        storable(finding.number),
        finding.source,
        str(finding.measure),
        finding.rule,
        str(finding.severity),
        exact(finding.reported),
        exact(finding.expected),
        exact(finding.difference),
        suspect.row if suspect else None,
        suspect.source if suspect else "",
        str(suspect.measure) if suspect else "",
        exact(finding.suggestion),
        str(finding.cause) if finding.cause else "",
        finding.alternatives,
        finding.page,
        *points(finding.box),
        finding.line,
        finding_id,
        finding.template,
        as_json(finding.values),
        as_json([_term(term) for term in finding.equation]),
        finding.explanation,
        told(finding.template, finding.values, language),
    )


def _term(term: EquationTerm) -> list[Any]:
    cell = term.cell
    where = [cell.row, cell.source, str(cell.measure)] if cell else None
    return [where, storable(term.label), term.sign, exact(term.value)]


def told(template: str, values: Mapping[str, object], language: str) -> str:
    """The message in one line, as it stands in the CSV files."""
    return storable(" ".join(render(template, values, language).split()))


def exact(value: Decimal | None) -> str | None:
    """A number as text, without an exponent, with all its decimals."""
    return None if value is None else f"{value:f}"


def points(box: Box | None) -> tuple[str | None, ...]:
    """The sides of a box in points, to a hundredth: finer than any printer or eye, and the same everywhere."""
    if box is None:
        return (None, None, None, None)
    return tuple(f"{side + 0.0:.2f}" for side in box)


def storable(text: str) -> str:
    """The text without what a database or a CSV file cannot hold: zero bytes and halves of characters."""
    return _UNSTORABLE.sub("\ufffd", text)


def as_json(value: object) -> str:
    """JSON in one form for equal values; texts as they can be stored."""
    return storable(json.dumps(value, ensure_ascii=False, sort_keys=True, default=dict))
