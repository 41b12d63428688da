"""Looks into source files through a child process, so that a file which breaks its reader costs its pictures alone."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from zvirka.publish.page_source import Changed, Gone, Picture, drawn, source_lines
from zvirka.schemas.document import Box

# Seconds for some pictures of one file; they take about 0.04 s each.
PATIENCE = 60.0
PICTURES_A_LOOK = 20
# Bytes of address space beyond what the process takes by itself: a page of a billion dots is not drawn.
MEMORY = 1 << 30

GONE, CHANGED, UNDRAWN = "gone", "changed", "undrawn"
"""Why there is no picture: the file is not there, is another one now, or could not be drawn."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class NoLook(Exception):
    """There is nothing to see; `why` is `GONE`, `CHANGED` or `UNDRAWN`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Gallery:
    """One child process that looks into files; it is made when it is first needed, and anew after it died."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None

    def pictures(
        self, location: Path, sha256: str, places: Sequence[tuple[int, Box]]
    ) -> Iterator[Picture | None]:
        """A picture for each place on the pages of a PDF, or None. Raises `NoLook`."""
        for start in range(0, len(places), PICTURES_A_LOOK):
            some = tuple(places[start : start + PICTURES_A_LOOK])
            try:
                yield from self._look(drawn, location, sha256, some)
            except NoLook as error:
                if error.why != UNDRAWN:
                    raise
                yield from [None] * len(some)

    def lines(
        self, location: Path, sha256: str, spans: Sequence[tuple[int, int]]
    ) -> list[list[tuple[int, str]]]:
        """The numbered lines of a text dump for each span of line numbers. Raises `NoLook`."""
        return self._look(source_lines, location, sha256, tuple(spans))

    def _look(self, what: Callable[_P, _T], *args: _P.args, **_: _P.kwargs) -> _T:
        if self._pool is None:
            self._pool = ProcessPool(1, initializer=_prepare, context=multiprocessing.get_context(_METHOD))
        try:
            seen: _T = self._pool.schedule(what, args, timeout=PATIENCE).result()
        except Gone:
            raise NoLook(GONE) from None
        except Changed:
            raise NoLook(CHANGED) from None
        except (ProcessExpired, TimeoutError, CancelledError, MemoryError, OSError, RuntimeError, ValueError):
            self.close()
            raise NoLook(UNDRAWN) from None
        return seen

    def close(self) -> None:
        """End the child process."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call] # it has annotations but for the result
            self._pool.join()
            self._pool = None


@contextmanager
def gallery() -> Iterator[Gallery]:
    """A gallery whose process ends with the context."""
    made = Gallery()
    try:
        yield made
    finally:
        made.close()


# never plain fork: this process may have threads, and children would hold their locks
_METHOD = "spawn" if sys.platform == "win32" else "forkserver"


def _prepare() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    taken = Path("/proc/self/statm")
    if taken.exists():
        limit = int(taken.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
