"""A DOCX file: its paragraphs and tables in order, with the text that stands once all tracked changes are accepted.

Headers and footers are left out (they repeat on every page and belong to none), so are comments, hidden text, the
codes of fields and the marks of notes. Text boxes follow the paragraph they hang on, or the table it stands in; nested
tables follow the table around them; notes stand at the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zvirka.extract.docx.numbering import Numbering
from zvirka.extract.docx.package import Parts, open_parts
from zvirka.extract.docx.styles import Styles
from zvirka.extract.docx.table import read_grid
from zvirka.extract.docx.text import TextReader, alternative, is_joined, unended_fields
from zvirka.extract.docx.xml import child, children, local, number
from zvirka.messages import N_
from zvirka.schemas.document import Block, Document, Fault, Format, Line, Prose, UnreadableDocument

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


def read_docx(data: bytes, name: str, sha256: str) -> Document:
    """What stands in a DOCX file.

    Pages are counted by the page breaks that the author and, at the last saving, Word set. A cell's lines carry the
    physical row of their own table, from 1. Raises `UnreadableDocument`.
    """
    parts = open_parts(data)
    try:
        return _Reader(parts).document(name, sha256)
    except RecursionError:
        raise UnreadableDocument(
            N_(
                "the document is damaged: its parts are nested too deeply; open and save it in a word processor"
            )
        ) from None


class _Reader:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        styles = Styles(parts.styles)
        roots = (parts.document, parts.footnotes, parts.endnotes)
        unended = frozenset[etree._Element]().union(*(unended_fields(r) for r in roots if r is not None))
        self.text = TextReader(styles, Numbering(parts.numbering, styles), unended)
        self.faults: list[Fault] = []
        # what a table's cells hold beside their own lines, until the table is done
        self.beside: list[Block] = []

    def document(self, name: str, sha256: str) -> Document:
        body = child(self.parts.document, "body")
        if body is None:
            raise UnreadableDocument(N_("the document has no text; open and save it in a word processor"))
        blocks = list(self.story(body))
        blocks += self.notes()
        if self.text.objects:
            self.faults.append(
                Fault("note", N_("embedded objects are not read: {count}"), {"count": self.text.objects})
            )
        return Document(name, sha256, Format.DOCX, self.text.pages.current, tuple(blocks), tuple(self.faults))

    def story(self, container: etree._Element) -> Iterator[Block]:
        """The blocks of the body, a text box or a note; paragraphs that follow each other are one."""
        lines: list[Line] = []
        for part in self.parts_of(container, None):
            if isinstance(part, list):
                lines += part
                continue
            if lines:
                yield Prose(tuple(lines))
                lines = []
            yield from part
        if lines:
            yield Prose(tuple(lines))

    def parts_of(
        self, container: etree._Element, row: int | None
    ) -> Iterator[list[Line] | tuple[Block, ...]]:
        """The lines of each paragraph; the blocks of each table, and of the text boxes of a paragraph."""
        joined: list[etree._Element] = []
        for element in self.elements(container):
            if local(element) == "p":
                joined.append(element)
                if is_joined(element):
                    continue
            if joined:
                yield from self.paragraph(joined, row)
                joined = []
            if local(element) == "tbl":
                yield self.table(element)
        if joined:
            yield from self.paragraph(joined, row)

    def elements(self, container: etree._Element) -> Iterator[etree._Element]:
        for element in container:
            name = local(element)
            if name in ("p", "tbl"):
                yield element
            elif name in _WRAPPERS:
                yield from self.elements(element)
            elif name == "AlternateContent":
                chosen = alternative(element)
                if chosen is not None:
                    yield from self.elements(chosen)
            elif name in ("altChunk", "subDoc"):
                self.faults.append(
                    Fault(
                        "note",
                        N_("another file is embedded here and is not read"),
                        {},
                        self.text.pages.current,
                    )
                )

    def paragraph(
        self, joined: list[etree._Element], row: int | None
    ) -> Iterator[list[Line] | tuple[Block, ...]]:
        lines = self.text.lines(joined, row)
        boxes, self.text.boxes = self.text.boxes, []
        # a paragraph deleted with its mark leaves nothing; one joined to nothing neither
        if any(line.text for line in lines) or not is_joined(joined[-1]):
            yield lines
        for box in boxes:
            yield tuple(self.apart(box))

    def apart(self, container: etree._Element) -> list[Block]:
        """The blocks of something with fields and pages of its own."""
        fields, pages = self.text.fields, self.text.pages
        place = (pages.current, pages.fresh, pages.begun, pages.lead)
        self.text.fields = []
        blocks = list(self.story(container))
        self.text.fields = fields
        pages.current, pages.fresh, pages.begun, pages.lead = place
        return [b for b in blocks if not isinstance(b, Prose) or any(line.text for line in b.lines)]

    def table(self, element: etree._Element) -> tuple[Block, ...]:
        outer, self.beside = self.beside, []
        grid = read_grid(element, self.cell, self.text.pages)
        blocks = (*((grid,) if grid is not None else ()), *self.beside)
        self.beside = outer
        return blocks

    def cell(self, element: etree._Element, row: int) -> list[Line]:
        lines: list[Line] = []
        for part in self.parts_of(element, row):
            if isinstance(part, list):
                lines += part
            else:
                self.beside += part
        return lines

    def notes(self) -> Iterator[Block]:
        """The notes that the text refers to, in its order, each once."""
        for kind, root in (("footnote", self.parts.footnotes), ("endnote", self.parts.endnotes)):
            by_id = {number(note, "id"): note for note in children(root, kind)}
            for note_id in dict.fromkeys(i for k, i in self.text.notes if k == kind):
                if note_id in by_id:
                    yield from self.apart(by_id[note_id])
