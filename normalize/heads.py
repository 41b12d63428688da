"""The heads over a column → what the column holds: a text field, or money of a source and its measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.head_measures import (
    PAIR,
    is_backwards,
    kept_year_plan,
    left_over,
    measures_of,
    with_allotted_as_fact,
    with_measures_of_the_left,
    with_received_apart,
)
from zvirka.normalize.head_periods import of_parts_of_years, of_years
from zvirka.normalize.head_sources import (
    free_id,
    is_stranger,
    own_id,
    says_something,
    source_of,
    strange_part,
    year_of,
)
from zvirka.normalize.rough import Column
from zvirka.normalize.units import unit_words
from zvirka.normalize.vocabulary import best_match, first_match, look_alikes, measures_named
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure

_COMPARED = frozenset(("deviation", "percent"))

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
    columns = with_measures_of_the_left(_one_of_a_kind(columns), paths)
    columns = of_parts_of_years(of_years(columns, paths), paths)
    columns = with_received_apart(with_allotted_as_fact([kept_year_plan(c, columns) for c in columns]))
    return tuple(_distinct(columns, paths))


def _column(index: int, path: Sequence[str], form: Form, body: Evidence) -> Column:
    head = "\n".join(path)
    said = _said(path, form)
    words = " ".join(unit_words(text) for text in path).strip()
    if body.measures >= _MOST and said.kind in _OPEN:
        return Column(index, MEASURES, head)
    if body.sources >= _MOST and body.values < _SOME and said.kind in _OPEN:
        return Column(index, SOURCES, head)
    counted = not words and any(_COUNTED.match(text) for text in path)
    if not counted and _is_money(said, body, len(path)):
        source = said.source or _unnamed(said, path)
        measures = said.measures
        if body.pairs >= _MOST and len(measures) < len(PAIR):
            measures = PAIR
        return Column(
            index, "money", head, f"{source}_{year}" if (year := year_of(path)) else source, measures, words
        )
    return Column(index, said.kind or "other", head)


def _unnamed(said: _Head, path: Sequence[str]) -> str:
    """The source of money whose heads name no source that the form knows."""
    if said.stranger:
        return own_id([said.stranger])
    plain = any(text.strip() for text in path) and not any(says_something(text) for text in path)
    return "total" if said.measures or plain else own_id(["\n".join(path)])


_OPEN = ("", "unit", "code")
"""The fields that a head may seem to name although what stands under it says of each row what its numbers are."""

_MOST = 0.7
"""A share of a column's cells from which on they speak for the column."""

_SOME = 0.5


_COUNTED = regex.compile(
    r"^\W*(?:(?:загальн|планов|фактичн|общ)\p{L}*\s+)?(?:к[іи]льк[іо]ст|к-сть|кол-во|количеств|чисельн|площ|довжин|протяжн|потужн|обсяг\p{L}*\s+роб[оі]т)|"
    r"(?:^|,)\W*(?:(?:кв|куб|пог)\.?\s*м|[мm](?:[²³23]|\.?\s*(?:кв|куб|пог|п))?|км|га|шт|ос(?:іб)?|чол|од(?:иниц\p{L}*)?|кг|тонн?|компл)\.?\W*$",
    regex.I,
)
"""Heads of what is counted or measured, not paid."""


def _is_money(said: _Head, body: Evidence, depth: int) -> bool:
    if said.kind and said.text_first:
        # «Виконання» over numbers is what was paid; a deadline or a number of a row stays one whatever it looks like
        known = said.is_under_money or said.field_is_measure
        return said.kind == "result" and body.values >= _MOST and body.digits >= _SOME and known
    if said.source or said.measures or (said.stranger and said.is_under_money):
        return body.values >= _SOME or body.values < 0
    return body.values >= _MOST and depth > 0


def _said(path: Sequence[str], form: Form) -> _Head:
    """The deepest head that says a thing has the say; a total under a named source is that source's own."""
    source = stranger = ""
    measures: tuple[Measure, ...] = ()
    for text in reversed(path):
        found = source_of(text, form)
        named = measures_named(form.measures, _COMPLEMENT.sub(" ", text))
        share = not measures and {*named} & _COMPARED and _SHARE.search(look_alikes(text)) is not None
        strange = share or (not found and len(path) > 1 and is_stranger(text, form))
        if not source and not stranger:
            stranger = text if strange else "" if found or not named else strange_part(text, form)
        if found and not stranger and (not source or (source == "total" and found != "total")):
            source = found
        if not measures:
            measures = measures_of(named, backwards=is_backwards(text, form))
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


_SHARE = regex.compile(
    r"питом\p{L}*\s+ваг|удельн\p{L}*\s+вес|структур|(?<!\p{L})(?:частк|дол[яі](?!\p{L})|темп\p{L}*|прир[оі]ст)|"
    r"(?:відхил|отклон)[^/]*(?:%|відсот|процент)|(?:минул|попередн|прошл|предыдущ)\p{L}*\s+(?:р[оі]к|год|період|период)|до\s+(?:19|20)\d\d"
)
"""Shares of a whole, growth, and what is compared with another year: no percent of the plan, no rest of it."""

_COMPLEMENT = regex.compile(
    r"(?<!\p{L})(?:на|для|щодо|про|по|(?:етап|строк|термін|період|срок|этап)\p{L}*)\s+(?:виконан|реаліз|фінансув|проведен|выполн|реализ|финансир)\p{L}*",
    regex.I,
)
"""«Кошти, передбачені на виконання програми» names a plan and no fact."""


def _names_money(text: str, form: Form) -> bool:
    return (
        best_match(form.sources, text) is not None
        or bool(measures_named(form.measures, text))
        or unit_words(text) != ""
    )


def with_second_texts(
    columns: Sequence[Column], paths: Sequence[Sequence[str]], form: Form
) -> tuple[Column, ...]:
    """The columns, further ones of names, executors, deadlines or results joined to the first of their kind.

    A task and its activity, the holder of the money and who does the work, how things stand and why, two codes.
    """
    kinds = {column.kind for column in columns}
    result = []
    for column in columns:
        heads = reversed(paths[column.index]) if column.kind == "other" else ()
        match = next((m for head in heads if (m := first_match(form.columns, head)) is not None), None)
        again = match is not None and match.id in _JOINED and match.id in kinds
        result.append(replace(column, kind=match.id) if again and match is not None else column)
    return tuple(result)


_JOINED = frozenset(("activity", "deadline", "executor", "result", "code"))


def with_names_of_rows(columns: Sequence[Column], form: Form, evidence: Judge) -> tuple[Column, ...]:
    """The columns; where no head names what the rows are and one names money, the first column of words does.

    «Вид допомоги», «Село», «Послуга»: nobody can list all that money is spent on.
    """
    known = {source.id for source in form.sources}
    named = any(c.kind == "money" and c.source in known for c in columns)
    if not named or any(c.kind == "activity" for c in columns):
        return tuple(columns)
    money = min(c.index for c in columns if c.kind == "money")
    words = [c for c in columns if c.kind == "other" and c.index < money and c.head.strip()]
    first = next((c for c in words if 0 <= evidence(c.index).values < 1 - _MOST), None)
    return tuple(replace(c, kind="activity") if c is first else c for c in columns)


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


def _distinct(columns: Sequence[Column], paths: Sequence[Sequence[str]]) -> list[Column]:
    """No two columns may hold the same (source, measure): the later one keeps an id made of its own head."""
    taken: dict[tuple[str, Measure], int] = {}
    # of heads that name no measure and one source none is more the source's own than another
    unsaid = [c for c in columns if c.kind == "money" and not c.measures]
    result = []
    for column in columns:
        if column.kind != "money":
            result.append(column)
            continue
        measures = column.measures or left_over(columns)
        source = column.source
        first = next((taken[source, m] for m in measures if (source, m) in taken), None)
        if first is None and column in unsaid:
            alike = (c.index for c in unsaid if c.source == source and c is not column)
            first = next((i for i in alike if len(paths[i]) > 1 and len(paths[column.index]) > 1), None)
        if first is not None:
            own = own_id(_apart(paths[column.index], paths[first]))
            source = free_id(own, [name for name, m in taken if m in measures])
        taken |= dict.fromkeys(((source, m) for m in measures), column.index)
        result.append(replace(column, source=source, measures=measures))
    return result


def _apart(path: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    """The heads of a column as one that tells it from the other: its own leaf, below a head that is not the other's."""
    above = {" ".join(text.split()) for text in other}
    own = [text for text in path if " ".join(text.split()) not in above]
    if not own or own[-1] == path[-1]:
        return path
    return (f"{own[-1]}\n{path[-1]}",)
