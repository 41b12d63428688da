"""Plan and fact told in prose: «Забезпечено 120 дітей (план – 931,8 тис.грн., факт – 900,0)».

Where a table has no column of money, and several cells of a text column tell such a pair, the pairs are its amounts.
The text stays whole in its own field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from zvirka.normalize.rough import Column, RoughRow
from zvirka.schemas.document import Line
from zvirka.schemas.report import Measure, Placement

_AMOUNT = r"[\s:=–—−-]*\d[\d \u00a0\u2009\u202f.,'’]*(?:(?:тис|млн|тыс)\.?\s*)?(?:грн|гривень|гривні)?\.?"
_PAIR = regex.compile(
    r"(?<!\p{L})(?:план|передбачен|запланован|затверджен|предусмотрен)\p{L}*" + _AMOUNT + r"[\s,;/]*"
    r"(?:та\s+|і\s+|й\s+|и\s+)?"
    r"(?:факт|виконан|профінансован|використан|освоєн|исполнен|выполнен|профинансирован)\p{L}*" + _AMOUNT,
    regex.I,
)  # fmt: skip
_LEAST = 2
"""So many cells of a column must tell a pair: one may be a figure of speech."""


def prose_column(columns: Sequence[Column], texts: Iterable[tuple[int, str]]) -> int | None:
    """The column of text whose cells tell plan and fact; None if the table has money columns, or no such one.

    `texts` are the cells of the body, each with its column.
    """
    if any(c.kind == "money" for c in columns):
        return None
    kinds = {c.index: c.kind for c in columns}
    told: dict[int, int] = {}
    for index, text in texts:
        if kinds.get(index) not in (None, "number") and _PAIR.search(_flat(text)):
            told[index] = told.get(index, 0) + 1
    best = max(told, key=lambda index: told[index], default=None)
    return best if best is not None and told[best] >= _LEAST else None


def money_column(columns: Sequence[Column], prose: int) -> Column:
    """The column of the pairs that column `prose` tells."""
    head = next(c.head for c in columns if c.index == prose)
    index = max(c.index for c in columns) + 1
    return Column(index, "money", head, "total", (Measure.PLAN, Measure.FACT))


def with_pairs(row: RoughRow, prose: int, money: int) -> RoughRow:
    """The row with the pair that its text tells in column `money`; several pairs stay as they are, to be told of."""
    cell = row.cells.get(prose)
    if cell is None or cell.repeats:
        return row
    pairs = [match[0] for match in _PAIR.finditer(_flat(cell.text))]
    if not pairs:
        return row
    first = cell.lines[0]
    line = Line("; ".join(pairs), first.page, None, first.number)
    told = replace(cell, lines=(line,), placement=Placement.TEXT, whole=cell.text)
    return replace(row, cells={**row.cells, money: told})


def _flat(text: str) -> str:
    return " ".join(text.split())
