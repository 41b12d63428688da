"""Dumps whose cells do not stand row by row: what was seen of them is told, and no number of them is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.extract import read_bytes
from zvirka.normalize import normalize
from zvirka.normalize.torn.reading import TEXTS
from zvirka.normalize.torn.seen import AS_THEY_STAND, NO_ROWS_SEEN, ROWS_SEEN, seen_of
from zvirka.schemas.document import Line
from zvirka.schemas.finding import Severity
from zvirka.schemas.report import Measure, Placement, Report, Role, State

TORN = """\
Звіт про виконання Програми за 2016 рік

Зміст заходу

Термін
виконання

Виконавець

Витрати (план / факт), тис. грн.
Всього

Державний бюджет

Міський бюджет

1. Ремонт
котельні
2. Охорона
мосту

2016

2016

Відділ освіти

УЖКГ

30,0 / 20,0
15,0 / 5,5

10,0 / 10,0
15,0 / 5,5

20,0 / 10,0
-

Всього

45,0 / 25,5

25,0 / 15,5

20,0 / 10,0
"""


def test_a_torn_table_is_refused_and_every_line_with_a_number_is_told() -> None:
    report = normalize(read_bytes(TORN.encode(), "dump.txt"))
    assert report.tables == ()
    errors = [d for d in report.doubts if d.severity is Severity.ERROR]
    assert [d.rule for d in errors] == ["unplaced_text"]
    seen, page = [d for d in report.doubts if d.severity is Severity.WARNING]
    assert (seen.template, seen.values["rows"]) == (ROWS_SEEN, 2)
    assert seen.values["text"] == "1. Ремонт | 2. Охорона"
    assert seen.values["numbers"] == 18
    assert page.template == AS_THEY_STAND
    assert str(page.values["text"]).endswith(
        "30,0 / 20,0 | 15,0 / 5,5 | 10,0 / 10,0 | 15,0 / 5,5 | 20,0 / 10,0"
        " | 45,0 / 25,5 | 25,0 / 15,5 | 20,0 / 10,0"
    )


def test_numbers_without_numbered_rows_are_counted_alone() -> None:
    seen, page = seen_of([Line("12 345,6", 2, number=7), Line("слово", 2), Line("(1,5)", 2)])
    assert (seen.template, dict(seen.values)) == (NO_ROWS_SEEN, {"numbers": 2})
    assert (seen.page, seen.line) == (2, 7)
    assert page.values == {"text": "12 345,6 | (1,5)"}


def test_a_page_each() -> None:
    told = list(seen_of([Line("1", 1), Line("2,5", 1), Line("3", 2)]))[1:]
    assert [(f.page, f.values["text"]) for f in told] == [(1, "1 | 2,5"), (2, "3")]


@given(st.lists(st.tuples(st.text("0123456789,./ -аб", max_size=12), st.integers(1, 3)), max_size=12))
def test_no_figure_is_lost(texts: list[tuple[str, int]]) -> None:
    lines = [Line(text, page) for text, page in sorted(texts, key=lambda entry: entry[1])]
    told = "".join(str(f.values["text"]) for f in seen_of(lines) if f.template == AS_THEY_STAND)
    figures = [c for line in lines for c in line.text if c.isdigit()]
    assert [c for c in told if c.isdigit()] == figures


HEADS = """\
Звіт про виконання Програми
за 2016 рік, тис. грн.
Назва заходу

Строк виконання

Заплановано

Виконано

Відсоток виконання

Разом

Державний бюджет

Міський бюджет

Разом

Державний бюджет

Міський бюджет
"""
ROWS = (
    ("1. Ремонт котельні", "2016 рік", "30,0", "10,0", "20,0", "15,0", "5,0", "10,0", "50,0"),
    ("2. Охорона мосту", "постійно", "15,0", "15,0", "-", "5,5", "5,5", "-", "36,7"),
    ("3. Заміна вікон", "2016 рік", "8,0", "1,0", "7,0", "0", "0", "0", "0,0"),
    ("Всього:", "53,0", "26,0", "27,0", "20,5", "10,5", "10,0", "38,7"),
)
# the texts of all rows, then the values of all rows
CELLS = (
    [cell for row in ROWS[:3] for cell in row[:2]] + [cell for row in ROWS for cell in row[-7:]] + ["Всього:"]
)


def _read(cells: list[str], heads: str = HEADS) -> Report:
    return normalize(read_bytes("\n\n".join([heads.rstrip(), *cells, ""]).encode(), "dump.txt"))


def _values() -> list[int]:
    return list(range(6, len(CELLS) - 1))


def test_a_table_that_its_sums_prove_is_put_together() -> None:
    report = _read(CELLS)
    (table,) = report.tables
    assert [row.role for row in table.rows] == [Role.ITEM] * 3 + [Role.TOTAL]
    assert [row.number for row in table.rows] == ["1", "2", "3", ""]
    assert table.columns == (
        ("total", Measure.PLAN),
        ("state_budget", Measure.PLAN),
        ("city_budget", Measure.PLAN),
        ("total", Measure.FACT),
        ("state_budget", Measure.FACT),
        ("city_budget", Measure.FACT),
        ("total", Measure.PERCENT),
    )
    read = [[a.raw for a in row.amounts] for row in table.rows]
    assert read == [list(row[-7:]) for row in ROWS]
    assert {a.placement for row in table.rows for a in row.amounts} == {Placement.ARITHMETIC}
    first, second = table.rows[0].amounts, table.rows[1].amounts
    assert first[2].value == Decimal("20.0")
    assert (second[2].state, second[2].value) == (State.NIL, None)


def test_texts_of_a_proved_table_are_told_and_placed_nowhere() -> None:
    report = _read(CELLS)
    assert [row.activity for row in report.tables[0].rows] == ["", "", "", "Всього:"]
    (doubt,) = report.doubts
    assert (doubt.rule, doubt.severity, doubt.table) == ("unplaced_text", Severity.WARNING, 1)
    assert doubt.template == TEXTS
    assert doubt.values == {
        "text": "1. Ремонт котельні | 2016 рік | 2. Охорона мосту | постійно | 3. Заміна вікон | 2016 рік"
    }


@pytest.mark.parametrize("place", _values())
def test_one_wrong_number_refuses_the_table(place: int) -> None:
    cells = list(CELLS)
    cells[place] = "4,7"
    assert _read(cells).tables == ()


@pytest.mark.parametrize("place", _values())
def test_one_value_less_refuses_the_table(place: int) -> None:
    assert _read(CELLS[:place] + CELLS[place + 1 :]).tables == ()


@settings(deadline=None)
@given(st.sampled_from(_values()), st.sampled_from(_values()))
def test_values_that_changed_places_refuse_the_table(a: int, b: int) -> None:
    cells = list(CELLS)
    cells[a], cells[b] = cells[b], cells[a]
    same = {"-": "0", "0,0": "0"}
    alike = same.get(CELLS[a], CELLS[a]) == same.get(CELLS[b], CELLS[b])
    assert alike or _read(cells).tables == ()


@pytest.mark.parametrize(
    "heads",
    [
        HEADS.replace("Міський бюджет", "Фонд громади", 1),
        HEADS.replace("Державний бюджет\n\nМіський бюджет", "Міський бюджет\n\nДержавний бюджет", 1),
        HEADS.replace("Заплановано\n\n", ""),
        HEADS.replace("Відсоток виконання\n\n", ""),
    ],
)
def test_heads_that_leave_a_doubt_refuse_the_table(heads: str) -> None:
    assert heads != HEADS
    assert _read(CELLS, heads).tables == ()


def test_numbers_of_rows_that_are_no_series_refuse_the_table() -> None:
    cells = [cell.replace("3. ", "4. ") for cell in CELLS]
    assert _read(cells).tables == ()
