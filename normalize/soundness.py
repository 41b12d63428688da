"""Whether a table that was put together from alignment alone can be trusted; if not, it is refused and said so.

Borders and cells are facts; alignment is evidence. A plausible wrong table is worse than none, so such a table must be
borne out: nothing that looks like a piece of a row stands outside of its cells, each row has one number, its sums hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from zvirka.messages import N_
from zvirka.normalize.labels import is_sum_label
from zvirka.normalize.proofs import MOST_IN_ORDER, fails, sums_of, sums_reach_all, too_many_fail
from zvirka.normalize.rough import RoughRow, RoughTable
from zvirka.normalize.vocabulary import best_match, fold, measures_named, occurrences, whole_match
from zvirka.schemas.document import Line
from zvirka.schemas.report import Measure, Placement, Table
from zvirka.sums import Kind, equations_of, ledger_of, margin

STRAYS = N_("a table stands here whose rows could not be put together: «{text}» stands in no cell of it")
BESIDE = N_("«{text}» looks like a row of amounts and stands in no table")
MERGED = N_("a table stands here whose rows could not be put together: «{text}» holds the numbers of several")
BROKEN = N_(
    "a table stands here that was put together by alignment, but its sums do not hold: {broken} of {all}"
)
OUT_OF_ORDER = N_(
    "a table stands here that was put together from the order of its text, but its sums do not hold: {broken} of {all}"
)
UNSURE = N_(
    "a table stands here some of whose amounts could as well stand in other cells; its sums do not bear all of them out"
)
UNPROVED = N_(
    "a table stands here whose heads could not be laid over its columns for certain; no sum of it proves them"
)

_VALUE = regex.compile(
    r"(?<![\d.,/])\(?[-–−+]?\d{1,3}(?:[ \u00a0\u2009\u202f'.]?\d{3})*(?:[.,]\d+)?\)?(?![\d/])"
)
_NO_AMOUNT = regex.compile(
    r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?<![\d.,])(?:19|20)\d\d(?![.,]?\d)|(?:тел|факс)\p{L}*\.?[\s:]*[\d\s()+-]+",
    regex.I,
)
"""Dates, years and telephone numbers."""

_TORN_VALUES = 4
"""So many amounts on one line of prose are the amounts of a row."""

_NUMBERS = regex.compile(r"(?:^|\n)\s*\d{1,3}(?:\.\d{1,3})*[.)]")
_LEAST_COLUMNS, _LEAST_NAMES = 3, 3
_LEAST_SAME = 4
_LEAST_RUN_ON, _RUN_ON = 2, 0.2
_LEAST_SOURCES, _SOURCES = 4, 0.25
"""So many rows, and so large a share of all, do not look so by accident."""


_LEAST_PROOFS = 3
"""So many sums of rows with amounts of a source do not hold by accident."""

_LEAST_OVER = 4
_MOST_OVER = 2 / 3
"""So many amounts over their plan, and this share of those that differ from it, are no overspending."""


def looks_torn(text: str) -> bool:
    """Whether a line outside of tables looks like a piece of a row: several amounts, few words."""
    letters = sum(c.isalpha() for c in text)
    values = [m[0] for m in _VALUE.finditer(_NO_AMOUNT.sub(" ", text))]
    return len(values) >= _TORN_VALUES and sum(map(len, values)) * 4 >= letters


def refusal(rough: RoughTable, table: Table) -> tuple[str, dict[str, str | int]] | None:
    """Why the table is not to be trusted: a message and its fields; None if it is."""
    if rough.strays and rough.by_position:
        return STRAYS, {"text": short(rough.strays[0].text)}
    if (merged := _merged(rough)) is not None:
        return MERGED, {"text": short(merged)}
    if is_in_order(rough):
        broken, held, _ = sums_of(table)
        if broken > MOST_IN_ORDER or fails(table, broken, held):
            return OUT_OF_ORDER, {"broken": broken, "all": held + broken}
        doubtful = _heads_of_money_over_words(rough) or _spends_over_plan(table) or _sources_as_rows(rough)
        return (UNPROVED, {}) if doubtful else None
    if rough.framed and _one_head_over_all(rough):
        return UNPROVED, {}
    return _unproved(rough, table) if rough.by_position else None


def _merged(rough: RoughTable) -> str | None:
    """The text of a cell that holds what belongs to several rows."""
    texts = [text for row in rough.rows for text in _texts(row, rough)]
    torn = next(filter(looks_torn, texts), None) or _run_on(texts, len(rough.rows))
    if torn is not None or not rough.by_position:
        return torn
    if (head := next((text for row in rough.rows for text in _heads_in(row, rough)), None)) is not None:
        return head
    numbers = [column.index for column in rough.columns if column.kind == "number"]
    cells = (row.cells[index].text for row in rough.rows for index in numbers if index in row.cells)
    return next((text for text in cells if len(_NUMBERS.findall(text)) > 1), None)


def _heads_in(row: RoughRow, rough: RoughTable) -> Iterator[str]:
    """The texts of a row that are heads of another table: a title that names several columns, names below money."""
    if row.wide is not None:
        named = {match.id for match in occurrences(rough.form.columns, fold(row.wide.text))}
        if len(named) >= _LEAST_COLUMNS:
            yield row.wide.text
    money = [c.index for c in rough.columns if c.kind == "money" and c.index in row.cells]
    texts = [row.cells[index].text for index in money]
    names = [text for text in texts if not any(map(str.isdigit, text))]
    named = {id_ for text in names for id_ in _money_named(text, rough)}
    if len(named) >= _LEAST_NAMES:
        yield " ".join(text for text in names if text)


def _money_named(text: str, rough: RoughTable) -> set[str]:
    match = best_match(rough.form.sources, text)
    return {match.id} if match is not None else set(measures_named(rough.form.measures, text))


def strays(rough: RoughTable) -> Iterator[tuple[Line, str, dict[str, str | int]]]:
    """The lines beside a table that look like rows of it, or of one that has no borders; with what to say of each."""
    for line in rough.strays:
        yield line, BESIDE, {"text": short(line.text)}


def _texts(row: RoughRow, rough: RoughTable) -> Iterator[str]:
    if row.wide is not None:
        yield row.wide.text
    for column in rough.columns:
        if column.kind == "activity" and column.index in row.cells:
            yield row.cells[column.index].text


def _one_head_over_all(rough: RoughTable) -> bool:
    """Whether columns that no form knows all have one head: the cells of several rows were taken for one row's."""
    known = {source.id for source in rough.form.sources}
    heads = Counter(c.head for c in rough.columns if c.kind == "money" and _plain(c.source) not in known)
    return max(heads.values(), default=0) >= _LEAST_SAME


def _run_on(texts: Sequence[str], rows: int) -> str | None:
    """A text in which the label of a sum follows another label, if several rows have such: rows were run together."""
    found = [
        text
        for text in texts
        if any(line[:1].isupper() and is_sum_label(line) for line in map(str.strip, text.split("\n")[1:]))
    ]
    return found[0] if len(found) >= _LEAST_RUN_ON and len(found) >= _RUN_ON * rows else None


def _sources_as_rows(rough: RoughTable) -> bool:
    """Whether texts of a table without cells are names of sources: rows of sources that belong to the rows above."""
    labels = Counter(" ".join(text.split()) for row in rough.rows for text in _texts(row, rough))
    beside = [c.index for c in rough.columns if c.kind in ("deadline", "executor", "result")]
    cells = (row.cells[index].text for row in rough.rows for index in beside if index in row.cells)
    texts = Counter(" ".join(text.split()) for text in cells)
    # the label of a total stands in many a row of its own; as an executor it is out of place
    named = sum(n for label, n in labels.items() if n > 1 and _named(label, rough) not in ("", "total"))
    named += sum(n for text, n in texts.items() if n > 1 and _named(text, rough))
    return named >= _LEAST_SOURCES and named >= _SOURCES * len(rough.rows)


def _named(text: str, rough: RoughTable) -> str:
    match = whole_match(rough.form.sources, text)
    return match.id if match is not None else ""


def is_in_order(rough: RoughTable) -> bool:
    """Whether the amounts came to their columns by their order in a text without cells."""
    money = {c.index for c in rough.columns if c.kind == "money"}
    placed = {row.cells[c].placement for row in rough.rows for c in money & row.cells.keys()}
    return bool(placed) and placed <= {Placement.TEXT, Placement.ARITHMETIC, Placement.AMBIGUOUS}


def _heads_of_money_over_words(rough: RoughTable) -> bool:
    """Whether words stand under a head of money in text without cells: the others are off by a column then, too."""
    others = [c for c in rough.columns if c.kind == "other"]
    filled = [
        c for c in others if any(r.cells[c.index].text.strip() for r in rough.rows if c.index in r.cells)
    ]
    return any(best_match(rough.form.sources, c.head) is not None for c in filled)


def _spends_over_plan(table: Table) -> bool:
    """Whether more was spent than planned nearly everywhere: sums hold as well where plan and fact are interchanged."""
    over = under = 0
    for row in table.rows:
        plans = {a.source: a.value for a in row.amounts if a.measure is Measure.PLAN and a.value}
        facts = {a.source: a.value for a in row.amounts if a.measure is Measure.FACT and a.value}
        for source in plans.keys() & facts.keys():
            over += facts[source] > plans[source]
            under += facts[source] < plans[source]
    return over >= _LEAST_OVER and over > _MOST_OVER * (over + under)


def _unproved(rough: RoughTable, table: Table) -> tuple[str, dict[str, str | int]] | None:
    broken, held, within = sums_of(table)
    if fails(table, broken, held):
        return BROKEN, {"broken": broken, "all": held + broken}
    if not rough.sure_cells and (broken or not sums_reach_all(table)):
        return UNSURE, {}
    known = {source.id for source in rough.form.sources}
    strange = {c.source for c in rough.columns if c.kind == "money" and _plain(c.source) not in known}
    if rough.levels > 1 and not rough.sure_heads and not within:
        return UNPROVED, {}
    if not strange:
        return None
    # sums hold as well where a head of a group is laid over its total: heads must leave no doubt besides
    laid = rough.levels == 1 or rough.sure_heads
    whole = laid and _measured_alike(strange, rough) and _are_proved(strange, table)
    return None if whole else (UNPROVED, {})


def _measured_alike(sources: set[str], rough: RoughTable) -> bool:
    """Whether each of the sources has the measures that some other has: a head laid wrongly takes one of them away."""
    measures: dict[str, set[Measure]] = {}
    for column in rough.columns:
        if column.kind == "money":
            measures.setdefault(column.source, set()).update(column.measures)
    main = [measures[source] & {Measure.PLAN, Measure.FACT} for source in measures if source not in sources]
    most = max(main, key=len, default=set())
    return all(measures[source] >= most for source in sources)


def _are_proved(sources: set[str], table: Table) -> bool:
    """Whether each of the sources is one: several sums of rows hold with its amounts, and few do not."""
    ledger = ledger_of(table)
    held: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    for equation in equations_of(table, ledger):
        margins = margin(equation, ledger)
        rows = {equation.target.row, *(spot.row for spot, _ in equation.terms)}
        if margins is None or equation.kind is not Kind.SUM or len(rows) > 1:
            continue
        own = {spot.source for spot, _ in equation.terms if ledger[spot].value}
        (held if margins.size <= margins.widest else broken).update(own)
    return all(
        held[source] >= _LEAST_PROOFS and not too_many_fail(broken[source], held[source])
        for source in sources
    )


def _plain(source: str) -> str:
    """A source without the year of its column."""
    return str(regex.sub(r"_(?:19|20)\d\d$", "", source))


def short(text: str) -> str:
    """The text on one line, cut off where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79] + "…"
