"""Periods in every wording."""

from __future__ import annotations

from datetime import date

import pytest

from zvirka.normalize.period import first_period, period_in

CASES = [
    ("за 9 місяців 2016 року", "2016-01-01", "2016-09-30"),
    ("за дев’ять місяців 2016 року", "2016-01-01", "2016-09-30"),
    ("за січень-вересень 2016 року", "2016-01-01", "2016-09-30"),
    ("за січень – червень 2017 р.", "2017-01-01", "2017-06-30"),
    ("за I квартал 2018 року", "2018-01-01", "2018-03-31"),
    ("за ІІІ квартал 2018 року", "2018-07-01", "2018-09-30"),
    ("за IV квартал 2018 року", "2018-10-01", "2018-12-31"),
    ("за І півріччя 2019 року", "2019-01-01", "2019-06-30"),
    ("за перше півріччя 2019 року", "2019-01-01", "2019-06-30"),
    ("станом на 01.10.2016", "2016-01-01", "2016-09-30"),
    ("станом на 01.01.2017 року", "2016-01-01", "2016-12-31"),
    ("станом на 1 жовтня 2016 року", "2016-01-01", "2016-09-30"),
    ("станом на 15.11.2016", "2016-01-01", "2016-11-15"),
    ("за 2016 рік", "2016-01-01", "2016-12-31"),
    ("у 2020 році", "2020-01-01", "2020-12-31"),
    ("на 2015-2016 роки", "2015-01-01", "2016-12-31"),
    ("за період з 01.01.2016 по 30.06.2016", "2016-01-01", "2016-06-30"),
    ("за листопад 2021 року", "2021-11-01", "2021-11-30"),
    ("за 9 месяцев 2012 года", "2012-01-01", "2012-09-30"),
]


@pytest.mark.parametrize(("text", "start", "end"), CASES)
def test_period_as_written_and_its_days(text: str, start: str, end: str) -> None:
    found = period_in(f"Звіт про виконання програми {text}")
    assert found is not None
    assert found.text == text
    assert (found.start, found.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_part_of_a_year_goes_before_the_years_of_a_programme() -> None:
    found = first_period(["Програма розвитку на 2016-2020 роки", "за 9 місяців 2016 року"])
    assert found is not None
    assert found.text == "за 9 місяців 2016 року"


@pytest.mark.parametrize(
    "text", ["", "Звіт", "станом на 31.02.2016", "за 2016", "рішення № 2016", "за багато місяців 2016 року"]
)
def test_what_is_no_period(text: str) -> None:
    assert period_in(text) is None or period_in(text).text != text  # type: ignore[union-attr]
