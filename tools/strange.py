"""Mistakes of kinds that the checker does not rank, put into a right table one at a time. Not shipped."""

from __future__ import annotations

import random
from decimal import Decimal

from tools.mistaken import PAID, Made, Maker, digits, numbers_of, wrong_digit
from tools.tables import Draft
from zvirka.schemas.report import Role


def _phonetic(rng: random.Random, text: str) -> str | None:
    """13 heard for 30, 15 for 50, and other numbers that sound alike."""
    alike = {"13": "30", "14": "40", "15": "50", "16": "60", "17": "70", "18": "80", "19": "90"}
    alike |= {b: a for a, b in alike.items()}
    places = [i for i in range(len(text) - 1) if text[i : i + 2] in alike]
    if not places:
        return None
    at = rng.choice(places)
    return text[:at] + alike[text[at : at + 2]] + text[at + 2 :]


def _jumped(rng: random.Random, text: str) -> str | None:
    """Digits that stand apart are swapped."""
    places = [i for i, c in enumerate(text) if c != "."]
    if len(places) < 3:
        return None
    at = rng.randrange(len(places) - 2)
    a, b = places[at], places[at + 2]
    changed = list(text)
    changed[a], changed[b] = changed[b], changed[a]
    return "".join(changed) if changed[0] != "0" else None


def _other(rng: random.Random, text: str) -> str | None:
    """Any other number of as many digits."""
    return "".join(rng.choice("123456789") if c != "." else c for c in text)


def _two_wrong(rng: random.Random, text: str) -> str | None:
    once = wrong_digit(rng, text)
    return wrong_digit(rng, once) if once is not None else None


def _rotated(_: random.Random, text: str) -> str | None:
    """A digit typed too late: 1234 becomes 2341."""
    digits = text.replace(".", "")
    if len(digits) < 3:
        return None
    turned = digits[1:] + digits[0]
    point = text.find(".")
    return None if turned[0] == "0" else turned if point < 0 else turned[:point] + "." + turned[point:]


def _from_other_row(rng: random.Random, draft: Draft) -> Made | None:
    """The number of the row above or below in the same column, typed once more."""
    cells = [(r, c) for r, c in numbers_of(draft) if r.role is Role.ITEM]
    for _ in range(60 if cells else 0):
        row, column = rng.choice(cells)
        near = [o for o in draft.rows if o.role is Role.ITEM and o is not row and o.values.get(column)]
        value = row.values[column]
        if near and (copied := rng.choice(near).values[column]) != value:
            row.values[column] = copied
            return Made(None, "from_other_row", ((row, column),), value)
    return None


def _row_below(rng: random.Random, draft: Draft) -> Made | None:
    """An amount that stands one row too low."""
    items = [r for r in draft.rows if r.role is Role.ITEM]
    for _ in range(60):
        at = rng.randrange(len(items) - 1)
        row, below = items[at], items[at + 1]
        columns = [c for c in draft.columns if row.values.get(c) and not below.values.get(c) and c[1] in PAID]
        columns = [c for c in columns if c[0] not in ("total", "local_budgets")]
        if columns:
            column = rng.choice(columns)
            below.values[column] = row.values.pop(column)
            return Made(None, "row_below", ((below, column),), elsewhere=((row, column),))
    return None


def _rounded(_: random.Random, text: str) -> str | None:
    """Rounded to tens or hundreds, more coarsely than the table."""
    value = Decimal(text)
    return f"{value.quantize(Decimal(10)):f}" if value >= 20 else None


def _lost(rng: random.Random, draft: Draft) -> Made | None:
    """A number that was not typed: a dash stands there."""
    cells = numbers_of(draft)
    if not cells:
        return None
    row, column = rng.choice(cells)
    value, row.values[column] = row.values[column], None
    return Made(None, "lost", ((row, column),), value)


STRANGE: dict[str, Maker] = {
    "sounds_alike": digits(_phonetic, None, "sounds_alike"),
    "jumped_digits": digits(_jumped, None, "jumped_digits"),
    "two_wrong_digits": digits(_two_wrong, None, "two_wrong_digits"),
    "rotated_digits": digits(_rotated, None, "rotated_digits"),
    "other_number": digits(_other, None, "other_number"),
    "from_other_row": _from_other_row,
    "row_below": _row_below,
    "rounded_coarsely": digits(_rounded, None, "rounded_coarsely"),
    "lost": _lost,
}
