"""Strokes that belong to the text, not to a table: underlines of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zvirka.extract.geometry.rules import Rule, Rules
from zvirka.extract.geometry.words import Word

# In points: a border ends on the rule that it meets; an underline stops as far from it as the text does.
ENDS_ON = 1.0
# In points: an underline is as long as its words.
SAME_END = 1.5
# In shares of the words' height: an underline runs through the lowest part of their boxes, or so far below them (boxes
# end at the baseline in some fonts).
LOWEST_PART, BELOW = 0.35, 0.25
# In points: letters are no higher, so words that end further below the stroke do not stand on it.
HIGHEST = 40.0
# The share of an underline that has words above it; the rest is spaces.
UNDER_WORDS = 0.6


def without_underlines(rules: Rules, words: Sequence[Word]) -> Rules:
    """The rules but for horizontal ones that underline words."""
    verticals = sorted(rule.at for rule in rules.vertical)
    suspects = {
        index
        for index, rule in enumerate(rules.horizontal)
        if not (_ends_on(rule.start, verticals) and _ends_on(rule.end, verticals))
    }
    if not suspects:
        return rules
    by_bottom = sorted(words, key=lambda w: w.bottom)
    bottoms = [w.bottom for w in by_bottom]
    kept = [
        rule
        for index, rule in enumerate(rules.horizontal)
        if index not in suspects or not _underlines(rule, _near(by_bottom, bottoms, rule.at))
    ]
    return Rules(kept, rules.vertical)


def _ends_on(end: float, positions: Sequence[float]) -> bool:
    i = bisect_left(positions, end - ENDS_ON)
    return i < len(positions) and positions[i] <= end + ENDS_ON


def _near(by_bottom: Sequence[Word], bottoms: Sequence[float], y: float) -> Iterator[Word]:
    for i in range(bisect_left(bottoms, y - HIGHEST * BELOW), len(by_bottom)):
        if bottoms[i] > y + HIGHEST * LOWEST_PART:
            return
        yield by_bottom[i]


def _underlines(rule: Rule, words: Iterator[Word]) -> bool:
    above = [
        w
        for w in words
        if w.x0 < rule.end
        and rule.start < w.x1
        and w.bottom - LOWEST_PART * (w.bottom - w.top) <= rule.at <= w.bottom + BELOW * (w.bottom - w.top)
    ]
    if not above:
        return False
    first, last = min(w.x0 for w in above), max(w.x1 for w in above)
    if rule.start < first - SAME_END or rule.end > last + SAME_END:
        return False
    covered = sum(min(w.x1, rule.end) - max(w.x0, rule.start) for w in above)
    return covered >= UNDER_WORDS * (rule.end - rule.start)
