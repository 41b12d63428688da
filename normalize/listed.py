"""Sources listed inside one money cell: «1500,0, у т.ч.: обласний бюджет – 1000,0; міський бюджет – 500,0».

Each source so named becomes a column of the table. What a cell does not tell (a total over a list that has none, the
sources of a plain number) is blank and keeps the cell's text as its raw text, so that no sum takes it for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.head_sources import own_id, source_of
from zvirka.normalize.numbers import bare_state
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.vocabulary import measures_named
from zvirka.normalize.words import Breaks, joined
from zvirka.schemas.document import Line
from zvirka.schemas.form import Form
from zvirka.schemas.report import Placement

_NUMBER = r"\d{1,3}(?:[ \u00a0\u2007\u2009\u202f'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_UNIT = r"(?:\s*(?:(?:тис|тыс|млн)\.?\s*)?(?:грн|гривень|гривні|₴)\.?|\s*(?:тис|тыс|млн)\.)?"
_AMOUNT = regex.compile(
    rf"(?P<value>(?<![\p{{L}}\d.,])(?:\((?:{_NUMBER})\)|(?:(?<=(?:^|[-–—−:=])\s*)[-–−])?(?:{_NUMBER}))(?:\s*/\s*(?:{_NUMBER}|[-–—−]))?)(?P<unit>{_UNIT})"
    r"|(?<=\p{L}[.»\")]*\s*[-–—−:=]\s*)(?P<nil>[-–—−])(?=\s*(?:[;,]|$))"
)
_OPENER = regex.compile(
    r"^\W*(?:[ув]\s*т(?:ому|\.|ом)?\s*ч(?:ислі|исле|\.)?|з\s+(?:них|яких)|із\s+них|из\s+них|зокрема)(?!\p{L})",
    regex.I,
)
_EDGE = " \t\n\u00a0;:,.()[]–—−-=*"
_LONGEST_LABEL = 6
"""A label of more words than this is a sentence, not a source."""

_SHARE = 0.5
"""Of a column's cells so many must list sources for the column to be one of lists."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One amount of a list and the source it is of."""

    source: str
    text: str


def lists_sources(text: str, form: Form) -> bool:
    """Whether a cell lists amounts by source."""
    return len(_items(text, form)) > 0


def with_listed_sources(table: RoughTable, breaks: Breaks) -> RoughTable:
    """The table with a money column for each source that its cells list; the same table if they list none."""
    for column in table.columns:
        if column.kind == "money":
            lists = _lists(table, column, breaks)
            if lists:
                table = _spread(table, column, lists)
    return table


def _lists(table: RoughTable, column: Column, breaks: Breaks) -> dict[int, tuple[_Item, ...]]:
    """The lists in a column, by row; none if they are not what the column usually has."""
    lists: dict[int, tuple[_Item, ...]] = {}
    filled = 0
    for index, row in enumerate(table.rows):
        cell = row.cells.get(column.index)
        if cell is None or cell.repeats or bare_state(cell.text) is not None:
            continue
        filled += 1
        items = _items(joined(cell.lines, breaks, cell.width).replace("\n", "; "), table.form)
        if items:
            lists[index] = items
    return lists if lists and len(lists) >= _SHARE * filled else {}


def _items(text: str, form: Form) -> tuple[_Item, ...]:
    """The amounts of a list with their sources, in order; empty if the text is no list or leaves something open."""
    flat = " ".join(text.split())
    found = list(_AMOUNT.finditer(flat))
    if not found or not any(c.isalpha() for c in flat):
        return ()
    gaps = [
        flat[a:b]
        for a, b in zip([0, *(m.end() for m in found)], [*(m.start() for m in found), len(flat)], strict=True)
    ]
    labels = gaps[:-1] if not gaps[-1].strip(_EDGE) else gaps[1:] if not gaps[0].strip(_EDGE) else []
    sources = [_source(label, form, first=i == 0) for i, label in enumerate(labels)]
    named = [s for s in sources if s]
    if not named or len(set(named)) < len(found) or not any(s in _known(form) for s in named):
        return ()
    return tuple(
        _Item(s, (m["value"] or m["nil"]) + (m["unit"] or "")) for s, m in zip(sources, found, strict=True)
    )


def _known(form: Form) -> set[str]:
    return {source.id for source in form.sources} - {"total"}


def _source(label: str, form: Form, *, first: bool) -> str:
    """The source that a label names; empty if it cannot be one."""
    plain = _OPENER.sub("", label).strip(_EDGE)
    if not plain:
        return "total" if first else ""
    if any(c.isdigit() for c in plain) or len(plain.split()) > _LONGEST_LABEL:
        return ""
    named = source_of(plain, form)
    if not named and measures_named(form.measures, plain):
        return ""
    return named or own_id([plain])


def _spread(table: RoughTable, column: Column, lists: dict[int, tuple[_Item, ...]]) -> RoughTable:
    """The table with the column parted into one for each source."""
    sources = list(dict.fromkeys(item.source for items in lists.values() for item in items))
    # a plain number among lists is a total
    sources = ["total", *(s for s in sources if s != "total")]
    taken = {(c.source, m) for c in table.columns if c is not column for m in c.measures}
    if any((source, m) in taken for source in sources for m in column.measures):
        return table
    offset = max(c.index for c in table.columns) + 1
    made = {source: offset + i for i, source in enumerate(sources)}
    parts = [replace(column, index=index, source=source) for source, index in made.items()]
    rows = tuple(_parted(row, column, made, lists.get(i)) for i, row in enumerate(table.rows))
    columns = [part for c in table.columns for part in (parts if c is column else [c])]
    relations = tuple(
        r for r in table.relations if column.source not in {r.source, *(t.source for t in r.terms)}
    )
    return replace(table, columns=tuple(columns), rows=rows, relations=relations)


def _parted(row: RoughRow, column: Column, made: dict[str, int], items: Sequence[_Item] | None) -> RoughRow:
    cell = row.cells.get(column.index)
    if cell is None:
        return row
    cells = {index: c for index, c in row.cells.items() if index != column.index}
    cells |= dict(_pieces(cell, made, items))
    return replace(row, cells=cells)


def _pieces(
    cell: RoughCell, made: dict[str, int], items: Sequence[_Item] | None
) -> Iterator[tuple[int, RoughCell]]:
    told = {item.source: item.text for item in items or ()}
    plain = bare_state(cell.text) is None and not cell.repeats
    for source, index in made.items():
        if items is None and source == "total":
            yield index, cell
        elif source in told:
            first = cell.lines[0]
            line = Line(told[source], first.page, None, first.number)
            yield index, replace(cell, lines=(line,), placement=Placement.TEXT, whole=cell.text)
        elif plain and (items is None or source == "total"):
            yield index, replace(cell, lines=(), placement=Placement.TEXT, whole=cell.text)
