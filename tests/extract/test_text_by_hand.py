"""Dumps that someone edited by hand: the table comes out as it was, or no grid is made of it; no character is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from zvirka.extract.text.blocks import blocks_of
from zvirka.extract.text.reading import lines_of_text
from zvirka.schemas.document import Block, Grid

HEAD = [["№", "Назва заходу", "Строк", "Всього", "Міський бюджет", "Інші"], ["1", "2", "3", "4", "5", "6"]]
ROWS = [
    ["1", "Ремонт даху школи № 3", "I квартал", "120,5", "100,5", "20,0"],
    ["2", "Придбання меблів", "2018", "15,0", "15,0", "-"],
    ["3", "Озеленення скверу", "протягом року", "40,0", "", "40,0"],
    ["", "Всього", "", "175,5", "115,5", "60,0"],
]
ABOVE = "Звіт про виконання Програми благоустрою\nза 2018 рік, тис. грн.\n"
BELOW = "Заступник голови                 О. Коваль\n"
COMMENT = "(уточнено рішенням сесії від 12.03.2018)"
WIDTHS = (4, 24, 16, 10, 16, 8)
RULE = "+" + "+".join("-" * width for width in WIDTHS) + "+\n"


def tabs(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def framed(rows: list[list[str]]) -> list[str]:
    return [
        "|" + "|".join(f" {cell:{width - 1}}" for cell, width in zip(row, WIDTHS, strict=True)) + "|\n"
        for row in rows
    ]


def ruled(rows: list[list[str]]) -> str:
    return "".join(line + RULE for line in framed(rows))


def cell_lines(rows: list[list[str]]) -> str:
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def blocks(text: str) -> tuple[Block, ...]:
    return blocks_of(list(lines_of_text(text)))


def texts(grid: Grid) -> list[list[str]]:
    found = [["" for _ in range(grid.columns)] for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = " ".join(line.text.strip() for line in cell.lines)
    return found


def letters(found: tuple[Block, ...]) -> Counter[str]:
    lines = [
        line.text
        for block in found
        for line in (
            [line for cell in block.cells for line in cell.lines] if isinstance(block, Grid) else block.lines
        )
    ]
    return Counter(char for text in lines for char in text if char.isalnum())


ALL = HEAD + ROWS
EXACT = {
    "plain": tabs(ALL),
    "blank lines": "\n" + tabs(HEAD) + "\n" + tabs(ROWS[:1]) + "\n\n" + tabs(ROWS[1:]) + "\n",
    "line ends stripped": "".join(line.rstrip() + "\n" for line in tabs(ALL).splitlines()),
    "tabs at the ends": "".join(line + "\t\t\n" for line in tabs(ALL).splitlines()),
    "tabs before": "".join(f"\t{line}\n" for line in tabs(ALL).splitlines()),
    "a cell in two lines": tabs(ALL).replace("Ремонт даху ", "Ремонт даху\n"),
    "a frame": RULE + ruled(ALL),
    "a frame with few rules": RULE + "".join(framed(HEAD)) + RULE + "".join(framed(ROWS)) + RULE,
    "a frame without right border": "".join(
        line.rstrip(" |\n") + "\n" for line in (RULE, *framed(HEAD), RULE, *framed(ROWS))
    ),
    "blank lines in a frame": RULE + ruled(HEAD) + "\n" + ruled(ROWS[:3]) + "\n" + ruled(ROWS[3:]),
    "a border moved by a longer text": RULE
    + ruled(ALL).replace("Придбання меблів ", "Придбання меблів і шаф ", 1),
    "a line for each cell": cell_lines(ALL) + "\n",
}
REFUSED = {
    "a tab too many": tabs(ALL).replace("меблів\t", "меблів\t\t"),
    "spaces for a tab": tabs(ALL).replace("меблів\t", "меблів    "),
    "a number in two lines": tabs(ALL).replace("15,0", "15,\n0", 1),
    "lone tabs gone": "".join(line.rstrip() + "\n" for line in (cell_lines(ALL) + "\n").splitlines()),
    "semicolons": tabs(ALL).replace("\t", ";"),
}


@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT)
def test_edited_tables_come_out_as_they_were(text: str) -> None:
    found = blocks(ABOVE + text + BELOW)
    (grid,) = [block for block in found if isinstance(block, Grid)]
    expected = [
        [cell.replace("меблів", "меблів і шаф") if "і шаф" in text else cell for cell in row] for row in ALL
    ]
    assert texts(grid) == expected
    assert letters(found) == Counter(char for char in ABOVE + text + BELOW if char.isalnum())


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_an_edit_left_open_is_no_grid(text: str) -> None:
    found = blocks(ABOVE + text + BELOW)
    assert not any(isinstance(block, Grid) for block in found)
    assert letters(found) == Counter(char for char in ABOVE + text + BELOW if char.isalnum())


@pytest.mark.parametrize(
    "text",
    [
        tabs(ALL[:3]) + COMMENT + "\n" + tabs(ALL[3:]),
        RULE + ruled(ALL[:3]) + COMMENT + "\n" + ruled(ALL[3:]),
    ],
    ids=["tabs", "frame"],
)
def test_a_comment_between_rows_is_a_row_of_its_own(text: str) -> None:
    (grid,) = [block for block in blocks(ABOVE + text + BELOW) if isinstance(block, Grid)]
    assert texts(grid) == [*ALL[:3], [COMMENT, "", "", "", "", ""], *ALL[3:]]


def test_two_tables_with_the_same_head_keep_their_titles() -> None:
    found = blocks(ABOVE + tabs(ALL) + BELOW + "\n" + ABOVE + tabs(ALL) + BELOW)
    assert [texts(block) if isinstance(block, Grid) else len(block.lines) for block in found] == [
        2,
        ALL,
        3,
        ALL,
        1,
    ]


def test_tables_of_several_dialects_in_one_file() -> None:
    found = blocks(
        ABOVE + tabs(ALL) + "\n" + ABOVE + RULE + ruled(ALL) + "\n" + ABOVE + cell_lines(ALL) + "\n" + BELOW
    )
    assert [texts(block) for block in found if isinstance(block, Grid)] == [ALL, ALL, ALL]
