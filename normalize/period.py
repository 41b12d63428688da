"""The period of a report in every wording: «за 9 місяців 2016 року», «станом на 01.10.2016», «за I півріччя»."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from zvirka.normalize.vocabulary import look_alikes

_MONTHS = ("січ", "лют", "берез", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "листопад", "груд")
_RUSSIAN_MONTHS = ("янв", "фев", "март", "апр", "ма[йя]", "июн", "июл", "авг", "сент", "окт", "нояб", "дек")
_MONTH = "(?:" + "|".join(f"{uk}|{ru}" for uk, ru in zip(_MONTHS, _RUSSIAN_MONTHS, strict=True)) + r")\p{L}*"
_YEAR = r"(?:19|20)\d\d"
_YEAR_WORD = r"\s*(?:рок[иуіа]\w*|році|рік|р\.?р?\.?|год[аыу]?\w*|г\.?г?\.?)?(?!\p{L})"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ORDINALS = (("перш", "перв"), ("друг", "втор"), ("трет",), ("четверт",))
_NTH = (
    r"(?:(?:[IІ]{1,3}|[IІ]?V|[1-4])(?:-?(?:й|ий|ій|го|ше|е|ге))?(?!\p{L})|"
    + "|".join(stem + r"\p{L}+" for stems in _ORDINALS for stem in stems)
    + ")"
)
_AND = r"\s*(?:[-–—,]|(?<=\s)(?:та|і|й|и)(?=\s))\s*"
_COUNTS = {
    "один": 1, "два": 2, "три": 3, "чотири": 4, "п'ять": 5, "шість": 6, "сім": 7, "вісім": 8, "дев'ять": 9,
    "десять": 10, "одинадцять": 11, "дванадцять": 12, "девять": 9, "шесть": 6,
}  # fmt: skip
_PREPOSITION = (
    r"(?:(?:за|в|у|на|протягом|впродовж|упродовж)\s+(?:(?:підсумками|результатами|период|період)\s+)?)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written, with its preposition, and its first and last day."""

    text: str
    start: date
    end: date


_DAY = r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "range",
        rf"(?:{_PREPOSITION}(?:період\s+)?)?(?:з|із|від)\s+(?P<d1>\d{{1,2}})[./](?P<m1>\d{{1,2}})[./](?P<y1>{_YEAR})"
        rf"{_YEAR_WORD}\s*(?:по|до|[-–—])\s*(?P<d2>\d{{1,2}})[./](?P<m2>\d{{1,2}})[./](?P<y2>{_YEAR}){_YEAR_WORD}",
    ),
    (
        "range_word",
        rf"{_PREPOSITION}?(?:з|із|від)\s+(?P<d1>\d{{1,2}})\s+(?P<a>{_MONTH})(?:\s+(?P<y1>{_YEAR}){_YEAR_WORD})?"
        rf"\s*(?:по|до)\s+(?P<d2>\d{{1,2}})\s+(?P<b>{_MONTH})\s+(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    ("as_of", rf"(?:станом\s+на|по\s+состоянию\s+на|на)\s+{_DAY}{_YEAR_WORD}"),
    (
        "as_of",
        r"(?:станом\s+на|по\s+состоянию\s+на)\s+(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d\d)(?!\d)"
        rf"{_YEAR_WORD}",
    ),
    (
        "as_of_word",
        r"(?:станом\s+на|по\s+состоянию\s+на)\s+"
        rf"(?P<d>\d{{1,2}})\s+(?P<month>{_MONTH})\s+(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    (
        "months",
        rf"{_PREPOSITION}?(?P<n>\d{{1,2}}|\p{{L}}+['’ʼ]?\p{{L}}*)[-\s]*(?:(?:ти|ть)\s+)?(?:місяц\w*|міс\.?|месяц\w*)\s+"
        rf"(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    (
        "month_range",
        rf"{_PREPOSITION}?(?P<a>{_MONTH})\s*[-–—]\s*(?P<b>{_MONTH})\s+(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    (
        "month_range",
        rf"{_PREPOSITION}?(?P<y>{_YEAR}){_YEAR_WORD}\s*\(\s*(?:за\s+)?(?P<a>{_MONTH})\s*[-–—]\s*(?P<b>{_MONTH})\s*\)",
    ),
    (
        "quarters",  # «квартали» counts them, «квартал» says which
        rf"{_PREPOSITION}(?P<n>\d|\p{{L}}+)\s+квартал(?:и|ів|а|ов)\s+(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    (
        "quarter",
        rf"(?<![\p{{L}}\d]){_PREPOSITION}?(?P<q>{_NTH})(?:{_AND}{_NTH})*?(?:{_AND}(?P<q2>{_NTH}))?\s*"
        rf"(?:квартал|кв\.)\w*\s+(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    (
        "half",
        rf"(?<![\p{{L}}\d]){_PREPOSITION}?(?P<h>{_NTH})\s*(?:півріччя|полугоди[ея])\s+(?P<y>{_YEAR}){_YEAR_WORD}",
    ),
    ("month", rf"{_PREPOSITION}(?P<a>{_MONTH})\s+(?P<y>{_YEAR}){_YEAR_WORD}"),
    (
        "years",
        rf"(?:{_PREPOSITION})?(?P<y>{_YEAR})\s*(?:р\.?|року)?{_AND}(?P<y2>{_YEAR})(?:{_YEAR_WORD})",
    ),
    ("year", rf"{_PREPOSITION}(?P<y>{_YEAR})\s*(?:рік|році|року|р(?:\.?\s?р)?\.?|год[уа]?)(?!\p{{L}})"),
    ("bare_year", rf"(?P<y>{_YEAR})\s*(?:рік|року|год)(?!\p{{L}})"),
)  # fmt: skip
_COMPILED = tuple((kind, regex.compile(pattern, regex.I)) for kind, pattern in _PATTERNS)


def period_in(text: str) -> Period | None:
    """The most telling period in one text; None if there is none. The text has its broken words rejoined."""
    return first_period([text])


def first_period(texts: Iterable[str]) -> Period | None:
    """The most telling period of several texts: a part of a year before a whole year before several years."""
    found = [period for text in texts for period in _periods(text)]
    return min(found, key=lambda p: _rank(p.end - p.start), default=None)


def _periods(text: str) -> Iterator[Period]:
    """The periods in a text, in order; two that follow each other and are joined by «та» are one."""
    days: list[tuple[date, date]] = []
    spans: list[tuple[int, int]] = []
    for (start, end), (first, last) in sorted(_parts(text)):
        joined = spans and regex.fullmatch(_AND, text, pos=spans[-1][1], endpos=start)
        if joined and first == days[-1][1] + timedelta(days=1):
            days[-1], spans[-1] = (days[-1][0], last), (spans[-1][0], end)
        else:
            days.append((first, last))
            spans.append((start, end))
    for (start, end), (first, last) in zip(spans, days, strict=True):
        yield Period(" ".join(text[start:end].split()).strip(" ,;"), first, last)


def _parts(text: str) -> Iterator[tuple[tuple[int, int], tuple[date, date]]]:
    """Where each period of a text stands, and its days; of two that overlap the one of the earlier pattern."""
    taken: list[tuple[int, int]] = []
    plain = _WORD.sub(lambda word: _one_alphabet(word[0]), text)
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(plain):
            start, end = match.start(), match.end()
            days = _days(kind, match.groupdict())
            if days is not None and all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                yield (start, end), days


_WORD = regex.compile(r"\p{L}+")


def _one_alphabet(word: str) -> str:
    """A word with Cyrillic letters, the Latin look-alikes in it as Cyrillic ones; of the same length."""
    # a number of Roman digits may be of both alphabets
    if not regex.search(r"[а-яґєїА-ЯҐЄЇ]", word):
        return word
    return "".join(look_alikes(c) if c.isascii() else c for c in word)


def _rank(length: timedelta) -> int:
    whole_year = 364
    if length.days < whole_year:
        return 0
    return 1 if length.days <= whole_year + 1 else 2


def _days(kind: str, found: dict[str, str | None]) -> tuple[date, date] | None:
    said = {key: value for key, value in found.items() if value is not None}
    try:
        return _READERS[kind](said)
    except (ValueError, KeyError):
        return None  # no such day, no such number word: it was no period


def _range(said: dict[str, str]) -> tuple[date, date]:
    start = date(int(said["y1"]), int(said["m1"]), int(said["d1"]))
    return start, date(int(said["y2"]), int(said["m2"]), int(said["d2"]))


def _range_word(said: dict[str, str]) -> tuple[date, date]:
    start = date(int(said.get("y1", said["y"])), _month(said["a"]), int(said["d1"]))
    end = date(int(said["y"]), _month(said["b"]), int(said["d2"]))
    if end < start:
        raise ValueError(said)
    return start, end


def _as_of(said: dict[str, str]) -> tuple[date, date]:
    month = _month(said["month"]) if "month" in said else int(said["m"])
    year = int(said["y"])
    last = date(year if year > 99 else 2000 + year, month, int(said["d"]))
    # on the first of a month what is told is the time before it
    end = last - timedelta(days=1) if last.day == 1 else last
    return date(end.year, 1, 1), end


def _months(said: dict[str, str]) -> tuple[date, date]:
    year = int(said["y"])
    return date(year, 1, 1), _last_day(year, _count(said["n"]))


def _count(text: str) -> int:
    word = text.lower().replace("’", "'").replace("ʼ", "'")
    return int(word) if word.isdigit() else _COUNTS[word]


def _month_range(said: dict[str, str]) -> tuple[date, date]:
    year, first, last = int(said["y"]), _month(said["a"]), _month(said["b"])
    if last < first:
        raise ValueError(said)
    return date(year, first, 1), _last_day(year, last)


def _quarter(said: dict[str, str]) -> tuple[date, date]:
    year, first = int(said["y"]), _nth(said["q"])
    last = _nth(said["q2"]) if "q2" in said else first
    if last < first:
        raise ValueError(said)
    return date(year, 3 * first - 2, 1), _last_day(year, 3 * last)


def _quarters(said: dict[str, str]) -> tuple[date, date]:
    year = int(said["y"])
    return date(year, 1, 1), _last_day(year, 3 * _count(said["n"]))


def _half(said: dict[str, str]) -> tuple[date, date]:
    half, year = _nth(said["h"]), int(said["y"])
    if half > 2:
        raise ValueError(said)
    return date(year, 6 * half - 5, 1), _last_day(year, 6 * half)


def _one_month(said: dict[str, str]) -> tuple[date, date]:
    year, month = int(said["y"]), _month(said["a"])
    return date(year, month, 1), _last_day(year, month)


def _years(said: dict[str, str]) -> tuple[date, date]:
    first, last = int(said["y"]), int(said.get("y2", said["y"]))
    if last < first:
        raise ValueError(said)
    return date(first, 1, 1), date(last, 12, 31)


_READERS = {
    "range": _range,
    "range_word": _range_word,
    "as_of": _as_of,
    "as_of_word": _as_of,
    "months": _months,
    "month_range": _month_range,
    "quarter": _quarter,
    "quarters": _quarters,
    "half": _half,
    "month": _one_month,
    "years": _years,
    "year": _years,
    "bare_year": _years,
}


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _nth(text: str) -> int:
    """1 for «I», «1-й», «перший» …; no such number is a KeyError."""
    word = text.lower().replace("і", "i")
    for number, stems in enumerate(_ORDINALS, start=1):
        if word.startswith(tuple(stem.replace("і", "i") for stem in stems)):
            return number
    return _ROMAN[word if word in _ROMAN else regex.sub(r"[^iv\d].*", "", word)]


def _month(word: str) -> int:
    lowered = look_alikes(word)
    for number, pair in enumerate(zip(_MONTHS, _RUSSIAN_MONTHS, strict=True), start=1):
        if any(regex.match(stem, lowered) for stem in pair):
            return number
    raise ValueError(word)
