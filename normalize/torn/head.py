"""The money columns that the heads of a torn dump name, where they leave no doubt of their order.

A head is a block of its own. Such dumps print heads of several levels and heights in no sure order, and no sum tells
one source from another. So the sources must stand at least twice, under plan and under fact, each time alike and
without another block between: then they stand on one level, and are printed as they stand. A block that is neither a
text column's head, a source, a measure nor a sum's label refuses the whole: it may be a column that no form knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zvirka.normalize.labels import is_sum_label, opens_parts
from zvirka.normalize.torn.blocks import BlockOfLines
from zvirka.normalize.vocabulary import best_match, first_match, fold, measures_named, occurrences
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure

_COMPARED = (Measure.PLAN, Measure.FACT)
_TWICE = 2
_DERIVED = (Measure.DEVIATION, Measure.PERCENT)


@dataclass(frozen=True, slots=True)
class MoneyHead:
    """A column of money: its source and its measures, two where a cell holds a pair; its words."""

    source: str
    measures: tuple[Measure, ...]
    text: str


@dataclass(frozen=True, slots=True)
class TornHead:
    """The money columns in order, the kinds of the text columns, and the label of a sum that stands among the heads.

    `ordered`: plan and fact stand side by side; else only a percent or a deviation can tell which comes first.
    """

    money: tuple[MoneyHead, ...]
    kinds: frozenset[str]
    sum_label: BlockOfLines | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str  # source, measure, column, sum, or over: words over several columns
    name: str
    measures: tuple[Measure, ...]
    block: BlockOfLines


def head_of(blocks: Sequence[BlockOfLines], form: Form, count: int) -> TornHead | None:
    """What the heads mean, if it is `count` money columns and no other reading of them is possible."""
    first = next((i for i, b in enumerate(blocks) if _opens(b, form)), None)
    if first is None:
        return None
    rest = [b for b in blocks[first + 1 :] if not b.text.isdigit()]
    said = [s for b in rest if (s := _said(b, form)) is not None]
    if len(said) != len(rest):
        return None
    runs = [list(g) for kind, g in groupby(said, key=lambda s: s.kind) if kind == "source"]
    leaves = max(runs, key=len, default=[])
    if len(leaves) < 2 or any(s.name != "total" for run in runs if run is not leaves for s in run):
        return None
    made = list(_layouts(leaves, [s for s in said if s.kind == "measure"], count))
    labels = [s.block for s in said if s.kind == "sum"]
    labels += [r[0].block for r in runs if r is not leaves and len(r) == 1 and is_sum_label(r[0].block.text)]
    if len(made) != 1 or len(labels) > 1:
        return None
    opening = best_match(form.columns, blocks[first].lines[-1].text)
    kinds = {s.name for s in said if s.kind == "column"} | ({opening.id} if opening else set())
    return TornHead(tuple(made[0]), frozenset(kinds), labels[0] if labels else None, _side_by_side(said))


def _opens(block: BlockOfLines, form: Form) -> bool:
    match = best_match(form.columns, block.lines[-1].text)
    return match is not None and match.id in ("number", "activity")


def _said(block: BlockOfLines, form: Form) -> _Said | None:
    """What a head says: what its first word that the form knows stands for, or the measure after a general word."""
    measured = occurrences(form.measures, fold(block.text))
    column, source = first_match(form.columns, block.text), best_match(form.sources, block.text)
    starts = [m.start for m in (column, source, *measured) if m is not None]
    if column is not None and column.start == min(starts):
        general = source is not None and source.id == "total" and source.start == column.start
        if not general and all(m.start > column.start for m in measured):
            return _Said("column", column.id, (), block)
    if measured:
        mixed = source is not None and source.id != "total"
        measures = tuple(Measure(m) for m in measures_named(form.measures, block.text))
        if measures[0] is Measure.PERCENT:
            measures = measures[:1]  # «відсоток виконання» names no fact
        return None if mixed else _Said("measure", "", measures, block)
    if source is not None:
        return _Said("source", source.id, (), block)
    if is_sum_label(block.text):
        return _Said("sum", "", (), block)
    return _Said("over", "", (), block) if opens_parts(block.text) else None


def _layouts(leaves: Sequence[_Said], measured: Sequence[_Said], count: int) -> Iterator[list[MoneyHead]]:
    """The columns that sources and measures make together, if they are so many."""
    names = [s.name for s in leaves]
    size = len(dict.fromkeys(names))
    times, odd = divmod(len(names), size)
    if odd or names != names[:size] * times:
        return
    named = [m for s in measured for m in s.measures]
    if times < _TWICE or len(named) != len(set(named)):
        return
    # plan and fact stand over the sources, and after them what compares the totals alone
    ordered = [m for m in named if m not in _DERIVED] + [m for m in named if m in _DERIVED]
    over, tail = ordered[:times], ordered[times:]
    if len(over) == times and set(tail) <= set(_DERIVED) and len(leaves) + len(tail) == count:
        heads = [MoneyHead(s.name, (over[i // size],), s.block.text) for i, s in enumerate(leaves)]
        yield heads + [MoneyHead("total", (m,), m.value) for m in tail]


def _side_by_side(said: Sequence[_Said]) -> bool:
    """Whether plan and fact follow each other with nothing between, or in one block."""
    kinds = [(s.kind, s.measures) for s in said]
    return any(
        a[1] == _COMPARED or (a[1] + b[1] == _COMPARED)
        for a, b in zip(kinds, [*kinds[1:], ("", ())], strict=True)
    )
