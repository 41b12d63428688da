"""The main job: everything below some paths read, checked and kept; only what is new or changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, Table, and_, func, insert, or_, select

from zvirka.archive.across import compare_across
from zvirka.archive.child import Job, Reading
from zvirka.archive.fetched import Fetched
from zvirka.archive.keeping import forget_orphans, limits_of, save
from zvirka.archive.records import Lasting, Outcome
from zvirka.archive.schema import CONTENT, KNOWN_PATH, TEXT
from zvirka.archive.store import settle_first_paths, tell_in
from zvirka.archive.supervise import outcomes
from zvirka.archive.survey import SEEN, survey
from zvirka.archive.views import make_views
from zvirka.archive.walk import Root, Walked
from zvirka.schemas.form import shipped_form_ids, shipped_form_text

JOBS_AT_ONCE = 200
_WAITING = Table(
    "waiting",
    MetaData(),
    Column("path", TEXT, primary_key=True),
    Column("sha256", TEXT),
    prefixes=["TEMPORARY"],
)

Reader = Callable[[Iterator[Job]], Generator[tuple[Job, Outcome], None, None]]
"""What reads documents: takes jobs as there is room for them and gives each its outcome."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a run did: how the walk went, and how many documents it read."""

    walked: Walked
    read: int


@dataclass(slots=True)
class Watch:
    """What is told of a run while it goes on; the methods may be replaced by ones that do something."""

    planned: Callable[[int], None] = field(default=lambda _: None)
    ended: Callable[[Job, Outcome], None] = field(default=lambda *_: None)


def import_documents(
    connection: Connection,
    roots: Sequence[Root],
    archive: Path,
    reading: Reading,
    processes: int,
    *,
    again: bool = False,
    watch: Watch | None = None,
    reader: Reader | None = None,
    fetched: Fetched | None = None,
) -> Imported:
    """Bring an archive up to date with what is below the roots.

    `again` reads unchanged files, too. `reader` reads the documents, else `processes` child processes do. `fetched`
    keeps what comes from addresses, else that is fetched twice. Raises `PathCollision`; whatever the store refuses is
    raised as the database's own error.
    """
    watch = watch or Watch()
    reader = reader or (lambda jobs: outcomes(jobs, reading, processes))
    key = key_of(reading)
    tell_in(connection, reading.language)
    walked = survey(connection, roots, archive, reading, fetched)
    settle_first_paths(connection)
    count = _plan(connection, reading, key, again=again)
    watch.planned(count)
    # closed at once if anything goes wrong here: no child process outlives the import
    with closing(reader(_jobs(connection, fetched))) as ended:
        for job, outcome in ended:
            save(connection, job, outcome, reading, key)
            watch.ended(job, outcome)
    settle_first_paths(connection)
    forget_orphans(connection)
    compare_across(connection, reading.language)
    with connection.begin():
        make_views(connection)
    return Imported(walked, count)


def key_of(reading: Reading) -> str:
    """What a result depends on beside the document: program, engine, forms. Equal keys, equal results."""
    if reading.form is None:
        forms = [shipped_form_text(form_id) for form_id in shipped_form_ids()]
    else:
        forms = [repr(reading.form)]
    understand = f"{reading.understand.__module__}.{reading.understand.__qualname__}"
    parts = (version("zvirka"), reading.engine, understand, *forms)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _plan(connection: Connection, reading: Reading, key: str, *, again: bool) -> int:
    """Put down which contents are to be read, each once, under the first of its paths that was seen."""
    path, content = KNOWN_PATH.c, CONTENT.c
    first = KNOWN_PATH.alias("first")
    stale = or_(
        content.content_id.is_(None),
        content.reading != key,
        content.name != first.c.name,
        and_(content.limits != Lasting.SETTLED, content.limits != limits_of(reading)),
    )
    wanted = (
        select(func.min(path.path), path.sha256)
        .join(SEEN, SEEN.c.path == path.path)
        .join(first, and_(first.c.sha256 == path.sha256, first.c.is_first))
        .outerjoin(CONTENT, content.sha256 == path.sha256)
        .where(path.sha256.is_not(None), *([] if again else [stale]))
        .group_by(path.sha256)
    )
    with connection.begin():
        _WAITING.drop(connection, checkfirst=True)
        _WAITING.create(connection)
        connection.execute(insert(_WAITING).from_select(["path", "sha256"], wanted))
        return connection.scalar(select(func.count()).select_from(_WAITING)) or 0


def _jobs(connection: Connection, fetched: Fetched | None) -> Iterator[Job]:
    first = KNOWN_PATH.alias("first")
    after = ""
    while True:
        batch = (
            select(_WAITING.c.path, KNOWN_PATH.c.location, first.c.path, first.c.name, _WAITING.c.sha256)
            .join(KNOWN_PATH, KNOWN_PATH.c.path == _WAITING.c.path)
            .join(first, and_(first.c.sha256 == _WAITING.c.sha256, first.c.is_first))
            .where(_WAITING.c.path > after)
            .order_by(_WAITING.c.path)
            .limit(JOBS_AT_ONCE)
        )
        with connection.begin():
            found = connection.execute(batch).all()
        if not found:
            return
        for _, location, path, name, sha256 in found:
            copy = fetched.path_of(sha256) if fetched else None
            yield Job(path, location, name, sha256, copy=copy)
        after = found[-1][0]


__all__ = ["Imported", "Watch", "import_documents", "key_of"]
