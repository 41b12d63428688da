"""Where the money of a column comes from, by the words of a head over it; whether a head says anything of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from zvirka.normalize.period import period_in
from zvirka.normalize.romanise import romanised
from zvirka.normalize.units import without_unit
from zvirka.normalize.vocabulary import Match, fold, look_alikes, measures_named, occurrences
from zvirka.normalize.words import NOTHING_SHOWN, joined, known
from zvirka.schemas.document import Line
from zvirka.schemas.form import Form

_ID_LENGTH = 40
_FUNDS = {"general_fund", "special_fund"}
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PARTS = regex.compile(r"(?<=\w)\W+(?:[ув]\s*т(?:ому|\.|ом)?\s*ч(?:ислі|исле|\.)|[зі]{1,2}\s+них)", regex.I)

_NO_SOURCE = regex.compile(
    r"\b(?:(?:за|на|в|у|з|із|від|до|по|та|[іv]{1,3})\b|т\.?\s*ч\b|том[уі]\b|числ\p{L}*|рах\p{L}*|джерел\p{L}*|р[оі]к\p{L}*|год\p{L}*|"
    r"періо\p{L}*|звітн\p{L}*|квартал\p{L}*|місяц\p{L}*|сум[аи]\b|них\b|гр\b|рр?\b|тис\b|грн\b|бюджет\p{L}*|кошт\p{L}*|"
    r"фінансув\p{L}*|обсяг\p{L}*|видатк\p{L}*|витрат\p{L}*|реаліз\p{L}*|заход\p{L}*|програм\p{L}*|орієнтовн\p{L}*|"
    r"прогнозн\p{L}*|очікуван\p{L}*|розрахунков\p{L}*|необхідн\p{L}*|потрібн\p{L}*|загальн\p{L}*|асигнуван\p{L}*|етап\p{L}*(?:\s+виконан\p{L}*)?|объем\p{L}*|средств\p{L}*|расход\p{L}*|финансиров\p{L}*|"
    r"мероприят\p{L}*|программ\p{L}*|источник\p{L}*|счет\b|сумм[аы]\b|реализац\p{L}*|ориентировочн\p{L}*|общ\p{L}{2}\b)"
)


def source_of(text: str, form: Form) -> str:
    """The source that a head names; empty if it names none.

    A total is what is left where no other source is named, or several are; of several without a total the first.
    """
    whole, _, _ = _PARTS.sub("\0", text).partition("\0")
    for piece in (whole, text):
        matches = occurrences(form.sources, fold(piece))
        found = _apart(matches)
        named = list(dict.fromkeys(match.id for match in found if match.id != "total"))
        totals = [match for match in found if match.id == "total"]
        if {match.id for match in matches} >= _FUNDS or (len(named) > 1 and totals):
            return "total"
        if named:
            return named[0]
        if totals and _is_total(piece, totals):
            return "total"
    return ""


def _apart(matches: Iterable[Match]) -> list[Match]:
    """The matches that do not overlap, in order of place; of those that do the most telling one."""
    taken: list[Match] = []
    for match in sorted(matches, key=lambda m: (-m.weight, m.start)):
        if all(match.end <= other.start or match.start >= other.end for other in taken):
            taken.append(match)
    return sorted(taken, key=lambda match: match.start)


def _is_total(text: str, totals: Sequence[Match]) -> bool:
    """Whether words for a total make a head that of the total: «кошти» alone do, in «кошти фонду Х» they do not."""
    folded = fold(text)
    for match in totals:
        first, last = folded.origin[match.start], folded.origin[match.end - 1]
        if says_something(text[first : last + 1]):
            return True
    return bool(totals) and not is_stranger(text, None)


def says_something(text: str) -> bool:
    """Whether more than a unit, a time, «кошти» and the like stands in a text."""
    return any(c.isalpha() for c in _NO_SOURCE.sub(" ", look_alikes(without_unit(unbroken(text)))))


def unbroken(text: str) -> str:
    """A head on one line, the words that its narrow column broke put together."""
    lines: list[str] = []
    for line in text.split("\n"):
        # a word may be broken more than once: the last pieces with this one
        count = next((n for n in (3, 2, 1) if _is_word([*lines[-n:], line], n)), 0)
        pieces = lines[len(lines) - count :]
        lines[len(lines) - count :] = ["".join([*pieces, line])]
    return joined([Line(line) for line in lines], NOTHING_SHOWN)


def _is_word(pieces: Sequence[str], count: int) -> bool:
    """Whether so many pieces and the one after them are one word of a lexicon; only the ends may have spaces."""
    if len(pieces) != count + 1 or any(" " in piece or not piece for piece in pieces[1:-1]):
        return False
    first, last = pieces[0].split(" ")[-1], pieces[-1].split(" ")[0]
    letters = [first, *pieces[1:-1], last]
    return all(piece.isalpha() for piece in letters) and last.islower() and known("".join(letters).lower())


def is_stranger(text: str, form: Form | None) -> bool:
    """Whether a head says something that is no measure of the form, no unit, no time and no word for money."""
    if form is not None and measures_named(form.measures, text):
        return False
    return says_something(text)


def strange_part(text: str, form: Form) -> str:
    """What a head names before the measure it ends with: «Кредити» of «Кредити, план»; empty if nothing strange."""
    parts = [part for part in regex.split(r"[,;:()]|\s[-–—]\s", text) if any(c.isalpha() for c in part)]
    first = parts[0] if len(parts) > 1 else ""
    return first.strip() if first and not source_of(first, form) and is_stranger(first, form) else ""


def year_of(path: Sequence[str]) -> str:
    """The year of a column of years: the deepest head that is little more than a year, or a period of one, has it."""
    for text in reversed(path):
        flat = " ".join(text.split())
        match = _YEAR.search(flat)
        if match is None:
            continue
        period = period_in(flat)
        rest = flat.replace(period.text if period is not None else match[1], " ", 1).replace(match[1], " ", 1)
        if not any(c.isalnum() for c in _NO_SOURCE.sub(" ", look_alikes(without_unit(rest)))):
            return match[1]
    return ""


def year_named(path: Sequence[str]) -> str:
    """The one year that the heads of a column name; empty if they name none, or several."""
    years = {year for text in path for year in _YEAR.findall(" ".join(text.split()))}
    return years.pop() if len(years) == 1 else ""


def own_id(path: Sequence[str]) -> str:
    """An id made of a column's own head: romanised, lower case, `_`, at most 40 characters."""
    words = without_unit(unbroken(path[-1])).split() if path else []
    # a word of both alphabets is a Ukrainian one with look-alikes in it
    text = romanised(" ".join(look_alikes(w) if regex.search(r"\p{Cyrillic}", w) else w for w in words))
    name = regex.sub(r"[^a-z0-9]+", "_", text).strip("_")[:_ID_LENGTH].rstrip("_")
    return name or "column"


def free_id(name: str, is_taken: Iterable[str]) -> str:
    """The id, or the id with the first number from 2 that is not taken."""
    taken = set(is_taken)
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name[: _ID_LENGTH - 3]}_{count}"
    return free
