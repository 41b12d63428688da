"""Lists whose marks and numbers Word makes itself: the text has none, only a reference to a definition."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tools.generate.truth import LIST_MARKS

_BULLETS = 900
_NUMBERS = {".": 901, ")": 902}
"""Ids of definitions, above those of the template."""


class WordLists:
    """The lists of one document. Numbers count on until one begins with 1 again."""

    def __init__(self) -> None:
        self.numbered: list[int] = []

    def mark(self, text: str, numbered: str) -> tuple[str, str]:
        """The paragraph's properties that make its mark or number, and the text that is left."""
        if numbered:
            if numbered[:-1] == "1" or not self.numbered:
                self.numbered.append(_NUMBERS[numbered[-1]])
            number = _BULLETS + len(self.numbered)
            return _reference(number), text.removeprefix(numbered).lstrip(" ")
        if text.startswith(LIST_MARKS):
            return _reference(_BULLETS), text[2:]
        return "", text

    def define(self, document: Document) -> None:
        """Writes the definitions into the document's numbering."""
        numbering = document.part.numbering_part.element
        kinds = [(_BULLETS, "bullet", "-"), *((i, "decimal", f"%1{mark}") for mark, i in _NUMBERS.items())]
        for at, (number, kind, text) in enumerate(kinds):
            numbering.insert(
                at,
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                    f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                    f'<w:numFmt w:val="{kind}"/><w:suff w:val="space"/><w:lvlText w:val="{text}"/>'
                    f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
                ),
            )
        numbering.append(_instance(_BULLETS, _BULLETS, ""))
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        for i, definition in enumerate(self.numbered, start=1):
            numbering.append(_instance(_BULLETS + i, definition, restart))


def _reference(number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def _instance(number: int, definition: int, more: str) -> object:
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'
    )
