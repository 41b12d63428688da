"""Which files there are: the rules by which folders are walked and files are named.

Names are kept as the system has them; a `path` is text for people and programs, in which bytes that are no UTF-8 are
written as `\\xNN`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zvirka.archive.failures import MISSING, NO_FILE, Failure, cannot_open
from zvirka.archive.remote import (
    Entry,
    is_address,
    last_name,
    listed,
    local_path,
    location_of,
    looked_at,
)
from zvirka.archive.zipped import ENDING, Opener, Room, Unzippable

ENDINGS = (".pdf", ".docx", ".docm", ".txt", ".text")
"""The endings that a walk takes, in any case. How a file is read, its content decides."""


@dataclass(frozen=True, slots=True)
class Root:
    """One PATH of the command line. `prefix` stands before the paths of what is below it.

    `location` is where it is, whatever the current folder: what tells one root from another between runs. `there` is
    what stands at an address, None for a path of this system.
    """

    given: str
    location: bytes
    prefix: str
    is_folder: bool
    there: Entry | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One file to be read. `size` in bytes and `modified` in nanoseconds are the quick look at it.

    `problem` is why it is no document.
    """

    path: str
    location: bytes
    size: int
    modified: int
    problem: Failure | None = None

    @property
    def name(self) -> str:
        """The file's own name, by which the document goes."""
        return self.path.rpartition("/")[2]


@dataclass(slots=True)
class Walked:
    """What a walk says beside the files: how many names it passed over, and which folders it could not list."""

    passed_over: int = 0
    unlisted: list[tuple[str, OSError]] = field(default_factory=list)


def roots_of(given: Sequence[str | Path]) -> tuple[list[Root], list[tuple[str, Failure]]]:
    """The roots that there are, and the others with the reason. Raises `UnusableAddress`."""
    roots: list[Root] = []
    missing: list[tuple[str, Failure]] = []
    for one in map(str, given):
        if not one:
            # a variable of a script that is not set, and not the folder that we happen to be in
            missing.append(("''", (MISSING, {})))
            continue
        try:
            roots.append(_root(one, alone=len(given) == 1))
        except (FileNotFoundError, NotADirectoryError):
            missing.append((one, (MISSING, {})))
        except OSError as error:
            missing.append((one, cannot_open(error)))
    return roots, missing


def _root(given: str, *, alone: bool) -> Root:
    path = local_path(given) if is_address(given) else Path(given)
    if path is None:
        if not given.endswith("://"):
            given = given.rstrip("/")  # one folder, however it is written
        there = looked_at(given)
        is_folder = there.kind == "directory"
        name, location = shown_name(last_name(given)), location_of(given, there.path)
    else:
        there = None
        is_folder = stat.S_ISDIR(path.stat().st_mode)
        # `.` and `..` have no name of their own
        name = shown_name(path.name if path.name.strip(".") else path.resolve().name)
        location = os.fsencode(path.resolve())
    return Root(given, location, "" if alone and is_folder else name, is_folder, there)


def walk(root: Root, archive: Path, walked: Walked) -> Iterator[Found]:
    """The files of a root, in no particular order. `archive` is never walked."""
    opener = Opener()
    try:
        for found in _walked(root, archive, walked):
            room = Room(found.size)
            yield from _opened_up(found, walked, opener, room) if _may_be_archive(found) else (found,)
    finally:
        opener.close()


def _walked(root: Root, archive: Path, walked: Walked) -> Iterator[Found]:
    if root.there is not None and root.is_folder:
        yield from _below_address(root, root.there, walked)
    elif root.there is not None:
        yield _found_there(root, root.there, root.prefix)
    elif root.is_folder:
        yield from _below(root.location, root.prefix, _identity(os.fsencode(archive)), walked)
    else:
        yield from _named(root)


def _named(root: Root) -> Iterator[Found]:
    try:
        status = Path(os.fsdecode(root.location)).stat()
    except OSError as error:
        # it went away after it was named
        yield Found(root.prefix, root.location, 0, 0, cannot_open(error))
        return
    yield _found(root.prefix, root.location, status)


def _below_address(root: Root, top: Entry, walked: Walked) -> Iterator[Found]:
    waiting = [(top.path, root.prefix)]
    while waiting:
        here, before = waiting.pop()
        try:
            entries = list(listed(root.given, here))
        except OSError as error:
            walked.unlisted.append((before, error))
            continue
        for entry in entries:
            # names that lead elsewhere name nothing
            name = "" if entry.name in (".", "..") else shown_name(entry.name)
            path = "/".join(part for part in (before, name) if part)
            if entry.kind == "directory":
                waiting.append((entry.path, path))
            elif entry.kind == "file" and name.lower().endswith((*ENDINGS, ENDING)):
                yield _found_there(root, entry, path)
            else:
                walked.passed_over += 1


def _found_there(root: Root, entry: Entry, path: str) -> Found:
    problem = None if entry.kind == "file" else NO_FILE
    return Found(path, location_of(root.given, entry.path), entry.size, entry.modified, problem)


def _below(folder: bytes, prefix: str, archive: tuple[int, int] | None, walked: Walked) -> Iterator[Found]:
    # an explicit stack: folders may be nested more deeply than calls may
    waiting = [(folder, prefix)]
    while waiting:
        here, before = waiting.pop()
        if _identity(here) == archive:
            continue
        try:
            with os.scandir(here) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            walked.unlisted.append((before, error))
            continue
        for entry in entries:
            name = shown_name(os.fsdecode(entry.name))
            path = f"{before}/{name}" if before else name
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, path))
            elif entry.is_file(follow_symlinks=False) and name.lower().endswith((*ENDINGS, ENDING)):
                yield from _looked_at(entry, path, walked)
            else:
                walked.passed_over += 1


def _looked_at(entry: os.DirEntry[bytes], path: str, walked: Walked) -> Iterator[Found]:
    try:
        found = _found(path, entry.path, entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return  # it went away between listing and looking
    except OSError as error:
        walked.unlisted.append((path, error))
        return
    yield found


def _found(path: str, location: bytes, status: os.stat_result) -> Found:
    problem = None if stat.S_ISREG(status.st_mode) else NO_FILE
    return Found(path, location, status.st_size, status.st_mtime_ns, problem)


def _may_be_archive(found: Found) -> bool:
    return found.problem is None and found.path.lower().endswith(ENDING)


def _opened_up(found: Found, walked: Walked, opener: Opener, room: Room) -> Iterator[Found]:
    """The documents in a ZIP archive; the file itself if it is none, or one that cannot be walked."""
    try:
        if not opener.is_archive(found.location):
            yield found
            return
        for member in opener.members(found.location):
            if member.is_link or not member.name.lower().endswith((*ENDINGS, ENDING)):
                walked.passed_over += 1
                continue
            room.take(member.size)
            inside = Found(f"{found.path}/{member.name}", member.location, member.size, found.modified)
            yield from _opened_up(inside, walked, opener, room) if _may_be_archive(inside) else (inside,)
    except Unzippable as error:
        yield replace(found, problem=error.failure)
    except OSError as error:
        yield replace(found, problem=cannot_open(error))


def _identity(folder: bytes) -> tuple[int, int] | None:
    try:
        status = Path(os.fsdecode(folder)).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def shown_name(name: str) -> str:
    """A name as text that can be stored everywhere: bytes that are no UTF-8 become `\\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
