"""Keeps what became of each document, a transaction each; forgets what is no longer known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import Connection, Dialect, bindparam, delete, insert, select, update

from zvirka.archive.child import Job, Reading
from zvirka.archive.records import Lasting, Outcome, Record, as_json, unpacked
from zvirka.archive.schema import CONTENT, FIELDS, KNOWN_PATH, PARTS, WAITING_SERIES
from zvirka.archive.store import mark_changed

# What is done for each document is put together once: that takes longer than the database does.
_TABLE = PARTS["table"].c
_CONTENT_OF = select(CONTENT.c.content_id).where(CONTENT.c.sha256 == bindparam("hash"))
_NEW_CONTENT = insert(CONTENT)
_SERIES_OF = insert(WAITING_SERIES).from_select(
    ["series"],
    select(_TABLE.series)
    .where(
        _TABLE.content_id == bindparam("content"),
        _TABLE.series.is_not(None),
        _TABLE.series.not_in(select(WAITING_SERIES.c.series)),
    )
    .distinct(),
)


def save(connection: Connection, job: Job, outcome: Outcome, reading: Reading, key: str) -> None:
    """Keep what became of a document in place of what was known of it, in one transaction."""
    with connection.begin():
        if outcome.sha256 != job.sha256:
            # it was changed while the run went on; its size and time are those of the older content
            connection.execute(
                update(KNOWN_PATH)
                .where(KNOWN_PATH.c.location == job.location)
                .values(sha256=outcome.sha256, modified=None)
            )
        forget(connection, outcome.sha256)
        made = connection.execute(
            _NEW_CONTENT,
            {
                "sha256": outcome.sha256,
                "document_id": outcome.sha256[:16],
                "format": outcome.format,
                "pages": outcome.pages,
                "tables": outcome.tables,
                "rows": outcome.rows,
                "status": outcome.status,
                "template": outcome.template,
                "parameters": as_json(outcome.values),
                "message": outcome.message,
                "name": job.name,
                "reading": key,
                "limits": limits_of(reading) if outcome.lasting is Lasting.UNDER_LIMITS else outcome.lasting,
            },
        )
        content_id = int(made.inserted_primary_key[0])  # type: ignore[index] # one row was inserted
        for chunk in outcome.chunks:
            kind, records = unpacked(chunk)
            _insert_records(connection, kind, content_id, records)
        _wait_for_series(connection, content_id)
        mark_changed(connection)


def _insert_records(connection: Connection, kind: str, content_id: int, records: Sequence[Record]) -> None:
    """Insert the records of a kind by the driver itself: half of what keeping a document takes is spared."""
    statement, names = _insertion(kind, connection.dialect)
    fields = ("content_id", *FIELDS[kind])
    if names:
        at = [fields.index(name) for name in names]
        in_order = itemgetter(*at)
        connection.exec_driver_sql(statement, [in_order((content_id, *record)) for record in records])
    else:
        rows = [dict(zip(fields, (content_id, *record), strict=True)) for record in records]
        connection.exec_driver_sql(statement, rows)


@lru_cache
def _insertion(kind: str, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """The statement that inserts a record of a kind, and the order of its values; empty where they go by name."""
    compiled = insert(PARTS[kind]).compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ()) if compiled.positional else ()


def limits_of(reading: Reading) -> str:
    """The limits a document was read under, for telling whether others may let it through."""
    return f"{reading.timeout:g} s, {reading.megabytes} MB"


def forget(connection: Connection, sha256: str) -> None:
    """Remove a content and all it holds."""
    content_id = connection.scalar(_CONTENT_OF, {"hash": sha256})
    if content_id is not None:
        _wait_for_series(connection, content_id)
        connection.execute(delete(CONTENT).where(CONTENT.c.content_id == content_id))


def _wait_for_series(connection: Connection, content_id: int) -> None:
    """Have the series that a content belongs to compared again."""
    connection.execute(_SERIES_OF, {"content": content_id})


def forget_orphans(connection: Connection) -> None:
    """Remove the contents that no path holds any more: a changed file's earlier results."""
    known = select(KNOWN_PATH.c.sha256).where(KNOWN_PATH.c.sha256.is_not(None))
    with connection.begin():
        orphans = connection.scalars(select(CONTENT.c.sha256).where(CONTENT.c.sha256.not_in(known))).all()
        for sha256 in orphans:
            forget(connection, sha256)
        if orphans:
            mark_changed(connection)
