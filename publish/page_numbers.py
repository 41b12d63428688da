"""Numbers as the page writes them."""

from __future__ import annotations

from decimal import Decimal

from zvirka.messages import LANGUAGES

_NARROW_SPACE = "\u202f"
_MINUS = "\u2212"


def in_languages(value: Decimal | int) -> list[str]:
    """The number in each language, with all its decimals and its thousands apart."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    text = text.replace(",", _NARROW_SPACE).replace("-", _MINUS)
    return [text.replace(".", ",") if language == "uk" else text for language in LANGUAGES]


def share(value: Decimal | None, most: Decimal) -> str:
    """How long a bar is, in hundredths of the longest."""
    return f"{100 * abs(value) / most:.2f}" if value and most else "0"
