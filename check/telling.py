"""Why a sum is broken, in words: the explanation of a finding, as a template over the finding's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from zvirka.check.arithmetic import cell_of
from zvirka.check.blame import Blame
from zvirka.check.place import plain
from zvirka.messages import N_
from zvirka.schemas.finding import Cause, Finding
from zvirka.schemas.report import Row
from zvirka.sums import Ledger, Spot

TEMPLATES = {
    Cause.TRANSPOSED_DIGITS: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "two digits transposed."
    ),
    Cause.WRONG_DIGIT: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "one wrong digit."
    ),
    Cause.DROPPED_DIGIT: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "a digit was dropped."
    ),
    Cause.EXTRA_DIGIT: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "a digit too many."
    ),
    Cause.SHIFTED_DECIMAL: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "the decimal mark was shifted."
    ),
    Cause.SIGN: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "the sign is wrong."
    ),
    Cause.UNKNOWN: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} should read {suggestion}; "
        "how it came about cannot be told."
    ),
    Cause.WRONG_COLUMN: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} stands in the wrong column; "
        "it belongs to {other_source}."
    ),
    Cause.SWAPPED_PLAN_FACT: N_(
        "Row {suspect_row}, {suspect_source}: plan {printed} and fact {suggestion} are swapped."
    ),
    Cause.STALE_TOTAL: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: the sum {printed} was not brought up to date; "
        "it should read {suggestion}."
    ),
    Cause.COUNTED_TWICE: N_(
        "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} is counted twice in row {line_row}."
    ),
    Cause.MISSING_ROW: N_(
        "A row is missing from those that row {line_row} sums; in this column it has {missing}."
    ),
}
LEFT_OUT = N_(
    "Row {suspect_row}, {suspect_source}, {suspect_measure}: the sum {printed} leaves out row {other_row}; "
    "it should read {suggestion}."
)
STANDS_TWICE = N_("Row {suspect_row} stands a second time; row {line_row} counts it once.")
MISPLACED = N_(
    "Row {suspect_row}, {suspect_source}, {suspect_measure}: {printed} stands in the wrong row; "
    "it belongs to row {other_row}."
)
UNDECIDED = N_("{explanations} explanations are equally good, so no cell is named.")
UNEXPLAINED = N_("No explanation by one, two or three mistakes was found.")


def blamed(
    finding: Finding, blame: Blame | None, rows: Mapping[int, Row], ledger: Ledger, line: Spot
) -> Finding:
    """The finding with its suspect, cause, suggestion and explanation; `line` is the target of its equation."""
    if blame is None:
        return replace(finding, cause=Cause.UNKNOWN, explanation=UNEXPLAINED)
    told: dict[str, str | int]
    suspect = blame.suspect
    if suspect is None and (blame.others or blame.cause is not Cause.MISSING_ROW):
        template, told = UNDECIDED, {"explanations": blame.others + 1}
    else:
        template, told = _template(blame), _told(blame, rows, ledger, line)
    return replace(
        finding,
        values={**finding.values, **told},
        suspect=cell_of(suspect) if suspect is not None else None,
        suggestion=ledger.exact(blame.suggestion) if blame.suggestion is not None else None,
        cause=blame.cause,
        alternatives=blame.others,
        explanation=template,
    )


def also_blamed(overspent: Finding, sums: Iterable[Finding]) -> Finding:
    """An overspending with the suspect of the broken sums, if putting that right leaves no overspending."""
    fact, plan = (term.value or Decimal(0) for term in overspent.equation)
    cells = [term.cell for term in overspent.equation]
    for broken in sums:
        if broken.suspect not in cells or broken.suspect is None or broken.suggestion is None:
            continue
        right = (broken.suggestion, plan) if broken.suspect == cells[0] else (fact, broken.suggestion)
        if broken.cause is Cause.SWAPPED_PLAN_FACT or right[0] <= right[1]:
            return replace(
                overspent,
                # what is told of the overspending itself goes before
                values={**broken.values, **overspent.values},
                suspect=broken.suspect,
                suggestion=broken.suggestion,
                cause=broken.cause,
                alternatives=broken.alternatives,
                explanation=broken.explanation,
            )
    return overspent


def _template(blame: Blame) -> str:
    mistake = blame.mistake
    if mistake.cause is Cause.STALE_TOTAL and mistake.row is not None:
        return LEFT_OUT
    if mistake.cause is Cause.COUNTED_TWICE and blame.suggestion is not None:
        return STANDS_TWICE
    if mistake.cause is Cause.UNKNOWN and mistake.other is not None:
        return MISPLACED
    return TEMPLATES[mistake.cause]


def _told(blame: Blame, rows: Mapping[int, Row], ledger: Ledger, target: Spot) -> dict[str, str | int]:
    mistake, suspect = blame.mistake, blame.suspect
    told: dict[str, str | int] = {"line_row": _row(rows, mistake.lines[0] if mistake.lines else target.row)}
    if suspect is not None:
        told["suspect_row"] = _row(rows, suspect.row)
        told["suspect_source"] = suspect.source
        told["suspect_measure"] = suspect.measure.value
        told["printed"] = _printed(rows, suspect)
    if blame.suggestion is not None:
        told["suggestion"] = plain(ledger.exact(blame.suggestion))
    if mistake.other is not None:
        told["other_source"] = mistake.other.source
        told["other_row"] = _row(rows, mistake.other.row)
    if mistake.row is not None:
        told["other_row"] = _row(rows, mistake.row)
    if mistake.missing:
        told["missing"] = plain(ledger.exact(mistake.missing.get((target.source, target.measure), 0)))
    return told


def _row(rows: Mapping[int, Row], index: int) -> str:
    """The row's index and, where one is printed, its number."""
    number = rows[index].number
    return f"{index} (№ {number})" if number else str(index)


def _printed(rows: Mapping[int, Row], spot: Spot) -> str:
    """What stands in the cell; an amount that is not there is shown as it is printed."""
    amount = rows[spot.row].amount(spot.source, spot.measure)
    if amount is None or amount.value is None:
        return amount.raw.strip() or "–" if amount is not None else "–"
    return plain(amount.value)
