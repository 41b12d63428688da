"""What an import costs beside reading, and how it grows; beside a plain script of pdfplumber and pandas.

    python -m benchmarks.import [--documents 100 1000 5000] [--jobs 1 2] [--peer 20] [--unchanged 100000]

Documents are the sample's PDF and DOCX with different contents and equal meaning (a comment at their end). For each
size and number of processes: seconds in all; milliseconds of a processor a document that reading takes (the child
processes) and that all else takes (the parent: walk, hashes, store, CSV, page), and the share of the latter; how many
documents were read at once, on average over the whole run; the parent's largest memory; the size of the archive.
Seconds depend on what else the machine does, the other figures hardly. At the end the cost of one more document, by
the smallest and the largest size, and how fast unchanged files are passed over. The peer reads some of the PDFs with
pdfplumber's `extract_table` in one process and writes one CSV file with pandas: cells as text, no meaning, no check, no
archive.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Sequence
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pdfplumber
import psutil

from zvirka.archive.child import Reading
from zvirka.archive.importing import import_documents
from zvirka.archive.memory import MEGABYTE
from zvirka.archive.records import Outcome
from zvirka.archive.store import opened
from zvirka.archive.walk import roots_of

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "informatsiinyi-prostir-2016-9m"
START = "import sys; from zvirka.cli import main; sys.exit(main())"


def fill(folder: Path, documents: int) -> None:
    """Make so many documents of equal meaning and different contents: of three, two DOCX and one PDF."""
    docx, pdf = SAMPLE.with_suffix(".docx").read_bytes(), SAMPLE.with_suffix(".pdf").read_bytes()
    for n in range(documents):
        below = folder / f"{n // 100:04}"
        below.mkdir(exist_ok=True)
        if n % 3 == 2:
            (below / f"{n}.pdf").write_bytes(pdf + f"% {n}\n".encode())
            continue
        packed = BytesIO(docx)
        with zipfile.ZipFile(packed, "a") as package:
            package.comment = str(n).encode()
        (below / f"{n}.docx").write_bytes(packed.getvalue())


class Processes:
    """An import's processes, looked at while they run: nobody but a helper waits for the readers, and what the system
    tells of the parent's largest memory in the end is that of this process, which it was forked from.
    """

    LOOK_SECONDS = 0.1

    def __init__(self, parent: int) -> None:
        self._parent = psutil.Process(parent)
        self._used: dict[tuple[int, float], float] = {}
        self.parent_bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def reading(self) -> float:
        """Seconds of a processor of all children, once the parent has ended; the last moment of each is missing."""
        self._over.set()
        self._thread.join()
        return sum(self._used.values())

    def _look(self) -> None:
        while not self._over.wait(self.LOOK_SECONDS):
            with suppress(psutil.Error):
                self.parent_bytes = max(self.parent_bytes, self._parent.memory_info().rss)
                for child in self._parent.children(recursive=True):
                    with suppress(psutil.Error):
                        times = child.cpu_times()
                        self._used[child.pid, child.create_time()] = times.user + times.system


def measure(folder: Path, out: Path, jobs: int) -> dict[str, Any]:
    """One import through the command line, and what it cost."""
    log = out.with_suffix(".jsonl")
    command = [sys.executable, "-c", START, "import", str(folder), "--out", str(out), "--jobs", str(jobs)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--no-images", "--log", str(log)], stdout=subprocess.DEVNULL)
    processes = Processes(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    log.unlink()
    read = [event for event in events if event["event"] == "document"]
    return {
        "documents": len(read),
        "seconds": seconds,
        "reading": 1000 * processes.reading() / len(read),
        # the parent's own: its children are not its (a helper forks them)
        "else": 1000 * (used.ru_utime + used.ru_stime) / len(read),
        "at_once": sum(event["seconds"] for event in read) / seconds,
        "parent_megabytes": processes.parent_bytes / MEGABYTE,
        "archive_megabytes": (out / "archive.sqlite").stat().st_size / 1e6,
    }


def pass_over(files: int) -> float:
    """Seconds of a processor a thousand for files that have not changed; they were filed without being read."""

    def reader(jobs: Any) -> Any:
        for job in jobs:
            yield job, Outcome(job.sha256, "no_table", format="text", pages=1)

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "in"
        for n in range(files):
            below = folder / f"{n // 500:05}"
            below.mkdir(parents=True, exist_ok=True)
            file = below / f"{n}.txt"
            file.write_text(str(n), encoding="utf-8")
            os.utime(file, (1_500_000_000, 1_500_000_000))
        roots, _ = roots_of([folder])
        with opened(Path(made)) as connection:
            import_documents(connection, roots, Path(made), Reading(), 1, reader=reader)
            started = time.process_time()
            assert import_documents(connection, roots, Path(made), Reading(), 1, reader=reader).read == 0
            return 1000 * (time.process_time() - started) / files


def peer(folder: Path, documents: int, out: Path) -> float:
    """Milliseconds of a processor a document of the plain script."""
    files = sorted(folder.rglob("*.pdf"))[:documents]
    started = time.process_time()
    rows: list[list[str | None]] = []
    for file in files:
        with closing(pdfplumber.open(file)) as pdf:
            for page in pdf.pages:
                for table in page.extract_tables():
                    rows += [[file.name, *row] for row in table]
    pd.DataFrame(rows).to_csv(out, index=False)
    return 1000 * (time.process_time() - started) / max(1, len(files))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description="what an import costs")
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peer", type=int, default=20)
    parser.add_argument("--unchanged", type=int, default=100_000)
    chosen = parser.parse_args(arguments)
    print("documents  jobs  seconds  reading ms  else ms  share  at once  parent MB  archive MB")
    ends: list[dict[str, Any]] = []
    for documents in chosen.documents:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "in"
            folder.mkdir()
            fill(folder, documents)
            for turn, jobs in enumerate(chosen.jobs):
                m = measure(folder, Path(made) / f"out{turn}", jobs)
                print(
                    f"{m['documents']:9}  {jobs:4}  {m['seconds']:7.1f}  {m['reading']:10.1f}  {m['else']:7.1f}"
                    f"  {m['else'] / m['reading']:5.1%}  {m['at_once']:7.2f}  {m['parent_megabytes']:9.0f}"
                    f"  {m['archive_megabytes']:10.1f}",
                    flush=True,
                )
            ends.append(m)
            if documents == chosen.documents[0] and chosen.peer:
                spent = peer(folder, chosen.peer, Path(made) / "peer.csv")
                print(f"a PDF by pdfplumber and pandas, one process: {spent:.1f} ms of a processor")
    if len(ends) > 1:
        few, many = ends[0], ends[-1]
        more = many["documents"] - few["documents"]
        for name in ("reading", "else"):
            slope = (many[name] * many["documents"] - few[name] * few["documents"]) / more
            print(f"one document more, {name}: {slope:.1f} ms of a processor")
    if chosen.unchanged:
        print(
            f"unchanged files: {pass_over(chosen.unchanged):.3f} s of a processor a thousand, of {chosen.unchanged}"
        )


if __name__ == "__main__":
    main()
