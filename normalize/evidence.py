"""What stands in the body under a head: whether it looks like amounts, measures, names of sources."""

from __future__ import annotations

from collections import Counter

import regex

from zvirka.normalize.header import is_value
from zvirka.normalize.heads import Evidence
from zvirka.normalize.listed import lists_sources
from zvirka.normalize.numbers import bare_state
from zvirka.normalize.vocabulary import Match, best_match, first_match, measures_named
from zvirka.schemas.document import Grid
from zvirka.schemas.form import Form


def evidence_of(grid: Grid, body: int, form: Form, column: int) -> Evidence:
    """What stands under the head of a column: in the rows of a grid from `body` on."""
    texts = [
        cell.text
        for cell in grid.cells
        if cell.column == column and cell.column_span == 1 and cell.row >= body and cell.text.strip()
    ]
    if not texts:
        # nothing contradicts the words of the head
        return Evidence(-1.0, 0.0, 0.0, 0.0, 0.0)
    numbers = sum(_ROW_NUMBER.match(t) is not None for t in texts)
    values = -numbers + sum(
        is_value(t) or _has_amounts(t) or _is_pair(t, form) or lists_sources(t, form) for t in texts
    )
    named = [match.id for t in texts if len(t.split()) <= 3 and (match := _whole_measure(t, form))]
    # a column that says «виконано» of every row tells how things stand, not what the numbers are
    measures = len(named) if len(set(named)) > 1 or len(texts) == 1 else 0
    sources = sum(_names_sources(t, form) for t in texts)
    filled = [t for t in texts if bare_state(t) is None]
    # a pair is as telling where most cells say nothing
    pairs = sum(_is_pair(t, form) for t in filled) * len(texts) / max(1, len(filled))
    digits = sum(any(c.isdigit() for c in t) for t in texts)
    return Evidence(*(count / len(texts) for count in (values, digits, measures, sources, pairs)))


_ROW_NUMBER = regex.compile(r"^\s*\d{1,2}(?:(?:\.\d{1,2}){0,4}\.|(?:\.\d{1,2}){2,4})\s*$")
"""1., 1.1., 1.1.1: the number of a row and no amount."""


def _names_sources(text: str, form: Form) -> bool:
    """Whether a cell says where money comes from; one that has several lines says it in each, or in the whole."""
    lines = [line for line in text.split("\n") if line.strip()]
    return any(
        all(len(t.split()) <= _SHORT and best_match(form.sources, t) is not None for t in texts)
        for texts in ([text], lines)
    )


_SHORT = 5
"""Words of the name of a source, at most."""


def _is_pair(text: str, form: Form) -> bool:
    names = measures_named(form.measures, text)
    return _PAIR.match(text) is not None or {"plan", "fact"} <= set(names)


_PAIR = regex.compile(r"^\s*(?:\d[^/\\]*|[-–—−])\s*[/\\]\s*(?:\d[^/\\]*|[-–—−])\s*$")


def _whole_measure(text: str, form: Form) -> Match | None:
    match = first_match(form.measures, text)
    return match if match is not None and match.start == 0 and not any(c.isdigit() for c in text) else None


def _has_amounts(text: str) -> bool:
    """Whether more of a text is digits and marks than words: `план 10,0 факт 5,0`, `100,0 грн.`, `#REF!`."""
    counted = Counter("digit" if c.isdigit() else "letter" if c.isalpha() else "" for c in text)
    return counted["digit"] > 0 and counted["digit"] * 3 >= counted["letter"]
