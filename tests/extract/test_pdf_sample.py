"""The printed twin of the real report: every cell of both pages, by both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zvirka.extract import ENGINES, read
from zvirka.schemas.document import Cell, Document, Grid, GridKind, Prose

ROOT = Path(__file__).resolve().parents[2]
NAME = "informatsiinyi-prostir-2016-9m"
RECORDS = json.loads((ROOT / "tools" / "twins" / f"{NAME}.json").read_text(encoding="utf-8"))
HEADER_ROWS, COLUMNS = 5, 10
# The ninth activity is cut by the page break.
CUT = 8


@pytest.fixture(scope="module", params=ENGINES)
def document(request: pytest.FixtureRequest) -> Document:
    return read(ROOT / "samples" / f"{NAME}.pdf", engine=request.param)


def letters(text: str) -> str:
    return "".join(text.split())


def by_row(grid: Grid) -> list[list[Cell]]:
    return [[cell for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def test_one_grid_a_page_and_the_heading_before(document: Document) -> None:
    assert document.pages == 2
    assert document.faults == ()
    assert [type(block) for block in document.blocks] == [Prose, Grid, Grid]
    heading = document.blocks[0]
    assert isinstance(heading, Prose)
    assert [letters(line.text) for line in heading.lines] == [letters(t) for t in RECORDS["heading"]]
    assert [(g.page, g.kind, g.columns) for g in grids(document)] == [
        (1, GridKind.RULES, COLUMNS),
        (2, GridKind.RULES, COLUMNS),
    ]


def test_header_tree_on_both_pages(document: Document) -> None:
    expected = sorted(
        (row, column, rows, columns, letters(t)) for t, row, column, rows, columns in RECORDS["header"]
    )
    for grid in grids(document):
        header = [c for c in grid.cells if c.row < HEADER_ROWS - 1]
        assert [(c.row, c.column, c.row_span, c.column_span, letters(c.text)) for c in header] == expected
        numbers = [c.text for c in grid.cells if c.row == HEADER_ROWS - 1]
        assert numbers == RECORDS["numbers"]


def test_every_cell_of_every_row(document: Document) -> None:
    first, second = (by_row(grid)[HEADER_ROWS:] for grid in grids(document))
    rows = [[letters(cell.text) for cell in row] for row in (*first, *second)]
    rest = rows.pop(len(first))
    rows[CUT] = [above + below for above, below in zip(rows[CUT], rest, strict=True)]
    assert rows == [[letters(text) for text in row] for row in RECORDS["rows"]]


def test_numbers_broken_in_narrow_columns_keep_their_line_breaks(document: Document) -> None:
    last = by_row(grids(document)[1])[-1]
    assert [cell.text for cell in last] == [
        "ВСЬОГО:",
        "",
        "",
        "1188,8\n/ 964",
        "-",
        "-",
        "138,\n8 / 0",
        "-",
        "1050 /\n964",
        "х",
    ]


def test_a_space_at_the_end_of_a_line_is_kept(document: Document) -> None:
    cell = by_row(grids(document)[0])[HEADER_ROWS][0]
    assert cell.text == (
        "1. Висвітлення діяльності \nміської ради, її виконавчих \nорганів на сайті міської \nради."
    )
    assert by_row(grids(document)[0])[HEADER_ROWS][1].text == "Протяг\nом\nроку"


def test_places(document: Document) -> None:
    for grid in grids(document):
        assert grid.column_edges is not None
        assert list(grid.column_edges) == sorted(grid.column_edges)
        for cell in grid.cells:
            assert cell.box is not None
            assert cell.box.x0 == grid.column_edges[cell.column]
            assert cell.box.x1 == grid.column_edges[cell.column + cell.column_span]
            for line in cell.lines:
                assert line.page == grid.page
                assert line.box is not None
                assert cell.box.x0 < line.box.x0 < line.box.x1 < cell.box.x1 + 1
                assert cell.box.top - 1 < line.box.top < line.box.bottom < cell.box.bottom + 1
