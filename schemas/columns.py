"""The columns of the CSV files, of the views of the archive and of the frames: names, order, types.

Types are those of Table Schema. The money columns of `activities` depend on the archive: `money_columns` gives them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zvirka.schemas.report import SOURCES, Measure


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is `string`, `integer`, `number`, `boolean` or `date`."""

    name: str
    type: str = "string"


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(
        Column(name, kind or "string") for name, _, kind in (word.partition(":") for word in text.split())
    )


DOCUMENTS = _columns(
    "document_id path format pages:integer tables:integer rows:integer errors:integer warnings:integer"
    " status message present:boolean"
)
TABLES = _columns(
    "document_id path table:integer section title period period_start:date period_end:date unit form"
    " first_page:integer last_page:integer rows:integer errors:integer warnings:integer council programme"
)
ACTIVITIES_BEFORE = _columns(
    "document_id path table:integer row:integer role number activity deadline executor"
)
ACTIVITIES_AFTER = _columns("result page:integer unit")
AMOUNTS = _columns(
    "document_id path table:integer row:integer role number source measure value:number state placement raw"
    " page:integer x0:number top:number x1:number bottom:number line:integer unit"
)
FINDINGS = _columns(
    "document_id path table:integer row:integer role number source measure rule severity reported:number"
    " expected:number difference:number suspect_row:integer suspect_source suspect_measure suggestion:number"
    " cause alternatives:integer page:integer x0:number top:number x1:number bottom:number line:integer"
    " message finding_id"
)

VIEWS = ("documents", "tables", "activities", "amounts", "findings")
"""The views of an archive; each has a CSV file of its name."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("path",),
    "tables": ("document_id", "table"),
    "activities": ("document_id", "table", "row"),
    "amounts": ("document_id", "table", "row", "source", "measure"),
}
"""What tells the rows of a view apart. Findings have none: one row may tell two things of one kind."""

_ALWAYS = (Measure.PLAN, Measure.FACT)


def money_columns(present: Collection[tuple[str, str]]) -> tuple[tuple[str, Measure], ...]:
    """The (source, measure) pairs that `activities` has columns for, in their order.

    `present` are the pairs that there are amounts of, in whatever state. A source that no form knows has no columns; a
    known one has plan and fact, and of the other measures those that are there.
    """
    sources = {source for source, _ in present}
    return tuple(
        (source, measure)
        for source in SOURCES
        if source in sources
        for measure in Measure
        if measure in _ALWAYS or (source, measure.value) in present
    )


def columns_of(view: str, money: Collection[tuple[str, Measure]]) -> tuple[Column, ...]:
    """The columns of a view; `money` matters for `activities` only."""
    if view == "activities":
        wide = tuple(Column(f"{source}_{measure}", "number") for source, measure in money)
        return ACTIVITIES_BEFORE + wide + ACTIVITIES_AFTER
    return {"documents": DOCUMENTS, "tables": TABLES, "amounts": AMOUNTS, "findings": FINDINGS}[view]
