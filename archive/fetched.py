"""Contents that were fetched from addresses to be hashed, kept until they have been read: so they are fetched once.

Within bounds: what there is no room for is fetched again. A copy goes by the hash of what is in it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from zvirka.archive.memory import MEGABYTE

# In the folder of the archive, since nothing is ever written elsewhere.
FOLDER = ".fetched"
MOST_BYTES = 1 << 30


@contextmanager
def fetched_in(folder: Path) -> Iterator[Fetched]:
    """What keeps fetched contents below a folder; in the end there are none left."""
    kept = folder / FOLDER
    # those that a run left which was killed
    shutil.rmtree(kept, ignore_errors=True)
    try:
        yield Fetched(kept, MOST_BYTES)
    finally:
        shutil.rmtree(kept, ignore_errors=True)


class Fetched:
    """Keeps copies of fetched contents, of so many bytes in all."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._left = folder, most

    def path_of(self, sha256: str) -> Path | None:
        """The copy of a content, if there is one."""
        copy = self._folder / sha256
        return copy if copy.is_file() else None

    def hashed(self, file: IO[bytes], most: int) -> str | None:
        """The hash of what stands in a file, kept on the way; None for more bytes than `most`."""
        part = self._folder / "part"
        digest = hashlib.sha256()
        read = 0
        copy = self._begun(part)
        try:
            while block := file.read(MEGABYTE):
                digest.update(block)
                read += len(block)
                if read > most:
                    return None
                copy = self._written(copy, block, read)
        finally:
            if copy is not None:
                copy.close()
        sha256 = digest.hexdigest()
        if copy is not None:
            part.replace(self._folder / sha256)
            self._left -= read
        return sha256

    def _begun(self, part: Path) -> IO[bytes] | None:
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            return part.open("wb", buffering=0)
        return None

    def _written(self, copy: IO[bytes] | None, block: bytes, read: int) -> IO[bytes] | None:
        """The copy with a block more, or None if it is given up: there is no room for it, here or on the disk."""
        if copy is None:
            return None
        with suppress(OSError):
            if read <= self._left and copy.write(block) == len(block):
                return copy
        copy.close()
        Path(copy.name).unlink(missing_ok=True)
        return None
