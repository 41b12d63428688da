"""Text of DOCX files: what is kept, what is left out, numbering, pages, and files that are no DOCX."""

import io
import itertools
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.docx.numbering import format_count
from zvirka.extract.docx.reading import read_docx
from zvirka.schemas.document import Break, Document, Format, Grid, Prose, UnreadableDocument

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def packed(document_xml: str, **parts: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document_xml)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return memory.getvalue()


def with_body(body: str, **parts: str) -> bytes:
    wrapped = {name: f"<w:{name} {NAMESPACES}>{xml}</w:{name}>" for name, xml in parts.items()}
    return packed(f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>", **wrapped)


def read_body(body: str, **parts: str) -> Document:
    return read_docx(with_body(body, **parts), "звіт.docx", "0" * 64)


def texts(document: Document) -> list[str]:
    return [line.text for block in document.blocks if isinstance(block, Prose) for line in block.lines]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def test_paragraphs_and_author_breaks_are_lines() -> None:
    made = docx.Document()
    made.add_paragraph("Звіт про виконання ").add_run("програми")
    made.add_paragraph("за 2019\nрік\tразом")
    memory = io.BytesIO()
    made.save(memory)
    document = read_docx(memory.getvalue(), "звіт.docx", "ab" * 32)
    assert (document.format, document.pages, document.sha256) == (Format.DOCX, 1, "ab" * 32)
    (prose,) = document.blocks
    assert isinstance(prose, Prose)
    assert [(line.text, line.end) for line in prose.lines] == [
        ("Звіт про виконання програми", Break.PARAGRAPH),
        ("за 2019", Break.LINE),
        ("рік\tразом", Break.PARAGRAPH),
    ]


def test_accepted_changes() -> None:
    body = paragraph(
        run("а"),
        f"<w:ins>{run('б')}</w:ins>",
        "<w:del><w:r><w:delText>в</w:delText></w:r></w:del>",
        f"<w:moveFrom>{run('г')}</w:moveFrom><w:moveTo>{run('ґ')}</w:moveTo>",
    )
    assert texts(read_body(body)) == ["абґ"]


def test_a_deleted_paragraph_mark_joins_and_a_deleted_paragraph_leaves_nothing() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = (
        paragraph(run("перша "), properties=gone)
        + paragraph(f"<w:del>{run('x')}</w:del>", properties=gone)
        + paragraph(run("друга"))
        + paragraph(run("третя"))
    )
    assert texts(read_body(body)) == ["перша друга", "третя"]


def test_special_characters_and_hidden_text() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    )
    body = paragraph(
        run("веб"),
        "<w:r><w:noBreakHyphen/></w:r>",
        run("сайт"),
        "<w:r><w:softHyphen/><w:tab/></w:r>",
        run("сховане", "<w:vanish/>"),
        run("і це", '<w:rStyle w:val="H2"/>'),
        run("а це ні", '<w:rStyle w:val="H2"/><w:vanish w:val="0"/>'),
        '<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Інший" w:char="F123"/></w:r>',
        run("великі", "<w:caps/>"),
    )
    assert texts(read_body(body, styles=styles)) == ["веб-сайт\u00ad\tа це ні•\uf123великі"]


def test_raised_digits_are_no_digits_of_the_number_they_stand_at() -> None:
    styles = '<w:style w:type="character" w:styleId="N"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    raised = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(
        run("1250,5"),
        run("12", raised),
        run(" м"),
        run("3", '<w:rStyle w:val="N"/>'),
        run(" 7", '<w:rStyle w:val="N"/><w:vertAlign w:val="baseline"/>'),
        run("а", raised),
        run("2", '<w:vertAlign w:val="subscript"/>'),
    )
    assert texts(read_body(body, styles=styles)) == ["1250,5¹² м³ 7а2"]


def test_spaces_at_the_edge_count_only_where_the_file_says_so() -> None:
    body = "<w:p><w:r><w:t> 1 </w:t></w:r><w:r><w:t xml:space='preserve"
    body += "'> 2 </w:t></w:r></w:p>"
    assert texts(read_body(body)) == ["1 2 "]


def test_a_field_shows_its_result_alone() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    nested = f"{mark('begin')}{run('код')}{mark('separate')}{run('5')}{mark('end')}"
    body = paragraph(
        run("= "), mark("begin"), run("IF "), nested, mark("separate"), run("12,5"), mark("end"), run(" грн")
    )
    body += paragraph('<w:fldSimple w:instr="DATE">', run("01.10.2020"), "</w:fldSimple>")
    body += paragraph(run("А"), mark("begin"), run("без кінця"))
    assert texts(read_body(body)) == ["= 12,5 грн", "01.10.2020", "Абез кінця"]


def test_wrappers_are_seen_through() -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('блок'))}</w:sdtContent></w:sdt>"
        f"<w:customXml>{paragraph(run('розмітка'))}</w:customXml>"
        + paragraph(
            f"<w:smartTag><w:hyperlink>{run('посилання')}</w:hyperlink></w:smartTag>",
            f"<w:sdt><w:sdtContent>{run(' поле')}</w:sdtContent></w:sdt>",
        )
    )
    assert texts(read_body(body)) == ["блок", "розмітка", "посилання поле"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    content = f"<w:txbxContent>{paragraph(run('у рамці'))}</w:txbxContent>"
    body = paragraph(
        run("до "),
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>",
        content,
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>",
        content,
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        run("після"),
    )
    assert texts(read_body(body)) == ["до після", "у рамці"]


def test_notes_stand_at_the_end_without_their_marks() -> None:
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{paragraph(run("риска"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", run("з урахуванням змін"))}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph(run("ніхто не посилається"))}</w:footnote>'
    )
    body = paragraph(
        run("125,4"),
        '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>',
        run(" тис"),
    )
    document = read_body(body + paragraph(run("кінець")), footnotes=notes)
    assert texts(document) == ["125,4 тис", "кінець", "з урахуванням змін"]
    assert len(document.blocks) == 2


def level(depth: int, kind: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def listed(text: str, list_id: int, depth: int = 0) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(*([run(text)] if text else []), properties=numbering)


def test_generated_numbers() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "decimal", "%1.")
        + level(1, "decimal", "%1.%2.")
        + level(2, "russianLower", "%3)")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
        + level(0, "upperRoman", "Розділ %1.", "<w:suff w:val='space'/>", start=4)
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="3">'
        + level(0, "bullet", "\uf0b7")
        + level(1, "bullet", "–")
        + "</w:abstractNum>"
        + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        + '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>'
        + '<w:num w:numId="4"><w:abstractNumId w:val="1"/>'
        + '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = "".join(
        [
            listed("а", 1),
            listed("б", 1, 1),
            listed("в", 1, 1),
            listed("г", 1, 2),
            listed("ґ", 1),
            listed("д", 1, 1),
            listed("", 1),
            listed("е", 4),
            listed("є", 4),
            listed("ж", 1),
            listed("з", 2),
            listed("и", 2, 1),
            listed("і", 3),
            listed("", 3),
            listed("", 3, 1),
            listed("ї", 0),
            listed("й", 99),
        ]
    )
    assert texts(read_body(body, numbering=numbering)) == [
        *("1. а", "1.1. б", "1.2. в", "а) г", "2. ґ", "2.1. д", "3. ", "7. е", "8. є", "9. ж"),
        *("Розділ IV. з", "4.1 и", "- і", "", "- ", "ї", "й"),
    ]


def test_a_level_may_never_start_again() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "decimal", "%1.")
        + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = listed("а", 1) + listed("б", 1, 1) + listed("в", 1) + listed("г", 1, 1)
    assert texts(read_body(body, numbering=numbering)) == ["1. а", "1) б", "2. в", "2) г"]


def test_numbering_through_styles_and_links() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Point"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="6"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{level(0, "lowerLetter", "%1.")}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>'
    )
    body = paragraph(run("раз"), properties='<w:pStyle w:val="Point"/>')
    body += paragraph(run("два"), properties='<w:pStyle w:val="Point"/>')
    body += paragraph(
        run("три"), properties='<w:pStyle w:val="Point"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert texts(read_body(body, styles=styles, numbering=numbering)) == ["a. раз", "b. два", "три"]


@given(st.integers(1, 3999))
def test_roman_numbers_are_canonical(count: int) -> None:
    roman = format_count(count, "upperRoman")
    assert re.fullmatch("M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", roman)
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    worth = [values[c] for c in roman] + [0]
    assert sum(-w if w < after else w for w, after in itertools.pairwise(worth)) == count


def test_letters_double_after_the_alphabet() -> None:
    assert [format_count(n, "upperLetter") for n in (1, 26, 27, 54)] == ["A", "Z", "AA", "BBB"]
    assert [format_count(n, "russianUpper") for n in (1, 9, 10, 29, 30)] == ["А", "И", "К", "Я", "АА"]


BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def test_pages() -> None:
    body = (
        paragraph(run("1"))
        + paragraph(BREAK)
        + paragraph(RENDERED, run("2"))
        + paragraph(run("2 і далі "), RENDERED, run("на третій"))
        + paragraph(run("4"), properties="<w:pageBreakBefore/>")
        + paragraph(run("4"), properties="<w:sectPr/>")
        + paragraph(run("5"), properties="<w:sectPr><w:type w:val='continuous'/></w:sectPr>")
        + paragraph(run("5"))
    )
    document = read_body(body)
    assert document.pages == 5
    (prose,) = document.blocks
    assert isinstance(prose, Prose)
    assert [(line.page, line.text) for line in prose.lines if line.text] == [
        (int(t[0]), t) for t in ("1", "2", "2 і далі на третій", "4", "4", "5", "5")
    ]


def test_what_is_embedded_is_told() -> None:
    document = read_body("<w:altChunk/>" + paragraph("<w:r><w:object/></w:r>", run("є")))
    assert [fault.rule for fault in document.faults] == ["note", "note"]
    assert texts(document) == ["є"]


def test_the_strict_edition_reads_alike() -> None:
    data = with_body(paragraph(run("текст")))
    strict = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    strict = strict.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert texts(read_docx(packed(strict), "x", "0" * 64)) == ["текст"]


def test_the_main_part_may_have_another_name() -> None:
    memory = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Type="{kind}" Target="/word/document2.xml"/></Relationships>',
        )
        body = f"<w:document {NAMESPACES}><w:body>{paragraph(run('є'))}</w:body></w:document>"
        archive.writestr("word/document2.xml", body)
    assert texts(read_docx(memory.getvalue(), "x", "0" * 64)) == ["є"]


DEEP = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
ENTITY = f'<!DOCTYPE d [<!ENTITY a "aa">]><w:document {NAMESPACES}><w:body><w:p/></w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "damaged"),
        (b"just text", "damaged"),
        (with_body(paragraph(run("є")))[:200], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (packed("<w:document"), "line 1"),
        (packed("<document/>"), "no text"),
        (packed(ENTITY), "document type"),
        (with_body(DEEP), "damaged"),
    ],
    ids=["empty", "text", "cut", "password", "ole", "broken", "no body", "doctype", "deep"],
)
def test_what_cannot_be_read_is_said(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableDocument, match=word):
        read_docx(data, "x.docx", "0" * 64)


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = with_body(paragraph(run("х" * 5000)))
    monkeypatch.setattr("zvirka.extract.docx.package.UNPACKED_LIMIT", 20_000)
    assert texts(read_docx(data, "x.docx", "0" * 64)) == ["х" * 5000]
    monkeypatch.setattr("zvirka.extract.docx.package.UNPACKED_LIMIT", 10_000)
    with pytest.raises(UnreadableDocument, match="unpacks"):
        read_docx(data, "x.docx", "0" * 64)


def test_a_zip_without_a_document() -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("readme.txt", "є")
    with pytest.raises(UnreadableDocument, match="without a Word document"):
        read_docx(memory.getvalue(), "x.docx", "0" * 64)


def test_headers_are_left_out_and_python_docx_tables_come_in_order() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "колонтитул"
    made.add_paragraph("до")
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "ліва"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader xmlns:w="{W}"/>'))
    made.add_paragraph("після")
    assert made.element.body.find(qn("w:tbl")) is not None
    memory = io.BytesIO()
    made.save(memory)
    before, grid, after = read_docx(memory.getvalue(), "x", "0" * 64).blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns, grid.header_rows) == (1, 2, 1)
    assert isinstance(before, Prose)
    assert isinstance(after, Prose)
    assert (before.lines[0].text, after.lines[0].text) == ("до", "після")
