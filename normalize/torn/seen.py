"""What was seen of a table in a stream whose rows could not be put together, so that no number of it is lost.

A refusal alone says that something is missing; whoever reads it needs to know how much, where, and what it says. So the
lines with figures are told as they stand, page by page, and the numbered texts that begin the rows by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from zvirka.messages import N_
from zvirka.schemas.document import Line
from zvirka.schemas.finding import Finding, Severity

ROWS_SEEN = N_(
    "{numbers} numbers and {rows} rows that begin with a number were seen and stand in no table: {text}"
)
NO_ROWS_SEEN = N_("{numbers} numbers were seen that stand in no table, and no row that begins with a number")
AS_THEY_STAND = N_("lines with numbers that stand in no row, as they follow each other on the page: {text}")

_ROW = regex.compile(r"\s*\d{1,3}(?:\.\d{1,2}){0,2}[.)]?\s?[\"«“„]?\p{Lu}\p{L}*")
"""The number of a row and the beginning of what it says."""
_NUMBER = regex.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’]\d+)*"
)
_DIGIT = regex.compile(r"\d")
_BETWEEN = " | "
_SHOWN = 40
"""Letters of the beginning of a row that are quoted."""


def seen_of(lines: Sequence[Line]) -> Iterator[Finding]:
    """Warnings that tell what stands in a stream that gave no table; nothing where it has no numbers.

    The first counts numbers and rows; one a page follows with every line that has a figure, word for word.
    """
    figured = [line for line in lines if _DIGIT.search(line.text)]
    if not figured:
        return
    numbers = sum(len(_NUMBER.findall(line.text)) for line in figured if not _has_words(line.text))
    rows = [_short(line.text) for line in figured if _ROW.match(line.text)]
    values: dict[str, str | int] = {"numbers": numbers}
    if rows:
        values |= {"rows": len(rows), "text": _BETWEEN.join(rows)}
    yield _told(figured[0], ROWS_SEEN if rows else NO_ROWS_SEEN, values)
    for _, page in groupby(figured, key=lambda line: line.page):
        stretch = list(page)
        text = _BETWEEN.join(" ".join(line.text.split()) for line in stretch)
        yield _told(stretch[0], AS_THEY_STAND, {"text": text})


def _has_words(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def _told(line: Line, template: str, values: dict[str, str | int]) -> Finding:
    return Finding("unplaced_text", Severity.WARNING, template, values, page=line.page, line=line.number)
