"""Text dumps through grids to rows: what tools that keep cells made of one report, heads by position, tabs, frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from zvirka.check import check
from zvirka.extract import read, read_bytes
from zvirka.normalize import normalize
from zvirka.schemas.finding import Severity
from zvirka.schemas.report import Report, Role

DUMPS = Path(__file__).parents[1] / "extract" / "dumps"
SAMPLE = Path(__file__).parents[2] / "samples" / "informatsiinyi-prostir-2016-9m.docx"


def _of(text: str) -> Report:
    return normalize(read_bytes(text.encode(), "dump.txt"))


def _rows(report: Report) -> list[list[object]]:
    return [
        [row.role, row.number, row.activity, row.deadline, row.executor, row.result]
        + [(a.source, a.measure, a.state, a.value) for a in row.amounts]
        for table in report.tables
        for row in table.rows
    ]


def _labels(report: Report) -> list[tuple[str, str, str]]:
    return [(row.role.value, row.number, row.activity) for table in report.tables for row in table.rows]


@pytest.mark.parametrize("tool", ["pypdflayout", "catdoc", "catdocw", "antiword0", "antiword76"])
def test_dumps_that_keep_cells_give_the_rows_of_the_document(tool: str) -> None:
    report = normalize(read(DUMPS / f"activities.{tool}.txt"))
    assert _rows(report) == _rows(normalize(read(SAMPLE)))
    assert report.doubts == report.unmatched == ()
    assert check(report) == ()


def test_a_dump_whose_heads_cannot_be_laid_over_the_columns_is_refused() -> None:
    report = normalize(read(DUMPS / "activities.pdftotextlayout.txt"))
    assert report.tables == ()
    assert [(doubt.rule, doubt.severity) for doubt in report.doubts] == [("unplaced_text", Severity.ERROR)]


_UNDER_ONE_HEAD = """\
Зміст заходу       Термін          Фінансування за джерелами (план / факт)       Стан виконання
                                Усього              з них кошти:
                                             обласний         міський
                                              бюджет           бюджет
1. Ремонт           2016      3,5 / 2,0      1,5 / 1,0       2,0 / 1,0           Триває
2. Навчання         2017      9,0 / 8,0      4,0 / 4,0       5,0 / 4,0           Закінчено
Всього                       12,5 / 10,0     5,5 / 5,0       7,0 / 5,0           х
"""


def test_a_head_stands_over_columns_that_have_heads_only_below_it() -> None:
    report = _of(_UNDER_ONE_HEAD)
    assert [(source, measure.value) for source, measure in report.tables[0].columns] == [
        (source, measure)
        for source in ("total", "oblast_budget", "city_budget")
        for measure in ("plan", "fact")
    ]
    assert _labels(report) == [("item", "1", "Ремонт"), ("item", "2", "Навчання"), ("total", "", "Всього")]
    assert check(report) == ()


def test_a_head_printed_again_on_the_next_page_ends_where_the_pages_part() -> None:
    head = "Захід                Джерело            План        Факт\n"
    first = (
        "Розділ 1. Дороги\n"
        "Ремонт мосту         Усього             10,0        8,0\n"
        "                     Обласний бюджет     4,0        3,0\n"
        "                     Міський бюджет      6,0        5,0\n"
        "Ремонт дороги        Усього              7,0        7,0\n"
    )
    second = (
        "                     Обласний бюджет     3,0        3,0\n"
        "                     Міський бюджет      4,0        4,0\n"
        "Всього               Усього             17,0       15,0\n"
        "                     Обласний бюджет     7,0        6,0\n"
        "                     Міський бюджет     10,0        9,0\n"
    )
    report = _of(head + first + "\f" + head + second)
    assert _labels(report) == [
        ("section", "", "Розділ 1. Дороги"),
        ("item", "", "Ремонт мосту"),
        ("item", "", "Ремонт дороги"),
        ("total", "", "Всього"),
    ]
    assert check(report) == ()


def test_a_piece_of_a_torn_table_is_no_table() -> None:
    head = "Захід             План        Факт\n"
    whole = head + "1. Міст           10,0        8,0\n2. Дорога          7,0        7,0\n"
    lost = "".join(f"{i}. Об’єкт {i} кошти 1{i},0 8,0 2,{i} 4,0 інші 1,0 3,0\n" for i in range(3, 9))
    report = _of("Звіт, тис. грн.\n" + whole + "\f" + "Захід Місто, грн План Факт\n" + lost)
    assert report.tables == ()
    assert any(doubt.severity is Severity.ERROR for doubt in report.doubts) or report.unmatched


def test_tabs_heads_that_come_again_stand_under_each_parent() -> None:
    text = (
        "Зміст заходу\tФінансування, тис. грн.\tСтан виконання\n"
        "\tУсього\tОбласний бюджет\tМіський бюджет\t\n"
        "\tПлан\tФакт\tПлан\tФакт\tПлан\tФакт\t\n"
        "Завдання 1. Дороги\n"
        "Ремонт мосту\t10,0\t8,0\t4,0\t3,0\t6,0\t5,0\tТриває\n"
        "Ремонт дороги\t7,0\t7,0\t3,0\t3,0\t4,0\t4,0\t\n"
        "Завдання 2. Школи\n"
        "Ремонт школи\t2,0\t2,0\t1,0\t1,0\t1,0\t1,0\tВиконано\n"
        "Всього\t19,0\t17,0\t8,0\t7,0\t11,0\t10,0\t\n"
    )
    report = _of(text)
    assert _labels(report) == [
        ("section", "", "Завдання 1. Дороги"),
        ("item", "", "Ремонт мосту"),
        ("item", "", "Ремонт дороги"),
        ("section", "", "Завдання 2. Школи"),
        ("item", "", "Ремонт школи"),
        ("total", "", "Всього"),
    ]
    assert [str(a.value) for a in report.tables[0].rows[1].amounts] == [
        "10.0",
        "8.0",
        "4.0",
        "3.0",
        "6.0",
        "5.0",
    ]
    assert check(report) == ()


def test_tabs_a_head_that_begins_again_goes_on_and_another_one_opens_a_table() -> None:
    head = "Захід\tВиконавець\tКошти (план / факт), грн.\tСтан виконання\n\t\tУсього\tМіський бюджет\t\n"
    rows = "{n}. Ремонт {n}\tВідділ\t{n},0 / 1,0\t{n},0 / 1,0\tВиконано.\n"
    other = head.replace("Виконавець", "Хто виконує")
    text = (
        "Звіт про дороги\n" + head + rows.format(n=1) + rows.format(n=2) + head + rows.format(n=3)
        + "Всього\t6,0 / 3,0\t6,0 / 3,0\tх\nЗвіт про школи\n" + other + rows.format(n=1) + rows.format(n=2)
        + "Всього\t3,0 / 2,0\t3,0 / 2,0\tх\n"
    )  # fmt: skip
    report = _of(text)
    assert [table.title for table in report.tables] == ["Звіт про дороги", "Звіт про школи"]
    assert [len(table.rows) for table in report.tables] == [4, 3]
    assert check(report) == ()


def test_a_title_with_its_number_under_a_sum_line_of_a_frame_is_a_section() -> None:
    text = """\
|----|---------------------|-----------|-----------|-----------|
| №  | Заходи, тис. грн.   | Заг. фонд | Спец. фонд| Усього    |
|----|---------------------|-----------|-----------|-----------|
|    | Розділ 1. Дороги    |           |           |           |
| 1  | Ремонт мосту через  | 10,0      | 1,0       | 11,0      |
|    | річку               |           |           |           |
|    | Всього за розділом: | 10,0      | 1,0       | 11,0      |
|    | Розділ 2. Школи та  |           |           |           |
|    | дитячі садки        |           |           |           |
| 2  | Ремонт школи        | 5,0       | 2,0       | 7,0       |
|    | Всього за розділом: | 5,0       | 2,0       | 7,0       |
|    | Усього              | 15,0      | 3,0       | 18,0      |
|----|---------------------|-----------|-----------|-----------|
"""
    report = _of(text)
    assert [row.role for row in report.tables[0].rows] == [
        Role.SECTION,
        Role.ITEM,
        Role.SUBTOTAL,
        Role.SECTION,
        Role.ITEM,
        Role.SUBTOTAL,
        Role.TOTAL,
    ]
    assert report.tables[0].rows[3].activity == "Розділ 2. Школи та дитячі садки"
    assert check(report) == ()


def test_halves_of_pairs_go_on_with_their_row() -> None:
    text = """\
|----|---------------------|-----------|-----------|-----------|
| №  | Заходи (план / факт)| Заг. фонд | Спец. фонд| Усього    |
|----|---------------------|-----------|-----------|-----------|
| 1  | Вивезення           | 10,0      | 1,0       | 11,0      |
|    | сміття              | /         | /         | /         |
|    |                     | 9,0       | 0,5       | 9,5       |
| 2  | Ремонт школи        | 5,0 / 1,0 | 2,0 / 1,0 | 7,0 / 2,0 |
|----|---------------------|-----------|-----------|-----------|
"""
    report = _of(text)
    assert _labels(report) == [("item", "1", "Вивезення сміття"), ("item", "2", "Ремонт школи")]
    assert [str(a.value) for a in report.tables[0].rows[0].amounts] == [
        "10.0",
        "9.0",
        "1.0",
        "0.5",
        "11.0",
        "9.5",
    ]


def test_a_column_that_says_done_of_every_row_names_no_measure() -> None:
    text = "Захід\tСтан справ\tПлан, грн.\tФакт, грн.\n" + "".join(
        f"{n}. Ремонт\tВиконано\t{n},0\t1,0\n" for n in (1, 2, 3)
    )
    report = _of(text)
    assert [measure.value for _, measure in report.tables[0].columns] == ["plan", "fact"]


def test_rows_told_from_order_whose_sums_mostly_fail_are_refused() -> None:
    rows = "".join(f"{n}. Ремонт школи\n2016\nВідділ освіти\n{n}0,0\n{n},0\n{n + 1},5\n" for n in range(1, 6))
    report = _of(
        "Звіт, тис. грн.\nЗміст заходу\nТермін\nВиконавець\nВсього\nОбласний бюджет\nМіський бюджет\n" + rows
    )
    assert report.tables == ()
    errors = [doubt for doubt in report.doubts if doubt.severity is Severity.ERROR]
    assert [doubt.rule for doubt in errors] == ["unplaced_text"]


def test_rows_below_a_table_that_stand_in_no_grid_are_told() -> None:
    table = (
        "Захід\tВсього, грн.\tМіський бюджет\tІнші джерела\n\tплан\tплан\tплан\n"
        "1. Ремонт\t10,0\t6,0\t4,0\n2. Навчання\t20,0\t20,0\t-\nВСЬОГО\t30,0\t26,0\t4,0\n"
    )
    report = _of(table + "Продовження додатку\n" + "фарба та клей 5,0 100,5 200,6 300,7 400,8\n" * 7)
    told = [f for f in report.doubts if f.rule == "unplaced_text" and f.severity is Severity.ERROR]
    assert len(report.tables) == 1
    assert [f.line for f in told] == [7, 8, 9, 10, 11, 12, 13]


def test_a_dump_by_position_that_is_refused_tells_every_line_with_figures() -> None:
    # the numbers of two rows stand in one line of words, so no columns can be told
    rows = [
        f"{n}. Ремонт школи   Відділ освіти   {n},5 тис 7,{n}   Триває {n}0,0 8,0   Ще {n}"
        for n in range(1, 7)
    ]
    text = "Захід   Виконавець   Всього, тис. грн.   Бюджет міста   Стан\n" + "\n".join(rows)
    report = _of(text)
    assert report.tables == ()
    assert report.doubts[0].severity is Severity.ERROR
    told = " ".join(str(d.values.get("text", "")) for d in report.doubts)
    assert all(" ".join(row.split()) in told for row in rows)
