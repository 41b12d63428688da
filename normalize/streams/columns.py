"""The columns that the heads of a running header make together.

Heads stand over other heads: «Витрати (план / факт)» over the sources, «місцевих бюджетів:» over its members,
«загальний фонд» over «план» and «факт». Printed as text they come level by level or column by column; the
numbers row, where there is one, says how many columns they must make.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.formulas import formulas_of
from zvirka.normalize.rough import Column
from zvirka.normalize.streams.beam import Reading
from zvirka.normalize.streams.head import Head
from zvirka.normalize.vocabulary import fold
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure, RelationKind

_KEPT_GROUP = -2.0
"""A group that has its members beside it mostly has no column of its own; less than a word says."""
_APART = -1.0
"""Deviations and percents mostly stand with the plan and the fact that they compare."""
_OUT_OF_ORDER = -3.0
"""What is done, when and by whom stands before the money, as a rule, and what came of it after."""
_FIRST_KINDS = ("number", "activity", "deadline", "executor", "code", "unit")
_KEPT_OPEN = -6.0
"""A group's head that ends with a colon stands over its members and over nothing else."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns that the header may mean, in order, and how well they explain it."""

    columns: tuple[Column, ...]
    score: float
    flat: bool = False
    """The header has one level: its heads are printed in the order of the columns."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One money column: the head that names it, and the words over it. `alone`: nothing stands over it or beside it."""

    head: Head
    source: str
    measures: tuple[Measure, ...]
    over: str = ""


def layouts(reading: Reading, form: Form, count: int | None) -> Iterator[Layout]:
    """The layouts that a reading of the header allows, with `count` columns if that is known."""
    texts = [h for h in reading.heads if h.column]
    over = [h for h in reading.heads if not h.column]
    money = [h for h in over if h.source or h.measures]
    kinds = [h.column for h in texts]
    if not money or not all(need in kinds for need in form.require):
        return
    for leaves, flat, score in _money(money, form):
        if count is not None and len(texts) + len(leaves) != count:
            continue
        pairs = [(leaf.source, m) for leaf in leaves for m in leaf.measures]
        if leaves and len(set(pairs)) == len(pairs):
            columns = tuple(_columns(texts, leaves, over[0].start, flat=flat))
            first = next(c.index for c in columns if c.kind == "money")
            late = sum(c.kind in _FIRST_KINDS for c in columns[first:])
            late += sum(c.kind == "result" for c in columns[:first])
            yield Layout(columns, reading.score + score + _OUT_OF_ORDER * late, flat)


def agrees(columns: Sequence[Column], numbers: Sequence[str], form: Form) -> bool:
    """Whether the columns can be what the formulas of their numbers say: `5=6+7`, `11=3-4`, `12=4/3*100`."""
    summing = {s.target for s in form.sums}
    by_index = {c.index: n for c, n in zip(columns, numbers, strict=False)}
    told = formulas_of(by_index, columns)
    for column in columns:
        number = by_index.get(column.index, "")
        if "=" not in number:
            continue
        own = [r for r in told if r.source == column.source and r.measure in column.measures]
        if column.kind != "money" or not own:
            return False
        if all(r.kind is RelationKind.SUM for r in own):
            # a sum is of one measure, and only a total or a group of sources has one
            over = column.source.startswith("total") or column.source in summing
            if not over or any(t.measure is not r.measure for r in own for t in r.terms):
                return False
        elif column.measures[0] not in (Measure.DEVIATION, Measure.PERCENT):
            return False
    return True


def _columns(texts: Sequence[Head], leaves: Sequence[_Leaf], first: int, *, flat: bool) -> Iterator[Column]:
    """All columns in order: text heads printed after the first money head stand after the money columns.

    In a header of one level they stand where they are printed.
    """

    def place(head: Head) -> int:
        return head.start if flat else -1 if head.start < first else 1

    ordered: list[tuple[int, int, Head | _Leaf]] = [(place(h), h.start, h) for h in texts]
    ordered += [(leaf.head.start if flat else 0, i, leaf) for i, leaf in enumerate(leaves)]
    for index, (_, _, item) in enumerate(sorted(ordered, key=lambda entry: entry[:2])):
        if isinstance(item, Head):
            yield Column(index, item.column, item.text)
        else:
            head = " ".join(part for part in (item.over, item.head.text) if part)
            yield Column(index, "money", head, item.source, item.measures)


def _money(money: Sequence[Head], form: Form) -> Iterator[tuple[list[_Leaf], bool, float]]:
    """The money columns that the heads may mean; whether the header has one level only; a score."""
    money = _with_plan(money)
    over = [h for h in money if len(h.measures) == 2 and not h.source]
    lone = [h for h in money if len(h.measures) == 1 and not h.source]
    apart = [h for h in lone if h.measures[0] in _OF_A_ROW]
    named = [h for h in money if h.source]
    if len(lone) > len(apart):
        for leaves, flat in _by_measure(named, lone):
            yield leaves, flat, 0.0
        if apart:
            core = [h for h in lone if h not in apart]
            for leaves, _ in _by_measure(named, core):
                yield [*leaves, *_of_the_row(apart)], False, _APART
        return
    for heads, spanning in _without_spanning(named):
        for leaves, extra in _by_source(heads, [*over, *spanning], form):
            yield [*leaves, *_of_the_row(apart)], False, extra


_OF_A_ROW = (Measure.DEVIATION, Measure.PERCENT)


def _of_the_row(apart: Sequence[Head]) -> list[_Leaf]:
    """Deviations and percents with heads of their own belong to the total; they follow what they compare."""
    return [_Leaf(h, "total", h.measures) for h in apart]


def _with_plan(money: Sequence[Head]) -> list[Head]:
    """The year's plan is the plan, where no other is there."""
    if any(Measure.PLAN in h.measures for h in money):
        return list(money)
    year = {Measure.PLAN_YEAR: Measure.PLAN}
    return [replace(h, measures=tuple(year.get(m, m) for m in h.measures)) for h in money]


def _without_spanning(named: Sequence[Head]) -> Iterator[tuple[list[Head], list[Head]]]:
    """The heads that are columns, and those that stand over them: a total before others may stand over all."""
    yield list(named), []
    if len(named) > 1 and named[0].source == "total" and not _TOTAL.match(fold(named[0].text).text):
        yield list(named[1:]), [named[0]]


_TOTAL = regex.compile(r"[ву]сього|разом|итого|всего")
"""A head that says so is a total's column; «обсяг коштів» may stand over all."""


def _by_source(
    heads: Sequence[Head], over: Sequence[Head], form: Form
) -> Iterator[tuple[list[_Leaf], float]]:
    """Columns that are sources, the measures said once over all of them."""
    inherited = next((h.measures for h in over if h.measures), (Measure.PLAN,))
    spanning = " ".join(h.text for h in over)
    if not heads:
        yield [_Leaf(h, "total", h.measures) for h in over[:1]], 0.0
        return
    leaves = [_Leaf(h, h.source, h.measures or inherited, spanning) for h in heads]
    ordered, groups = _with_members_beside(leaves, form)
    if groups:
        yield [leaf for leaf in ordered if leaf.source not in groups], 0.0
    opens = sum(leaf.head.opens for leaf in ordered if leaf.source in groups)
    yield ordered, _KEPT_GROUP * len(groups) + _KEPT_OPEN * opens


def _with_members_beside(leaves: Sequence[_Leaf], form: Form) -> tuple[list[_Leaf], set[str]]:
    """The columns with the members of each group after it, wherever they were printed; and the groups."""
    members = {s.target: s.terms for s in form.sums if s.rule == "group_sum"}
    there = {leaf.source for leaf in leaves}
    groups = {g for g, terms in members.items() if g in there and there & set(terms)}
    moved = {term for g in groups for term in members[g]}
    ordered: list[_Leaf] = []
    for leaf in leaves:
        if leaf.source in groups:
            ordered.append(leaf)
            own = [other for other in leaves if other.source in members[leaf.source]]
            ordered += [replace(o, over=f"{o.over} {leaf.head.text}".strip()) for o in own]
        elif leaf.source not in moved:
            ordered.append(leaf)
    return ordered, groups


def _by_measure(named: Sequence[Head], lone: Sequence[Head]) -> Iterator[tuple[list[_Leaf], bool]]:
    """Columns that are measures, under their sources, beside them or over them."""
    for over in _spans(named):
        own = [h for h in named if h.measures]
        if len(over) <= 1:
            source, words = (over[0].source, over[0].text) if over else ("total", "")
            leaves = [_Leaf(h, h.source or source, h.measures, words) for h in (*lone, *own)]
            yield sorted(leaves, key=lambda leaf: leaf.head.start), not over
        elif own:
            continue
        elif lone[-1].start < over[0].start:
            yield from _chunked(lone, over)
        else:
            # level by level, whatever stands between: each source has its measures, in the same order
            yield from _chunked(over, lone)
            leaves = [_under(h, over) for h in lone]
            if {leaf.over for leaf in leaves} >= {h.text for h in over}:
                yield leaves, False


def _spans(named: Sequence[Head]) -> Iterator[list[Head]]:
    """The heads that stand over measures: all without one of their own, or all but a general one before them."""
    over = [h for h in named if not h.measures]
    yield over
    if len(over) > 1 and over[0].source == "total" and not _TOTAL.match(fold(over[0].text).text):
        yield over[1:]


def _chunked(over: Sequence[Head], under: Sequence[Head]) -> Iterator[tuple[list[_Leaf], bool]]:
    """Heads on one level, then as many under each on the next: sources over measures, or measures over sources."""
    each, rest = divmod(len(under), len(over))
    chunks = [under[i : i + each] for i in range(0, len(under), each)] if each else []
    # the same stands under each of them, or the header is read wrong
    alike = len({tuple((h.source, h.measures) for h in chunk) for chunk in chunks}) == 1
    if rest or not alike:
        return
    leaves = [
        _Leaf(h, top.source or h.source, top.measures or h.measures, top.text)
        for top, chunk in zip(over, chunks, strict=True)
        for h in chunk
    ]
    yield leaves, False


def _under(head: Head, over: Sequence[Head]) -> _Leaf:
    above = [h for h in over if h.start < head.start]
    parent = above[-1] if above else None
    return _Leaf(head, parent.source if parent else "total", head.measures, parent.text if parent else "")
