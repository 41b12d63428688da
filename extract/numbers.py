"""What looks like a number in a cell of a text, without knowing what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(
    r"[-–—−+(]?\s?(?:\d{1,3}(?:[\s'.]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)\s?%?\)?[.,]?|[-–—−]|[xXхХ]"
)
_PAIR = re.compile(rf"(?:{_NUMBER.pattern})?\s*/\s*(?:{_NUMBER.pattern})?")
# Two or more numbers, each with a word before it (`план 10,0 факт 5,0`).
_NAMED = re.compile(rf"(?:[^\W\d_]+\.?\s?[:=–—-]?\s*(?:{_NUMBER.pattern})\s*[,;/]?\s*){{2,}}")
# A cell is one of numbers if it has at most so many letters for each digit.
_WORDS_OF_NUMBERS = 2
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}\.)?\d{1,2}\.(?=(?:19|20)\d\d(?!\d))")
# `1 2 3 …`: a row that counts the columns, at least so many.
_NUMBERS_ROW = 3


def is_number(text: str) -> bool:
    """Whether the text is one whole number, a dash, or an х."""
    return _NUMBER.fullmatch(text) is not None


def is_amount(text: str) -> bool:
    """As `is_number`, or two numbers with a slash, or a half of such a pair."""
    return is_number(text) or _PAIR.fullmatch(text) is not None


def is_valued(text: str) -> bool:
    """As `is_amount`, or numbers with a few words (`план 10,0 факт 5,0`)."""
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    if is_amount(text) or 0 < letters <= _WORDS_OF_NUMBERS * digits:
        return True
    return digits > 0 and _NAMED.fullmatch(text) is not None


def is_dated(text: str) -> bool:
    """Whether all numbers of the text are years or dates."""
    rest = _YEAR.sub("", _DATE.sub("", text))
    return rest != text and not any(map(str.isdigit, rest))


def is_whole(text: str) -> bool:
    """As `is_amount`, and nothing of it is missing: no sign at its end waits for more digits."""
    return is_amount(text) and not text.rstrip().endswith((",", ".", "/"))


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether the texts are 1, 2, 3 and so on; a formula may follow (`4=5+6`)."""
    return len(texts) >= _NUMBERS_ROW and all(
        text.partition("=")[0].strip(" .()") == str(i) for i, text in enumerate(texts, start=1)
    )
