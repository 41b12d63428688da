"""Files that cannot be read, or only in part: one clear message, never another exception, and nothing lost silently."""

from __future__ import annotations

import contextlib
import io
import random
import zlib
from functools import cache
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader

from tests.extract.pdf_drawing import Sheet, grids, prose, read
from zvirka.extract import ENGINES
from zvirka.extract.pdf.rescue import damaged_streams, is_cut, rescued
from zvirka.schemas.document import UnreadableDocument

both_engines = pytest.mark.parametrize("engine", ENGINES)
PAGES = 4
ROOT = Path(__file__).resolve().parents[2]


def several_pages() -> bytes:
    """A page after the other, each with a table of two columns; the list of pages stands first, as pypdf writes it."""
    writer = pypdf.PdfWriter()
    for page in range(1, PAGES + 1):
        sheet = Sheet()
        sheet.ruled([20.0, 120.0, 200.0], [40.0, 70.0, 100.0])
        sheet.text(22, 52, f"сторінка {page}")
        sheet.text(122, 52, f"{page}00,5")
        writer.append(io.BytesIO(sheet.data()))
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    memory = io.BytesIO()
    writer.write(memory)
    return memory.getvalue()


@cache
def whole_file() -> bytes:
    return several_pages()


@pytest.fixture
def whole() -> bytes:
    return whole_file()


def rules(data: bytes, engine: str = "pdfium") -> list[tuple[str, int | None]]:
    return [(fault.rule, fault.page) for fault in read(data, engine).faults]


@both_engines
def test_whole_file_has_no_faults(whole: bytes, engine: str) -> None:
    document = read(whole, engine)
    assert (document.pages, len(grids(document)), document.faults) == (PAGES, PAGES, ())
    assert not is_cut(whole)
    assert damaged_streams(whole) == 0


@both_engines
def test_password(whole: bytes, engine: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole))
    writer.encrypt("таємниця", algorithm="AES-128")
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read(written(writer), engine)


@both_engines
def test_encrypted_for_the_owner_only_is_read(whole: bytes, engine: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole))
    writer.encrypt("", "власник", algorithm="AES-128")
    document = read(written(writer), engine)
    assert (len(grids(document)), document.faults) == (PAGES, ())


def picture() -> ImageReader:
    return ImageReader(Image.new("L", (200, 150), 200))


@both_engines
def test_scan_has_no_text(engine: str) -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(picture(), 0, 0, sheet.width, sheet.height)
    with pytest.raises(UnreadableDocument, match=r"no text in the file \(a scan"):
        read(sheet.data(), engine)


@both_engines
def test_scanned_page_between_others_is_told(engine: str) -> None:
    sheet = Sheet()
    sheet.text(20, 20, "перша")
    sheet.canvas.showPage()
    sheet.canvas.drawImage(picture(), 0, 0, sheet.width, sheet.height)
    sheet.canvas.showPage()
    sheet.text(20, 20, "третя")
    data = sheet.data()
    assert prose(read(data, engine)) == ["перша", "третя"]
    assert rules(data, engine) == [("lost_page", 2)]


@both_engines
def test_blank_file_has_no_text(engine: str) -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        read(Sheet().data(), engine)


@both_engines
@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 9, b"%PDF-1.4\n%%EOF\n"])
def test_no_pdf_at_all(data: bytes, engine: str) -> None:
    with pytest.raises(UnreadableDocument, match="damaged beyond recovery"):
        read(data, engine)


@both_engines
def test_cut_file_gives_its_first_pages_and_says_so(whole: bytes, engine: str) -> None:
    cut = whole[: len(whole) * 6 // 10]
    document = read(cut, engine)
    assert prose(document) == []
    seen = [grid.cells[0].text for grid in grids(document)]
    assert 1 < len(seen) < PAGES
    # the last page before the cut may have lost what tells its letters, and then shows that
    assert seen[:-1] == [f"сторінка {page}" for page in range(1, len(seen))]
    assert seen[-1] in (f"сторінка {len(seen)}", f"{chr(0xFFFD) * 8} {len(seen)}")
    assert "lost_page" in {fault.rule for fault in document.faults}
    assert any("cut off at its end" in fault.template for fault in document.faults)


@both_engines
def test_file_cut_before_its_catalogue_is_mended(engine: str) -> None:
    # word processors write the pages first, the catalogue and the table of objects last
    data = (ROOT / "samples" / "informatsiinyi-prostir-2016-9m.pdf").read_bytes()
    cut = data[: data.rindex(b"\n", 0, data.index(b"/Type/Catalog"))]
    assert rescued(cut) is not None
    assert [grid.rows for grid in grids(read(cut, engine))] == [14, 10]
    assert rules(cut, engine)[-1] == ("lost_page", None)


def test_objects_in_a_packed_stream_are_found_again() -> None:
    sheet = Sheet()
    sheet.text(20, 20, "текст")
    plain = written(pypdf.PdfWriter(clone_from=io.BytesIO(sheet.data())))
    numbers = [int(line.split()[0]) for line in plain.splitlines() if line.endswith(b" 0 obj")]
    root = next(n for n in numbers if b"/Type /Catalog" in object_of(plain, n))
    stream = b"%d 0 " % root + b" ".join(object_of(plain, root).split())
    first = stream.index(b"<<")
    packed = zlib.compress(stream)
    start = plain.index(b"%d 0 obj" % root)
    cut = (
        plain[:start]
        + plain[plain.index(b"endobj", start) + 6 : plain.rindex(b"xref", 0, plain.rindex(b"xref"))]
    )
    head = b"90 0 obj\n<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (
        first,
        len(packed),
    )
    mended = rescued(cut + head + packed + b"\nendstream\nendobj\n")
    assert mended is not None
    assert b"%d 0 obj\n<<" % root in mended[len(cut) + len(head) + len(packed) :]
    assert prose(read(cut + head + packed + b"\nendstream\nendobj\n")) == ["текст"]


def object_of(data: bytes, number: int) -> bytes:
    start = data.index(b"\n%d 0 obj" % number) + len(b"\n%d 0 obj" % number)
    return data[start : data.index(b"endobj", start)]


@both_engines
def test_damaged_stream_is_told(engine: str) -> None:
    sheet = Sheet()
    for page in (1, 2):
        sheet.text(20, 20, f"сторінка {page} " * 30)
        sheet.canvas.showPage()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sheet.data()))
    for page in writer.pages:
        page.compress_content_streams()
    data = bytearray(written(writer))
    start = data.index(b"stream\n", data.index(b"/FlateDecode")) + 12
    for i in range(start, start + 20):
        data[i] ^= 0x5A
    try:
        document = read(bytes(data), engine)
    except UnreadableDocument:
        return
    assert "lost_page" in {fault.rule for fault in document.faults}


def broken(page_list: str) -> bytes:
    """The whole file, something of whose list of pages is broken."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole_file()))
    pages = writer.root_object["/Pages"].get_object()
    match page_list:
        case "leads to nothing":
            nothing = pypdf.generic.IndirectObject(9999, 0, writer)
            pages[pypdf.generic.NameObject("/Kids")] = pypdf.generic.ArrayObject([nothing] * PAGES)
        case "leads to itself":
            itself = writer.root_object.raw_get("/Pages")
            pages[pypdf.generic.NameObject("/Kids")] = pypdf.generic.ArrayObject([itself])
        case "counts too few":
            pages[pypdf.generic.NameObject("/Count")] = pypdf.generic.NumberObject(PAGES - 1)
    return written(writer)


@pytest.mark.parametrize("page_list", ["leads to nothing", "leads to itself"])
def test_a_list_that_leads_to_no_page_is_read_by_the_other_engine(page_list: str) -> None:
    document = read(broken(page_list))
    (fault,) = document.faults
    assert (fault.rule, fault.values["reason"]) == ("note", "the list of pages leads to none")
    assert len(grids(document)) == PAGES


@both_engines
def test_a_list_that_counts_too_few_pages_loses_none_silently(engine: str) -> None:
    document = read(broken("counts too few"), engine)
    lost = [dict(fault.values) for fault in document.faults if fault.rule == "lost_page"]
    assert lost == ([{"listed": PAGES, "pages": PAGES - 1}] if document.pages < PAGES else [])
    assert len(grids(document)) == document.pages


def without_contents(*pages: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole_file()))
    for page in pages:
        writer.pages[page - 1][pypdf.generic.NameObject("/Contents")] = pypdf.generic.IndirectObject(
            9999, 0, writer
        )
    return written(writer)


@both_engines
def test_a_page_that_lost_its_contents_is_lost(engine: str) -> None:
    assert rules(without_contents(2), engine) == [("lost_page", 2)]


@both_engines
def test_pages_that_all_lost_their_contents_are_no_scan(engine: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(without_contents(*range(1, PAGES + 1)), engine)
    assert "beyond recovery" in refused.value.template
    assert "the file holds text that no page shows" in str(refused.value.values["reason"])


@both_engines
def test_a_blank_page_is_no_damage(engine: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole_file()))
    writer.add_blank_page()
    assert rules(written(writer), engine) == []


@both_engines
def test_junk_around_the_file_is_no_damage(whole: bytes, engine: str) -> None:
    assert rules(b"HTTP header\r\n\r\n" + whole + b"\r\n--boundary--", engine) == []


@both_engines
def test_font_that_does_not_tell_its_letters(engine: str) -> None:
    sheet = Sheet()
    sheet.text(20, 20, "Виконання заходів міської ради")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sheet.data()))
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            font.get_object().pop("/ToUnicode", None)
    document = read(written(writer), engine)
    assert [(fault.rule, fault.page) for fault in document.faults] == [("lost_page", 1)]
    assert "\ufffd" in prose(document)[0]


@given(seed=st.integers(0, 10**6), engine=st.sampled_from(ENGINES))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_raises_anything_else(seed: int, engine: str) -> None:
    # the file is no argument: hypothesis may want to print those
    rng = random.Random(seed)
    data = bytearray(whole_file())
    for _ in range(rng.randint(1, 20)):
        if not data:
            break
        start = rng.randrange(len(data))
        kind = rng.random()
        if kind < 0.5:
            data[start] = rng.randrange(256)
        elif kind < 0.8:
            del data[start : start + rng.randint(1, 40)]
        else:
            del data[max(20, start) :]
    with contextlib.suppress(UnreadableDocument):
        read(bytes(data), engine)
