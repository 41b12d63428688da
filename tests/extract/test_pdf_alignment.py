"""Tables by alignment: heads over several columns, rows, titles, and the next page."""

from __future__ import annotations

import io
from collections import Counter

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extract.pdf_drawing import Sheet, grids, prose, read, texts
from tools.generate.document import make
from tools.generate.lines import NoFont, measure
from tools.generate.writers import files_of
from zvirka.extract.geometry.lines import joined
from zvirka.extract.geometry.words import Word, step
from zvirka.schemas.document import Grid, GridKind

# The middles of four columns of amounts, right of a column of labels.
MIDDLES = (190.0, 250.0, 310.0, 370.0)


def centred(sheet: Sheet, middle: float, y: float, text: str) -> None:
    sheet.text(middle - measure(10.0)(text) / 2, y, text)


def amounts(sheet: Sheet, y: float, *values: str) -> None:
    for middle, value in zip(MIDDLES, values, strict=False):
        centred(sheet, middle, y, value)


def two_levels(sheet: Sheet, *, plan: float = 220.0) -> None:
    """A head of two levels; `plan` is the middle of the first one over two columns."""
    sheet.text(40, 30, "Захід")
    centred(sheet, plan, 30, "План")
    centred(sheet, 340, 30, "Факт")
    amounts(sheet, 50, "Разом", "Місто", "Разом", "Місто")


def body(sheet: Sheet) -> None:
    sheet.text(40, 70, "Ремонт вулиць і")
    amounts(sheet, 70, "10,5", "2,5", "8,0", "-")
    sheet.text(40, 81, "дворів громади")
    sheet.text(40, 100, "Озеленення")
    amounts(sheet, 100, "1100,5", "120,0", "7,0", "5,0")


def letters(pieces: list[str]) -> Counter[str]:
    return Counter("".join("".join(pieces).split()))


def only(sheet: Sheet) -> Grid:
    [grid] = grids(read(sheet.data()))
    return grid


def test_heads_stand_over_the_columns_whose_middle_they_are_in() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    body(sheet)
    grid = only(sheet)
    assert grid.kind is GridKind.ALIGNMENT
    assert grid.sure_heads
    assert texts(grid) == [
        ["Захід", "План", "<", "Факт", "<"],
        ["^", "Разом", "Місто", "Разом", "Місто"],
        ["Ремонт вулиць і\nдворів громади", "10,5", "2,5", "8,0", "-"],
        ["Озеленення", "1100,5", "120,0", "7,0", "5,0"],
    ]


def test_a_head_that_stands_in_no_middle_is_not_sure() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet, plan=255.0)
    body(sheet)
    assert not only(sheet).sure_heads


def test_a_column_without_text_has_a_head() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    sheet.text(40, 70, "Ремонт")
    amounts(sheet, 70, "10,5", "", "8,0", "-")
    sheet.text(40, 90, "Озеленення")
    amounts(sheet, 90, "1,0", "", "8,0", "9,0")
    assert texts(only(sheet))[2:] == [
        ["Ремонт", "10,5", "", "8,0", "-"],
        ["Озеленення", "1,0", "", "8,0", "9,0"],
    ]


def test_a_title_in_the_middle_stands_over_all_columns_and_signatures_stand_outside() -> None:
    sheet = Sheet(width=420, height=400)
    two_levels(sheet)
    body(sheet)
    centred(sheet, 212, 120, "Розділ другий")
    sheet.text(40, 140, "Освітлення")
    amounts(sheet, 140, "3,0", "3,0", "3,0", "3,0")
    sheet.text(40, 190, "Секретар ради")
    sheet.text(200, 190, "О. Коваленко")
    document = read(sheet.data())
    [grid] = grids(document)
    assert texts(grid)[4:] == [
        ["Розділ другий", "<", "<", "<", "<"],
        ["Освітлення", "3,0", "3,0", "3,0", "3,0"],
    ]
    assert prose(document) == ["Секретар ради О. Коваленко"]


def test_a_cell_that_goes_on_beside_two_rows_covers_both() -> None:
    sheet = Sheet(width=420, height=400)
    two_levels(sheet)
    for y in (70.0, 112.0):
        for line, text in enumerate(("Ремонт вулиць", "і дворів", "усієї громади")):
            sheet.text(40, y + 11 * line, text)
        amounts(sheet, y, "10,5", "2,5", "8,0", "-")
        amounts(sheet, y + 22, "9,5", "1,5", "7,0", "-")
    label = "Ремонт вулиць\nі дворів\nусієї громади"
    assert texts(only(sheet))[2:] == [
        [label, "10,5", "2,5", "8,0", "-"],
        ["^", "9,5", "1,5", "7,0", "-"],
        [label, "10,5", "2,5", "8,0", "-"],
        ["^", "9,5", "1,5", "7,0", "-"],
    ]


def test_rules_that_stop_beside_a_cell_part_the_others() -> None:
    sheet = Sheet(width=420, height=400)
    two_levels(sheet)
    for y in (20.0, 55.0, 95.0, 135.0):
        sheet.line(36, y, 400, y)
    for y in (75.0, 115.0):
        sheet.line(160, y, 400, y)
    for y in (70.0, 110.0):
        sheet.text(40, y, "Ремонт")
        amounts(sheet, y, "10,5", "2,5", "8,0", "-")
        amounts(sheet, y + 20, "9,5", "1,5", "7,0", "-")
    assert [row[:2] for row in texts(only(sheet))[2:]] == [
        ["Ремонт", "10,5"],
        ["", "9,5"],
        ["Ремонт", "10,5"],
        ["", "9,5"],
    ]


def test_a_table_goes_on_with_its_columns_on_the_next_page() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    body(sheet)
    sheet.canvas.showPage()
    # nothing on this page tells the second column of amounts
    sheet.text(40, 40, "Освітлення")
    amounts(sheet, 40, "3,0", "", "3,0", "4,0")
    sheet.text(40, 60, "Разом")
    amounts(sheet, 60, "1114,0", "", "18,0", "9,0")
    first, second = grids(read(sheet.data()))
    assert (first.columns, second.columns) == (5, 5)
    assert texts(second) == [["Освітлення", "3,0", "", "3,0", "4,0"], ["Разом", "1114,0", "", "18,0", "9,0"]]


def test_a_head_printed_again_is_read_as_a_head_below_a_running_head() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    body(sheet)
    sheet.canvas.showPage()
    sheet.text(330, 19, "Продовження")
    two_levels(sheet)
    body(sheet)
    document = read(sheet.data())
    first, second = grids(document)
    assert texts(first) == texts(second)
    assert prose(document) == ["Продовження"]


def test_vertical_rules_that_break_off_around_a_title_bound_rows() -> None:
    sheet = Sheet()
    for y in (20.0, 40.0, 180.0):
        sheet.line(40, y, 340, y)
    for x in (40.0, 340.0):
        sheet.line(x, 20, x, 180)
    for x in (140.0, 240.0):
        sheet.line(x, 20, x, 80)
        sheet.line(x, 100, x, 180)
    for x, text in ((50, "Захід"), (150, "План"), (250, "Факт")):
        sheet.text(x, 34, text)
    for y, label in ((54.0, "Ремонт"), (120.0, "Освітлення"), (150.0, "Разом")):
        sheet.text(50, y, label)
        sheet.text(150, y, "10,5")
        sheet.text(250, y, "8,5")
    sheet.text(50, 131, "усіх вулиць")
    sheet.text(160, 94, "Розділ другий")
    assert texts(only(sheet)) == [
        ["Захід", "План", "Факт"],
        ["Ремонт", "10,5", "8,5"],
        ["Розділ другий", "<", "<"],
        ["Освітлення\nусіх вулиць", "10,5", "8,5"],
        ["Разом", "10,5", "8,5"],
    ]


@pytest.mark.parametrize(("gap", "text"), [(1.3, "12157"), (2.4, "1215 7")])
def test_digits_closer_than_a_space_are_one_number(gap: float, text: str) -> None:
    # boxes of digits are about as high as seven tenths of the font's size in some fonts
    words = [Word("1215", 0.0, 0.0, 20.0, 6.7), Word("7", 20.0 + gap, 0.0, 25.0 + gap, 6.7)]
    assert joined(words) == text


def test_the_distance_of_lines_does_not_depend_on_their_letters() -> None:
    above = [Word("сума", 0, 102.2, 20, 107.0), Word("грн", 22, 102.2, 40, 109.0)]
    below = [Word("рік", 0, 110.0, 20, 120.4)]
    assert step(above, below) == pytest.approx(7.8)
    assert step(above, [Word("Сума", 0, 111.8, 20, 118.5)]) == pytest.approx(9.6)


@given(
    seed=st.integers(0, 300),
    writer=st.sampled_from(("pdf-unruled", "pdf-horizontal", "pdf-frame", "pdf-partly")),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_glyph_of_a_report_stands_in_exactly_one_place(seed: int, writer: str) -> None:
    """Counted against an independent reader of the glyphs."""
    try:
        [(_, data)] = files_of(writer, [make(seed)])
    except NoFont as error:
        pytest.skip(str(error))
    with pdfplumber.open(io.BytesIO(data)) as file:
        glyphs = [char["text"] for page in file.pages for char in page.chars]
    document = read(data)
    pieces = [c.text for grid in grids(document) for c in grid.cells] + prose(document)
    assert letters(pieces) == letters(glyphs)


def row(sheet: Sheet, y: float, label: str, *values: str) -> None:
    sheet.text(40, y, label)
    amounts(sheet, y, *values)


def test_a_row_goes_on_below_the_head_that_is_printed_again() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    row(sheet, 70, "Ремонт доріг", "10,5", "2,5", "8,0", "-")
    row(sheet, 89, "Ремонт вулиць і", "1,5", "2,0", "7,0", "5,0")
    sheet.canvas.showPage()
    two_levels(sheet)
    sheet.text(40, 70, "дворів громади")
    row(sheet, 89, "Озеленення", "100,5", "20,0", "7,0", "5,0")
    first, second = grids(read(sheet.data()))
    assert texts(second)[:2] == texts(first)[:2]
    assert texts(second)[2:] == [
        ["дворів громади", "", "", "", ""],
        ["Озеленення", "100,5", "20,0", "7,0", "5,0"],
    ]


def test_a_title_in_the_middle_below_a_long_cell_parts_no_table() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    row(sheet, 70, "Ремонт вулиць,", "10,5", "2,5", "8,0", "-")
    for line in range(1, 6):
        sheet.text(40, 70 + 11 * line, "дворів громади")
    row(sheet, 144, "Озеленення", "10,5", "2,5", "8,0", "-")
    for line in range(1, 6):
        sheet.text(40, 144 + 11 * line, "вулиць міста")
    centred(sheet, 225, 218, "Розділ 2. Освіта")
    row(sheet, 237, "Ремонт шкіл", "1,5", "2,0", "7,0", "5,0")
    row(sheet, 256, "Харчування", "1,5", "2,0", "7,0", "5,0")
    assert [line[1] for line in texts(only(sheet))[2:]] == ["10,5", "10,5", "<", "1,5", "1,5"]


def test_amounts_below_the_space_of_a_blank_row_belong_to_the_table() -> None:
    sheet = Sheet(width=420)
    two_levels(sheet)
    for at, y in enumerate((70, 81, 92, 103, 114, 144, 155)):
        row(sheet, y, f"Захід {at}", "10,5", "2,5", "8,0", "-")
    assert [line[0] for line in texts(only(sheet))[2:]] == [f"Захід {at}" for at in range(7)]


def test_justified_text_in_two_columns_is_no_table() -> None:
    sheet = Sheet(width=460)
    told = "Рада розглянула звіт про виконання заходів за рік і взяла його до відома без жодних змін"
    text = told.split()
    said: list[str] = []
    for at in range(14):
        for left in (30.0, 240.0):
            words = [text[(5 * at + int(left) + j) % len(text)] for j in range(4)]
            # the words of a line are spread over the width of its column
            room = 190.0 - sum(map(measure(10.0), words))
            x = left
            for word in words:
                sheet.text(x, 40 + 12 * at, word)
                x += measure(10.0)(word) + room / (len(words) - 1)
            said += words
    document = read(sheet.data())
    assert grids(document) == []
    assert letters(prose(document)) == letters(said)
