"""The same facts in the layouts of different councils, each with its exact records."""

from __future__ import annotations

from collections.abc import Sequence

from tools.generate.layout import Heading, LaidCell, LaidTable, Layout
from tools.generate.write_docx import docx_bytes
from zvirka.check import check
from zvirka.extract import read_bytes
from zvirka.normalize import normalize
from zvirka.schemas.report import Report, Row, State, Table

Head = tuple[str, int, int, int, int]
Cells = Sequence[str | tuple[str, int]]

_SIGNS = {State.NIL: "-", State.BLANK: "", State.NOT_APPLICABLE: "х", State.UNREADABLE: "?"}


def report(headings: Sequence[str], columns: int, heads: Sequence[Head], rows: Sequence[Cells]) -> Report:
    table = LaidTable(columns, [700 / columns] * columns)
    for text, row, column, row_span, column_span in heads:
        table.cells.append(LaidCell(row, column, text, row_span, column_span))
        table.rows = max(table.rows, row + row_span)
    for row_texts in rows:
        table.add_row(list(row_texts))
    data = docx_bytes(Layout([*(Heading(text) for text in headings), table], landscape=True))
    return normalize(read_bytes(data, "звіт.docx"))


def only(found: Report) -> Table:
    assert found.unmatched == ()
    (table,) = found.tables
    assert [f for f in check(found) if f.severity.value != "note"] == []
    return table


def columns(table: Table) -> list[str]:
    return [f"{source}.{measure.value}" for source, measure in table.columns]


def said(row: Row) -> list[str]:
    return [f"{a.value:f}" if a.value is not None else _SIGNS[a.state] for a in row.amounts]


def test_funds_with_sub_columns_printed_formulas_and_sections() -> None:
    table = only(
        report(
            [
                "ЗВІТ",
                "про виконання Програми захисту населення на 2019-2021 роки",
                "за 2020 рік",
                "(тис. грн)",
            ],
            9,
            [
                *(("№ з/п", 0, 0, 2, 1), ("Найменування заходу", 0, 1, 2, 1), ("Виконавці", 0, 2, 2, 1)),
                *(("Загальний фонд", 0, 3, 1, 4), ("Усього", 0, 7, 1, 2)),
                *(("План", 1, 3, 1, 1), ("Факт", 1, 4, 1, 1), ("Відхилення", 1, 5, 1, 1)),
                *(("% виконання", 1, 6, 1, 1), ("План", 1, 7, 1, 1), ("Факт", 1, 8, 1, 1)),
            ],
            [
                ["1", "2", "3", "4", "5", "6=4-5", "7=5/4*100", "8", "9"],
                [("Завдання 1. Підтримка ветеранів", 9)],
                ["1.1", "Допомога", "Управління", "120,5", "100,5", "20,0", "83,4", "120,5", "100,5"],
                ["1.2", "Оздоровлення", "Управління", "1 200,0", "1 200,0", "0", "100", "1 200,0", "1 200,0"],
                ["", "Разом за завданням 1", "", "1 320,5", "1 300,5", "20", "98,5", "1320,5", "1300,5"],
                [("Завдання 2. Підтримка дітей", 9)],
                ["2.1", "Подарунки", "Служба", "10", "10", "-", "в 1 р.", "10", "10"],
                ["", "Всього", "", "1 330,5", "1 310,5", "20", "98,5", "1330,5", "1310,5"],
            ],
        )
    )
    assert columns(table) == [
        *("general_fund.plan", "general_fund.fact", "general_fund.deviation", "general_fund.percent"),
        *("total.plan", "total.fact"),
    ]
    assert (table.title, table.period) == (
        "ЗВІТ про виконання Програми захисту населення на 2019-2021 роки",
        "за 2020 рік",
    )
    assert [(row.role.value, row.number, row.activity) for row in table.rows] == [
        ("section", "", "Завдання 1. Підтримка ветеранів"),
        ("item", "1.1", "Допомога"),
        ("item", "1.2", "Оздоровлення"),
        ("subtotal", "", "Разом за завданням 1"),
        ("section", "", "Завдання 2. Підтримка дітей"),
        ("item", "2.1", "Подарунки"),
        ("total", "", "Всього"),
    ]
    assert said(table.rows[1]) == ["120.5", "100.5", "20.0", "83.4", "120.5", "100.5"]
    assert said(table.rows[5]) == ["10", "10", "-", "100", "10", "10"]


def test_blocks_of_measures_under_three_levels() -> None:
    table = only(
        report(
            ["Інформація про виконання програми", "станом на 01.07.2018 року"],
            7,
            [
                *(("Зміст заходу", 0, 0, 3, 1), ("Обсяги фінансування, грн.", 0, 1, 1, 6)),
                *(("Передбачено на рік", 1, 1, 1, 3), ("Профінансовано", 1, 4, 1, 3)),
                *((t, 2, 1 + i, 1, 1) for i, t in enumerate(["Всього", "обл. бюджет", "місцевий бюджет"])),
                *((t, 2, 4 + i, 1, 1) for i, t in enumerate(["Всього", "обл. бюджет", "місцевий бюджет"])),
            ],
            [
                ["1. Ремонт доріг", "300 000", "100 000", "200 000", "150000,55", "50000", "100000,55"],
                ["2. Озеленення", "20000", "-", "20000", "х", "х", "х"],
                ["Усього:", "320 000", "100 000", "220 000", "150000,55", "50000", "100000,55"],
            ],
        )
    )
    assert columns(table) == [
        f"{s}.{m}" for m in ("plan", "fact") for s in ("total", "oblast_budget", "local_budget")
    ]
    assert (table.unit, str(table.period_end)) == ("UAH", "2018-06-30")
    assert said(table.rows[0]) == ["300000", "100000", "200000", "150000.55", "50000", "100000.55"]
    assert said(table.rows[1]) == ["20000", "-", "20000", "х", "х", "х"]


def test_plan_and_fact_as_rows_of_one_activity() -> None:
    table = only(
        report(
            ["Розділ 3. Звіт за І півріччя 2017 року"],
            6,
            [
                *(("№", 0, 0, 2, 1), ("Заходи", 0, 1, 2, 1), ("Показник", 0, 2, 2, 1)),
                *(("Обсяг коштів, тис. грн.", 0, 3, 1, 3), ("всього", 1, 3, 1, 1)),
                *(("державний", 1, 4, 1, 1), ("міський", 1, 5, 1, 1)),
            ],
            [
                *(["1", "Ремонт школи", "план", "100", "60", "40"], ["", "", "факт", "90", "60", "30"]),
                *(["2", "Ремонт садка", "план", "50", "", "50"], ["", "", "факт", "50", "", "50"]),
                *(["", "Разом", "план", "150", "60", "90"], ["", "", "факт", "140", "60", "80"]),
            ],
        )
    )
    assert (table.section, table.title) == ("3", "Звіт")
    assert columns(table) == [
        f"{s}.{m}" for s in ("total", "state_budget", "city_budget") for m in ("plan", "fact")
    ]
    assert [(r.role.value, r.number, said(r)) for r in table.rows] == [
        ("item", "1", ["100", "90", "60", "60", "40", "30"]),
        ("item", "2", ["50", "50", "", "", "50", "50"]),
        ("total", "", ["150", "140", "60", "60", "90", "80"]),
    ]


def test_sources_as_rows_under_an_activity() -> None:
    table = only(
        report(
            ["за січень-вересень 2015 року"],
            5,
            [
                *(("Назва заходу", 0, 0, 1, 1), ("План, тис. грн", 0, 1, 1, 1)),
                *(
                    ("Профінансовано, тис. грн", 0, 2, 1, 1),
                    ("Відхилення", 0, 3, 1, 1),
                    ("Примітка", 0, 4, 1, 1),
                ),
            ],
            [
                *(
                    ["1. Будівництво", "100,5", "80", "-20,5", "триває"],
                    ["Обласний бюджет", "60", "50", "-10", ""],
                ),
                *(["Міський бюджет", "40,5", "30", "-10,5", ""], ["2. Ремонт", "10", "10", "0", ""]),
                *(["Обласний бюджет", "-", "-", "", ""], ["Міський бюджет", "10", "10", "0", ""]),
                *(["ВСЬОГО", "110,5", "90", "-20,5", ""], ["Обласний бюджет", "60", "50", "-10", ""]),
                ["Міський бюджет", "50,5", "40", "-10,5", ""],
            ],
        )
    )
    assert [(r.role.value, r.activity, r.result, said(r)[:3]) for r in table.rows] == [
        ("item", "Будівництво", "триває", ["100.5", "80", "-20.5"]),
        ("item", "Ремонт", "", ["10", "10", "0"]),
        ("total", "ВСЬОГО", "", ["110.5", "90", "-20.5"]),
    ]
    assert said(table.rows[1])[3:6] == ["-", "-", ""]


def test_parts_of_an_item_end_where_they_are_complete() -> None:
    table = only(
        report(
            ["6. Стан виконання"],
            5,
            [
                *(("Перелік заходів програми", 0, 0, 2, 1), ("Строк", 0, 1, 2, 1)),
                *(("Фінансування (план/факт), тис.грн", 0, 2, 1, 2), ("Стан виконання", 0, 4, 2, 1)),
                *(("Всього", 1, 2, 1, 1), ("Кошти підприємств", 1, 3, 1, 1)),
            ],
            [
                ["1) Придбання", "2019", "10,0/5,0", "10,0 / 5,0", ""],
                ["у тому числі: меблі", "", "6/3", "6/3", ""],
                ["техніка", "", "4/2", "4/2", ""],
                ["Навчання без номера", "", "25,0 / -", "25 / -", ""],
                ["В С Ь О Г О", "", "35/5", "35/5", "х"],
            ],
        )
    )
    assert [(r.role.value, r.activity, r.parent) for r in table.rows] == [
        ("item", "Придбання", None),
        ("part", "у тому числі: меблі", 1),
        ("part", "техніка", 1),
        ("item", "Навчання без номера", None),
        ("total", "В С Ь О Г О", None),
    ]
    assert said(table.rows[3]) == ["25.0", "-", "25", "-"]


def test_total_first_with_a_source_that_no_form_knows() -> None:
    table = only(
        report(
            ["Хід виконання міської програми «Питна вода» на 2017-2020 роки за 2017 рік", "млн. грн"],
            5,
            [
                *(("№", 0, 0, 2, 1), ("Назва об'єктів та заходів", 0, 1, 2, 1)),
                *(("Затверджено на 2017 рік", 0, 2, 1, 3), ("Всього", 1, 2, 1, 1)),
                *(("Обл. бюджет", 1, 3, 1, 1), ("Кошти ДФРР", 1, 4, 1, 1)),
            ],
            [
                ["", "Всього по програмі", "300", "200", "100"],
                ["1.", "Будівництво водогону", "200", "150", "50"],
                ["2.", "Буріння свердловин", "100", "50", "50"],
            ],
        )
    )
    assert columns(table) == ["total.plan", "oblast_budget.plan", "koshty_dfrr.plan"]
    assert (table.title, table.period) == (
        "Хід виконання міської програми «Питна вода» на 2017-2020 роки",
        "за 2017 рік",
    )
    assert table.programme == "Питна вода"
    assert [r.role.value for r in table.rows] == ["total", "item", "item"]
    # the unknown source takes part in the sum, because the sum holds with it
    (relation,) = [r for r in table.relations if r.rule == "row_sum"]
    assert [term.source for term in relation.terms] == ["oblast_budget", "koshty_dfrr"]


def test_passport_of_a_budget_programme() -> None:
    funds = ["загальний фонд", "спеціальний фонд", "усього"]
    table = only(
        report(
            ["Видатки за бюджетною програмою за 2020 рік, гривень"],
            11,
            [
                *(("№ з/п", 0, 0, 2, 1), ("Напрями використання бюджетних коштів", 0, 1, 2, 1)),
                *(("Затверджено у паспорті бюджетної програми", 0, 2, 1, 3), ("Касові видатки", 0, 5, 1, 3)),
                ("Відхилення", 0, 8, 1, 3),
                *((text, 1, 2 + 3 * block + i, 1, 1) for block in range(3) for i, text in enumerate(funds)),
            ],
            [
                [str(number) for number in range(1, 12)],
                ["1", "Утримання", "100", "50", "150", "90", "50", "140", "-10", "0", "-10"],
                ["2", "Ремонт", "20", "", "20", "20", "", "20", "0", "", "0"],
                ["", "Усього", "120", "50", "170", "110", "50", "160", "-10", "0", "-10"],
            ],
        )
    )
    assert table.form == "passport"
    assert columns(table)[:3] == ["general_fund.plan", "special_fund.plan", "total.plan"]
    assert said(table.rows[0]) == ["100", "50", "150", "90", "50", "140", "-10", "0", "-10"]


def test_words_in_place_of_numbers_are_a_state_and_a_warning() -> None:
    found = report(
        ["за 2019 рік"],
        3,
        [("Захід", 0, 0, 1, 1), ("План, тис. грн", 0, 1, 1, 1), ("Факт, тис. грн", 0, 2, 1, 1)],
        [
            ["1. Ремонт", "100,0", "90,0"],
            ["2. Змагання", "в межах кошторису", "кошти не передбачені"],
            ["Всього", "100,0", "90,0"],
        ],
    )
    (table,) = found.tables
    assert [a.raw for a in table.rows[1].amounts] == ["в межах кошторису", "кошти не передбачені"]
    findings = check(found)
    assert [(f.severity.value, f.rule, f.row, f.measure) for f in findings] == [
        ("warning", "unreadable", 2, "fact"),
        ("warning", "unreadable", 2, "plan"),
    ]


def test_table_that_no_form_fits_is_told_by_its_header() -> None:
    found = report(
        ["Видатки, тис. грн"],
        3,
        [("Посада", 0, 0, 1, 1), ("Нараховано", 0, 1, 1, 1), ("Утримано", 0, 2, 1, 1)],
        [["Лікар", "1", "1"], ["Разом", "1", "1"]],
    )
    assert found.tables == ()
    assert found.unmatched == ("Посада | Нараховано | Утримано",)


def test_table_of_names_is_none() -> None:
    found = report(
        ["Підписи"], 2, [("Голова", 0, 0, 1, 1), ("І. Іванов", 0, 1, 1, 1)], [["Секретар", "П. Петров"]]
    )
    assert (found.tables, found.unmatched, found.doubts) == ((), (), ())


def test_sources_as_rows_without_a_total_of_their_own() -> None:
    heads: list[Head] = [("Завдання", 0, 0, 2, 1), ("Джерело фінансування", 0, 1, 2, 1)]
    heads += [
        ("Обсяги фінансування по роках, тис. грн.", 0, 2, 1, 2),
        ("2016", 1, 2, 1, 1),
        ("2017", 1, 3, 1, 1),
    ]
    heads += [("Профінансовано, тис. грн", 0, 4, 2, 1)]
    rows = [
        *(["1. Закупівля", "Міський бюджет", "10", "20", "5"], ["", "Інші джерела", "5", "5", "5"]),
        *(["2. Ремонт", "Міський бюджет", "1", "2", "3"], ["Разом", "", "16", "27", "13"]),
    ]
    table = only(report(["Звіт про хід виконання"], 5, heads, rows))
    assert [(row.role.value, row.activity) for row in table.rows] == [
        ("item", "Закупівля"),
        ("item", "Ремонт"),
        ("total", "Разом"),
    ]
    # the sum line sums all sources of all activities: a wrong number anywhere breaks it
    wrong = report(
        ["Звіт про хід виконання"], 5, heads, [*rows[:1], ["", "Інші джерела", "5", "17", "5"], *rows[2:]]
    )
    errors = [f for f in check(wrong) if f.severity.value == "error"]
    assert [(f.rule, f.row, f.source, f.measure) for f in errors] == [
        ("column_total", 3, "total_2017", "plan")
    ]


def test_period_that_only_the_file_name_tells() -> None:
    table = LaidTable(3, [200.0] * 3)
    for texts in (
        ["Захід", "План, тис. грн", "Факт, тис. грн"],
        ["1. Ремонт", "5,0", "4,0"],
        ["Всього", "5,0", "4,0"],
    ):
        table.add_row(list(texts))
    data = docx_bytes(Layout([Heading("Звіт про виконання програми"), table]))
    (found,) = normalize(read_bytes(data, "Звіт за 9 місяців 2016 року.docx")).tables
    assert (found.period, str(found.period_start), str(found.period_end)) == (
        "за 9 місяців 2016 року",
        "2016-01-01",
        "2016-09-30",
    )


def test_codes_of_the_budget_classification_have_levels() -> None:
    heads: list[Head] = [("Код", 0, 0, 2, 1), ("Найменування видатків", 0, 1, 2, 1)]
    heads += [("Загальний фонд, тис. грн", 0, 2, 1, 2), ("план", 1, 2, 1, 1), ("факт", 1, 3, 1, 1)]
    rows = [
        ["010000", "Державне управління", "150,0", "140,0"],
        ["010116", "Органи місцевого самоврядування", "100,0", "95,0"],
        ["010117", "Інші органи", "50,0", "45,0"],
        ["070000", "Освіта", "300,5", "290,5"],
        ["070100", "Дошкільна освіта", "200,5", "195,5"],
        ["070101", "Садки міста", "120,5", "120,5"],
        ["070102", "Садки селища", "80,0", "75,0"],
        ["070200", "Загальноосвітні школи", "100,0", "95,0"],
        ["", "Всього видатків", "450,5", "430,5"],
    ]
    table = only(report(["Виконання бюджету за 2015 рік"], 4, heads, rows))
    assert [(row.number, row.level) for row in table.rows[:-1]] == [
        *(("010000", 0), ("010116", 1), ("010117", 1)),
        *(("070000", 0), ("070100", 1), ("070101", 2), ("070102", 2), ("070200", 1)),
    ]
    wrong = report(
        ["Виконання бюджету за 2015 рік"],
        4,
        heads,
        [*rows[:5], ["070101", "Садки", "123,5", "120,5"], *rows[6:]],
    )
    errors = [f for f in check(wrong) if f.severity.value == "error"]
    assert [(f.rule, f.row, f.measure) for f in errors] == [("child_sum", 5, "plan")]
