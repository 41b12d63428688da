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
    for line in body.strip().split("\n"):
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
