"""The store of an archive: a transaction a document, so that a run that is killed has lost nothing that was done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    cast,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from zvirka.archive.lock import IN_USE, UNUSABLE, ArchiveUnusable
from zvirka.archive.records import told
from zvirka.archive.schema import (
    CONTENT,
    FACT,
    KNOWN_PATH,
    METADATA,
    PARTS,
    TEXT,
    VERSION,
)
from zvirka.messages import N_

ARCHIVE_FILE = "archive.sqlite"
DATABASE_LOCK = 0x7A7669726B61  # "zvirka": an advisory lock of PostgreSQL, which ends with the connection
OTHER_VERSION = N_("the archive was made by another version of zvirka; import into a new folder")
NOT_POSTGRES = N_("{url} is no address of a PostgreSQL database; write postgresql+psycopg://USER@HOST/NAME")
NO_DRIVER = N_("a PostgreSQL store needs the extra: pip install 'zvirka[postgres]'")

_NEXT_REVISION = (
    update(FACT).where(FACT.c.name == "revision").values(value=cast(cast(FACT.c.value, BigInteger) + 1, TEXT))
)


@contextmanager
def opened(folder: Path, url: str | None = None) -> Iterator[Connection]:
    """A connection to the store of an archive, its tables made if they are not there.

    `url` is a PostgreSQL database instead of SQLite in the folder. Raises `ArchiveUnusable`, also for whatever the
    database refuses later on: a full disk, a server that goes away.
    """
    engine = _engine(folder, url)
    try:
        with engine.connect() as connection:
            if url is not None:
                _hold_database(connection)
            _make_tables(connection)
            yield connection
    except DBAPIError as error:
        raise ArchiveUnusable(UNUSABLE, reason=_reason(error)) from None
    finally:
        engine.dispose()


def _engine(folder: Path, url: str | None) -> Engine:
    if url is None:
        engine = create_engine(f"sqlite:///{folder / ARCHIVE_FILE}")
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine
    try:
        address = make_url(url)
        if address.get_backend_name() != "postgresql":
            raise ArchiveUnusable(NOT_POSTGRES, url=address.render_as_string(hide_password=True))
        return create_engine(address)
    except ArgumentError:
        raise ArchiveUnusable(NOT_POSTGRES, url=url) from None
    except (ModuleNotFoundError, NoSuchModuleError):
        raise ArchiveUnusable(NO_DRIVER) from None


def _prepare_sqlite(connection: Any, _: object) -> None:
    # transactions begin and end where we say, not where the driver thinks
    connection.isolation_level = None
    # a process that is killed leaves a whole database behind in this mode; a power cut may cost the last documents,
    # which are then read again
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _reason(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())


def _hold_database(connection: Connection) -> None:
    """Hold a database for this connection alone: it may be named by imports into different folders."""
    with connection.begin():
        if not connection.scalar(select(func.pg_try_advisory_lock(DATABASE_LOCK))):
            raise ArchiveUnusable(IN_USE)


def _make_tables(connection: Connection) -> None:
    with connection.begin():
        METADATA.create_all(connection)
        version = fact(connection, "version")
        if version is None:
            set_fact(connection, "version", str(VERSION))
        elif version != str(VERSION):
            raise ArchiveUnusable(OTHER_VERSION)


def fact(connection: Connection, name: str) -> str | None:
    """What is kept under a name about the archive as a whole."""
    value: str | None = connection.scalar(select(FACT.c.value).where(FACT.c.name == name))
    return value


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Keep a value under a name."""
    if connection.execute(update(FACT).where(FACT.c.name == name).values(value=value)).rowcount == 0:
        connection.execute(insert(FACT).values(name=name, value=value))


def mark_changed(connection: Connection) -> None:
    """Note, in the transaction that changes it, that the archive is not what was last published."""
    if connection.execute(_NEXT_REVISION).rowcount == 0:
        connection.execute(insert(FACT).values(name="revision", value="1"))


def settle_first_paths(connection: Connection) -> None:
    """Find the first path of each content, under which it is told: of those that are there, then of those that were."""
    other = KNOWN_PATH.alias("other")
    first = (
        select(other.c.path)
        .where(other.c.sha256 == KNOWN_PATH.c.sha256)
        .order_by(other.c.present.desc(), other.c.path)
        .limit(1)
        .scalar_subquery()
    )
    is_first = KNOWN_PATH.c.sha256.is_not(None) & (func.coalesce(first, "") == KNOWN_PATH.c.path)
    with connection.begin():
        connection.execute(
            update(KNOWN_PATH).where(KNOWN_PATH.c.is_first != is_first).values(is_first=is_first)
        )


def tell_in(connection: Connection, language: str) -> None:
    """Have all messages told in a language, if they are told in another one."""
    with connection.begin():
        if fact(connection, "language") == language:
            return
        for table, key in ((CONTENT, "content_id"), (KNOWN_PATH, "path")):
            _retell(connection, table, (key,), language)
        _retell(connection, PARTS["finding"], ("content_id", "position"), language)
        set_fact(connection, "language", language)
        mark_changed(connection)


def _retell(connection: Connection, table: Any, key: tuple[str, ...], language: str) -> None:
    columns = [table.c[name] for name in (*key, "template", "parameters")]
    told_anew = connection.execute(select(*columns).where(table.c.template != "")).all()
    for *at, template, parameters in told_anew:
        where = [table.c[name] == value for name, value in zip(key, at, strict=True)]
        message = told(template, json.loads(parameters), language)
        connection.execute(update(table).where(*where).values(message=message))


def published(connection: Connection, how: str) -> bool:
    """Whether the files that are published were made from the archive as it is, and `how` they would be made now."""
    with connection.begin():
        return fact(connection, "published") == _publication(connection, how)


def mark_published(connection: Connection, how: str) -> None:
    """Note that the published files are those of the archive as it is."""
    with connection.begin():
        set_fact(connection, "published", _publication(connection, how))


def _publication(connection: Connection, how: str) -> str:
    return f"{fact(connection, 'revision')} {how}"


def sources(connection: Connection) -> Iterator[tuple[str, str]]:
    """The path and the full SHA-256 of every document whose content is known, by path."""
    known = KNOWN_PATH.c
    found = connection.execute(
        select(known.path, known.sha256).where(known.sha256.is_not(None)).order_by(known.path)
    )
    yield from ((path, sha256) for path, sha256 in found)
