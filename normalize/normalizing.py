"""A document as read → what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from zvirka.normalize.assemble import Assembled, assembled, breaks_of
from zvirka.normalize.grids import grid_tables
from zvirka.normalize.lost import BY_POSITION, lost_table, pieces_of_rows, stands_by_position
from zvirka.normalize.period import period_in
from zvirka.normalize.pieces import without_pieces_of_torn
from zvirka.normalize.rough import RoughTable
from zvirka.normalize.soundness import BESIDE, short
from zvirka.normalize.streams.reading import stream_tables
from zvirka.normalize.torn.reading import torn_table
from zvirka.normalize.torn.seen import seen_of
from zvirka.schemas.document import Block, Document, Fault, Stream
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.form import Form, shipped_forms
from zvirka.schemas.report import Report, Table

_SEVERITIES = {"lost_page": Severity.ERROR, "unplaced_text": Severity.ERROR}


def normalize(document: Document, form: Form | None = None) -> Report:
    """The tables of a document, by the form that fits each, or by `form` alone where one is given.

    Tables without money columns are no tables; those that have some and that no form fits are told in `unmatched`, and
    so is what looks like one and gave none.
    """
    forms = shipped_forms() if form is None else (form,)
    parted = list(_groups(document.blocks))
    groups = [_understood(group, forms) for group in parted]
    if any(group.tables for group in groups):
        groups = [_beside_a_table(*pair) for pair in zip(groups, parted, strict=True)]
    breaks = breaks_of([table for group in groups for table in group.tables])
    read = [[(table, assembled(table, 1, breaks)) for table in group.tables] for group in groups]
    results = without_pieces_of_torn(read, [group.is_lost for group in groups])
    torn = [doubt for group in groups for doubt in group.doubts]
    torn += [result for result in results if isinstance(result, Finding)]
    # a header without rows is no table
    kept = [result for result in results if isinstance(result, Assembled) and result.table.rows]
    made = [result.numbered(index) for index, result in enumerate(kept, 1)]
    doubts = [_of_fault(fault) for fault in document.faults]
    doubts += torn
    for each in made:
        doubts += each.doubts
    return Report(
        document.name,
        document.sha256,
        document.format,
        document.pages,
        tuple(_dated([each.table for each in made], document.name)),
        tuple(doubts),
        tuple(seen for group in groups for seen in group.unmatched),
    )


def _dated(tables: Sequence[Table], name: str) -> Iterator[Table]:
    """The tables; one that tells no period has that of the table above it, or what the file's name tells."""
    named = period_in(PurePath(name).stem.replace("_", " "))
    last: tuple[str, date | None, date | None] = ("", None, None)
    if named is not None:
        last = (named.text, named.start, named.end)
    for table in tables:
        if table.period:
            last = (table.period, table.period_start, table.period_end)
            yield table
        else:
            yield replace(table, period=last[0], period_start=last[1], period_end=last[2])


@dataclass(frozen=True, slots=True)
class _Understood:
    """The tables of some blocks, what was seen of those that fit no form, and the doubts of those refused."""

    tables: tuple[RoughTable, ...]
    unmatched: tuple[str, ...]
    doubts: tuple[Finding, ...]

    @property
    def is_lost(self) -> bool:
        """Whether rows were seen of which no table came."""
        refused = any(doubt.severity is Severity.ERROR for doubt in self.doubts)
        return refused or (not self.tables and bool(self.unmatched or self.doubts))


_NOTHING = _Understood((), (), ())


def _understood(blocks: tuple[Block, ...], forms: Sequence[Form]) -> _Understood:
    understood = _of_stream(blocks[0], forms) if isinstance(blocks[0], Stream) else _of_grids(blocks, forms)
    if understood == _NOTHING and (seen := lost_table(blocks, forms)):
        return _Understood((), (seen,), ())
    return understood


def _of_grids(blocks: tuple[Block, ...], forms: Sequence[Form]) -> _Understood:
    grids = grid_tables(blocks, forms)
    return _Understood(grids.tables, grids.unmatched, ())


def _of_stream(block: Stream, forms: Sequence[Form]) -> _Understood:
    by_position = stands_by_position(block.lines)
    if by_position and lost_table((block,), forms):
        # to read it line by line would take long, and tear its cells apart
        return _refused_by_position(block)
    stream = stream_tables(block, forms)
    if stream.tables and by_position:
        return _refused_by_position(block)
    if stream.tables or not stream.doubts:
        return _Understood(stream.tables, stream.unmatched, stream.doubts)
    if (whole := torn_table(block, forms)) is not None:
        return _Understood((whole,), stream.unmatched, ())
    return _Understood((), stream.unmatched, (*stream.doubts, *seen_of(block.lines)))


def _refused_by_position(block: Stream) -> _Understood:
    doubt = Finding("unplaced_text", Severity.ERROR, BY_POSITION, line=block.lines[0].number)
    return _Understood((), (), (doubt, *seen_of(block.lines)))


def _beside_a_table(group: _Understood, blocks: tuple[Block, ...]) -> _Understood:
    """A stream of which nothing came, with what looks like rows in it: they may be rows of the table beside it."""
    if group != _NOTHING or not isinstance(blocks[0], Stream):
        return group
    doubts = tuple(
        Finding(
            "unplaced_text",
            Severity.ERROR,
            BESIDE,
            {"text": short(line.text)},
            page=line.page,
            line=line.number,
        )
        for line in pieces_of_rows(blocks)
    )
    return _Understood((), (), doubts)


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
