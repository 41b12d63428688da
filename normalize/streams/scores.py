"""The evidence of one stretch of text, weighed for the path: what may begin, go on and end at each word.

What the document itself teaches (how long the lines of a column are, which executors and deadlines recur) is learned
from a first path and used in the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zvirka.normalize.heads import MEASURES
from zvirka.normalize.streams import evidence as evidence
from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.measures import measure_at
from zvirka.normalize.streams.path import (
    CUT,
    CUT_DUE,
    FACT_ROW,
    HEADING,
    LABEL,
    OUTSIDE,
    Piece,
    Scores,
    Slot,
    Step,
)
from zvirka.normalize.streams.runs import Runs
from zvirka.normalize.streams.values import Look, Run
from zvirka.schemas.report import Measure

# The beginning of a row.
_NUMBERED = 8.0  # a number of the series
_NOT_NUMBERED = -5.0  # no number, in a table whose rows have them
_UNNUMBERED_ROW = -1.5  # a row where nothing numbers rows: each must pay for itself
_LABEL_TOTAL, _LABEL_PART = 4.0, 0.5
_LABEL_OPENED = 2.0  # a row of a part, below a row that says «з них:»
_HEADING, _HEADING_WORD = -5.0, 7.0
_OUTSIDE = -4.0
_AFTER_TOTAL = 5.0  # what follows a sum line below the rows is mostly outside
_SIGNED = 6.0  # a signature
_TITLED = 12.0  # the numbered title of the next table, whose header follows
_GOES_BELOW = -12.0  # values follow below: the table has not ended
_SMALL_OUTSIDE = -4.0  # nothing begins with a small letter or a figure there

_CUT, _CUT_SMALL = -2.0, 1.0  # a page begins with the rests of a row's cells; a small letter shows it

_TYPED = 2.5  # a text with the form of a deadline
_TYPED_WORD = 0.6
_MARK_IN_TEXT = 1.0  # a lone dash or х that fills a text column
_KNOWN, _KNOWN_WORD = 1.5, 0.5  # a text that recurs in this column
_UNTYPED_DEADLINE = -4.0
_ONLY_NUMBER = -6.0  # a cell that ends after the number that opens it
_SAYS_MEASURE = 5.0  # «факт» before a run of values
_NO_NUMBER = -3.0  # a row's number, in a table that has a column for it

# Going on.
_UNFORCED = -2.5  # the next word would have fitted the line
_UNFORCED_END = -0.7  # ... but a sentence ended
_TOO_LONG = -3.0  # the line is longer than this column's lines are
_VALUE_IN_TEXT = -0.7
_PAIR_IN_TEXT = -3.0
_AMOUNT_IN_TEXT = -2.0
_LABEL_WORD = -0.3  # labels are short
_NUMBER_LETTERS = 3  # a section's number with its point
_LABEL_NUMBER, _VALUE_IN_LABEL = 2.0, -2.5
NARROW = 1.15
"""Lines of one column vary by so much in letters, as letters vary in width."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What earlier paths taught: letters of the longest line by slot, and the texts that recur, as their words."""

    widths: dict[int, float] = field(default_factory=dict)
    texts: dict[int, Counter[tuple[str, ...]]] = field(default_factory=dict)


class Weigher:
    """Weighs one table's text. `series` are the words that number its rows.

    `followed`: the text ends where the next table's header begins, and a title may stand above that.
    """

    def __init__(
        self,
        text: Text,
        slots: Sequence[Slot],
        signs: evidence.LabelSigns,
        series: Sequence[int],
        *,
        followed: bool = False,
    ) -> None:
        self.text, self.slots, self.signs, self.followed = text, slots, signs, followed
        self.series = set(series)
        self.numbered = bool(series)
        self._money_steps: dict[tuple[int, int], list[Step]] = {}
        self.runs = Runs(text, slots, signs.form)
        self.lengths = [len(text.lines[a.line].text.strip()) for a in text.atoms]
        self.parts = set(self._parts())
        self.totals = {p for p in range(len(text)) if text.gap(p).broken and signs.total(text, p)}

    def scores(self, learned: Learned) -> Scores:
        """The evidence, with what was learned."""
        text, count = self.text, len(self.text)
        breaks = [evidence.break_score(text, p) if p else 0.0 for p in range(count)]
        ends = [self._ends(p) if p else 0.0 for p in range(count)]
        goes_on = {s: [self._goes_on(s, p, learned) for p in range(count)] for s in range(len(self.slots))}
        plain = [self._in_text(p) for p in range(count)]
        goes_on |= {
            LABEL: [v + self._in_label(p) for p, v in enumerate(plain)],
            HEADING: plain,
            CUT: plain,
            CUT_DUE: plain,
            OUTSIDE: [0.0] * count,
        }
        return Scores(
            breaks,
            ends,
            [self._row_start(p) for p in range(count)],
            goes_on,
            [list(self._steps(p, learned)) for p in range(count)],
            [p > 0 and text.glued(p) for p in range(count)],
        )

    def _ends(self, p: int) -> float:
        """What the word before a gap says for the end of a cell: a row's number is none, but in its own column."""
        alone = p - 1 in self.series and all(slot.kind != "number" for slot in self.slots)
        return evidence.end_score(self.text, p) + (_ONLY_NUMBER if alone else 0.0)

    def _row_start(self, p: int) -> float:
        if p in self.series:
            return _NUMBERED
        return _NOT_NUMBERED if self.numbered else _UNNUMBERED_ROW

    def _steps(self, p: int, learned: Learned) -> Iterator[Step]:
        for s, slot in enumerate(self.slots):
            if slot.is_money:
                yield from self._money(s, slot, p)
            else:
                yield from self._cells(s, slot.kind, p, learned)
        if not self.text.gap(p).broken:
            return
        exempt = -self._row_start(p)
        if self.text.gap(p).page and p not in self.series and p not in self.totals:
            score = _CUT_SMALL if self.text.atoms[p].text[0].islower() else _CUT
            yield from (Step(slot, p + 1, score, open=True) for slot in (CUT, CUT_DUE))
        if p in self.totals:
            yield Step(LABEL, p + 1, _LABEL_TOTAL + exempt, open=True)
        elif p in self.parts:
            yield Step(LABEL, p + 1, _LABEL_OPENED + exempt, open=True)
        elif self.signs.part(self.text, p):
            yield Step(LABEL, p + 1, _LABEL_PART + exempt, open=True)
        if self.text.atoms[p].text[0].isalnum():
            word = _HEADING_WORD if self.signs.section(self.text, p) else 0.0
            begin = evidence.begin_score(self.text, p, "activity")
            yield Step(HEADING, p + 1, _HEADING + word + max(begin, -1.0) + exempt, open=True)
        yield Step(OUTSIDE, p + 1, self._outside(p), open=True)

    def _parts(self) -> Iterator[int]:
        """Lines with a small letter below a row that says «з них:», up to the next number: they may begin parts."""
        opened = valued = False
        for p in range(len(self.text)):
            if p in self.series:
                opened = valued = False
            if self.signs.parts_follow(self.text, p) or self._opens_parts(p):
                opened, valued = True, False
            elif opened and any(map(self._values, self.runs.at(p).items())):
                valued = True
            elif valued and self.text.gap(p).broken and self.text.atoms[p].text[0].islower():
                yield p

    def _opens_parts(self, p: int) -> bool:
        """Whether a line begins with «у т.ч.» and its part: the lines of the others have no such words."""
        return self.text.gap(p).broken and self.signs.opens_parts(self.text, p)

    def _outside(self, p: int) -> float:
        """What speaks for the table to have ended before a word."""
        score = _OUTSIDE
        if any(self.runs.first < t < p for t in self.totals):
            score += _AFTER_TOTAL
        if evidence.signs(self.text.lines[self.text.atoms[p].line].text):
            score += _SIGNED
        if self.followed and evidence.titles(self.text, p):
            score += _TITLED
            return score if p > self.runs.last else score + _GOES_BELOW
        if p <= self.runs.last:
            score += _GOES_BELOW
        return score if self.text.atoms[p].text[0].isupper() else score + _SMALL_OUTSIDE

    def _cells(self, s: int, kind: str, p: int, learned: Learned) -> Iterator[Step]:
        """Text cells of a slot that may begin at a word."""
        begin = evidence.begin_score(self.text, p, kind)
        over = self._too_long(s, p, learned)
        if kind == MEASURES:
            yield from self._measures(s, p)
            return
        if kind == "number":
            if p in self.series:
                yield Step(s, p + 1, 0.0, open=False)
            return
        if p in self.series and kind == "activity":
            begin = _NO_NUMBER if any(slot.kind == "number" for slot in self.slots) else 0.0
        untyped = _UNTYPED_DEADLINE if kind == "deadline" else 0.0
        yield Step(s, p + 1, begin + over + untyped + self._in_text(p), open=True)
        if kind == "deadline":
            for end in evidence.deadlines_at(self.text, p):
                yield Step(s, end, max(begin, 0.0) + _TYPED + _TYPED_WORD * (end - p), open=False)
        yield from self._known(s, p, learned)
        if kind in ("result", "deadline", "executor", "other") and self._mark(p):
            yield Step(s, p + 1, _MARK_IN_TEXT, open=False)

    def _measures(self, s: int, p: int) -> Iterator[Step]:
        """Cells that say a measure. One that is not the plan opens a row of its own, with nothing before it."""
        for end, measure in measure_at(self.text, p, self.signs.form.measures).items():
            if end >= len(self.text) or not any(map(self._values, self.runs.at(end).items())):
                continue  # «виконано на 85 %» is said of a row, and opens none
            yield Step(s, end, _SAYS_MEASURE, open=False)
            if measure not in (Measure.PLAN, Measure.PLAN_YEAR):
                yield Step(FACT_ROW, end, _SAYS_MEASURE - self._row_start(p), open=False)

    @staticmethod
    def _values(runs: tuple[int, list[Run]]) -> bool:
        columns, found = runs
        return any(len(run.values) >= min(columns, 2) for run in found)

    def _known(self, s: int, p: int, learned: Learned) -> Iterator[Step]:
        for words in learned.texts.get(s, ()):
            end = p + len(words)
            if end > len(self.text) or (end < len(self.text) and self.text.glued(end)):
                continue
            if all(a.text == w for a, w in zip(self.text.atoms[p:end], words, strict=True)):
                begin = max(0.0, evidence.begin_score(self.text, p, self.slots[s].kind))
                yield Step(s, end, begin + _KNOWN + _KNOWN_WORD * len(words), open=False)

    def _mark(self, p: int) -> bool:
        runs = (r for found in self.runs.at(p).values() for r in found if r.end == p + 1)
        return any(r.values[0].look is Look.NOTHING for r in runs)

    def _money(self, s: int, slot: Slot, p: int) -> list[Step]:
        """The runs that may begin at a word, the best to each end. No path teaches anything about them."""
        if (s, p) in self._money_steps:
            return self._money_steps[s, p]
        best: dict[int, Step] = {}
        for run in self.runs.at(p).get(len(slot.columns), ()):
            score = self.runs.score(run, slot)
            if run.end not in best or score > best[run.end].score:
                best[run.end] = Step(s, run.end, score, open=False, run=run)
        self._money_steps[s, p] = list(best.values())
        return self._money_steps[s, p]

    def _goes_on(self, s: int, p: int, learned: Learned) -> float:
        """What it costs a cell of a slot to go on over the gap before a word."""
        score = self._in_text(p)
        gap = self.text.gap(p)
        if p in self.series:
            score -= _NUMBERED / 2
        if not gap.broken or p == 0 or self.text.glued(p):
            return score
        score += self._too_long(s, p, learned)
        before = self.text.atoms[p - 1].text
        width = learned.widths.get(s)
        if width is not None and not before.endswith(("-", "‐")):
            room = width - self.lengths[p - 1] - 1 - len(self.text.atoms[p].text)
            if room > (NARROW - 1) * width and not evidence.starts_item(self.text.atoms[p].text):
                score += _UNFORCED_END if evidence.ends_sentence(before) else _UNFORCED
        return score

    def _in_label(self, p: int) -> float:
        """What a word costs in the label of a sum line: labels are short, and their numbers number something."""
        word = self.text.atoms[p].text
        if not word[0].isdigit():
            return _LABEL_WORD
        numbers = word.rstrip(".:)").isdigit() and len(word) <= _NUMBER_LETTERS
        return _LABEL_NUMBER if numbers and evidence.numbers_something(self.text, p) else _VALUE_IN_LABEL

    def _too_long(self, s: int, p: int, learned: Learned) -> float:
        width = learned.widths.get(s)
        if width is None or not self.text.gap(p).broken:
            return 0.0
        return _TOO_LONG if self.lengths[p] > width * NARROW + 1 else 0.0

    def _amount(self, p: int) -> bool:
        """Whether a word is a number with decimals that no word follows which it might count: «45,6 тис.»."""
        if not self.text.habits.decimals or not any(
            r.values[0].decimals for runs in self.runs.at(p).values() for r in runs if r.end == p + 1
        ):
            return False
        gap = self.text.gap(p + 1)
        return gap.broken or p + 1 == len(self.text) or not self.text.atoms[p + 1].text[0].islower()

    def _in_text(self, p: int) -> float:
        """What a word costs that stands in a text and looks like a money value."""
        if self.text.gap(p).broken and evidence.starts_item(self.text.atoms[p].text):
            return 0.0
        looks = {r.values[0].look for runs in self.runs.at(p).values() for r in runs if len(r.values) == 1}
        if Look.PAIR in looks:
            return _PAIR_IN_TEXT
        if self._amount(p):
            return _AMOUNT_IN_TEXT
        return _VALUE_IN_TEXT if Look.NOTHING in looks or Look.ODD in looks else 0.0


def learned_from(text: Text, slots: Sequence[Slot], path: Sequence[Piece]) -> Learned:
    """The lengths of the lines of each text column, and the texts that recur in it."""
    learned = Learned()
    for s, slot in enumerate(slots):
        if slot.is_money or slot.kind == "number":
            continue
        pieces = [piece for piece in path if piece.slot == s]
        lengths = sorted(
            len(line.text.strip()) for piece in pieces for line in text.cut(piece.start, piece.end)
        )
        printed = sorted(len(text.lines[i].text.strip()) for piece in pieces for i in _lines(text, piece))
        whole = sum(a == b for a, b in zip(lengths, printed, strict=True))
        if len(pieces) >= _ENOUGH and whole >= _MOSTLY * len(lengths):
            # a few cells may have caught a neighbour's line: the longest tenth teaches nothing
            learned.widths[s] = lengths[int(len(lengths) * 0.9)]
        counts = Counter(tuple(a.text for a in text.atoms[p.start : p.end]) for p in pieces)
        recurring = Counter({words: n for words, n in counts.items() if n > 1})
        if slot.kind != "activity" and recurring:
            learned.texts[s] = recurring
    return learned


def _lines(text: Text, piece: Piece) -> list[int]:
    return list(dict.fromkeys(a.line for a in text.atoms[piece.start : piece.end]))


_MOSTLY = 0.7
"""Share of a column's lines that are whole printed lines, from which on their lengths tell its width."""
_ENOUGH = 3
"""Cells of a column that tell how long its lines are."""
