"""Tables of catdoc, where a newline stands for two marks."""

from __future__ import annotations

from zvirka.extract.text.blocks import blocks_of
from zvirka.extract.text.reading import lines_of_text
from zvirka.schemas.document import Grid, Stream


def catdoc(rows: list[list[str]], after: str = "Голова ради\n") -> str:
    """The marks of cells and rows as catdoc prints them: a tab each, a newline for two in a row."""
    marks = "".join("".join(f"{cell}\a" for cell in row) + "\a" for row in rows)
    return marks.replace("\a\a", "\n").replace("\a", "\t") + after


def grids(text: str) -> list[Grid]:
    return [block for block in blocks_of(list(lines_of_text(text))) if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    found = [["" for _ in range(grid.columns)] for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = cell.text
    return found


HEAD = [
    ["Захід", "Строк", "План", "Виконано", "Стан"],
    ["", "", "місто", "область", "місто", "область", ""],
]
ROWS = [
    ["Ремонт", "2018", "", "5,5", "", "5,5", "Зроблено"],
    ["Сад", "2018 рік", "1,0", "", "", "", ""],
    ["Школа", "постійно", "", "", "7,0", "7,0", "-"],
    ["Парк", "постійно", "2,0", "", "", "", ""],
]
TOTAL = ["Разом", "3,0", "5,5", "7,0", "12,5", ""]


def test_blank_cells_that_leave_no_line_whole() -> None:
    (grid,) = grids("Звіт\n" + catdoc([*HEAD, *ROWS, TOTAL]))
    assert grid.columns == 7
    assert texts(grid)[2:6] == ROWS
    assert texts(grid)[6] == ["Разом", "", *TOTAL[1:]]
    assert [(c.column, c.column_span) for c in grid.cells if c.row == 0] == [
        (0, 1),
        (1, 1),
        (2, 2),
        (4, 2),
        (6, 1),
    ]


def test_the_last_mark_before_the_text_that_follows() -> None:
    blocks = blocks_of(list(lines_of_text(catdoc([*HEAD, *ROWS, TOTAL], after="Голова ради\n"))))
    assert [line.text.strip() for block in blocks if not isinstance(block, Grid) for line in block.lines] == [
        "Голова ради"
    ]


def test_an_amount_among_texts_is_no_reading() -> None:
    odd = [["Ремонт", "12,50", "", "5,5", "", "слова 5", "Зроблено"], *ROWS]
    blocks = blocks_of(list(lines_of_text(catdoc([*HEAD, *odd]))))
    assert not any(isinstance(block, Grid) for block in blocks)
    assert any(isinstance(block, Stream) for block in blocks)
