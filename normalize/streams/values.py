"""Words that look like the cells of money columns: numbers, pairs, dashes, an х; and runs of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import regex

from zvirka.normalize.streams.atoms import Atom, Text

_MINUS = "-–—−"
_SPACES = " \u00a0\u2007\u2009\u202f"
_BARE = r"\d+(?:[.,'’]\d+)*"
_GROUPED = rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?"
_BY_GROUPS = [rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}}){{{n}}}(?:[.,]\d+)?" for n in (1, 2, 3)]
_NOTHING = rf"[{_MINUS}]+|[хxХX](?:\.)?"


def _number(digits: str, gap: str = "") -> str:
    return rf"(?:[{_MINUS}+]{gap})?{digits}\s?%?|\(\s?[{_MINUS}]?{digits}\s?\)"


def _side(digits: str, gap: str = "") -> str:
    return rf"(?:{_number(digits, gap)}|{_NOTHING})"


_ENDS = r"(?=\s|$)"
_EITHER = rf"(?:{_GROUPED}|{_BARE})"
# a minus a space apart from its number may be a dash before a number: both are tried
_APART = rf"[{_SPACES}]"
_PAIRS = [
    regex.compile(rf"{_side(d, gap)}\s?/\s?{_side(d, gap)}{_ENDS}")
    for gap in ("", _APART)
    for d in (_BARE, _EITHER)
]
_NUMBERS = [
    regex.compile(rf"(?:{_number(d, gap)}){_ENDS}") for gap in ("", _APART) for d in (_BARE, *_BY_GROUPS)
]
_MARK = regex.compile(rf"(?:{_NOTHING}){_ENDS}")
_ODD = regex.compile(rf"(?:#[\p{{L}}/]+[!?]?|#+|\*{{2,}}){_ENDS}")
# words that stand in a money cell: small, and no sentence
_WORDS_FOR = regex.compile(
    rf"(?:[ув]\s+межах\s+\p{{Ll}}+(?:\s+\p{{Ll}}+)?|(?:кошти\s+)?не\s+(?:передбач|потребу|виділ)\p{{Ll}}+(?:\s+(?:фінансуван\p{{Ll}}+|коштів|кошти))?"
    rf"|без\s+фінансування|в\s+пределах\s+\p{{Ll}}+|не\s+требует\s+финансирования){_ENDS}"
)
_GROUP_GAP = regex.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_HARD_GROUPED = regex.compile(r"\d{1,3}(?:[\u00a0\u2007\u2009\u202f]\d{3})+(?:[.,]\d+)?$")
_APART_SIGN = regex.compile(rf"(?:^|/\s?)[{_MINUS}]\s\d")
_DATE = regex.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})")
_LEADING = regex.compile(r"\d{1,3}$")
_GROUP = regex.compile(r"\d{3}(?:[.,]\d+)?$")
_REST = regex.compile(r"0\d+(?:[.,]\d+)?$")
_FRACTION = regex.compile(r"\d[.,]\d{1,2}(?!\d)")

_FIRST_WORDS = frozenset(("у", "в", "не", "кошти", "без"))
REACH = 9
"""Words that one value may take: a pair of grouped numbers, its slash and its parentheses."""
READINGS = 120
"""Ways to part the same words into so many values that are kept: those that leave fewest groups apart."""


class Look(StrEnum):
    """What a value looks like."""

    PAIR = "pair"
    NUMBER = "number"
    NOTHING = "nothing"
    ODD = "odd"  # a spreadsheet's error, stars


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the words from `start` to before `end`."""

    start: int
    end: int
    look: Look
    text: str

    @property
    def decimals(self) -> bool:
        """Whether some number in it has decimals."""
        return bool(_FRACTION.search(self.text))

    @property
    def spaced_sign(self) -> bool:
        """Whether it is a number with a minus and a space before it."""
        return self.look in (Look.NUMBER, Look.PAIR) and bool(_APART_SIGN.search(self.text))

    @property
    def groups(self) -> int:
        """How many groups of thousands are parted by plain spaces."""
        return len(_GROUP_GAP.findall(self.text))


@dataclass(frozen=True, slots=True)
class Run:
    """Values that follow each other, with the blank cells that the gaps between them mark.

    `blanks` counts the marked blanks before each value, and after the last: one more than there are values. The first
    is what only lines of a space before the run could mark.
    """

    values: tuple[Value, ...]
    blanks: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.values[0].start

    @property
    def end(self) -> int:
        return self.values[-1].end


def groups_thousands(a: str, b: str) -> bool:
    """Whether two words, one space apart, may be one number: `122` and `151,7`."""
    return bool(_LEADING.match(a) and _GROUP.match(b))


def grouped_by_hard_spaces(word: str) -> bool:
    """Whether a word is a number whose thousands are parted by no-break or thin spaces."""
    return bool(_HARD_GROUPED.match(word))


def _is_number(text: str) -> bool:
    """Whether figures are a number by themselves: `071` is the rest of one, `01.12.2017` a date."""
    return not _DATE.fullmatch(text) and not is_rest(text)


def is_rest(word: str) -> bool:
    """Whether a word can only be the last groups of a number: `071`, `020,646`; `00` and `0,5` are whole."""
    return bool(_REST.match(word)) and bool(word.strip("0"))


def values_at(text: Text, p: int, *, pairs: bool) -> list[Value]:
    """The values that may begin at a word, at most a few: grouped thousands leave a choice."""
    window, ends = _window(text, p)
    found: dict[int, Value] = {}

    def add(pattern: regex.Pattern[str], look: Look) -> None:
        match = pattern.match(window)
        if match and match.end() in ends and _is_number(match[0]):
            end = ends[match.end()]
            found.setdefault(end, Value(p, end, look, match[0]))

    if pairs:
        for pattern in _PAIRS:
            add(pattern, Look.PAIR)
    for pattern in _NUMBERS:
        add(pattern, Look.NUMBER)
    add(_MARK, Look.NOTHING)
    add(_ODD, Look.ODD)
    if text.atoms[p].text in _FIRST_WORDS:
        add(_WORDS_FOR, Look.ODD)
    return list(found.values())


def _window(text: Text, p: int) -> tuple[str, dict[int, int]]:
    """The next few words as one string, and where in it each of them ends."""
    atoms = text.atoms
    window = atoms[p].text
    ends = {len(window): p + 1}
    for q in range(p + 1, min(len(atoms), p + REACH)):
        gap, before = atoms[q].gap, window[-1]
        goes_on = text.glued(q) or (gap.broken and before in ",." and window[-2:-1].isdigit())
        if gap.broken and _grouped_over(text, q):
            window += "\u00a0"
        elif not (goes_on and (before.isdigit() or before in ",.")) and not _slash(atoms, q):
            # two spaces, or a tab, part cells; a number is never grouped over them, nor over a line's end
            window += " " if gap.spaces == 1 and not gap.tab else "\n"
        elif not goes_on:
            window += " "
        window += atoms[q].text
        ends[len(window)] = q + 1
    return window, ends


def _grouped_over(text: Text, q: int) -> bool:
    """Whether a number goes on over a line's end: the line ends with the kind of space that groups thousands."""
    last = text.atoms[q - 1]
    after = text.lines[last.line].text[last.end : last.end + 1]
    grouped = after in _SPACES[1:] and after != "" and last.text[-1].isdigit()
    return grouped and bool(_GROUP.match(text.atoms[q].text))


def _slash(atoms: Sequence[Atom], q: int) -> bool:
    return atoms[q].text.startswith("/") or atoms[q - 1].text.endswith("/")


ValuesAt = Callable[[int], Sequence[Value]]


def runs_at(text: Text, p: int, most: int, values: ValuesAt) -> list[Run]:
    """The runs of 1 to `most` values that may begin at a word, in the ways to part them that are worth a look."""
    found: list[Run] = []
    paths: dict[int, list[tuple[Value, ...]]] = {p: [()]}
    for count in range(most):
        longer: dict[int, list[tuple[Value, ...]]] = {}
        for q, ways in paths.items():
            if q < len(text) and not (count and text.glued(q)):
                for value in values(q):
                    longer.setdefault(value.end, []).extend((*path, value) for path in ways)
        paths = {end: _fewest_parted(text, ways) for end, ways in longer.items()}
        found += [Run(path, _blanks(text, path)) for ways in paths.values() for path in ways]
    return found


def _fewest_parted(text: Text, ways: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    if len(ways) <= READINGS:
        return ways

    def parted(path: tuple[Value, ...]) -> int:
        return sum(
            text.gap(b.start).spaces == 1 and groups_thousands(a.text, b.text) for a, b in pairwise(path)
        )

    return sorted(ways, key=parted)[:READINGS]


def _blanks(text: Text, values: Sequence[Value]) -> tuple[int, ...]:
    before = [_marked(text, v.start) for v in values]
    # a line that begins with spaces begins with blank cells
    before[0] += _indent(text, values[0].start)
    return (*before, _marked(text, values[-1].end))


def _indent(text: Text, q: int) -> int:
    return text.atoms[q].start if text.gap(q).broken else 0


def _marked(text: Text, q: int) -> int:
    """The blank cells that the gap before a word marks: k spaces are k - 1, and so is a line of a space."""
    gap = text.gap(q)
    if gap.tab:
        return max(0, gap.spaces - 1)
    return max(0, (gap.trailing if gap.broken else gap.spaces) - 1) + gap.hollow
