"""What the store gives back of findings is what was found."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from zvirka.archive.child import Job, Reading
from zvirka.archive.copies import COPY, Copies, copies_in
from zvirka.archive.evidence import FINDINGS_AT_ONCE, document_lines, evidence
from zvirka.archive.fetched import Fetched
from zvirka.archive.judging import Judgement
from zvirka.archive.keeping import save
from zvirka.archive.records import outcome_of
from zvirka.archive.schema import KNOWN_PATH
from zvirka.archive.store import opened
from zvirka.archive.views import make_views
from zvirka.archive.walk import Walked, roots_of, walk
from zvirka.schemas.document import Box, Format
from zvirka.schemas.evidence import DocumentLine, TableHead
from zvirka.schemas.finding import Cause, CellRef, EquationTerm, Finding, Severity
from zvirka.schemas.report import Amount, Measure, Place, Placement, Report, Role, Row, State, Table, Unit

SHA = hashlib.sha256(b"content").hexdigest()
COLUMNS = (("total", Measure.PLAN), ("city_budget", Measure.PLAN))
AT = Place(1, Box(1, 2, 3, 4.25), 5)
ROWS = tuple(
    Row(
        n,
        Role.ITEM,
        f"{n}",
        f"Захід {n}",
        "2016",
        "Відділ",
        "",
        tuple(
            Amount(source, measure, State.REPORTED, Decimal("10.50"), "10,50", Placement.CELL, AT)
            for source, measure in COLUMNS
        ),
        Place(1, None, n),
        parent=1 if n == 3 else None,
        exhaustive=n != 3,
        level=n % 2,
    )
    for n in range(1, 601)
)
TABLE = Table(1, "6.2", "Програма", "за 2016 рік", None, None, Unit.UAH, "activity", 1, 2, COLUMNS, ROWS, ())
REPORT = Report("a.pdf", SHA, Format.PDF, 2, (TABLE,))


NOTHING = EquationTerm(None, "x", 1, None)


def error(row: int) -> Finding:
    cells = [CellRef(n, "total", "plan") for n in (row, 1, 2)]
    return Finding(
        "column_total",
        Severity.ERROR,
        "{difference} apart",
        {"difference": "-1.50", "n": 2},
        table=1,
        row=row,
        role="item",
        number=f"{row}",
        source="total",
        measure="plan",
        reported=Decimal("10.50"),
        expected=Decimal("12.00"),
        difference=Decimal("-1.50"),
        suspect=CellRef(2, "city_budget", "plan"),
        suggestion=Decimal("12.0"),
        cause=Cause.STALE_TOTAL,
        alternatives=0,
        page=1,
        box=Box(1.0, 2.0, 3.0, 4.25),
        line=5,
        equation=(*(EquationTerm(c, "</script>", -1, Decimal("10.50")) for c in cells), NOTHING),
        explanation="it is {n}",
    )


WARNING = Finding("missing_total", Severity.WARNING, "no total", table=1)
NOTE = Finding("unreadable", Severity.NOTE, "the document")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    findings = (*(error(row) for row in range(1, 501)), WARNING, NOTE)
    judgement = Judgement(Path("a.pdf"), "findings", REPORT, findings)
    location = os.fsencode(tmp_path / "a.pdf")
    known = {"name": "a.pdf", "root": b"", "present": True, "template": "", "parameters": "{}", "message": ""}
    known |= {"path": "dir/a.pdf", "location": location, "sha256": SHA, "is_first": True}
    broken = {**known, "path": "b.pdf", "location": b"b", "sha256": None, "is_first": False}
    broken |= {"template": "cannot: {why}", "parameters": '{"why": "x"}', "message": "cannot: x"}
    with opened(tmp_path) as opening:
        with opening.begin():
            opening.execute(insert(KNOWN_PATH), [known, broken])
        job = Job("dir/a.pdf", location, "a.pdf", SHA)
        save(opening, job, outcome_of(judgement, SHA, 0.1, "en"), Reading(), "key")
        with opening.begin():
            make_views(opening)
            yield opening


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Copies]:
    with copies_in(tmp_path, 1, Fetched(tmp_path, 0)) as made:
        yield made


def test_findings_come_back_as_they_were_found(
    connection: Connection, copies: Copies, tmp_path: Path
) -> None:
    batches = list(evidence(connection, copies, Severity.ERROR))
    assert [f for batch in batches for f in batch.findings] == [error(row) for row in range(1, 501)]
    assert [len(batch.findings) for batch in batches] == [FINDINGS_AT_ONCE, FINDINGS_AT_ONCE, 100]
    first = batches[0]
    assert (first.path, first.location, first.sha256, first.format) == (
        "dir/a.pdf",
        tmp_path / "a.pdf",
        SHA,
        Format.PDF,
    )
    assert first.tables == {1: TableHead("6.2 Програма", "за 2016 рік", "UAH", "activity")}
    # rows that a finding stands at or suspects, whole; cells that an equation names
    assert first.rows == {(1, row.index): row for row in ROWS[:FINDINGS_AT_ONCE]}
    assert batches[2].rows == {(1, row.index): row for row in (ROWS[1], *ROWS[400:500])}
    assert batches[2].cells == {
        (1, CellRef(row.index, "total", "plan")): row.amounts[0] for row in (ROWS[0], ROWS[1], *ROWS[400:500])
    }


def test_findings_of_a_table_or_a_document_have_no_rows(connection: Connection, copies: Copies) -> None:
    (of_table,) = evidence(connection, copies, Severity.WARNING)
    assert (of_table.findings, of_table.rows, of_table.cells) == ((WARNING,), {}, {})
    assert set(of_table.tables) == {1}
    (of_document,) = evidence(connection, copies, Severity.NOTE)
    assert (of_document.findings, of_document.tables) == ((NOTE,), {})


def test_documents_come_with_their_messages_as_templates(connection: Connection) -> None:
    assert list(document_lines(connection)) == [
        DocumentLine("b.pdf", "", "failed", "cannot: {why}", {"why": "x"}),
        DocumentLine("dir/a.pdf", "pdf", "findings", "", {}, 2, 1, 600, 500, 1),
    ]


def test_a_copy_is_there_until_the_next_and_none_in_the_end(tmp_path: Path) -> None:
    (tmp_path / COPY).write_bytes(b"left by a run that was killed")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, content in {"a.txt": b"a", "b.txt": b"b", "large.txt": bytes((1 << 20) + 1)}.items():
            archive.writestr(name, content)
    (root,), _ = roots_of([tmp_path / "x.zip"])
    at = {found.name: found.location for found in walk(root, tmp_path, Walked())}
    with copies_in(tmp_path, 1, Fetched(tmp_path, 0)) as copies:
        assert not (tmp_path / COPY).exists()
        assert copies.path_of(root.location, "") == tmp_path / "x.zip"
        assert copies.path_of(at["a.txt"], "").read_bytes() == b"a"
        assert copies.path_of(at["b.txt"], "").read_bytes() == b"b"
        assert copies.path_of(at["large.txt"], "").stat().st_size == 1 << 20
        assert not copies.path_of(root.location + b"\0no member", "").exists()
    assert {file.name for file in tmp_path.iterdir()} == {"x.zip"}
