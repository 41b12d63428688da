"""Pairs whose numbers have their measures before them: «план 769,06 факт 60,97»."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.measures import measure_at
from zvirka.normalize.streams.values import Look, Value, values_at
from zvirka.schemas.form import Vocabulary


def values_or_pairs(text: Text, p: int, measures: Sequence[Vocabulary], *, pairs: bool) -> list[Value]:
    """The values that may begin at a word, those with words for their measures too where pairs are sought."""
    found = values_at(text, p, pairs=pairs)
    if pairs and text.atoms[p].text[0].isalpha():
        found += _word_pairs(text, p, measures)
    return found


def _word_pairs(text: Text, p: int, measures: Sequence[Vocabulary]) -> list[Value]:
    found: dict[int, Value] = {}
    for first, measure, middle in _measured(text, p, measures):
        for second, other, end in _measured(text, middle, measures):
            if other != measure:
                found.setdefault(end, Value(p, end, Look.PAIR, f"{first} {second}"))
    return list(found.values())


def _measured(text: Text, p: int, measures: Sequence[Vocabulary]) -> list[tuple[str, str, int]]:
    """What says a measure and a number from a word on: the words, the measure, and the word after."""
    if p >= len(text) or not text.atoms[p].text[0].isalpha():
        return []
    return [
        (" ".join(a.text for a in text.atoms[p:q]) + " " + value.text, measure, value.end)
        for q, measure in measure_at(text, p, measures).items()
        if q < len(text)
        for value in values_at(text, q, pairs=False)
        if value.look in (Look.NUMBER, Look.NOTHING)
    ]
