"""What a printed number stands for: the interval of half a unit of its last printed digit to either side."""

from __future__ import annotations

from decimal import Decimal


def printed_decimals(value: Decimal) -> int:
    """The decimals that are printed: 2 for 964.00, 0 for 964."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def significant_decimals(value: Decimal) -> int:
    """The decimals that say something: zeros at the end left off, 0 for 964.00 and 1 for 28.80."""
    return printed_decimals(value.normalize())


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last digit of a number with so many decimals (fewer than 0: tens, hundreds)."""
    return Decimal(5).scaleb(-decimals - 1)
