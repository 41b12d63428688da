"""One document read, understood and checked, whatever happens on the way; and what its status is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zvirka.archive.failures import BUG, MISSING, bug_values, cannot_open
from zvirka.check import check
from zvirka.extract import read, read_bytes
from zvirka.messages import N_
from zvirka.normalize import normalize
from zvirka.schemas.document import UnreadableDocument
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.form import Form
from zvirka.schemas.report import Report

UNMATCHED = N_("a table that no form fits: {seen}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one file. `report` is None exactly when `status` is `failed`; then `template` says why."""

    path: Path
    status: str
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    template: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """The number of findings that are errors."""
        return self.count(Severity.ERROR)

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return sum(f.severity is severity for f in self.findings)


def judge(path: Path, form: Form | None, engine: str) -> Judgement:
    """The file's report and findings, or why there is none. Raises nothing but `KeyboardInterrupt`, `MemoryError`."""
    if not path.exists():
        return Judgement(path, "failed", template=MISSING)
    return judged(path, lambda: normalize(read(path, engine=engine), form))


def understand(data: bytes, name: str, form: Form | None, engine: str) -> Report:
    """The report of the content of a file called `name`. Raises `UnreadableDocument`."""
    return normalize(read_bytes(data, name, engine), form)


def judged(path: Path, understand: Callable[[], Report]) -> Judgement:
    """What becomes of a file whose report `understand` gives, or raises the reason why there is none."""
    try:
        report = understand()
        findings = tuple(check(report))
    except UnreadableDocument as error:
        return Judgement(path, "failed", template=error.template, values=error.values)
    except OSError as error:
        template, values = cannot_open(error)
        return Judgement(path, "failed", template=template, values=values)
    except MemoryError:
        raise
    except Exception as error:
        return Judgement(path, "failed", template=BUG, values=bug_values(error))
    template, values = _told(report)
    return Judgement(path, status_of(report, findings), report, findings, template, values)


def status_of(report: Report, findings: tuple[Finding, ...]) -> str:
    """The status of a document that could be read."""
    if report.unmatched or is_doubtful(f.severity for f in findings):
        return "findings"
    return "consistent" if report.tables else "no_table"


def is_doubtful(severities: Iterable[str]) -> bool:
    """Whether findings of these severities keep a document from being consistent; notes do not."""
    return any(severity in (Severity.ERROR, Severity.WARNING) for severity in severities)


def _told(report: Report) -> tuple[str, dict[str, str | int]]:
    """The one line that documents.csv has for a document that was read."""
    if report.unmatched:
        return UNMATCHED, {"seen": report.unmatched[0]}
    return ("", {}) if report.tables else (N_("no table with money columns"), {})
