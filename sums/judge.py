"""Whether an equation holds, in the three steps of rounding.

1. Each printed number stands for the interval of half a unit of its last printed digit to either side. An equation
   that no values in those intervals can make right is an error.
2. Every number is taken to the table's finest printed decimal, zeros at the end left off. An equation that the
   intervals of step 1 can make right, but not these: an error where the table is otherwise exact, else a warning.
3. What holds within that too, but not exactly, is a note.

A table is otherwise exact where at least three, and at least three quarters, of its other sums with two or more
non-zero terms hold to the last digit. A percent is a rounded number by nature: it holds exactly when it is the exact
quotient rounded to the decimals that it prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zvirka.schemas.finding import Severity
from zvirka.sums.digits import printed_decimals
from zvirka.sums.equation import Equation, Kind
from zvirka.sums.ledger import Ledger, Number, Spot, without_zeros

_EXACT_AT_LEAST = 3
_EXACT_SHARE = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Margin:
    """How far an equation is from holding, in the ledger's units; for a percent, in its own units.

    `gap` is target less sum (for AT_MOST, 0 where it holds). `widest` is the largest gap that step 1 allows,
    `finest` the largest that step 2 allows. `is_telling` marks sums with two or more non-zero terms.
    """

    gap: Fraction
    widest: Fraction
    finest: Fraction
    is_telling: bool = False

    @property
    def size(self) -> Fraction:
        """The gap without its sign."""
        return abs(self.gap)


def margin(equation: Equation, ledger: Ledger, changed: Mapping[Spot, Number] | None = None) -> Margin | None:
    """The margin of an equation, with the numbers of some cells changed if given. None: a percent of nothing."""

    def number(spot: Spot) -> Number:
        return changed[spot] if changed and spot in changed else ledger[spot]

    target = number(equation.target)
    terms = [(number(spot), sign) for spot, sign in equation.terms]
    if equation.kind is Kind.PERCENT:
        return _percent_margin(target, terms[0][0], terms[1][0], ledger)
    gap = target.value - sum(n.value * sign for n, sign in terms)
    if equation.kind is Kind.AT_MOST:
        gap = min(gap, 0)
    numbers = [target, *(n for n, _ in terms)]
    printed = sum(n.half > 0 for n in numbers)
    telling = equation.kind is Kind.SUM and sum(n.value != 0 for n, _ in terms) >= 2
    widest = sum(n.half for n in numbers)
    return Margin(Fraction(gap), Fraction(widest), Fraction(printed * ledger.finest), telling)


def _percent_margin(percent: Number, part: Number, whole: Number, ledger: Ledger) -> Margin | None:
    """Percents are compared in the ledger's units of a percent; the widest is half its own last digit and the rest."""
    if whole.value == 0:
        return None
    unit = 10 ** (ledger.decimals + 1)

    def quotient(part_shift: int, whole_shift: int) -> Fraction | None:
        below = whole.value + whole_shift
        return Fraction(100 * unit * (part.value + part_shift), below) if below * whole.value > 0 else None

    exact = Fraction(100 * unit * part.value, whole.value)
    gap = percent.value - exact

    def reach(part_half: int, whole_half: int) -> Fraction | None:
        corners = [quotient(p, w) for p in (-part_half, part_half) for w in (-whole_half, whole_half)]
        # towards the side on which the printed percent lies; None where the whole may be nothing
        if any(c is None for c in corners):
            return None
        side = [abs(c - exact) for c in corners if c is not None and (c - exact) * gap >= 0]
        return max(side, default=Fraction(0)) + percent.half

    # a whole that may be nothing can make any percent right
    widest = reach(part.half, whole.half)
    finest = reach(*(ledger.finest if n.half else 0 for n in (part, whole)))
    fine = finest if finest is not None else abs(gap)
    shown = Fraction(0) if abs(gap) <= percent.half else gap
    return Margin(shown, widest if widest is not None else abs(gap), fine)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of an equation that does not hold exactly: how bad, and the numbers.

    `difference` is what stands there less what was expected, exactly.
    """

    equation: Equation
    severity: Severity
    reported: Decimal
    expected: Decimal
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the equations of one table. `telling` is how many of its sums have two or more non-zero terms."""

    ledger: Ledger
    telling: int
    exact: int

    def severity(self, found: Margin | None) -> Severity | None:
        """How bad a margin is; None where the equation holds exactly."""
        if found is None or found.gap == 0:
            return None
        if found.size > found.widest:
            return Severity.ERROR
        if found.size > found.finest:
            return Severity.ERROR if self.is_otherwise_exact(found) else Severity.WARNING
        return Severity.NOTE

    def is_otherwise_exact(self, found: Margin) -> bool:
        """Whether the table's sums, but for this one, hold to the last digit."""
        exact = self.exact - (found.is_telling and found.gap == 0)
        others = self.telling - found.is_telling
        return exact >= _EXACT_AT_LEAST and exact >= _EXACT_SHARE * others

    def verdict(self, equation: Equation) -> Verdict | None:
        """What is to be said of an equation; None where it holds."""
        severity = self.severity(margin(equation, self.ledger))
        if severity is None:
            return None
        reported, expected = self.ledger.exact(self.ledger[equation.target].value), self.expected(equation)
        return Verdict(equation, severity, reported, expected, without_zeros(reported - expected))

    def expected(self, equation: Equation) -> Decimal:
        """The other side of an equation; a percent is rounded to the decimals that stand there, at least."""
        values = [self.ledger[spot].value * sign for spot, sign in equation.terms]
        if equation.kind is not Kind.PERCENT:
            return self.ledger.exact(sum(values))
        half = self.ledger[equation.target].half
        shown = printed_decimals(self.ledger.exact(2 * half)) if half else 2
        return rounded(Fraction(100 * values[0], values[1]), shown)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """The value rounded half away from nothing, as people round."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return (Decimal(whole) if value >= 0 else -Decimal(whole)).scaleb(-decimals)


def judge_of(equations: tuple[Equation, ...], ledger: Ledger) -> Judge:
    """The judge of a table with these equations."""
    margins = [margin(e, ledger) for e in equations if e.kind is Kind.SUM]
    telling = [m for m in margins if m is not None and m.is_telling]
    return Judge(ledger, len(telling), sum(m.gap == 0 for m in telling))
