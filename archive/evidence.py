"""What the store keeps of findings, as the values that they were made from: for showing each with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Row, column, func, select, table, tuple_

from zvirka.archive.copies import Copies
from zvirka.archive.schema import CONTENT, KNOWN_PATH, PARTS
from zvirka.schemas.document import Box
from zvirka.schemas.evidence import DocumentLine, Evidence, TableHead
from zvirka.schemas.finding import Cause, CellRef, EquationTerm, Finding, Severity
from zvirka.schemas.report import Amount, Measure, Place, Placement, Role, State
from zvirka.schemas.report import Row as ReportRow

FINDINGS_AT_ONCE = 200
_KEYS_AT_ONCE = 400
_TABLE, _ROW, _AMOUNT, _FINDING = (PARTS[kind].c for kind in ("table", "row", "amount", "finding"))
_DOCUMENTS = table(
    "documents",
    *(
        column(n)
        for n in ("path", "format", "status", "pages", "tables", "rows", "errors", "warnings", "present")
    ),
)


def document_lines(connection: Connection) -> Iterator[DocumentLine]:
    """Every document as documents.csv has it, those with most to look at first: failed, then by errors and warnings."""
    at, known, content = _DOCUMENTS.c, KNOWN_PATH.c, CONTENT.c
    query = (
        select(_DOCUMENTS, known.template, known.parameters, content.template, content.parameters)
        .join(KNOWN_PATH, known.path == at.path)
        .outerjoin(CONTENT, content.sha256 == known.sha256)
        .order_by(at.status != "failed", at.errors.desc(), at.warnings.desc(), at.path)
    )
    for line in connection.execute(query.execution_options(yield_per=FINDINGS_AT_ONCE)):
        path, format_, status, pages, tables, rows, errors, warnings, present, own, own_values, *read = line
        template, values = (own, own_values) if own or read[0] is None else read
        yield DocumentLine(
            path,
            format_,
            status,
            template,
            json.loads(values),
            pages,
            tables or 0,
            rows or 0,
            errors,
            warnings,
            present == "true",
        )


def evidence(connection: Connection, copies: Copies, severity: Severity) -> Iterator[Evidence]:
    """All findings of a severity with what shows them, by path; of one document some at a time.

    The location of each leads to its source until the next is asked for.
    """
    known, content = KNOWN_PATH.c, CONTENT.c
    query = (
        select(known.path, known.location, content.sha256, content.format, PARTS["finding"])
        .join(CONTENT, content.sha256 == known.sha256)
        .join(PARTS["finding"], _FINDING.content_id == content.content_id)
        .where(known.is_first, _FINDING.severity == severity.value)
        .order_by(
            known.path,
            func.coalesce(_FINDING.table_no, 0),
            func.coalesce(_FINDING.row_no, 0),
            _FINDING.rule,
            _FINDING.source,
            _FINDING.measure,
            _FINDING.position,
        )
    )
    found = connection.execute(query.execution_options(yield_per=FINDINGS_AT_ONCE))
    for (path, location, sha256, format_), records in groupby(found, key=lambda r: tuple(r[:4])):
        rest = iter(records)
        while batch := list(islice(rest, FINDINGS_AT_ONCE)):
            findings = tuple(_finding(record) for record in batch)
            about = _About(connection, batch[0].content_id, findings)
            where = copies.path_of(bytes(location), sha256)
            ids = tuple(record.finding_id for record in batch)
            yield Evidence(path, where, sha256, format_, findings, ids, about.tables, about.rows, about.cells)


class _About:
    """The tables, rows and cells that some findings of one content speak of."""

    def __init__(self, connection: Connection, content_id: int, findings: Sequence[Finding]) -> None:
        self._connection, self._content_id = connection, content_id
        whole = {
            (f.table, r) for f in findings for r in (f.row, f.suspect and f.suspect.row) if f.table and r
        }
        named = {(f.table, term.cell) for f in findings for term in f.equation if f.table and term.cell}
        amounts = dict(self._amounts(whole | {(t, cell.row) for t, cell in named}))
        self.tables = dict(self._heads({f.table for f in findings if f.table}))
        self.cells = {
            (t, cell): amount
            for t, cell in named
            for amount in amounts.get((t, cell.row), ())
            if (amount.source, amount.measure.value) == (cell.source, cell.measure)
        }
        self.rows = {(r.table_no, r.row_no): _row(r, amounts) for r in self._found("row", sorted(whole))}

    def _heads(self, tables: Iterable[int]) -> Iterator[tuple[int, TableHead]]:
        query = select(PARTS["table"]).where(
            _TABLE.content_id == self._content_id, _TABLE.table_no.in_(sorted(tables))
        )
        for record in self._connection.execute(query.order_by(_TABLE.table_no)):
            title = " ".join(part for part in (record.section, record.title) if part)
            yield record.table_no, TableHead(title, record.period, record.unit, record.form)

    def _amounts(self, keys: Iterable[Any]) -> Iterator[tuple[tuple[int, int], tuple[Amount, ...]]]:
        found = self._found("amount", sorted(keys), _AMOUNT.position)
        for (table_no, row_no), records in groupby(found, key=lambda r: (r.table_no, r.row_no)):
            yield (table_no, row_no), tuple(_amount(record) for record in records)

    def _found(self, kind: str, keys: Sequence[Any], *order: Any) -> Iterator[Row[Any]]:
        part = PARTS[kind].c
        for start in range(0, len(keys), _KEYS_AT_ONCE):
            query = (
                select(PARTS[kind])
                .where(
                    part.content_id == self._content_id,
                    tuple_(part.table_no, part.row_no).in_(keys[start : start + _KEYS_AT_ONCE]),
                )
                .order_by(part.table_no, part.row_no, *order)
            )
            yield from self._connection.execute(query).all()


def _finding(record: Row[Any]) -> Finding:
    suspect = None
    if record.suspect_row is not None:
        suspect = CellRef(record.suspect_row, record.suspect_source, record.suspect_measure)
    return Finding(
        record.rule,
        Severity(record.severity),
        record.template,
        json.loads(record.parameters),
        record.table_no,
        record.row_no,
        record.role,
        record.number,
        record.source,
        record.measure,
        _decimal(record.reported),
        _decimal(record.expected),
        _decimal(record.difference),
        suspect,
        _decimal(record.suggestion),
        Cause(record.cause) if record.cause else None,
        record.alternatives,
        record.page,
        _box(record),
        record.line,
        tuple(_term(*term) for term in json.loads(record.equation)),
        record.explanation,
    )


def _term(where: list[Any] | None, label: str, sign: int, value: str | None) -> EquationTerm:
    return EquationTerm(CellRef(*where) if where else None, label, sign, _decimal(value))


def _row(record: Row[Any], amounts: dict[tuple[int, int], tuple[Amount, ...]]) -> ReportRow:
    return ReportRow(
        record.row_no,
        Role(record.role),
        record.number,
        record.activity,
        record.deadline,
        record.executor,
        record.result,
        amounts.get((record.table_no, record.row_no), ()),
        Place(record.page, _box(record), record.line),
        record.parent,
        record.exhaustive,
        record.level,
    )


def _amount(record: Row[Any]) -> Amount:
    return Amount(
        record.source,
        Measure(record.measure),
        State(record.state),
        _decimal(record.value),
        record.raw,
        Placement(record.placement),
        Place(record.page, _box(record), record.line),
    )


def _box(record: Row[Any]) -> Box | None:
    if record.x0 is None:
        return None
    return Box(float(record.x0), float(record.top), float(record.x1), float(record.bottom))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
