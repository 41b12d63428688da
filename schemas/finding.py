"""One thing wrong or doubtful: the place, what stands there, what was expected, and the likeliest cause."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from zvirka.schemas.document import Box


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Cause(StrEnum):
    """The likeliest mistake behind a broken sum."""

    TRANSPOSED_DIGITS = "transposed_digits"
    WRONG_DIGIT = "wrong_digit"
    DROPPED_DIGIT = "dropped_digit"
    EXTRA_DIGIT = "extra_digit"
    SHIFTED_DECIMAL = "shifted_decimal"
    WRONG_COLUMN = "wrong_column"
    SWAPPED_PLAN_FACT = "swapped_plan_fact"
    MISSING_ROW = "missing_row"
    COUNTED_TWICE = "counted_twice"
    STALE_TOTAL = "stale_total"
    SIGN = "sign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of a table by its meaning: the row's index, the source, the measure (a `Measure` value)."""

    row: int
    source: str
    measure: str


@dataclass(frozen=True, slots=True)
class EquationTerm:
    """One number of the equation behind a finding, as `--explain` and the report page show it.

    `cell` is None for a number that stands in no cell; `sign` is 1 or -1; `value` is None for nothing.
    """

    cell: CellRef | None
    label: str
    sign: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding. Fields that do not apply are None or empty; `table` and `row` count from 1.

    `template` is an English message with named fields for `values`, so that it can be told in another language later.
    """

    rule: str
    severity: Severity
    template: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    table: int | None = None
    row: int | None = None
    role: str = ""
    number: str = ""
    source: str = ""
    measure: str = ""
    reported: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    suspect: CellRef | None = None
    suggestion: Decimal | None = None
    cause: Cause | None = None
    alternatives: int | None = None
    page: int | None = None
    box: Box | None = None
    line: int | None = None
    equation: tuple[EquationTerm, ...] = ()
    explanation: str = ""
    """An English template as `template`, over the same `values`: why the suspect is the likeliest cause."""


def finding_ids(document_id: str, findings: Iterable[Finding]) -> Iterator[str]:
    """A name for each finding of a document that stays the same from run to run: 16 hex digits of a SHA-256.

    Made of document, table, row, rule, source and measure, so that it outlives a new wording or a new explanation;
    of several findings that have all these in common, all but the first also of how many came before.
    """
    before: Counter[tuple[object, ...]] = Counter()
    for finding in findings:
        place = (document_id, finding.table, finding.row, finding.rule, finding.source, finding.measure)
        parts = (*place, before[place]) if place in before else place
        before[place] += 1
        text = "\x1f".join("" if part is None else str(part) for part in parts)
        yield hashlib.sha256(text.encode()).hexdigest()[:16]
