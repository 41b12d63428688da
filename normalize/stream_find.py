"""Where in a stream tables begin and end, and which of their words are header.

A header is sought at its numbers row (`1 2 … 10`), which also says how many columns there are; without one, where
several heads of a form stand together and values follow. A header or numbers row that stands again on a later page is
taken out of the table's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.stream_atoms import Atom, Text
from zvirka.normalize.stream_columns import Layout, layouts
from zvirka.normalize.stream_head import HeaderWords, readings_to
from zvirka.normalize.stream_values import runs_at
from zvirka.normalize.vocabulary import fold, occurrences
from zvirka.schemas.form import Form, Vocabulary

HEADER_REACH = 150
"""Words of a header, at most: eleven long heads with their units."""
LEAST_SCORE = 12.0
"""Letters that a header explains beyond what it costs: two heads at least."""
_LEAST_NUMBERS = 3
_KEPT = 4
"""Layouts of one header that the table's text is tried with."""
_BEFORE_ONE, _BEFORE_CAPITAL, _BEFORE_SMALL = 5.0, 1.0, -4.0
"""What the first word after a header without a numbers row says for its end, in letters."""
_FIRST_HEADS = ("number", "activity", "code", "deadline", "executor")


@dataclass(frozen=True, slots=True)
class Found:
    """A header: its words from `start` to before `end` (with the numbers row), and the columns it may mean, best first.

    `counted` tells that a numbers row gave the number of columns.
    """

    form: Form
    start: int
    end: int
    layouts: tuple[Layout, ...]
    counted: bool


def numbers_rows(text: Text) -> list[tuple[int, int]]:
    """The stretches of words that are a numbers row: 1, 2, 3 and on, in lines of their own."""
    rows = []
    p = 0
    while p < len(text):
        end = _numbers(text, p)
        if end - p >= _LEAST_NUMBERS and text.gap(p).broken and text.gap(end).broken:
            rows.append((p, end))
            p = end
        else:
            p += 1
    return rows


def _numbers(text: Text, p: int) -> int:
    n = 1
    while p < len(text) and regex.fullmatch(rf"{n}(?:\s?=.*)?", text.atoms[p].text):
        p, n = p + 1, n + 1
    return p


def headers(text: Text, forms: Sequence[Form]) -> list[Found]:
    """The headers of all tables, in order."""
    rows = numbers_rows(text)
    found: list[Found] = []
    at = 0
    for start in _starts(text, forms):
        if start < at:
            continue
        row = next((r for r in rows if start < r[0] <= start + HEADER_REACH), None)
        choices = [f for form in forms for f in _at(text, form, start, row)]
        # a better beginning may come a few words later: a title may begin as a head does
        if choices:
            best = max(choices, key=lambda f: f.layouts[0].score)
            if found and best.start < found[-1].end:
                if best.layouts[0].score > found[-1].layouts[0].score and best.end == found[-1].end:
                    found[-1] = best
                continue
            found.append(best)
            at = start + 1
    return found


def _starts(text: Text, forms: Sequence[Form]) -> Iterator[int]:
    """Words at the beginning of a line that begin a head of a text column."""
    heads = [Vocabulary(v.id, v.words) for form in forms for v in form.columns if v.id in _FIRST_HEADS]
    for p in range(len(text)):
        if text.gap(p).broken and not text.glued(p):
            words = fold(" ".join(a.text for a in text.atoms[p : p + 4]))
            if any(m.start <= 1 and m.weight > 0 for m in occurrences(heads, words)):
                yield p


def _at(text: Text, form: Form, start: int, row: tuple[int, int] | None) -> Iterator[Found]:
    """The header of one form that begins at a word, if one does."""
    if row is not None and (found := _counted(text, form, start, row)):
        yield found
        return
    limit = min(len(text), start + HEADER_REACH)
    values = next((p for p in range(start, limit) if _is_value_run(text, p)), limit)
    if not _likely(text.part(start, values), form):
        return
    beams = readings_to(HeaderWords(text.part(start, values), form))
    best: list[tuple[float, int, Layout]] = []
    for length in range(1, len(beams)):
        if not text.gap(start + length).broken or not beams[length]:
            continue
        after = _after(text, start + length)
        for reading in beams[length]:
            best += [(y.score + after, length, y) for y in layouts(reading, form, None)]
    best.sort(key=lambda entry: -entry[0])
    if best and best[0][0] >= LEAST_SCORE:
        length = best[0][1]
        yield Found(
            form, start, start + length, _distinct([b[2] for b in best if b[1] == length]), counted=False
        )


def _counted(text: Text, form: Form, start: int, row: tuple[int, int]) -> Found | None:
    part = text.part(start, row[0])
    if not _likely(part, form):
        return None
    readings = readings_to(HeaderWords(part, form))[-1]
    made = [y for reading in readings for y in layouts(reading, form, row[1] - row[0])]
    made.sort(key=lambda y: -y.score)
    if not made or made[0].score < LEAST_SCORE:
        return None
    return Found(form, start, row[1], _distinct(made)[:1], counted=True)


def _distinct(made: Sequence[Layout]) -> tuple[Layout, ...]:
    """The best layout for each order of kinds, sources and measures."""
    kept: dict[tuple[tuple[str, str, int], ...], Layout] = {}
    for layout in made:
        kept.setdefault(tuple((c.kind, c.source, len(c.measures)) for c in layout.columns), layout)
    return tuple(kept.values())[:_KEPT]


def _likely(part: Text, form: Form) -> bool:
    """Whether the words name what the form requires and some money at all; a quick look before a long one."""
    words = fold(" ".join(a.text for a in part.atoms))
    named = {m.id for m in occurrences(form.columns, words)}
    money = occurrences((*form.sources, *form.measures), words)
    return bool(money) and all(need in named or any(m.id == need for m in money) for need in form.require)


def _is_value_run(text: Text, p: int) -> bool:
    return any(len(r.values) >= 2 for pairs in (False, True) for r in runs_at(text, p, 2, pairs=pairs))


def _after(text: Text, p: int) -> float:
    if p >= len(text):
        return _BEFORE_SMALL
    word = text.atoms[p].text
    if regex.match(r"(?:1|I|І)(?:\.1)?[.)]*$|1(?:\.1)?[.)]\p{Lu}", word):
        return _BEFORE_ONE
    return _BEFORE_CAPITAL if word[0].isupper() or word[0].isdigit() else _BEFORE_SMALL


def body(text: Text, found: Found, end: int) -> tuple[Text, list[tuple[int, int]]]:
    """The words of the table's rows, up to a word; and the stretches of repeated header that were taken out."""
    header = [a.text for a in text.atoms[found.start : found.end]]
    count = len(found.layouts[0].columns)
    rows = (
        [r for r in numbers_rows(text.part(found.end, end)) if r[1] - r[0] == count] if found.counted else []
    )
    cuts: list[tuple[int, int]] = []
    for first, last in rows:
        first, last = first + found.end, last + found.end
        whole = last - len(header)
        again = whole >= found.end and [a.text for a in text.atoms[whole:last]] == header
        cuts.append((whole if again else first, last))
    if not found.counted:
        cuts = [
            (p, p + len(header)) for p in range(found.end, end - len(header) + 1) if _same(text, p, header)
        ]
    return _without(text, found.end, end, cuts), cuts


def _same(text: Text, p: int, words: Sequence[str]) -> bool:
    return text.atoms[p].text == words[0] and [a.text for a in text.atoms[p : p + len(words)]] == list(words)


def _without(text: Text, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> Text:
    """The words from `start` to before `end` without the cuts; the gap before a cut is that of what follows it."""
    atoms: list[Atom] = []
    at, before = start, text.gap(start)
    for first, last in [*cuts, (end, end)]:
        stretch = list(text.atoms[at:first])
        if stretch and at != start:
            stretch[0] = replace(stretch[0], gap=replace(before, broken=True, page=True))
        atoms += stretch
        before = text.gap(first)
        at = last
    return Text(text.lines, atoms, text.gap(end), text.habits)
