"""Which files there are: the rules by which folders are walked and files are named.

Names are kept as the system has them; a `path` is text for people and programs, in which bytes that are no UTF-8 are
written as `\\xNN`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from zvirka.archive.failures import NO_FILE, Failure, cannot_open
from zvirka.archive.zipped import ENDING, Opener, Unzippable

ENDINGS = (".pdf", ".docx", ".docm", ".txt", ".text")
"""The endings that a walk takes, in any case. How a file is read, its content decides."""


@dataclass(frozen=True, slots=True)
class Root:
    """One PATH of the command line. `prefix` stands before the paths of what is below it."""

    given: Path
    prefix: str
    is_folder: bool

    @property
    def location(self) -> bytes:
        """Where it is, whatever the current folder: what tells one root from another between runs."""
        return os.fsencode(self.given.resolve())


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


def roots_of(paths: list[Path]) -> tuple[list[Root], list[Path]]:
    """The roots that exist, and the paths that do not."""
    roots, missing = [], []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError:
            missing.append(path)
            continue
        # `.` and `..` have no name of their own
        name = shown_name(path.name if path.name.strip(".") else path.resolve().name)
        prefix = "" if len(paths) == 1 and is_folder else name
        roots.append(Root(path, prefix, is_folder))
    return roots, missing


def walk(root: Root, archive: Path, walked: Walked) -> Iterator[Found]:
    """The files of a root, in no particular order. `archive` is never walked."""
    opener = Opener()
    try:
        if root.is_folder:
            yield from _below(root.location, root.prefix, _identity(os.fsencode(archive)), walked, opener)
        else:
            found = _found(root.prefix, root.location, root.given.stat())
            yield from _opened_up(found, walked, opener) if _may_be_archive(found) else (found,)
    finally:
        opener.close()


def _below(
    folder: bytes, prefix: str, archive: tuple[int, int] | None, walked: Walked, opener: Opener
) -> Iterator[Found]:
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
                yield from _looked_at(entry, path, walked, opener)
            else:
                walked.passed_over += 1


def _looked_at(entry: os.DirEntry[bytes], path: str, walked: Walked, opener: Opener) -> Iterator[Found]:
    try:
        found = _found(path, entry.path, entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return  # it went away between listing and looking
    except OSError as error:
        walked.unlisted.append((path, error))
        return
    yield from _opened_up(found, walked, opener) if _may_be_archive(found) else (found,)


def _found(path: str, location: bytes, status: os.stat_result) -> Found:
    problem = None if stat.S_ISREG(status.st_mode) else NO_FILE
    return Found(path, location, status.st_size, status.st_mtime_ns, problem)


def _may_be_archive(found: Found) -> bool:
    return found.problem is None and found.path.lower().endswith(ENDING)


def _opened_up(found: Found, walked: Walked, opener: Opener) -> Iterator[Found]:
    """The documents in a ZIP archive; the file itself if it is none, or one that cannot be walked."""
    try:
        if not opener.is_archive(found.location):
            yield found
            return
        for member in opener.members(found.location):
            inside = Found(f"{found.path}/{member.name}", member.location, member.size, found.modified)
            if _may_be_archive(inside):
                yield from _opened_up(inside, walked, opener)
            elif member.name.lower().endswith(ENDINGS):
                yield inside
            else:
                walked.passed_over += 1
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
