"""Tables of a dump that prints each cell as a block, put together where the whole is proved; else they stay refused.

Nothing is assigned freely here. The values keep the order in which the document prints them: the k-th of a row is of
the k-th column of the head, or the table is refused. The sums only say yes or no to that one reading. So no wrong
number can be absorbed: it breaks its row's sum or its column's, and then there is no table. What has to hold:

- each row has one value or mark for each money column, and no value stands anywhere else;
- the heads leave one reading, in which every block is explained; plan and fact are told apart by standing side by side
  or by a percent;
- the numbers of items, if there are any, are 1, 2, 3 and on, one for each; the first row, the last or both are sums, as
  many as there are labels of sums, and each is exactly the sum of all items in each column; only one choice is;
- in every row the total is exactly the sum of its sources, and no other column is that of the rest in every row;
  deviations and percents are what they say.

Text between two rows may be of either, so only numbers of rows and labels of sums are placed; the rest is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zvirka.messages import N_
from zvirka.normalize.labels import is_sum_label
from zvirka.normalize.numbers import Marks, read_cell, settle_marks
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.torn.blocks import (
    BlockOfLines,
    Body,
    Stretch,
    blocks_of,
    body_of,
    is_series,
    number_in,
    printed_number,
    runs_of,
    widths,
)
from zvirka.normalize.torn.head import MoneyHead, TornHead, head_of
from zvirka.normalize.torn.sums import proves
from zvirka.schemas.document import Line, Stream
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.form import Form
from zvirka.schemas.report import Placement, State

TEXTS = N_("these texts stand among the amounts, and their rows and columns could not be told: {text}")

_NUMBER, _ACTIVITY = 0, 1
_MONEY = 2
"""The places of the columns: number, label, then money."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as told: the number of an item or the label of a sum, and its values."""

    number: BlockOfLines | None
    label: BlockOfLines | None
    values: tuple[BlockOfLines, ...]


def torn_table(stream: Stream, forms: Sequence[Form]) -> RoughTable | None:
    """The table of a torn stream, if one reading of it is proved; None where none is, or more than one."""
    runs = runs_of(blocks_of(stream.lines))
    bodies = [body for count in widths(runs) if (body := body_of(runs, count)) is not None]
    found = [made for body in bodies for form in forms if (made := _by_form(body, form)) is not None]
    return found[0] if len(found) == 1 else None


def _by_form(body: Body, form: Form) -> RoughTable | None:
    texts = body.stretches[0].texts
    split = _split(texts)
    head = head_of(texts[:split], form, len(body.rows[0]))
    if head is None or not set(form.require) <= head.kinds | {m.source for m in head.money}:
        return None
    heads = {block.text for block in texts[:split]} - ({head.sum_label.text} if head.sum_label else set())
    others = [b for s in (Stretch(texts[split:], ()), *body.stretches[1:]) for b in s.texts]
    told = [b for b in (*others, *body.after) if b.text not in heads]
    found = [rows for rows in _readings(body, told, head) if _is_proved(rows, head, form)]
    return _table(found[0], told, head, form, texts[:split]) if len(found) == 1 else None


def _split(texts: Sequence[BlockOfLines]) -> int:
    """Where the heads end: at the number 1 of the first item, or at a sum's label at the end, if there is one."""
    for i, block in enumerate(texts):
        numbered = number_in(block)
        if i and numbered is not None and numbered[-1] == 1:
            return i
    last = len(texts) - 1
    return last if last > 0 and is_sum_label(texts[last].text) else len(texts)


def _readings(body: Body, told: Sequence[BlockOfLines], head: TornHead) -> Iterator[list[_Row]]:
    """The rows, where the first, the last or both are sums, as many as there are labels of sums."""
    labels = [b for b in told if is_sum_label(b.text)]
    if head.sum_label is not None:
        labels.insert(0, head.sum_label)
    numbered = [b for b in told if number_in(b) is not None]
    values = body.rows
    items = len(values) - len(labels)
    if numbered and (len(numbered) != items or not is_series([n for b in numbered if (n := number_in(b))])):
        return
    numbers: list[BlockOfLines | None] = [*numbered] or [None] * items
    nothing: list[BlockOfLines | None] = [None]
    for first in (0, 1):
        last = len(labels) - first
        if last in (0, 1):
            sums = nothing * first + numbers + nothing * last
            named = [*labels[:first], *nothing * items, *labels[first:]]
            yield [_Row(n, label, v) for n, label, v in zip(sums, named, values, strict=True)]


def _is_proved(rows: Sequence[_Row], head: TornHead, form: Form) -> bool:
    marks = settle_marks(part for row in rows for value in row.values for part in value.text.split("/"))
    vectors = [_vector(row, head, marks) for row in rows]
    items = [v for v, row in zip(vectors, rows, strict=True) if row.label is None and v is not None]
    sums = [v for v, row in zip(vectors, rows, strict=True) if row.label is not None and v is not None]
    columns = [(m.source, measure) for m in head.money for measure in m.measures]
    whole = len(items) + len(sums) == len(rows)
    return whole and proves(columns, items, sums, form, ordered=head.ordered)


def _vector(row: _Row, head: TornHead, marks: Marks) -> list[Decimal] | None:
    """The numbers of a row, a mark as 0; None if some value is no number and no mark."""
    vector: list[Decimal] = []
    for value, column in zip(row.values, head.money, strict=True):
        readings = read_cell(value.text, column.measures, marks)
        if readings.lone:
            return None
        for reading in readings.readings:
            if reading.state in (State.BLANK, State.UNREADABLE):
                return None
            vector.append(reading.value or Decimal(0))
    return vector


def _table(
    rows: Sequence[_Row],
    told: Sequence[BlockOfLines],
    head: TornHead,
    form: Form,
    heads: Sequence[BlockOfLines],
) -> RoughTable:
    lines = [line for block in heads for line in block.lines]
    opening = len(heads[0].lines) - 1
    made = tuple(_rough_row(row) for row in rows)
    return RoughTable(
        form,
        (Column(_NUMBER, "number", ""), Column(_ACTIVITY, "activity", ""), *_columns(head.money)),
        made,
        tuple(lines[:opening]),
        tuple(lines[opening:]),
        lines[0].page,
        rows[-1].values[-1].lines[-1].page,
        doubts=tuple(_told(told, [row.label for row in rows if row.label])),
    )


def _columns(money: Sequence[MoneyHead]) -> Iterator[Column]:
    for i, column in enumerate(money, start=_MONEY):
        yield Column(i, "money", column.text, column.source, column.measures)


def _rough_row(row: _Row) -> RoughRow:
    cells = {
        i: RoughCell(value.lines, Placement.ARITHMETIC) for i, value in enumerate(row.values, start=_MONEY)
    }
    if row.label is not None:
        cells[_ACTIVITY] = RoughCell(row.label.lines, Placement.TEXT)
    if row.number is not None:
        line = row.number.lines[0]
        number = Line(printed_number(row.number), line.page, line.box, line.number)
        cells[_NUMBER] = RoughCell((number,), Placement.TEXT)
    first = row.values[0].lines[0]
    return RoughRow(cells, first.page, first.number)


def _told(told: Sequence[BlockOfLines], placed: Sequence[BlockOfLines]) -> Iterator[Finding]:
    """What is said of the texts that are in no field, number and all."""
    texts = [b for b in told if not any(b is p for p in placed)]
    if texts:
        yield _unplaced(TEXTS, texts)


def _unplaced(template: str, blocks: Sequence[BlockOfLines]) -> Finding:
    line = blocks[0].lines[0]
    text = " | ".join(block.text for block in blocks)
    return Finding(
        "unplaced_text",
        Severity.WARNING,
        template,
        {"text": text},
        page=line.page,
        line=line.number,
    )
