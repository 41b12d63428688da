"""ZIP archives walked like folders. Nothing is ever unpacked to a path: members are read where they are.

A member's location is that of its archive, a zero byte, and which member it is; in an archive in an archive that comes
twice. What may be wrong with an archive is a value, a `Failure`; only the system's own errors are `OSError`.
"""

from __future__ import annotations

import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from zvirka.archive import remote
from zvirka.archive.failures import NO_FILE, Failure
from zvirka.messages import N_

ENDING = ".zip"
# An archive in an archive is somebody's habit; one more is somebody's joke.
DEPTH = 2
# The list of members is held in memory: about 300,000 of them.
LONGEST_DIRECTORY = 32 << 20
# An archive in an archive is held in memory while it is read.
LARGEST_INNER = 128 << 20

# What an archive may unpack to in all, with those in it: text is packed to a twentieth at best, a bomb to a thousandth.
MOST_TIMES = 100
ALWAYS_ALLOWED = 1 << 30

BOMB: Failure = (N_("a ZIP archive that unpacks to many times its size; unpack it first"), {})
TOO_DEEP: Failure = (N_("a ZIP archive in a ZIP archive in a ZIP archive; unpack it first"), {})
TOO_MANY: Failure = (N_("a ZIP archive of more files than are walked at once; unpack it first"), {})
TOO_LARGE_INSIDE: Failure = (
    N_("a ZIP archive in another that has more than {size} MB; unpack it first"),
    {"size": LARGEST_INNER >> 20},
)
DAMAGED: Failure = (N_("a damaged ZIP archive; get a whole copy of it"), {})
LOCKED: Failure = (N_("it needs a password to be taken out of the ZIP archive; unpack it first"), {})

_SEPARATOR = b"\0"
_BINARY: int = getattr(os, "O_BINARY", 0)
_NO_WAITING: int = getattr(os, "O_NONBLOCK", 0)
_UTF8 = 0x800  # the flag of a member whose name is UTF-8
_UNIX = 3  # where a member was packed, by APPNOTE 4.4.2: there its mode stands in the attributes
# What the standard library raises at an archive that lies about itself, beside `BadZipFile`.
_LIES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
)


class Unzippable(Exception):
    """An archive, a member or a file that cannot be read, and why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure[0])
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: a name for people, its location, its size in bytes when taken out.

    `is_link`: it is a symbolic link, and its content the path that it leads to.
    """

    name: str
    location: bytes
    size: int
    is_link: bool


class Room:
    """How much a file of the system may still unpack to, whatever archives are nested in it."""

    def __init__(self, size: int) -> None:
        self._left = max(ALWAYS_ALLOWED, MOST_TIMES * size)

    def take(self, size: int) -> None:
        """Allow for a member of so many bytes. Raises `Unzippable` if that is more than is left."""
        self._left -= size
        if self._left < 0:
            raise Unzippable(BOMB)


def outermost(location: bytes) -> bytes:
    """The file of the system, or at an address, that a location is in, or is."""
    return location.partition(_SEPARATOR)[0]


def is_file_of_the_system(location: bytes) -> bool:
    """Whether a location is a path of this system: neither in an archive nor at an address."""
    return _SEPARATOR not in location and not remote.is_remote(location)


def told_location(location: bytes) -> str:
    """The file that a location is in, or is, for people."""
    file = outermost(location)
    return remote.told_location(file) if remote.is_remote(file) else os.fsdecode(file)


def still_there(location: bytes) -> bool:
    """Whether the file (or folder) that a location is in, or is, is there; as far as anybody can tell."""
    file = outermost(location)
    return remote.still_there(file) if remote.is_remote(file) else Path(os.fsdecode(file)).exists()


class Opener:
    """Opens files and members of archives; keeps the last archive open, since members are asked for one by one."""

    def __init__(self) -> None:
        self._archives: dict[bytes, tuple[zipfile.ZipFile, dict[bytes, zipfile.ZipInfo]]] = {}

    def close(self) -> None:
        """Close what is kept open."""
        self._keep(())

    @contextmanager
    def opened(self, location: bytes) -> Iterator[IO[bytes]]:
        """The file or member at a location, to read. Raises `Unzippable`, `OSError`."""
        with _as_failures():
            outer, separator, member = location.rpartition(_SEPARATOR)
            if not separator:
                with _file(location) as file:
                    yield file
                return
            archive, infos = self._archive(outer)
            if member not in infos:
                raise FileNotFoundError(2, os.strerror(2))
            with archive.open(infos[member]) as taken_out:
                yield taken_out

    def is_archive(self, location: bytes) -> bool:
        """Whether a file is a ZIP archive, and not a document that is one inside. Raises `OSError`."""
        try:
            _, infos = self._archive(location)
        except Unzippable as error:
            # one that cannot be walked is told as an archive, a document that is damaged as a document
            return error.failure is not DAMAGED
        return not any(info.filename == "[Content_Types].xml" for info in infos.values())

    def members(self, location: bytes) -> Iterator[Member]:
        """The files in an archive, by name. Raises `Unzippable`, `OSError`."""
        if location.count(_SEPARATOR) >= DEPTH:
            raise Unzippable(TOO_DEEP)
        _, infos = self._archive(location)
        taken: dict[str, int] = {}
        for key, info in sorted(infos.items(), key=lambda item: (item[1].filename, item[0])):
            if info.is_dir():
                continue
            name = _told(info)
            count = taken[name] = taken.get(name, 0) + 1
            if count > 1:
                stem, dot, ending = name.rpartition(".")
                name = f"{stem} ({count}){dot}{ending}"
            is_link = info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16)
            yield Member(name, location + _SEPARATOR + key, info.file_size, is_link)

    def _archive(self, location: bytes) -> tuple[zipfile.ZipFile, dict[bytes, zipfile.ZipInfo]]:
        parts = location.split(_SEPARATOR)
        chain = tuple(_SEPARATOR.join(parts[: n + 1]) for n in range(len(parts)))
        self._keep(chain)
        with _as_failures():
            if location not in self._archives:
                file = self._inner(location) if len(parts) > 1 else _file(location)
                try:
                    if _directory_size(file) > LONGEST_DIRECTORY:
                        raise Unzippable(TOO_MANY)
                    archive = zipfile.ZipFile(file)
                except BaseException:
                    file.close()
                    raise
                # the offset tells apart members of one name
                infos = {f"{i.header_offset}:".encode() + _bytes(i.filename): i for i in archive.infolist()}
                self._archives[location] = archive, infos
        return self._archives[location]

    def _inner(self, location: bytes) -> IO[bytes]:
        with self.opened(location) as member:
            data = member.read(LARGEST_INNER + 1)
        if len(data) > LARGEST_INNER:
            raise Unzippable(TOO_LARGE_INSIDE)
        return io.BytesIO(data)

    def _keep(self, chain: tuple[bytes, ...]) -> None:
        for location in [kept for kept in self._archives if kept not in chain]:
            archive, _ = self._archives.pop(location)
            file = archive.fp
            archive.close()
            if file is not None:
                file.close()


@contextmanager
def _as_failures() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        if isinstance(error, NotImplementedError) or "encrypted" not in str(error):
            raise Unzippable(DAMAGED) from None
        raise Unzippable(LOCKED) from None
    except _LIES:
        raise Unzippable(DAMAGED) from None


def _file(location: bytes) -> IO[bytes]:
    if remote.is_remote(location):
        return remote.opened(location)
    # what was a file when it was listed may be a pipe by now, which would be waited for without end
    file = os.fdopen(os.open(location, os.O_RDONLY | _BINARY | _NO_WAITING), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise Unzippable(NO_FILE)
    return file


def _directory_size(file: IO[bytes]) -> int:
    """The bytes that an archive's list of members takes, by its end record (APPNOTE 4.3.16); 0 without one."""
    reach = 22 + 0xFFFF
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - reach))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    file.seek(0)
    if at < 0 or len(tail) - at < 22:
        return 0
    listed: int = struct.unpack_from("<I", tail, at + 12)[0]
    return listed


def _told(info: zipfile.ZipInfo) -> str:
    """The name as people know it, leading nowhere else."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = info.orig_filename.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp866")  # what packs archives on a Windows of this country
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return _bytes("/".join(parts)).decode("utf-8", "backslashreplace").replace("\0", "") or "?"


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass").replace(_SEPARATOR, b"")
