"""The runs of money values in one table's text, and what speaks for each of them as the values of a row.

Where numbers group their thousands by spaces, a run can be parted into values in several ways: the number of columns,
the habit of the document and, last, the sums within the row tell which is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from zvirka.normalize.numbers import settle_marks
from zvirka.normalize.streams import evidence as evidence
from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.path import Slot
from zvirka.normalize.streams.placement import Arithmetic
from zvirka.normalize.streams.values import (
    Look,
    Run,
    Value,
    ValuesAt,
    grouped_by_hard_spaces,
    groups_thousands,
    is_rest,
    runs_at,
)
from zvirka.normalize.streams.word_pairs import values_or_pairs
from zvirka.schemas.form import Form

_WORTH = {Look.PAIR: 1.5, Look.NUMBER: 1.0, Look.NOTHING: 1.0, Look.ODD: 0.7}
_LONE_IN_PAIRS = -1.5  # a number where pairs are expected
_PAIR_ALONE = -4.0  # a pair where one number is expected
_WITH_DECIMALS = 0.3
_COMPLETE = 3.0  # as many values, with the blanks that are marked, as there are columns
_COMPLETE_BY_BLANKS = 2.0
_MISSING = -0.3  # a value less than there are columns, where blanks leave no trace
_SMALL_FOLLOWS = -3.0  # "14 ефірів": the number belongs to the words after it
_SPLIT_GROUP = -1.0  # "122 151,7" taken for two numbers in a document that groups
_DOUBTFUL_GROUP = -1.5  # "420 420" for one number, where nothing shows that thousands are grouped
_GROUPED = -3.0  # ... for one in a document that does not
_SPACED_SIGN = -1.5  # "- 34,6": rather a dash and a number than a number below nothing
_SUM_RIGHT, _SUM_WRONG = 1.5, -1.5  # a sum within the row that holds, or fails, for these values
_MOST_BY_SUMS = 6.0


class Runs:
    """All runs of a text. `at(p)` gives by the number of columns of a money slot those that begin at a word."""

    def __init__(self, text: Text, slots: Sequence[Slot], form: Form) -> None:
        self.text, self.slots, self.form = text, slots, form
        self.money = [slot for slot in slots if slot.is_money]
        self._values: dict[tuple[int, bool], list[Value]] = {}
        self._scores: dict[tuple[tuple[int, int], ...], float] = {}
        self.all = [self._runs(p) for p in range(len(text))]
        whole = [
            p
            for p in range(len(text))
            if any(_is_whole(r, n) for n, runs in self.all[p].items() for r in runs)
        ]
        # rows with blank cells are rows of the table as well
        shorter = [
            p for p in range(len(text)) if any(map(_is_row, (r for n in self.all[p].values() for r in n)))
        ]
        whole = sorted({*whole, *shorter})
        self.first, self.last = (whole[0], whole[-1]) if whole else (len(text), -1)

    def at(self, p: int) -> dict[int, list[Run]]:
        """The runs that may begin at a word, by the number of columns of the slot."""
        return self.all[p]

    def _runs(self, p: int) -> dict[int, list[Run]]:
        if self.text.glued(p):
            return {}
        word = _is_word(self.text.atoms[p].text)
        found: dict[int, list[Run]] = {}
        for slot in self.money:
            if word and not self._at(is_paired(slot))(p):
                continue
            if len(slot.columns) not in found:
                runs = runs_at(self.text, p, len(slot.columns), self._at(is_paired(slot)))
                found[len(slot.columns)] = [run for run in runs if not self._is_item(run)]
        return found

    def _at(self, pairs: bool) -> ValuesAt:
        def values(q: int) -> list[Value]:
            key = (q, pairs)
            if key not in self._values:
                self._values[key] = values_or_pairs(self.text, q, self.form.measures, pairs=pairs)
            return self._values[key]

        return values

    def _is_item(self, run: Run) -> bool:
        """Whether the dash that a run ends with begins an item of a list: words follow it on its line."""
        last, q = run.values[-1], run.end
        if not evidence.starts_item(self.text.atoms[last.start].text) or not self.text.gap(last.start).broken:
            return False
        return q < len(self.text) and self.text.gap(q).spaces == 1 and self.text.atoms[q].text[0].islower()

    def score(self, run: Run, slot: Slot) -> float:
        """What speaks for a run as the values of a slot."""
        key = tuple((v.start, v.end) for v in run.values)
        if key not in self._scores:
            self._scores[key] = self._scored(run, slot)
        return self._scores[key]

    def _scored(self, run: Run, slot: Slot) -> float:
        score = sum(_WORTH[v.look] for v in run.values) + self._by_look(run, slot) + self._by_groups(run)
        if self.text.habits.decimals:
            score += _WITH_DECIMALS * sum(v.decimals for v in run.values)
        missing = missing_values(run, len(slot.columns))
        if missing:
            score += _MISSING * missing
        else:
            full = len(run.values) == len(slot.columns)
            score += (_COMPLETE if full else _COMPLETE_BY_BLANKS) + self.by_sums(run)
        q = run.end
        if q < len(self.text) and not self.text.gap(q).broken and self.text.atoms[q].text[0].islower():
            score += _SMALL_FOLLOWS
        return score

    def _by_look(self, run: Run, slot: Slot) -> float:
        """What numbers cost where pairs stand, and the other way."""
        if len(run.values) < len(slot.columns):
            return _LONE_IN_PAIRS * sum(v.look is Look.NUMBER for v in run.values) if is_paired(slot) else 0.0
        score = 0.0
        for value, column in zip(run.values, slot.columns, strict=True):
            if value.look is Look.NUMBER and len(column.measures) == _PAIR:
                score += _LONE_IN_PAIRS
            elif value.look is Look.PAIR and len(column.measures) < _PAIR:
                score += _PAIR_ALONE
        return score

    def _by_groups(self, run: Run) -> float:
        score = _SPACED_SIGN * sum(v.spaced_sign for v in run.values)
        return score + self._by_spaces(run)

    def _by_spaces(self, run: Run) -> float:
        groups = self.groups
        atoms = self.text.atoms
        joined = sum(v.groups for v in run.values)
        parted = sum(
            atoms[b.start].gap.spaces == 1 and groups_thousands(a.text, b.text)
            for a, b in zip(run.values, run.values[1:], strict=False)
        )
        if groups is None:
            whole = sum(v.groups for v in run.values if not v.decimals)
            return (_SPLIT_GROUP * parted if self.text.habits.decimals else 0.0) + _DOUBTFUL_GROUP * whole
        return _GROUPED * joined if groups is False else _SPLIT_GROUP * parted

    @cached_property
    def groups(self) -> bool | None:
        """Whether this table groups thousands by spaces; None where nothing tells."""
        words = [a.text for a in self.text.atoms]
        # other spaces do so here: a plain one parts cells
        if any(grouped_by_hard_spaces(w) for w in words):
            return False
        if any(len(w.replace(",", ".").split(".")[0]) == _GROUP and is_rest(w) for w in words):
            return True
        long = sum(
            len(w.replace(",", ".").split(".")[0]) > _GROUP and w[0].isdigit() and _is_plain(w) for w in words
        )
        if long >= _ENOUGH:
            return False
        return True if self._whole_by_groups() else None

    def _whole_by_groups(self) -> bool:
        """Whether some row has as many values as there are columns, with sums that hold, only if groups are joined."""
        begun = -1
        for p, found in enumerate(self.all):
            runs = [r for n, each in found.items() for r in each if len(r.values) == n]
            if p < begun or not runs:
                continue
            begun = max(r.end for r in runs)
            grouped = [r for r in runs if r.end == begun]
            if all(any(v.groups for v in r.values) for r in grouped) and any(
                self.by_sums(r) >= _SUM_RIGHT for r in grouped
            ):
                return True
        return False

    def by_sums(self, run: Run) -> float:
        """What the sums within the row say for a whole run."""
        columns = [c for slot in self.money for c in slot.columns]
        if len(run.values) != len(columns):
            return 0.0
        option = tuple((c.index, v.text.replace("\n", " ")) for c, v in zip(columns, run.values, strict=True))
        checks = list(self.arithmetic.checks(self.arithmetic.vector(option)))
        score = _SUM_RIGHT * checks.count(True) + _SUM_WRONG * checks.count(False)
        return max(-_MOST_BY_SUMS, min(_MOST_BY_SUMS, score))

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """The sums within rows, for the numbers that stand in this text."""
        columns = [c for slot in self.money for c in slot.columns]
        texts = [
            v.text for found in self._values.values() for v in found if v.look in (Look.NUMBER, Look.PAIR)
        ]
        return Arithmetic.of(columns, self.form, settle_marks(texts), texts)

    def rivals(self, run: Run) -> tuple[list[Run], list[Run]]:
        """Other ways to part a run's words into as many values: about as likely ones, and those that only sums beat."""
        slot = next((s for s in self.money if len(s.columns) == len(run.values)), None)
        if slot is None:
            return [], []
        others = [
            r
            for r in self.all[run.start].get(len(slot.columns), ())
            if r.end == run.end and r != run and len(r.values) == len(run.values)
        ]
        score, sums = self.score(run, slot), self.by_sums(run)
        near = [r for r in others if self.score(r, slot) > score - _AS_LIKELY]
        beaten = [r for r in others if self.score(r, slot) - self.by_sums(r) > score - sums - _AS_LIKELY]
        return near, beaten


_PAIR = 2
_GROUP = 3
_ENOUGH = 2
"""Ungrouped numbers of four figures or more that show that thousands are not grouped."""
_AS_LIKELY = 1.0
"""Two ways to part a run are as likely if no more than this speaks for the better one."""
_MARK_LETTERS = 2
"""Letters of an х with its point: no longer word begins a run of values."""


def _is_word(text: str) -> bool:
    return len(text) > _MARK_LETTERS and text[0].isalpha()


def _is_plain(word: str) -> bool:
    whole = word.replace(",", ".").split(".")
    return all(part.isdigit() for part in whole) and len(whole) <= _PAIR


def _is_whole(run: Run, columns: int) -> bool:
    return len(run.values) > 1 and missing_values(run, columns) == 0


def _is_row(run: Run) -> bool:
    """Whether a run that is not whole is no accident of a text: several values, and among them no bare figures."""
    telling = [v for v in run.values if v.look is Look.PAIR or v.decimals]
    return len(run.values) > 1 and len(telling) > 1


def is_paired(slot: Slot) -> bool:
    """Whether cells of a money slot hold pairs."""
    return any(len(c.measures) == _PAIR for c in slot.columns)


def missing_values(run: Run, columns: int) -> int:
    """How many columns neither a value nor a marked blank stands for; 0 also where the values alone fill them."""
    values, blanks = len(run.values), run.blanks
    if values == columns:
        return 0
    left = columns - values - sum(blanks[1:-1])
    if left < 0:
        return columns - values
    # blanks at the two ends count only if they make the row whole: a line may end with spaces for other reasons
    return 0 if left in (0, blanks[0], blanks[-1], blanks[0] + blanks[-1]) else left
