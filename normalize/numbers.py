"""What one cell of a money column says: an exact number, or the state that tells why there is none.

Formats of the field: `1188,8`, `122 151,7` (any kind of space), `321.0`, `156.367.152,2`, `1'188,8`; negative with any
minus or in parentheses. Whether a lone mark before three digits is a decimal mark is settled from the whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from zvirka.normalize.vocabulary import look_alikes, measures_named
from zvirka.schemas.form import Vocabulary
from zvirka.schemas.report import Measure, State

_MINUS = "-–−—‒‐‑"
_SPACE = " \t\u00a0\u2007\u2009\u202f\u2002\u2003"
_NUMBER = regex.compile(
    rf"(?P<sign>[{_MINUS}]\s?|\+\s?)?(?P<open>\(\s*[{_MINUS}]?\s*)?"
    rf"(?P<digits>\d+(?:[{_SPACE}'’.,]\d+)*)(?P<close>\s*\))?"
)
_UNIT_WORDS = regex.compile(
    r"\s*(?:(?:тис|млн|млрд|тыс)\.?\s*)?(?:грн|гривень|гривні|гривен|uah|₴)\.?|\s*(?:тис|тыс|млн)\.(?!\w)",
    regex.I,
)
_FOOTNOTE = regex.compile(r"(?:\s*\*+\)?|\s*[¹²³⁴-⁹⁰]+\)?)$|^[¹²³⁴-⁹⁰]+\)?\s+")
_TIMES = regex.compile(r"^[ву]?\s*(?P<n>\d+(?:[.,]\d+)?)\s*(?:р\.?|раз[иіаів]*\.?|р\.?\s*б\.?)$")
_GROUPED = regex.compile(rf"^\d{{1,3}}(?:[{_SPACE}'’]\d{{3}})+$")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which marks part decimals from units, and which part thousands, in one table."""

    decimal: frozenset[str] = frozenset(",.")
    group: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """The state of one measure in a cell, and its number where it is reported."""

    state: State
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell read for its measures, in their order. `lone` marks one number in a cell for a pair."""

    readings: tuple[Reading, ...]
    lone: bool = False


_BLANK = Reading(State.BLANK)
_UNREADABLE = Reading(State.UNREADABLE)


def settle_marks(texts: Iterable[str]) -> Marks:
    """The decimal marks of the numbers in these texts (the money cells of one table).

    A mark is decimal when some number cannot be read otherwise (1188,8; 0.25), and groups thousands when it stands
    twice in a number, or before another mark. Where nothing tells, a comma or a point is decimal.
    """
    decimal: set[str] = set()
    group: set[str] = set()
    for text in texts:
        for match in _NUMBER.finditer(text):
            marks = [c for c in match["digits"] if c in ",."]
            if not marks:
                continue
            pieces = regex.split(r"[.,]", match["digits"])
            if len(set(marks)) == 2:
                decimal.add(marks[-1])
                group.update(marks[:-1])
            elif len(marks) > 1:
                group.add(marks[0])
            elif len(pieces[1]) != 3 or len(pieces[0]) > 3 or pieces[0] == "0":
                decimal.add(marks[0])
    group -= decimal
    return Marks(frozenset(decimal or set(",.") - group), frozenset(group))


def exact_number(text: str, marks: Marks = Marks()) -> Decimal | None:
    """The number that the whole text is, with the decimals it prints; None if it is not one number."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    whole, fraction = _parted(match["digits"], marks)
    if whole is None:
        return None
    negative = bool(match["open"]) or (match["sign"] or "+").strip() not in ("+", "")
    value = Decimal(f"{whole}.{fraction}" if fraction is not None else whole)
    return -value if negative else value


def _parted(digits: str, marks: Marks) -> tuple[str | None, str | None]:
    """Units and decimals of the digits; units are None where the digits are no number."""
    whole, fraction = digits, None
    found = [i for i, c in enumerate(digits) if c in ",."]
    if found:
        last = found[-1]
        mark, single = digits[last], digits.count(digits[last]) == 1
        grouping = mark in marks.group and len(digits) - last - 1 == 3
        if single and not grouping:
            whole, fraction = digits[:last], digits[last + 1 :]
    if fraction is not None and not fraction.isdigit():
        return None, None
    if any(c in ",." for c in whole):
        groups = regex.split(r"[.,]", whole)
        # one kind of mark only, thousands of three digits each, and no other separator among them
        if len({c for c in whole if c in ",."}) > 1 or not _thousands(groups):
            return None, None
        whole = "".join(groups)
    elif not whole.isdigit():
        if not _GROUPED.match(whole):
            return None, None
        whole = regex.sub(r"\D", "", whole)
    return whole, fraction


def _thousands(groups: Sequence[str]) -> bool:
    return (
        1 <= len(groups[0]) <= 3
        and all(g.isdigit() and len(g) == 3 for g in groups[1:])
        and groups[0].isdigit()
    )


def bare_state(text: str) -> State | None:
    """The state of a text that is no number: nothing, a dash, an х. None if it is something else."""
    stripped = text.strip().strip("_").strip()
    if not stripped:
        return State.BLANK
    if all(c in _MINUS + _SPACE for c in stripped) and not any(c.isalnum() for c in stripped):
        return State.NIL
    if look_alikes(stripped).strip(".") == "х":
        return State.NOT_APPLICABLE
    return None


def read_one(text: str, marks: Marks, *, percent: bool = False) -> Reading:
    """One measure's reading."""
    if (state := bare_state(text)) is not None:
        return Reading(state)
    cleaned = _FOOTNOTE.sub("", text.strip()).strip()
    if (value := exact_number(cleaned, marks)) is not None:
        return Reading(State.REPORTED, value)
    if percent:
        return _read_percent(cleaned, marks)
    without_unit = _FOOTNOTE.sub("", _UNIT_WORDS.sub("", cleaned).strip(" ;")).strip()
    value = exact_number(without_unit, marks)
    return _UNREADABLE if value is None else Reading(State.REPORTED, value)


def _read_percent(text: str, marks: Marks) -> Reading:
    if times := _TIMES.match(look_alikes(text)):
        number = exact_number(times["n"], Marks())
        if number is not None:
            # «в 2,5 р.» is 250 %: the point moves two places, and no digit is invented
            _sign, _digits, exponent = number.as_tuple()
            assert isinstance(exponent, int)  # noqa: S101 - a finite number's exponent is a whole number
            moved = number.scaleb(2)
            return Reading(State.REPORTED, moved if exponent <= -2 else Decimal(int(moved)))
    value = exact_number(text.replace("%", "").strip(), marks)
    return _UNREADABLE if value is None else Reading(State.REPORTED, value)


def read_cell(
    text: str, measures: Sequence[Measure], marks: Marks, words: Sequence[Vocabulary] = ()
) -> CellReading:
    """A money cell read for its measures: one, or plan and fact as a pair in any notation."""
    if len(measures) == 1:
        return CellReading((read_one(text, marks, percent=measures[0] is Measure.PERCENT),))
    if (state := bare_state(text)) is not None:
        return CellReading((Reading(state),) * len(measures))
    if (named := _named_parts(text, measures, marks, words)) is not None:
        return CellReading(named)
    parts = regex.split(r"[/\\|]", text)
    if len(parts) == len(measures):
        return CellReading(
            tuple(
                read_one(part, marks, percent=measure is Measure.PERCENT)
                for part, measure in zip(parts, measures, strict=True)
            )
        )
    if len(parts) == 1:
        lone = read_one(text, marks)
        if lone.state is State.REPORTED:
            return CellReading((lone,) + (_BLANK,) * (len(measures) - 1), lone=True)
        return CellReading((lone,) * len(measures))
    return CellReading((_UNREADABLE,) * len(measures))


_LABELLED = regex.compile(
    rf"(?P<label>\p{{L}}[\p{{L}}.]*)\s*[:=]?\s*[{_MINUS}]?\s*(?P<number>\d[\d{_SPACE}.,'’]*\d|\d|[{_MINUS}]|[хХxX](?!\p{{L}}))"
)


def _named_parts(
    text: str, measures: Sequence[Measure], marks: Marks, words: Sequence[Vocabulary]
) -> tuple[Reading, ...] | None:
    """`план 10,0 факт 5,0`: each measure with its word before it. None if the text is not of that kind."""
    found: dict[str, Reading] = {}
    for match in _LABELLED.finditer(text):
        for name in measures_named(words, match["label"])[:1]:
            if name in found:
                return None
            found[name] = read_one(match["number"], marks)
    if not found or not set(found) <= {m.value for m in measures}:
        return None
    return tuple(found.get(measure.value, _BLANK) for measure in measures)
