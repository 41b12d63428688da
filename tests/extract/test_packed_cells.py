"""Cells of long documents: packed, and made again as they were."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.pdf import dense
from zvirka.extract import read_bytes
from zvirka.extract.pdf.packed_cells import PackedCells, packed
from zvirka.extract.pdf.reading import PLAIN_PAGES
from zvirka.schemas.document import Box, Break, Cell, Grid, GridKind, Line, Prose

_PAGE = 3
_SIZES = st.floats(-1e4, 1e4, allow_nan=False)
_BOXES = st.builds(Box, _SIZES, _SIZES, _SIZES, _SIZES)
_LINES = st.builds(Line, st.text(), st.just(_PAGE), _BOXES)
_NUMBERS = st.integers(0, 70_000)
_CELLS = st.builds(
    Cell, _NUMBERS, _NUMBERS, st.lists(_LINES, max_size=3).map(tuple), _NUMBERS, _NUMBERS, _BOXES
)


def _grid(*cells: Cell) -> Grid:
    return Grid(1, len(cells), cells, GridKind.RULES, _PAGE)


@given(st.lists(_CELLS, max_size=6))
def test_packed_cells_are_made_again_as_they_were(cells: list[Cell]) -> None:
    found = PackedCells(cells, _PAGE)
    assert tuple(found) == tuple(cells)
    assert len(found) == len(cells)
    assert found[:2] == tuple(cells[:2])
    again = pickle.loads(pickle.dumps(found))
    assert (again, hash(again)) == (found, hash(found))


@pytest.mark.parametrize(
    "cell",
    [
        Cell(0, 0),
        Cell(0, 0, (Line("x", _PAGE),), box=Box(0, 0, 1, 1)),
        Cell(0, 0, (Line("x", _PAGE + 1, Box(0, 0, 1, 1)),), box=Box(0, 0, 1, 1)),
        Cell(0, 0, (Line("x", _PAGE, Box(0, 0, 1, 1), 7),), box=Box(0, 0, 1, 1)),
        Cell(0, 0, (Line("x", _PAGE, Box(0, 0, 1, 1), end=Break.LINE),), box=Box(0, 0, 1, 1)),
    ],
)
def test_cells_that_would_lose_something_are_not_packed(cell: Cell) -> None:
    grid = _grid(cell)
    assert packed(grid) is grid


def test_prose_is_left_as_it_is() -> None:
    prose = Prose((Line("x"),))
    assert packed(prose) is prose


def test_a_page_behind_the_plain_ones_has_the_same_cells() -> None:
    document = read_bytes(dense(PLAIN_PAGES + 1), "long.pdf")
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert isinstance(grids[-2].cells, tuple)
    assert isinstance(grids[-1].cells, PackedCells)
    places = [[(cell.row, cell.column, cell.box) for cell in grid.cells] for grid in (grids[0], grids[-1])]
    assert places[0] == places[1]
    assert {line.page for cell in grids[-1].cells for line in cell.lines} == {PLAIN_PAGES + 1}
