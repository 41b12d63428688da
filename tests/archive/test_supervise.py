"""Documents that harm their reader cost themselves alone; the children are gone when the import is."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tools.odd_reader import odd_reader
from zvirka.archive import failures, supervise
from zvirka.archive.child import Job, Reading
from zvirka.archive.records import Lasting, Outcome, unpacked
from zvirka.archive.supervise import outcomes

ROOT = Path(__file__).resolve().parents[2]


def jobs(folder: Path, *contents: str) -> Iterator[Job]:
    for n, content in enumerate(contents):
        file = folder / f"{n}.txt"
        file.write_text(content, encoding="utf-8")
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        yield Job(file.name, os.fsencode(file), file.name, sha256)


def read(folder: Path, *contents: str, processes: int = 1, **limits: float) -> list[Outcome]:
    """The outcomes in the order of the contents."""
    reading = Reading(
        timeout=limits.get("timeout", 60.0),
        megabytes=int(limits.get("megabytes", 512)),
        understand=odd_reader,
    )
    with closing(outcomes(jobs(folder, *contents), reading, processes)) as ended:
        found = {job.path: outcome for job, outcome in ended}
    return [found[f"{n}.txt"] for n in range(len(contents))]


def test_a_good_document_comes_with_its_records(tmp_path: Path) -> None:
    (outcome,) = read(tmp_path, "drawn 1")
    assert (outcome.status, outcome.format, outcome.pages, outcome.tables) == ("consistent", "text", 1, 1)
    kinds = [unpacked(chunk) for chunk in outcome.chunks]
    assert [(kind, len(records)) for kind, records in kinds] == [
        ("table", 1),
        ("row", outcome.rows),
        ("amount", outcome.rows * 12),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kill", "the process that read it died (SIGKILL); the file may be damaged"),
        ("abort", "the process that read it died (SIGABRT); the file may be damaged"),
        ("torn", "the process that read it died (exit code 7); the file may be damaged"),
        ("memory", "reading needed more than 64 MB of memory; give it more with --memory"),
        ("hang", "reading took longer than 4 s; give it more with --timeout"),
        ("spin", "reading took longer than 4 s; give it more with --timeout"),
    ],
)
def test_what_harms_its_reader_is_an_outcome_and_its_neighbours_are_read(
    tmp_path: Path, content: str, message: str
) -> None:
    odd, *good = read(tmp_path, content, "drawn 1", "drawn 2", timeout=4.0, megabytes=64)
    assert (odd.status, odd.message) == ("failed", message)
    assert odd.lasting is (Lasting.PASSING if content == "kill" else Lasting.UNDER_LIMITS)
    assert [outcome.status for outcome in good] == ["consistent", "consistent"]


def test_a_process_that_ends_as_if_all_were_well_is_no_mystery(tmp_path: Path) -> None:
    odd, good = read(tmp_path, "leave", "drawn 1", timeout=4.0)
    assert odd.status == "failed"
    assert good.status == "consistent"


def test_a_mistake_of_the_program_is_one_line(tmp_path: Path) -> None:
    odd, good = read(tmp_path, "raise", "drawn 1")
    assert odd.message.startswith("a mistake in zvirka itself (RuntimeError: something odd at odd_reader.py:")
    assert odd.lasting is Lasting.SETTLED
    assert good.status == "consistent"


def test_a_document_writes_no_file_and_opens_no_connection(tmp_path: Path) -> None:
    target = tmp_path / "written"
    write, connect = read(tmp_path, f"write {target}", "connect")
    assert write.status == connect.status == "failed"
    assert "File too large" in write.message
    assert "cannot be read: reading a document does not do this: socket.connect" in connect.message or (
        "PermissionError" in connect.message
    )
    assert not target.exists() or target.read_bytes() == b""


def test_a_file_that_went_away_is_told_and_tried_again(tmp_path: Path) -> None:
    job = Job("gone.txt", os.fsencode(tmp_path / "gone.txt"), "gone.txt", "0" * 64)
    with closing(outcomes([job], Reading(understand=odd_reader), 1)) as ended:
        ((_, outcome),) = ended
    assert outcome.message == "cannot be read: No such file or directory"
    assert outcome.lasting is Lasting.PASSING


def test_two_processes_read_at_once(tmp_path: Path) -> None:
    read(tmp_path, "empty", "empty")  # what is loaded once is loaded now
    started = time.monotonic()
    found = read(tmp_path, *["sleep 4"] * 4, processes=4)
    assert [outcome.status for outcome in found] == ["no_table"] * 4
    assert time.monotonic() - started < 15


def test_the_next_document_is_read_while_an_outcome_is_kept(tmp_path: Path) -> None:
    begun = []

    def drawn() -> Iterator[Job]:
        for job in jobs(tmp_path, "drawn 1", "drawn 2", "drawn 3"):
            begun.append(job.path)
            yield job

    with closing(outcomes(drawn(), Reading(understand=odd_reader), 1)) as ended:
        found = [(job.path, list(begun)) for job, _ in ended]
    assert found == [
        ("0.txt", ["0.txt", "1.txt"]),
        ("1.txt", ["0.txt", "1.txt", "2.txt"]),
        ("2.txt", ["0.txt", "1.txt", "2.txt"]),
    ]


def test_closing_early_ends_the_children(tmp_path: Path) -> None:
    reading = Reading(understand=odd_reader)
    with closing(outcomes(jobs(tmp_path, "empty", "hang", "hang"), reading, 2)) as ended:
        next(ended)
    assert not _readers()


def _readers() -> list[psutil.Process]:
    """The processes below this one that read documents (its helpers, which fork them, stay)."""
    forkserver = [p for p in psutil.Process().children() if "forkserver" in " ".join(p.cmdline())]
    return [p for helper in forkserver for p in helper.children()]


PARENT = """
import os, sys
from tools.odd_reader import odd_reader
from zvirka.archive import failures, supervise
from zvirka.archive.child import Job, Reading
from zvirka.archive.supervise import outcomes
if __name__ == "__main__":
    jobs = [Job(name, os.fsencode(name), name, "0" * 64) for name in sys.argv[1:]]
    for job, outcome in outcomes(jobs, Reading(understand=odd_reader), 2):
        print(outcome.status, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_children_die_with_their_parent_even_when_they_hang(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    files = [str(tmp_path / f"{n}.txt") for n in range(3)]
    for file, content in zip(files, ("empty", "hang", "spin"), strict=True):
        Path(file).write_text(content, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, str(script), *files], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "no_table\n"
        below = psutil.Process(parent.pid).children(recursive=True)
        assert len(below) >= 3
        parent.send_signal(how)
        gone, alive = psutil.wait_procs(below, timeout=60)
        for process in alive:
            process.kill()
        assert not alive
        assert gone
    finally:
        parent.kill()
        parent.communicate()


ORPHAN = """
import ctypes, multiprocessing.process, os, types
from zvirka.archive.child import _die_with_parent
read, write = os.pipe()
multiprocessing.process._parent_process = types.SimpleNamespace(sentinel=read)
os.close(write)  # as when the parent ends before its child has begun
{hold}
_die_with_parent()
ctypes.PyDLL(None).sleep(60)
"""


@pytest.mark.parametrize("hold", ["", "import threading; threading.Thread.start = lambda self: None"])
def test_a_child_whose_parent_ended_before_it_began_reads_nothing(hold: str) -> None:
    # with or without luck: the thread that waits may or may not get a turn before the library hangs
    script = ORPHAN.format(hold=hold)
    child = subprocess.run([sys.executable, "-c", script], timeout=30, check=False)
    assert child.returncode == 1


CLOCK = """
import ctypes
from zvirka.archive import child
child.GRACE_SECONDS = 0.2
child._limit_time(0.3)
ctypes.PyDLL(None).sleep(60)
"""


def test_a_process_that_nobody_watches_ends_by_its_own_clock() -> None:
    child = subprocess.run([sys.executable, "-c", CLOCK], timeout=30, check=False)
    assert child.returncode == -signal.SIGALRM
    assert failures.died(child.returncode, 0.3) == (failures.OUT_OF_TIME, {"seconds": "0.3"})


def test_memory_is_limited_by_watching_where_the_system_does_not(tmp_path: Path) -> None:
    reading = Reading(timeout=60.0, megabytes=96, understand=odd_reader)
    contents = ("memory", "drawn 1", "kill", "drawn 2")
    with closing(outcomes(jobs(tmp_path, *contents), reading, 1, watching=True)) as ended:
        found = {job.path: (outcome.status, outcome.message) for job, outcome in ended}
    assert found == {
        "0.txt": ("failed", "reading needed more than 96 MB of memory; give it more with --memory"),
        "1.txt": ("consistent", ""),
        "2.txt": ("failed", "the process that read it died (SIGKILL); the file may be damaged"),
        "3.txt": ("consistent", ""),
    }


def test_where_no_process_can_be_started_each_document_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(supervise.ProcessPool, "schedule", refused)
    found = read(tmp_path, "drawn 1", "drawn 2")
    told = "the process that should read it died before it began; run the import again"
    assert [(outcome.message, outcome.lasting) for outcome in found] == [(told, Lasting.PASSING)] * 2
