"""Findings with known evidence, and an archive's views with known numbers, for tests of the page."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, insert

from zvirka.publish.page import write_report
from zvirka.schemas.columns import columns_of
from zvirka.schemas.document import Box, Format
from zvirka.schemas.evidence import DocumentLine, Evidence, TableHead
from zvirka.schemas.finding import Cause, CellRef, EquationTerm, Finding, Severity, finding_ids
from zvirka.schemas.report import Amount, Measure, Place, Placement, Role, Row, State

HOSTILE = "</script><script>window.harmed=1</script><img src=x onerror=window.harmed=2>'\"&amp;<!--"
HOSTILE_PATH = "звіти/<img src=x onerror=window.harmed=3>'.pdf"

# The drawn page: points from its top left corner. Three columns of amounts, rows of 20 points.
PAGE = (600.0, 800.0)
LEFT, WIDTH, TOP, HEIGHT = 300.0, 80.0, 100.0, 20.0
SOURCES = ("total", "city_budget", "other_sources")
NUMBERS = (
    ("1234567.80", "1234500.80", "76.00"),
    ("20.0", "20.0", None),
    ("1234587.80", "1234520.80", "76.00"),
)
"""The first row's total is 9.00 less than its sources; amounts are in hryvnias."""
ROWS = ("Ремонт школи № 7", "Освітлення вулиць", "ВСЬОГО")


def box_of(row: int, column: int) -> Box:
    """The cell of a row (from 1) and a column (from 0)."""
    top = TOP + (row - 1) * HEIGHT
    return Box(LEFT + column * WIDTH, top, LEFT + (column + 1) * WIDTH, top + HEIGHT)


def pdf() -> bytes:
    """The drawn page, twice; the cell of row 1, column 0 is filled red."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    for _ in range(2):
        for row, numbers in enumerate(NUMBERS, 1):
            for column, number in enumerate(numbers):
                x0, _, _, bottom = box_of(row, column)
                canvas.setFillColorRGB(*((1, 0, 0) if (row, column) == (1, 0) else (1, 1, 1)))
                canvas.rect(x0, PAGE[1] - bottom, WIDTH, HEIGHT, fill=1)
                canvas.setFillColorRGB(0, 0, 0)
                canvas.drawString(x0 + 4, PAGE[1] - bottom + 6, number or "-")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def row(index: int, activity: str, *, places: Sequence[Place]) -> Row:
    """A row of the drawn page; `places` are those of its amounts."""
    amounts = [
        Amount(
            source,
            Measure.PLAN,
            State.NIL if number is None else State.REPORTED,
            None if number is None else Decimal(number),
            "-" if number is None else number.replace(".", ","),
            Placement.CELL,
            place,
        )
        for source, number, place in zip(SOURCES, NUMBERS[index - 1], places, strict=True)
    ]
    role = Role.TOTAL if index == len(ROWS) else Role.ITEM
    around = Box(20.0, TOP + (index - 1) * HEIGHT, 580.0, TOP + index * HEIGHT)
    of_row = Place(1, around if places[0].box else None, places[0].line)
    return Row(index, role, str(index), activity, "2016", "Відділ", "Виконано", tuple(amounts), of_row)


def row_sum(place: Place, **more: Any) -> Finding:
    """The error of the drawn page: the first row's total; its city budget is suspected."""
    cells = [CellRef(1, source, "plan") for source in SOURCES]
    values = [Decimal(number) if number else None for number in NUMBERS[0]]
    fields: dict[str, Any] = {
        "table": 1,
        "row": 1,
        "role": "item",
        "number": "1",
        "source": "total",
        "measure": "plan",
        "reported": Decimal("1234567.80"),
        "expected": Decimal("1234576.80"),
        "difference": Decimal("-9.00"),
        "suspect": cells[1],
        "suggestion": Decimal("1234491.80"),
        "cause": Cause.WRONG_DIGIT,
        "alternatives": 0,
        "page": place.page,
        "box": place.box,
        "line": place.line,
        "equation": tuple(
            EquationTerm(cell, cell.source, 1, value) for cell, value in zip(cells, values, strict=True)
        ),
        "explanation": "Row {suspect_row} has one wrong digit.",
        "values": {"expected": "1234576.80", "suspect_row": "1 (№ 1)"},
    }
    return Finding("row_sum", Severity.ERROR, "the sources add up to {expected}", **{**fields, **more})


def pdf_evidence(location: Path, path: str = HOSTILE_PATH, activity: str = HOSTILE) -> Evidence:
    """The error on the drawn page, in a file at `location` that holds it."""
    rows = {
        (1, i): row(i, activity if i == 1 else ROWS[i - 1], places=[Place(1, box_of(i, c)) for c in range(3)])
        for i in (1, 2, 3)
    }
    cells = {(1, CellRef(1, a.source, "plan")): a for a in rows[1, 1].amounts}
    finding = row_sum(Place(1, box_of(1, 0)))
    found = _with_ids(sha256(location), finding)
    return Evidence(
        path, location, sha256(location), Format.PDF, *found, {1: _head()}, {(1, 1): rows[1, 1]}, cells
    )


TEXT = "Заходи\n\n1. Ремонт школи\nза кошти міста \n1234567,80 1234500,80 76,00\nВСЬОГО\n"


def text_evidence(location: Path) -> Evidence:
    """The same in a text dump: the row begins in line 3, its amounts stand in line 5."""
    one = row(1, "Ремонт школи", places=[Place(1, None, 5)] * 3)
    finding = row_sum(Place(1, None, 5))
    cells = {(1, CellRef(1, a.source, "plan")): a for a in one.amounts}
    found = _with_ids(sha256(location), finding)
    return Evidence(
        "b.txt", location, sha256(location), Format.TEXT, *found, {1: _head()}, {(1, 1): one}, cells
    )


def docx_evidence(count: int, severity: Severity = Severity.WARNING, path: str = "c.docx") -> Evidence:
    """Findings in a DOCX file, each in a row of its own, numbered from 1 as its line and expected value are."""
    one = row(2, ROWS[1], places=[Place(1, None, 7)] * 3)
    rows = {(1, n): replace(one, index=n) for n in range(1, count + 1)}
    findings = (
        Finding(
            "overspend",
            severity,
            "more than planned: {n}",
            {"n": n},
            table=1,
            row=n,
            source="city_budget",
            measure="plan",
            expected=Decimal(n),
            line=n,
        )
        for n in range(1, count + 1)
    )
    found = _with_ids("0" * 64, *findings)
    return Evidence(path, Path("nowhere.docx"), "0" * 64, Format.DOCX, *found, {1: _head()}, rows)


def _with_ids(sha256: str, *findings: Finding) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    return findings, tuple(finding_ids(sha256[:16], findings))


def _head() -> TableHead:
    return TableHead("6.2 Програма", "за 9 місяців 2016 року", "UAH", "activity")


def sha256(location: Path) -> str:
    """The hash of what stands in the file, or of nothing."""
    return hashlib.sha256(location.read_bytes() if location.exists() else b"").hexdigest()


@contextmanager
def views(**rows: Sequence[dict[str, Any]]) -> Iterator[Connection]:
    """A database with a table in place of each view of an archive, and these rows in them."""
    engine = create_engine("sqlite://")
    metadata = MetaData()
    for view in ("documents", "tables", "amounts", "findings"):
        columns = columns_of(view, ())
        kinds = {"integer": Integer, "boolean": String, "number": String, "string": String, "date": String}
        Table(view, metadata, *(Column(c.name, kinds[c.type]) for c in columns))
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            for view, some in rows.items():
                for one in some:
                    connection.execute(insert(metadata.tables[view]).values(**one))
            yield connection
    finally:
        engine.dispose()


def write(
    to: Path,
    some: Sequence[Evidence],
    documents: Sequence[DocumentLine] = (),
    *,
    language: str = "en",
    images: bool = True,
) -> str:
    """The page of these findings, written to `to`, as text."""
    finding = {"cause": "", "difference": None}
    counted = [
        {**finding, "rule": f.rule, "severity": f.severity.value} for one in some for f in one.findings
    ]
    seen = [{"status": line.status, "present": "true", "path": line.path} for line in documents]
    with views(findings=counted, documents=seen) as connection:
        write_report(
            connection,
            documents,
            lambda severity: (e for e in some if e.findings[0].severity is severity),
            to=to,
            language=language,
            images=images,
        )
    return to.read_text(encoding="utf-8")
