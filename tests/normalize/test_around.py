"""What stands above a table: its section's number and title."""

from __future__ import annotations

import pytest

from zvirka.normalize.around import around_of
from zvirka.normalize.words import Breaks
from zvirka.schemas.document import Break, Line


@pytest.mark.parametrize(
    ("heading", "section", "title"),
    [
        ("6.2. Програма підтримки спорту", "6.2", "Програма підтримки спорту"),
        ("Розділ 2. Соціальний захист", "2", "Соціальний захист"),
        ("РОЗДІЛ ІІІ. ЖИТЛОВЕ ГОСПОДАРСТВО", "ІІІ", "ЖИТЛОВЕ ГОСПОДАРСТВО"),
        ("Розділ II Освіта", "II", "Освіта"),
        ("ІV. ОСВІТА", "ІV", "ОСВІТА"),
        ("І. Соціальний захист населення", "І", "Соціальний захист населення"),
        ("І. Франко", "", "І. Франко"),
        ("В. О. Петренко", "", "В. О. Петренко"),
    ],
)
def test_the_number_of_a_section_stands_apart_from_its_title(heading: str, section: str, title: str) -> None:
    lines = [Line(heading, end=Break.PARAGRAPH), Line("за 2020 рік", end=Break.PARAGRAPH)]
    around = around_of(lines, (), (), Breaks(False, frozenset()))
    assert (around.section, around.title, around.period) == (section, title, "за 2020 рік")
