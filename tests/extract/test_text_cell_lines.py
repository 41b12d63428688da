"""Tables with a line for each cell, as Tika prints them of a DOC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.text.blocks import blocks_of
from zvirka.extract.text.reading import lines_of_text
from zvirka.schemas.document import Grid, Prose, Stream

HEAD = [["№", "Захід", "Всього", "Бюджет"], ["1", "2", "3", "4"]]
ROWS = [["1.", "Ремонт даху", "10,0", "10,0"], ["2.", "Озеленення", "", "5,5"], ["", "Разом", "15,5", "15,5"]]


def printed(rows: list[list[str]]) -> str:
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows) + "\n"


def grids(text: str) -> list[Grid]:
    return [block for block in blocks_of(list(lines_of_text(text))) if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    found = [["" for _ in range(grid.columns)] for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = cell.text
    return found


def spans(grid: Grid, row: int) -> list[tuple[int, int]]:
    return [(cell.column, cell.column_span) for cell in grid.cells if cell.row == row]


def test_blank_cells_are_lone_tabs_and_prose_stands_around() -> None:
    blocks = blocks_of(list(lines_of_text(f"Звіт\nза 2018 рік\n{printed(HEAD + ROWS)}Секретар ради\n")))
    assert [type(block) for block in blocks] == [Prose, Grid, Prose]
    assert texts(grids(printed(HEAD + ROWS))[0]) == HEAD + ROWS


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ремонт", "Ремонт\nдаху", "Ремонт\n\nдаху"]), st.sampled_from(["", "5,5", "-"])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_cells_come_back(cells: list[tuple[str, str]]) -> None:
    rows = [[f"{i}.", name, amount, "1,0"] for i, (name, amount) in enumerate(cells, 1)]
    (grid,) = grids(printed(HEAD + rows))
    assert [[cell.replace("\n\n", "\n") for cell in row] for row in rows] == texts(grid)[2:]


def test_paragraphs_of_the_last_cell_after_a_blank_line_are_its() -> None:
    (grid,) = grids(
        printed([["Захід", "Сума", "Стан"], ["Ремонт", "10,0", "Зроблено.\n\nДалі буде."], ["Сад", "5", "-"]])
    )
    assert texts(grid)[1][2] == "Зроблено.\nДалі буде."


def test_a_row_that_an_empty_paragraph_parts_is_one() -> None:
    (grid,) = grids(printed([*HEAD, ["1.", "Ремонт даху\n", "10,0", "10,0"], *ROWS[1:]]))
    assert texts(grid)[2] == ["1.", "Ремонт даху", "10,0", "10,0"]


def test_sections_and_sum_lines_cover_several_columns() -> None:
    (grid,) = grids(
        printed([*HEAD, ["Всього", "15,5", "15,5"], ["Розділ 1"], *ROWS[:2], ["Разом", "15,5", "15,5"]])
    )
    assert spans(grid, 2) == spans(grid, 6) == [(0, 2), (2, 1), (3, 1)]
    assert spans(grid, 3) == [(0, 4)]


def test_a_table_parted_by_an_empty_paragraph_is_one() -> None:
    (grid,) = grids(printed([HEAD[0], ["Всього", "15,5", "15,5"]]) + printed(ROWS))
    assert texts(grid)[2:] == ROWS


def test_two_tables_are_two() -> None:
    text = printed(HEAD + ROWS) + "Програма 2\n" + printed([row[1:] for row in HEAD + ROWS])
    assert [(grid.rows, grid.columns) for grid in grids(text)] == [(5, 4), (5, 3)]


@pytest.mark.parametrize(
    "text",
    [
        # lone tabs lost their place when someone stripped the lines' ends
        "\n".join(line.rstrip() for line in printed(HEAD + ROWS).split("\n")),
        printed([["Директор", "Іваненко"], ["Бухгалтер", "Петренко"]]),
        printed([*HEAD, ["1.", "Ремонт", "10,0", "10,0", "7"]]),
    ],
)
def test_what_is_not_sure_is_no_grid(text: str) -> None:
    blocks = blocks_of(list(lines_of_text(text)))
    assert not any(isinstance(block, Grid) for block in blocks)
    kept = "".join(line.text for block in blocks if isinstance(block, Stream | Prose) for line in block.lines)
    assert "".join(kept.split()) == "".join(text.split())
