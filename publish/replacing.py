"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def replacing(path: Path, **how: Any) -> Iterator[IO[Any]]:
    """A file to write into that takes the place of `path` once all of it is on the disk.

    `how` is what `open` takes beside the name. If writing fails or the process dies, `path` stays as it was; raises
    `OSError` as the system does.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, **how) as file:  # noqa: PTH123 - a descriptor, no path
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sweep(folder: Path, names: tuple[str, ...]) -> None:
    """Remove what a process that was killed while writing these files has left of them."""
    for name in names:
        for left in folder.glob(f".{name}.*.part"):
            left.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the new names of files on the disk, too, where the system can do that for a folder."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    # the only way to ask is to set it; this runs in one thread
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
