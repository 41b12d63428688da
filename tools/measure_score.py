"""Counts of how documents were read, and the kinds of differences from their truth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

DOUBTS = frozenset(("ambiguous_placement", "unplaced_text", "lost_page", "unreadable"))
"""Findings by which a reader says that it is not sure: honest, not false."""


@dataclass(slots=True)
class Score:
    """Counts of one document, or of many added up. `differences` tells them in words.

    `ambiguous` are the amounts that are not exact and are called ambiguous; `wrong_told` and `wrong_silent` those with
    a wrong, lost or invented number, by whether any finding names their row.
    """

    documents: int = 0
    failed: int = 0
    tables: int = 0
    tables_found: int = 0
    around: int = 0
    around_exact: int = 0
    records: int = 0
    records_exact: int = 0
    fields: int = 0
    fields_exact: int = 0
    amounts: int = 0
    amounts_exact: int = 0
    ambiguous: int = 0
    wrong_told: int = 0
    wrong_silent: int = 0
    false_findings: int = 0
    doubts: int = 0
    mistakes: int = 0
    mistakes_found: int = 0
    mistakes_named: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Adds the other's counts; its differences too."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.differences += other.differences


COUNTS = tuple(name for name in Score.__slots__ if name != "differences")


def kind_of(difference: str) -> str:
    """The kind of a difference: its words without rows, numbers and texts."""
    plain = re.sub(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"", "", difference)
    plain = re.sub(r"(?<![a-z_])\d[\d.]*|\[[^]]*\]", "", plain)
    sides = re.sub(r"[a-z]+(?:_[a-z\d]+)*\.(?=[a-z])", "", plain)
    return " ".join(sides.partition(": the ")[0].split())[:60]
