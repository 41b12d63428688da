"""Reads documents on a Dask cluster: the same child process for each, started by a worker of the cluster.

The content goes with the job, so that workers need not see the files. A worker that dies costs nothing: the scheduler
gives its documents to others; one over which several workers died is told as such.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from importlib import import_module
from typing import Any

from zvirka.archive.child import Job, Reading, failed
from zvirka.archive.failures import BUG, Failure, bug_values
from zvirka.archive.helper import context_of_children
from zvirka.archive.lock import ArchiveUnusable
from zvirka.archive.records import Lasting, Outcome
from zvirka.archive.sending import with_content
from zvirka.archive.supervise import MOMENT_SECONDS, Interrupts, Slot, interrupts_held
from zvirka.archive.zipped import Opener
from zvirka.messages import N_

NO_DASK = N_("a cluster needs the extra: pip install 'zvirka[dask]'")
NO_SCHEDULER = N_("no Dask scheduler answers at {address}")
KILLED = N_("every process of the cluster that read it died; the file may be damaged")
# Documents that wait at a worker while it reads one, so that it need not wait for the next.
AHEAD = 2
CONNECT_SECONDS = 10


def outcomes_on_cluster(
    jobs: Iterable[Job], reading: Reading, address: str
) -> Generator[tuple[Job, Outcome], None, None]:
    """As `outcomes`, on the cluster of the scheduler at an address. Raises `ArchiveUnusable` without one."""
    client = _client(address)
    opener = Opener()
    running: dict[Future[Outcome], Job] = {}
    try:
        executor = client.get_executor(pure=False)
        with interrupts_held() as interrupts:
            for job in jobs:
                with interrupts.answered_at_once():
                    sent = with_content(job, reading, opener)
                if isinstance(sent, Outcome):
                    yield job, sent
                    continue
                running[executor.submit(read_on_worker, sent, reading)] = job
                while len(running) >= AHEAD * max(1, sum(client.nthreads().values())):
                    yield from _ended(running, reading, interrupts)
            while running:
                yield from _ended(running, reading, interrupts)
    finally:
        opener.close()
        for future in running:
            future.cancel()
        client.close()


def _ended(
    running: dict[Future[Outcome], Job], reading: Reading, interrupts: Interrupts
) -> Iterable[tuple[Job, Outcome]]:
    done, _ = wait(running, MOMENT_SECONDS, FIRST_COMPLETED)
    interrupts.answer()
    for future in done:
        job = running.pop(future)
        try:
            yield job, future.result()
        except Exception as error:
            yield job, _lost(job, error, reading)


def _lost(job: Job, error: Exception, reading: Reading) -> Outcome:
    # by name: the library is an extra, and this is the one error of its own that is expected
    if type(error).__name__ == "KilledWorker":
        return failed(job, (KILLED, {}), Lasting.UNDER_LIMITS, reading.language)
    failure: Failure = (BUG, {**bug_values(error)})
    return failed(job, failure, Lasting.PASSING, reading.language)


def _client(address: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ModuleNotFoundError:
        raise ArchiveUnusable(NO_DASK) from None
    try:
        return distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise ArchiveUnusable(NO_SCHEDULER, address=address) from None


_slots = threading.local()


def read_on_worker(job: Job, reading: Reading) -> Outcome:
    """Read a document in a child of this worker, as a local import does. Runs on the cluster."""
    # workers are marked as processes that may have no children; theirs end by themselves when the worker does
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    kept = getattr(_slots, "kept", None)
    if kept is None or kept[0] != reading:
        if kept is not None:
            kept[1].close()
        kept = _slots.kept = (reading, Slot(reading, context_of_children()))
    slot: Slot = kept[1]
    outcome = slot.end(job, slot.begin(job))
    return slot.end(job, slot.begin(job)) if slot.died else outcome
