"""The heads over a column → what the column holds: a text field, or money of a source and its measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.romanise import romanised
from zvirka.normalize.rough import Column
from zvirka.normalize.units import unit_words, without_unit
from zvirka.normalize.vocabulary import best_match, first_match, look_alikes, measures_named
from zvirka.normalize.words import NOTHING_SHOWN, joined
from zvirka.schemas.document import Line
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure

_PAIR = (Measure.PLAN, Measure.FACT)
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ID_LENGTH = 40
_ORDER = {measure.value: measure for measure in Measure}

MEASURES = "measures"
"""The kind of a text column whose cells say what the row's numbers are: план, факт."""

SOURCES = "sources"
"""The kind of a text column whose cells say where the row's money comes from."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the body of a column looks like: the shares of its cells that look like amounts, measures, sources.

    `values` counts dashes and the like too, `digits` only cells with digits; -1 where all cells are empty.
    `pairs` is the share of cells for a plan and a fact.
    """

    values: float
    digits: float
    measures: float
    sources: float
    pairs: float


@dataclass(frozen=True, slots=True)
class _Head:
    """What the words over a column say: the text field that the leaf names, the source, the measures.

    `text_first`: the leaf names the field before it names a source or a measure; `field_is_measure`: by the same word.
    `is_under_money`: a head above names money. `stranger` is a head that names a source which no form knows.
    """

    kind: str
    text_first: bool
    field_is_measure: bool
    is_under_money: bool
    source: str
    stranger: str
    measures: tuple[Measure, ...]


Judge = Callable[[int], Evidence]


def columns_of(paths: Sequence[Sequence[str]], form: Form, evidence: Judge) -> tuple[Column, ...]:
    """The columns of a table by the texts over each of them; `evidence` tells what stands in a column's body."""
    columns = [_column(i, path, form, evidence(i)) for i, path in enumerate(paths)]
    columns = _one_of_a_kind(columns)
    columns = [_kept_year_plans(c, columns) for c in columns]
    return tuple(_distinct(columns, paths))


def _column(index: int, path: Sequence[str], form: Form, body: Evidence) -> Column:
    head = "\n".join(path)
    said = _said(path, form)
    words = " ".join(unit_words(text) for text in path).strip()
    if body.measures >= _MOST and said.kind in _OPEN:
        return Column(index, MEASURES, head)
    if body.sources >= _MOST and body.values < _SOME and said.kind in _OPEN:
        return Column(index, SOURCES, head)
    if _is_money(said, body, len(path)):
        source = said.source or (
            "total" if said.measures and not said.stranger else own_id([said.stranger or head])
        )
        measures = said.measures
        if body.pairs >= _MOST and len(measures) < len(_PAIR):
            measures = _PAIR
        return Column(index, "money", head, _with_year(source, path), measures, words)
    return Column(index, said.kind or "other", head)


_OPEN = ("", "unit", "code")
"""The fields that a head may seem to name although what stands under it says of each row what its numbers are."""

_MOST = 0.7
"""A share of a column's cells from which on they speak for the column."""

_SOME = 0.5


def _is_money(said: _Head, body: Evidence, depth: int) -> bool:
    if said.kind and said.text_first:
        # «Виконання» over numbers is what was paid; a deadline or a number of a row stays one whatever it looks like
        known = said.is_under_money or said.field_is_measure
        return said.kind == "result" and body.values >= _MOST and body.digits >= _SOME and known
    if said.source or said.measures:
        return body.values >= _SOME or body.values < 0
    return body.values >= _MOST and depth > 0


def _said(path: Sequence[str], form: Form) -> _Head:
    """The deepest head that says a thing has the say; a total under a named source is that source's own."""
    source = stranger = ""
    measures: tuple[Measure, ...] = ()
    for text in reversed(path):
        found = best_match(form.sources, text)
        if found is None and not source and not stranger and len(path) > 1 and _is_stranger(text, form):
            stranger = text
        if found is not None and not stranger and (not source or (source == "total" and found.id != "total")):
            source = found.id
        if not measures:
            measures = _measures(measures_named(form.measures, text), backwards=_is_backwards(text, form))
    leaf = path[-1] if path else ""
    field = first_match(form.columns, leaf)
    measure = first_match(form.measures, leaf)
    others = [m for m in (first_match(form.sources, leaf), measure) if m is not None]
    above = [text for text in path[:-1] if _names_money(text, form)]
    return _Head(
        field.id if field is not None else "",
        field is not None and all(field.start <= other.start for other in others),
        field is not None and measure is not None and field.start == measure.start,
        bool(above),
        source,
        stranger,
        measures,
    )


def _is_stranger(text: str, form: Form) -> bool:
    """Whether a head names something that no form knows, and not only a measure, a unit, a time or «у тому числі»."""
    if measures_named(form.measures, text):
        return False
    rest = _NO_SOURCE.sub(" ", look_alikes(without_unit(text)))
    return any(c.isalpha() for c in rest)


_NO_SOURCE = regex.compile(
    r"\b(?:(?:за|на|в|у|з|із|від|до|по|та|і)\b|т\.?\s*ч\b|том[уі]\b|числ\p{L}*|рах\p{L}*|джерел\p{L}*|р[оі]к\p{L}*|год\p{L}*|"
    r"періо\p{L}*|звітн\p{L}*|квартал\p{L}*|місяц\p{L}*|сум[аи]\b|них\b|гр\b|рр?\b|тис\b|грн\b|бюджет\p{L}*|кошт\p{L}*|"
    r"фінансув\p{L}*|обсяг\p{L}*|видатк\p{L}*|витрат\p{L}*|реаліз\p{L}*|заход\p{L}*|програм\p{L}*|орієнтовн\p{L}*|"
    r"прогнозн\p{L}*|загальн\p{L}*|асигнуван\p{L}*)"
)


def _names_money(text: str, form: Form) -> bool:
    return (
        best_match(form.sources, text) is not None
        or bool(measures_named(form.measures, text))
        or unit_words(text) != ""
    )


def _measures(names: Sequence[str], *, backwards: bool) -> tuple[Measure, ...]:
    found = tuple(_ORDER[name] for name in names)
    if len(found) > 1 and Measure.DEVIATION in found:
        # «Відхилення (план - факт)» names what it is made of
        return (Measure.DEVIATION,)
    if len(found) > 1 and Measure.PERCENT in found:
        return (Measure.PERCENT,)
    plan = next((m for m in found if m in (Measure.PLAN, Measure.PLAN_YEAR)), None)
    if plan is not None and Measure.FACT in found:
        return (Measure.FACT, Measure.PLAN) if backwards else _PAIR
    return found[:1]


def _is_backwards(text: str, form: Form) -> bool:
    """Whether a head for a pair names the fact before its slash and the plan after it."""
    before, slash, after = text.rpartition("/")
    first, second = measures_named(form.measures, before)[-1:], measures_named(form.measures, after)[:1]
    return bool(slash) and first == ["fact"] and second in (["plan"], ["plan_year"])


def _one_of_a_kind(columns: list[Column]) -> list[Column]:
    """The first column of a text kind keeps it; in a table with measures, money without one has the usual ones."""
    seen: set[str] = set()
    result = []
    for column in columns:
        if column.kind in ("money", "other", MEASURES, SOURCES):
            result.append(column)
            continue
        result.append(column if column.kind not in seen else replace(column, kind="other"))
        seen.add(column.kind)
    return result


def _kept_year_plans(column: Column, columns: Sequence[Column]) -> Column:
    """A plan for the year is the plan where there is no other one."""
    if Measure.PLAN_YEAR not in column.measures:
        return column
    others = {m for c in columns if c.source == column.source for m in c.measures if c is not column}
    if Measure.PLAN in others or Measure.PLAN in column.measures:
        return column
    measures = tuple(Measure.PLAN if m is Measure.PLAN_YEAR else m for m in column.measures)
    return replace(column, measures=measures)


def _distinct(columns: Sequence[Column], paths: Sequence[Sequence[str]]) -> list[Column]:
    """No two columns may hold the same (source, measure): the later one keeps an id made of its own head."""
    taken: set[tuple[str, Measure]] = set()
    result = []
    for column in columns:
        if column.kind != "money":
            result.append(column)
            continue
        measures = column.measures or _left_over(columns)
        source = column.source
        if any((source, m) in taken for m in measures):
            source = _free(own_id(paths[column.index]), measures, taken)
        taken |= {(source, m) for m in measures}
        result.append(replace(column, source=source, measures=measures))
    return result


def _left_over(columns: Sequence[Column]) -> tuple[Measure, ...]:
    """The measures of a money column whose head names none: those of the others, or a plan, as a lone amount is."""
    others = [c.measures for c in columns if c.kind == "money" and c.measures]
    return _PAIR if others and all(measures == _PAIR for measures in others) else (Measure.PLAN,)


def _free(source: str, measures: Sequence[Measure], taken: set[tuple[str, Measure]]) -> str:
    name, count = source, 1
    while any((name, m) in taken for m in measures):
        count += 1
        name = f"{source[: _ID_LENGTH - 3]}_{count}"
    return name


def _with_year(source: str, path: Sequence[str]) -> str:
    """A column of a year among years carries the year: one of its heads is little more than the year."""
    for text in reversed(path):
        match = _YEAR.search(text)
        if match is None:
            continue
        rest = text.replace(match[1], "", 1)
        if not any(c.isalnum() for c in _NO_SOURCE.sub(" ", look_alikes(without_unit(rest)))):
            return f"{source}_{match[1]}"
    return source


def own_id(path: Sequence[str]) -> str:
    """An id made of a column's own head: romanised, lower case, `_`, at most 40 characters."""
    lines = [Line(text) for text in path[-1].split("\n")] if path else []
    words = without_unit(joined(lines, NOTHING_SHOWN)).split()
    # a word of both alphabets is a Ukrainian one with look-alikes in it
    text = romanised(" ".join(look_alikes(w) if regex.search(r"\p{Cyrillic}", w) else w for w in words))
    name = regex.sub(r"[^a-z0-9]+", "_", text).strip("_")[:_ID_LENGTH].rstrip("_")
    return name or "column"
