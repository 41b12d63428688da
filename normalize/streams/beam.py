"""The best ways to part the words of a header into heads: a beam search from its first word to its last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.normalize.streams.head import UNKNOWN, Head, HeaderWords
from zvirka.schemas.report import Measure

LONGEST_HEAD = 18
"""Words of one head, at most: "Орієнтовні обсяги фінансування (вартість), тис. гривень, у тому числі за роками"."""
BEAM = 48
"""Readings kept at each word; the right one is among the first few, dozens cost nothing."""

# What a head is worth less after those before it, in letters.
_CASE = -2.5  # sources side by side begin alike, with capitals or without
_UNEVEN = -5.0  # one source with a measure in its head and another without
_TWICE = -12.0  # the same source in two heads side by side
_FACT_FIRST = -8.0  # a lone «виконання» before any plan is a word of another head
_MIXED = -10.0  # pairs and measures with heads of their own do not stand in one header


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to part the header into heads, and how well it explains what stands there."""

    heads: tuple[Head, ...]
    score: float


def readings_to(words: HeaderWords) -> list[list[Reading]]:
    """For each number of words, the best ways to part so many of them into heads, best first."""
    count = len(words.text)
    beams: list[list[Reading]] = [[Reading((), 0.0)]] + [[] for _ in range(count)]
    for start in range(count):
        beams[start] = _pruned(beams[start])
        if not beams[start] or words.text.glued(start) or start in words.inside:
            continue
        for end in range(start + 1, min(count, start + LONGEST_HEAD) + 1):
            for head, score in words.heads(start, end):
                beams[end] += [
                    Reading((*r.heads, head), r.score + score + _beside(r.heads, head))
                    for r in beams[start]
                    if head.column in ("", UNKNOWN) or all(h.column != head.column for h in r.heads)
                ]
    beams[count] = _pruned(beams[count])
    return beams


def _beside(heads: Sequence[Head], head: Head) -> float:
    """What a head's measures are worth less, given the heads before it."""
    if head.column:
        return 0.0
    if heads and not head.measures and (head.source, head.measures) == (heads[-1].source, heads[-1].measures):
        return _TWICE
    if (
        head.source
        and not head.measures
        and heads
        and heads[-1].source
        and head.text[0].islower() != heads[-1].text[0].islower()
    ):
        return _CASE
    told = [bool(h.measures) for h in heads if h.source and h.source != "total"]
    if head.source and told and head.source != "total" and told[-1] is not bool(head.measures):
        return _UNEVEN
    if not head.measures or head.measures[0] in (Measure.DEVIATION, Measure.PERCENT):
        return 0.0
    before = [
        h.measures for h in heads if h.measures and h.measures[0] not in (Measure.DEVIATION, Measure.PERCENT)
    ]
    if any((len(m) == 2) is not (len(head.measures) == 2) for m in before):
        return _MIXED
    planned = any(m[0] in (Measure.PLAN, Measure.PLAN_YEAR) for m in before)
    return _FACT_FIRST if head.measures == (Measure.FACT,) and not planned else 0.0


def _pruned(readings: Sequence[Reading]) -> list[Reading]:
    best: dict[tuple[tuple[str, str, tuple[Measure, ...]], ...], Reading] = {}
    for reading in sorted(readings, key=lambda r: -r.score):
        best.setdefault(tuple((h.column, h.source, h.measures) for h in reading.heads), reading)
        if len(best) == BEAM:
            break
    return list(best.values())
