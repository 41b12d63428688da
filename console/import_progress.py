"""What is told of an import while it goes on: a bar on a terminal, JSON lines in a log."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from zvirka.archive.child import Job
from zvirka.archive.importing import Watch
from zvirka.archive.records import Outcome
from zvirka.console.answer import shown
from zvirka.console.arguments import WrongUsage
from zvirka.console.progress import watched
from zvirka.messages import N_, render

# A document that takes longer is named while it goes by: ten times what a dense page takes.
SLOW_SECONDS = 5.0
# Characters; what is said beside the bar then has room on a terminal of eighty.
BAR_WIDTH = 16


class ImportProgress:
    """Tells of an import while it goes on; use it as a context. Raises `WrongUsage` if the log cannot be."""

    def __init__(self, language: str, log: Path | None) -> None:
        self._language = language
        self._log_path = log
        self._log: IO[str] | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._counts = {"consistent": 0, "findings": 0, "failed": 0}
        self._started = time.monotonic()

    @property
    def watch(self) -> Watch:
        """What the import calls."""
        return Watch(self._planned, self._ended)

    def __enter__(self) -> ImportProgress:
        if self._log_path is not None:
            try:
                self._log = self._log_path.open("a", encoding="utf-8")
            except OSError as error:
                reason = error.strerror or str(error)
                template = N_("the log {path} cannot be written: {reason}")
                raise WrongUsage(template, path=shown(self._log_path), reason=reason) from None
        self._started = time.monotonic()
        self._write("begin")
        if watched():
            self._bar = Progress(
                BarColumn(BAR_WIDTH),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                TextColumn("{task.fields[counts]}", markup=False),
                console=Console(stderr=True, markup=False, highlight=False),
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._write("end" if error is None else "stopped", seconds=self._seconds(), **self._counts)
        if self._log is not None:
            self._log.close()

    def _planned(self, count: int) -> None:
        self._write("planned", documents=count)
        if self._bar is not None:
            self._task = self._bar.add_task("", total=count, rate="", counts="")

    def _ended(self, job: Job, outcome: Outcome) -> None:
        status = outcome.status
        self._counts[status] = self._counts.get(status, 0) + 1
        self._write(
            "document",
            path=job.path,
            sha256=outcome.sha256,
            status=status,
            seconds=round(outcome.seconds, 3),
            message=outcome.message,
        )
        if self._bar is None or self._task is None:
            return
        if outcome.seconds > SLOW_SECONDS:
            template = N_("slow: {path}, {seconds} s")
            told = {"path": shown(job.path), "seconds": f"{outcome.seconds:.0f}"}
            self._bar.console.print(render(template, told, self._language))
        self._bar.update(self._task, advance=1, rate=self._rate(), counts=self._told_counts())

    def _rate(self) -> str:
        rate = sum(self._counts.values()) / max(time.monotonic() - self._started, 0.001)
        return render(N_("{rate} a second"), {"rate": f"{rate:.1f}"}, self._language)

    def _told_counts(self) -> str:
        template = N_("every sum holds: {consistent}, with findings: {findings}, failed: {failed}")
        return render(template, self._counts, self._language)

    def _seconds(self) -> float:
        return round(time.monotonic() - self._started, 3)

    def _write(self, event: str, **fields: Any) -> None:
        if self._log is not None:
            record = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields}
            # every line is whole on the disk, as far as we can tell, before the next document is begun
            print(json.dumps(record, ensure_ascii=False), file=self._log, flush=True)
