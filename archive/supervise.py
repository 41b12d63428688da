"""Reads documents in child processes, so that what a document does to its reader costs that document alone.

Each `Slot` is a pool of one process, which is made anew after some documents or after anything odd. Pools of one
are used because processes that share a pipe share its locks: one that dies while it writes would stop its neighbours.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import TypeAlias

from pebble import ProcessExpired, ProcessPool

from zvirka.archive.child import Job, Reading, failed, prepare, work
from zvirka.archive.failures import (
    BUG,
    NOT_BEGUN,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    Failure,
    bug_values,
    died,
    plain_seconds,
    ran_out_of_time,
    was_ended,
)
from zvirka.archive.helper import context_of_children, start_helper
from zvirka.archive.memory import BY_WATCHING, Watch
from zvirka.archive.records import Lasting, Outcome
from zvirka.archive.sending import is_sent, with_content
from zvirka.archive.zipped import Opener

# Libraries leak a little and memory comes apart; starting a process costs as much as reading a small document.
DOCUMENTS_A_PROCESS = 400
FIRST_TRY = 1
# How long a Ctrl-C may go unnoticed.
MOMENT_SECONDS = 0.2
_Running: TypeAlias = "dict[Future[Outcome], tuple[Slot, Job, int]]"


class Slot:
    """Room for one document at a time. `watching`: memory is limited by watching, not by the system."""

    def __init__(self, reading: Reading, context: BaseContext, *, watching: bool = BY_WATCHING) -> None:
        self._reading = reading
        self._context = context
        self._watching = watching
        self._watch: Watch | None = None
        self._pool: ProcessPool | None = None
        self.died = False
        """Whether the process died over the last document, by a signal or by itself."""

    def begin(self, job: Job) -> Future[Outcome]:
        """Start to read a document; the outcome will be in the future, or the reason why there is none."""
        try:
            return self._schedule(job)
        except (RuntimeError, OSError):
            # a pool that broke while nobody looked
            self.close()
        try:
            return self._schedule(job)
        except (RuntimeError, OSError):
            # no process can be started here; that is no document's fault, and is told of each
            future: Future[Outcome] = Future()
            future.set_exception(BrokenProcessPool())
            return future

    def _schedule(self, job: Job) -> Future[Outcome]:
        if self._pool is None:
            self._watch = Watch(self._context, self._reading.megabytes) if self._watching else None
            told = (self._reading, self._watch and self._watch.mark)
            self._pool = ProcessPool(1, DOCUMENTS_A_PROCESS, prepare, told, self._context)
        future: Future[Outcome] = self._pool.schedule(work, (job,), timeout=self._reading.timeout)
        return future

    def end(self, job: Job, future: Future[Outcome]) -> Outcome:
        """The outcome of a document whose future is done; whatever happened, there is one."""
        self.died = False
        try:
            outcome = future.result()
        except BaseException as error:
            self.died = _is_death(error)
            if self.died and self._watch is not None and self._watch.has_ended_one:
                error = MemoryError()
            self.close()
            return _lost(job, error, self._reading)
        if outcome.lasting is Lasting.UNDER_LIMITS:
            # what ran out of memory may have left things half done
            self.close()
        return outcome

    def stop(self) -> None:
        """Begin to end the child process."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call] # it has annotations but for the result

    def close(self) -> None:
        """End the child process at once."""
        self.stop()
        if self._pool is not None:
            self._pool.join()
            self._pool = None
        if self._watch is not None:
            self._watch.close()
            self._watch = None


def outcomes(
    jobs: Iterable[Job], reading: Reading, processes: int, *, watching: bool = BY_WATCHING
) -> Generator[tuple[Job, Outcome], None, None]:
    """Read documents, `processes` at once; each with its outcome, in the order in which they end.

    Jobs are drawn as there is room for them. When the iterator is closed, so are the child processes.
    """
    start_helper()
    context = context_of_children()
    slots = [Slot(reading, context, watching=watching) for _ in range(processes)]
    free = list(slots)
    running: _Running = {}
    ended: list[tuple[Job, Outcome]] = []
    opener = Opener()
    with interrupts_held() as interrupts:
        try:
            for job in jobs:
                sent: Job | Outcome = job
                if is_sent(job):
                    with interrupts.answered_at_once():
                        sent = with_content(job, reading, opener)
                if isinstance(sent, Outcome):
                    yield job, sent
                    continue
                slot = free.pop()
                running[slot.begin(sent)] = slot, sent, FIRST_TRY
                # only now: nobody waits for a job while an outcome is kept
                yield from ended
                ended.clear()
                while not free:
                    ended += _ended(running, free, interrupts)
            yield from ended
            while running:
                yield from _ended(running, free, interrupts)
        finally:
            opener.close()
            for slot in slots:
                slot.stop()
            for slot in slots:
                slot.close()


class Interrupts:
    """A Ctrl-C is noted here, not raised just anywhere.

    Raised inside a queue it may lose a wake-up, and the threads of a pool would then be waited for without end.
    """

    def __init__(self) -> None:
        self._noted = self._raised = False

    def note(self, *_: object) -> None:
        """Take note of a Ctrl-C."""
        self._noted = True
        if self._raised:
            raise KeyboardInterrupt

    def answer(self) -> None:
        """Raise `KeyboardInterrupt` if there was one."""
        if self._noted:
            raise KeyboardInterrupt

    @contextmanager
    def answered_at_once(self) -> Iterator[None]:
        """Have it raised wherever the block is: what takes long there touches no queue."""
        self._raised = True
        try:
            self.answer()
            yield
        finally:
            self._raised = False


@contextmanager
def interrupts_held() -> Iterator[Interrupts]:
    """Have each Ctrl-C noted, as long as the context lasts."""
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts  # only the main thread is ever interrupted
        return
    before = signal.signal(signal.SIGINT, interrupts.note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def _ended(running: _Running, free: list[Slot], interrupts: Interrupts) -> Iterator[tuple[Job, Outcome]]:
    """Those of the running documents that have ended, if any has within a moment; their slots are free then."""
    done, _ = wait(running, MOMENT_SECONDS, FIRST_COMPLETED)
    interrupts.answer()
    for future in done:
        slot, job, attempt = running.pop(future)
        outcome = slot.end(job, future)
        if slot.died and attempt == FIRST_TRY:
            # somebody may have killed the process, or the system was short of memory; the document need not be at fault
            running[slot.begin(job)] = slot, job, attempt + 1
            continue
        free.append(slot)
        yield job, outcome


def _is_death(error: BaseException) -> bool:
    """Whether the process died by itself or was killed; a pool is broken when that was before it took the job."""
    if isinstance(error, ProcessExpired):
        return not ran_out_of_time(error.exitcode or 0)
    return isinstance(error, BrokenProcessPool)


def _lost(job: Job, error: BaseException, reading: Reading) -> Outcome:
    lasting = Lasting.UNDER_LIMITS
    failure: Failure
    if isinstance(error, TimeoutError):
        failure = OUT_OF_TIME, {"seconds": plain_seconds(reading.timeout)}
    elif isinstance(error, ProcessExpired):
        failure = died(error.exitcode or 0, reading.timeout)
        if was_ended(error.exitcode or 0):
            lasting = Lasting.PASSING
    elif isinstance(error, BrokenProcessPool):
        failure, lasting = NOT_BEGUN, Lasting.PASSING
    elif isinstance(error, MemoryError):
        failure = OUT_OF_MEMORY, {"megabytes": reading.megabytes}
    elif isinstance(error, Exception) and not isinstance(error, CancelledError):
        failure, lasting = (BUG, {**bug_values(error)}), Lasting.SETTLED
    else:
        raise error
    return failed(job, failure, lasting, reading.language)
