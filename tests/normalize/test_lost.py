"""A table that is seen and from which no rows came is told, and prose that names money is no table."""

from __future__ import annotations

import pytest

from zvirka.extract import read_bytes
from zvirka.normalize import normalize
from zvirka.normalize.lost import lost_table
from zvirka.schemas.document import Line, Stream
from zvirka.schemas.form import shipped_forms

_RUNNING = """\
 Звіт про виконання заходів, тис. грн.
|Заходи                      |Виконавець         |Обсяг коштів (план / факт)      |
|                                                                                 |

11. |Ремонт котельні |Відділ освіти |10,0 / 5,0 |4,0 / 2,0 |- |6,0 / 3,0 |0 / 0 | |12. |Ремонт
даху |Відділ освіти |20,0 / 5,0 |14,0 / 2,0 |- |6,0 / 3,0 |0 / 0 | |
"""

_HEAD_ALONE = """\
|Зміст заходу       |Термін виконання      |Виконавці      |Обсяг коштів (план / факт)        |
|                   |                      |               |Державний бюджет  |Міський бюджет |
"""

_LETTER = """\
На Ваш запит повідомляємо, що у 2016 році на ремонт доріг з міського бюджету виділено 120,5 тис. грн.
Виконавець робіт – КП «Благоустрій». План на 2017 рік буде затверджено в грудні.
Станом на 01.10.2016 освоєно 98,4 тис. грн., або 81,7 %.
"""


def _seen(text: str) -> str:
    lines = tuple(Line(line, number=i) for i, line in enumerate(text.splitlines(), 1))
    return lost_table([Stream(lines)], shipped_forms())


def test_rows_under_a_head_that_names_no_columns_of_money_are_told() -> None:
    report = normalize(read_bytes(_RUNNING.encode(), "dump.txt"))
    assert report.tables == ()
    assert len(report.unmatched) == 1
    assert report.unmatched[0].startswith("Заходи Виконавець Обсяг коштів (план / факт)")


def test_a_head_of_money_columns_without_rows_is_told() -> None:
    assert _seen(_HEAD_ALONE).startswith("Зміст заходу Термін виконання Виконавці Обсяг коштів")


def test_a_letter_that_names_sums_is_no_table() -> None:
    report = normalize(read_bytes(_LETTER.encode(), "letter.txt"))
    assert report.unmatched == ()
    assert report.tables == ()


@pytest.mark.parametrize(
    "text",
    [
        "Код    Назва    Кількість\n1001    стіл    12    4    3\n1002    стілець    48    40    8\n",
        "Протокол № 3 від 12.04.2016\nПрисутні: 24, відсутні: 2\n",
    ],
)
def test_numbers_without_money_are_no_table(text: str) -> None:
    assert _seen(text) == ""
