"""The unit of a table's amounts: тис. грн., грн., млн грн, in a heading, a header or a line over the table."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from zvirka.normalize.vocabulary import look_alikes
from zvirka.schemas.report import Unit

# A narrow column breaks the words anywhere; «грн» behind the rest of a word and a period («ис.грн») tells no scale.
_UNIT = regex.compile(
    r"(?<![\p{L}])(?:(?P<scale>т\s?[иы]\s?с(?:яч[іа]?)?\s?\.?|м\s?л\s?н\s?\.?|мільйон\w*|миллион\w*)\s*|(?<!\p{L}\.))"
    r"(?:г\s?р\s?н(?![\p{L}])\.?|гривень|гривні|гривен|гривнях|uah|₴)(?:\s*,?\s*коп\.?)?",
    regex.I,
)
_LABEL = r"(?:(?:одиниц\p{L}*|од\.)\s+виміру?\p{L}*\s*[:–—-]?\s*)?"
_BARE_THOUSANDS = regex.compile(
    r"[(,]\s*(?:тис|тыс)\.?\s*[)]?\s*$|^\s*\(?\s*(?:тис|тыс)\.\s*\)?\s*$", regex.I
)


_AROUND = regex.compile(rf"\s*[(,]?\s*{_LABEL}(?:[ву]\s+)?{_UNIT.pattern}\s*\)?", regex.I)


def unit_words(text: str) -> str:
    """The words of a unit in a text, as they stand; empty if there are none."""
    flat = " ".join(text.split())
    match = _UNIT.search(look_alikes(flat))
    return flat[match.start() : match.end()].strip() if match else ""


def units_in(text: str) -> list[str]:
    """The words of each unit in a text, in order."""
    flat = " ".join(text.split())
    return [flat[m.start() : m.end()].strip() for m in _UNIT.finditer(look_alikes(flat))]


def unit_of(texts: Iterable[str]) -> Unit | None:
    """The first unit that the texts name."""
    for text in texts:
        flat = look_alikes(" ".join(text.split()))
        match = _UNIT.search(flat)
        if match is not None:
            return _scaled(match["scale"])
        if _BARE_THOUSANDS.search(flat):
            return Unit.THOUSAND_UAH
    return None


def _scaled(scale: str | None) -> Unit:
    if not scale:
        return Unit.UAH
    # the m of «млн» may be a Latin look-alike
    return Unit.THOUSAND_UAH if look_alikes(scale).startswith("т") else Unit.MILLION_UAH


def without_unit(text: str) -> str:
    """The text without the words of a unit and the brackets or comma around them."""
    flat = " ".join(text.split())
    kept, end = "", 0
    for match in _AROUND.finditer(look_alikes(flat)):
        kept += flat[end : match.start()] + " "
        end = match.end()
    return kept + flat[end:]
