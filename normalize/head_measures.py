"""What the numbers of a money column say, by its heads: plan, fact, both; or by its neighbours where those say nothing.

«Передбачено, всього │ у тому числі: ДБ │ МБ │ Використано, всього │ у тому числі: ДБ │ МБ»: what stands under «у тому
числі» is of the plan in the first block and of the fact in the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex

from zvirka.normalize.head_sources import own_id
from zvirka.normalize.labels import opens_parts, opens_some_parts
from zvirka.normalize.rough import Column
from zvirka.normalize.vocabulary import look_alikes, measures_named
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure

PAIR = (Measure.PLAN, Measure.FACT)
"""The measures of a column whose cells hold a plan and a fact."""

_COMPARED = frozenset((Measure.DEVIATION, Measure.PERCENT))
_ORDER = {measure.value: measure for measure in Measure}


def measures_of(names: Sequence[str], *, backwards: bool) -> tuple[Measure, ...]:
    """The measures of a column whose head names these; `backwards`: the fact of a pair stands first in its cells."""
    found = tuple(_ORDER[name] for name in names)
    if {Measure.DEVIATION, Measure.PERCENT} <= set(found):
        # «Відхилення у відсотках» is no amount that adds up
        return (Measure.PERCENT,)
    if len(found) > 1 and Measure.DEVIATION in found:
        # «Відхилення (план - факт)» names what it is made of
        return (Measure.DEVIATION,)
    if len(found) > 1 and Measure.PERCENT in found:
        return (Measure.PERCENT,)
    plan = next((m for m in found if m in (Measure.PLAN, Measure.PLAN_YEAR)), None)
    if plan is not None and Measure.FACT in found:
        return (Measure.FACT, Measure.PLAN) if backwards else PAIR
    return found[:1]


def is_backwards(text: str, form: Form) -> bool:
    """Whether a head for a pair names the fact before its slash and the plan after it."""
    before, slash, after = text.rpartition("/")
    first, second = measures_named(form.measures, before)[-1:], measures_named(form.measures, after)[:1]
    return bool(slash) and first == ["fact"] and second in (["plan"], ["plan_year"])


def with_measures_of_the_left(columns: Sequence[Column], paths: Sequence[Sequence[str]]) -> list[Column]:
    """The columns; money that names no measure has that of the money it is part of, which stands left of it.

    It is part of it where a head over it says «у тому числі», or where its source stands so in several blocks.
    """
    bare = [c for c in columns if c.kind == "money" and not c.measures]
    sources = Counter(c.source for c in bare)
    taken = {(c.source, m) for c in columns if c.kind == "money" for m in c.measures}
    result: list[Column] = []
    last: tuple[Measure, ...] = ()
    for column in columns:
        if column.kind != "money":
            last = ()
        elif column.measures and not _COMPARED.issuperset(column.measures):
            last = column.measures
        opened = any(opens_parts(text) or opens_some_parts(text) for text in paths[column.index])
        if column.kind != "money" or column.measures or not (opened or sources[column.source] > 1):
            result.append(column)
            continue
        keys = {(column.source, measure) for measure in last}
        if keys & taken:
            # a block whose first head was not understood would give its money to the block before it
            return list(columns)
        taken |= keys
        result.append(replace(column, measures=last))
    return result


def with_allotted_as_fact(columns: Sequence[Column]) -> list[Column]:
    """The columns; «виділено» beside a plan of the same source, with no fact of it, is the fact: «Потреба │ Виділено».

    Where what was spent of it stands beside it, what was allotted is the plan.
    """
    told = Counter((c.source, c.measures) for c in columns if c.kind == "money")
    return [
        replace(column, measures=(Measure.FACT,))
        if column.kind == "money"
        and column.measures == (Measure.PLAN,)
        and told[column.source, (Measure.PLAN,)] == 2
        and not told[column.source, (Measure.FACT,)]
        and _ALLOTTED.search(look_alikes(column.head)) is not None
        else column
        for column in columns
    ]


_ALLOTTED = regex.compile(r"(?<!\p{L})(?:виділен|выделен)")


def with_received_apart(columns: Sequence[Column]) -> list[Column]:
    """The columns; what was received beside what was spent of a source has its own id: «Надійшло │ Використано»."""
    facts = [c for c in columns if c.kind == "money" and c.measures == (Measure.FACT,)]
    spent = {c.source for c in facts if not _RECEIVED.search(look_alikes(c.head))}
    return [
        replace(column, source=own_id([column.head]))
        if column in facts and column.source in spent and _RECEIVED.search(look_alikes(column.head))
        else column
        for column in columns
    ]


_RECEIVED = regex.compile(r"(?<!\p{L})(?:надійшл|отриман|перерахован|поступил|получен)")


def kept_year_plan(column: Column, columns: Sequence[Column]) -> Column:
    """A plan for the year is the plan where there is no other one."""
    if Measure.PLAN_YEAR not in column.measures:
        return column
    others = {m for c in columns if c.source == column.source for m in c.measures if c is not column}
    if Measure.PLAN in others or Measure.PLAN in column.measures:
        return column
    measures = tuple(Measure.PLAN if m is Measure.PLAN_YEAR else m for m in column.measures)
    return replace(column, measures=measures)


def left_over(columns: Sequence[Column]) -> tuple[Measure, ...]:
    """The measures of a money column whose head names none: those of the others, or a plan, as a lone amount is."""
    others = [c.measures for c in columns if c.kind == "money" and not _COMPARED.issuperset(c.measures)]
    return PAIR if others and all(measures == PAIR for measures in others) else (Measure.PLAN,)
