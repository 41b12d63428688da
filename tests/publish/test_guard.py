"""What a spreadsheet would take for more than text gets one apostrophe, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.publish.guard import guarded, is_taken_for_more

TAKEN = [
    # formulas
    "=1+1", "=HYPERLINK(\"http://x\")", "+380 44 123", "-слово", "- прес-релізи\n- ефіри", "@SUM(A1)", "\t=1+1",
    " =1+1", "＝1+1", "-2+3",  '=""',
    # numbers
    "1", "007", "12,5", "-12,5", "1 234,5", "1 234,5", "1.234,5", "12 %", "100%", "1e5", "12E-3", "(5)", "28.8",
    "100 ₴", "100 грн.", "1234567890123456", ",5", "5-",
    # dates and times
    "6.2", "1.1.", "1.1.1", "01.10.2016", "2016-10-01", "1/2", "2 1/2", "10 / 5", "1-2", "12.2016", "10:30", "1:30:00",
    "5 січня", "січень 2016", "1 жовтня 2016 р.", "May 5", "5 may", "бер 16", "01.10.2016 10:30",
    # logical values
    "TRUE", "істина",
]  # fmt: skip
LEFT = [
    "", " ", "-", "+", "--", "–", "—", "х", "x", "total", "28,8 / 0", "100 / 0", "970 / 964,0", "25,0 / -", "- / -",
    "І квартал", "2016-2020 роки", "Протягом року", "1188,8 тис.", "№ 5", "6.2.1.4", "п. 1.1", "***",
    "1 квартал", "маршрут 5", "листи 5", "грудка 1", "1)", "а) 5", "2016/2017/2018/2019", "вересень", "12 осіб", "'1",
]  # fmt: skip


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_taken_for_more_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT)
def test_what_is_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_guarding_adds_one_apostrophe_or_nothing(text: str) -> None:
    assert guarded(text) in (text, f"'{text}")
    assert not is_taken_for_more(f"'{text}") or not text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_every_number_is_guarded_with_comma_and_with_point(number: object) -> None:
    assert is_taken_for_more(f"{number}")
    assert is_taken_for_more(f"{number}".replace(".", ","))
