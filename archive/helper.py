"""The helper process that all children are forked from: it has the readers loaded, so that none loads them again.

It may be started as soon as an import is asked for: what it loads takes longer than the import's own start. Nothing
here loads a reader.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
from contextlib import suppress
from multiprocessing.context import BaseContext

_PRELOADED = ["zvirka.archive.preloaded"]
_PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def start_helper() -> None:
    """Have the helper begin to load, where there is one; children that are asked for before it is ready wait for it."""
    if sys.platform == "win32":
        return
    from multiprocessing import resource_tracker
    from multiprocessing.forkserver import ensure_running

    context_of_children()
    # first, since its start would let signals through again
    with suppress(OSError):
        resource_tracker.ensure_running()
    # it would answer a Ctrl-C with a traceback while it loads; what is blocked here is blocked in it and its children
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        # where it cannot be started now, neither can it when a child is asked for, and that is told
        with suppress(OSError):
            ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def context_of_children() -> BaseContext:
    """How child processes are started here."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    # never plain fork: this process has threads, and children would hold its locks and pipes
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def end_with_parent(*, whether: bool) -> None:
    """Have the system end this process as soon as the one that made it has ended, or not any more. Linux alone can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL if whether else 0, 0, 0, 0)
