"""The text of a cell from its lines: broken words rejoined, paragraphs joined, list items on lines of their own.

A line break is a space, nothing, or a kept hyphen. The evidence, in order: a hard break, a soft hyphen, a hyphen, a
space at the line's end (where the document has such spaces at all), whether one more letter would have fitted the
line, the document's own words elsewhere, and a lexicon of Ukrainian word forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex
import simplemma

from zvirka.schemas.document import Break, Line

_BULLET = regex.compile(
    "^\\s*[-–—•·▪●*\uf0b7\uf0a7\uf02d]\\s+(?=\\S)"
)  # the last three: bullets of symbol fonts
_ENDS_ITEM = regex.compile(r"[:;.,]\s*$")
_LAST_WORD = regex.compile(r"[\p{L}\p{M}’'ʼ`-]+$")
_FIRST_WORD = regex.compile(r"^[\p{L}\p{M}’'ʼ`-]+")
_NUMBER = regex.compile(r"^\s*[-+–−(]?[\d\s.,'’]*$")
_SPACES = regex.compile(r"[ \t\u00a0\u2007\u2009\u202f\u2002\u2003\u200b]+")


@dataclass(frozen=True, slots=True)
class Breaks:
    """What one document shows of its own line breaks. `spaces_tell`: a line that ends a word ends with a space."""

    spaces_tell: bool
    words: frozenset[str]

    def of_column(self, lines: Iterable[Line]) -> Breaks:
        """The same for one column: some tools print such spaces in wide columns only."""
        ends = [line.text.endswith((" ", "\u00a0")) for line in lines if line.text.strip()]
        told = sum(ends) >= _SPACED_SHARE * len(ends)
        return self if told or not self.spaces_tell else replace(self, spaces_tell=False)

    @classmethod
    def of(cls, cells: Iterable[Sequence[Line]]) -> Breaks:
        """Learned from the cells of a document (each a sequence of lines)."""
        spaced = inner = 0
        words: Counter[str] = Counter()
        for lines in cells:
            for i, line in enumerate(lines):
                if i + 1 < len(lines) and line.end is Break.SOFT:
                    inner += 1
                    spaced += line.text.endswith((" ", "\u00a0"))
                # the first and last word of a line may be broken pieces
                tokens = line.text.split()
                words.update(
                    t.strip(_PUNCTUATION).lower()
                    for t in tokens[(i > 0) : len(tokens) - (i + 1 < len(lines))]
                )
        # about half of the lines of a narrow column end a word; a document without the mark has none at all
        return cls(inner > 0 and spaced / inner >= _SPACED_SHARE, frozenset(w for w in words if len(w) > 2))


NOTHING_SHOWN = Breaks(spaces_tell=False, words=frozenset())
"""What a text shows of its line breaks that stands alone: only the lexicon tells."""

_SPACED_SHARE = 0.25
"""At least this share of the inner lines ends with a space in a document that marks the ends of words so."""

_PUNCTUATION = '.,;:!?()«»“”"„'
_ROOM = 0.6
"""Points of slack when asking whether one more letter would have fitted: kerning and rounding."""


def joined(lines: Sequence[Line], breaks: Breaks, width: float | None = None) -> str:
    """The text of the lines. `width` is what the widest line of this column could hold, in points, if known."""
    text = ""
    open_list = False
    previous: Line | None = None
    for at, line in enumerate(lines):
        piece = line.text
        if not piece.strip():
            if previous is not None:
                previous = Line(previous.text, end=Break.PARAGRAPH, page=previous.page)
            continue
        hard = previous is None or previous.end is not Break.SOFT
        if _BULLET.match(piece) and (previous is None or hard or open_list or _ENDS_ITEM.search(text)):
            starts_text = "" if not text else "\n"
            text = text.rstrip() + starts_text + "- " + _BULLET.sub("", piece)
            open_list = True
        elif previous is None:
            text = piece
        else:
            text = _join(text, previous, lines[at:], breaks, width)
        previous = line
    return tidy(text)


def tidy(text: str) -> str:
    """Soft hyphens gone, no-break spaces plain, runs of spaces one; line breaks stay."""
    text = text.replace("\u00ad", "")
    return "\n".join(_SPACES.sub(" ", part).strip() for part in text.split("\n")).strip()


def _join(text: str, previous: Line, lines: Sequence[Line], breaks: Breaks, width: float | None) -> str:
    """The text with the first of the lines joined to it; the others are looked at only."""
    before, after = text.rstrip(), lines[0].text.lstrip()
    if text.endswith("\u00ad"):
        return text[:-1] + after
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if before.endswith(("-", "‐", "‑")) and before[-2:-1].isalnum():
        # a half word before «та» waits for its other half: «фото- та відеозйомка»
        word = _FIRST_WORD.match(after)
        apart = not after[:1].isalnum() or (word is not None and word[0].lower() in _CONJUNCTIONS)
        return f"{before} {after}" if apart and (word or previous.end is not Break.SOFT) else before + after
    if previous.end is not Break.SOFT:
        return before + ("" if _cut_by_hand(text, lines[0].text) else " ") + after
    return before + ("" if _inside_word(text, previous, lines, breaks, width) else " ") + after


_CONJUNCTIONS = frozenset({"та", "і", "й", "або", "чи", "и", "или"})


def _cut_by_hand(text: str, piece: str) -> bool:
    """Whether a break that somebody made fell inside a word: the whole is one, and a piece is none.

    Such breaks stand between words, but for those of programs that made a document out of printed lines.
    """
    head, tail = _LAST_WORD.search(text), _FIRST_WORD.match(piece)
    if head is None or tail is None or not _could_join(text, piece):
        return False
    first, second = head[0].lower(), tail[0].lower()
    return known(first + second) and not (_is_word(first) and _is_word(second))


def _is_word(piece: str) -> bool:
    return len(piece) == 1 or piece in _SMALL or (len(piece) > _SHORTEST and known(piece))


_SHORTEST = 2
"""Pieces of so many letters are rather ends of words than words, but for the listed ones; one letter opens a phrase."""


def _inside_word(
    text: str, previous: Line, lines: Sequence[Line], breaks: Breaks, width: float | None
) -> bool:
    """Whether the break before the first of the lines fell inside a word (or a number)."""
    piece = lines[0].text
    if previous.text[-1:] in " \u00a0\t" or piece[:1] in " \u00a0\t":
        return False
    if not _could_join(text, piece):
        return False
    if breaks.spaces_tell and previous.box is None:
        return True
    # on a page a line that is centred, or full, is printed without the space at its end
    is_number = _NUMBER.match(previous.text) is not None
    if " " in previous.text.strip() and not is_number:
        # a word is broken only when it is too long for a line, and then it begins the line
        return False
    room = _room(previous, lines[0], width)
    if room is not None and room > _ROOM:
        return False
    if is_number:
        # the digits of a full line go on
        return room is not None
    head, tail = _LAST_WORD.search(text.rstrip()), _FIRST_WORD.match(piece)
    if head is None or tail is None:
        return room is not None
    after = piece[tail.end() :] + (lines[1].text if len(lines) > 1 and lines[0].end is Break.SOFT else "")
    return _one_word(head[0].lower(), tail[0].lower(), after, breaks, full=room is not None)


def _could_join(text: str, piece: str) -> bool:
    last, first = text.rstrip()[-1:], piece.lstrip()[:1]
    if last.isalpha():
        return (first.isalpha() and (first.islower() or last.isupper())) or first in "-’'ʼ.,;:)»”"
    return ((last.isdigit() or last in ",.") and first.isdigit()) or (last.isdigit() and first in ",.")


def _room(previous: Line, line: Line, width: float | None) -> float | None:
    """What is left on the line after one more letter: points, or letters in a dump by position; None if unknown."""
    if width is None:
        return None
    wide = width_in_letters(previous.text) or 1.0
    if previous.box is None and line.box is None:
        # digits are of one width, letters are not
        return (width if _NUMBER.match(previous.text) else _AMPLE * width) - wide - 1.0
    if previous.box is None or line.box is None:
        return None
    letters = [(previous.box.x1 - previous.box.x0) / wide]
    if tail := width_in_letters(line.text):
        letters.append((line.box.x1 - line.box.x0) / tail)
    one = max(letters) * (_WIDER if line.text.lstrip()[:1].lower() in _WIDE_LETTERS else 1.0)
    return width - (previous.box.x1 - previous.box.x0) - one


_AMPLE = 0.85
"""A line of words that holds so large a share of the letters of the longest one may have been full."""

_WIDE_LETTERS = frozenset("мшщжюфы")
_WIDER = 1.3
"""Wide letters are about so many times as wide as letters usually are."""


def width_in_letters(text: str) -> float:
    """The width of a line in letters: spaces and marks are about half as wide as letters and digits."""
    stripped = text.strip()
    wide = sum(c.isalnum() for c in stripped)
    return wide + (len(stripped) - wide) / 2


def _one_word(head: str, tail: str, after: str, breaks: Breaks, *, full: bool) -> bool:
    """Whether two pieces are one word; `after` is what stands behind the second."""
    whole = head + tail
    if whole in breaks.words:
        return True
    if head in breaks.words and tail in breaks.words:
        return False
    if known(whole):
        return True
    if known(head) and known(tail) and len(head) > 2 and len(tail) > 2:
        return False
    if _ENDED.search(head) and tail not in _LAST_ENDINGS:
        return False
    if full and _begins_next(head, tail, after):
        return False
    # a full line and a piece that is no word: broken; otherwise what people write between words is a space
    return full and not (known(head) and known(tail) and (len(tail) != 2 or tail in _SMALL))


_ENDED = regex.compile(r"\p{L}(?:нн|тт)я$|\p{L}[сц]ьк(?:ого|ому|ої|их|им|ими)$")
_LAST_ENDINGS = frozenset(("м", "ми", "х", "и"))
"""«Облаштування», «міського»: nothing more follows such endings in a word, but for these letters."""

_SMALL = frozenset(
    {
        "та",
        "на",
        "до",
        "за",
        "із",
        "зі",
        "по",
        "не",
        "чи",
        "це",
        "що",
        "як",
        "від",
        "для",
        "при",
        "про",
        "або",
    }
    | {"під", "над", "без", "через", "щодо"}
)
"""Small words that open what follows them. Other words of two letters in a lexicon are rather ends of words here."""


def _begins_next(head: str, tail: str, after: str) -> bool:
    """Whether the second piece begins what follows: a small word with more behind it, or the first half of a word
    whose other half stands on the next line."""
    if not known(head):
        return tail in _SMALL and bool(after.strip()) and (after[:1].isspace() or after[:1].isupper())
    rest = _FIRST_WORD.match(after)
    return not known(tail) and rest is not None and known(tail + rest[0].lower())


@lru_cache(maxsize=65536)
def known(word: str) -> bool:
    """Whether a Ukrainian (or Russian) lexicon has this word form."""
    plain = word.replace("’", "'").replace("ʼ", "'")
    # few words of a document are asked for: whole dictionaries in memory would take longer to load than all of them
    return simplemma.is_known(plain, lang=("uk", "ru"), low_memory=True)
