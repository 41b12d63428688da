"""Reads documents in child processes, so that what a document does to its reader costs that document alone.

Each `Slot` is a pool of one process, which is made anew after some documents or after anything odd. Pools of one
are used because processes that share a pipe share its locks: one that dies while it writes would stop its neighbours.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

from pebble import ProcessExpired, ProcessPool

from zvirka.archive.child import Job, Reading, failed, prepare, work
from zvirka.archive.failures import BUG, OUT_OF_MEMORY, OUT_OF_TIME, Failure, bug_values, died, plain_seconds
from zvirka.archive.records import Lasting, Outcome

# Libraries leak a little and memory comes apart; starting a process costs as much as reading a small document.
DOCUMENTS_A_PROCESS = 100
# What is loaded once, before the children are forked from it.
_PRELOADED = [
    "zvirka.archive.child",
    "zvirka.normalize",
    "zvirka.extract.pdf",
    "zvirka.extract.docx",
    "zvirka.extract.text",
]


class Slot:
    """Room for one document at a time."""

    def __init__(self, reading: Reading, context: BaseContext) -> None:
        self._reading = reading
        self._context = context
        self._pool: ProcessPool | None = None

    def begin(self, job: Job) -> Future[Outcome]:
        """Start to read a document; the outcome will be in the future, or the reason why there is none."""
        try:
            return self._schedule(job)
        except (RuntimeError, BrokenProcessPool):
            # a pool that broke while nobody looked
            self.close()
            return self._schedule(job)

    def _schedule(self, job: Job) -> Future[Outcome]:
        if self._pool is None:
            self._pool = ProcessPool(1, DOCUMENTS_A_PROCESS, prepare, (self._reading,), self._context)
        future: Future[Outcome] = self._pool.schedule(work, (job,), timeout=self._reading.timeout)
        return future

    def end(self, job: Job, future: Future[Outcome]) -> Outcome:
        """The outcome of a document whose future is done; whatever happened, there is one."""
        try:
            outcome = future.result()
        except BaseException as error:
            self.close()
            return _lost(job, error, self._reading)
        if outcome.lasting is Lasting.UNDER_LIMITS:
            # what ran out of memory may have left things half done
            self.close()
        return outcome

    def close(self) -> None:
        """End the child process at once."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call] # it has annotations but for the result
            self._pool.join()
            self._pool = None


def outcomes(
    jobs: Iterable[Job], reading: Reading, processes: int
) -> Generator[tuple[Job, Outcome], None, None]:
    """Read documents, `processes` at once; each with its outcome, in the order in which they end.

    Jobs are drawn as there is room for them. When the iterator is closed, so are the child processes.
    """
    context = _context()
    slots = [Slot(reading, context) for _ in range(processes)]
    free = list(slots)
    running: dict[Future[Outcome], tuple[Slot, Job]] = {}
    try:
        for job in jobs:
            slot = free.pop()
            running[slot.begin(job)] = slot, job
            if not free:
                yield from _ended(running, free)
        while running:
            yield from _ended(running, free)
    finally:
        for slot in slots:
            slot.close()


def _ended(
    running: dict[Future[Outcome], tuple[Slot, Job]], free: list[Slot]
) -> Iterator[tuple[Job, Outcome]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        slot, job = running.pop(future)
        outcome = slot.end(job, future)
        free.append(slot)
        yield job, outcome


def _context() -> BaseContext:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    # never plain fork: this process has threads, and children would hold its locks and pipes
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _lost(job: Job, error: BaseException, reading: Reading) -> Outcome:
    lasting = Lasting.UNDER_LIMITS
    failure: Failure
    if isinstance(error, TimeoutError):
        failure = OUT_OF_TIME, {"seconds": plain_seconds(reading.timeout)}
    elif isinstance(error, ProcessExpired):
        failure = died(error.exitcode or 0, reading.timeout)
    elif isinstance(error, MemoryError):
        failure = OUT_OF_MEMORY, {"megabytes": reading.megabytes}
    elif isinstance(error, Exception) and not isinstance(error, CancelledError):
        failure, lasting = (BUG, {**bug_values(error)}), Lasting.SETTLED
    else:
        raise error
    return failed(job, failure, lasting, reading.language)
