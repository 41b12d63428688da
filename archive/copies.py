"""Copies of documents that no path of the system leads to, in ZIP archives and at addresses: one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from zvirka.archive.fetched import Fetched
from zvirka.archive.memory import MEGABYTE
from zvirka.archive.zipped import Opener, Unzippable, is_file_of_the_system

# In the folder of the archive, since nothing is ever written elsewhere.
COPY = ".source.part"


@contextmanager
def copies_in(folder: Path, megabytes: int, fetched: Fetched) -> Iterator[Copies]:
    """What makes copies in a folder, of so many megabytes at most; in the end there is none left.

    Of what is `fetched` none is made.
    """
    copy = folder / COPY
    # one that a run left which was killed
    copy.unlink(missing_ok=True)
    with closing(Opener()) as opener:
        try:
            yield Copies(copy, megabytes * MEGABYTE, opener, fetched)
        finally:
            copy.unlink(missing_ok=True)


class Copies:
    """Gives a path to the content at a location; a copy is there until the next is asked for."""

    def __init__(self, copy: Path, limit: int, opener: Opener, fetched: Fetched) -> None:
        self._copy, self._limit, self._opener, self._fetched = copy, limit, opener, fetched
        self._copied = b""

    def path_of(self, location: bytes, sha256: str) -> Path:
        """A path that leads to the content; to nothing, if it cannot be had."""
        if is_file_of_the_system(location):
            return Path(os.fsdecode(location))
        if (fetched := self._fetched.path_of(sha256)) is not None:
            return fetched
        if self._copied != location:
            self._copied = location
            self._copy.unlink(missing_ok=True)
            try:
                self._fill(location)
            except (OSError, Unzippable):
                self._copy.unlink(missing_ok=True)
        return self._copy

    def _fill(self, location: bytes) -> None:
        left = self._limit
        with self._opener.opened(location) as source, self._copy.open("wb") as copy:
            while left > 0 and (block := source.read(min(left, MEGABYTE))):
                copy.write(block)
                left -= len(block)
