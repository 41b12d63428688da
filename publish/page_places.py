"""Which places of a PDF show a finding: the bands to cut out of its pages, and the cells to mark in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zvirka.schemas.document import Box
from zvirka.schemas.evidence import Evidence
from zvirka.schemas.finding import CellRef, Finding
from zvirka.schemas.report import Amount, Row

# Points. A band shows the whole row if it is no higher than this (some 20 lines of print), else the lines around the
# cell; a few points of what is above and below tell the eye where the row stands.
HIGHEST = 260.0
AROUND = 9.0
# Points: two bands closer than this are one picture.
NEAR = 30.0
# Points: wider than any page, for a place whose row is not known.
WHOLE_WIDTH = 20_000.0

TERM, PLACE, SUSPECT = "term", "place", "suspect"
_RANK = {TERM: 0, PLACE: 1, SUSPECT: 2}


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a page (from 1), in points as displayed."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to outline: `kind` is `term` (a number of the equation), `place` (where the finding stands) or `suspect`.

    `text` is what stands in the cell.
    """

    kind: str
    page: int
    box: Box
    text: str


def marks_of(finding: Finding, evidence: Evidence) -> tuple[Mark, ...]:
    """The cells of a finding, each box once, as the most that it is."""
    best: dict[tuple[int, Box], Mark] = {}
    for mark in _marks(finding, evidence):
        known = best.get((mark.page, mark.box))
        if known is None or _RANK[known.kind] < _RANK[mark.kind]:
            best[mark.page, mark.box] = mark
    return tuple(sorted(best.values(), key=lambda m: (_RANK[m.kind], m.page, m.box.top, m.box.x0)))


def _marks(finding: Finding, evidence: Evidence) -> Iterator[Mark]:
    for term in finding.equation:
        if term.cell is not None and finding.table is not None:
            amount = evidence.cells.get((finding.table, term.cell))
            if amount is not None and amount.place.box is not None:
                yield Mark(TERM, amount.place.page, amount.place.box, amount.raw)
    if finding.box is not None and finding.page is not None:
        own = amount_at(evidence, finding.table, finding.row, finding.source, finding.measure)
        yield Mark(PLACE, finding.page, finding.box, own.raw if own else "")
    if finding.suspect is not None:
        cell = finding.suspect
        amount = amount_at(evidence, finding.table, cell.row, cell.source, cell.measure)
        if amount is not None and amount.place.box is not None:
            yield Mark(SUSPECT, amount.place.page, amount.place.box, amount.raw)


def amount_at(
    evidence: Evidence, table: int | None, row: int | None, source: str, measure: str
) -> Amount | None:
    """The amount of one cell, if it is among the evidence."""
    if table is None or row is None:
        return None
    if known := evidence.cells.get((table, CellRef(row, source, measure))):
        return known
    whole = evidence.rows.get((table, row))
    for amount in whole.amounts if whole else ():
        if (amount.source, amount.measure.value) == (source, measure):
            return amount
    return None


def bands_of(finding: Finding, evidence: Evidence, marks: Sequence[Mark]) -> tuple[Band, ...]:
    """The bands that show a finding: around its row first, then around the suspect's; one where one shows both."""
    anchors = [m for m in marks if m.kind != TERM]
    anchors.sort(key=lambda mark: mark.kind == SUSPECT and len(anchors) > 1)
    bands: list[Band] = []
    for mark in anchors:
        own = finding.suspect.row if mark.kind == SUSPECT and finding.suspect else finding.row
        row = evidence.rows.get((finding.table, own)) if finding.table and own else None
        bands.append(Band(mark.page, _around(mark.box, list(_extents(row, mark.page)))))
    if bands:
        bands = list(_with_terms(bands, marks))
    return tuple(_padded(band) for band in _merged(bands))


def _extents(row: Row | None, page: int) -> Iterator[Box]:
    if row is None:
        return
    if row.place.box is not None and row.place.page == page:
        yield row.place.box
    for amount in row.amounts:
        if amount.place.box is not None and amount.place.page == page:
            yield amount.place.box


def _around(cell: Box, extents: Sequence[Box]) -> Box:
    """The whole of a row, or as much of a high one as a band may hold."""
    if not extents:
        return _cut(Box(0.0, cell.top, WHOLE_WIDTH, cell.bottom), cell)
    return _cut(union((*extents, cell)), cell)


def _cut(box: Box, cell: Box) -> Box:
    if box.bottom - box.top <= HIGHEST:
        return box
    # some of what is above the cell, but none of what is below the row
    top = max(box.top, min(cell.top - HIGHEST / 4, box.bottom - HIGHEST))
    return box._replace(top=top, bottom=min(box.bottom, top + HIGHEST))


def _with_terms(bands: list[Band], marks: Sequence[Mark]) -> Iterator[Band]:
    """Bands grown to all numbers of the equation on their page, where that is not too high."""
    for band in bands:
        there = [mark.box for mark in marks if mark.page == band.page]
        grown = union((band.box, *there))
        yield Band(band.page, grown) if grown.bottom - grown.top <= HIGHEST else band


def _merged(bands: Iterable[Band]) -> list[Band]:
    merged: list[Band] = []
    for band in bands:
        for i, other in enumerate(merged):
            apart = max(band.box.top, other.box.top) - min(band.box.bottom, other.box.bottom)
            both = union((band.box, other.box))
            inside = both.bottom - both.top <= max(HIGHEST, other.box.bottom - other.box.top)
            if band.page == other.page and apart < NEAR and inside:
                merged[i] = Band(band.page, both)
                break
        else:
            merged.append(band)
    return merged


def _padded(band: Band) -> Band:
    x0, top, x1, bottom = band.box
    return Band(band.page, Box(x0 - AROUND, top - AROUND, x1 + AROUND, bottom + AROUND))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around some."""
    all_boxes = list(boxes)
    return Box(
        min(b.x0 for b in all_boxes),
        min(b.top for b in all_boxes),
        max(b.x1 for b in all_boxes),
        max(b.bottom for b in all_boxes),
    )
