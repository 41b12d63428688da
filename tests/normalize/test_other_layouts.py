"""What councils do beside plain columns: sources in a cell, prose, two units, years, names; each with its records."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.normalize.test_layouts import Cells, Head, columns, only, report, said
from zvirka.check import check
from zvirka.normalize.head_sources import own_id, source_of, strange_part
from zvirka.normalize.listed import lists_sources
from zvirka.normalize.units import unit_of
from zvirka.schemas.finding import Severity
from zvirka.schemas.form import shipped_form
from zvirka.schemas.report import Measure, Report, Role, Unit

TITLE = ["ЗВІТ про виконання Програми «Турбота» на 2016-2018 роки", "за 2017 рік"]
ACTIVITY = shipped_form("activity")


def flat(heads: Sequence[str]) -> list[Head]:
    """One row of heads."""
    return [(text, 0, column, 1, 1) for column, text in enumerate(heads)]


def drawn(heads: Sequence[str], rows: Sequence[Cells], *above: str) -> Report:
    return report([*TITLE, *above], len(heads), flat(heads), rows)


def rules(found: Report) -> list[tuple[str, int | None, str]]:
    return [(f.rule, f.row, f.source) for f in check(found) if f.severity.value != "note"]


LISTED = ["№", "Зміст заходу", "Обсяг фінансування, тис. грн.", "Профінансовано, тис. грн.", "Стан виконання"]


def listed(second: str = "300,0, у т.ч.:\nобласний бюджет – 100,0;\nміський бюджет – 200,0") -> Report:
    return drawn(
        LISTED,
        [
            ["1", "Камери", "250,0, у т.ч.: міський бюджет – 250,0", "міський бюджет – 240,0", "придбано"],
            ["2", "Ремонт", second, "300,0 (обласний бюджет – 100,0, міський бюджет – 200,0)", "виконано"],
            ["3", "Навчання", "-", "-", "не проводилось"],
            ["", "Разом", "550,0", "540,0", ""],
        ],
    )


def test_sources_listed_in_a_cell_are_columns() -> None:
    table = only(listed())
    assert columns(table) == [
        *("total.plan", "city_budget.plan", "oblast_budget.plan"),
        *("total.fact", "city_budget.fact", "oblast_budget.fact"),
    ]
    assert [said(row) for row in table.rows] == [
        ["250.0", "250.0", "", "", "240.0", ""],
        ["300.0", "200.0", "100.0", "300.0", "200.0", "100.0"],
        ["-", "", "", "-", "", ""],
        ["550.0", "", "", "540.0", "", ""],
    ]
    amount = table.rows[1].amount("oblast_budget", Measure.PLAN)
    assert amount is not None
    assert amount.raw.startswith("300,0, у т.ч.:")


def test_a_mistake_in_a_list_is_found_and_what_it_does_not_tell_is_not_wrong() -> None:
    assert rules(listed()) == []
    wrong = listed("300,0, у т.ч.:\nобласний бюджет – 100,0;\nміський бюджет – 250,0")
    assert rules(wrong) == [("row_sum", 2, "total")]


@pytest.mark.parametrize(
    "text",
    [
        "1500,0, у т.ч.: обласний бюджет – 1000,0; міський бюджет – 500,0",
        "1 500,0, з них:\n1 000,0 – обласний бюджет;\n500,0 – міський бюджет",
        "обласний бюджет: 1000,0 тис. грн.\nкошти ДФРР: 500,0 тис. грн.",
        "Усього – 20,0; державний бюджет – -; місцевий бюджет – 20,0",
    ],
)
def test_lists_of_sources(text: str) -> None:
    assert lists_sources(text, ACTIVITY)


@pytest.mark.parametrize(
    "text",
    [
        "план – 931,8 тис. грн., факт – 900,0 тис. грн.",
        "1500,0",
        "в межах кошторисних призначень",
        "Проведено 5 семінарів у міському будинку культури для 120 учасників",
        "міський бюджет – 10,0; міський бюджет – 20,0",
    ],
)
def test_other_texts_are_no_lists_of_sources(text: str) -> None:
    assert not lists_sources(text, ACTIVITY)


@settings(deadline=None)  # the first look into the lexicon loads it
@given(
    st.lists(st.decimals(0, 99999, places=1), min_size=2, max_size=4),
    st.sampled_from([" – ", ": ", " - "]),
    st.sampled_from(["; ", ";\n", ", "]),
)
def test_every_number_of_a_list_stands_in_one_amount(values: list[Decimal], between: str, after: str) -> None:
    names = ["державний бюджет", "обласний бюджет", "міський бюджет", "інші джерела"]
    pairs = zip(names, values, strict=False)
    text = after.join(f"{name}{between}{value}".replace(".", ",") for name, value in pairs)
    found = drawn(LISTED, [["1", "Камери", text, "-", ""], ["", "Разом", "-", "-", ""]])
    (table,) = found.tables
    told = [a.value for a in table.rows[0].amounts if a.measure is Measure.PLAN and a.value is not None]
    assert sorted(told) == sorted(values)


def test_amounts_stacked_beside_the_names_of_their_sources() -> None:
    names = "Усього\nДержавний бюджет\nМісцевий бюджет"
    table = only(
        drawn(
            ["№ з/п", "Назва заходу", "Джерела фінансування", "План", "Факт", "Примітка"],
            [
                ["1", "Дорога", names, "500,0\n400,0\n100,0", "450,0\n400,0\n50,0", "триває"],
                ["2", "Парк", names, "80,0\n-\n80,0", "80,0\n-\n80,0", ""],
                [("Разом", 2), names, "580,0\n400,0\n180,0", "530,0\n400,0\n130,0", ""],
            ],
            "тис. грн.",
        )
    )
    assert columns(table) == [
        *("total.plan", "total.fact", "state_budget.plan", "state_budget.fact"),
        *("local_budget.plan", "local_budget.fact"),
    ]
    assert [said(row) for row in table.rows] == [
        ["500.0", "450.0", "400.0", "400.0", "100.0", "50.0"],
        ["80.0", "80.0", "-", "-", "80.0", "80.0"],
        ["580.0", "530.0", "400.0", "400.0", "180.0", "130.0"],
    ]


def test_a_name_that_its_column_breaks_is_one_level() -> None:
    found = drawn(
        ["№ з/п", "Назва заходу", "Джерела фінансування", "План", "Факт"],
        [
            ["1", "Дорога", "кошти\nміського\nбюджету", "500", "450"],
            ["", "", "кошти\nдержавного\nбюджету", "20", "10"],
            ["2", "Парк", "кошти\nміського\nбюджету", "80", "80"],
        ],
        "тис. грн.",
    )
    (table,) = found.tables
    assert [said(row) for row in table.rows] == [["500", "450", "20", "10"], ["80", "80", "", ""]]


def test_two_sources_in_one_cell_do_not_tell_whose_the_amounts_are() -> None:
    found = drawn(
        ["№ з/п", "Назва заходу", "Джерела фінансування", "План", "Факт"],
        [
            ["1", "Дорога", "Загальний фонд\nСпец. фонд", "500", "450"],
            ["2", "Парк", "Загальний фонд", "80", "80"],
            ["", "", "Спец. фонд", "20", "10"],
        ],
        "тис. грн.",
    )
    assert found.tables == ()
    (doubt,) = found.doubts
    assert (doubt.rule, doubt.severity) == ("unplaced_text", Severity.ERROR)
    assert doubt.values == {"text": "Загальний фонд Спец. фонд"}


def test_plan_and_fact_in_the_prose_of_a_result() -> None:
    found = drawn(
        ["№", "Зміст заходу", "Виконавець", "Стан виконання"],
        [
            ["1", "Харчування", "УО", "Охоплено 120 дітей (план – 931,8 тис.грн., факт – 900,0 тис.грн.)"],
            ["2", "Табір", "УО", "Оздоровлено 30 дітей (план – 68,2 тис.грн., факт – 68,2 тис.грн.)"],
            ["3", "Семінари", "УО", "Не потребує фінансування"],
        ],
    )
    (table,) = found.tables
    assert (columns(table), table.unit) == (["total.plan", "total.fact"], Unit.THOUSAND_UAH)
    assert [said(row) for row in table.rows] == [["931.8", "900.0"], ["68.2", "68.2"], ["", ""]]
    assert table.rows[0].result == "Охоплено 120 дітей (план – 931,8 тис.грн., факт – 900,0 тис.грн.)"


def test_columns_of_two_units_and_a_unit_in_a_cell() -> None:
    table = only(
        drawn(
            ["№", "Назва заходу", "План, тис. грн.", "Факт, грн."],
            [
                ["1", "Ремонт", "100,5", "100500"],
                ["2", "Фарба", "20000 грн", "19900"],
                ["", "Всього", "120,5", "120400"],
            ],
        )
    )
    assert table.unit is Unit.THOUSAND_UAH
    assert [said(row) for row in table.rows] == [
        ["100.5", "100.500"],
        ["20.000", "19.900"],
        ["120.5", "120.400"],
    ]


def test_numbers_brought_to_another_unit_are_told_of() -> None:
    found = drawn(
        ["№", "Назва заходу", "План, тис. грн.", "Факт, грн."],
        [["1", "Ремонт", "100,5", "100500"], ["2", "Фарба", "20,0", "-"]],
    )
    (note,) = [f for f in check(found) if f.rule == "unreadable"]
    assert (note.severity.value, note.table, note.values) == (
        "note",
        1,
        {"unit": "thousand UAH", "count": 1, "raw": "100500"},
    )


def test_units_that_the_sums_speak_against_convert_nothing() -> None:
    found = drawn(
        ["№", "Назва заходу", "Всього, тис. грн.", "Міський бюджет, грн.", "Інші джерела, тис. грн."],
        [
            ["1", "Ремонт", "100,5", "90,5", "10,0"],
            ["2", "Фарба", "20,0", "20,0", "-"],
            ["", "Всього", "120,5", "110,5", "10,0"],
        ],
    )
    (table,) = found.tables
    assert table.unit is Unit.THOUSAND_UAH
    assert said(table.rows[0]) == ["100.5", "90.5", "10.0"]
    assert [(f.rule, f.severity.value) for f in check(found)] == [("unreadable", "warning")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("План,\nт\nис.грн.", Unit.THOUSAND_UAH),
        ("План, ти\nс. г\nрн", Unit.THOUSAND_UAH),
        ("Обсяг, м\nлн грн", Unit.MILLION_UAH),
        ("ис.грн.", None),
        ("Факт (грн.)", Unit.UAH),
        ("виконано, гривень", Unit.UAH),
    ],
)
def test_a_unit_that_a_narrow_column_broke_keeps_its_scale(text: str, unit: Unit | None) -> None:
    assert unit_of([text]) is unit


def test_a_task_and_its_activity_share_the_field_and_the_finer_number_is_the_row_s() -> None:
    table = only(
        drawn(
            ["№ з/п", "Завдання", "Найменування заходів", "План", "Факт", "Причини", "Стан виконання"],
            [
                ["1", "Підтримка молоді", "1.1. Форум", "50,0", "45,0", "Економія", "проведено"],
                ["2", "Виховання", "2.1. Гра", "12,0", "12,0", "", "проведено"],
                ["", "Всього", "", "62,0", "57,0", "", ""],
            ],
        )
    )
    assert [(r.number, r.activity, r.result) for r in table.rows] == [
        ("1.1", "Підтримка молоді Форум", "Економія проведено"),
        ("2.1", "Виховання Гра", "проведено"),
        ("", "Всього", ""),
    ]


def test_codes_of_two_kinds_are_the_number_and_part_the_row_above() -> None:
    table = only(
        drawn(
            ["КФК", "КЕКВ", "Назва", "План", "Касові видатки"],
            [
                ["090000", "", "Захист", "600", "260"],
                ["090412", "", "Інші видатки", "600", "260"],
                ["090412", "2730", "Виплати", "400", "180"],
                ["090412", "2240", "Послуги", "200", "80"],
                ["", "", "Всього", "600", "260"],
            ],
        )
    )
    assert [(r.number, r.level) for r in table.rows if r.role is Role.ITEM] == [
        *(("090000", 0), ("090412", 1), ("090412 2730", 2), ("090412 2240", 2)),
    ]


def test_years_of_columns_by_their_measures_and_a_growth_that_is_no_percent_of_a_plan() -> None:
    table = only(
        drawn(
            [
                *("Показники", "Виконано за 2015 рік", "План на 2016 рік", "Виконано за 2016 рік"),
                *("% виконання", "Темп росту до 2015 року, %"),
            ],
            [
                ["Освіта", "80,0", "100,0", "90,0", "90,0", "112,5"],
                ["Культура", "40,0", "50,0", "50,0", "100,0", "125,0"],
                ["Спорт", "20,0", "25,0", "20,0", "80,0", "100,0"],
                ["Разом", "140,0", "175,0", "160,0", "91,4", "114,3"],
            ],
        )
    )
    assert columns(table) == [
        *("total_2015.fact", "total_2016.plan", "total_2016.fact"),
        *("total.percent", "temp_rostu_do_2015_roku.percent"),
    ]


def test_percents_of_the_plan_for_the_year_and_of_that_for_the_period() -> None:
    heads = ["№", "Назва програми", "План на рік", "План на звітний період", "Касові видатки"]
    rows: list[Cells] = [
        ["1", "Перша", "100,0", "30,0", "24,0", "24,0", "80,0"],
        ["2", "Друга", "200,0", "50,0", "50,0", "25,0", "100,0"],
        ["3", "Третя", "40,0", "10,0", "9,0", "22,5", "90,0"],
        ["", "Всього", "340,0", "90,0", "83,0", "24,4", "92,2"],
    ]
    heads += ["% до річного плану", "% до плану на звітний період"]
    assert rules(drawn(heads, rows)) == []
    wrong = drawn(heads, [["1", "Перша", "100,0", "30,0", "24,0", "42,0", "80,0"], *rows[1:]])
    assert rules(wrong) == [("percent", 1, "total")]


def test_shares_of_the_whole_are_no_percents_of_a_plan() -> None:
    table = only(
        drawn(
            ["Найменування видатків", "План", "Виконано", "Питома вага, %"],
            [
                ["Освіта", "100,0", "90,0", "60,0"],
                ["Культура", "70,0", "60,0", "40,0"],
                ["Всього", "170,0", "150,0", "100,0"],
            ],
        )
    )
    assert columns(table) == ["total.plan", "total.fact", "pytoma_vaha.percent"]


def test_headings_with_amounts_sum_what_stands_below_them() -> None:
    rows: list[Cells] = [
        [("Всього по програмі", 2), "100,0", "80,0"],
        [("Розділ I. Медицина", 2), "60,0", "50,0"],
        ["1", "Ліки", "20,0", "20,0"],
        ["2", "Обладнання", "40,0", "30,0"],
        [("Розділ II. Освіта", 2), "40,0", "30,0"],
        ["3", "Книги", "15,0", "10,0"],
        ["4", "Ремонт", "25,0", "20,0"],
    ]
    table = only(drawn(["№", "Захід", "План", "Факт"], rows))
    assert [row.role.value for row in table.rows] == [
        *("total", "subtotal", "item", "item", "subtotal", "item", "item"),
    ]
    assert (table.rows[1].number, table.rows[1].activity) == ("", "Розділ I. Медицина")
    wrong = drawn(["№", "Захід", "План", "Факт"], [*rows[:4], [rows[4][0], "45,0", "30,0"], *rows[5:]])
    assert ("subtotal", 5, "total") in rules(wrong)


def test_budgets_of_villages_beside_the_district_s_are_no_group() -> None:
    table = only(
        drawn(
            ["Захід", "Всього, план", "Районний бюджет, план", "Бюджети сіл, план"],
            [
                ["Газ", "60,0", "45,0", "15,0"],
                ["Дороги", "40,0", "40,0", "-"],
                ["Разом", "100,0", "85,0", "15,0"],
            ],
        )
    )
    assert columns(table) == ["total.plan", "district_budget.plan", "local_budgets.plan"]


def test_a_table_of_indicators_is_none_of_money() -> None:
    found = drawn(
        ["№", "Показники", "Одиниця виміру", "План", "Факт"],
        [["1", "Кількість штатних одиниць", "од.", "12", "11"], ["2", "Площа", "кв. м", "100", "100"]],
    )
    assert found.tables == ()
    assert len(found.unmatched) == 1


def test_what_is_counted_is_no_amount() -> None:
    found = drawn(
        ["№", "Найменування робіт", "Кількість", "План, грн", "Факт, грн"],
        [
            ["1", "Труби", "100", "20000", "19000"],
            ["2", "Вікна", "5", "30000", "30000"],
            ["", "Всього", "", "50000", "49000"],
        ],
    )
    (table,) = found.tables
    assert columns(table) == ["total.plan", "total.fact"]
    assert [rule for rule, _, _ in rules(found)] == ["unplaced_text"]


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("Обсяг коштів обласного бюджету", "oblast_budget"),
        ("кошти МБ", "city_budget"),
        ("інші кошти", "other_sources"),
        ("інші джерела, не заборонені законодавством", "other_sources"),
        ("Разом загальний та спеціальний фонди", "total"),
        ("Всього, у тому числі кошти міського бюджету", "total"),
        ("бюджет ОТГ", "local_budget"),
        ("субвенція з державного бюджету місцевим бюджетам", "state_budget"),
        ("Кошти ДФРР", ""),
        ("Субвенція", ""),
        ("Загальний обсяг фінансування", "total"),
    ],
)
def test_the_source_of_a_head(head: str, source: str) -> None:
    assert source_of(head, ACTIVITY) == source


def test_what_stands_before_the_measure_of_a_head() -> None:
    assert strange_part("Кредити, план", ACTIVITY) == "Кредити"
    assert strange_part("Обсяг видатків, план", ACTIVITY) == ""
    assert strange_part("Передбачено, тис. грн", ACTIVITY) == ""
    assert own_id(["видатки спожи\nванн\nя"]) == "vydatky_spozhyvannia"


def test_sources_under_the_sum_line_alone_are_its_parts() -> None:
    """Columns of them would say of every activity that it has no money."""
    found = drawn(
        ["№", "Зміст заходу", "План, тис. грн.", "Факт, тис. грн.", "Стан виконання"],
        [
            ["1", "Камери", "5,0", "4,0", "придбано"],
            ["2", "Ремонт", "1,0", "1,0", "виконано"],
            ["", "Всього, у тому числі:", "6,0", "5,0", ""],
            ["", "загальний фонд", "4,0", "4,0", ""],
            ["", "спеціальний фонд", "2,0", "1,0", ""],
        ],
    )
    table = only(found)
    assert columns(table) == ["total.plan", "total.fact"]
    assert [row.role for row in table.rows] == [Role.ITEM, Role.ITEM, Role.TOTAL, Role.PART, Role.PART]
    assert rules(found) == []


def test_a_source_column_may_name_sources_of_its_own_and_parts_of_activities() -> None:
    """«в т.ч.:» opens parts that have names; it takes no number away, and joins no rows."""
    found = drawn(
        ["Зміст заходу", "Джерело фінансування", "План, тис. грн.", "Факт, тис. грн.", "Стан виконання"],
        [
            ["1. Камери", "Усього", "5,0", "4,0", "придбано"],
            ["", "Міський бюджет", "2,0", "1,0", ""],
            ["", "Екологічний фонд", "3,0", "3,0", ""],
            ["в т.ч.:", "", "", "", ""],
            ["закупівля матеріалів", "Усього", "2,0", "1,0", ""],
            ["", "Міський бюджет", "2,0", "1,0", ""],
            ["страхування", "Усього", "3,0", "3,0", ""],
            ["", "Екологічний фонд", "3,0", "3,0", ""],
            ["2. Ремонт", "Усього", "1,0", "1,0", "виконано"],
            ["", "Міський бюджет", "1,0", "1,0", ""],
            ["3. Огляд", "Усього", "-", "-", "триває"],
            ["", "Міський бюджет", "-", "-", ""],
            ["Всього", "Усього", "6,0", "5,0", ""],
            ["", "Міський бюджет", "3,0", "2,0", ""],
            ["", "Екологічний фонд", "3,0", "3,0", ""],
        ],
    )
    table = only(found)
    assert columns(table) == [
        *("total.plan", "total.fact"),
        *("city_budget.plan", "city_budget.fact"),
        *("ekolohichnyi_fond.plan", "ekolohichnyi_fond.fact"),
    ]
    assert [(row.role, row.activity) for row in table.rows] == [
        (Role.ITEM, "Камери"),
        (Role.SECTION, "в т.ч.:"),
        (Role.PART, "закупівля матеріалів"),
        (Role.PART, "страхування"),
        (Role.ITEM, "Ремонт"),
        (Role.ITEM, "Огляд"),
        (Role.TOTAL, "Всього"),
    ]
    assert said(table.rows[0]) == ["5.0", "4.0", "2.0", "1.0", "3.0", "3.0"]
    assert rules(found) == []
