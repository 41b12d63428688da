"""The words of a stream with everything that stands between them, and what the document's habits are.

What lies between two words is all a dump leaves of its cells: a blank line, the space at a line's end, two spaces for
a blank cell. Which of these mean anything is not known beforehand; it is counted in the document itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.schemas.document import Line

_HARD_SPACE = "\u00a0\u2007\u2009\u202f"
# a no-break space between digits groups thousands; elsewhere it is a space like any other
_ATOM = regex.compile(rf"(?:[^\s]|(?<=\d)[{_HARD_SPACE}](?=\d))+")

_ROW_NUMBER = regex.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]$")

SPACED_SHARE = 0.25
"""From this share on of lines that end with a space, the document has such spaces at all."""
STEADY_SHARE = 0.8
"""A habit holds in at least this share of the places where it can be seen; it fails in less than the rest."""
BLANK_SHARE = 0.6
"""From this share on of line breaks with a blank line, the dump puts a blank line after every line."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before a word: `spaces` on the same line, or, if `broken`, what the line break shows.

    `empty` and `hollow` count the lines between that have nothing or only spaces; `trailing` the spaces at the end of
    the line before. `page` tells that a page ended.
    """

    spaces: int = 0
    tab: bool = False
    broken: bool = False
    empty: int = 0
    hollow: int = 0
    trailing: int = 0
    page: bool = False


@dataclass(frozen=True, slots=True)
class Atom:
    """A printed word; `line` is its line's place in the stream, `start` and `end` its own in the line."""

    text: str
    line: int
    start: int
    end: int
    gap: Gap


@dataclass(frozen=True, slots=True)
class Habits:
    """What this document does. Tri-state habits are None where it does not show them.

    `spaced`: lines end with a space where a word ends. `ends_spaced`: cells end so too (then a line without it is
    broken inside a word); False: a line with the space goes on within its cell. `blank_lines`: a blank line follows
    every line but where the text moves to another cell. `inline`: the share of cells parted within a line.
    """

    spaced: bool = False
    ends_spaced: bool | None = None
    blank_lines: bool = False
    inline: float = 0.5
    decimals: bool = False

    def glued(self, gap: Gap) -> bool:
        """Whether the line break fell inside a word, as far as the spaces tell."""
        return gap.broken and gap.trailing == 0 and self.ends_spaced is True


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a stream with the lines they stand in. `last` is what stands after the last of them."""

    lines: Sequence[Line]
    atoms: Sequence[Atom]
    last: Gap
    habits: Habits = Habits()

    def __len__(self) -> int:
        return len(self.atoms)

    def gap(self, q: int) -> Gap:
        """The gap before a word, or after the last one."""
        return self.atoms[q].gap if q < len(self.atoms) else self.last

    def glued(self, q: int) -> bool:
        """Whether the gap before a word fell inside a word, as far as the spaces tell."""
        return self.habits.glued(self.gap(q))

    def part(self, start: int, end: int) -> Text:
        """The words from `start` to before `end`."""
        return Text(self.lines, self.atoms[start:end], self.gap(end), self.habits)

    def cut(self, start: int, end: int) -> tuple[Line, ...]:
        """The words from `start` to before `end` as lines."""
        lines = cut(self.atoms[start:end], self.lines)
        # a line that goes on with a broken word may be set in by the dump: no space stands in the word
        firsts = [p for p in range(start, end) if p == start or self.atoms[p].line != self.atoms[p - 1].line]
        return tuple(
            replace(line, text=line.text.lstrip()) if p > start and self.glued(p) else line
            for p, line in zip(firsts, lines, strict=True)
        )


def text_of(lines: Sequence[Line]) -> Text:
    """The words of the lines in order, and the habits that line ends alone show."""
    found: list[Atom] = []
    gap = Gap(broken=True)
    for index, line in enumerate(lines):
        at = 0
        words = list(_ATOM.finditer(line.text))
        if not words:
            hollow = bool(line.text)
            gap = replace(gap, empty=gap.empty + (not hollow), hollow=gap.hollow + hollow)
            continue
        for word in words:
            if at:
                between = line.text[at : word.start()]
                gap = Gap(spaces=len(between), tab="\t" in between)
            elif found:
                gap = replace(gap, page=line.page != lines[found[-1].line].page)
            found.append(Atom(word[0], index, word.start(), word.end(), gap))
            at = word.end()
        gap = Gap(broken=True, trailing=len(line.text) - at)
    return Text(lines, found, gap, _plain_habits(found))


def _plain_habits(atoms: Sequence[Atom]) -> Habits:
    breaks = [a.gap for a in atoms[1:] if a.gap.broken]
    if not breaks:
        return Habits()
    spaced = sum(g.trailing > 0 for g in breaks) / len(breaks)
    blank = sum(g.empty > 0 for g in breaks) / len(breaks)
    habits = Habits(spaced >= SPACED_SHARE, None, blank >= BLANK_SHARE)
    return with_ends(habits, _sure_ends(atoms))


def _sure_ends(atoms: Sequence[Atom]) -> Iterator[Gap]:
    """Gaps where a cell ends whatever else is there: before the number of a row, before and after a numbers row."""
    for i, atom in enumerate(atoms[1:], start=1):
        after = atoms[i + 1].text if i + 1 < len(atoms) else ""
        numbered = _ROW_NUMBER.match(atom.text) and after[:1].isupper()
        if atom.gap.broken and (numbered or (atom.text, after) == ("1", "2")):
            yield atom.gap


def with_ends(habits: Habits, ends: Iterable[Gap]) -> Habits:
    """The habits, told also from gaps where a cell surely ends (before the numbers of rows)."""
    seen = [g.trailing > 0 for g in ends if g.broken]
    if not seen or not habits.spaced:
        return habits
    share = sum(seen) / len(seen)
    if share >= STEADY_SHARE:
        return replace(habits, ends_spaced=True)
    return replace(habits, ends_spaced=False if share <= 1 - STEADY_SHARE else None)


def cut(atoms: Sequence[Atom], lines: Sequence[Line]) -> tuple[Line, ...]:
    """The words as lines: of each printed line the part that they take, with one of the spaces that end it.

    A space at the beginning of a printed line stays too: both tell that a word ended.
    """
    parts: list[Line] = []
    i = 0
    while i < len(atoms):
        j = i
        while j + 1 < len(atoms) and atoms[j + 1].line == atoms[i].line:
            j += 1
        line = lines[atoms[i].line]
        start, end = atoms[i].start, atoms[j].end
        if not line.text[:start].strip():
            start = max(0, start - 1)
        if line.text[end : end + 1].isspace():
            end += 1
        parts.append(replace(line, text=line.text[start:end]))
        i = j + 1
    return tuple(parts)


def flat(atoms: Iterable[Atom]) -> str:
    """The letters and signs of the words, without what is between them: what conservation counts."""
    return "".join(a.text for a in atoms)
