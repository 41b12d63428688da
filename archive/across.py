"""The rule `across_documents` over an archive: the reports of a series held against each other, after all are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, tuple_
from sqlalchemy import Row as Record

from zvirka.archive.records import finding_record
from zvirka.archive.schema import CONTENT, FIELDS, PARTS, WAITING_SERIES
from zvirka.archive.store import mark_changed
from zvirka.check import check_across
from zvirka.schemas.document import Box, Format
from zvirka.schemas.finding import Finding, finding_ids
from zvirka.schemas.report import (
    Amount,
    Measure,
    Place,
    Placement,
    Report,
    Role,
    Row,
    State,
    Table,
    Unit,
)

RULE = "across_documents"
_TABLE, _FINDING = PARTS["table"].c, PARTS["finding"].c


def compare_across(connection: Connection, language: str) -> None:
    """Compare the documents of each series that has changed, and keep what is found at the later of two."""
    with connection.begin():
        waiting = connection.scalars(select(WAITING_SERIES.c.series).order_by(WAITING_SERIES.c.series)).all()
    for series in waiting:
        with connection.begin():
            _compare(connection, series, language)
            connection.execute(delete(WAITING_SERIES).where(WAITING_SERIES.c.series == series))


def _compare(connection: Connection, series: str, language: str) -> None:
    """Compare each table of a series with the one before; however many there are, two are held in memory."""
    changed = _forget(connection, series)
    before: Record[Any] | None = None
    for content_id, table_no in _in_time(connection, series):
        now = _member(connection, content_id, table_no)
        if before is not None:
            found = check_across((_report(connection, before), _report(connection, now)))
            for document_id, findings in found.items():
                _keep(connection, now.content_id, document_id, findings, language)
                changed += len(findings)
        before = now
    if changed:
        mark_changed(connection)


def _in_time(connection: Connection, series: str) -> Sequence[tuple[int, int]]:
    """Content and number of the tables of a series by the end of their period.

    Where two end on one day nobody can tell which is the later: none of them is compared.
    """
    same = (
        select(_TABLE.period_end)
        .where(_TABLE.series == series)
        .group_by(_TABLE.period_end)
        .having(func.count() == 1)
    )
    found = connection.execute(
        select(_TABLE.content_id, _TABLE.table_no)
        .where(_TABLE.series == series, _TABLE.period_end.in_(same))
        .order_by(_TABLE.period_end)
    )
    return [(content_id, table_no) for content_id, table_no in found]


def _member(connection: Connection, content_id: int, table_no: int) -> Record[Any]:
    at = and_(_TABLE.content_id == content_id, _TABLE.table_no == table_no)
    return connection.execute(select(CONTENT, PARTS["table"]).join(PARTS["table"]).where(at)).one()


def _forget(connection: Connection, series: str) -> int:
    contents = select(_TABLE.content_id).where(_TABLE.series == series)
    tables = select(_TABLE.content_id, _TABLE.table_no).where(_TABLE.series == series)
    at = and_(
        _FINDING.rule == RULE,
        _FINDING.content_id.in_(contents),  # by this much the database finds them without looking at all
        tuple_(_FINDING.content_id, _FINDING.table_no).in_(tables),
    )
    return connection.execute(delete(PARTS["finding"]).where(at)).rowcount


def _keep(
    connection: Connection, content_id: int, document_id: str, findings: tuple[Finding, ...], language: str
) -> None:
    last = connection.scalar(select(func.max(_FINDING.position)).where(_FINDING.content_id == content_id))
    first = 0 if last is None else last + 1
    fields = ("content_id", *FIELDS["finding"])
    records = [
        (content_id, *finding_record(position, finding, named, language))
        for position, (finding, named) in enumerate(
            zip(findings, finding_ids(document_id, findings), strict=True), start=first
        )
    ]
    connection.execute(
        insert(PARTS["finding"]), [dict(zip(fields, record, strict=True)) for record in records]
    )


def _report(connection: Connection, member: Record[Any]) -> Report:
    """One kept table as a report of its own: as much of it as a comparison needs."""
    return Report(
        member.name,
        member.sha256,
        Format(member.format),
        member.pages,
        (
            Table(
                member.table_no,
                member.section,
                member.title,
                member.period,
                date.fromisoformat(member.period_start) if member.period_start else None,
                date.fromisoformat(member.period_end) if member.period_end else None,
                Unit(member.unit) if member.unit else None,
                member.form,
                member.first_page,
                member.last_page,
                (),
                tuple(_rows(connection, member)),
                (),
                member.council,
                member.programme,
            ),
        ),
    )


def _rows(connection: Connection, member: Record[Any]) -> Iterator[Row]:
    amounts: dict[int, list[Amount]] = {}
    for amount in _part(connection, "amount", member):
        value = None if amount.value is None else Decimal(amount.value)
        amounts.setdefault(amount.row_no, []).append(
            Amount(
                amount.source,
                Measure(amount.measure),
                State(amount.state),
                value,
                amount.raw,
                Placement(amount.placement),
                _place(amount),
            )
        )
    for row in _part(connection, "row", member):
        yield Row(
            row.row_no,
            Role(row.role),
            row.number,
            row.activity,
            row.deadline,
            row.executor,
            row.result,
            tuple(amounts.get(row.row_no, ())),
            _place(row),
            row.parent,
            row.exhaustive,
            row.level,
        )


def _place(record: Record[Any]) -> Place:
    sides = (record.x0, record.top, record.x1, record.bottom)
    box = None if record.x0 is None else Box(*(float(side) for side in sides))
    return Place(record.page, box, record.line)


def _part(connection: Connection, kind: str, member: Record[Any]) -> Iterator[Record[Any]]:
    part = PARTS[kind]
    at = and_(part.c.content_id == member.content_id, part.c.table_no == member.table_no)
    yield from connection.execute(select(part).where(at).order_by(*part.primary_key.columns)).all()
