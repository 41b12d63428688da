"""Looks into source files: what is seen is the place that was asked for, and no file can harm the page."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.publish.material import HEIGHT, NUMBERS, PAGE, TEXT, box_of, pdf, pdf_evidence, row, sha256
from zvirka.publish import page_gallery
from zvirka.publish.page_gallery import CHANGED, GONE, UNDRAWN, Gallery, NoLook, gallery
from zvirka.publish.page_places import AROUND, HIGHEST, Band, Mark, bands_of, marks_of
from zvirka.publish.page_source import LARGEST, SCALE, Changed, Gone, drawn, source_lines
from zvirka.schemas.document import Box
from zvirka.schemas.evidence import Evidence
from zvirka.schemas.finding import CellRef, EquationTerm, Finding, Severity
from zvirka.schemas.report import Place


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())
    return path


@pytest.fixture(scope="module")
def looker() -> Iterator[Gallery]:
    with gallery() as made:
        yield made


def colour(data: bytes) -> tuple[int, ...]:
    """The colour of most dots."""
    image = Image.open(io.BytesIO(data)).convert("RGB").resize((1, 1), Image.Resampling.BOX)
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def test_a_picture_shows_the_place_that_was_asked_for(drawing: Path) -> None:
    red, white = drawn(drawing, sha256(drawing), [(2, box_of(1, 0)), (2, box_of(2, 0))])
    assert red is not None
    assert white is not None
    assert red.box == box_of(1, 0)
    assert Image.open(io.BytesIO(red.data)).size == (80 * SCALE, HEIGHT * SCALE)
    r, g, b = colour(red.data)
    assert r > 150 > g
    assert r > 150 > b
    assert min(colour(white.data)) > 180


def test_a_picture_ends_where_the_page_ends(drawing: Path) -> None:
    (seen,) = drawn(drawing, sha256(drawing), [(1, Box(-50, 700, 99_999, 900))])
    assert seen is not None
    assert seen.box == Box(0, 700, *PAGE)
    assert max(Image.open(io.BytesIO(seen.data)).size) <= LARGEST


def test_what_cannot_be_drawn_is_no_picture(drawing: Path) -> None:
    places = [(3, box_of(1, 0)), (1, Box(700, 10, 800, 20)), (1, Box(10, 30, 10, 30)), (1, box_of(1, 0))]
    seen = drawn(drawing, sha256(drawing), places)
    assert [one is not None for one in seen] == [False, False, False, True]
    drawing.write_bytes(b"%PDF-1.7 no more than this")
    assert drawn(drawing, sha256(drawing), places[:2]) == [None, None]


def test_equal_places_give_equal_bytes(drawing: Path) -> None:
    one, other = (drawn(drawing, sha256(drawing), [(1, box_of(1, 0))]) for _ in range(2))
    assert one == other


def test_a_file_that_is_gone_or_another_one_is_told(drawing: Path) -> None:
    before = sha256(drawing)
    drawing.write_bytes(pdf() + b"\n")
    with pytest.raises(Changed):
        drawn(drawing, before, [])
    with pytest.raises(Changed):
        source_lines(drawing, before, [])
    drawing.unlink()
    with pytest.raises(Gone):
        drawn(drawing, before, [])


def test_lines_of_a_text_are_those_that_were_numbered(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(TEXT + "a\fb\n", encoding="utf-8")
    seen = source_lines(path, sha256(path), [(2, 4), (6, 99)])
    assert seen == [
        [(2, ""), (3, "1. Ремонт школи"), (4, "за кошти міста ")],
        [(6, "ВСЬОГО"), (7, "ab")],
    ]


def test_looks_go_through_another_process(drawing: Path, looker: Gallery) -> None:
    assert looker._look(os.getpid) != os.getpid()
    pictures = list(looker.pictures(drawing, sha256(drawing), [(1, box_of(1, 0))] * 41))
    assert len(pictures) == 41
    assert len(set(pictures)) == 1
    assert looker.lines(drawing, sha256(drawing), []) == []
    for location, digest, why in ((drawing, "0", CHANGED), (drawing / "no", "0", GONE)):
        with pytest.raises(NoLook) as told:
            list(looker.pictures(location, digest, [(1, box_of(1, 0))]))
        assert told.value.why == why


def test_a_process_that_dies_costs_its_pictures_alone(
    drawing: Path, looker: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoLook) as told:
        looker._look(os._exit, 3)
    assert told.value.why == UNDRAWN
    with monkeypatch.context() as patch:
        patch.setattr(page_gallery, "PATIENCE", 0.3)
        with pytest.raises(NoLook):
            looker._look(time.sleep, 30)
    (seen,) = looker.pictures(drawing, sha256(drawing), [(1, box_of(1, 0))])
    assert seen is not None


def test_the_cells_of_a_finding_are_marked_as_what_they_are(drawing: Path) -> None:
    evidence = pdf_evidence(drawing)
    marks = marks_of(evidence.findings[0], evidence)
    printed = [number.replace(".", ",") for number in NUMBERS[0] if number]
    assert marks == (
        Mark("term", 1, box_of(1, 2), printed[2]),
        Mark("place", 1, box_of(1, 0), printed[0]),
        Mark("suspect", 1, box_of(1, 1), printed[1]),
    )
    assert bands_of(evidence.findings[0], evidence, marks) == (
        Band(1, Box(20 - AROUND, 100 - AROUND, 580 + AROUND, 120 + AROUND)),
    )


def test_a_finding_without_a_place_has_no_band() -> None:
    finding = Finding("missing_total", Severity.WARNING, "", table=1)
    evidence = Evidence("a.pdf", Path("a.pdf"), "", "pdf", (finding,), ("id",))
    assert bands_of(finding, evidence, marks_of(finding, evidence)) == ()


sides = st.tuples(st.integers(0, 1700), st.integers(0, 1700), st.integers(1, 300), st.integers(1, 700))
boxes = sides.map(lambda s: Box(float(s[0]), float(s[1]), float(s[0] + s[2]), float(s[1] + s[3])))


@given(own=boxes, suspect=boxes, terms=st.lists(boxes, max_size=6), pages=st.tuples(*[st.integers(1, 2)] * 2))
def test_bands_show_the_finding_and_the_suspect_and_stay_low(
    own: Box, suspect: Box, terms: list[Box], pages: tuple[int, int]
) -> None:
    first = row(1, "", places=[Place(pages[0], own)] * 3)
    second = row(2, "", places=[Place(pages[1], suspect)] * 3)
    named = {
        (1, CellRef(3, f"s{i}", "plan")): row(3, "", places=[Place(1, box)] * 3).amounts[0]
        for i, box in enumerate(terms)
    }
    finding = Finding(
        "row_sum",
        Severity.ERROR,
        "",
        table=1,
        row=1,
        source="total",
        measure="plan",
        page=pages[0],
        box=own,
        suspect=CellRef(2, "total", "plan"),
        equation=tuple(EquationTerm(cell, "", 1, None) for _, cell in named),
    )
    evidence = Evidence(
        "", Path(), "", "pdf", (finding,), ("id",), {}, {(1, 1): first, (1, 2): second}, named
    )
    marks = marks_of(finding, evidence)
    assert len({(mark.page, mark.box) for mark in marks}) == len(marks)
    bands = bands_of(finding, evidence, marks)
    assert 1 <= len(bands) <= 2
    for page, box in ((pages[0], own), (pages[1], suspect)):
        # its top can be seen, and all of it unless it is higher than a band
        shown = [b.box for b in bands if b.page == page and b.box.x0 <= box.x0 and b.box.x1 >= box.x1]
        assert any(b.top <= box.top < b.bottom for b in shown)
        if box.bottom - box.top <= HIGHEST / 2:
            assert any(b.top <= box.top and box.bottom <= b.bottom for b in shown)
    assert all(band.box.bottom - band.box.top <= HIGHEST + 2 * AROUND for band in bands)
