"""How often each letter stands in Ukrainian text: what a decoding is judged by.

Shares per thousand letters, rounded, of ordinary administrative prose. Letters of Russian only are given the share
they have in mixed documents: seldom, but not impossible.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

PER_THOUSAND: Mapping[str, float] = {
    "о": 94, "а": 80, "н": 70, "и": 61, "і": 58, "т": 55, "в": 52, "р": 49, "е": 48, "с": 42,
    "к": 38, "у": 34, "л": 33, "д": 32, "п": 32, "м": 30, "я": 25, "з": 23, "ь": 18, "г": 17,
    "б": 16, "ч": 13, "й": 12, "х": 11, "ц": 10, "ж": 8, "ю": 8, "ї": 8, "ш": 6, "щ": 5,
    "ф": 5, "є": 5, "ы": 1, "э": 0.3, "ъ": 0.3, "ґ": 0.2, "ё": 0.2,
}  # fmt: skip

SPACES = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff"
)
PUNCTUATION = frozenset("«»“”„–—−’‘ʼ№…•°§\u00ad₴‑‐€½¼¾²³×±·\ufffe") | SPACES
FRAMES = frozenset(chr(code) for code in range(0x2500, 0x25A0))
_STRAIGHT = frozenset("│║┃─━═")
KNOWN = frozenset("".join(PER_THOUSAND) + "".join(PER_THOUSAND).upper()) | PUNCTUATION | FRAMES
"""The characters beyond ASCII that a Ukrainian text may be expected to have."""

_RUN = re.compile(r"([^\x00-\x7f])\1{2,}")
# Natural logarithms. A letter of no Ukrainian word is far less likely than the rarest that is; a capital is some
# twenty times rarer than its small letter, and within a word that goes on in small letters it hardly ever stands.
_FOREIGN = math.log(2e-6)
_CAPITAL = math.log(0.05)
_CAPITAL_AFTER_SMALL = math.log(1e-3)
_NEUTRAL = math.log(1e-2)
_LOG = {letter: math.log(share / 1000) for letter, share in PER_THOUSAND.items()}


def ukrainian_score(text: str) -> float:
    """The mean log-likelihood of the characters beyond ASCII that tell of a language; 0.0 where none do.

    Higher is likelier. Not counted are spaces, a letter that stands alone among digits and signs, and a frame's lines
    unless they touch letters: a table of numbers has many of them, and each is some letter in another code page.
    No word has one letter three times running, so such runs count once.
    """
    total, count = 0.0, 0
    text = _RUN.sub(r"\1", text)
    before, after = "", text[:1]
    for i, char in enumerate(text, 1):
        after = text[i : i + 1]
        if char > "\x7f" and char not in SPACES and _tells(before, char, after):
            total += _one(char, before)
            count += 1
        before = char
    return total / count if count else 0.0


def _tells(before: str, char: str, after: str) -> bool:
    if char in FRAMES:
        return before.isalpha() or after.isalpha()
    if char.isalpha():
        return (
            before.isalpha()
            or after.isalpha()
            or any(c > "\x7f" and c not in SPACES for c in (before, after))
        )
    return True


def _one(char: str, before: str) -> float:
    if (log := _LOG.get(char)) is not None:
        return log
    if (log := _LOG.get(char.lower())) is not None:
        # a whole word in capitals is ordinary; a capital after a small letter is the mark of a wrong code page
        if before.isupper():
            return log
        return log + (_CAPITAL_AFTER_SMALL if before.islower() else _CAPITAL)
    # the corner of a frame stands at no letter
    if char in PUNCTUATION or char in _STRAIGHT:
        return _NEUTRAL
    return _FOREIGN if unicodedata.category(char) != "Cc" else 2 * _FOREIGN
