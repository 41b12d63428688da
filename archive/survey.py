"""What is there now, held against what was known: new, changed, unchanged and vanished files.

The first look at a file is its size and time; only where they differ from what was known is its content hashed. What
was seen stands in a temporary table of the database, so that memory does not grow with the number of files.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Row,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    not_,
    or_,
    select,
    update,
)

from zvirka.archive.child import Reading
from zvirka.archive.failures import TOO_LARGE, Failure, cannot_open
from zvirka.archive.fetched import Fetched
from zvirka.archive.memory import MEGABYTE
from zvirka.archive.records import as_json, told
from zvirka.archive.remote import is_remote
from zvirka.archive.schema import KNOWN_PATH, TEXT
from zvirka.archive.store import mark_changed
from zvirka.archive.walk import Found, Root, Walked, shown_name, walk
from zvirka.archive.zipped import Opener, Unzippable, still_there, told_location
from zvirka.messages import N_

FILES_A_TRANSACTION = 500
# A file that was written this short a time before it was looked at may be written again without its time showing it:
# file systems keep times in steps of up to two seconds.
FRESH_NANOSECONDS = 2_000_000_000

SEEN = Table("seen", MetaData(), Column("path", TEXT, primary_key=True), prefixes=["TEMPORARY"])
"""The paths that this run has seen."""

_PATH = KNOWN_PATH.c
_Item = TypeVar("_Item")


class PathCollision(Exception):
    """Two files that would go by one path: an English template and its values."""

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


def refuse_collisions(roots: Sequence[Root]) -> None:
    """Raise `PathCollision` if two roots would give their files the same paths."""
    taken: dict[tuple[str, bool], Root] = {}
    for root in roots:
        earlier = taken.setdefault((root.prefix, root.is_folder), root)
        if earlier is not root:
            raise PathCollision(
                N_(
                    "{first} and {second} have the same last name; import a folder above them, or one at a time"
                ),
                first=earlier.given,
                second=root.given,
            )


@dataclass(frozen=True, slots=True)
class _Taking:
    """How contents are taken for a look: the limits, what opens them, what keeps those that were fetched."""

    reading: Reading
    opener: Opener
    fetched: Fetched | None


def survey(
    connection: Connection,
    roots: Sequence[Root],
    archive: Path,
    reading: Reading,
    fetched: Fetched | None = None,
) -> Walked:
    """Note every file below the roots, its content's hash, and which files are gone.

    Commits as it goes, so that a run that is stopped need not hash again. Raises `PathCollision`.
    """
    walked = Walked()
    take = _Taking(reading, Opener(), fetched)
    with connection.begin():
        SEEN.drop(connection, checkfirst=True)
        SEEN.create(connection)
    for root in roots:
        for batch in _batches(walk(root, archive, walked), FILES_A_TRANSACTION):
            with connection.begin():
                _note(connection, root, batch, take)
    take.opener.close()
    with connection.begin():
        _note_presence(connection, roots, walked)
    return walked


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _note(connection: Connection, root: Root, batch: Sequence[Found], take: _Taking) -> None:
    paths = [found.path for found in batch]
    _refuse_twice(connection, paths)
    connection.execute(insert(SEEN), [{"path": path} for path in paths])
    known = {row.path: row for row in connection.execute(select(KNOWN_PATH).where(_PATH.path.in_(paths)))}
    new, changed = [], []
    for found in batch:
        row = known.get(found.path)
        if row is None:
            new.append(_noted(root, found, None, take))
        elif not _unchanged(root, found, row):
            if row.location != found.location:
                _move(connection, root, found, row)
            changed.append(_noted(root, found, row, take))
    if new:
        connection.execute(insert(KNOWN_PATH), new)
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "path"}
        keyed = [{**noted, "b_path": noted["path"]} for noted in changed]
        connection.execute(update(KNOWN_PATH).where(_PATH.path == bindparam("b_path")).values(values), keyed)
    # a new time alone changes nothing that anybody sees
    if new or any(_seen_otherwise(values, known[values["path"]]) for values in changed):
        mark_changed(connection)


def _refuse_twice(connection: Connection, paths: Sequence[str]) -> None:
    twice = set(paths) if len(set(paths)) < len(paths) else set()
    twice &= {path for path in twice if paths.count(path) > 1}
    twice.update(connection.scalars(select(SEEN.c.path).where(SEEN.c.path.in_(paths))))
    if twice:
        raise PathCollision(N_("two files go by the path {path}"), path=min(twice))


def _unchanged(root: Root, found: Found, row: Row[Any]) -> bool:
    # without a hash there is a reason why the file could not be read, and that may have passed
    return (
        row.sha256 is not None
        and (row.size, row.modified) == (found.size, found.modified)
        and (row.root, row.location) == (root.location, found.location)
    )


def _seen_otherwise(values: dict[str, Any], row: Row[Any]) -> bool:
    return any(values[name] != getattr(row, name) for name in ("sha256", "present", "template", "parameters"))


def _noted(root: Root, found: Found, row: Row[Any] | None, take: _Taking) -> dict[str, Any]:
    reading = take.reading
    sha256: str | None = None
    failure: Failure = ("", {})
    if found.problem is not None:
        failure = found.problem
    elif found.size <= reading.megabytes * MEGABYTE:
        try:
            sha256 = _hash(found.location, take.opener, take.fetched, reading.megabytes)
        except OSError as error:
            failure = cannot_open(error)
        except Unzippable as error:
            failure = error.failure
    if sha256 is None and not failure[0]:
        failure = TOO_LARGE, {"size": max(-(-found.size // MEGABYTE), reading.megabytes + 1)}
    template, parameters = failure
    fresh = found.modified > time.time_ns() - FRESH_NANOSECONDS
    return {
        "path": found.path,
        "name": found.name,
        "root": root.location,
        "location": found.location,
        "size": found.size,
        "modified": None if fresh else found.modified,
        "sha256": sha256,
        "present": True,
        "is_first": row is not None and row.is_first and row.sha256 == sha256,
        "template": template,
        "parameters": as_json(parameters),
        "message": told(template, parameters, reading.language),
    }


def _hash(location: bytes, opener: Opener, fetched: Fetched | None, megabytes: int) -> str | None:
    """The hash of a content; None for one that goes on after so many megabytes, whatever its size was said to be."""
    most = megabytes * MEGABYTE
    with opener.opened(location) as file:
        if fetched is not None and is_remote(location):
            return fetched.hashed(file, most)
        digest = hashlib.sha256()
        read = 0
        while block := file.read(MEGABYTE):
            digest.update(block)
            read += len(block)
            if read > most:
                return None
    return digest.hexdigest()


def _move(connection: Connection, root: Root, found: Found, row: Row[Any]) -> None:
    """A path that was elsewhere before: the folder was moved, or it is another one with files of the same names."""
    if still_there(row.location):
        raise PathCollision(
            N_(
                "{path} is in the archive already, from {earlier}; import both folders in one command: PATH PATH"
            ),
            path=found.path,
            earlier=shown_name(told_location(row.location)),
        )
    if row.root != root.location and not still_there(row.root):
        connection.execute(update(KNOWN_PATH).where(_PATH.root == row.root).values(root=root.location))


def _note_presence(connection: Connection, roots: Sequence[Root], walked: Walked) -> None:
    seen = select(SEEN.c.path)
    gone = and_(
        _PATH.root.in_([root.location for root in roots]),
        _PATH.present,
        _PATH.path.not_in(seen),
        # what stands below a folder that could not be listed may well be there
        *(not_(_at_or_below(prefix)) for prefix, _ in walked.unlisted),
    )
    back = and_(not_(_PATH.present), _PATH.path.in_(seen))
    # a file of these roots that goes by another path now, since other roots are named beside its own
    there = KNOWN_PATH.alias("there")
    locations = select(there.c.location).where(there.c.path.in_(seen))
    renamed = and_(gone, _PATH.location.in_(locations))
    changes = connection.execute(delete(KNOWN_PATH).where(renamed)).rowcount
    for where, present in ((gone, False), (back, True)):
        changes += connection.execute(update(KNOWN_PATH).where(where).values(present=present)).rowcount
    if changes:
        mark_changed(connection)


def _at_or_below(prefix: str) -> Any:
    # "0" is the character after "/"
    return (
        or_(_PATH.path == prefix, and_(_PATH.path >= f"{prefix}/", _PATH.path < f"{prefix}0"))
        if prefix
        else _PATH.path != ""
    )
