"""Whatever the writer, all of a drawn document stands in the file; equal documents give equal files."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from io import BytesIO

import pypdfium2
import pytest

from tools.generate.document import Made, make
from tools.generate.layout import Heading
from tools.generate.lines import drawable, measure, set_lines
from tools.generate.write_frames import framed_text, paragraph_text, tab_text
from tools.generate.write_pdf import pdf_bytes
from tools.generate.write_tika import plain_text, tika_text
from tools.generate.writers import WRITERS, can_write, encoded, files_of
from tools.measure import seeds_of

SEEDS = range(40, 50)
RULES = ("ruled", "partly", "horizontal", "frame", "unruled")


def glyphs(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


def wanted(made: Made) -> Counter[str]:
    texts = []
    for block in made.layout.blocks:
        texts += [block.text] if isinstance(block, Heading) else [cell.text for cell in block.cells]
    return glyphs("".join(texts))


def pages_of(data: bytes) -> list[tuple[str, list[tuple[float, float, float, float]]]]:
    document = pypdfium2.PdfDocument(data)
    pages = []
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
        pages.append((text.get_text_range(), boxes))
        text.close()
        page.close()
    document.close()
    return pages


@pytest.mark.parametrize("rules", RULES)
def test_a_pdf_holds_every_glyph_however_it_is_ruled(rules: str) -> None:
    for seed in SEEDS:
        made = make(seed, rules=rules)
        text = "".join(t for t, _ in pages_of(pdf_bytes(made)))
        # pdfium gives a hyphen at a line's end a sign of its own
        text = text.replace("\ufffe", "-").replace("\x02", "-")
        assert wanted(made) - glyphs(text) == Counter(), seed


def test_nothing_is_drawn_beyond_the_page() -> None:
    for seed in SEEDS:
        made = make(seed)
        width = height = max(made.layout.page_size)
        for _, boxes in pages_of(pdf_bytes(made)):
            assert all(x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height for x0, y0, x1, y1 in boxes), seed


def test_equal_documents_give_equal_files() -> None:
    for writer in ("docx", "pdf", "tika", "tabs", "framed", "paragraphs", "pdfbox"):
        assert files_of(writer, [make(41)]) == files_of(writer, [make(41)])


@pytest.mark.parametrize("write", [tika_text, plain_text, tab_text, paragraph_text, framed_text])
def test_a_text_holds_every_glyph(write: object) -> None:
    assert callable(write)
    for seed in SEEDS:
        made = make(seed)
        assert wanted(made) - glyphs(write(made)) == Counter(), seed


def test_tabs_part_the_cells_of_each_row() -> None:
    for seed in SEEDS:
        made = make(seed)
        parted = 0
        for table in made.layout.tables:
            for row in range(table.rows):
                parted += sum(c.row <= row < c.row + c.rows for c in table.cells) - 1
        assert tab_text(made).count("\t") == parted, seed


def test_frames_line_up() -> None:
    for seed in SEEDS:
        made = make(seed)
        groups = [g.splitlines() for g in framed_text(made).split("\n\n")]
        framed = [[line for line in group if line[:1] in ("|", "│", "+", "┼")] for group in groups]
        assert all(len({len(line) for line in group}) == 1 for group in framed if group), seed


def test_word_makes_the_numbers_and_marks_of_its_own_lists() -> None:
    made = next(
        m
        for m in map(make, range(200))
        if m.axes.word_lists and m.axes.numbering in ("1.", "1)") and m.axes.number == "column"
    )
    ((_, data),) = files_of("docx", [made])
    with zipfile.ZipFile(BytesIO(data)) as parts:
        document = parts.read("word/document.xml").decode()
        numbering = parts.read("word/numbering.xml").decode()
    items = sum(bool(row.number) for table in made.truth.tables for row in table.rows)
    assert document.count("<w:numPr>") >= items
    assert 'w:abstractNumId="900"' in numbering
    assert f">1{'.' if made.axes.numbering == '1.' else ')'}</w:t>" not in document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-u", "cp866", "utf-16"])
def test_a_dump_in_an_encoding(encoding: str) -> None:
    assert encoded("Всього", encoding).decode(encoding) == "Всього"


def test_what_an_encoding_lacks_is_written_in_utf_8() -> None:
    assert encoded("1\u2009188,8", "cp1251") == "1\u2009188,8".encode()
    assert encoded("Всього", "mojibake").decode() == "Всього".encode("cp1251").decode("latin-1")


def test_words_are_broken_only_where_they_must_be() -> None:
    wide = measure(10.0)
    lines = set_lines("прес-конференція міського голови", wide("прес-конфе"), wide)
    assert [(line.text, line.ends_word) for line in lines][:2] == [("прес-", False), ("конференц", False)]
    assert "".join(line.text for line in lines).replace(" ", "") == "прес-конференціяміськогоголови"
    assert all(wide(line.text) <= wide("прес-конфе") for line in lines)
    assert lines[-1].paragraph
    assert drawable("a\u2009b") in ("a\u2009b", "a\u00a0b")


def test_every_writer_is_known_and_says_whether_it_can_write() -> None:
    assert len(set(WRITERS)) == len(WRITERS)
    assert all(isinstance(can_write(writer), bool) for writer in WRITERS)
    with pytest.raises(KeyError):
        files_of("nobody", [make(1)])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
@pytest.mark.parametrize("writer", ["pdftotext-raw", "pdftotext-layout", "pypdf", "pdfium"])
def test_the_dumps_of_real_tools_hold_every_digit(writer: str) -> None:
    made = make(47)
    ((name, data),) = files_of(writer, [made])
    assert name == f"{writer}-47.txt"
    text = data.decode("utf-8-sig" if made.axes.encoding == "utf-8-sig" else "utf-8")
    digits = Counter(c for c in wanted(made).elements() if c.isdigit())
    assert digits - glyphs(text) == Counter()


def test_seeds_are_numbers_and_ranges() -> None:
    assert seeds_of("3,7-9") == [3, 7, 8, 9]
