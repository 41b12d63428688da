"""Words of a header against the words of a form.

A narrow column breaks words anywhere and without a hyphen, letters of two alphabets stand for each other, and endings
change by case. So both sides are folded (lower case, look-alikes as Cyrillic, no spaces), and a form's word is sought
as the beginning of a word or of a broken piece of one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zvirka.schemas.form import Vocabulary

_LOOK_ALIKE = str.maketrans("abcehikmoptxyën", "авсенікмортхуёп")
_KEPT_SIGNS = frozenset("%№+-/,")
_APOSTROPHES = frozenset("’'ʼ`ʹ´‘")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded: letters, digits and telling signs only; `starts` are the places where a word or a piece begins.

    `origin` gives for each folded character its place in the text before folding.
    """

    text: str
    starts: frozenset[int]
    origin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A form's word in a text: the id it announces, and the stretch of the folded text it was found in.

    `weight` counts the letters matched: the longer of two matches is the more telling one.
    """

    id: str
    start: int
    end: int
    weight: int


def look_alikes(text: str) -> str:
    """The text in lower case with the Latin letters that look Cyrillic as Cyrillic ones."""
    # "n" and "ë" have no place in Ukrainian words; they are mapped so that folding is the same for both sides
    return text.lower().translate(_LOOK_ALIKE)


@lru_cache(maxsize=4096)
def fold(text: str) -> Folded:
    """The text as it is compared."""
    kept: list[str] = []
    starts: set[int] = set()
    origin: list[int] = []
    fresh = True
    lowered = look_alikes(unicodedata.normalize("NFC", text))
    for i, char in enumerate(lowered):
        if char in _APOSTROPHES or char == "\u00ad":
            continue
        if not (char.isalnum() or char in _KEPT_SIGNS):
            fresh = True
            continue
        if fresh or not char.isalnum() or not kept[-1].isalnum():
            starts.add(len(kept))
        kept.append(char)
        origin.append(i)
        fresh = False
    return Folded("".join(kept), frozenset(starts), tuple(origin))


@lru_cache(maxsize=4096)
def _stems(words: str) -> tuple[str, ...]:
    return tuple(fold(word).text for word in words.lstrip("=").split())


_WHOLE = 0.7
"""A text is the name of a source if the source's words take so large a share of its letters."""


def whole_match(vocabularies: Sequence[Vocabulary], text: str) -> Match | None:
    """The match of a text that is the name of one of the vocabularies, all of it but a few letters."""
    match = best_match(vocabularies, text)
    return match if match is not None and match.end - match.start >= _WHOLE * len(fold(text).text) else None


def occurrences(vocabularies: Iterable[Vocabulary], folded: Folded) -> list[Match]:
    """Every match of every word of the vocabularies in the text, in order of place, longest first."""
    found = []
    for vocabulary in vocabularies:
        for words in vocabulary.words:
            stems = _stems(words)
            if words.startswith("="):
                if folded.text == "".join(stems):
                    # a whole head is more telling than any word within one
                    found.append(Match(vocabulary.id, 0, len(folded.text), 2 * len(folded.text)))
                continue
            # most texts have no word of a form: told at once, or long tables take minutes
            if stems and stems[0] not in folded.text:
                continue
            weight = sum(map(len, stems))
            ends = ((start, _follow(stems, folded, start)) for start in folded.starts)
            found += [Match(vocabulary.id, start, end, weight) for start, end in ends if end is not None]
    return sorted(found, key=lambda match: (match.start, -match.weight))


def _follow(stems: Sequence[str], folded: Folded, start: int) -> int | None:
    """Where the stems end if the first begins at `start` and each next one begins a later word nearby."""
    at = start
    for i, stem in enumerate(stems):
        if i:
            # words of one phrase may have at most a few others between them ("стан та результати виконання")
            later = [
                s for s in sorted(folded.starts) if at <= s <= at + _NEAR and folded.text.startswith(stem, s)
            ]
            if not later:
                return None
            at = later[0]
        elif not folded.text.startswith(stem, at):
            return None
        # a short abbreviation (мб, дб, "бюдж м") must be the whole word
        if len(stem) <= _ABBREVIATION and stem.isalpha() and not _word_ends(folded, at + len(stem)):
            return None
        at += len(stem)
    return at


_NEAR = 24
"""Folded letters between two words of one phrase: about three words."""

_ABBREVIATION = 2
"""Up to so many letters a form's word is an abbreviation, not the beginning of a word."""


def _word_ends(folded: Folded, at: int) -> bool:
    return at >= len(folded.text) or at in folded.starts


def best_match(vocabularies: Iterable[Vocabulary], text: str) -> Match | None:
    """The most telling match: the one with most letters, the first of equals. None if no word is there."""
    found = occurrences(vocabularies, fold(text))
    return max(found, key=lambda match: (match.weight, -match.start), default=None)


def first_match(vocabularies: Iterable[Vocabulary], text: str) -> Match | None:
    """The match that begins first, the longest of those: the head noun of a text. None if no word is there."""
    return next(iter(occurrences(vocabularies, fold(text))), None)


def measures_named(vocabularies: Iterable[Vocabulary], text: str) -> list[str]:
    """The measures that a head names, in the order in which it names them, each stretch counted once."""
    taken: list[Match] = []
    # the one that begins first, the longest of those: «недовикористано» is no «використано»
    for match in occurrences(vocabularies, fold(text)):
        if all(match.end <= other.start or match.start >= other.end for other in taken):
            taken.append(match)
    ordered = [match.id for match in sorted(taken, key=lambda m: m.start)]
    return list(dict.fromkeys(ordered))
