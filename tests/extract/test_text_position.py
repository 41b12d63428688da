"""Tables by position: exact cells of small dumps, and layouts that leave a column or row open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.test_text_frames import blocks, grids, rows_of
from zvirka.schemas.document import Grid, GridKind, Prose, Stream

COUNTED = """
             Звіт про виконання програми
                       Захід            Термін    Витрати, тис. грн.      Стан
                                                  план         факт
                         1                 2        3            4          5
             1. Ремонт даху школи      Протягом    28,8 /        -     Виконано
                № 5 та підлоги         року        0
             2. Навчання               2016          -          12,5 Триває
             Розділ 2. Нові заходи та інше
             3. Фарба                  2016       1 250,5               куплено
             ВСЬОГО:                              1 279,3       12,5    х

             Начальник управління
"""


def test_columns_by_the_row_that_counts_them() -> None:
    before, grid, after = blocks(COUNTED)
    assert isinstance(before, Prose)
    assert isinstance(after, Prose)
    assert isinstance(grid, Grid)
    assert grid.kind is GridKind.ALIGNMENT
    assert rows_of(grid)[2:] == [
        ["1", "2", "3", "4", "5"],
        ["1. Ремонт даху школи\n№ 5 та підлоги", "Протягом\nроку", "28,8 /\n0", "-", "Виконано"],
        ["2. Навчання", "2016", "-", "12,5", "Триває"],
        ["Розділ 2. Нові заходи та інше [1x5]"],
        ["3. Фарба", "2016", "1 250,5", "", "куплено"],
        ["ВСЬОГО:", "", "1 279,3", "12,5", "х"],
    ]
    assert rows_of(grid)[:2] == [
        ["Захід [2x1]", "Термін [2x1]", "Витрати, тис. грн. [1x2]", "Стан [2x1]"],
        ["план", "факт"],
    ]
    assert [line.number for cell in grid.cells if cell.row == 3 for line in cell.lines] == [
        5,
        6,
        5,
        6,
        5,
        6,
        5,
        5,
    ]


def test_columns_by_the_blank_stretches_of_all_lines() -> None:
    text = """
        Код     Найменування       План на рік     Касові видатки
        010000  Управління       12 345 678,00     12 000 000,50
        020000  Освіта                5 000,00          4 999,99
        030000  Загальна освіта        156 367           150 000
                та інтернати            152,20            000,00
                Всього          168 717 830,20    162 005 000,49
    """
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Код", "Найменування", "План на рік", "Касові видатки"],
        ["010000", "Управління", "12 345 678,00", "12 000 000,50"],
        ["020000", "Освіта", "5 000,00", "4 999,99"],
        ["030000", "Загальна освіта\nта інтернати", "156 367\n152,20", "150 000\n000,00"],
        ["", "Всього", "168 717 830,20", "162 005 000,49"],
    ]


def test_a_row_pushed_aside_keeps_its_order() -> None:
    text = """
        Захід                а      б      в      г      Стан
          1                  2      3      4      5        6
        1. Перший            -      -      -      -     є
        2. Другий         -      -      -      -     є
        3. Третій            5,0    -      -      5,0   є
    """
    (grid,) = grids(text)
    assert rows_of(grid)[2:] == [
        ["1. Перший", "-", "-", "-", "-", "є"],
        ["2. Другий", "-", "-", "-", "-", "є"],
        ["3. Третій", "5,0", "-", "-", "5,0", "є"],
    ]


def test_a_head_that_stands_again_begins_a_grid() -> None:
    page = """
        Захід           План    Факт
          1               2       3
        1. Перший       10,0     5,0
        2. Другий       20,0     5,0
    """
    first, second = grids(page.rstrip() + page.replace("1. П", "3. П").replace("2. Д", "4. Д").rstrip()[:])
    assert rows_of(first)[2:] == [["1. Перший", "10,0", "5,0"], ["2. Другий", "20,0", "5,0"]]
    assert rows_of(second)[2:] == [["3. Перший", "10,0", "5,0"], ["4. Другий", "20,0", "5,0"]]


@pytest.mark.parametrize(
    "text",
    [
        # Tika: spaces that stand for blank cells are no columns
        "1. Захід 100 / 0   20 / 0  80 / 0 \n2. Інший  5 / 0  5 / 0\n3. Третій 7 / 0    7 / 0 \n",
        # signatures and lists
        "Начальник             І. Петренко\nЗаступник             О. Іваненко\nГоловний бухгалтер    Н. Бондар\n",
    ],
)
def test_what_is_no_table_of_amounts_is_one_stream(text: str) -> None:
    assert [type(block) for block in blocks(text)] == [Stream]


@pytest.mark.parametrize(
    "text",
    [
        # words and numbers in one column
        "Захід      План        Факт\nПерший     5,0 тис. 3   4,0\n"
        "Другий     6,0          3,0\nТретій     7,0          1,0\n",
        # the second number of a column may be the end of the first, or another row's
        "Захід       План      Факт\nПерший       156       200\n             200       150\n"
        "Другий       10,0      5,0\nТретій       10,0      5,0\n",
        "Захід       План      Факт\nПерший       156\nдругий       200\n"
        "Третій       100       200\nтретій             300\n",
    ],
)
def test_amounts_that_could_stand_in_other_cells_are_not_sure(text: str) -> None:
    assert not any(grid.sure_cells for grid in grids(text))


words = st.text(alphabet="абвіїє012 ,.-/", min_size=1, max_size=11)


@given(st.lists(st.tuples(words, words, words, words), min_size=2, max_size=7), st.booleans())
def test_every_character_is_in_one_block(rows: list[tuple[str, str, str, str]], counted: bool) -> None:
    lines = ["".join(word.ljust(14) for word in row) for row in rows]
    numbers = ["".join(str(i).ljust(14) for i in range(1, 5))] if counted else []
    text = (
        "\n".join(["".join(h.ljust(14) for h in ("назва", "план", "факт", "стан")), *numbers, *lines]) + "\n"
    )
    seen = []
    for block in blocks(text):
        if isinstance(block, Grid):
            seen += [line.text for cell in block.cells for line in cell.lines]
            assert sum(c.row_span * c.column_span for c in block.cells) == block.rows * block.columns
            assert [(c.row, c.column) for c in block.cells] == sorted((c.row, c.column) for c in block.cells)
        else:
            seen += [line.text for line in block.lines]
    assert sorted("".join("".join(seen).split())) == sorted("".join(text.split()))


BLOCKS = """
    Найменування робіт                             Обсяги фінансування, грн.
                                     Заплановано                               Виконано
                          загальний  спеціальний     Всього      загальний    спеціальний    Всього
                            фонд        фонд                        фонд         фонд
    1. Відзначення свят       -        111 037      111 037          -          81 650       81 650
    державних
    2. Охорона               10        100 000      100 010         10         100 000      100 010
                                          Розділ 2. Інші заходи
    3. Заміна вікон           -             -          -             -             -            -
    Всього за програмою      10        211 037      211 047         10         181 650      181 660
"""


def test_heads_of_three_levels_with_no_space_between_them() -> None:
    (grid,) = grids(BLOCKS)
    assert rows_of(grid)[:3] == [
        ["Найменування робіт [3x1]", "Обсяги фінансування, грн. [1x6]"],
        ["Заплановано [1x3]", "Виконано [1x3]"],
        ["загальний\nфонд", "спеціальний\nфонд", "Всього"] * 2,
    ]
    assert rows_of(grid)[5] == ["Розділ 2. Інші заходи [1x7]"]


def test_the_label_of_a_sum_line_stands_over_the_first_columns() -> None:
    (grid,) = grids(
        """
        №     Захід                  Термін       План     Факт
        1     Ремонт даху            2016         10,0      5,0
        2     Придбання фарби        2016         20,0      5,0
        3     Навчання               2017         20,0      5,0
        Разом за розділом програми                50,0     15,0
        4     Озеленення             2017          1,0      1,0
        5     Освітлення             2017          1,0      1,0
        6     Прибирання             2017          1,0      1,0
        """
    )
    assert rows_of(grid)[1] == ["1", "Ремонт даху", "2016", "10,0", "5,0"]
    assert rows_of(grid)[4] == ["Разом за розділом програми [1x2]", "", "50,0", "15,0"]


def test_a_page_with_amounts_among_words_is_not_sure() -> None:
    page = """
        Захід           План    Факт
          1               2       3
        1. Перший       10,0     5,0
        2. Другий       20,0     5,0
        3. Третій        1,0     1,0
    """
    torn = page.replace("20,0     5,0", "20,0 тис 5,0")
    assert [grid.sure_cells for grid in grids(page.rstrip() + torn)] == [True, False]
    (whole,) = grids(page)
    assert whole.sure_cells


def test_cells_in_the_middle_of_their_rows() -> None:
    (grid,) = grids(
        """
        №     Захід                     План     Факт
        1       2                         3        4
              Ремонт даху школи
        1.    номер п’ять та            10,0      5,0
              підлоги
              Навчання вчителів
        2.    та вихователів            20,0      5,0
              міста
        """
    )
    assert rows_of(grid)[2:] == [
        ["1.", "Ремонт даху школи\nномер п’ять та\nпідлоги", "10,0", "5,0"],
        ["2.", "Навчання вчителів\nта вихователів\nміста", "20,0", "5,0"],
    ]
    assert grid.sure_cells


def test_amounts_broken_over_lines_of_narrow_columns() -> None:
    (grid,) = grids(
        """
        №     Захід                     Усього    Бюджет
                                                  міста
        1       2                          3         4
        1)    Ремонт даху школи          8.174,8   7.777,6
              номер п’ять                8/        5/
                                         4.810,4   4.413,2
                                         9         6
        2)    Навчання вчителів          910,56    386,00
                                         /         /
                                         403,44    118,24
        3)    Озеленення                 10.540,   9.000,0
                                         46 /      0/
                                         0,00      0,00
        """
    )
    assert [row[2:] for row in rows_of(grid)[2:]] == [
        ["8.174,8\n8/\n4.810,4\n9", "7.777,6\n5/\n4.413,2\n6"],
        ["910,56\n/\n403,44", "386,00\n/\n118,24"],
        ["10.540,\n46 /\n0,00", "9.000,0\n0/\n0,00"],
    ]
