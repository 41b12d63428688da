"""The heads in a header that is printed as running text: which words make one head, and what each announces.

The header of a stream has no cells, its words are broken, and a head that spans others is printed before or among
them. The form's words are sought in the whole of it; then the best way to part it into heads is taken (a beam search:
no text column stands twice). What the heads make together is `stream_columns`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.head_sources import own_id
from zvirka.normalize.heads import MEASURES
from zvirka.normalize.streams.atoms import Atom, Text
from zvirka.normalize.units import without_unit
from zvirka.normalize.vocabulary import Folded, Match, fold, occurrences
from zvirka.schemas.form import Form, Vocabulary
from zvirka.schemas.report import Measure

UNKNOWN = "other"
"""The kind of a text column that no form knows."""

# Scores count letters: a match is worth the letters it explains.
_HEAD = -3.0  # a head must explain more than this, so that not every word becomes one
_STRETCH = -0.5  # a letter between the words of a phrase that is not the phrase's own
_LATE = -0.5  # a letter before the match: a head begins with what it announces
_IDLE = -0.15  # a letter that no match explains
_INSIDE = -3.0  # a match within a word: the end of another head was glued to it
_SHARED = -5.0  # «кошти» are a total, and a word in the names of other sources
_CAPITAL = 1.5  # heads begin with a capital, sub-heads often do not
_SMALL_TEXT = -11.0  # text columns are of the top level: they begin with a capital, where any head does
_MIDDLE = -3.0  # a small letter in the middle of a line begins no head, as a rule
_APART = 1.5  # a line of a space, or a single newline among blank lines, stands between cells
_CAPITAL_INSIDE = -2.0  # a line that begins with a capital goes on with no head, as a rule
_SWALLOWED = -6.0  # a source named in the head of another column
_UNKNOWN = -5.0  # a head that no word of the form explains; more than leaving its letters to a neighbour
_STRANGER = 0.5  # a letter of a source that no form knows
_AGAIN = 0.5  # a letter of other words for what a head announces
_UNIT = 3.0  # a unit of money tells that the head is a money column's

_MONEY_UNIT = regex.compile(r"(?:тис|млн|тыс)\.?\s*\.?\s*(?:грн|гри)|\bгрн\b|гривень", regex.I)
_PAIR_SIGN = regex.compile(r"[/\\|]")
_PAIR_INSIDE = regex.compile(r"\(([^()]*[/\\|][^()]*)\)")
_YEAR = regex.compile(r"\W*((?:19|20)\d\d)\W*(?:[рp](?:[іi][кk]|[оo][кk][уy])?|г|год)?\W*")
_COLON = regex.compile(r":\s*$")


@dataclass(frozen=True, slots=True)
class Head:
    """One head: the words from `start` to before `end`. A text column's `column` is its id, else it is money's.

    One without a source and without measures only stands over others.

    `opens` tells that it ends with a colon: what it says stands over other heads.
    """

    start: int
    end: int
    text: str
    column: str = ""
    source: str = ""
    measures: tuple[Measure, ...] = ()
    opens: bool = False


class HeaderWords:
    """The words of a stretch of text with every match of the form's words in them."""

    def __init__(self, text: Text, form: Form, *, counted: bool, says_measures: bool = False) -> None:
        self.text, self.form, self.counted, self.says_measures = text, form, counted, says_measures
        joined, places = "", []
        for i, atom in enumerate(text.atoms):
            joined = _joined(joined, atom, glued=i > 0 and text.glued(i))
            places.append(len(joined) - len(atom.text))
        self.joined, self.places = joined, places
        folded = fold(joined)
        self.bounds = _bounds(folded.origin, places, len(folded.text))
        self.lines = {self.bounds[i] for i, atom in enumerate(text.atoms) if atom.gap.broken}
        self.folded, self.origin = folded.text, folded.origin
        self.starts = folded.starts
        self.columns = occurrences(_plain(form.columns), folded)
        self.sources = [*occurrences(_plain(form.sources), folded), *_within(form.sources, folded)]
        self.shared = _shared(form.sources)
        self.measures = occurrences(_plain(form.measures), folded)
        self.inside = _inside_brackets(joined, places)
        self.fresh = [a.gap.broken and a.text[0].isupper() for a in text.atoms]
        opening = [a.text[0] for a in text.atoms if a.gap.broken and a.text[0].isalpha()]
        self.has_capitals = _SOME * sum(c.isupper() for c in opening) >= len(opening)

    def said(self, start: int, end: int) -> str:
        """The words from `start` to before `end` as text."""
        stop = self.places[end] if end < len(self.places) else len(self.joined)
        return self.joined[self.places[start] : stop].strip()

    def heads(self, start: int, end: int) -> Iterator[tuple[Head, float]]:
        """What these words may announce if they are one head, each with its score."""
        low, high = self.bounds[start], self.bounds[end]
        letters = high - low
        text = self.said(start, end)
        opening = self._opening(start) + _CAPITAL_INSIDE * sum(self.fresh[start + 1 : end])
        small = self.has_capitals and text[0].islower()
        for id_, found, own in self._best(self.columns, self.form.columns, low, high):
            # a lone sign, «№», is as telling as a word
            worth = max(found, _TELLING) if text.startswith("№") and id_ == "number" else found
            score = worth + opening + (_SMALL_TEXT if small else 0.0) + _IDLE * (letters - own)
            score += _SWALLOWED * self._foreign(low, high, "")
            yield Head(start, end, text, column=id_), score + _HEAD
        measures, told, measured = self._measures(low, high, text)
        if self.says_measures and (worth := self._label(low, high, text, measures)):
            yield Head(start, end, text, column=MEASURES), worth + max(0.0, opening) + _HEAD
            return
        if _SPANS.fullmatch(fold(without_unit(text)).text.replace(",", "")):
            yield Head(start, end, text), letters + opening + _HEAD
        unit = _UNIT if _MONEY_UNIT.search(text) else 0.0
        opens = bool(_COLON.search(text))
        if year := _YEAR.fullmatch(without_unit(text)):
            yield Head(start, end, text, "", f"total_{year[1]}"), _TELLING + max(0.0, opening) + _HEAD
            return
        sources = list(self._best(self.sources, self.form.sources, low, high))
        for id_, worth, own in sources or ([("", 0.0, 0)] if measures else []):
            score = worth + told + unit + opening + _IDLE * (letters - min(letters, own + measured))
            score += _SWALLOWED * self._foreign(low, high, id_)
            yield Head(start, end, text, "", id_, measures, opens), score + _HEAD
        if opening > 0 and _MONEY_NAMED.search(self.folded[low:high]) and self._strange(low, high):
            yield Head(start, end, text, "", own_id([text])), _STRANGER * letters + opening + _HEAD
        # only a count of columns can tell that words are a column of their own
        if self.counted and opening > 0 and not small and text[0].isalpha():
            yield Head(start, end, text, column=UNKNOWN), _UNKNOWN + opening

    def _strange(self, low: int, high: int) -> bool:
        """Whether no word of the form is among the letters."""
        named = (*self.columns, *self.sources, *self.measures)
        return not any(m.start < high and m.end > low for m in named)

    def _label(self, low: int, high: int, text: str, measures: Sequence[Measure]) -> float:
        """What speaks for a head over the words «план» and «факт» of each row: it names both, or «Показник»."""
        if len(measures) > 1 and _PAIR_SIGN.search(text):
            named = [m for m in self.measures if m.start >= low and m.end <= high]
            explained = len({i for m in named for i in range(m.start, m.end)})
            return float(explained) if high - low - explained <= _PAIR_LETTERS else 0.0
        return float(high - low) if _INDICATOR.fullmatch(self.folded[low:high]) else 0.0

    def _foreign(self, low: int, high: int, own: str) -> int:
        """How many sources the words name that their head is not: each would be a column that is lost."""
        named = [m for m in self.sources if m.start >= low and m.end <= high and self._stands_out(m)]
        mine = [m for m in named if m.id == own and m.end - m.start <= m.weight + _LONG]
        return len(
            {m.id for m in named if m.id != own and all(m.end <= o.start or m.start >= o.end for o in mine)}
        )

    def _stands_out(self, match: Match) -> bool:
        """Whether a match can be a head of its own: it is long, or begins a line."""
        if (match.id, self.folded[match.start : match.end]) in self.shared:
            return False
        return match.weight >= _LONG or (match.weight >= _SHORT and match.start in self.lines)

    def _opening(self, start: int) -> float:
        gap, text = self.text.gap(start), self.text
        first = text.atoms[start].text[0]
        score = _CAPITAL if not first.islower() else 0.0
        if gap.broken and (gap.hollow or (text.habits.blank_lines and not gap.empty)):
            score += _APART
        if not gap.broken and first.islower():
            score += _MIDDLE
        return score

    def _best(
        self, found: Sequence[Match], vocabularies: Sequence[Vocabulary], low: int, high: int
    ) -> Iterator[tuple[str, float, int]]:
        """The ids that the words name, the most telling one and those nearly as telling: id, worth, letters."""
        worths: dict[str, tuple[float, int]] = {}
        told: dict[str, list[Match]] = {}
        for match in found:
            if match.start >= low and match.end <= high:
                idle = match.end - match.start - match.weight
                late = min(_FAR, match.start - low)
                worth = match.weight + _STRETCH * idle + _LATE * late
                worth += 0.0 if match.start in self.starts else _INSIDE
                worth += _SHARED if (match.id, self.folded[match.start : match.end]) in self.shared else 0.0
                if worth > worths.get(match.id, (0.0, 0))[0]:
                    worths[match.id] = (worth, match.weight)
                told.setdefault(match.id, []).append(match)
        for id_, (worth, own) in worths.items():
            # other words for the same, «інші кошти, не заборонені законом», explain their letters too
            close = [m for m in told[id_] if m.start in self.starts and m.end - m.start <= m.weight + _ENDING]
            explained = len({i for m in close for i in range(m.start, m.end)})
            worths[id_] = (worth + _AGAIN * max(0, explained - own), max(own, explained))
        whole = self.folded[low:high]
        for vocabulary in vocabularies:
            if any(w.startswith("=") and fold(w[1:]).text == whole for w in vocabulary.words):
                worths[vocabulary.id] = (float(high - low), high - low)
        top = max((worth for worth, _ in worths.values()), default=0.0)
        for id_, (worth, own) in worths.items():
            if worth >= top - _NEARLY:
                yield id_, worth, own

    def _pair(self, low: int, high: int) -> tuple[int, int]:
        """Of the letters of a head those of a pair in parentheses, «(план / факт)», or all."""
        # the parenthesis that closes it is no letter, and stands after the last of them
        end = self.origin[high] if high < len(self.origin) else len(self.joined)
        match = _PAIR_INSIDE.search(self.joined, self.origin[low], end)
        if match is None:
            return low, high
        inside = [i for i in range(low, high) if match.start(1) <= self.origin[i] < match.end(1)]
        return (inside[0], inside[-1] + 1) if inside else (low, high)

    def _measures(self, low: int, high: int, text: str) -> tuple[tuple[Measure, ...], float, int]:
        """The measures that the words name, their worth, and the letters that name them."""
        taken: list[Match] = []
        low, high = self._pair(low, high)
        inside = [m for m in self.measures if m.start >= low and m.end <= high]
        for match in sorted(inside, key=lambda m: (-m.weight, m.end - m.start, m.start)):
            if all(match.end <= other.start or match.start >= other.end for other in taken):
                taken.append(match)
        whole = self.folded[low:high]
        for vocabulary in self.form.measures:
            if any(w.startswith("=") and fold(w[1:]).text == whole for w in vocabulary.words):
                taken = [Match(vocabulary.id, low, high, high - low)]
        taken.sort(key=lambda m: m.start)
        named = list(dict.fromkeys(Measure(m.id) for m in taken))
        letters = sum(m.weight for m in taken)
        # a measure said twice tells no more than once
        said = {m.id: m.weight + _STRETCH * (m.end - m.start - m.weight) for m in taken}
        worth = sum(said.values())
        for alone in (Measure.PERCENT, Measure.DEVIATION):
            if alone in named:
                # «% виконання», «відхилення від плану»: the other words only say of what
                own = max(m.weight for m in taken if m.id == alone)
                return (alone,), max(float(own), _TELLING), letters
        if len(named) > 1 and not _PAIR_SIGN.search(text) and Measure.FACT in named:
            # two heads side by side, if anything: one of them is lost
            return tuple(named[:1]), said[named[0].value] - _LOST, letters
        if len(named) > 1 and not _PAIR_SIGN.search(text):
            named = named[:1]
        if Measure.PLAN in named and Measure.PLAN_YEAR in named:
            named.remove(Measure.PLAN_YEAR)
        return tuple(named[:2]), worth, letters


_PAIR_LETTERS = 8
"""Letters of a pair of measures that their stems leave unexplained: «(передбачено / профінансовано)»."""
_MONEY_NAMED = regex.compile(r"фонд|бюджет|кошт|субвенц|дотац|внеск|кредит")
"""Words that sources of money have in their names."""
_ENDING = 4
"""Letters that endings add within a phrase: «обл бюдж» is «обласний бюджет»."""
_INDICATOR = regex.compile(r"показник[иів]{0,2}|показател[ьи]")
_SPANS = regex.compile(
    r"(?:[ув]т(?:омучислі|омчисле|ч)|[зі]{1,2}(?:них|яких)|изних)"
    r"(?:зарахунок|засчет|за|по|коштів|кошти|джерелами?|джерел|фінансування|роках|годам|источникам)*"
    r"|фінансування(?:за|джерелами|програми|заход(?:у|ів))+|зарахунок(?:коштів)?"
)
"""A head over others that names no source and no measure: «у тому числі:», «фінансування за джерелами»."""
_FAR = 20
"""A match so many letters from its head's beginning is no less likely farther on."""
_NEARLY = 1.5
"""Letters by which a reading may be less telling and still be kept, for what the other heads say."""
_LOST = 3.0
"""Letters that a head is worth less for a measure that it names and does not mean."""
_TELLING = 5.0
"""What a lone sign of percent, or (+/-), is worth: as much as a short word."""


def _joined(before: str, atom: Atom, *, glued: bool) -> str:
    """The words so far and the next one; a hyphen at a line's end before a small letter is the line's own."""
    if atom.gap.broken and before.endswith(("-", "‐")) and before[-2:-1].isalpha() and atom.text[0].islower():
        return before[:-1] + atom.text
    return before + ("" if glued or not before else " ") + atom.text


def _inside_brackets(joined: str, places: Sequence[int]) -> set[int]:
    """The words that stand within parentheses, or go on after a sign: no head begins there."""
    inside, depth, at = set(), 0, 0
    for i, place in enumerate(places):
        depth += joined.count("(", at, place) - joined.count(")", at, place)
        at = place
        if depth > 0 or joined[place] in "/\\|):;,.":
            inside.add(i)
    return inside


def _plain(vocabularies: Sequence[Vocabulary]) -> list[Vocabulary]:
    # words that must be the whole head are compared when heads are known
    return [Vocabulary(v.id, tuple(w for w in v.words if not w.startswith("="))) for v in vocabularies]


def _shared(sources: Sequence[Vocabulary]) -> set[tuple[str, str]]:
    """Words that announce one source by themselves and stand in the phrases that announce another."""
    phrases = [(s.id, w.split()) for s in sources for w in s.words if " " in w]
    return {
        (s.id, fold(w).text)
        for s in sources
        for w in s.words
        if " " not in w and any(other != s.id and w in words for other, words in phrases)
    }


def _within(vocabularies: Sequence[Vocabulary], folded: Folded) -> list[Match]:
    """Matches that begin inside a word, of words long enough not to stand there by chance."""
    anywhere = replace(folded, starts=frozenset(range(len(folded.text))))
    return [
        m
        for m in occurrences(_plain(vocabularies), anywhere)
        if m.start not in folded.starts and m.weight >= _LONG and m.end - m.start <= m.weight + _LONG
    ]


_LONG = 7
"""Letters of a match that is believed inside a word, and in the middle of a line."""
_SOME = 4
"""One line in so many that begins with a capital shows that heads of the top level do."""
_SHORT = 4
"""Letters of a match that is believed at the beginning of a line."""


def _bounds(origin: Sequence[int], places: Sequence[int], end: int) -> list[int]:
    """For each word, and after the last, how many folded letters stand before it."""
    bounds, k = [], 0
    for place in places:
        while k < len(origin) and origin[k] < place:
            k += 1
        bounds.append(k)
    return [*bounds, end]
