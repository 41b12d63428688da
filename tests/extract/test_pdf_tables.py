"""Tables in every ruling that is met: exact cells and spans, nothing lost or doubled, both engines alike."""

from __future__ import annotations

import io
import random
from collections import Counter

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extract.pdf_drawing import grids, read
from tools.drawn_sheet import TrueTable
from tools.drawn_tables import PARTLY, RULED, STYLES, UNRULED, drawn
from tools.generate.lines import NoFont
from zvirka.schemas.document import Document, Grid, GridKind

Placed = tuple[int, int, int, int, str]


def made(seed: int, style: str) -> tuple[list[TrueTable], bytes]:
    try:
        return drawn(random.Random(f"{style} {seed}"), style)
    except NoFont as error:
        pytest.skip(str(error))


def letters(text: str) -> str:
    return "".join(text.split())


def truth(table: TrueTable) -> list[Placed]:
    return sorted((c.row, c.column, c.rows, c.columns, letters("".join(c.lines))) for c in table.cells)


def found(grid: Grid) -> list[Placed]:
    return [(c.row, c.column, c.row_span, c.column_span, letters(c.text)) for c in grid.cells]


def all_letters(document: Document) -> Counter[str]:
    counted: Counter[str] = Counter()
    for block in document.blocks:
        for text in (
            (c.text for c in block.cells) if isinstance(block, Grid) else (li.text for li in block.lines)
        ):
            counted.update(letters(text))
    return counted


@pytest.mark.parametrize("style", RULED)
@pytest.mark.parametrize("seed", range(2))
def test_ruled_tables_exactly(style: str, seed: int) -> None:
    tables, data = made(seed, style)
    read_grids = grids(read(data))
    assert [found(grid) for grid in read_grids] == [truth(table) for table in tables]
    assert {grid.kind for grid in read_grids} == {GridKind.RULES}


# how many rows a heading beside a spanning one covers, no rule tells
@pytest.mark.parametrize("style", sorted({*PARTLY, *UNRULED} - {"spanning_heads"}))
@pytest.mark.parametrize("seed", range(2))
def test_tables_with_few_or_no_rules(style: str, seed: int) -> None:
    tables, data = made(seed, style)
    assert [found(grid) for grid in grids(read(data))] == [truth(table) for table in tables]


@pytest.mark.parametrize("style", ["lines", "cell_rectangles", "dotted", "double", "in_a_form"])
def test_borders_stand_where_they_are_drawn(style: str) -> None:
    tables, data = made(5, style)
    for grid, table in zip(grids(read(data)), tables, strict=True):
        assert grid.column_edges == pytest.approx(table.xs, abs=0.6)
        places = {(c.row, c.column): box for c, box in zip(table.cells, table.boxes(), strict=True)}
        for cell in grid.cells:
            assert cell.box == pytest.approx(places[cell.row, cell.column], abs=0.6)


@pytest.mark.parametrize("style", ["rotated_page", "turned_content"])
def test_boxes_of_turned_pages_are_on_the_page_as_displayed(style: str) -> None:
    tables, data = made(2, style)
    document = read(data)
    with pdfplumber.open(io.BytesIO(data)) as file:
        width, height = file.pages[0].width, file.pages[0].height
    assert (width > height) is (style == "rotated_page")
    for grid, table in zip(grids(document), tables, strict=True):
        assert grid.box is not None
        across, down = grid.box.x1 - grid.box.x0, grid.box.bottom - grid.box.top
        size = table.xs[-1] - table.xs[0], table.ys[-1] - table.ys[0]
        assert (across, down) == pytest.approx(size if style == "rotated_page" else size[::-1], abs=1)
        for cell in grid.cells:
            assert cell.box is not None
            for line in cell.lines:
                assert line.box is not None
                assert cell.box.x0 - 1 <= line.box.x0 <= line.box.x1 <= cell.box.x1 + 1
                assert cell.box.top - 1 <= line.box.top <= line.box.bottom <= cell.box.bottom + 1
                assert 0 <= line.box.x0 <= line.box.x1 <= width


@given(seed=st.integers(0, 10**6), style=st.sampled_from(STYLES))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_glyph_stands_in_exactly_one_place(seed: int, style: str) -> None:
    """Counted against an independent reader of the glyphs."""
    _, data = made(seed, style)
    with pdfplumber.open(io.BytesIO(data)) as file:
        glyphs = Counter(letters("".join(char["text"] for char in file.pages[0].chars)))
    assert all_letters(read(data)) == glyphs


@given(seed=st.integers(0, 10**6), style=st.sampled_from(tuple(RULED)))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_ruled_cell_holds_what_is_drawn_in_it(seed: int, style: str) -> None:
    """Whatever grid is found, the letters within a true cell's box stand in a found cell that lies there."""
    tables, data = made(seed, style)
    assert [found(grid) for grid in grids(read(data))] == [truth(table) for table in tables]


@pytest.mark.parametrize("style", STYLES)
def test_engines_agree(style: str) -> None:
    _, data = made(7, style)
    one, other = read(data, "pdfium"), read(data, "pdfplumber")
    assert [found(grid) for grid in grids(one)] == [found(grid) for grid in grids(other)]
    assert all_letters(one) == all_letters(other)
    for a, b in zip(grids(one), grids(other), strict=True):
        assert a.column_edges == pytest.approx(b.column_edges, abs=1.0)
        assert [c.text for c in a.cells] == [c.text for c in b.cells]
