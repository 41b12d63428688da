"""What runs in the child process: one document at a time, within limits, with its hands tied.

Limits are those of the system where it has them: address space beyond what the program itself takes (else `memory`
watches), CPU time and wall-clock time a document, no file may grow, no core is dumped. Reading opens no network
connection and starts no program; an audit hook refuses both, should a library be talked into it.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from pathlib import Path

from zvirka.archive.failures import OUT_OF_MEMORY, Failure, cannot_open
from zvirka.archive.helper import end_with_parent
from zvirka.archive.judging import judged, understand
from zvirka.archive.memory import MEGABYTE, Mark, introduce
from zvirka.archive.records import Lasting, Outcome, outcome_of, told
from zvirka.archive.zipped import Opener, Unzippable
from zvirka.extract import detect_format
from zvirka.schemas.document import UnreadableDocument
from zvirka.schemas.form import Form
from zvirka.schemas.report import Report

# A document may take this much longer, by CPU time and by the clock, before the system itself ends its process: the
# parent's clock is the limit that counts, these are there for a process that nobody watches any more.
GRACE_SECONDS = 5
_REFUSED = ("socket.connect", "socket.bind", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")

Understand = Callable[[bytes, str, Form | None, str], Report]


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: all that may change what comes out. `understand` is the reader itself."""

    form: Form | None = None
    engine: str = "pdfium"
    timeout: float = 300.0
    megabytes: int = 2048
    understand: Understand = understand
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be read: the file, and the name that it goes by.

    `data` is its content, if it is sent along; `copy` a file of the system that holds it, if it was fetched.
    """

    path: str
    location: bytes
    name: str
    sha256: str
    data: bytes | None = None
    copy: Path | None = None


_reading = Reading()
_opener = Opener()


def prepare(reading: Reading, mark: Mark | None = None) -> None:
    """Make this process one that may only read documents. Runs once, before the first document.

    With a `mark` its memory is watched from outside, and not limited by the system.
    """
    global _reading
    _reading = reading
    _die_with_parent()
    _be_silent()
    # nothing here needs a chance to tidy up, and a handler in Python would wait for the library that hangs
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        if mark is None and (taken := _address_space()):
            limit = taken + reading.megabytes * MEGABYTE
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    if mark is not None:
        introduce(mark)


def work(job: Job) -> Outcome:
    """Read one document. A document that needs too much memory is an outcome, too."""
    started = time.perf_counter()
    _limit_time(_reading.timeout)
    try:
        return _read(job, started)
    except MemoryError:
        pass
    finally:
        _stop_clock()
    # the frames that held the memory are gone by now
    failure: Failure = (OUT_OF_MEMORY, {"megabytes": _reading.megabytes})
    return failed(job, failure, Lasting.UNDER_LIMITS, _reading.language)


def failed(job: Job, failure: Failure, lasting: Lasting, language: str, kind: str = "") -> Outcome:
    """The outcome of a document that was not read to its end; `kind` is its format, where that is known."""
    template, values = failure
    message = told(template, values, language)
    return Outcome(job.sha256, "failed", template, values, kind, lasting=lasting, message=message)


def _format_of(data: bytes) -> str:
    try:
        return str(detect_format(data))
    except UnreadableDocument:
        return ""


def _read(job: Job, started: float) -> Outcome:
    try:
        data = _content(job)
    except OSError as error:
        return failed(job, cannot_open(error), Lasting.PASSING, _reading.language)
    except Unzippable as error:
        return failed(job, error.failure, Lasting.PASSING, _reading.language)
    sha256 = hashlib.sha256(data).hexdigest()
    judgement = judged(
        Path(job.name), lambda: _reading.understand(data, job.name, _reading.form, _reading.engine)
    )
    if judgement.report is None:
        return failed(
            replace(job, sha256=sha256),
            (judgement.template, dict(judgement.values)),
            Lasting.SETTLED,
            _reading.language,
            _format_of(data),
        )
    return outcome_of(judgement, sha256, time.perf_counter() - started, _reading.language)


def _content(job: Job) -> bytes:
    if job.data is not None:
        return job.data
    if job.copy is not None:
        return job.copy.read_bytes()
    with _opener.opened(job.location) as file:
        return file.read()


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        import resource

        # nobody handles SIGALRM, so that it ends the process, also one whose library holds the interpreter's lock
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime + seconds + GRACE_SECONDS) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        if hard == resource.RLIM_INFINITY or limit <= hard:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _stop_clock() -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def _address_space() -> int:
    """The bytes of address space that this process takes now, where the system tells; else 0."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _die_with_parent() -> None:
    """End this process as soon as the one that started it has ended, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()
    if sys.platform == "win32":
        return
    # a library that hangs may hold the interpreter's lock, and the thread with it; the system itself then sends SIGIO,
    # which ends the process, when the pipe that the parent holds open is closed
    import fcntl

    fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
    fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | fcntl.FASYNC)
    # and when the helper that forked this process ends, as it does with the parent
    end_with_parent(whether=True)
    if wait([parent.sentinel], 0):
        # the parent ended before the system was asked to tell, and there will be no signal
        os._exit(1)


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _be_silent() -> None:
    # native libraries write what they think of a file to stderr; the import says one line about each file itself
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(f"reading a document does not do this: {event}")
