"""Text that a spreadsheet would take for something else: a formula, a number, a date.

What Excel and LibreOffice do when they open a CSV file by double click, in Ukrainian and in English: a text that begins
like a formula is computed; one that looks like a number loses its zeros; one that looks like a date (`6.2`, `1/2`,
`10 - 5`, `січень 2016`) becomes a day. A leading apostrophe keeps it text.
"""

from __future__ import annotations

import re

# The wide forms of the same signs count too: some versions of Excel take them for the narrow ones.
_FORMULA_SIGNS = "=+-@＝＋－＠"

_NUMBER = re.compile(
    r"""[-+(]?\s*[₴$€£]?\s*
    (\d{1,3}([\s.,'’]\d{3})+ | \d+ )?   # whole part, grouped or not
    ([.,]\d*)?
    (\s*e\s*[-+]?\d+)?
    \s*(%|₴|грн\.?|[$€£])?\s*\)?-?""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,4})(\s*[./-]\s*(\d{1,4})\.?)?(\s+\d{1,2}:\d{2}(:\d{2})?)?")
_TIME = re.compile(r"\d{1,4}:\d{1,2}(:\d{1,2}([.,]\d+)?)?(\s*[ap]m)?", re.IGNORECASE)
_MONTH = (
    r"січ\w*|лют\w*|берез\w*|бер|квіт\w*|кві|трав\w*|тра|черв\w*|чер|лип\w*|серп\w*|сер|вер|верес\w*|жовт\w*|жов|"
    r"лист|лис|листопад\w*|груд\w*|гру|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
)
_MONTH_DATE = re.compile(
    rf"\d{{1,2}}[\s.-]*({_MONTH})\.?([\s.-]*\d{{2,4}})?(\s*р\.?)?|({_MONTH})\.?[\s.-]*\d{{1,4}}(\s*р\.?)?",
    re.IGNORECASE,
)
_WORDS = frozenset({"true", "false", "істина", "хибність"})


def guarded(text: str) -> str:
    """The text, with one apostrophe before it if a spreadsheet would not leave it as it is."""
    return f"'{text}" if is_taken_for_more(text) else text


def is_taken_for_more(text: str) -> bool:
    """Whether a spreadsheet would read the text as a formula, a number or a date. A lone sign is only text."""
    bare = text.strip()
    if not bare:
        return False
    if bare[0] in _FORMULA_SIGNS and len(bare) > 1:
        return True
    if not bare[0].isalpha():
        return _is_number(bare) or _is_date(bare)
    return bare.casefold() in _WORDS or _MONTH_DATE.fullmatch(bare) is not None


def _is_number(text: str) -> bool:
    return any(c.isdigit() for c in text) and _NUMBER.fullmatch(text) is not None


def _is_date(text: str) -> bool:
    if _TIME.fullmatch(text) or _MONTH_DATE.fullmatch(text):
        return True
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    first, second, third = int(match[1]), int(match[3]), match[5]
    if third is None:
        return (_is_month(first) and _is_day_or_year(second)) or (
            _is_month(second) and _is_day_or_year(first)
        )
    return _is_day_or_year(first) and _is_day_or_year(second) and _is_day_or_year(int(third))


def _is_month(number: int) -> bool:
    return 1 <= number <= 12


def _is_day_or_year(number: int) -> bool:
    return number <= 99 or 1900 <= number <= 9999
