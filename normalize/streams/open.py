"""Runs whose columns the text leaves open, placed by the table's sums as far as these tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zvirka.normalize.numbers import settle_marks
from zvirka.normalize.rough import Column, RoughCell, RoughRow
from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.path import HEADING, LABEL, Piece, Slot
from zvirka.normalize.streams.placement import Arithmetic, OpenRow, Option, place, ways
from zvirka.normalize.streams.rows import Draft
from zvirka.normalize.streams.values import Value
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure, Placement


@dataclass(frozen=True, slots=True)
class _Lines:
    """What each row does in the sums: the items, and for each sum line the rows it may sum."""

    items: tuple[int, ...]
    totals: tuple[int, ...]


def placed(
    text: Text, slots: Sequence[Slot], draft: Draft, form: Form, totals: set[int]
) -> tuple[RoughRow, ...]:
    """The rows with their open runs placed. `totals` are the words that sum lines begin with."""
    if not draft.open:
        return draft.rows
    columns = [c for slot in slots if slot.is_money for c in slot.columns]
    texts = [_said(v) for row in draft.pieces for p in row if p.run for v in p.run.values]
    arithmetic = Arithmetic.of(columns, form, settle_marks(texts), texts)
    options = [tuple(_options(slots, row, draft, i)) for i, row in enumerate(draft.pieces)]
    lines = _lines(draft, totals)
    summed = _summed(lines, [arithmetic.vector(o[0]) for o in options], arithmetic, columns)
    rows = [OpenRow(o, summed.get(i, ())) for i, o in enumerate(options)]
    result = place(rows, arithmetic)
    done = list(draft.rows)
    for i in sorted({o.row for o in draft.open}):
        done[i] = _filled(text, columns, done[i], draft.pieces[i], result.options[i])
    return tuple(done)


def agreement(slots: Sequence[Slot], pieces: Sequence[Piece], form: Form) -> tuple[int, int]:
    """How many sums within whole rows hold, and how many fail: a wrong order of columns breaks them."""
    columns = [c for slot in slots if slot.is_money for c in slot.columns]
    texts = [_said(v) for p in pieces if p.run for v in p.run.values]
    arithmetic = Arithmetic.of(columns, form, settle_marks(texts), texts)
    checks: list[bool] = []
    for piece in pieces:
        own = [c.index for c in slots[piece.slot].columns] if piece.run else []
        if piece.run and len(piece.run.values) == len(own) == len(columns):
            option = tuple(zip(own, map(_said, piece.run.values), strict=True))
            checks += arithmetic.checks(arithmetic.vector(option))
    return checks.count(True), checks.count(False)


def _said(value: Value) -> str:
    return value.text.replace("\n", " ")


def _options(slots: Sequence[Slot], row: Sequence[Piece], draft: Draft, i: int) -> Iterator[Option]:
    """The ways to place all runs of a row; those that the text places have one."""
    made: list[Option] = [()]
    for piece in row:
        if piece.run is None:
            continue
        columns = [c.index for c in slots[piece.slot].columns]
        texts = [_said(v) for v in piece.run.values]
        if any(o.row == i and o.slot == piece.slot for o in draft.open):
            own = list(ways(columns, texts))
        else:
            cells = draft.rows[i].cells
            own = [tuple(zip([c for c in columns if c in cells and cells[c].lines], texts, strict=True))]
        made = [a + b for a in made for b in own]
    yield from made


def _lines(draft: Draft, totals: set[int]) -> _Lines:
    items, sums = [], []
    for i, row in enumerate(draft.pieces):
        if not any(p.run for p in row) or row[0].slot == HEADING:
            continue
        if row[0].slot != LABEL:
            items.append(i)
        elif row[0].start in totals:
            sums.append(i)
    return _Lines(tuple(items), tuple(sums))


def _summed(
    lines: _Lines, vectors: Sequence[Sequence[int]], arithmetic: Arithmetic, columns: Sequence[Column]
) -> dict[int, tuple[int, ...]]:
    """For each sum line the rows that it sums: those since the sum line before it, or all, as the totals agree.

    The totals of the rows are their first values and known before anything is placed.
    """
    first = columns[0]
    spots = [arithmetic.spots[first.source, m] for m in first.measures if m is not Measure.PERCENT]
    found = {}
    for k, line in enumerate(lines.totals):
        before = lines.totals[k - 1] if k else -1
        stretch = tuple(i for i in lines.items if before < i < line)
        earlier = tuple(i for i in lines.items if i < line)
        last = line == lines.totals[-1]
        choices = [earlier, stretch] if last else [stretch, earlier]
        after = lines.totals[k + 1] if k + 1 < len(lines.totals) else len(vectors)
        choices += [tuple(i for i in lines.items if line < i < after)]
        choices += [tuple(i for i in lines.items if i > line), lines.items]
        choices = [c for c in choices if c]
        right = [c for c in choices if _holds(line, c, vectors, spots)]
        if choices:
            found[line] = (right or choices)[0]
    return found


def _holds(line: int, terms: Sequence[int], vectors: Sequence[Sequence[int]], spots: Sequence[int]) -> bool:
    return all(vectors[line][s] == sum(vectors[i][s] for i in terms) for s in spots)


def _filled(
    text: Text,
    columns: Sequence[Column],
    row: RoughRow,
    pieces: Sequence[Piece],
    remaining: Sequence[Option],
) -> RoughRow:
    """The row with its values in the likeliest of the remaining options; what these differ in is ambiguous."""
    values = [v for p in pieces if p.run for v in p.run.values]
    heads = {c.index: c.head for c in columns}
    cells = dict(row.cells)
    filled = {column for option in remaining for column, _ in option}
    for column in heads:
        told = Placement.AMBIGUOUS if len(remaining) > 1 and column in filled else Placement.ARITHMETIC
        if not cells[column].lines:
            cells[column] = RoughCell((), told)
    for k, value in enumerate(values):
        places = list(dict.fromkeys(option[k][0] for option in remaining))
        if cells[places[0]].lines:
            continue  # the text itself has placed it
        told = Placement.ARITHMETIC if len(places) == 1 else Placement.AMBIGUOUS
        others = tuple(heads[c] for c in places[1:])
        cells[places[0]] = RoughCell(text.cut(value.start, value.end), told, others)
    return replace(row, cells=cells)
