"""The numbers and bullets that Word makes itself (ISO/IEC 29500-1, 17.9).

A paragraph names a list (`numId`) and a level. Lists made of one abstract list go on counting together, unless a list
brings a start of its own, which counts from its first paragraph on. A level starts again after a paragraph of a
level above it, unless `lvlRestart` says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from zvirka.extract.docx.styles import NumberingChoice, Styles
from zvirka.extract.docx.xml import attribute, child, children, number, switch, value

LEVELS = 9
# 17.18.59: the Russian alphabet as Word counts with it, without ё, й, ъ and ь
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_DASHES = frozenset("-–—−")
BULLET = "- "


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as defined."""

    start: int
    kind: str
    text: str
    restart: int | None
    legal: bool
    glued: bool


@dataclass(slots=True)
class _Definition:
    levels: dict[int, Level] = field(default_factory=dict)
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: int
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The counters of one document; ask for each paragraph's label once, in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstracts: dict[int, _Definition] = {}
        self.style_levels: dict[str, int] = {}
        for element in children(root, "abstractNum"):
            abstract_id = number(element, "abstractNumId")
            if abstract_id is not None:
                self.abstracts[abstract_id] = self._definition(element)
        self.lists: dict[int, _List] = {}
        for element in children(root, "num"):
            list_id, abstract_id = number(element, "numId"), number(child(element, "abstractNumId"))
            if list_id is not None and abstract_id is not None:
                self.lists[list_id] = self._list(element, abstract_id)
        self.counters: dict[int, list[int | None]] = {}
        self.begun: set[tuple[int, int]] = set()

    def _definition(self, element: etree._Element) -> _Definition:
        definition = _Definition(style=value(element, "numStyleLink"))
        for level in children(element, "lvl"):
            depth = number(level, "ilvl")
            if depth is not None and 0 <= depth < LEVELS:
                definition.levels[depth] = _level(level)
                style_id = value(level, "pStyle")
                if style_id is not None:
                    self.style_levels[style_id] = depth
        return definition

    def _list(self, element: etree._Element, abstract: int) -> _List:
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            depth = number(override, "ilvl")
            if depth is None or not 0 <= depth < LEVELS:
                continue
            start = number(child(override, "startOverride"))
            if start is not None:
                starts[depth] = start
            level = child(override, "lvl")
            if level is not None:
                levels[depth] = _level(level)
        return _List(abstract, levels, starts)

    def choice(self, properties: etree._Element | None) -> NumberingChoice | None:
        """The list and level of a paragraph: its own, else its style's."""
        own = child(properties, "numPr")
        list_id, level = number(child(own, "numId")), number(child(own, "ilvl"))
        style_id = value(properties, "pStyle") or self.styles.default_paragraph
        if list_id is None or level is None:
            styled = self.styles.numbering(style_id)
            if list_id is None and styled is not None:
                list_id = styled.list_id
                level = styled.level if level is None else level
                if level is None and style_id is not None:
                    level = self.style_levels.get(style_id)
        return None if list_id is None else NumberingChoice(list_id, level or 0)

    def label(self, properties: etree._Element | None, is_empty: bool) -> str:
        """What Word prints before the paragraph, with the space after it; counts the paragraph.

        A bullet is told as "- "; before an empty paragraph only if it is a dash itself, since a dash in a cell means
        something and another ornament does not.
        """
        choice = self.choice(properties)
        if choice is None or choice.list_id is None or choice.list_id not in self.lists:
            return ""
        chosen, depth = self.lists[choice.list_id], choice.level or 0
        level = self.level(chosen, depth)
        if level is None:
            return ""
        counts = self._count(choice.list_id, chosen, depth, level)
        if level.kind == "bullet":
            return BULLET if not is_empty or level.text.strip() in _DASHES else ""
        text = re.sub(r"%([1-9])", lambda m: self._part(chosen, counts, int(m[1]) - 1, level), level.text)
        if not text or level.glued:
            return text
        return f"{text} "

    def level(self, chosen: _List, depth: int, hops: int = 0) -> Level | None:
        """The level's definition: the list's own, else that of its abstract list or the style this points to."""
        if depth in chosen.levels:
            return chosen.levels[depth]
        definition = self.abstracts.get(chosen.abstract)
        if definition is None:
            return None
        if definition.style is not None and not definition.levels and hops < LEVELS:
            linked = self.styles.numbering(definition.style)
            if linked is not None and linked.list_id in self.lists:
                return self.level(self.lists[linked.list_id], depth, hops + 1)
        return definition.levels.get(depth)

    def _count(self, list_id: int, chosen: _List, depth: int, level: Level) -> list[int | None]:
        counts = self.counters.setdefault(chosen.abstract, [None] * LEVELS)
        if depth in chosen.starts and (list_id, depth) not in self.begun:
            self.begun.add((list_id, depth))
            counts[depth] = chosen.starts[depth]
        elif (before := counts[depth]) is None:
            counts[depth] = chosen.starts.get(depth, level.start)
        else:
            counts[depth] = before + 1
        for deeper in range(depth + 1, LEVELS):
            definition = self.level(chosen, deeper)
            restart = definition.restart if definition is not None else None
            # lvlRestart 0 never starts again; n starts again after level n (1-based) or one above it
            if restart is None or depth < restart:
                counts[deeper] = None
        return counts

    def _part(self, chosen: _List, counts: list[int | None], depth: int, level: Level) -> str:
        definition = self.level(chosen, depth)
        if definition is None:
            return ""
        count = counts[depth]
        if count is None:
            # a level that has not been counted yet stands at its start
            count = counts[depth] = chosen.starts.get(depth, definition.start)
        kind = "decimal" if level.legal and definition.kind != "none" else definition.kind
        return format_count(count, kind)


def _level(element: etree._Element) -> Level:
    kinds = [attribute(e, "val") or "" for e in element.iter() if e.tag is not None and _is_format(e)]
    start, kind = number(child(element, "start")), (kinds[-1] if kinds else "decimal")
    return Level(
        start=0 if start is None else start,
        kind=kind,
        text=value(element, "lvlText") or "",
        restart=number(child(element, "lvlRestart")),
        legal=switch(element, "isLgl") or False,
        glued=value(element, "suff") == "nothing",
    )


def _is_format(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("}numFmt")


def format_count(count: int, kind: str) -> str:
    """A count in one of the formats of 17.18.59; in decimal where the format has no number for it."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{count:02d}"
    if kind == "numberInDash":
        return f"- {count} -"
    if count > 0 and kind in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    alphabet = _RUSSIAN if kind.startswith("russian") else _LATIN if kind.endswith("Letter") else ""
    if count > 0 and alphabet:
        repeats, place = divmod(count - 1, len(alphabet))
        letters = alphabet[place] * (repeats + 1)
        return letters.upper() if "pper" in kind else letters
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        repeats, count = divmod(count, size)
        text += letters * repeats
    return text
