"""What an import costs beside reading, and how it grows; beside a plain script of pdfplumber and pandas.

    python -m benchmarks.import [--documents 100 1000 5000] [--jobs 1 2] [--peer 20] [--unchanged 100000]

Documents are the sample's PDF and DOCX with different contents and equal meaning (a comment at their end). For each
size and number of processes: seconds in all, documents a second, the share of the CPU time that is not reading, the
parent's largest memory, and the size of the archive. Then how fast unchanged files are passed over. The peer reads
some of the PDFs with pdfplumber's `extract_table` in one process and writes one CSV file with pandas: cells as text, no
meaning, no check, no archive.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pdfplumber

from zvirka.archive.child import Reading
from zvirka.archive.importing import import_documents
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


def measure(folder: Path, out: Path, jobs: int) -> dict[str, Any]:
    """One import through the command line, and what it cost."""
    log = out.with_suffix(".jsonl")
    command = [sys.executable, "-c", START, "import", str(folder), "--out", str(out), "--jobs", str(jobs)]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--no-images", "--log", str(log)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    log.unlink()
    read = [event for event in events if event["event"] == "document"]
    reading = sum(event["seconds"] for event in read)
    return {
        "documents": len(read),
        "jobs": jobs,
        "seconds": seconds,
        "a_second": len(read) / seconds,
        "reading_seconds": reading,
        # the parent's own CPU time: walk, hashes, store, CSV and page; its children are not its (the helper forks them)
        "parent_cpu_seconds": used.ru_utime + used.ru_stime,
        "parent_megabytes": used.ru_maxrss / 1024,
        "archive_megabytes": (out / "archive.sqlite").stat().st_size / 1e6 if read else 0.0,
    }


def pass_over(files: int) -> float:
    """Seconds a thousand for files that have not changed; they are filed without being read."""

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
            started = time.perf_counter()
            assert import_documents(connection, roots, Path(made), Reading(), 1, reader=reader).read == 0
            return 1000 * (time.perf_counter() - started) / files


def peer(folder: Path, documents: int, out: Path) -> float:
    """Seconds a document of the plain script."""
    files = sorted(folder.rglob("*.pdf"))[:documents]
    started = time.perf_counter()
    rows: list[list[str | None]] = []
    for file in files:
        with closing(pdfplumber.open(file)) as pdf:
            for page in pdf.pages:
                for table in page.extract_tables():
                    rows += [[file.name, *row] for row in table]
    pd.DataFrame(rows).to_csv(out, index=False)
    return (time.perf_counter() - started) / max(1, len(files))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description="what an import costs")
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peer", type=int, default=20)
    parser.add_argument("--unchanged", type=int, default=100_000)
    chosen = parser.parse_args(arguments)
    print("documents  jobs  seconds  a second  parent CPU/reading  parent MB  archive MB")
    for documents in chosen.documents:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "in"
            folder.mkdir()
            fill(folder, documents)
            for jobs in chosen.jobs:
                m = measure(folder, Path(made) / f"out{jobs}", jobs)
                share = m["parent_cpu_seconds"] / m["reading_seconds"]
                print(
                    f"{m['documents']:9}  {jobs:4}  {m['seconds']:7.1f}  {m['a_second']:8.1f}  {share:18.1%}"
                    f"  {m['parent_megabytes']:9.0f}  {m['archive_megabytes']:10.1f}",
                    flush=True,
                )
            if documents == chosen.documents[0] and chosen.peer:
                seconds = peer(folder, chosen.peer, Path(made) / "peer.csv")
                print(f"a PDF by pdfplumber and pandas, one process: {seconds:.3f} s")
    if chosen.unchanged:
        print(f"unchanged files: {pass_over(chosen.unchanged):.3f} s a thousand, of {chosen.unchanged}")


if __name__ == "__main__":
    main()
