"""Dumps of other councils, columns and words, in other dialects: exact rows, and refusals where rows are torn."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.extract import read_bytes
from zvirka.extract.text.reading import lines_of_text
from zvirka.normalize import normalize
from zvirka.normalize.rough import RoughTable
from zvirka.normalize.streams.reading import StreamReading, stream_tables
from zvirka.normalize.words import Breaks, joined
from zvirka.schemas.document import Stream
from zvirka.schemas.finding import Severity
from zvirka.schemas.form import shipped_forms
from zvirka.schemas.report import Placement

FUNDS = """\
Звіт про хід виконання Програми підтримки спорту
Мирненської селищної ради за 2021 рік (грн.)
Назва заходу
Виконавець
Загальний фонд
Спеціальний фонд
Разом
План
Факт
План
Факт
План
Факт
Примітка
Розділ 1. Спорт для всіх
Ремонт спортивної зали
ліцею імені Франка
Відділ освіти
122 151,7
120 000,0
-
-
122 151,7
120 000,0
Роботи завершено
Придбання інвентарю для
секцій
Центр фізичного здоров’я
1 450,5
1 450,5
2 000,0
1 999,9
3 450,5
3 450,4
Закуплено 25 м’ячів
Разом за розділом
123 602,2
121 450,5
2 000,0
1 999,9
125 602,2
123 450,4
Розділ 2. Змагання
Проведення турнірів з
футболу
Відділ молоді та спорту
75 000,0
74 300,0
-
-
75 000,0
74 300,0
Проведено 4 турніри
Разом за розділом
75 000,0
74 300,0
-
-
75 000,0
74 300,0
Всього за програмою
198 602,2
195 750,5
2 000,0
1 999,9
200 602,2
197 750,4
Начальник відділу О. Петренко
"""
"""As pypdf writes: each cell on lines of its own; no numbers, no deadlines, sub-columns, sections, subtotals."""

FUNDS_ROWS = [
    ["Розділ 1. Спорт для всіх"],
    ["Ремонт спортивної зали ліцею імені Франка", "Відділ освіти", "122 151,7", "120 000,0", "-", "-",
     "122 151,7", "120 000,0", "Роботи завершено"],
    ["Придбання інвентарю для секцій", "Центр фізичного здоров’я", "1 450,5", "1 450,5", "2 000,0", "1 999,9",
     "3 450,5", "3 450,4", "Закуплено 25 м’ячів"],
    ["Разом за розділом", "", "123 602,2", "121 450,5", "2 000,0", "1 999,9", "125 602,2", "123 450,4", ""],
    ["Розділ 2. Змагання"],
    ["Проведення турнірів з футболу", "Відділ молоді та спорту", "75 000,0", "74 300,0", "-", "-", "75 000,0",
     "74 300,0", "Проведено 4 турніри"],
    ["Разом за розділом", "", "75 000,0", "74 300,0", "-", "-", "75 000,0", "74 300,0", ""],
    ["Всього за програмою", "", "198 602,2", "195 750,5", "2 000,0", "1 999,9", "200 602,2", "197 750,4", ""],
]  # fmt: skip

PAIRS = """\
Інформація про виконання заходів Програми «Чисте місто» на 2019 рік

№
Найменування заходів
Строки
Відповідальні
Обсяг фінансування, тис.грн (затверджено / профінансовано)
Результат
Усього
районний бюджет
бюджет громади
інші кошти
1
Ліквідація стихійних
сміттєзвищ
ІІ квартал
КП «Чистота»
250,5 / 240,1 50,5 / 50,5 200 / 189,6
Ліквідовано 3 звалища площею 1,2 га
2
Встановлення урн
2019
КП «Чистота»
30 / 28,4 30 / 28,4
Встановлено 45 урн
3
Висадження дерев у парку
постійно
КП «Зеленбуд»
12,5 / 12,5 12,5 / 12,5
Висаджено 210 саджанців
4
Навчання працівників
до 01.06.2019
Відділ ЖКГ
- - - -
Не проводилося
Усього:
293 / 281 50,5 / 50,5 230 / 218 12,5 / 12,5
"""
"""As PDFBox writes a PDF without space glyphs in blank cells: blanks leave no trace, sums must place the rest."""

PAIRS_ROWS = [
    ["1", "Ліквідація стихійних сміттєзвищ", "ІІ квартал", "КП «Чистота»", "250,5 / 240,1", "50,5 / 50,5",
     "200 / 189,6", "", "Ліквідовано 3 звалища площею 1,2 га"],
    ["2", "Встановлення урн", "2019", "КП «Чистота»", "30 / 28,4", "", "30 / 28,4", "", "Встановлено 45 урн"],
    ["3", "Висадження дерев у парку", "постійно", "КП «Зеленбуд»", "12,5 / 12,5", "", "", "12,5 / 12,5",
     "Висаджено 210 саджанців"],
    ["4", "Навчання працівників", "до 01.06.2019", "Відділ ЖКГ", "-", "-", "-", "-", "Не проводилося"],
    ["", "Усього:", "", "", "293 / 281", "50,5 / 50,5", "230 / 218", "12,5 / 12,5", ""],
]  # fmt: skip

LINES = """\
Додаток 2
Завдання та заходи програми «Турбота», стан виконання за І півріччя 2022 року
Зміст заходів Виконавці Передбачено, тис. грн Виконано, тис. грн % Примітка
1. Надання матеріальної допомоги малозабезпеченим особам Управління праці 500,0 250,5 50,1 Допомогу отримали 125 осіб
2. Пільговий проїзд окремих
категорій громадян Управління транспорту 1200,0 600,0 50,0
3. Оздоровлення дітей Відділ освіти, Служба у
справах дітей 300,0 - - Перенесено на ІІІ квартал
Разом 2000,0 850,5 42,5
Міський голова І. Коваль
"""
"""As pdftotext -raw writes: cells end with a space, rows run over lines; plan, fact and percent, one source."""

LINES_ROWS = [
    ["1. Надання матеріальної допомоги малозабезпеченим особам", "Управління праці", "500,0", "250,5", "50,1",
     "Допомогу отримали 125 осіб"],
    ["2. Пільговий проїзд окремих категорій громадян", "Управління транспорту", "1200,0", "600,0", "50,0", ""],
    ["3. Оздоровлення дітей", "Відділ освіти, Служба у справах дітей", "300,0", "-", "-",
     "Перенесено на ІІІ квартал"],
    ["Разом", "", "2000,0", "850,5", "42,5", ""],
]  # fmt: skip


def reading_of(text: str) -> StreamReading:
    """The text read as a stream."""
    return stream_tables(Stream(tuple(lines_of_text(text))), shipped_forms())


def rows_of(table: RoughTable) -> list[list[str]]:
    """The cells of each row with their lines joined; a heading over all columns stands alone."""
    breaks = Breaks.of([cell.lines for row in table.rows for cell in row.cells.values()])
    return [
        [joined(row.wide.lines, breaks)]
        if row.wide
        else [joined(row.cells[c.index].lines, breaks) if c.index in row.cells else "" for c in table.columns]
        for row in table.rows
    ]


def signs(text: str) -> Counter[str]:
    """How often each sign but spaces stands in a text."""
    return Counter("".join(text.split()))


@pytest.mark.parametrize(
    ("text", "rows"),
    [(FUNDS, FUNDS_ROWS), (PAIRS, PAIRS_ROWS), (LINES, LINES_ROWS)],
    ids=["funds", "pairs", "lines"],
)
def test_rows_exactly(text: str, rows: list[list[str]]) -> None:
    reading = reading_of(text)
    assert (reading.doubts, reading.unmatched) == ((), ())
    (table,) = reading.tables
    assert table.doubts == ()
    assert rows_of(table) == rows


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (FUNDS, [f"{s} {m}" for s in ("general_fund", "special_fund", "total") for m in ("plan", "fact")]),
        (PAIRS, ["total plan fact", "district_budget plan fact", "local_budget plan fact", "other_sources plan fact"]),
        (LINES, ["total plan", "total fact", "total percent"]),
    ],
    ids=["funds", "pairs", "lines"],
)  # fmt: skip
def test_money_columns(text: str, columns: list[str]) -> None:
    (table,) = reading_of(text).tables
    money = [" ".join((c.source, *c.measures)) for c in table.columns if c.kind == "money"]
    assert money == columns


@pytest.mark.parametrize("text", [FUNDS, PAIRS, LINES], ids=["funds", "pairs", "lines"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n", " \n"], ids=["lf", "crlf", "blank lines", "spaces"])
def test_nothing_of_the_table_is_lost(text: str, ending: str) -> None:
    dump = text.replace("\n", ending)
    (table,) = reading_of(dump).tables
    cells = [
        cell.text for row in table.rows for cell in (*row.cells.values(), *((row.wide,) if row.wide else ()))
    ]
    inside = signs("".join([*cells, *(line.text for line in (*table.before, *table.header))]))
    after = signs(dump)
    after.subtract(inside)
    # only the signature stands outside
    assert +after in (Counter(), signs("Начальник відділу О. Петренко"), signs("Міський голова І. Коваль"))
    assert -after == Counter()


def test_values_without_marks_are_placed_by_the_sums() -> None:
    (table,) = reading_of(PAIRS).tables
    money = [c.index for c in table.columns if c.kind == "money"]
    placements = [{row.cells[i].placement for i in money} for row in table.rows]
    arithmetic, text = {Placement.ARITHMETIC}, {Placement.TEXT}
    assert placements == [arithmetic, arithmetic, arithmetic, text, text]


def test_wrong_total_is_not_absorbed() -> None:
    wrong = PAIRS.replace("230 / 218 12,5", "203 / 218 12,5")
    (table,) = reading_of(wrong).tables
    last = ["", "Усього:", "", "", "293 / 281", "50,5 / 50,5", "203 / 218", "12,5 / 12,5", ""]
    assert rows_of(table)[-1] == last
    placed = [
        row.cells[c.index].text.strip() for row in table.rows for c in table.columns if c.kind == "money"
    ]
    assert [p for p in placed if p] == re.findall(
        r"[\d,]+ / [\d,]+|(?<=\s)-(?=\s)", wrong.split("інші кошти")[1]
    )


def test_total_that_nothing_tells_apart_is_ambiguous() -> None:
    open_text = PAIRS.replace("293 / 281 50,5 / 50,5 230 / 218 12,5 / 12,5", "293 / 281")
    (table,) = reading_of(open_text).tables
    kinds = {row.cells[c.index].placement for row in table.rows for c in table.columns if c.kind == "money"}
    assert Placement.AMBIGUOUS in kinds
    ambiguous = [
        cell for row in table.rows for cell in row.cells.values() if cell.placement is Placement.AMBIGUOUS
    ]
    assert all(cell.candidates for cell in ambiguous if cell.lines)


TORN = """\
Зміст заходу

Термін

Всього, тис. грн.

Міський бюджет

1. Ремонт школи

2. Ремонт лікарні

3. Ремонт бібліотеки

4. Ремонт клубу

2019

2019

2020

2020

100,0

200,0

300,0

400,0

100,0

200,0

300,0

400,0
"""


def test_torn_dump_is_refused() -> None:
    reading = reading_of(TORN)
    assert reading.tables == ()
    (doubt,) = reading.doubts
    assert (doubt.rule, doubt.severity) == ("unplaced_text", Severity.ERROR)


def test_prose_has_no_table() -> None:
    prose = "Про заходи програми\n\nУ 2019 році на заходи з міського бюджету виділено 100,5 тис. грн.\n"
    assert reading_of(prose) == StreamReading(())


def test_header_that_its_numbers_contradict_is_told() -> None:
    text = LINES.replace("% Примітка", "% Примітка\n1 2 3 4 5 6 7 8 9 10 11 12 13 14 15")
    reading = reading_of(text)
    assert reading.tables == ()
    assert len(reading.unmatched) == 1
    assert "Зміст заходів Виконавці" in reading.unmatched[0]


def test_header_of_no_form_is_seen() -> None:
    text = "Код бюджету\nСума за планом, грн\nСума касова, грн\n1 2 3\n0813 100,5 90,5\n0814 20,0 10,0\n"
    reading = reading_of(text)
    assert reading.tables == ()
    assert reading.unmatched == ("Код бюджету Сума за планом, грн Сума касова, грн",)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(FUNDS)), st.integers(1, 200))
def test_any_cut_dump_is_conserved_or_refused(start: int, length: int) -> None:
    reading = reading_of(FUNDS[:start] + FUNDS[start + length :])
    for table in reading.tables:
        cells = [
            cell.text
            for row in table.rows
            for cell in (*row.cells.values(), *((row.wide,) if row.wide else ()))
        ]
        inside = signs("".join([*cells, *(line.text for line in (*table.before, *table.header))]))
        assert inside <= signs(FUNDS)


def test_a_title_and_the_label_of_a_sum_below_it_are_two_rows() -> None:
    head = "Захід \n\nРазом \n\nМіський бюджет \n\nІнші джерела \n\n1 2 3 4 \n\n"
    rows = (
        "Розділ 1. Дороги \n\nРазом по розділу 30,5 20,5 10,0 \n\n"
        "1. Ремонт мосту через \n\nрічку 20,5 10,5 10,0 \n\n2. Ремонт дороги 10,0 10,0 - \n\n"
        "Дорожнє господарство \n\nРазом по розділу 12,0 7,0 5,0 \n\n"
        "3. Ремонт стоянки 12,0 7,0 5,0 \n\nВсього 42,5 27,5 15,0 \n\n"
    )
    report = normalize(read_bytes(("Звіт, тис. грн. \n\n" + head + rows).encode(), "a.txt"))
    labels = [(row.role.value, row.activity) for row in report.tables[0].rows]
    assert labels[4:6] == [("section", "Дорожнє господарство"), ("subtotal", "Разом по розділу")]


def test_sources_as_rows_of_a_text_without_cells_are_refused() -> None:
    head = (
        "Звіт за 2018 рік, гривень  \n\nЗміст заходу \n\nДжерело фінансування  \nВитрати на реалізацію заходу \n\n"
        "Строки \n\nЗаплановано \n\nВиконано  \n\n"
    )
    rows = "".join(
        f"{name} \n\nмузичної школи \nРазом 9{n}6,00 6{n}2,00 щорічно \n\n"
        f" Державний бюджет 9{n}0,00 6{n}1,00  \n\n Обласний бюджет 4,00 1,00  \n\n Кошти підприємств 2,00 -  \n\n"
        for n, name in enumerate(("Ремонт", "Охорона", "Опалення", "Освітлення", "Прибирання"), 1)
    )
    report = normalize(read_bytes((head + rows).encode(), "a.txt"))
    assert report.tables == ()
    assert [doubt.rule for doubt in report.doubts if doubt.severity is Severity.ERROR] == ["unplaced_text"]
