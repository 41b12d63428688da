"""What stands around a table: section number, title, council, period and unit, in the wordings of real reports."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tools.generate import stock
from tools.generate.layout import Heading
from zvirka.schemas.report import Unit

_MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень",
    "листопад", "грудень",
)  # fmt: skip
UNIT_WORDS = {
    Unit.UAH: ("грн.", "грн", "гривень", "(гривень)", "(грн.)"),
    Unit.THOUSAND_UAH: ("тис. грн.", "тис.грн", "тис грн", "тис. гривень", "(тис. грн.)", "тис.грн."),
    Unit.MILLION_UAH: ("млн грн", "млн. грн.", "млн. гривень", "(млн грн)"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written, and its first and last day."""

    written: str
    start: date
    end: date


def _span(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _months(rng: random.Random, year: int) -> Period:
    last = rng.choice((3, 6, 9, 10, 11))
    dash = rng.choice(("-", " - ", "–", " – "))
    return Period(f"за січень{dash}{_MONTHS[last - 1]} {year}{_year(rng)}", *_span(year, 1, last))


def _nine(rng: random.Random, year: int) -> Period:
    last, words = rng.choice(
        ((9, "9 місяців"), (3, "3 місяці"), (6, "6 місяців"), (11, "11 місяців"), (9, "дев’ять місяців"))
    )
    return Period(f"за {words} {year}{_year(rng)}", *_span(year, 1, last))


def _quarter(rng: random.Random, year: int) -> Period:
    number = rng.randint(1, 4)
    roman = ("I", "II", "III", "IV")[number - 1]
    if rng.random() < 0.5:
        roman = roman.replace("I", "І")  # the Ukrainian letter instead of the Latin one
    written = rng.choice((f"за {roman} квартал {year}", f"за {number} квартал {year}"))
    return Period(written + _year(rng), *_span(year, 3 * number - 2, 3 * number))


def _half(rng: random.Random, year: int) -> Period:
    name = rng.choice(("I", "І", "перше", "1"))
    return Period(f"за {name} півріччя {year}{_year(rng)}", *_span(year, 1, 6))


def _as_of(rng: random.Random, year: int) -> Period:
    month = rng.choice((4, 7, 10))
    tail = rng.choice(("", " року", " р."))
    return Period(f"станом на 01.{month:02}.{year}{tail}", *_span(year, 1, month - 1))


def _whole(rng: random.Random, year: int) -> Period:
    written = rng.choice(
        (
            f"за {year} рік",
            f"за {year} р.",
            f"у {year} році",
            f"протягом {year} року",
            f"за підсумками {year} року",
        )
    )
    return Period(written, *_span(year, 1, 12))


def _years(rng: random.Random, year: int) -> Period:
    dash = rng.choice(("-", "–"))
    return Period(
        f"{rng.choice(('за', 'на'))} {year}{dash}{year + 2} роки", date(year, 1, 1), date(year + 2, 12, 31)
    )


def _year(rng: random.Random) -> str:
    return rng.choice((" року", " року", " р."))


PERIODS: dict[str, Callable[[random.Random, int], Period]] = {
    "months named": _months,
    "months counted": _nine,
    "quarter": _quarter,
    "half": _half,
    "as of": _as_of,
    "year": _whole,
    "years": _years,
}


@dataclass(frozen=True, slots=True)
class Around:
    """The headings of one table, and what they say."""

    headings: tuple[Heading, ...]
    section: str
    title: str
    council: str
    period: Period
    unit_words: str


def draw_around(
    rng: random.Random, period_kind: str, unit: Unit, unit_place: str, section: str, council: str
) -> Around:
    """Headings over a table. `council` is printed where it is not empty; `section` as well."""
    period = PERIODS[period_kind](rng, rng.randint(2014, 2021))
    words = rng.choice(UNIT_WORDS[unit])
    lines, title = _title(rng, period.written)
    if section:
        lines[0] = f"{section}{rng.choice(('. ', ' ', '.   '))}{lines[0]}"
    headings = [Heading(f"{council}", bold=rng.random() < 0.5)] if council else []
    headings += [Heading(line, bold=True) for line in lines]
    if unit_place == "title":
        last = headings[-1]
        headings[-1] = Heading(f"{last.text}, {words.strip('()')}", last.align, last.bold)
    elif unit_place == "line":
        text = rng.choice((words, f"({words.strip('()')})", f"Одиниця виміру: {words.strip('()')}"))
        headings.append(Heading(text, align=rng.choice(("right", "right", "center"))))
    return Around(tuple(headings), section, title, council, period, words.strip("()"))


def _title(rng: random.Random, period: str) -> tuple[list[str], str]:
    """The heading's lines with the period, and the title that they say without it."""
    subject = rng.choice(stock.PROGRAMMES)
    chapter = rng.choice(stock.SECTIONS)
    kind = rng.randrange(6)
    if kind == 0:
        text = f"Виконання заходів Програми {subject}"
        return [text, period], text
    if kind == 1:
        first = "Інформація про виконання заходів"
        return [first, f"Програми {subject}", period], f"{first} Програми {subject}"
    if kind == 2:
        return [
            f"Стан реалізації заходів Програми {subject} {period}"
        ], f"Стан реалізації заходів Програми {subject}"
    if kind == 3:
        return ["Хід виконання", f"по розділу: «{chapter}»", period], f"Хід виконання по розділу: «{chapter}»"
    if kind == 4:
        return [f"{chapter}", period], chapter
    return ["ЗВІТ", f"про виконання Програми {subject}", period], f"ЗВІТ про виконання Програми {subject}"


def council_line(rng: random.Random) -> tuple[str, str]:
    """A line that names a council, and the name as it stands there; both empty where there is none."""
    name = rng.choice(stock.COUNCILS)
    kind = rng.randrange(4)
    if kind == 0:
        return f"Додаток 1 до рішення {name}", name
    if kind == 1:
        nominative = name.replace("ської ", "ська ").replace("ради", "рада")
        return (nominative, nominative) if nominative.endswith("ська рада") else ("", "")
    return "", ""
