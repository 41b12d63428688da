"""Rules between columns and none between rows: rows are told from blank space, also beside a cell that goes on."""

from __future__ import annotations

from tests.extract.pdf_drawing import Sheet, grids, read, texts

XS = [20.0, 120.0, 200.0, 260.0, 320.0]
PITCH, APART = 12.0, 19.0


def sheet(bottom: float) -> Sheet:
    """A ruled head of one row, and one tall row of four columns below it."""
    made = Sheet()
    for x, text in zip(XS, ["Захід", "Джерело", "Усього", "Міський"], strict=False):
        made.text(x + 3, 32, text)
    made.ruled(XS, [20, 38, bottom])
    return made


def row(made: Sheet, y: float, *cells: str) -> None:
    """Cells of a row, their lines parted by `|`."""
    for x, cell in zip(XS, cells, strict=False):
        for i, text in enumerate(cell.split("|")):
            if text:
                made.text(x + 3, y + PITCH * i, text)


def test_a_label_goes_on_beside_two_rows() -> None:
    made = sheet(160)
    row(made, 50, "Ремонт|школи|у селі", "План", "10,0", "4,0")
    row(made, 50 + APART, "", "Факт", "9,0", "3,0")
    row(made, 50 + APART + 2 * PITCH, "Двір", "План", "8,0", "-")
    row(made, 50 + 2 * APART + 2 * PITCH, "", "Факт", "7,0", "-")
    (grid,) = grids(read(made.data()))
    assert texts(grid)[1:] == [
        ["Ремонт\nшколи\nу селі", "План", "10,0", "4,0"],
        ["^", "Факт", "9,0", "3,0"],
        ["Двір", "План", "8,0", "-"],
        ["", "Факт", "7,0", "-"],
    ]


def test_half_a_pair_does_not_go_on_after_blank_space() -> None:
    made = sheet(130)
    row(made, 50, "Ремонт|школи", "", "10,0 / 9,0", "4,0 /")
    row(made, 50 + PITCH + APART, "Двір", "", "8,0 / 7,0", "8,0 / 7,0")
    row(made, 50 + PITCH + 2 * APART, "Разом", "", "18,0 / 16,0", "12,0 / 7,0")
    (grid,) = grids(read(made.data()))
    assert texts(grid)[1:] == [
        ["Ремонт\nшколи", "", "10,0 / 9,0", "4,0 /"],
        ["Двір", "", "8,0 / 7,0", "8,0 / 7,0"],
        ["Разом", "", "18,0 / 16,0", "12,0 / 7,0"],
    ]


def test_a_source_in_few_columns_is_a_row_and_a_paragraph_in_one_is_none() -> None:
    made = sheet(170)
    row(made, 50, "Ремонт|школи", "Усього", "10,0", "")
    row(made, 50 + PITCH + APART, "", "Міський", "10,0", "")
    row(made, 50 + PITCH + 2 * APART, "", "", "", "довідка")
    row(made, 50 + PITCH + 3 * APART, "Двір", "Усього", "8,0", "")
    row(made, 50 + PITCH + 4 * APART, "Разом", "", "18,0", "")
    (grid,) = grids(read(made.data()))
    assert texts(grid)[1:] == [
        ["Ремонт\nшколи", "Усього", "10,0", ""],
        ["", "Міський", "10,0", "довідка"],
        ["Двір", "Усього", "8,0", ""],
        ["Разом", "", "18,0", ""],
    ]


def test_a_title_beside_the_numbers_of_rows_is_a_row() -> None:
    made = sheet(150)
    row(made, 50, "1", "Двір", "8,0", "7,0")
    row(made, 50 + APART, "", "Завдання 2.|Освіта")
    row(made, 50 + APART + PITCH + APART, "2", "Ремонт", "10,0", "9,0")
    row(made, 50 + APART + PITCH + 2 * APART, "3", "Парк", "1,0", "1,0")
    (grid,) = grids(read(made.data()))
    assert texts(grid)[1:] == [
        ["1", "Двір", "8,0", "7,0"],
        ["", "Завдання 2.\nОсвіта", "", ""],
        ["2", "Ремонт", "10,0", "9,0"],
        ["3", "Парк", "1,0", "1,0"],
    ]
