"""What may have gone wrong when one number was copied, and how likely each such mistake makes what is printed.

The likelihood of a printed number under a cause is the share of that cause among all mistakes, divided by the number
of misprints that the cause could have made of the true number: a swap of neighbours has few outcomes, a wrong digit
many, any other number all. So a printed number that a rare but narrow cause explains is explained by it.

The shares of the digit mistakes among themselves follow what has been counted for hand-copied numbers (J. Verhoeff,
Error Detecting Decimal Codes, 1969: one wrong digit far ahead, then swapped neighbours, then lost and doubled digits);
those of mistakes in the make-up of a table (a total not brought up to date, a row that the range of a sum leaves out or
takes twice, an amount one column off) what has been counted for spreadsheets (R. Panko, What We Know About
Spreadsheet Errors, 1998-2008: errors of range and of copying about as common as errors of typing). Only their order
of magnitude matters here, and none is fitted to any generator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import log

from zvirka.schemas.finding import Cause
from zvirka.sums.digits import printed_decimals, significant_decimals

SHARES = {
    Cause.WRONG_DIGIT: 0.30,
    Cause.TRANSPOSED_DIGITS: 0.12,
    Cause.DROPPED_DIGIT: 0.08,
    Cause.EXTRA_DIGIT: 0.06,
    Cause.SHIFTED_DECIMAL: 0.06,
    Cause.SIGN: 0.02,
    Cause.WRONG_COLUMN: 0.08,
    Cause.SWAPPED_PLAN_FACT: 0.05,
    Cause.STALE_TOTAL: 0.12,
    Cause.MISSING_ROW: 0.04,
    Cause.COUNTED_TWICE: 0.03,
    Cause.UNKNOWN: 0.04,
}

_FARTHEST_SHIFT = 3
"""Places: thousands written as hryvnias and the like."""
_DISTANT_SWAP = 10
"""How many times rarer than swapped neighbours are swapped digits that stand apart (Verhoeff: 10.2 and 0.8 %)."""
_FEWEST_OUTCOMES = 1000
"""Amounts that a cell could as well have: even a small one could have been another of three digits."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A cause and what it costs: the negative logarithm of its share and of its one outcome among all."""

    cause: Cause
    cost: float


def cost_of(cause: Cause, outcomes: float) -> float:
    """The cost of a cause that could have had so many outcomes."""
    return log(outcomes / SHARES[cause])


def outcomes_of_any(value: Decimal, finest: int) -> float:
    """How many numbers of about this size there are, in a table with so many decimals."""
    digits = len(str(abs(int(value.scaleb(finest)))))
    return float(max(_FEWEST_OUTCOMES, 10**digits))


def guess(printed: Decimal, true: Decimal, finest: int) -> Guess:
    """The likeliest way from a true number to a printed one, in a table with so many decimals."""
    found = min(_ways(printed, true, finest), key=lambda m: m.cost, default=None)
    other = Guess(
        Cause.UNKNOWN, cost_of(Cause.UNKNOWN, outcomes_of_any(max(abs(true), abs(printed)), finest))
    )
    return found if found is not None and found.cost < other.cost else other


def _ways(printed: Decimal, true: Decimal, finest: int) -> Iterator[Guess]:
    if printed == -true:
        yield Guess(Cause.SIGN, cost_of(Cause.SIGN, 1))
    if printed == 0 or (printed < 0) != (true < 0):
        return
    if true and any(printed == true.scaleb(k) for k in range(-_FARTHEST_SHIFT, _FARTHEST_SHIFT + 1) if k):
        yield Guess(Cause.SHIFTED_DECIMAL, cost_of(Cause.SHIFTED_DECIMAL, 2 * _FARTHEST_SHIFT))
    shown = f"{abs(printed):f}"
    least = significant_decimals(true)
    # nobody knows with how many zeros the true number would have been printed
    for decimals in range(least, max(least, printed_decimals(printed) + 1, finest) + 1):
        meant = f"{abs(true).quantize(Decimal(1).scaleb(-decimals)):f}"
        yield from _of_digits(shown, meant)


def _of_digits(shown: str, meant: str) -> Iterator[Guess]:
    digits = len(meant.replace(".", ""))
    if len(shown) == len(meant):
        apart = [i for i, (a, b) in enumerate(zip(shown, meant, strict=True)) if a != b]
        if "." in {c for i in apart for c in (shown[i], meant[i])}:
            return
        if len(apart) == 1:
            yield Guess(Cause.WRONG_DIGIT, cost_of(Cause.WRONG_DIGIT, 9 * digits))
        elif len(apart) == 2 and shown[apart[0]] == meant[apart[1]] and shown[apart[1]] == meant[apart[0]]:
            between = meant[apart[0] + 1 : apart[1]].replace(".", "")
            rarity = _DISTANT_SWAP * digits if between else 1
            yield Guess(
                Cause.TRANSPOSED_DIGITS, cost_of(Cause.TRANSPOSED_DIGITS, max(1, digits - 1) * rarity)
            )
    elif shown in _with_one_digit_less(meant):
        yield Guess(Cause.DROPPED_DIGIT, cost_of(Cause.DROPPED_DIGIT, digits))
    elif meant in _with_one_digit_less(shown):
        yield Guess(Cause.EXTRA_DIGIT, cost_of(Cause.EXTRA_DIGIT, 10 * (digits + 1)))


def _with_one_digit_less(text: str) -> set[str]:
    """The numbers that are printed when one digit is lost; a decimal mark without decimals goes too."""
    less = {text[:i] + text[i + 1 :] for i, c in enumerate(text) if c != "."}
    plain = {t.removesuffix(".") for t in less if t and t[0] != "."}
    return plain | {t.lstrip("0") or "0" for t in plain if not t.startswith("0.")}
