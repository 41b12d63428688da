"""A layout as DOCX: real merged cells, repeated header rows, page breaks. Equal layouts give equal bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tools.generate.layout import LINE_BREAK, Heading, LaidCell, LaidTable, Layout
from tools.generate.word_lists import WordLists

FONT = "Liberation Serif"
_MOMENT = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_TURNED_HEIGHT = 80.0
"""Points that text turned on its side gets."""
_CELL_MARGIN = 57  # twentieths of a point: 1 mm, as in tables that must be squeezed onto a page


def docx_bytes(layout: Layout) -> bytes:
    """The DOCX file of a layout."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(layout.font_size)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    width, height = layout.page_size
    section.orientation = WD_ORIENT.LANDSCAPE if layout.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(width), Pt(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Pt(layout.margin))
    lists = WordLists() if layout.word_lists else None
    for block in layout.blocks:
        if isinstance(block, Heading):
            paragraph = document.add_paragraph()
            paragraph.alignment = _ALIGN[block.align]
            paragraph.add_run(block.text.replace(LINE_BREAK, "\n")).bold = block.bold
        else:
            table = parse_xml(_table_xml(block, lists))
            document.element.body.insert(len(document.element.body) - 1, table)
            document.add_paragraph()
    if lists is not None:
        lists.define(document)
    if layout.running_head:
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = layout.running_head
    properties = document.core_properties
    properties.author, properties.title = "", ""
    properties.created = properties.modified = _MOMENT
    memory = io.BytesIO()
    document.save(memory)
    return _with_fixed_times(memory.getvalue())


def _with_fixed_times(data: bytes) -> bytes:
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name != "docProps/thumbnail.jpeg":
                content = source.read(name)
                if name == "_rels/.rels":
                    content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
                target.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def _table_xml(table: LaidTable, lists: WordLists | None) -> str:
    grid = "".join(f'<w:gridCol w:w="{_twips(w)}"/>' for w in table.widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(_row_xml(table, row, lists) for row in range(table.rows))
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w='{_twips(sum(table.widths))}' w:type='dxa'/>"
        f"<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type='fixed'/><w:tblCellMar>"
        f"<w:left w:w='{_CELL_MARGIN}' w:type='dxa'/><w:right w:w='{_CELL_MARGIN}' w:type='dxa'/></w:tblCellMar>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row_xml(table: LaidTable, row: int, lists: WordLists | None) -> str:
    properties = "<w:tblHeader/>" if table.repeat and row < table.header_rows else ""
    if any(c.turned and c.row + c.rows - 1 == row for c in table.cells):
        properties = f'<w:trHeight w:val="{_twips(_TURNED_HEIGHT)}" w:hRule="atLeast"/>' + properties
    header = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    here = {c.column: c for c in table.cells if c.row <= row < c.row + c.rows}
    cells, first = "", True
    for column in sorted(here):
        cell = here[column]
        width = _twips(sum(table.widths[column : column + cell.columns]))
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merge = ""
        if cell.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
        content = (
            _paragraphs(cell, lists, breaks=first and row in table.breaks)
            if cell.row == row or not merge
            else "<w:p/>"
        )
        turned = '<w:textDirection w:val="btLr"/>' if cell.turned else ""
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{turned}</w:tcPr>{content}</w:tc>'
        )
        first = False
    return f"<w:tr>{header}{cells}</w:tr>"


def _paragraphs(cell: LaidCell, lists: WordLists | None, *, breaks: bool) -> str:
    xml = ""
    bold = "<w:rPr><w:b/></w:rPr>" if cell.bold else ""
    for index, text in enumerate(cell.text.split("\n")):
        page = "<w:pageBreakBefore/>" if breaks and index == 0 else ""
        listed = ""
        if lists is not None:
            listed, text = lists.mark(text, cell.numbered if index == 0 else "")
        pieces = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split(LINE_BREAK)
        )
        run = f"<w:r>{bold}{pieces}</w:r>" if text else ""
        xml += f'<w:p><w:pPr>{page}{listed}<w:jc w:val="{cell.align}"/></w:pPr>{run}</w:p>'
    return xml


def _twips(points: float) -> int:
    return round(points * 20)
