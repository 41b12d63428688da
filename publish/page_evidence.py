"""What the page embeds of findings: each with its row, equation, explanation and what shows it, as plain JSON values.

A batch holds findings of one document. Numbers are text, exactly as printed; texts that the program says stand in both
languages, English first.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zvirka.messages import LANGUAGES, render
from zvirka.publish.page_gallery import UNDRAWN, Gallery, NoLook
from zvirka.publish.page_places import Band, Mark, amount_at, bands_of, marks_of
from zvirka.publish.page_source import Picture
from zvirka.publish.page_texts import WORDS
from zvirka.schemas.document import Box, Format
from zvirka.schemas.evidence import Evidence
from zvirka.schemas.finding import EquationTerm, Finding
from zvirka.schemas.report import Amount, Place, Row

Json = dict[str, Any]

# Characters of a text from a document. What is longer stands whole in the CSV files.
LONGEST = 600
# Terms of an equation with a number in them: more are counted, not shown.
MOST_TERMS = 120
# Lines of a text dump around a finding.
LINES_AROUND = 1
MOST_LINES = 40

_AMOUNTS = ("reported", "expected", "difference", "printed", "suggestion")
"""Fields of messages that hold one exact number."""

NOT_ASKED, FULL, NOWHERE = "not_asked", "full", "nowhere"
"""Why there is no picture: none was wanted, the page has no room for more, or it is not known where to look."""


@dataclass(slots=True)
class Room:
    """How many bytes of pictures the page still takes, if it takes any; how many it has, and had no room for."""

    wanted: bool
    left: int
    used: int = 0
    drawn: int = 0
    refused: int = 0

    def take(self, data: str) -> str:
        """Count a picture in; its name in the page."""
        self.left -= len(data)
        self.used += len(data)
        self.drawn += 1
        return f"p{self.drawn}"

    def give_back(self, pictures: Iterable[str]) -> None:
        """Count pictures out that did not come into the page after all."""
        for data in pictures:
            self.left += len(data)
            self.used -= len(data)
            self.drawn -= 1


@dataclass(slots=True)
class Batch:
    """Findings of one document for the page, and the pictures they show: the id of each, and its WebP in base64."""

    value: Json
    pictures: list[tuple[str, str]] = field(default_factory=list)


def batch_of(evidence: Evidence, gallery: Gallery, room: Room) -> Batch:
    """The findings of one document as the page embeds them."""
    batch = Batch({"path": evidence.path, "format": evidence.format})
    findings = [
        _finding(finding, finding_id, evidence)
        for finding, finding_id in zip(evidence.findings, evidence.ids, strict=True)
    ]
    if evidence.format == Format.PDF:
        _add_pictures(batch, findings, evidence, gallery, room)
    elif evidence.format == Format.TEXT:
        _add_lines(findings, evidence, gallery)
    batch.value["tables"] = {
        str(number): [clipped(head.title), head.period, head.unit, head.form]
        for number, head in evidence.tables.items()
    }
    batch.value["rows"] = [_row(table, row) for (table, _), row in sorted(evidence.rows.items())]
    batch.value["findings"] = findings
    return batch


def said(template: str, values: Mapping[str, object]) -> list[str]:
    """A message in English and in Ukrainian, with words for ids and with the language's own decimal mark."""
    return [
        " ".join(
            render(template, {key: _spoken(key, values[key], language) for key in values}, language).split()
        )
        for language in LANGUAGES
    ]


def _spoken(key: str, value: object, language: str) -> object:
    kind = key.rpartition("_")[2]
    if kind in ("source", "measure"):
        word = WORDS[kind].get(str(value))
        return render(word, {}, language) if word else value
    # other numbers with a point in them number rows and sections
    return str(value).replace(".", ",") if language == "uk" and key in _AMOUNTS else value


def clipped(text: str) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _finding(finding: Finding, finding_id: str, evidence: Evidence) -> Json:
    suspect = finding.suspect
    head = evidence.tables.get(finding.table or 0)
    value: Json = {
        "id": finding_id,
        "table": finding.table,
        "row": finding.row,
        "role": finding.role,
        "number": finding.number,
        "source": finding.source,
        "measure": finding.measure,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "reported": exact(finding.reported),
        "expected": exact(finding.expected),
        "difference": exact(finding.difference),
        "unit": head.unit if head else "",
        "suspect": [suspect.row, suspect.source, suspect.measure] if suspect else None,
        "suggestion": exact(finding.suggestion),
        "cause": finding.cause.value if finding.cause else "",
        "alternatives": finding.alternatives,
        "page": finding.page,
        "line": finding.line,
        "message": [clipped(text) for text in said(finding.template, finding.values)],
    }
    if finding.explanation:
        value["explanation"] = [clipped(text) for text in said(finding.explanation, finding.values)]
    if finding.equation:
        value["equation"], value["more"] = _equation(finding, evidence)
    return {key: kept for key, kept in value.items() if kept not in (None, "")}


def _equation(finding: Finding, evidence: Evidence) -> tuple[list[Any], int]:
    """The terms worth showing, and how many with a number are left out. The first is what stands there."""
    target, *terms = finding.equation
    shown = [t for t in terms if t.value or (t.cell is not None and t.cell == finding.suspect)]
    kept = [t for n, t in enumerate(shown) if n < MOST_TERMS or t.cell == finding.suspect]
    return [_term(finding, term, evidence) for term in (target, *kept)], len(shown) - len(kept)


def _term(finding: Finding, term: EquationTerm, evidence: Evidence) -> list[Any]:
    """Label, sign, value, what stands in the cell, the cell, its place."""
    cell = term.cell
    amount = amount_at(evidence, finding.table, cell.row, cell.source, cell.measure) if cell else None
    return [
        clipped(" ".join(term.label.split())),
        term.sign,
        exact(term.value),
        clipped(amount.raw) if amount else "",
        [cell.row, cell.source, cell.measure] if cell else None,
        _place(amount.place) if amount else None,
    ]


def _row(table: int, row: Row) -> Json:
    return {
        "table": table,
        "row": row.index,
        "role": row.role.value,
        "number": row.number,
        "texts": [clipped(text) for text in (row.activity, row.deadline, row.executor, row.result)],
        "place": _place(row.place),
        "amounts": [_amount(amount) for amount in row.amounts],
    }


def _amount(amount: Amount) -> list[Any]:
    """Source, measure, value, state, what stands in the cell, how it was placed, its place."""
    return [
        amount.source,
        amount.measure.value,
        exact(amount.value),
        amount.state.value,
        clipped(amount.raw),
        amount.placement.value,
        _place(amount.place),
    ]


def _place(place: Place) -> list[Any]:
    """Page, line, and the box where there is one."""
    return [place.page, place.line, *([_sides(place.box)] if place.box else [])]


def _sides(box: Box) -> list[float]:
    # a tenth of a point is finer than any outline
    return [round(side, 1) for side in box]


def exact(value: Any) -> str | None:
    """A number as text, with all its decimals."""
    return None if value is None else f"{value:f}"


def _add_pictures(
    batch: Batch, findings: list[Json], evidence: Evidence, gallery: Gallery, room: Room
) -> None:
    """Give each finding its pictures, or the reason why there is none."""
    wanted: list[tuple[tuple[Mark, ...], tuple[Band, ...]]] = []
    for finding in evidence.findings:
        marks = marks_of(finding, evidence)
        wanted.append((marks, bands_of(finding, evidence, marks)))
    bands = list(dict.fromkeys(band for _, some in wanted for band in some))
    shown = dict(_drawn(bands, batch, evidence, gallery, room))
    for value, (marks, some) in zip(findings, wanted, strict=True):
        pictures, reasons = [], [] if some else [NOWHERE]
        for band in some:
            seen = shown[band]
            if isinstance(seen, str):
                reasons.append(seen)
            else:
                name, box = seen
                inside = [mark for mark in marks if mark.page == band.page and _meet(mark.box, box)]
                pictures.append([name, band.page, _sides(box), [_mark(mark) for mark in inside]])
        if pictures:
            value["pictures"] = pictures
        if reasons:
            value["unseen"] = reasons[0]


def _drawn(
    bands: list[Band], batch: Batch, evidence: Evidence, gallery: Gallery, room: Room
) -> Iterator[tuple[Band, tuple[str, Box] | str]]:
    """For each band the picture's name and what it shows, or why there is none."""
    places = [(band.page, band.box) for band in bands]
    pictures = gallery.pictures(evidence.location, evidence.sha256, places)
    why = "" if room.wanted else NOT_ASKED
    for band in bands:
        picture = None
        try:
            why = why or (FULL if room.left <= 0 else "")
            picture = None if why else next(pictures)
        except NoLook as error:
            why = error.why
        room.refused += why == FULL
        yield band, why or (_kept(picture, batch, room) if picture else UNDRAWN)


def _kept(picture: Picture, batch: Batch, room: Room) -> tuple[str, Box] | str:
    data = base64.b64encode(picture.data).decode("ascii")
    if len(data) > room.left:
        # no smaller one afterwards either, so that the limit falls at one place
        room.left = 0
        room.refused += 1
        return FULL
    name = room.take(data)
    batch.pictures.append((name, data))
    return name, picture.box


def _meet(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and one.x1 > other.x0 and one.top < other.bottom and one.bottom > other.top


def _mark(mark: Mark) -> list[Any]:
    return [mark.kind, *_sides(mark.box), clipped(mark.text)]


def _add_lines(findings: list[Json], evidence: Evidence, gallery: Gallery) -> None:
    """Give each finding the lines of the text dump that it speaks of, or the reason why there are none."""
    spans = [list(_spans(finding, evidence)) for finding in evidence.findings]
    try:
        seen = iter(
            gallery.lines(evidence.location, evidence.sha256, [span for some in spans for span in some])
        )
    except NoLook as error:
        for value in findings:
            value["unseen"] = error.why
        return
    for value, some in zip(findings, spans, strict=True):
        lines = {number: clipped(text) for _ in some for number, text in next(seen)}
        if lines:
            value["lines"] = [[number, lines[number]] for number in sorted(lines)]


def _spans(finding: Finding, evidence: Evidence) -> Iterator[tuple[int, int]]:
    """The first and last lines of the finding's row and of the suspect's."""
    suspect = finding.suspect.row if finding.suspect else None
    for index in dict.fromkeys((finding.row, suspect)):
        row = evidence.rows.get((finding.table, index)) if finding.table and index else None
        places = [row.place.line, *(amount.place.line for amount in row.amounts)] if row else []
        if index == finding.row:
            places.append(finding.line)
        lines = [line for line in places if line is not None]
        if lines:
            first = max(1, min(lines) - LINES_AROUND)
            yield first, min(max(lines) + LINES_AROUND, first + MOST_LINES - 1)
