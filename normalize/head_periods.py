"""Columns that only their years, or parts of a year, tell apart: each has the period in its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from zvirka.normalize.head_sources import own_id, year_named
from zvirka.normalize.rough import Column
from zvirka.normalize.units import without_unit
from zvirka.normalize.vocabulary import look_alikes
from zvirka.schemas.report import Measure

_COMPARED = frozenset((Measure.DEVIATION, Measure.PERCENT))
_YEAR = regex.compile(r"_(?:19|20)\d\d$")


def of_years(columns: Sequence[Column], paths: Sequence[Sequence[str]]) -> list[Column]:
    """Columns of one source and measure that different years tell apart carry the year, and those beside them too.

    «Виконано за 2015 рік», «План на 2016 рік», «Виконано за 2016 рік».
    """
    years: dict[tuple[str, tuple[Measure, ...]], set[str]] = {}
    several: set[str] = set()
    for column in columns:
        if column.kind == "money":
            key = (column.source, column.measures)
            years.setdefault(key, set()).add(year_named(paths[column.index]))
            if _YEAR.search(column.source) and not _COMPARED & set(column.measures):
                # «Факт за 2020 рік │ 2021 рік: План │ Факт»
                several.add(_YEAR.sub("", column.source))
    several |= {source for (source, _), named in years.items() if len(named) > 1 and "" not in named}
    return [
        replace(column, source=f"{column.source}_{year}")
        if column.kind == "money" and column.source in several and (year := year_named(paths[column.index]))
        else column
        for column in columns
    ]


def of_parts_of_years(columns: Sequence[Column], paths: Sequence[Sequence[str]]) -> list[Column]:
    """Columns that only their quarters or months tell apart have ids of their own: none of them is the total."""
    parts = {
        c.index: own_id([part])
        for c in columns
        if c.kind == "money" and (part := next(filter(_is_part_of_year, reversed(paths[c.index])), ""))
    }
    if len(set(parts.values())) < _LEAST_PARTS:
        return list(columns)
    return [
        replace(column, source=own if column.source in ("total", own) else f"{column.source}_{own}")
        if (own := parts.get(column.index))
        else column
        for column in columns
    ]


def _is_part_of_year(text: str) -> bool:
    return _PART_OF_YEAR.fullmatch(look_alikes(without_unit(" ".join(text.split())))) is not None


_LEAST_PARTS = 2
_PART_OF_YEAR = regex.compile(
    r"\W*(?:(?:[іiv1-4]+|перш|друг|трет|четверт)\p{L}*\W*(?:-?\p{L}{1,2}\W+)?(?:кв(?:артал\p{L}*)?|півр(?:іччя)?)|"
    r"січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд)\p{L}*\W*"
)
"""A quarter, half a year or a month, and nothing else; look-alikes as Cyrillic."""
