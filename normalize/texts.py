"""The text fields of a row: number, activity, deadline, executor, result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from zvirka.normalize.column_units import units_told
from zvirka.normalize.labels import NUMBER, ROMAN, is_sum_label
from zvirka.normalize.rough import Column, RoughRow
from zvirka.normalize.words import Breaks, joined

FIELDS = ("number", "activity", "deadline", "executor", "result")
_END = regex.compile(r"[.)\s]+$")
_DATE = regex.compile(r"^\s*\d{1,2}\.\d{1,2}\.(?:19|20)\d\d")
_USUAL = 0.4
"""A bare number opens an activity as its number where so many rows of the table (headings count) open with one."""

_IN_ORDER = 0.7
"""And where so many of the numbers follow each other."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The text fields of one row. `label` is all that stands left of the money, whatever column it begins in.

    `is_wide` marks a row that is one cell over the table.
    """

    number: str
    activity: str
    deadline: str
    executor: str
    result: str
    label: str
    is_wide: bool


def breaks_by_column(
    rows: Sequence[RoughRow], columns: Sequence[Column], breaks: Breaks
) -> dict[int, Breaks]:
    """What each column of a table shows of its line breaks."""
    return {
        column.index: breaks.of_column(
            line for row in rows if column.index in row.cells for line in row.cells[column.index].lines
        )
        for column in columns
    }


def texts_of(
    row: RoughRow, columns: Sequence[Column], breaks: Breaks, by_column: Mapping[int, Breaks]
) -> Texts:
    """The text fields of a row, words rejoined; the number is as printed, with its final mark."""
    if row.wide is not None:
        label = joined(row.wide.lines, breaks)
        return Texts("", label, "", "", "", label, True)
    found: dict[str, list[str]] = {}
    for column in columns:
        kind = _field(column, columns)
        cell = row.cells.get(column.index)
        if kind and cell is not None and (text := joined(cell.lines, by_column[column.index], cell.width)):
            found.setdefault(kind, []).append(text)
    number, activity = _numbered(found)
    fields = {kind: " ".join(texts) for kind, texts in found.items()}
    label = " ".join(t for t in (number, activity) if t)
    if not label:
        label = fields.get("executor", "") or fields.get("deadline", "")
    return Texts(
        number,
        activity,
        fields.get("deadline", ""),
        fields.get("executor", ""),
        fields.get("result", ""),
        label,
        False,
    )


def _numbered(found: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """The number and the activity; of several columns of names (a task and its activity) the last that has one.

    A number that goes on with that of the column for numbers (1 and 1.1) is the row's own.
    """
    names = found.get("activity", ())
    number = " ".join(found.get("number", ()))
    if len(names) < 2:
        return number, " ".join(names)
    parted = [split_number(name) for name in names]
    own = next((n for n, _ in reversed(parted) if n and n.startswith(without_end(number))), "")
    if not own:
        return number, " ".join(names)
    return own, " ".join(
        rest if n and own.startswith(without_end(n)) else name
        for name, (n, rest) in zip(names, parted, strict=True)
    )


def _field(column: Column, columns: Sequence[Column]) -> str:
    if column.kind in FIELDS:
        return column.kind
    if column.kind == "code" and all(c.kind != "number" for c in columns):
        # of several codes (of the programme, of the function) the row has all
        return "number"
    return ""


def unplaced(columns: Sequence[Column], rows: Sequence[RoughRow]) -> Iterator[tuple[Column, str]]:
    """The columns of text that no field holds, each with what stands first in it."""
    for column in columns:
        if column.kind == "money" or _field(column, columns):
            continue
        cells = [row.cells[column.index].text for row in rows if column.index in row.cells]
        if column.kind == "unit" and units_told(cells)[1] == 0:
            # what it says is the unit of the amounts
            continue
        first = next((text for cell in cells if (text := cell.strip())), "")
        if first:
            yield column, " ".join(first.split())


def with_numbers(rows: Sequence[Texts]) -> list[tuple[str, str]]:
    """The number and the activity of each row: a number that opens the activity is taken off it."""
    bare = _bare_numbers_are_usual(rows)
    result = []
    for texts in rows:
        number, activity = texts.number, texts.activity
        if not number and not texts.is_wide:
            number, activity = split_number(activity, bare=bare)
        result.append((without_end(number), activity))
    return result


def split_number(text: str, *, bare: bool = False) -> tuple[str, str]:
    """The number that opens a text, as printed, and the rest; `bare`: also one without a mark after it."""
    if _DATE.match(text):
        return "", text
    match = NUMBER.match(text) or ROMAN.match(text)
    if match is None or not text[match.end() :].strip():
        return "", text
    number, end = match["number"], match["end"].strip()
    rest = text[match.end() :].lstrip()
    if not end and not (bare or ("." in number and rest[:1].isupper())):
        return "", text
    return number + end, rest


def without_end(number: str) -> str:
    """A number without its final mark: `1.` and `1)` are 1."""
    return str(_END.sub("", " ".join(number.split())))


def _bare_numbers_are_usual(rows: Sequence[Texts]) -> bool:
    numbers = []
    labels = [t.activity for t in rows if t.activity and not t.is_wide and not is_sum_label(t.activity)]
    for label in labels:
        match = NUMBER.match(label)
        if match is not None and match["number"].isdigit() and not match["end"].strip():
            numbers.append(int(match["number"]))
    rising = sum(b == a + 1 for a, b in pairwise(numbers)) + 1
    return rising >= 2 and rising >= _IN_ORDER * len(numbers) and len(numbers) >= _USUAL * len(labels)
