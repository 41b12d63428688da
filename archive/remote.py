"""Files at addresses (`s3://…`, `zip://…::…`), through fsspec. Only the parent of the children ever asks for them.

A location of such a file is the address that was named, a separator, and its path there: a path alone may hold what an
address parts at. Whatever a library of somebody else's raises becomes an `OSError` with its reason in one line.
"""

from __future__ import annotations

import errno
import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from zvirka.messages import N_

# `s3://`, `simplecache::s3://`; a single letter is a drive
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(:[A-Za-z0-9+.-]+:)*//")
_BETWEEN = b"\x1f"  # the unit separator
ADDRESSES_KEPT = 16
# What tells one content from another without reading it: what the server says of the content itself comes first.
_MARKS = ("ETag", "etag", "CRC", "md5", "checksum")
_TIMES = ("LastModified", "last_modified", "mtime", "modified")
# Kept as the negative of so many bits, so that it is never taken for a time.
_MARK_BITS = 62

NO_FSSPEC = N_("{address}: addresses need the extra: pip install 'zvirka[s3]'")
NO_DRIVER = N_("{address}: this kind of address needs a library that is not installed: {reason}")
UNUSABLE = N_("{address}: this address cannot be used: {reason}")
PASSWORD = N_("an address with a password in it would be kept in the archive; give the password another way")


class UnusableAddress(Exception):
    """An address that nothing can be read from: an English template and its values."""

    def __init__(self, template: str, **values: str) -> None:
        super().__init__(template.format(**values))
        self.template, self.values = template, values


@dataclass(frozen=True, slots=True)
class Entry:
    """One name at an address. `modified` is nanoseconds, or a negative number that stands for the content."""

    path: str
    kind: str
    size: int
    modified: int

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rstrip("/").rpartition("/")[2]


def is_address(text: str) -> bool:
    """Whether a PATH of the command line is an address."""
    return _SCHEME.match(text) is not None


def local_path(address: str) -> Path | None:
    """The path that a `file://` address stands for; None for others."""
    parts = urlsplit(address)
    if parts.scheme.lower() != "file" or "::" in address:
        return None
    return Path(url2pathname(parts.path))


def last_name(address: str) -> str:
    """The last name in an address: of the file, the folder, the bucket, or of the archive that it is in."""
    for link in address.split("::"):
        if name := re.sub(r"^[^/]*//", "", link).rstrip("/").rpartition("/")[2]:
            return name
    return address


def looked_at(address: str) -> Entry:
    """What stands at an address. Raises `UnusableAddress`, `FileNotFoundError`, `OSError`."""
    if any(urlsplit(link).password for link in address.split("::")):
        raise UnusableAddress(PASSWORD)
    _files.cache_clear()
    with _as_os_errors():
        files, path = _files(address)
        files.invalidate_cache()
        if _is_web(address):
            # pages are no folders: their links lead anywhere
            return _entry(files, {**files.info(path), "type": "file"}, path)
        return _entry(files, files.info(path), path)


def listed(address: str, path: str) -> Iterator[Entry]:
    """What stands in a folder at an address, by name; nothing that is not below it. Raises `OSError`."""
    with _as_os_errors():
        files, _ = _files(address)
        below = f"{path.rstrip('/')}/" if path.strip("/") else ""
        found = files.ls(path, detail=True)
        entries = [_entry(files, info, info["name"]) for info in found]
    for entry in sorted(entries, key=lambda entry: entry.path):
        inside = entry.path.rstrip("/")
        if inside.startswith(below) and entry.name and "/" not in inside[len(below) :].lstrip("/"):
            yield entry


def location_of(address: str, path: str) -> bytes:
    """The location of a file by its path at an address."""
    return address.encode() + _BETWEEN + path.encode("utf-8", "surrogateescape")


def is_remote(location: bytes) -> bool:
    """Whether a location is one at an address: those of local files begin with a root or a drive."""
    return _BETWEEN in location and is_address(location.decode("utf-8", "replace"))


def opened(location: bytes) -> IO[bytes]:
    """The file at a location, to read from any place in it. Raises `OSError`."""
    address, _, path = location.partition(_BETWEEN)
    with _as_os_errors():
        files, _ = _files(address.decode())
        file: IO[bytes] = files.open(path.decode("utf-8", "surrogateescape"), "rb")
        return file


def told_location(location: bytes) -> str:
    """A location for people: the path, and the address where it is."""
    address, _, path = location.partition(_BETWEEN)
    return f"{path.decode('utf-8', 'replace')} ({address.decode()})"


def still_there(location: bytes) -> bool:
    """Whether there is a file at a location, as far as anybody can tell."""
    address, _, path = location.partition(_BETWEEN)
    try:
        files, _ = _files(address.decode())
        return bool(files.exists(path.decode("utf-8", "surrogateescape")))
    except (
        Exception
    ):  # each store has errors of its own; a file that cannot be asked after is not said to be gone
        return True


@lru_cache(ADDRESSES_KEPT)
def _files(address: str) -> tuple[Any, str]:
    # kept, since an archive at an address would be opened anew for each file, and is closed when nobody holds it
    try:
        core = import_module("fsspec.core")
    except ModuleNotFoundError:
        raise UnusableAddress(NO_FSSPEC, address=address) from None
    try:
        files, path = core.url_to_fs(address)
    except ImportError as error:
        if re.search(r"(^|::)s3a?://", address):
            raise UnusableAddress(NO_FSSPEC, address=address) from None
        raise UnusableAddress(NO_DRIVER, address=address, reason=_in_one_line(error)) from None
    except FileNotFoundError:
        raise
    except Exception as error:
        # what a library makes of an address that it does not understand
        raise UnusableAddress(UNUSABLE, address=address, reason=_in_one_line(error)) from None
    return files, path


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


@contextmanager
def _as_os_errors() -> Iterator[None]:
    try:
        yield
    except (UnusableAddress, FileNotFoundError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.strerror:
            raise
        # each library has errors of its own, and none of them is a mistake of this program
        raise OSError(errno.EIO, _in_one_line(error)) from None


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _entry(files: Any, info: Mapping[str, Any], path: str) -> Entry:
    return Entry(path, str(info.get("type")), int(info.get("size") or 0), _modified(files, info, path))


def _modified(files: Any, info: Mapping[str, Any], path: str) -> int:
    if info.get("type") != "file":
        return 0
    for name in _MARKS:
        if mark := info.get(name):
            digest = hashlib.sha256(str(mark).encode()).digest()
            return -(int.from_bytes(digest[:8], "big") >> (64 - _MARK_BITS)) - 1
    when = next((info[name] for name in _TIMES if info.get(name)), None)
    if when is None:
        try:
            when = files.modified(path)
        except Exception:  # each store has errors of its own
            # as if it were written now: nobody can tell, so its content is looked at each time
            return time.time_ns()
    if isinstance(when, datetime):
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    return int(when * 1_000_000_000) if isinstance(when, int | float) else time.time_ns()
