"""Text that a spreadsheet would take for something else: a formula, a number, a date.

What Excel and LibreOffice do when they open a CSV file by double click, in Ukrainian and in English: a text that begins
like a formula is computed; one that looks like a number loses its zeros; one that looks like a date (`6.2`, `1/2`,
`10 - 5`, `січень 2016`) becomes a day. A leading apostrophe keeps it text.
"""

from __future__ import annotations

import re
from functools import lru_cache

# The wide forms of the same signs count too: some versions of Excel take them for the narrow ones.
_FORMULA_SIGNS = "=+-@＝＋－＠"
# Signs alone make no formula; a formula has a name, a number or a text in it.
_QUOTES = "\"'"

_PLAIN_NUMBER = r"""[₴$€£]?\s*
    (\d{1,3}([\s.,'’]\d{3})+ | \d+ )?   # whole part, grouped or not
    ([.,]\d*)?
    (\s*e\s*[-+]?\d+)?
    \s*(%|₴|грн\.?|[$€£])?"""
_FRACTION = r"\d{1,5}\s\d{1,3}/\d{1,3}"  # two and a half: «2 1/2»
_NUMBER = re.compile(
    rf"[-+]?\s*{_PLAIN_NUMBER}\s*-? | \(\s*{_PLAIN_NUMBER}\s*\) | {_FRACTION}", re.VERBOSE | re.IGNORECASE
)
_DATE = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,4})(\s*[./-]\s*(\d{1,4}))?\.?(\s+\d{1,2}:\d{2}(:\d{2})?)?")
_TIME = re.compile(r"\d{1,4}:\d{1,2}(:\d{1,2}([.,]\d+)?)?(\s*[ap]m)?", re.IGNORECASE)
_MONTH = (
    "січ(ень|ня)?|лют(ий|ого)?|бер(езень|езня)?|квіт?(ень|ня)?|трав?(ень|ня)?|черв?(ень|ня)?|лип(ень|ня)?|"
    "серп?(ень|ня)?|вер(есень|есня)?|жовт?(ень|ня)?|лис(т|топада?)?|груд?(ень|ня)?|jan(uary)?|feb(ruary)?|"
    "mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)
_MONTH_DATE = re.compile(
    rf"\d{{1,2}}[\s.-]*({_MONTH})\.?([\s.-]*\d{{2,4}})?(\s*р\.?)?|({_MONTH})\.?[\s.-]*\d{{1,4}}(\s*р\.?)?",
    re.IGNORECASE,
)
_WORDS = frozenset({"true", "false", "істина", "хибність"})


@lru_cache(maxsize=8192)  # most cells say what others have said: a path, an id, a name of a source
def guarded(text: str) -> str:
    """The text, with one apostrophe before it if a spreadsheet would not leave it as it is."""
    return f"'{text}" if is_taken_for_more(text) else text


def is_taken_for_more(text: str) -> bool:
    """Whether a spreadsheet would read the text as a formula, a number or a date. Signs alone are only text."""
    bare = " ".join(text.split())  # also keeps the patterns below linear
    if not bare:
        return False
    if bare[0] in _FORMULA_SIGNS and any(c.isalnum() or c in _QUOTES for c in bare):
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
