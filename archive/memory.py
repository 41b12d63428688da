"""The memory limit of a child process where the system keeps none: its size is looked at from outside, again and again.

The child says once, in memory that both share, who it is and what it takes before it reads anything; the limit counts
from there, as the system's own does. Whoever takes more is ended.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import MutableSequence
from multiprocessing.context import BaseContext

MEGABYTE = 1 << 20
# A process that fills memory as fast as it can takes a few hundred megabytes in this time.
LOOK_SECONDS = 0.05

BY_WATCHING = not sys.platform.startswith("linux")
"""Whether memory is limited by watching: only Linux keeps a limit on address space (RLIMIT_AS) for certain."""

Mark = MutableSequence[int]
"""What a child says of itself: its process id (0 before it has begun), and the bytes that it takes."""


def introduce(mark: Mark) -> None:
    """Say, in a child that has read nothing yet, who it is and what it takes."""
    mark[1] = _resident(os.getpid())
    mark[0] = os.getpid()


class Watch:
    """Watches one child after another, as each introduces itself in `mark`, until it is closed."""

    def __init__(self, context: BaseContext, megabytes: int) -> None:
        self.mark: Mark = context.RawArray("q", 2)
        self._limit = megabytes * MEGABYTE
        self.has_ended_one = False
        """Whether the watch has ended a child, since that took too much memory."""
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._closed.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            process_id, at_first = self.mark
            if process_id and _resident(process_id) - at_first > self._limit:
                self.has_ended_one = True
                _kill(process_id)


def _resident(process_id: int) -> int:
    """The bytes of memory that a process holds; 0 for one that is gone."""
    import psutil

    try:
        return int(psutil.Process(process_id).memory_info().rss)
    except psutil.Error:
        return 0


def _kill(process_id: int) -> None:
    import psutil

    try:
        psutil.Process(process_id).kill()
    except psutil.Error:
        return  # it went by itself
