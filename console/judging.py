"""What is told of a judged document beyond its findings."""

from __future__ import annotations

from zvirka.archive.judging import Judgement
from zvirka.check.explain import explain


def explained(judgement: Judgement, language: str) -> list[str]:
    """For each finding of a document that was read, its equation and explanation in several lines."""
    assert judgement.report is not None  # noqa: S101 - a caller's mistake, not a user's
    return [explain(judgement.report, finding, language) for finding in judgement.findings]
