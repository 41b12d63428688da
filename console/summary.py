"""What is told at the end of an import: how the documents stand, and what to look at first."""

from __future__ import annotations

from pathlib import Path

from zvirka.archive.importing import Imported
from zvirka.archive.standing import Standing
from zvirka.console.answer import say, shown
from zvirka.messages import N_, render

FIRST_TO_LOOK_AT = 5
_STATUSES = (
    ("consistent", N_("every sum holds: {count}")),
    ("findings", N_("with findings: {count} (errors: {errors}, warnings: {warnings})")),
    ("no_table", N_("no table with money columns: {count}")),
    ("failed", N_("failed: {count}")),
)


def show_summary(standing: Standing, imported: Imported, folder: Path, language: str) -> None:
    """Print how an import ended."""
    total = sum(standing.counts.values())
    values = {"total": total, "read": imported.read, "folder": shown(folder)}
    say(render(N_("documents: {total}, read now: {read}; filed in {folder}"), values, language))
    for status, template in _STATUSES:
        if count := standing.counts.get(status, 0):
            told: dict[str, str | int] = {
                "count": count,
                "errors": standing.errors,
                "warnings": standing.warnings,
            }
            say("  " + render(template, told, language))
    if passed_over := imported.walked.passed_over:
        template = N_("other files, passed over: {count}")
        say("  " + render(template, {"count": passed_over}, language))
    if standing.worst:
        say(render(N_("look first at:"), {}, language))
    for path, errors, warnings in standing.worst:
        numbers = {"path": shown(path), "errors": errors, "warnings": warnings}
        say("  " + render(N_("{path}: errors: {errors}, warnings: {warnings}"), numbers, language))
