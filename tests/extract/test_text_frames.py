"""Tables framed by characters: exact cells of each kind of frame, and frames that are not believed."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.text.reading import read_text
from zvirka.schemas.document import Block, Grid, GridKind, Prose, Stream


def blocks(text: str) -> tuple[Block, ...]:
    return read_text(textwrap.dedent(text).lstrip("\n").encode(), "звіт.txt", "0" * 64).blocks


def grids(text: str) -> list[Grid]:
    return [block for block in blocks(text) if isinstance(block, Grid)]


def rows_of(grid: Grid) -> list[list[str]]:
    """The cells' texts by rows; a merged cell carries its spans."""
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        spans = f" [{cell.row_span}x{cell.column_span}]" if cell.row_span + cell.column_span > 2 else ""
        rows[cell.row].append(cell.text + spans)
    return rows


RULED = """
    Звіт за 2016 рік
    +-----+---------------------+-----------+-------------------+
    | №   | Назва заходу        | Термін    |  Витрати          |
    |     |                     |           +---------+---------+
    |     |                     |           |   план  |  факт   |
    +-----+---------------------+-----------+---------+---------+
    |  1  |          2          |     3     |    4    |    5    |
    +-----+---------------------+-----------+---------+---------+
    | 1.  | Ремонт даху школи   | Протягом  |   28,8  |    0    |
    |     | № 5                 | року      |         |         |
    +-----+---------------------+-----------+---------+---------+
    | Розділ 2. Освіта                                          |
    +-----+---------------------+-----------+---------+---------+
    | 2.  | Придбання: - парт;  |           |    -    |    -    |
    |     | - стільців          |           |         |         |
    +-----+---------------------+-----------+---------+---------+
    |       ВСЬОГО:             |           |   28,8  |    0    |
    +-----+---------------------+-----------+---------+---------+
    Начальник управління
"""


def test_a_frame_ruled_throughout() -> None:
    before, grid, after = blocks(RULED)
    assert isinstance(grid, Grid)
    assert grid.kind is GridKind.FRAMES
    assert rows_of(grid) == [
        ["№ [2x1]", "Назва заходу [2x1]", "Термін [2x1]", "Витрати [1x2]"],
        ["план", "факт"],
        ["1", "2", "3", "4", "5"],
        ["1.", "Ремонт даху школи\n№ 5", "Протягом\nроку", "28,8", "0"],
        ["Розділ 2. Освіта [1x5]"],
        ["2.", "Придбання: - парт;\n- стільців", "", "-", "-"],
        ["ВСЬОГО: [1x2]", "", "28,8", "0"],
    ]
    assert [line.number for cell in grid.cells if cell.row == 3 for line in cell.lines] == [
        9,
        9,
        10,
        9,
        10,
        9,
        9,
    ]
    assert isinstance(before, Prose)
    assert [line.text for line in before.lines] == ["Звіт за 2016 рік"]
    assert isinstance(after, Prose)


def test_box_drawing_with_only_the_head_ruled_off() -> None:
    text = """
        ┌───┬──────────────────┬──────────┬──────────┐
        │ № │ Найменування     │   План   │ Виконано │
        ├───┼──────────────────┼──────────┼──────────┤
        │ 1 │ Освiта           │  1200,50 │  1100,00 │
        │ 2 │ Охорона здоров'я │   300,00 │          │
        │   │ та спорт         │          │          │
        │ 3 │ Культура         │    15,00 │    15,00 │
        │   │ Всього           │  1515,50 │  1115,00 │
        └───┴──────────────────┴──────────┴──────────┘
    """
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["№", "Найменування", "План", "Виконано"],
        ["1", "Освiта", "1200,50", "1100,00"],
        ["2", "Охорона здоров'я\nта спорт", "300,00", ""],
        ["3", "Культура", "15,00", "15,00"],
        ["", "Всього", "1515,50", "1115,00"],
    ]


def test_double_frames_of_dos_reports_in_cp866() -> None:
    text = textwrap.dedent("""
        ╔═══╤═══════════╤════════╗
        ║ N │ Назва     │  Сума  ║
        ╠═══╪═══════════╪════════╣
        ║ 1 │ Школи     │  10,5  ║
        ╟───┼───────────┼────────╢
        ║ 2 │ Садки     │   4,5  ║
        ╚═══╧═══════════╧════════╝
    """)
    document = read_text(text.encode("cp866"), "ЗВIТ.TXT", "0" * 64)
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert rows_of(grid) == [["N", "Назва", "Сума"], ["1", "Школи", "10,5"], ["2", "Садки", "4,5"]]


def test_antiword_rows_without_rules_and_numbers_broken_for_want_of_room() -> None:
    text = """
        |Код     |Найменування             |Виконавець   |План на |Касові  |
        |        |                         |             |рік,    |видатки |
        |        |                         |             |грн.    |        |
        |010000  |Державне управління      |Фінансове    |12 345  |12 000  |
        |        |                         |управління   |678,00  |000,50  |
        |020000  |Освіта                   |Відділ       |5 000,00|4 999,99|
        |030000  |Культура                 |Відділ       |100,00  |0,00    |
        |        |Всього                   |             |1,00    |2,00    |
    """
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Код", "Найменування", "Виконавець", "План на\nрік,\nгрн.", "Касові\nвидатки"],
        ["010000", "Державне управління", "Фінансове\nуправління", "12 345\n678,00", "12 000\n000,50"],
        ["020000", "Освіта", "Відділ", "5 000,00", "4 999,99"],
        ["030000", "Культура", "Відділ", "100,00", "0,00"],
        ["", "Всього", "", "1,00", "2,00"],
    ]


def test_a_missing_border_merges_and_a_shifted_one_does_not_matter() -> None:
    text = """
        | Назва         | Усього за джерелами |
        |               | обласний | міський  |
        | Ремонт доріг  |   100,0  |   50,0   |
        | Освітлення вулиць |  20,0  |   -    |
    """
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Назва", "Усього за джерелами [1x2]"],
        ["", "обласний", "міський"],
        ["Ремонт доріг", "100,0", "50,0"],
        ["Освітлення вулиць", "20,0", "-"],
    ]


def test_open_frames_and_a_title_between_rows() -> None:
    text = """
         Назва                 | План  | Факт
        -----------------------+-------+------
         Ремонт доріг          | 100,0 |  50,0
         Розділ 2              |       |
         Освітлення вулиць     |  20,0 |
         Всього                | 120,0 |  50,0
    """
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Назва", "План", "Факт"],
        ["Ремонт доріг", "100,0", "50,0"],
        ["Розділ 2", "", ""],
        ["Освітлення вулиць", "20,0", ""],
        ["Всього", "120,0", "50,0"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Виконавці: відділ освіти | відділ культури\nКошти | джерела\n",
        "| а | б | в |\n| г | д |\n| е | ж | з | и |\n",
        # the second line has a border where no other line has one
        "| Назва      | План  |\n| Дороги |  5 | 10,0  |\n| Вулиці     | 20,0  |\n",
        # antiword's way of printing a table that is too wide: no line of it is a row
        "|а |б |в |\n|    | | | |держбюджету |місцевих |\n|1 |2 |3 | |1. Захід |- |- | |2. Захід\nтретій |- |\n",
    ],
)
def test_borders_that_do_not_agree_are_no_frame(text: str) -> None:
    assert [type(block) for block in blocks(text)] == [Stream]


def test_numbers_that_may_be_halves_or_rows_are_left_alone() -> None:
    text = """
        | а | б   | в   | г   |
        +---+-----+-----+-----+
        | 1 | 123 | 456 | 789 |
        | 2 | 321 | 654 | 987 |
    """
    (grid,) = grids(text)
    assert len(rows_of(grid)) == 3
    unnumbered = text.replace("| 1 |", "|   |").replace("| 2 |", "|   |")
    assert [type(block) for block in blocks(unnumbered)] == [Stream]


cells = st.text(alphabet="абвіїє012 ,.-/()", max_size=9)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6), st.booleans())
def test_every_character_of_a_frame_but_its_own_is_in_one_cell(
    rows: list[tuple[str, str, str]], ruled: bool
) -> None:
    rule = "+---------+---------+---------+\n"
    lines = ["|" + "|".join(cell.ljust(9) for cell in row) + "|\n" for row in rows]
    text = rule + "|назва    |план     |факт     |\n" + rule + (rule if ruled else "").join(lines) + rule
    (block,) = blocks(text)
    if isinstance(block, Stream):
        assert [line.text for line in block.lines] == text.splitlines()
        return
    assert isinstance(block, Grid)
    inside = "".join(cell.text for cell in block.cells)
    given_ = "назва план факт" + "".join("".join(row) for row in rows)
    assert sorted(inside.replace(" ", "").replace("\n", "")) == sorted(given_.replace(" ", ""))
    covered = sum(cell.row_span * cell.column_span for cell in block.cells)
    assert covered == block.rows * block.columns
