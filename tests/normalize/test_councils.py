"""Tables as councils write them: heads, merged cells and words of all kinds, each with its records."""

from __future__ import annotations

import re

import pytest

from tests.normalize.test_layouts import Cells, Head, columns, only, report, said
from zvirka.check import check
from zvirka.schemas.report import Report, Table

_SPANS = re.compile(r"(?P<kind>[\^_])(?P<count>\d+)$")


def heads(drawing: str) -> list[Head]:
    """Heads drawn as text: a line a row, `|` between cells, `^2` over two columns, `_2` over two rows, `~` a line."""
    found: list[Head] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(drawing.strip().split("\n")):
        column = 0
        for cell in line.split("|"):
            spans = {"^": 1, "_": 1}
            text = cell
            while match := _SPANS.search(text):
                spans[match["kind"]] = int(match["count"])
                text = text[: match.start()]
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(spans["_"]) for c in range(spans["^"])}
            found.append((text.replace("~", "\n"), row, column, spans["_"], spans["^"]))
    return found


def drawn(drawing: str, body: str, *above: str) -> Report:
    """A document with one table: heads as above, and rows of cells drawn the same way (`^3` over three columns)."""
    laid = heads(drawing)
    rows: list[Cells] = []
    for line in body.strip().split("\n") if body else ():
        cells: list[str | tuple[str, int]] = []
        for cell in line.split("|"):
            text, _, span = cell.strip().partition("^")
            cells.append((text, int(span)) if span else text)
        rows.append(cells)
    width = max(column + span for _, _, column, _, span in laid)
    return report(["ЗВІТ про виконання Програми розвитку громади", "за 2021 рік", *above], width, laid, rows)


def table_of(drawing: str, body: str, *above: str) -> Table:
    return only(drawn(drawing, body, *(above or ("тис. грн",))))


def pairs(*sources: str) -> list[str]:
    return [f"{source}.{measure}" for source in sources for measure in ("plan", "fact")]


def test_under_u_tomu_chysli_stands_what_the_head_to_its_left_says() -> None:
    table = table_of(
        "№_2|Захід_2|Передбачено, всього_2|у тому числі за рахунок^3|Використано, всього_2|у т.ч.^3|Примітка_2\n"
        "ДБ|ОБ|МБ|ДБ|ОБ|МБ",
        "1|Ремонт школи|60|10|20|30|33|3|10|20|виконано\n2|Автобус|5|-|-|5|4|-|-|4|\n|Всього|65|10|20|35|37|3|10|24|",
    )
    names = ("total", "state_budget", "oblast_budget", "city_budget")
    assert columns(table) == [f"{name}.{measure}" for measure in ("plan", "fact") for name in names]
    assert said(table.rows[0]) == ["60", "10", "20", "30", "33", "3", "10", "20"]


def test_sources_that_stand_twice_belong_to_the_measure_before_them() -> None:
    table = table_of(
        "№|Захід|План, всього|ДБ|МБ|Факт, всього|ДБ|МБ",
        "1|Ремонт школи|30|10|20|23|3|20\n2|Автобус|5|-|5|4|-|4\n|Всього|35|10|25|27|3|24",
    )
    names = ("total", "state_budget", "city_budget")
    assert columns(table) == [f"{name}.{measure}" for measure in ("plan", "fact") for name in names]


@pytest.mark.parametrize(
    ("plan", "fact"),
    [
        ("заплано-вано", "профінан-совано"),
        ("план", "викон."),
        ("Обсяг коштів, передбачених на виконання заходу", "Обсяг коштів, використаних на виконання заходу"),
        ("бюджетні асигнування", "сплачено"),
        ("кошторис", "витрачено"),
    ],
)
def test_words_for_plan_and_fact(plan: str, fact: str) -> None:
    table = table_of(
        f"№_2|Захід_2|Всього^2|Бюджет громади^2|Інші джерела^2\n{plan}|{fact}|{plan}|{fact}|{plan}|{fact}",
        "1|Ремонт школи|30|25|10|10|20|15\n2|Автобус|5|5|5|5|-|-\n|Всього|35|30|15|15|20|15",
    )
    assert columns(table) == pairs("total", "local_budget", "other_sources")
    assert said(table.rows[0]) == ["30", "25", "10", "10", "20", "15"]


@pytest.mark.parametrize(
    ("plan", "fact"), [("Потреба", "Виділено"), ("Розрахунковий обсяг", "Фактично виділено")]
)
def test_allotted_beside_a_need_is_the_fact(plan: str, fact: str) -> None:
    table = table_of(
        f"№_2|Захід_2|Всього^2|Бюджет громади^2\n{plan}|{fact}|{plan}|{fact}",
        "1|Ремонт школи|30|25|30|25\n2|Автобус|5|5|5|5\n|Всього|35|30|35|30",
    )
    assert columns(table) == pairs("total", "local_budget")


def test_allotted_beside_spent_is_the_plan() -> None:
    table = table_of("№|Захід|Виділено|Використано", "1|Ремонт школи|30|25\n2|Автобус|5|5\n|Всього|35|30")
    assert columns(table) == pairs("total")


def test_quarters_are_no_total() -> None:
    table = table_of(
        "№|Захід|І квартал|ІІ квартал|ІІІ квартал|ІV квартал|Рік",
        "1|Ремонт школи|1|2|3|4|10\n2|Автобус|5|-|-|-|5\n|Всього|6|2|3|4|15",
    )
    names = ("i_kvartal", "ii_kvartal", "iii_kvartal", "iv_kvartal", "total")
    assert columns(table) == [f"{name}.plan" for name in names]
    (summed,) = [r for r in table.relations if r.source == "total"]
    assert [term.source for term in summed.terms] == list(names[:4])


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Виконавець заходу", "executor"),
        ("Одержувач коштів", "executor"),
        ("Роки реалізації", "deadline"),
        ("Зміст виконаних робіт", "result"),
        ("Фактичний результат", "result"),
        ("Обґрунтування", "result"),
    ],
)
def test_words_for_text(head: str, field: str) -> None:
    table = table_of(
        f"№|Захід|{head}|План|Факт",
        "1|Ремонт школи|школа № 5|30|25\n2|Автобус||5|5\n|Всього||35|30",
    )
    assert getattr(table.rows[0], field) == "школа № 5"
    assert columns(table) == pairs("total")


@pytest.mark.parametrize(
    ("heads_", "sources"),
    [
        ("всього|держ.|обл.|місц.", ("total", "state_budget", "oblast_budget", "local_budget")),
        (
            "усіх джерел|державного бюджету|бюджету СТГ|коштів підприємств",
            ("total", "state_budget", "local_budget", "enterprises"),
        ),
    ],
)
def test_words_for_sources(heads_: str, sources: tuple[str, ...]) -> None:
    table = table_of(
        f"№_2|Захід_2|План за рахунок^4|Факт за рахунок^4\n{heads_}|{heads_}",
        "1|Ремонт школи|60|10|20|30|33|3|10|20\n2|Автобус|5|-|-|5|4|-|-|4\n|Всього|65|10|20|35|37|3|10|24",
    )
    assert columns(table) == [f"{name}.{measure}" for measure in ("plan", "fact") for name in sources]


def test_sources_as_rows_that_begin_with_koshty() -> None:
    table = table_of(
        "№|Назва заходу|Заплановано|Профінансовано|Стан",
        "1|Ремонт школи|60|33|виконано\n|у тому числі:|||\n|кошти державного бюджету|10|3|\n|інші кошти|50|30|\n"
        "2|Автобус|5|4|триває\n|у тому числі:|||\n|кошти державного бюджету|-|-|\n|інші кошти|5|4|\n"
        "|Всього|65|37|\n|у тому числі:|||\n|кошти державного бюджету|10|3|\n|інші кошти|55|34|",
    )
    assert columns(table) == pairs("total", "state_budget", "other_sources")
    assert [(row.number, row.activity, row.result) for row in table.rows] == [
        ("1", "Ремонт школи", "виконано"),
        ("2", "Автобус", "триває"),
        ("", "Всього", ""),
    ]
    assert said(table.rows[1]) == ["5", "4", "-", "-", "5", "4"]


def test_words_over_all_amounts_of_a_row_are_no_title() -> None:
    found = drawn(
        "№_2|Захід_2|Разом^2|Місцевий бюджет^2|Результат_2\nплан|факт|план|факт",
        "1|Ремонт школи|30|25|30|25|виконано\n2|Автобус|кошти не передбачені^4|перенесено\n|Всього|30|25|30|25|",
        "тис. грн",
    )
    (table,) = found.tables
    row = table.rows[1]
    assert (row.role.value, row.number, row.activity, row.result) == ("item", "2", "Автобус", "перенесено")
    assert said(row) == ["?"] * 4
    assert {a.raw for a in row.amounts} == {"кошти не передбачені"}
    told = sorted((f.rule, f.row, f.source, f.measure) for f in check(found))
    assert told == [("unreadable", 2, s, m) for s in ("local_budget", "total") for m in ("fact", "plan")]


def test_a_header_written_once_more_among_the_rows_is_no_row() -> None:
    table = table_of(
        "№_2|Захід_2|Разом^2|Місцевий бюджет^2\nплан|факт|план|факт",
        "1|2|3|4|5|6\n1|Ремонт школи|30|25|30|25\n"
        "№|Захід|Разом^2|Місцевий бюджет^2\n||план|факт|план|факт\n1|2|3|4|5|6\n2|Автобус|5|4|5|4\n|Всього|35|29|35|29",
    )
    assert [row.activity for row in table.rows] == ["Ремонт школи", "Автобус", "Всього"]


def test_a_table_of_square_metres_is_none_of_money() -> None:
    found = drawn("Об'єкт|м²", "Школа|120\nСадок|80\nЛікарня|400")
    assert (found.tables, found.unmatched) == ((), ())


INCOME = "Код|Найменування доходів|План на рік|План на І півріччя|Фактично надійшло|Відхилення|% виконання"


def test_income_above_its_plan_is_no_overspending() -> None:
    table = table_of(
        INCOME,
        "10000000|Податкові надходження|200|100|120|20|120\n11010000|Податок на доходи|150|70|90|20|128,6\n"
        "18050000|Єдиний податок|50|30|30|0|100\n|Всього доходів|200|100|120|20|120",
    )
    assert columns(table) == ["total.plan_year", *pairs("total"), "total.deviation", "total.percent"]


def test_spending_beside_income_is_still_checked() -> None:
    found = drawn(
        "Код|Найменування|План|Факт",
        "11010000|Податок на доходи|70|90\n|Разом доходів|70|90\n1010|Дошкільна освіта|60|61\n|Разом видатків|60|61",
        "тис. грн",
    )
    assert [(f.row, f.source) for f in check(found) if f.rule == "overspend"] == [(3, "total"), (4, "total")]


def test_an_executor_merged_over_two_activities_of_two_rows_is_that_of_both() -> None:
    table = table_of(
        "№|Захід|Виконавець|Показник|Всього|Бюджет громади|Інші джерела\n"
        "1_2|Ремонт школи_2|Відділ освіти_4|план|30|10|20\nфакт|25|10|15\n2_2|Автобус_2|план|5|5|-\nфакт|5|5|-\n"
        "_2|Всього_2|_2|план|35|15|20\nфакт|30|15|15",
        "",
    )
    assert [(row.activity, row.executor) for row in table.rows] == [
        ("Ремонт школи", "Відділ освіти"),
        ("Автобус", "Відділ освіти"),
        ("Всього", ""),
    ]
    assert said(table.rows[1]) == ["5", "5", "5", "5", "-", "-"]


def test_a_mistake_in_the_last_stretch_makes_its_sum_line_no_total() -> None:
    found = drawn(
        "№_2|Захід_2|Всього^2|Бюджет громади^2|Інші джерела^2\nплан|факт|план|факт|план|факт",
        "Розділ 1. Освіта^8\n1|Ремонт школи|30|25|10|10|20|15\n2|Автобус|5|5|5|5|-|-\n|Разом|35|30|15|15|20|15\n"
        "Розділ 2. Медицина^8\n3|Ліки|30|20|10|10|20|10\n|у тому числі:||||||\n|для дітей|10|5|5|5|5|-\n"
        "|для дорослих|20|15|5|5|15|10\n4|Ремонт|70|60|60|50|7|10\n|Разом по розділу 2|100|80|70|60|30|20",
        "тис. грн",
    )
    (table,) = found.tables
    assert [row.role.value for row in table.rows if "Разом" in row.activity] == ["subtotal", "subtotal"]
    assert [(f.rule, f.row, f.source) for f in check(found) if f.severity.value == "error"] == [
        ("row_sum", 10, "total"),
        ("subtotal", 11, "other_sources"),
    ]


@pytest.mark.parametrize("name", ["Установа", "Вид допомоги", "Послуга"])
def test_what_rows_are_needs_no_word_of_the_form(name: str) -> None:
    table = table_of(f"№|{name}|План|Факт|Підстава", "1|Ремонт школи|30|25|\n2|Автобус|5|5|\n|Всього|35|30|")
    assert [row.activity for row in table.rows] == ["Ремонт школи", "Автобус", "Всього"]
    assert columns(table) == pairs("total")


def test_heads_that_no_form_knows_are_told_as_heads() -> None:
    found = drawn("Позика|Борг на початок|Залучено|Борг на кінець", "Перша|10|5|15\nДруга|1|1|2", "тис. грн")
    assert found.unmatched == ("Позика | Борг на початок | Залучено | Борг на кінець",)


def test_what_is_counted_is_not_paid() -> None:
    found = drawn(
        "№|Вид допомоги|Кількість осіб|Сума, грн",
        "1|Лікування|10|1 050,50\n2|Поховання|11|2 050,50\n|Разом|21|3 101,00",
        "грн",
    )
    (table,) = found.tables
    assert columns(table) == ["total.plan"]
    assert [(f.rule, f.severity.value) for f in check(found)] == [("unplaced_text", "warning")]


def test_a_price_that_nobody_sums_is_not_missed_in_the_total() -> None:
    found = drawn(
        "№|Найменування|Ціна, грн|Сума, грн",
        "1|Стіл|125,50|376,50\n2|Шафа|251,00|1 004,00\n|Всього|{total}|1 380,50".replace("{total}", "х"),
        "грн",
    )
    assert [f.rule for f in check(found)] == []


def test_a_deviation_in_percent_adds_up_to_nothing() -> None:
    table = table_of(
        "№_2|Показники_2|Попередній рік^3|Звітний рік^3|Відхилення виконання (у відсотках)^3\n"
        "загальний фонд|спеціальний фонд|разом|загальний фонд|спеціальний фонд|разом|"
        "загальний фонд|спеціальний фонд|разом",
        "1|Школи|100|50|150|110|40|150|10,0|-20,0|0,0\n2|Садки|200|100|300|100|100|200|-50,0|0,0|-33,3\n"
        "|Усього|300|150|450|210|140|350|-30,0|-6,7|-22,2",
    )
    assert [measure.value for _, measure in table.columns] == ["plan"] * 6 + ["percent"] * 3
    # neither year's spending is the plan of a fund
    assert not {"general_fund", "special_fund", "total"} & {s for s, m in table.columns if m.value == "plan"}


def test_a_year_beside_columns_of_another_year_has_its_own() -> None:
    table = table_of(
        "№_2|Найменування_2|Факт за 2020 рік_2|2021 рік^2|% виконання плану_2|Відхилення до 2020 року_2\nПлан|Факт",
        "1|Школи|50|100|90|90,0|40\n2|Садки|60|10|9|90,0|-51\n3|Гуртки|1|10|8|80,0|7\n|Всього|111|120|107|89,2|-4",
    )
    assert columns(table)[:4] == ["total_2020.fact", "total_2021.plan", "total_2021.fact", "total.percent"]


def test_a_deficit_is_no_spending() -> None:
    found = drawn("Показник|План|Факт", "Доходи|1000|1100\nВидатки|1200|1250\nДефіцит|-200|-150", "тис. грн")
    assert [(f.row, f.rule) for f in check(found) if f.rule == "overspend"] == [(2, "overspend")]


def test_what_was_received_stands_beside_what_was_spent() -> None:
    table = table_of("№|Захід|План|Надійшло|Використано", "1|Школи|50|40|30\n2|Садки|6|5|5\n|Всього|56|45|35")
    assert columns(table) == ["total.plan", "nadiishlo.fact", "total.fact"]


def test_a_tax_beside_a_source_that_no_form_knows_is_none() -> None:
    table = table_of(
        "№|Захід|Всього|Бюджет громади|Кошти благодійного фонду «Дім»|у т.ч. ПДВ",
        "1|Школи|60|50|10|10\n2|Садки|36|30|6|6\n3|Гуртки|12|12|-|2\n|Всього|108|92|16|18",
    )
    (summed,) = [r for r in table.relations if r.rule == "row_sum"]
    assert "pdv" not in "".join(term.source for term in summed.terms)
    assert len(summed.terms) == 2
