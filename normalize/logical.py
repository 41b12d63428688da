"""Several printed rows of one activity → one row: a plan row and a fact row, sources printed as rows.

What such rows say by their labels becomes columns of the table: (source, measure) of each money column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zvirka.normalize.head_sources import own_id, source_of
from zvirka.normalize.heads import MEASURES, SOURCES
from zvirka.normalize.labels import NUMBER, is_sum_label, only_opens_parts
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.vocabulary import measures_named, whole_match
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure

_WORDS_OF_A_SOURCE = 6
"""A label that names a source and has no more words than this is a source, not an activity about one."""

_TEXTS = ("number", "activity", "deadline", "executor", "result", "code", "unit", "other")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the labels of a printed row say of its numbers."""

    source: str = ""
    measure: Measure | None = None


def logical_rows(table: RoughTable) -> RoughTable:
    """The table with one row for each activity; the same table if its rows are so already."""
    kinds = {column.kind for column in table.columns}
    if MEASURES in kinds or SOURCES in kinds:
        return _joined(table, [_from_columns(row, table) for row in table.rows])
    said = [_from_label(row, table) for row in table.rows]
    # a lone row that names a source may be an activity of its own
    return _joined(table, said) if sum(s.source != "" for s in said) >= 2 and _is_rule(table, said) else table


def sources_in_one_cell(table: RoughTable) -> str | None:
    """The text of a cell whose lines name several sources, where a column names the source of each row; else None.

    Which of them the row's amounts are of is not told.
    """
    columns = [c.index for c in table.columns if c.kind == SOURCES]
    for row in table.rows:
        for column in columns:
            cell = row.cells.get(column)
            # a name may be broken over lines, and each of its words be one
            names = (
                [line.text for line in cell.lines if len(line.text.split()) > 1] if cell is not None else []
            )
            named = {m.id for text in names if (m := whole_match(table.form.sources, text)) is not None}
            if cell is not None and len(named) > 1:
                return cell.text
    return None


def _is_rule(table: RoughTable, said: Sequence[_Said]) -> bool:
    """Whether most activities have their sources below them.

    Where only the sum line, or a few rows, tell what they are made of, those are its parts: columns of them would say
    of all other rows that they have no money.
    """
    told = untold = 0
    for index, row in enumerate(table.rows):
        if row.wide is not None or said[index].source or _is_sum_line(row, table) or _only_marks(row):
            continue
        rest = [i for i in range(index + 1, len(said)) if not _only_marks(table.rows[i])]
        if rest and said[rest[0]].source:
            told += 1
        elif _says_amounts(row, table.columns):
            untold += 1
    return told >= untold


def _is_sum_line(row: RoughRow, table: RoughTable) -> bool:
    return any(is_sum_label(_text(row, c.index)) for c in table.columns if c.kind in ("number", "activity"))


def _from_columns(row: RoughRow, table: RoughTable) -> _Said:
    source, measure = "", None
    for column in table.columns:
        text = _text(row, column.index)
        if column.kind == MEASURES:
            measure = _measure(text, table.form)
        elif column.kind == SOURCES:
            # a source that no form knows is one nevertheless: its money is no other's
            source = source_of(text, table.form) or (own_id([text]) if any(map(str.isalpha, text)) else "")
    return _Said(source, measure)


def _measure(text: str, form: Form) -> Measure | None:
    names = measures_named(form.measures, text)
    return Measure(names[0]) if names else None


def _from_label(row: RoughRow, table: RoughTable) -> _Said:
    """A source that the activity's column names under an activity: «Обласний бюджет», without a number of its own."""
    columns = {c.kind: c.index for c in reversed(table.columns)}
    money = [c for c in table.columns if c.kind == "money"]
    if row.wide is not None or "activity" not in columns or any(c.source != "total" for c in money):
        return _Said()
    label = _text(row, columns["activity"]).strip(" -–—:;")
    own = columns["activity"]
    others = [_text(row, c.index) for c in table.columns if c.kind in _TEXTS and c.index != own]
    if not label or any(others) or NUMBER.match(label) or is_sum_label(label):
        return _Said()
    source = source_of(label, table.form)
    if source in ("", "total") or len(label.split()) > _WORDS_OF_A_SOURCE:
        return _Said()
    return _Said(source)


def _joined(table: RoughTable, said: Sequence[_Said]) -> RoughTable:
    groups: list[list[int]] = []
    for index in range(len(table.rows)):
        if groups and _goes_on(table, groups[-1], index, said):
            groups[-1].append(index)
        else:
            groups.append([index])
    offset = max(c.index for c in table.columns) + 1
    money = _money(table, said, offset)
    place = {(c.source, c.measures): c.index for c in money}
    rows = tuple(_row(table, group, said, place) for group in groups)
    texts = [c for c in table.columns if c.kind in _TEXTS]
    first_money = min(c.index for c in table.columns if c.kind == "money")
    ordered = (
        [c for c in texts if c.index < first_money] + money + [c for c in texts if c.index > first_money]
    )
    return replace(table, columns=tuple(ordered), rows=rows)


def _goes_on(table: RoughTable, group: Sequence[int], index: int, said: Sequence[_Said]) -> bool:
    """Whether a printed row belongs to the activity of those before it."""
    row, here = table.rows[index], said[index]
    if row.wide is not None or here == _Said():
        return _only_marks(row) and index + 1 < len(said) and _opens_sources(table, index + 1, said)
    if table.rows[group[-1]].wide is not None or here in [said[i] for i in group]:
        return False
    own = [c.index for c in table.columns if c.kind in ("number", "activity")]
    if all(_only_marks(table.rows[i]) for i in group) and not _opens_sources(table, index, said):
        # «у тому числі:» opens the parts, the first of them is a row of its own
        return False
    if not any(c.kind in (MEASURES, SOURCES) for c in table.columns):
        return True
    return all(_continues(row, c) for c in own)


def _opens_sources(table: RoughTable, index: int, said: Sequence[_Said]) -> bool:
    """Whether what stands below «у тому числі:» is a source of the activity above, and no part with its own name."""
    own = [c.index for c in table.columns if c.kind in ("number", "activity")]
    has_column = any(c.kind in (MEASURES, SOURCES) for c in table.columns)
    return said[index].source != "" and not (
        has_column and any(_text(table.rows[index], column) for column in own)
    )


def _continues(row: RoughRow, column: int) -> bool:
    """Whether a cell has nothing of its own, or only goes on with what the row above it has begun."""
    text = _text(row, column)
    return not text or row.cells[column].repeats or text[0].islower() or text[0] in _BULLETS


_BULLETS = "-–—•·"


def _only_marks(row: RoughRow) -> bool:
    """Whether a row holds «у тому числі:» and nothing else."""
    texts = [
        cell.text for cell in (*row.cells.values(), *((row.wide,) if row.wide else ())) if cell.text.strip()
    ]
    return len(texts) == 1 and only_opens_parts(texts[0])


def _says_amounts(row: RoughRow, columns: Sequence[Column]) -> bool:
    return row.wide is None and any(c.kind == "money" and _text(row, c.index) for c in columns)


def _key(column: Column, said: _Said) -> tuple[str, tuple[Measure, ...]]:
    """What a money column holds in a row with these labels."""
    measures = column.measures if said.measure is None else (said.measure,)
    # a column of a year is one in the rows of each source, too
    year = column.source.removeprefix("total") if column.source.startswith("total_") else ""
    return said.source + year if said.source else column.source, measures


def _money(table: RoughTable, said: Sequence[_Said], offset: int) -> list[Column]:
    """A money column for all that the rows' labels make of the printed ones, source by source."""
    found: dict[tuple[str, tuple[Measure, ...]], Column] = {}
    telling = [s for s, row in zip(said, table.rows, strict=True) if _says_amounts(row, table.columns)]
    for labels in dict.fromkeys(telling):
        for column in table.columns:
            if column.kind == "money":
                found.setdefault(_key(column, labels), column)
    sources = list(dict.fromkeys(source for source, _ in found))
    order = list(Measure)
    keys = sorted(found, key=lambda key: (sources.index(key[0]), order.index(key[1][0])))
    return [Column(offset + i, "money", found[key].head, *key, found[key].unit) for i, key in enumerate(keys)]


def _row(
    table: RoughTable,
    group: Sequence[int],
    said: Sequence[_Said],
    place: dict[tuple[str, tuple[Measure, ...]], int],
) -> RoughRow:
    first = table.rows[group[0]]
    if first.wide is not None:
        return first
    cells: dict[int, RoughCell] = {}
    by_column = any(c.kind in (MEASURES, SOURCES) for c in table.columns)
    for index in group:
        labelled_source = said[index].source != "" or _only_marks(table.rows[index])
        for column in table.columns:
            cell = table.rows[index].cells.get(column.index)
            if cell is None:
                continue
            if column.kind == "money":
                key = _key(column, said[index])
                # a row of marks has nothing, and takes nothing away
                if key in place and (cell.text.strip() or place[key] not in cells):
                    cells[place[key]] = cell
                continue
            # under an activity the label of a source, and «у тому числі:», made the columns and are no text of the row
            is_label = labelled_source and not by_column and column.kind == "activity" and index != group[0]
            # a text merged over several activities is of each of them, and once
            is_again = cell.repeats and (index != group[0] or column.kind == "number")
            if column.kind not in _TEXTS or not cell.text.strip() or is_label or is_again:
                continue
            above = cells.get(column.index)
            cells[column.index] = cell if above is None else replace(above, lines=above.lines + cell.lines)
    return replace(first, cells=cells)


def _text(row: RoughRow, column: int) -> str:
    cell = row.cells.get(column)
    return "" if cell is None else cell.text.strip()
