"""What a DOCX's styles decide about text: numbering and hiding (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from zvirka.extract.docx.xml import attribute, child, children, descend, number, switch, value


@dataclass(frozen=True, slots=True)
class NumberingChoice:
    """The list a paragraph belongs to and its level there; None where not set."""

    list_id: int | None
    level: int | None


class Styles:
    """The styles part, asked by style id."""

    def __init__(self, root: etree._Element | None) -> None:
        self.by_id: dict[str, etree._Element] = {}
        self.default_paragraph: str | None = None
        for style in children(root, "style"):
            style_id = attribute(style, "styleId")
            if style_id is None:
                continue
            self.by_id[style_id] = style
            is_default = attribute(style, "default") in ("1", "true", "on")
            if is_default and attribute(style, "type") == "paragraph":
                self.default_paragraph = style_id
        run_defaults = descend(child(root, "docDefaults"), "rPrDefault", "rPr")
        self.hidden_by_default = switch(run_defaults, "vanish") or False
        self.known_hiding: dict[str, bool | None] = {}

    def chain(self, style_id: str | None) -> list[etree._Element]:
        """The style and those it is based on, nearest first; a circle is cut."""
        found: list[etree._Element] = []
        while style_id is not None and style_id in self.by_id:
            style = self.by_id[style_id]
            if style in found:
                break
            found.append(style)
            style_id = value(style, "basedOn")
        return found

    def numbering(self, style_id: str | None) -> NumberingChoice | None:
        """The list that a paragraph style puts its paragraphs in."""
        list_id: int | None = None
        level: int | None = None
        for style in self.chain(style_id):
            properties = descend(style, "pPr", "numPr")
            if list_id is None:
                list_id = number(child(properties, "numId"))
            if level is None:
                level = number(child(properties, "ilvl"))
        return None if list_id is None else NumberingChoice(list_id, level)

    def hides(self, style_id: str) -> bool | None:
        """Whether a style hides its text; None where it does not say."""
        if style_id not in self.known_hiding:
            said = (switch(child(s, "rPr"), "vanish") for s in self.chain(style_id))
            self.known_hiding[style_id] = next((s for s in said if s is not None), None)
        return self.known_hiding[style_id]

    def is_hidden(self, run_properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Whether a run's text is hidden.

        A direct property wins; those of the paragraph's and the run's style toggle each other (17.7.3).
        """
        direct = switch(run_properties, "vanish")
        if direct is not None:
            return direct
        hidden = self.hidden_by_default
        paragraph_style = paragraph_style or self.default_paragraph
        for style_id in (paragraph_style, value(run_properties, "rStyle")):
            if style_id is not None and self.hides(style_id):
                hidden = not hidden
        return hidden

    def is_raised(self, run_properties: etree._Element | None) -> bool:
        """Whether a run is set as superscript, by itself or by its character style."""
        styled = (child(style, "rPr") for style in self.chain(value(run_properties, "rStyle")))
        said = (value(properties, "vertAlign") for properties in (run_properties, *styled))
        return next((one for one in said if one is not None), None) == "superscript"
