"""Mistakes as people make them, put into a right table one at a time. Not shipped.

Each changes what is printed and nothing that follows from it, and says where a checker should look. `KINDS` are the
causes that the checker ranks; `tools.strange` has kinds that it knows nothing of.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tools.tables import Column, Draft, DraftRow
from zvirka.schemas.finding import Cause
from zvirka.schemas.report import Measure, Role

PAID = (Measure.PLAN, Measure.FACT)


@dataclass(frozen=True, slots=True)
class Made:
    """A mistake that was made: its cause (None for a strange one), the row, and the cells that changed.

    `suspects` are the cells that a checker may name; empty: it names none. `elsewhere` are other cells that changed.
    """

    cause: Cause | None
    kind: str
    suspects: tuple[tuple[DraftRow, Column], ...]
    right: Decimal | None = None
    elsewhere: tuple[tuple[DraftRow, Column], ...] = ()


Maker = Callable[[random.Random, Draft], Made | None]


def numbers_of(draft: Draft) -> list[tuple[DraftRow, Column]]:
    """The cells with a number other than nothing that adds up."""
    return [
        (row, column)
        for row in draft.rows
        for column, value in row.values.items()
        if value and column[1] in PAID
    ]


def _text(value: Decimal) -> str:
    return f"{abs(value):f}"


def digits(change: Callable[[random.Random, str], str | None], cause: Cause | None, kind: str) -> Maker:
    """A mistake that turns the text of one number into another."""

    def made(rng: random.Random, draft: Draft) -> Made | None:
        cells = numbers_of(draft)
        for _ in range(60 if cells else 0):
            row, column = rng.choice(cells)
            value = row.values[column]
            if value is None or (text := change(rng, _text(value))) is None:
                continue
            wrong = Decimal(text).copy_sign(value)
            if wrong != value and not text.startswith("00"):
                row.values[column] = wrong
                return Made(cause, kind, ((row, column),), value)
        return None

    return made


def _transposed(rng: random.Random, text: str) -> str | None:
    places = [i for i, c in enumerate(text) if c != "."]
    if len(places) < 2:
        return None
    at = rng.randrange(len(places) - 1)
    a, b = places[at], places[at + 1]
    changed = list(text)
    changed[a], changed[b] = changed[b], changed[a]
    return None if changed[0] == "0" and text[1:2] != "." else "".join(changed)


def wrong_digit(rng: random.Random, text: str) -> str | None:
    at = rng.choice([i for i, c in enumerate(text) if c != "."])
    return text[:at] + rng.choice("0123456789" if at else "123456789") + text[at + 1 :]


def _dropped(rng: random.Random, text: str) -> str | None:
    places = [i for i, c in enumerate(text) if c != "."]
    if len(places) < 2:
        return None
    at = rng.choice(places)
    changed = (text[:at] + text[at + 1 :]).removesuffix(".")
    return None if not changed or changed[0] == "." else changed


def _extra(rng: random.Random, text: str) -> str | None:
    at = rng.randrange(len(text) + 1)
    # mostly a key that was held too long
    digit = text[at - 1] if at and text[at - 1] != "." and rng.random() < 0.5 else rng.choice("0123456789")
    return None if at == 0 and digit == "0" else text[:at] + digit + text[at:]


def _shifted(rng: random.Random, text: str) -> str | None:
    return f"{Decimal(text).scaleb(rng.choice((-1, 1, 1, -2, 2, 3))):f}"


def _minus(rng: random.Random, draft: Draft) -> Made | None:
    cells = numbers_of(draft)
    if not cells:
        return None
    row, column = rng.choice(cells)
    value = row.values[column]
    row.values[column] = -value if value is not None else None
    return Made(Cause.SIGN, "sign", ((row, column),), value)


def _wrong_column(rng: random.Random, draft: Draft) -> Made | None:
    rows = [r for r in draft.rows if r.role is Role.ITEM]
    sources = [s for s, m in draft.columns if m is Measure.PLAN and s not in ("total", "local_budgets")]
    for _ in range(60):
        row = rng.choice(rows)
        here, there = rng.sample(sources, 2)
        if not row.values.get((here, Measure.PLAN)) or row.values.get((there, Measure.PLAN)):
            continue
        moved = [(here, m) for m in PAID if row.values.get((here, m)) is not None]
        for column in moved:
            row.values[there, column[1]] = row.values.pop(column)
        stands = tuple((row, (there, m)) for _, m in moved)
        return Made(Cause.WRONG_COLUMN, "wrong_column", stands, elsewhere=tuple((row, c) for c in moved))
    return None


def _swapped(rng: random.Random, draft: Draft) -> Made | None:
    pairs = [
        (row, source)
        for row, (source, measure) in numbers_of(draft)
        if measure is Measure.PLAN
        and row.values.get((source, Measure.FACT)) not in (None, row.values[source, Measure.PLAN])
    ]
    if not pairs:
        return None
    row, source = rng.choice(pairs)
    plan, fact = (source, Measure.PLAN), (source, Measure.FACT)
    row.values[plan], row.values[fact] = row.values[fact], row.values[plan]
    right = row.values[fact]
    return Made(Cause.SWAPPED_PLAN_FACT, "swapped_plan_fact", ((row, plan),), right, ((row, fact),))


def _lines(draft: Draft) -> list[DraftRow]:
    return [r for r in draft.rows if r.role in (Role.TOTAL, Role.SUBTOTAL) and r.sums]


def _stale(rng: random.Random, draft: Draft) -> Made | None:
    """An item was corrected, its row too, and one sum line kept what it had."""
    lines = _lines(draft)
    if not lines:
        return None
    line = rng.choice(lines)
    columns = [c for c in line.values if line.values[c] and c[1] in PAID and c[0] != "total"]
    if not columns:
        return None
    source, measure = rng.choice(columns)
    value = line.values[source, measure]
    off = Decimal(rng.randint(1, 9999)).scaleb(-draft.shape.decimals) * rng.choice((1, -1))
    if value is None or value + off < 0:
        return None
    changed = [(source, measure)]
    if draft.shape.total_column:
        changed.append(("total", measure))
    if draft.shape.group and source in ("oblast_budget", "city_budget"):
        changed.append(("local_budgets", measure))
    for column in changed:
        line.values[column] = (line.values[column] or 0) + off
    return Made(Cause.STALE_TOTAL, "stale_total", tuple((line, c) for c in changed))


def _missing(rng: random.Random, draft: Draft) -> Made | None:
    items = [r for r in draft.rows if r.role is Role.ITEM and any(r.values.values())]
    parents = {id(r.parent) for r in draft.rows}
    items = [r for r in items if id(r) not in parents]
    if not _lines(draft) or len(items) < 3:
        return None
    row = rng.choice(items)
    draft.rows.remove(row)
    return Made(Cause.MISSING_ROW, "missing_row", ())


def _twice(rng: random.Random, draft: Draft) -> Made | None:
    lines = _lines(draft)
    line = rng.choice(lines) if lines else None
    rows = [r for r in (line.sums if line else ()) if any(r.values.values()) and r in draft.rows]
    if line is None or not rows:
        return None
    row = rng.choice(rows)
    columns = [c for c, v in row.values.items() if v and c[1] is not Measure.PERCENT]
    for column in columns:
        line.values[column] = (line.values.get(column) or Decimal(0)) + (row.values[column] or Decimal(0))
    stands = tuple((row, c) for c in columns)
    return Made(Cause.COUNTED_TWICE, "counted_twice", stands, elsewhere=tuple((line, c) for c in columns))


KINDS: dict[str, Maker] = {
    "transposed_digits": digits(_transposed, Cause.TRANSPOSED_DIGITS, "transposed_digits"),
    "wrong_digit": digits(wrong_digit, Cause.WRONG_DIGIT, "wrong_digit"),
    "dropped_digit": digits(_dropped, Cause.DROPPED_DIGIT, "dropped_digit"),
    "extra_digit": digits(_extra, Cause.EXTRA_DIGIT, "extra_digit"),
    "shifted_decimal": digits(_shifted, Cause.SHIFTED_DECIMAL, "shifted_decimal"),
    "sign": _minus,
    "wrong_column": _wrong_column,
    "swapped_plan_fact": _swapped,
    "stale_total": _stale,
    "missing_row": _missing,
    "counted_twice": _twice,
}


def make(rng: random.Random, draft: Draft, kind: str, kinds: Mapping[str, Maker] = KINDS) -> Made | None:
    """Put a mistake of a kind into the draft; None if this table has no place for it."""
    return kinds[kind](rng, draft)
