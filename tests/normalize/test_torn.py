"""Dumps whose cells do not stand row by row: what was seen of them is told, and no number of them is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract import read_bytes
from zvirka.normalize import normalize
from zvirka.normalize.torn_seen import AS_THEY_STAND, NO_ROWS_SEEN, ROWS_SEEN, seen_of
from zvirka.schemas.document import Line
from zvirka.schemas.finding import Severity

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
