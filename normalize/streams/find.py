"""Where in a stream tables begin and end, and which of their words are header.

A header is sought at its numbers row (`1 2 … 10`), which also says how many columns there are; without one, where
several heads of a form stand together and values follow. A header or numbers row that stands again on a later page is
taken out of the table's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.streams.atoms import Atom, Text, flat
from zvirka.normalize.streams.beam import readings_to
from zvirka.normalize.streams.columns import Layout, agrees, layouts
from zvirka.normalize.streams.head import HeaderWords
from zvirka.normalize.streams.measures import says_measures
from zvirka.normalize.streams.pages import opens_again
from zvirka.normalize.streams.values import Value, runs_at
from zvirka.normalize.streams.word_pairs import values_or_pairs
from zvirka.normalize.vocabulary import fold, occurrences
from zvirka.schemas.form import Form, Vocabulary

HEADER_REACH = 150
"""Words of a header, at most: eleven long heads with their units."""
LEAST_SCORE = 12.0
"""Letters that a header explains beyond what it costs: two heads at least."""
_LEAST_NUMBERS = 3
_KEPT = 4
"""Layouts of one header that the table's text is tried with."""
_FAR_WORSE = 5.0
"""Letters by which a layout explains a header too badly to be tried."""
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

    @property
    def score(self) -> float:
        """How well the best layout explains the header."""
        return self.layouts[0].score if self.layouts else 0.0


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
    """The word after the numbers that begin at a word."""
    return _columns_numbered(text, p)[1]


def _columns_numbered(text: Text, p: int) -> tuple[list[str], int]:
    """The numbers of columns that begin at a word, each with its formula, and the word after them."""
    said: list[str] = []
    while p < len(text) and _counts(text.atoms[p].text, str(len(said) + 1)):
        said.append(text.atoms[p].text)
        p += 1
        while p < len(text) and text.gap(p).broken and _is_rest(said, text.atoms[p].text):
            said[-1] += text.atoms[p].text
            p += 1
    return said, p


def _is_rest(said: Sequence[str], word: str) -> bool:
    """Whether a word goes on with the formula above it: a narrow column breaks `12=4/3*100` over lines."""
    if "=" not in said[-1] or not _REST.fullmatch(word) or _counts(word, str(len(said) + 1)):
        return False
    return word[0] in _OPERATORS or said[-1][-1] in _OPERATORS or not word.isdigit()


_OPERATORS = "=+–−*/:()-"
_REST = regex.compile(rf"[\d%{regex.escape(_OPERATORS)}]+")


def _counts(word: str, number: str) -> bool:
    """Whether a word is that number of a column, or the number and its formula."""
    return word == number or (word.startswith(number) and _FORMULA.fullmatch(word, len(number)) is not None)


_FORMULA = regex.compile(r"\s?=.*")


def headers(text: Text, forms: Sequence[Form]) -> list[Found]:
    """The headers of all tables, in order; one that its numbers row contradicts is there without a layout."""
    rows = numbers_rows(text)
    found: list[Found] = []
    says = {form.id: says_measures(text, form) for form in forms}
    for start in _starts(text, forms):
        last = found[-1] if found else None
        # a title may begin as a head does: a better beginning may come a few words later
        if last is not None and start < last.end and not (last.start < start <= last.start + _TITLE):
            continue
        row = next((r for r in rows if start < r[0] <= start + HEADER_REACH), None)
        best = _repeated(text, found, start)
        if best is None:
            choices = [f for form in forms for f in _at(text, form, start, row, says=says[form.id])]
            best = max(choices, key=lambda f: f.score, default=None)
        if best is None:
            continue
        if last is None or start >= last.end:
            found.append(best)
        elif best.score > last.score and best.end == last.end:
            found[-1] = best
    return found


def _repeated(text: Text, found: Sequence[Found], start: int) -> Found | None:
    """A header that stands again word for word: it ends where it ended before, whatever follows."""
    for header in reversed(found):
        end = start + header.end - header.start
        words = flat(text.atoms[header.start : header.end])
        if header.layouts and text.gap(end).broken and flat(text.atoms[start:end]) == words:
            return replace(header, start=start, end=end)
    return None


def unfitting(text: Text, forms: Sequence[Form]) -> list[str]:
    """What stands above numbers rows over values where money is named: headers that fit none of the forms."""
    seen = []
    for start, end in numbers_rows(text):
        first = max(0, start - HEADER_REACH // 3)
        said = " ".join(a.text for a in text.atoms[first:start])
        named = any(
            m.weight >= _NAMED for f in forms for m in occurrences((*f.sources, *f.measures), fold(said))
        )
        if named and any(
            _is_value_run(text, p, forms[0]) for p in range(end, min(len(text), end + HEADER_REACH))
        ):
            seen.append(said)
    return seen


_NAMED = 5
"""Letters of a word that names money; an abbreviation may stand anywhere."""
_TITLE = 25
"""Words of a title above a header, at most, that begins with the word of a head."""


def _starts(text: Text, forms: Sequence[Form]) -> Iterator[int]:
    """Words at the beginning of a line that begin a head of a text column."""
    heads = [Vocabulary(v.id, v.words) for form in forms for v in form.columns if v.id in _FIRST_HEADS]
    for p in range(len(text)):
        if text.gap(p).broken and not text.glued(p):
            words = fold(" ".join(a.text for a in text.atoms[p : p + 4]))
            if any(m.start <= 1 and m.weight > 0 for m in occurrences(heads, words)):
                yield p


def _at(text: Text, form: Form, start: int, row: tuple[int, int] | None, *, says: bool) -> Iterator[Found]:
    """The header of one form that begins at a word, if one does."""
    limit = min(len(text), start + HEADER_REACH)
    values = next((p for p in range(start, limit) if _is_value_run(text, p, form)), limit)
    if row is not None and values >= row[0]:
        yield from _counted(text, form, start, row, says=says)
        return
    if not _likely(text.part(start, values), form):
        return
    beams = readings_to(HeaderWords(text.part(start, values), form, counted=False, says_measures=says))
    best: list[tuple[float, int, Layout]] = []
    # no values follow a header at once: the words before them are of their row
    last = _label(text, start, values) if values < limit else values
    for length in range(1, last - start + 1):
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


def _label(text: Text, start: int, values: int) -> int:
    """Where the label of a first row that is a sum line begins, if values follow it at once; else its last word."""
    for p in range(max(start + 1, values - _LONGEST_LABEL), values):
        said = " ".join(a.text for a in text.atoms[p:values])
        if text.gap(p).broken and said[0].isupper() and _BARE_LABEL.fullmatch(fold(said).text):
            return p
    return values - 1


_BARE_LABEL = regex.compile(
    r"(?:всього|усього|разом|итого|всего)(?:(?:по|за)(?:розділ|програм|завдан|підпрограм|раздел)\p{L}*)?"
    r"(?:план|передбач|затвердж|заплан|предусмотр)?\p{Ll}{0,6}"
)
"""Nothing but the word for a sum, what it sums, and the measure of its row."""
_LONGEST_LABEL = 10
"""Words of a sum line's label, at most: its letters may be spaced out, and a measure may follow it."""


def _counted(text: Text, form: Form, start: int, row: tuple[int, int], *, says: bool) -> Iterator[Found]:
    part = text.part(start, row[0])
    if not _likely(part, form):
        return
    numbers, _ = _columns_numbered(text, row[0])
    readings = readings_to(HeaderWords(part, form, counted=True, says_measures=says))[-1]
    made = [y for reading in readings for y in layouts(reading, form, len(numbers))]
    made = [y for y in made if agrees(y.columns, numbers, form)] or made
    made.sort(key=lambda y: -y.score)
    if made and made[0].score < LEAST_SCORE:
        made = []
    yield Found(form, start, row[1], _distinct(made), counted=True)


def _distinct(made: Sequence[Layout]) -> tuple[Layout, ...]:
    """The best layout for each order of kinds, sources and measures."""
    kept: dict[tuple[tuple[str, str, int], ...], Layout] = {}
    for layout in made:
        if layout.score < made[0].score - _FAR_WORSE:
            break
        kept.setdefault(tuple((c.kind, c.source, len(c.measures)) for c in layout.columns), layout)
    return tuple(kept.values())[:_KEPT]


def _likely(part: Text, form: Form) -> bool:
    """Whether the words name what the form requires and some money at all; a quick look before a long one."""
    words = fold(" ".join(a.text for a in part.atoms))
    named = {m.id for m in occurrences(form.columns, words)}
    money = occurrences((*form.sources, *form.measures), words)
    return bool(money) and all(need in named or any(m.id == need for m in money) for need in form.require)


def _is_value_run(text: Text, p: int, form: Form) -> bool:
    def values(q: int) -> list[Value]:
        return [v for pairs in (False, True) for v in values_or_pairs(text, q, form.measures, pairs=pairs)]

    return any(len(r.values) > 1 for r in runs_at(text, p, 2, values))


def _after(text: Text, p: int) -> float:
    if p >= len(text):
        return _BEFORE_SMALL
    word = text.atoms[p].text
    if regex.match(r"(?:1|I|І)(?:\.1)?[.)]*$|1(?:\.1)?[.)]\p{Lu}", word):
        return _BEFORE_ONE
    return _BEFORE_CAPITAL if word[0].isupper() or word[0].isdigit() else _BEFORE_SMALL


def again(text: Text, a: Found, b: Found) -> bool:
    """Whether the second header is the first one over again."""
    first, second = (flat(text.atoms[f.start : f.end]) for f in (a, b))
    # a dump may break the words of the same header in other places, and drop a letter or a sign of it
    return first == second or Counter(first) == Counter(second)


def opening(text: Text, start: int) -> int:
    """Where a header begins, with the line above it that says that the table goes on: «Продовження додатку»."""
    for p in range(start - 1, max(-1, start - 1 - _CAPTION), -1):
        if p >= 0 and text.gap(p).broken:
            return p if opens_again(text, p) else start
    return start


_CAPTION = 5
"""Words of the line above a repeated header, at most."""


def body(text: Text, found: Sequence[Found], end: int) -> tuple[Text, list[tuple[int, int]]]:
    """The words of the rows under a header and its repetitions, up to a word; and what was taken out of them."""
    cuts = [(opening(text, f.start), f.end) for f in found[1:]]
    if found[0].counted:
        count = len(found[0].layouts[0].columns)
        cuts += [
            (opening(text, first), last)
            for first, last in numbers_rows(text)
            if last - first == count
            and found[0].end <= first < end
            and not any(a <= first < b for a, b in cuts)
        ]
    cuts.sort()
    return _without(text, found[0].end, end, cuts), cuts


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
