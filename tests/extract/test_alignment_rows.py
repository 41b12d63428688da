"""Tables without rules: where their heads and rows begin and end, when text beside says otherwise."""

from __future__ import annotations

import pytest

from tests.extract.pdf_drawing import Sheet, grids, prose, read, texts
from tools.generate.lines import measure
from zvirka.extract.aligned.columns import Column, chunks_of
from zvirka.extract.aligned.head_blocks import Block, blocks_of, body_start
from zvirka.extract.aligned.head_tree import tree_of
from zvirka.extract.geometry.words import Word

XS = (40.0, 150.0, 210.0, 270.0, 330.0)
PITCH = 11.0


def row(sheet: Sheet, y: float, *cells: str) -> None:
    """Cells of a row, their lines parted by `|`."""
    for x, cell in zip(XS, cells, strict=False):
        for i, text in enumerate(cell.split("|")):
            if text:
                sheet.text(x, y + PITCH * i, text)


def sheet(*heads: str) -> Sheet:
    made = Sheet(width=460, height=420)
    row(made, 30, *heads)
    return made


HEADS = ("Захід", "Разом", "Місто", "Область", "Стан")


def test_close_lines_without_amounts_are_no_rows() -> None:
    made = sheet(*HEADS)
    row(made, 50, "Двір", "1,0", "1,0", "-")
    row(made, 69, "", "1,0", "1,0", "-")
    row(made, 88, "", "1,0", "1,0", "-")
    row(made, 107, "Ремонт|школи|у селі", "2,0", "1,0", "1,0", "почато|роботи|влітку")
    row(made, 148, "", "2,0", "1,0", "1,0")
    [grid] = grids(read(made.data()))
    assert texts(grid)[1:] == [
        ["Двір", "1,0", "1,0", "-", ""],
        ["", "1,0", "1,0", "-", ""],
        ["", "1,0", "1,0", "-", ""],
        ["Ремонт\nшколи\nу селі", "2,0", "1,0", "1,0", "почато\nроботи\nвлітку"],
        ["", "2,0", "1,0", "1,0", ""],
    ]


def test_a_cell_goes_on_below_the_last_line_of_amounts() -> None:
    made = sheet(*HEADS)
    row(made, 50, "Двір", "1,0", "1,0", "-", "виконано|у повній|мірі за|рік, та|здано")
    row(made, 113, "Ремонт|школи", "2,0", "1,0", "1,0", "Придбано|комплект|меблів і|лампи")
    row(made, 132, "", "2,0", "1,0", "1,0")
    document = read(made.data())
    [grid] = grids(document)
    assert texts(grid)[2:] == [
        ["Ремонт\nшколи", "2,0", "1,0", "1,0", "Придбано\nкомплект\nмеблів і\nлампи"],
        ["", "2,0", "1,0", "1,0", "^"],
    ]
    assert prose(document) == []


def test_lines_of_a_title_above_a_table_are_not_of_it() -> None:
    made = Sheet(width=460, height=420)
    # the middle of the page is that of a head
    for y, text in ((20, "Звіт про все"), (31, "за рік 2020")):
        made.text(200 - measure(10.0)(text) / 2, y, text)
    row(made, 43, "Захід", "Кошти на весь рік", "", "Місто", "Стан")
    for y in (62, 103):
        row(made, y, "Двір|та|парк", "1,0", "", "1,0", "так")
    document = read(made.data())
    [grid] = grids(document)
    assert texts(grid)[0] == ["Захід", "Кошти на весь рік", "Місто", "Стан"]
    assert prose(document) == ["Звіт про все", "за рік 2020"]


@pytest.mark.parametrize(
    ("second", "third", "start"),
    [
        ("план 5;план 1'003,5", "факт 4;факт 4", 1),
        ("план 5;план 3", "план 2;план 1", 3),
        ("план 2016;план 2017", "факт 2016;факт 2017", 3),
    ],
)
def test_amounts_with_a_word_before_each_are_no_heads(second: str, third: str, start: int) -> None:
    def line(y: float, *texts: str) -> list[Word]:
        return [
            Word(word, x + 26 * i, y, x + 26 * i + 24, y + 10)
            for x, text in zip((0.0, 100.0, 200.0), texts, strict=True)
            for i, word in enumerate(text.split())
        ]

    lines = [
        line(0, "Захід", "Разом", "Місто"),
        line(20, "Двір", *second.split(";")),
        line(31, "і парк", *third.split(";")),
        line(51, "Тин", "5,0", "-"),
    ]
    assert body_start(chunks_of(lines, 6.0), 11.0, ()) == start


def test_text_below_the_head_of_the_next_column_stays_in_its_own() -> None:
    made = sheet("Захід", "План / факт", "Місто")
    for y in (50, 91):
        made.text(40, y, "Ремонт школи")
        # the words run under the head beside, which stands over a column of short words
        made.text(40, y + PITCH, "і двору при ній, і тину, і дахів")
        made.text(168, y, "план")
        row(made, y, "", "", "5,0")
        made.text(168, y + 22, "факт")
        row(made, y + 22, "", "", "4,0")
    [grid] = grids(read(made.data()))
    assert [line[0] for line in texts(grid)[1:]] == [
        "Ремонт школи\nі двору при ній, і тину, і дахів",
        "",
        "Ремонт школи\nі двору при ній, і тину, і дахів",
        "",
    ]


def test_a_page_may_begin_with_the_head_of_another_table_of_as_many_columns() -> None:
    made = sheet(*HEADS[:4])
    row(made, 50, "Двір", "1,0", "1,0", "-")
    row(made, 69, "Парк", "1,0", "1,0", "-")
    made.canvas.showPage()
    row(made, 30, "Назва", "Усього", "Громада", "Район")
    row(made, 50, "Ремонт", "1,0", "1,0", "-")
    row(made, 69, "Освітлення", "1,0", "1,0", "-")
    _, second = grids(read(made.data()))
    assert texts(second)[0] == ["Назва", "Усього", "Громада", "Район"]
    assert second.sure_heads


def test_a_head_stands_rather_over_more_columns_than_the_one_below_it() -> None:
    def block(x: float, top: float, bottom: float, *, wide: float = 30.0, angle: int = 0) -> Block:
        box = (x - wide / 2, top, x + wide / 2, bottom)
        return Block(*box, (Word("а", *box, False, angle),))

    columns = [Column(x - 15, x + 15) for x in (100.0, 140.0, 180.0, 220.0)]
    # as high as they are long
    leaves = [block(x, top, 80, wide=10, angle=90) for x, top in ((100, 50), (140, 55), (180, 55), (220, 50))]
    upper, lower = block(160, 20, 30, wide=60), block(160, 35, 45, wide=20)
    tree = tree_of([upper, lower, *leaves], leaves, columns)
    assert tree is not None
    assert {(head.first, head.last) for head in tree.heads if head.block in (upper, lower)} == {
        (0, 3),
        (1, 2),
    }


@pytest.mark.parametrize(
    ("second", "start"),
    [("6:10 7:10 8:10", 1), ("$2 $3 $4", 1), ("2019 2020 2021", 3), ("01.01.2020 01.04.2020 01.07.2020", 3)],
)
def test_lines_of_times_and_prices_end_a_head(second: str, start: int) -> None:
    lines = [
        [Word(text, 60.0 * i, 20.0 * y, 60 * i + 40, 20 * y + 10) for i, text in enumerate(line.split())]
        for y, line in enumerate(
            ["Зупинка Будні Субота Неділя", f"Вокзал {second}", "Ринок а б в", "Парк 1,0 - -"]
        )
    ]
    assert body_start(chunks_of(lines, 6.0), 0.0, ()) == start


def test_whole_numbers_below_each_other_are_rows_where_no_space_parts_lines() -> None:
    made = sheet("№", "Назва", "Кількість", "Ціна", "Сума")
    for y, cells in (
        (47, ("1", "Фільтр", "4", "12,50", "50,00")),
        (64, ("2", "Монтаж", "1", "30,00", "30,00")),
        (81, ("", "Без податку", "", "", "80,00")),
        (98, ("", "Податок", "", "", "16,00")),
    ):
        row(made, y, *cells)
    [grid] = grids(read(made.data()))
    assert texts(grid)[2:] == [
        ["2", "Монтаж", "1", "30,00", "30,00"],
        ["", "Без податку", "", "", "80,00"],
        ["", "Податок", "", "", "16,00"],
    ]


def test_a_head_that_begins_again_begins_another_table() -> None:
    made = Sheet(width=460, height=420)
    for x, rows in (
        (40.0, (("Місяць", "Сума"), ("Січень", "1,0"), ("Лютий", "2,0"), ("Березень", "3,0"))),
        (240.0, (("Місяць", "Сума", "Люди"), ("Липень", "4,0", "7"), ("Серпень", "5,0", "8"))),
    ):
        for i, cells in enumerate(rows):
            for k, text in enumerate(cells):
                made.text(x + 70 * k, 40 + 17 * i, text)
    document = read(made.data())
    assert [texts(grid) for grid in grids(document)] == [
        [["Місяць", "Сума"], ["Січень", "1,0"], ["Лютий", "2,0"], ["Березень", "3,0"]],
        [["Місяць", "Сума", "Люди"], ["Липень", "4,0", "7"], ["Серпень", "5,0", "8"]],
    ]
    assert prose(document) == []


def test_heads_of_plan_and_fact_that_begin_again_are_of_one_table() -> None:
    made = sheet("План", "Факт", "План", "Факт")
    for y in (50.0, 69.0, 88.0):
        row(made, y, "1,0", "1,0", "1,0", "1,0")
    [grid] = grids(read(made.data()))
    assert grid.columns == 4


def test_a_number_and_a_word_at_the_sides_of_their_columns_are_two_cells() -> None:
    made = Sheet(width=460, height=420)

    def line(y: float, label: str, amount: str, note: str) -> None:
        made.text(40, y, label)
        made.text(220 - measure(10.0)(amount), y, amount)
        made.text(222.6, y, note)

    line(30, "Захід", "", "Стан робіт")
    made.text(180, 30, "Факт")
    line(50, "Двір", "1,5", "")
    line(69, "Парк", "12,5", "закінчено")
    line(88, "Тин", "", "почато")
    line(107, "Сад", "112,5", "")
    [grid] = grids(read(made.data()))
    assert texts(grid)[1:] == [
        ["Двір", "1,5", ""],
        ["Парк", "12,5", "закінчено"],
        ["Тин", "", "почато"],
        ["Сад", "112,5", ""],
    ]


def test_numbers_in_the_middle_of_a_high_cell_are_of_its_row() -> None:
    made = sheet("Назва", "Сума", "Строк")
    made.text(40, 55, "Ремонт вікон")
    row(made, 60.5, "", "2,0", "2020")
    made.text(40, 66, "школи")
    row(made, 90, "Двір", "2,0", "2020")
    row(made, 115, "Парк", "1,0", "2021")
    [grid] = grids(read(made.data()))
    assert texts(grid) == [
        ["Назва", "Сума", "Строк"],
        ["Ремонт вікон\nшколи", "2,0", "2020"],
        ["Двір", "2,0", "2020"],
        ["Парк", "1,0", "2021"],
    ]


def test_a_label_in_the_middle_of_its_rows_parts_none() -> None:
    made = sheet("Рік", "Квартал", "Сума")
    for i, (quarter, amount) in enumerate((("I", "12"), ("II", "14"), ("I", "10"), ("II", "16"))):
        row(made, 60 + 28 * i, "", quarter, amount)
    row(made, 74, "2019")
    row(made, 130, "2020")
    [grid] = grids(read(made.data()))
    assert [line[1:] for line in texts(grid)[1:]] == [["I", "12"], ["II", "14"], ["I", "10"], ["II", "16"]]


def test_words_on_their_side_are_of_the_head_of_their_column() -> None:
    def side(text: str, x: float, top: float, bottom: float) -> Word:
        return Word(text, x, top, x + 9, bottom, False, 90)

    # two lines in each of two columns, as far from each other as the columns are; the words run upwards
    words = [
        side("кошти", 100, 70, 90),
        side("Інші", 100, 30, 45),
        side("законом", 110, 60, 90),
        side("не", 100, 47, 68),
        side("бюджет", 120, 50, 90),
        side("міста", 130, 50, 90),
    ]
    found = blocks_of(words, 6.0, 11.0, [119.5])
    assert sorted((block.x0, block.x1, len(block.words)) for block in found) == [(100, 119, 4), (120, 139, 2)]


def test_a_title_in_the_middle_of_the_page_ends_a_table_whose_last_column_has_little_text() -> None:
    made = Sheet(width=460, height=420)
    made.text(380 - measure(10.0)("Додаток"), 400, "Додаток")
    for y, cells in (
        (60, ("Захід", "Разом", "Місто", "Стан")),
        (79, ("Двір|і тин", "1,0", "1,0", "-")),
        (109, ("Парк|і сад", "2,0", "2,0", "-")),
    ):
        row(made, y, *cells)
    made.text(210 - measure(10.0)("Освіта і мистецтво") / 2, 139, "Освіта і мистецтво")
    [grid] = grids(read(made.data()))
    assert "Освіта і мистецтво" in texts(grid)[-1]
