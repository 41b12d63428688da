"""What the words themselves say of where a cell begins and ends, and what kind of cell it is.

All scores are in one currency, about the logarithm of odds: 3 is strong, 1 a hint. They hold for documents of this
kind in general; what one document does is in its habits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from zvirka.normalize.streams.atoms import Atom, Text
from zvirka.normalize.vocabulary import fold, occurrences
from zvirka.schemas.form import Form

# A cell ends before a gap rather than going on over it.
_ONE_SPACE = -3.0  # within a line, in a document whose cells sometimes end so
_NEVER_INLINE = -6.0  # ... in one whose money cells never do
_OFTEN_INLINE = -1.5  # ... in one whose money cells mostly do
_TAB = 3.0
_BARE_NEWLINE = 4.0  # no blank line where every other line break has one
_BLANK_LINE = -0.3  # a blank line where every line break has one
_NEWLINE = 0.0
_HOLLOW = 2.0  # a line of a space between
_PAGE = 0.5
_GLUED = -9.0  # the break fell inside a word
_ENDS_UNSPACED = 1.5  # no space at the end, where only lines that go on have one
_GOES_ON_SPACED = -2.5

# What the last word says of a cell's end, and the first of its beginning.
_AFTER_COMMA = -3.0
_AFTER_SMALL_WORD = -3.0
_AFTER_STOP = 1.0
_AFTER_COLON = -1.0
_CAPITAL = 1.5
_SMALL = {"activity": -4.0, "executor": -2.0, "result": -2.0, "deadline": -0.5}
_SMALL_OTHER = -1.0
_DIGIT = -0.5
_BULLET = -2.5
_PUNCTUATION = -6.0

_INLINE_OFTEN, _INLINE_NEVER = 0.5, 0.02
"""Shares of the gaps between money cells that lie within a line."""

# prepositions and conjunctions: a cell does not end with one
_SMALL_WORDS = frozenset(
    (
        *(
            "з",
            "із",
            "зі",
            "та",
            "і",
            "й",
            "в",
            "у",
            "на",
            "до",
            "для",
            "по",
            "за",
            "від",
            "про",
            "що",
            "або",
        ),
        *("чи", "а", "під", "над", "при", "через", "щодо", "між", "без", "не", "як", "їх", "його", "її", "о"),
        *("об", "с", "и", "к", "от", "из", "во"),
    )
)
# a name or a number follows these; a cell does not end with one
_ABBREVIATIONS = regex.compile(
    r"(?:вул|ім|просп|пров|пл|буд|м|с|смт|с-щ|р-н|о|п|ст|кв|бул|б-р|ул|г|им)\.", regex.I
)
_INITIAL = regex.compile(r"\p{Lu}\.")
_SIGNATURE = regex.compile(
    r"(?:секретар|голова|начальник|директор|керуюч|керівник|заступник|міський голова|виконавець\s*:|вик\."
    r"|головний бухгалтер)\b?",
    regex.I,
)
_SIGNED = regex.compile(
    r"(?:\p{Lu}\.\s?){1,2}\s?\p{Lu}[\p{Ll}’'ʼ-]+\s*$|\p{Lu}\p{Ll}+\s+\p{Lu}{2,}[\p{Lu}’'ʼ-]*\s*$"
)
_STARTS_LOW = regex.compile(r"[\"«“„'’(]*\p{Ll}")
_STARTS_HIGH = regex.compile(r"[\"«“„'’(№]*\p{Lu}")
_BULLETS = regex.compile(r"^[-–—•·▪●*]$")

# Words of a deadline, with spaces where a broken line may have lost them; endings are short and small.
_E = r"\p{Ll}{0,5}"
_MONTHS = "січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд"
_ROMAN = r"(?:[IVXІХivxіх]{1,4}|[1-4])(?:-?(?:ий|го|й))?"
_SPAN = (
    r"(?:року|рік|років|періоду|період|дії|строку|терміну|кварталу|місяця|півріччя|навчального|бюджетного|звітного"
    rf"|поточного|(?:19|20)\d\d|{_ROMAN}|года|периода)"
)
_ANCHOR = (
    rf"(?:19|20)\d\d|\d{{1,2}}[.,]\d{{1,2}}[.,]\d{{2,4}}|(?:{_MONTHS})\p{{Ll}}{{0,7}}"
    rf"|(?:{_ROMAN}\s*[-–,таі]*\s*)+(?:квартал{_E}|кв\b\.?|півріччя|півр\.|полугоди{_E})"
    rf"|(?:перш|друг|трет|четверт)\p{{Ll}}{{1,4}}\s*(?:квартал{_E}|півріччя)"
    rf"|постійн{_E}|систематичн{_E}|щокварта\p{{Ll}}{{1,7}}|щорічн{_E}|щороку|щомісяц{_E}|щомісячн{_E}|щотиж\p{{Ll}}{{1,6}}|щоден{_E}"
    rf"|щопівр\p{{Ll}}{{1,6}}|безстроков{_E}"
    rf"|(?:протягом|впродовж|упродовж|увесь|весь)\s*(?:всього|усього)?\s*{_SPAN}"
    r"|[ву]\s*разі\s*(?:потреби|необхідності)|за\s*(?:потреби|необхідності|потребою|(?:окремим\s*)?графіком|планом)"
    rf"|згідно\s*(?:з|із)?\s*(?:графік|план){_E}|ежегодно|постоянно|ежеквартально|в\s*течение\s*года"
)
_LINK = (
    rf"рік|року|роки|років|році|роках|рр|р|год|года|годы|гг|г|місяц{_E}|міс|квартал{_E}|кв|півріччя|до|з|із|по|на|за|та|і|у|в"
    r"|кінця|кінець|початку|початок|дії|програми|періоду|реалізації|поточного|навчального|бюджетного|звітного|числа"
    rf"|(?<!\d)\d{{1,2}}(?=\s*(?:{_MONTHS}))"
)
_GAP = r"[-–—.,;/()\s]*"
_DEADLINE = regex.compile(
    rf"(?:(?:{_LINK})(?:[-–—.,;/()\s]+|(?=\d)))*(?:{_ANCHOR})(?:{_GAP}(?:{_ANCHOR}|{_LINK}))*{_GAP}"
)
DEADLINE_REACH = 9
"""Words of a deadline that has the form of one, at most."""

_TOTAL = regex.compile(r"(?:всього|усього|разом|итого|всего|підсумок|загальнасума|загалом)", regex.I)
_PARTS = regex.compile(r"(?:утомучислі|втомучислі|ут\.?ч\.?|вт\.?ч\.?|зних|зякого|зяких|втомчисле)", regex.I)
_PARTS_AT_END = regex.compile(rf"(?:{_PARTS.pattern}|зокрема|изних|ізних):$", regex.I)
_SECTION = regex.compile(
    r"(?:розділ|завдання|напрям|пріоритет|підпрограма|ціль|мета|раздел|задача)\p{Ll}*\s*(?:№\s*)?(?:[IVXІХ]+|\d+)(?:[.:)]|\b)"
    r"|[IVXІХ]{1,4}\.\s+\p{Lu}|[A-ZА-ЯІЇЄҐ]\.\s+\p{Lu}",
    regex.I,
)
_NUMBERED_THING = regex.compile(
    r"(?:розділ|завдан|напрям|пріоритет|підпрограм|ціл|мет|раздел|задач|заход|пункт)\p{Ll}{0,4}$|№$|п\.$",
    regex.I,
)


def break_score(text: Text, q: int) -> float:
    """How much the gap before a word speaks for the end of a cell."""
    gap, habits = text.gap(q), text.habits
    if not gap.broken:
        if gap.tab:
            return _TAB
        if habits.inline >= _INLINE_OFTEN:
            return _OFTEN_INLINE
        return _NEVER_INLINE if habits.inline <= _INLINE_NEVER else _ONE_SPACE
    if text.glued(q):
        return _GLUED
    score = _NEWLINE
    if habits.blank_lines:
        score = _BLANK_LINE if gap.empty else _BARE_NEWLINE
    if habits.ends_spaced is False:
        score += _GOES_ON_SPACED if gap.trailing else _ENDS_UNSPACED
    return score + (_HOLLOW if gap.hollow else 0.0) + (_PAGE if gap.page else 0.0)


def end_score(text: Text, q: int) -> float:
    """How much the word before a gap speaks for the end of a cell of text."""
    word = text.atoms[q - 1].text
    if word.endswith((",", "-", "–", "(", "«", "“", "/")):
        return _AFTER_COMMA
    if word.lower() in _SMALL_WORDS and word.islower():
        return _AFTER_SMALL_WORD
    if word == "№" or _abbreviates(text, q) or _INITIAL.fullmatch(word):
        return _AFTER_SMALL_WORD
    if word.isupper() and q < len(text) and text.atoms[q].text[0] in '«“„"':
        return _AFTER_SMALL_WORD  # КП «Водоканал»
    if word.endswith((".", "!", ".»", ".”", "?")):
        return _AFTER_STOP
    return _AFTER_COLON if word.endswith((":", ";")) else 0.0


def _abbreviates(text: Text, q: int) -> bool:
    """Whether the word before a gap is cut short before what it names: «м. Київ», but not «кв. м.»."""
    word = text.atoms[q - 1].text
    if not _ABBREVIATIONS.fullmatch(word):
        return False
    return not (_OF_PLACES.fullmatch(word) and q < len(text) and _STARTS_LOW.match(text.atoms[q].text))


_OF_PLACES = regex.compile(r"[мс]\.", regex.I)


def begin_score(text: Text, p: int, kind: str) -> float:
    """How much a word speaks for the beginning of a cell of text of this kind."""
    word = text.atoms[p].text
    if _BULLETS.match(word):
        return _BULLET
    if _STARTS_HIGH.match(word):
        return _CAPITAL
    if _STARTS_LOW.match(word):
        return _SMALL.get(kind, _SMALL_OTHER)
    return _DIGIT if word[0].isdigit() else _PUNCTUATION if word[0] in ",.;:)»”!?/" else 0.0


def numbers_something(text: Text, p: int) -> bool:
    """Whether the word before a number says what it numbers: «Разом по розділу 3»."""
    return p > 0 and bool(_NUMBERED_THING.match(text.atoms[p - 1].text))


def signs(line: str) -> bool:
    """Whether a line is that of a signature: an office, or a name with its initials at the end."""
    return bool(_SIGNATURE.match(line.strip()) or _SIGNED.search(line))


def titles(text: Text, p: int) -> bool:
    """Whether a line is a numbered title: «3.2 Громадська безпека»."""
    words = text.atoms[p : p + 2]
    one_line = len(words) > 1 and words[0].line == words[1].line
    return one_line and bool(_TITLE_NUMBER.match(words[0].text) and _STARTS_HIGH.match(words[1].text))


_TITLE_NUMBER = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.?$")


def ends_sentence(word: str) -> bool:
    """Whether a line that ends with this word may end early: a sentence, an item of a list, a heading of one."""
    return word.rstrip('»”")').endswith((".", ";", ":", "!", "?"))


def starts_item(word: str) -> bool:
    """Whether the word is the dash or the dot before an item of a list."""
    return bool(_BULLETS.match(word))


def deadlines_at(text: Text, p: int) -> list[int]:
    """Where a deadline that begins at a word may end: the word after it, for each length that reads as one."""
    apart = whole = _small_first(text.atoms[p].text)
    found = []
    for q in range(p + 1, min(len(text), p + DEADLINE_REACH) + 1):
        if not text.glued(q) and (_DEADLINE.fullmatch(apart) or _DEADLINE.fullmatch(whole)):
            found.append(q)
        if q < len(text):
            word = text.atoms[q].text
            # over a line's end a word may go on; where it does not, a capital shows it
            apart += word if text.glued(q) else " " + _small_first(word)
            whole += word if text.gap(q).broken else " " + _small_first(word)
    return found


def is_deadline(words: Sequence[Atom]) -> bool:
    """Whether the words make a deadline, whatever line breaks may have done to them."""
    apart = " ".join(_small_first(a.text) for a in words)
    whole = "".join(("" if a.gap.broken else " ") + a.text for a in words).strip()
    return bool(_DEADLINE.fullmatch(apart) or _DEADLINE.fullmatch(_small_first(whole)))


def _small_first(word: str) -> str:
    return word[0].lower() + word[1:]


@dataclass(frozen=True, slots=True)
class LabelSigns:
    """What the beginning of a row without text columns of its own looks like, for one form."""

    form: Form

    def total(self, text: Text, p: int) -> bool:
        """Whether a sum line begins: «ВСЬОГО», «Разом по розділу», also with its letters spaced out."""
        said = _said(text, p)
        return bool(_TOTAL.match(said)) and said[0].isupper()

    def part(self, text: Text, p: int) -> bool:
        """Whether a line of a part begins: «у тому числі», or a source of money."""
        if _PARTS.match(_said(text, p)):
            return True
        words = " ".join(a.text for a in text.atoms[p : p + 3])
        return any(
            match.start == 0 and match.weight >= _TELLING
            for match in occurrences(self.form.sources, fold(words))
        )

    def opens_parts(self, text: Text, p: int) -> bool:
        """Whether «у тому числі» or «з них» begins at a word."""
        return bool(_PARTS.match(_said(text, p)))

    def parts_follow(self, text: Text, p: int) -> bool:
        """Whether a word ends «з них:» or «у тому числі:» at the end of what is said: rows of parts follow."""
        if not text.atoms[p].text.endswith(":"):
            return False
        said = "".join(a.text for a in text.atoms[max(0, p - 3) : p + 1])
        return bool(_PARTS_AT_END.search(said))

    def section(self, text: Text, p: int) -> bool:
        """Whether a heading begins with a word that headings begin with, and a number."""
        return bool(_SECTION.match(" ".join(a.text for a in text.atoms[p : p + 3])))


_TELLING = 6
"""Letters of a source's name that make a line its own: "обласн бюдж", not "рб"."""


def _said(text: Text, p: int) -> str:
    return "".join(a.text for a in text.atoms[p : p + 8])


def recurring(cells: Sequence[str], least: int = 2) -> dict[str, int]:
    """The texts that stand at least so often, and how often."""
    counts: dict[str, int] = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    return {cell: n for cell, n in counts.items() if n >= least}
