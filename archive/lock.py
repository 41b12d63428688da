"""One import into an archive at a time. The lock goes with the process, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zvirka.messages import N_

IN_USE = N_("another import is writing into this archive; wait until it has ended")
UNUSABLE = N_("the archive cannot be written: {reason}")


class ArchiveUnusable(Exception):
    """An archive that is in use, or cannot be read or written: an English template and its values."""

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder of an archive for this process alone. Raises `ArchiveUnusable` if another one holds it."""
    try:
        descriptor = _open(folder)
    except OSError as error:
        raise ArchiveUnusable(UNUSABLE, reason=error.strerror or str(error)) from None
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        # a folder cannot be opened here
        return os.open(folder / "archive.lock", os.O_RDWR | os.O_CREAT)

    def _take(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise ArchiveUnusable(IN_USE) from None

else:
    import fcntl

    def _open(folder: Path) -> int:
        # the folder itself is locked, so that no file of ours is left behind; children do not inherit it
        return os.open(folder, os.O_RDONLY)

    def _take(descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveUnusable(IN_USE) from None
        except OSError as error:
            raise ArchiveUnusable(UNUSABLE, reason=error.strerror or str(error)) from None
