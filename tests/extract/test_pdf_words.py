"""Glyphs → words → lines in ruled cells: what is drawn is what stands in the cell, once."""

from __future__ import annotations

import pytest

from tests.extract.pdf_drawing import Sheet, grids, prose, read, texts
from tools.generate.lines import measure
from zvirka.extract import ENGINES
from zvirka.extract.geometry.lines import joined
from zvirka.extract.geometry.words import Word

XS, YS = [20.0, 120.0, 200.0, 280.0], [40.0, 70.0, 100.0]

both_engines = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture
def sheet() -> Sheet:
    made = Sheet()
    made.ruled(XS, YS)
    return made


def cells(sheet: Sheet, engine: str) -> list[list[str]]:
    (grid,) = grids(read(sheet.data(), engine))
    return texts(grid)


@both_engines
def test_space_at_the_end_of_a_line_is_kept_and_its_absence_too(sheet: Sheet, engine: str) -> None:
    sheet.text(22, 52, "Протяг")
    sheet.text(22, 64, "ом року ")
    sheet.text(122, 52, "1188,8 / ")
    sheet.text(122, 64, "964")
    assert cells(sheet, engine)[0] == ["Протяг\nом року ", "1188,8 / \n964", ""]


@both_engines
def test_hyphen_at_the_end_of_a_line_stays(sheet: Sheet, engine: str) -> None:
    sheet.text(22, 52, "прес-")
    sheet.text(22, 64, "релізи")
    assert cells(sheet, engine)[0][0] == "прес-\nрелізи"


@both_engines
def test_text_drawn_twice_stands_once(sheet: Sheet, engine: str) -> None:
    for shift in (0.0, 0.3):
        sheet.text(22 + shift, 52, "Всього за рік")
    for x, letter in ((122, "1"), (122.3, "1"), (128, "1"), (128.3, "1"), (134, "5"), (134.3, "5")):
        sheet.text(x, 52, letter)
    sheet.text(202, 52, "11 11")
    assert cells(sheet, engine)[0] == ["Всього за рік", "115", "11 11"]


@both_engines
def test_words_drawn_twice_one_after_the_other(sheet: Sheet, engine: str) -> None:
    for shift in (0.0, 0.4):
        sheet.text(22 + shift, 52, "Разом")
        sheet.text(60 + shift, 52, "12,5")
    assert cells(sheet, engine)[0][0] == "Разом 12,5"


@both_engines
def test_raised_mark_after_a_number_is_no_digit_of_it(sheet: Sheet, engine: str) -> None:
    sheet.text(122, 56, "1188,8")
    sheet.text(149.6, 52.5, "1", size=6)
    sheet.text(22, 56, "площа, м")
    sheet.text(22 + measure(10)("площа, м"), 52.5, "2", size=6)
    assert cells(sheet, engine)[0][:2] == ["площа, м²", "1188,8¹"]


@both_engines
def test_letters_set_one_by_one_are_words(sheet: Sheet, engine: str) -> None:
    for start, word in ((22, "ВСЬОГО"), (122, "Разом")):
        x = float(start)
        for letter in word:
            sheet.text(x, 52, letter)
            x += measure(10)(letter) + 3.5
    sheet.text(202, 52, "- - - 1 2 3")
    assert cells(sheet, engine)[0] == ["ВСЬОГО", "Разом", "- - - 1 2 3"]


@both_engines
def test_spaces_between_letters_stay_as_printed(sheet: Sheet, engine: str) -> None:
    sheet.text(22, 52, "В С Ь О Г О:")
    assert cells(sheet, engine)[0][0] == "В С Ь О Г О:"


def test_tracking_is_no_space(sheet: Sheet) -> None:
    text = sheet.canvas.beginText(22, sheet.height - 52)
    text.setFont("Body", 10)
    text.setCharSpace(3)
    text.textOut("РАЗОМ")
    text.setCharSpace(0)
    sheet.canvas.drawText(text)
    assert cells(sheet, "pdfium")[0][0] == "РАЗОМ"


@both_engines
def test_glyph_that_straddles_a_rule_stays_with_its_word(sheet: Sheet, engine: str) -> None:
    sheet.text(170, 52, "12345,67")  # its last digits lie over the rule at 200
    assert cells(sheet, engine)[0] == ["", "12345,67", ""]


@both_engines
def test_rule_parts_numbers_that_touch(sheet: Sheet, engine: str) -> None:
    sheet.text(120.5 + 79.5 - 22.5, 52, "28,80")
    sheet.text(200.6, 52, "15,07")
    assert cells(sheet, engine)[0] == ["", "28,80", "15,07"]


@both_engines
def test_ligature_is_its_letters(engine: str) -> None:
    sheet = Sheet()
    sheet.ruled(XS, YS)
    sheet.text(22, 52, "\ufb01nance o\ufb03ce")
    row = cells(sheet, engine)[0]
    # the font may lack the second one
    assert row[0].startswith("finance o")


@both_engines
def test_glyph_without_a_letter_is_not_dropped(sheet: Sheet, engine: str) -> None:
    sheet.text(122, 52, "1\u202f188,8")  # the font has no narrow space: it draws a box
    text = cells(sheet, engine)[0][1]
    assert text in ("1\ufffd188,8", "1\u202f188,8")


@both_engines
def test_underlines_are_no_rules(sheet: Sheet, engine: str) -> None:
    sheet.text(24, 52, "Протягом всього року")
    width = 92.0
    sheet.line(24, 53.5, 24 + width, 53.5)
    sheet.text(24, 66, "Виконано")
    assert cells(sheet, engine) == [["Протягом всього року\nВиконано", "", ""], ["", "", ""]]


@both_engines
def test_text_turned_on_its_side(engine: str) -> None:
    tall = Sheet()
    tall.ruled(XS, [40.0, 140.0, 170.0])
    tall.canvas.saveState()
    tall.canvas.translate(60, tall.height - 135)
    tall.canvas.rotate(90)
    tall.text(0, tall.height, "Термін виконання")
    tall.text(0, tall.height + 12, "заходу")
    tall.canvas.restoreState()
    for column, x in enumerate(XS[:3]):
        tall.text(x + 5, 160, f"текст {column}")
    grid = cells(tall, engine)
    assert grid[0] == ["Термін виконання\nзаходу", "", ""]
    assert grid[1] == ["текст 0", "текст 1", "текст 2"]


@both_engines
def test_running_heads_and_page_numbers_stay_outside(sheet: Sheet, engine: str) -> None:
    sheet.text(20, 20, "Додаток 1")
    sheet.text(22, 52, "а")
    sheet.text(22, 118, "¹ примітка")
    sheet.text(195, 290, "7")
    document = read(sheet.data(), engine)
    (grid,) = grids(document)
    assert texts(grid) == [["а", "", ""], ["", "", ""]]
    assert prose(document) == ["Додаток 1", "¹ примітка", "7"]


@both_engines
def test_page_box_that_does_not_begin_at_zero(engine: str) -> None:
    sheet = Sheet()
    sheet.ruled(XS, YS)
    sheet.text(22, 52, "а")
    sheet.canvas.setCropBox((10, 5, 380, 290))
    (grid,) = grids(read(sheet.data(), engine))
    assert grid.box is not None
    assert [round(v) for v in grid.box] == [10, 30, 270, 90]


def test_what_is_filled_into_a_form_field_stands_in_its_cell(sheet: Sheet) -> None:
    sheet.text(22, 52, "Всього")
    place = {"x": 122, "y": sheet.height - 68, "width": 70, "height": 20}
    sheet.canvas.acroForm.textfield(name="sum", value="1188,8", borderWidth=0, **place)
    assert cells(sheet, "pdfium")[0] == ["Всього", "1188,8", ""]


@pytest.mark.parametrize(
    ("left", "right", "gap", "text"),
    [
        ("9612", "382,50", 0.8, "9612382,50"),  # one thin space seen, the other not
        ("2", "225370,78", 0.8, "2225370,78"),
        ("12", "908,7", 0.8, "12 908,7"),  # no digits too many: the space stays
        ("9612", "382,50", 1.5, "9612 382,50"),  # no thin space
        ("9612", "а", 0.8, "9612 а"),
    ],
)
def test_half_grouped_digits_are_one_number(left: str, right: str, gap: float, text: str) -> None:
    ends = 3.0 * len(left)
    words = [
        Word(left, 0.0, 0.0, ends, 4.0),
        Word(right, ends + gap, 0.0, ends + gap + 3.0 * len(right), 4.0),
    ]
    assert joined(words) == text
