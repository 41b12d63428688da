"""Tables whose rows come in pairs, one for the plan and one for the fact, with a column that says which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from zvirka.normalize.heads import MEASURES
from zvirka.normalize.rough import Column
from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.columns import Layout
from zvirka.normalize.streams.values import values_at
from zvirka.normalize.vocabulary import fold
from zvirka.schemas.form import Form, Vocabulary

MOST = 0.6
"""Share of the runs of values that a measure's word stands before, from which on a column says the measure."""
_LEAST = 3
_WORDS = 3
"""Words of a cell that says a measure: "план", "касові видатки", "план на період"."""


def measure_at(text: Text, p: int, measures: Sequence[Vocabulary]) -> dict[int, str]:
    """The measures that the words from `p` on may say and nothing else: by the word after them."""
    found = {}
    for q in range(p + 1, min(len(text), p + _WORDS) + 1):
        if any(c.isdigit() for c in text.atoms[q - 1].text):
            break
        words = fold(" ".join(a.text for a in text.atoms[p:q])).text
        # a cell is little more than a form's word: "план" or "факт", not "плановий ремонт"
        for vocabulary in measures:
            for said in vocabulary.words:
                stem = fold(said.lstrip("=")).text
                if words.startswith(stem) and len(words) - len(stem) <= _ENDING:
                    found[q] = vocabulary.id
    return found


_ENDING = 6
"""Letters that an ending adds to a form's word: "профінанс" is «профінансовано»."""


def says_measures(text: Text, form: Form) -> bool:
    """Whether words that say a measure stand before values, two measures by turns, as where rows come in pairs.

    Not where two of them with a number each stand side by side: these make a pair in one cell.
    """
    said: Counter[str] = Counter()
    pairs = 0
    for p in range(len(text) - 1):
        ends = _values_said(text, p, form)
        for measure, end in ends.items():
            said[measure] += 1
            pairs += any(other != measure for other in _values_said(text, end, form))
    return sum(n >= _LEAST for n in said.values()) > 1 and 2 * pairs < said.total()


def _values_said(text: Text, p: int, form: Form) -> dict[str, int]:
    """The measures that words from `p` on say before a value, and the word after that."""
    if p >= len(text) or not text.atoms[p].text[0].isalpha():
        return {}
    return {
        measure: max(v.end for v in values)
        for q, measure in measure_at(text, p, form.measures).items()
        if q < len(text) and _is_value(text, q) and (values := values_at(text, q, pairs=False))
    }


def _is_value(text: Text, p: int) -> bool:
    first = text.atoms[p].text[0]
    return first.isdigit() or not first.isalnum()


def with_measures(layout: Layout, text: Text, runs: Sequence[int], form: Form) -> Layout:
    """The layout with a column of measures before its money, if such words stand before the runs of values."""
    money = [c for c in layout.columns if c.kind == "money"]
    if any(c.kind == MEASURES for c in layout.columns):
        return layout
    if any(len(c.measures) > 1 for c in money) or len({c.source for c in money}) < len(money):
        return layout
    said = [word for p in runs if (word := _before(text, p, form))]
    if len(said) < _LEAST or len(said) < MOST * len(runs) or len(set(said)) == 1:
        return layout
    first = money[0].index
    left = list(layout.columns[:first])
    own = [c for c in left if c.kind == "other"]
    column = own[-1] if own else Column(0, MEASURES, "")
    left = [c for c in left if c is not column]
    columns = [*left, replace(column, kind=MEASURES), *layout.columns[first:]]
    return replace(layout, columns=tuple(replace(c, index=i) for i, c in enumerate(columns)))


def _before(text: Text, p: int, form: Form) -> str:
    """The measure that the words right before a run say."""
    for q in range(max(0, p - _WORDS), p):
        if measure := measure_at(text, q, form.measures).get(p):
            return measure
    return ""
