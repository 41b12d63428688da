"""One document read, understood and checked, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zvirka.check import check
from zvirka.check.explain import explain
from zvirka.console.answer import BUG, MISSING, bug_values
from zvirka.extract import read
from zvirka.messages import N_
from zvirka.normalize import normalize
from zvirka.schemas.document import UnreadableDocument
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.form import Form
from zvirka.schemas.report import Report


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one file. `report` is None exactly when `status` is `failed`; then `template` says why."""

    path: Path
    status: str
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    template: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """The number of findings that are errors."""
        return self.count(Severity.ERROR)

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return sum(f.severity is severity for f in self.findings)


def judge(path: Path, form: Form | None, engine: str) -> Judgement:
    """The file's report and findings, or why there is none. Raises nothing but `KeyboardInterrupt`."""
    if not path.exists():
        return Judgement(path, "failed", template=MISSING)
    try:
        report = normalize(read(path, engine=engine), form)
        findings = tuple(check(report))
    except UnreadableDocument as error:
        return Judgement(path, "failed", template=error.template, values=error.values)
    except OSError as error:
        template, values = cannot_open(error)
        return Judgement(path, "failed", template=template, values=values)
    except Exception as error:
        return Judgement(path, "failed", template=BUG, values=bug_values(error))
    return Judgement(path, status_of(report, findings), report, findings)


def status_of(report: Report, findings: tuple[Finding, ...]) -> str:
    """The status of a document that could be read."""
    if any(f.severity in (Severity.ERROR, Severity.WARNING) for f in findings) or report.unmatched:
        return "findings"
    return "consistent" if report.tables else "no_table"


def cannot_open(error: OSError) -> tuple[str, dict[str, object]]:
    """The message for a file that the system does not let us read."""
    return N_("cannot be read: {reason}"), {"reason": error.strerror or type(error).__name__}


def explained(judgement: Judgement, language: str) -> list[str]:
    """For each finding of a document that was read, its equation and explanation in several lines."""
    assert judgement.report is not None  # noqa: S101 - a caller's mistake, not a user's
    return [explain(judgement.report, finding, language) for finding in judgement.findings]
