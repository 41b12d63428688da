"""A document as read → what it means."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.normalize.assemble import Assembled, assembled, breaks_of
from zvirka.normalize.grids import grid_tables
from zvirka.normalize.lost import lost_table
from zvirka.normalize.rough import RoughTable
from zvirka.normalize.stream import stream_tables
from zvirka.schemas.document import Block, Document, Fault, Stream
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.form import Form, shipped_forms
from zvirka.schemas.report import Report

_SEVERITIES = {"lost_page": Severity.ERROR, "unplaced_text": Severity.ERROR}


def normalize(document: Document, form: Form | None = None) -> Report:
    """The tables of a document, by the form that fits each, or by `form` alone where one is given.

    Tables without money columns are no tables; those that have some and that no form fits are told in `unmatched`, and
    so is what looks like one and gave none.
    """
    forms = shipped_forms() if form is None else (form,)
    rough: list[RoughTable] = []
    unmatched: list[str] = []
    torn: list[Finding] = []
    for group in _groups(document.blocks):
        before = len(rough), len(unmatched), len(torn)
        if isinstance(group[0], Stream):
            stream = stream_tables(group[0], forms)
            torn += stream.doubts
            rough += stream.tables
            unmatched += stream.unmatched
        else:
            grids = grid_tables(group, forms)
            rough += grids.tables
            unmatched += grids.unmatched
        if before == (len(rough), len(unmatched), len(torn)) and (seen := lost_table(group, forms)):
            unmatched.append(seen)
    breaks = breaks_of(rough)
    made: list[Assembled] = []
    for table in rough:
        result = assembled(table, len(made) + 1, breaks)
        if isinstance(result, Finding):
            torn.append(result)
        else:
            made.append(result)
    doubts = [_of_fault(fault) for fault in document.faults]
    doubts += torn
    for each in made:
        doubts += each.doubts
    return Report(
        document.name,
        document.sha256,
        document.format,
        document.pages,
        tuple(each.table for each in made),
        tuple(doubts),
        tuple(unmatched),
    )


def _groups(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """The blocks, a stream by itself and what stands between streams together."""
    group: list[Block] = []
    for block in blocks:
        if isinstance(block, Stream):
            if group:
                yield tuple(group)
            yield (block,)
            group = []
        else:
            group.append(block)
    if group:
        yield tuple(group)


def _of_fault(fault: Fault) -> Finding:
    rule = fault.rule if fault.rule in _SEVERITIES else "unreadable"
    severity = _SEVERITIES.get(fault.rule, Severity.NOTE)
    return Finding(rule, severity, fault.template, fault.values, page=fault.page, box=fault.box)
