"""The text of DOCX paragraphs as it stands once all tracked changes are accepted, with its breaks and pages.

Word keeps no pages; it leaves a mark where a page began when it last laid the document out (`lastRenderedPageBreak`),
beside the breaks that the author made. The count of both is as near to the page as a DOCX can tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from zvirka.extract.docx.numbering import Numbering
from zvirka.extract.docx.styles import Styles
from zvirka.extract.docx.xml import attribute, child, children, descend, local, number, switch, value
from zvirka.schemas.document import Break, Line

_GONE = frozenset(("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rt"))
# A raised digit is a mark or a power, and no digit of the number that it stands at.
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
# Glyphs of the two symbol fonts that stand in such documents, by the low byte of their code; the others keep their
# private code, so that nothing is lost.
_SYMBOL = {
    0xB7: "•",
    0x2D: "−",
    0xB0: "°",
    0xA3: "≤",
    0xB3: "≥",
    0xB1: "±",
    0xB4: "×",
    0xB8: "÷",
    0x53: "Σ",
    0xE5: "∑",
}
_WINGDINGS = {
    0xFC: "✓",
    0xFE: "☑",
    0xA8: "◻",
    0x6F: "□",
    0xA7: "▪",
    0xD8: "➢",
    0x76: "❖",
    0x6C: "●",
    0x6E: "■",
}


@dataclass(slots=True)
class Pages:
    """The page where reading stands. `fresh` is set after a break, until some text follows it."""

    current: int = 1
    fresh: bool = False
    begun: bool = False
    lead: int | None = None
    """The page of the first text since it was last set to None."""

    def text(self) -> None:
        """Some text stands here."""
        self.fresh, self.begun = False, True
        if self.lead is None:
            self.lead = self.current

    def rendered(self) -> None:
        """Word's mark of a page's begin. It also follows the author's own breaks, which are counted already."""
        if not self.fresh:
            self.current += 1
        self.fresh = True

    def broken(self) -> None:
        """The author's page break."""
        self.current += 1
        self.fresh = True

    def before(self) -> None:
        """A paragraph that begins a page."""
        if self.begun:
            self.rendered()


@dataclass(slots=True)
class _Lines:
    """The lines of one paragraph in the making."""

    pages: Pages
    row: int | None
    done: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    page: int = 1

    def add(self, text: str) -> None:
        if not text:
            return
        if not self.pieces:
            self.page = self.pages.current
        self.pieces.append(text)
        self.pages.text()

    def end(self, kind: Break) -> None:
        page = self.page if self.pieces else self.pages.current
        self.done.append(Line("".join(self.pieces), page, None, self.row, kind))
        self.pieces = []


@dataclass(slots=True)
class TextReader:
    """Reads the paragraphs of one document, in order: numbering, fields and pages go from one to the next.

    What hangs on a paragraph and is not its text is left in `boxes` (contents of text boxes), `notes` (kind and id of
    foot- and endnotes) and `objects` (the number of embedded objects), for the caller to take.
    """

    styles: Styles
    numbering: Numbering
    unended: frozenset[etree._Element]
    pages: Pages = field(default_factory=Pages)
    fields: list[bool] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, int]] = field(default_factory=list)
    objects: int = 0

    def lines(self, paragraphs: list[etree._Element], row: int | None) -> list[Line]:
        """The lines of one paragraph; several where the marks between them are deleted or hidden.

        The last one's properties hold for all. `row` is the physical table row, if it stands in a table.
        """
        properties = child(paragraphs[-1], "pPr")
        style = value(properties, "pStyle")
        if switch(properties, "pageBreakBefore"):
            self.pages.before()
        lines = _Lines(self.pages, row)
        for paragraph in paragraphs:
            self._walk(paragraph, lines, style)
        lines.end(Break.PARAGRAPH)
        label = self.numbering.label(properties, not any(line.text.strip() for line in lines.done))
        if label:
            first = lines.done[0]
            lines.done[0] = Line(label + first.text, first.page, None, row, first.end)
            self.pages.text()
        section = child(properties, "sectPr")
        if section is not None and value(section, "type") != "continuous":
            self.pages.broken()
        return lines.done

    def _walk(self, element: etree._Element, lines: _Lines, style: str | None) -> None:
        for part in element:
            name = local(part)
            if name in _GONE:
                continue
            if name == "r":
                self._run(part, lines, style)
            elif name == "AlternateContent":
                chosen = alternative(part)
                if chosen is not None:
                    self._walk(chosen, lines, style)
            elif name == "txbxContent":
                self.boxes.append(part)
            else:
                self._walk(part, lines, style)

    def _run(self, run: etree._Element, lines: _Lines, style: str | None) -> None:
        hidden = self.styles.is_hidden(child(run, "rPr"), style)
        raised = self.styles.is_raised(child(run, "rPr"))
        custom_mark = False
        for part in run:
            name = local(part)
            if name == "fldChar":
                self._field(part, lines, hidden)
            elif name in ("footnoteReference", "endnoteReference"):
                custom_mark = attribute(part, "customMarkFollows") in ("1", "true", "on")
                note = number(part, "id")
                if note is not None and not hidden:
                    self.notes.append((name.removesuffix("Reference"), note))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._drawn(part, lines, style)
            elif name == "lastRenderedPageBreak":
                self.pages.rendered()
            elif hidden or any(self.fields):
                continue
            elif name == "t" and custom_mark:
                custom_mark = False  # the note's own mark, as a generated one left out
            elif name == "t" and raised:
                lines.add(_typed(part).translate(_RAISED))
            else:
                self._leaf(part, name, lines)

    def _leaf(self, part: etree._Element, name: str, lines: _Lines) -> None:
        if name == "t":
            lines.add(_typed(part))
        elif name in _PLAIN:
            lines.add(_PLAIN[name])
        elif name == "sym":
            lines.add(_symbol(part))
        elif name == "cr":
            lines.end(Break.LINE)
        elif name == "br":
            if attribute(part, "type") == "page":
                if lines.pieces:
                    lines.end(Break.LINE)
                self.pages.broken()
            else:
                lines.end(Break.LINE)
        elif name == "ruby":
            self._walk(part, lines, None)

    def _field(self, part: etree._Element, lines: _Lines, hidden: bool) -> None:
        """A field shows its result alone; what stands between its begin and `separate` is its code."""
        kind = attribute(part, "fldCharType")
        if kind == "begin" and part not in self.unended:
            chosen = _dropdown(part)
            if chosen and not hidden and not any(self.fields):
                lines.add(chosen)
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _drawn(self, part: etree._Element, lines: _Lines, style: str | None) -> None:
        if local(part) == "object":
            self.objects += 1
        if local(part) == "AlternateContent":
            chosen = alternative(part)
            if chosen is None:
                return
            part = chosen
        self._walk(part, lines, style)
        self.pages.fresh = False


def alternative(element: etree._Element) -> etree._Element | None:
    """The one branch of an `mc:AlternateContent` to read: the first that carries text, else the first."""
    branches = [*children(element, "Choice"), *children(element, "Fallback")]
    with_text = (b for b in branches if any(local(e) == "t" and e.text for e in b.iter()))
    return next(with_text, branches[0] if branches else None)


def is_joined(paragraph: etree._Element) -> bool:
    """Whether the paragraph's mark is deleted or hidden, so that the next one goes on in the same paragraph."""
    mark = descend(paragraph, "pPr", "rPr")
    return any(child(mark, name) is not None for name in ("del", "moveFrom")) or bool(switch(mark, "vanish"))


def unended_fields(root: etree._Element) -> frozenset[etree._Element]:
    """The begins of fields that have no end: a damaged field must not swallow what follows it."""
    begun: list[etree._Element] = []
    for mark in root.iter():
        if local(mark) != "fldChar" or any(local(a) in ("del", "moveFrom") for a in mark.iterancestors()):
            continue
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return frozenset(begun)


def _typed(part: etree._Element) -> str:
    text = part.text or ""
    if attribute(part, "space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", " ").replace("\n", " ")


def _symbol(part: etree._Element) -> str:
    font = (attribute(part, "font") or "").lower()
    try:
        code = int(attribute(part, "char") or "", 16)
        own = chr(code)
    except (ValueError, OverflowError):
        return ""
    known = _SYMBOL if font == "symbol" else _WINGDINGS if font.startswith("wingdings") else {}
    return known.get(code & 0xFF, own)


def _dropdown(begin: etree._Element) -> str:
    """The entry that a drop-down form field shows; it has no result of its own."""
    entries = descend(begin, "ffData", "ddList")
    words = [attribute(e, "val") or "" for e in children(entries, "listEntry")]
    chosen = number(child(entries, "result")) or 0
    return words[chosen] if 0 <= chosen < len(words) else ""
