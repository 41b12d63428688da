"""Text dumps: encodings, wrong decodings of the past, lines and pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.text.encoding import decode
from zvirka.extract.text.reading import read_text
from zvirka.schemas.document import Document, Format, Stream, UnreadableDocument

TEXT = (
    "Звіт про виконання заходiв програми розвитку освiти\n"
    'Назва заходу: "Ремонт дахiв шкiл"   Термiн: 2019 рiк, Виконавець: вiддiл освiти\n'
    "1. Придбання меблiв для закладiв дошкiльної освiти\n"
)


# CP866 has no і and no ї; DOS programs printed a Latin i
DOS_TEXT = TEXT.translate(str.maketrans("ії", "ii"))


def read(data: bytes) -> Document:
    return read_text(data, "звіт.txt", "0" * 64)


def text_of(document: Document) -> str:
    lines = [line.text for block in document.blocks if isinstance(block, Stream) for line in block.lines]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u", "cp866"]
)
def test_encodings_give_the_same_characters(encoding: str) -> None:
    text = DOS_TEXT if encoding == "cp866" else TEXT
    document = read(text.encode(encoding))
    assert text_of(document) == text
    assert document.faults == ()
    assert document.format is Format.TEXT


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        ("cp1251", "latin-1"),
        ("cp1251", "koi8-u"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1251"),
        ("koi8-u", "cp1251"),
        ("cp866", "cp1251"),
    ],
)
def test_mojibake_is_put_right_and_noted(true: str, wrong: str) -> None:
    plain = (DOS_TEXT if "cp866" in (true, wrong) else TEXT) * 3
    spoilt = "".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in plain.encode(true))
    document = read(spoilt.encode("utf-8"))
    assert text_of(document) == plain
    assert [fault.rule for fault in document.faults] == ["note"]


def test_lines_of_two_encodings_in_one_file() -> None:
    lines = (TEXT * 3).splitlines(keepends=True)
    data = b"".join(line.encode("cp1251" if i % 4 == 1 else "utf-8") for i, line in enumerate(lines))
    document = read(data)
    assert text_of(document) == TEXT * 3
    assert document.faults[0].values["count"] == 2


def test_form_feeds_turn_pages_and_lines_keep_their_numbers() -> None:
    document = read("один \r\n\r\nдва\r\n\fтри\r\nчотири\r\n\f".encode())
    block = document.blocks[0]
    assert isinstance(block, Stream)
    seen = [(line.text, line.page, line.number) for line in block.lines if line.text]
    assert seen == [("один ", 1, 1), ("два", 1, 3), ("три", 2, 4), ("чотири", 2, 5)]
    assert document.pages == 2


def test_old_line_ends_and_the_dos_end_of_file() -> None:
    assert text_of(read("перший\rдругий\r\x1a".encode("cp866"))) == "перший\nдругий\n"


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\f", b"\xef\xbb\xbf\n", bytes(range(256)) * 4, b"\xff\xfeab\x00\xd8"]
)
def test_no_text_is_said_plainly(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read(data)


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя АБВІЇЄ 0123456789 ,.-«»\n", min_size=1))
def test_good_utf8_is_never_changed(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except UnreadableDocument:
        return
    assert document.blocks


NUMBERS = "".join(
    f"{i}.\tРемонт даху\t{i}\u00a0{i * 71 % 900 + 100}\u00a0{i * 37 % 900 + 100},0{i}/ {i}\u00a0100\t-\tх\n"
    for i in range(1, 10)
)
RUSSIAN = (
    "Наименование\tВсего\nРемонт кровли\t10\u00a0759\u00a0826,29\t-\nИТОГО:\t7\u00a0874\u00a0542,78\tх\n"
)
TIGHT = "┌──┬──┬──┐\n│Назва│План│Факт│\n├──┼──┼──┤\n" + "│1│12,5│13,0│\n││││\n" * 9 + "└──┴──┴──┘\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (text, encoding)
        for text in (NUMBERS, RUSSIAN, TIGHT, "Разом 12,5\n", "ЗВІТ\nВСЬОГО 12,5 13,0\n")
        for encoding in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1251", "cp866")
        if text is not TIGHT or encoding != "cp1251"  # which has no frames
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_of_numbers_keep_their_few_letters(text: str, encoding: str, end: str) -> None:
    """No-break spaces between thousands and the lines of frames are letters in other code pages."""
    text = text.replace("І", "I") if encoding == "cp866" else text
    data = text.replace("\n", end).encode(encoding)
    assert decode(data).text == text.replace("\n", end)
    assert decode(data).repairs == ()


@pytest.mark.parametrize("text", [NUMBERS, RUSSIAN])
@pytest.mark.parametrize(
    ("true", "wrong"), [("cp1251", "latin-1"), ("utf-8", "cp1251"), ("utf-8", "latin-1"), ("utf-8", "cp1252")]
)
def test_mojibake_among_numbers_is_put_right(text: str, true: str, wrong: str) -> None:
    spoilt = "".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in text.encode(true))
    assert decode(spoilt.encode()).text == text


def test_a_lost_half_of_a_no_break_space_is_found_again() -> None:
    spoilt = NUMBERS.encode().decode("cp1251").replace("\u00a0", " ")
    assert decode(spoilt.encode()).text == NUMBERS


@given(
    st.lists(st.tuples(st.integers(1, 999), st.integers(100, 999)), min_size=1, max_size=40),
    st.sampled_from(["Разом", "Всього по розділу", "Итого", "план", "І квартал", "№ 5 «Мрія»"]),
    st.sampled_from("\u00a0\u202f\u2009 "),
)
def test_no_letter_comes_into_a_number(numbers: list[tuple[int, int]], words: str, space: str) -> None:
    text = words + "".join(f"\t{a}{space}{b},{a % 100:02}" for a, b in numbers)
    assert decode(text.encode()).text == text


def test_zero_bytes_at_the_end_are_no_text_and_inside_are_left_out() -> None:
    assert text_of(read("Разом 12,5\n".encode("cp1251") + b"\0" * 500)) == "Разом 12,5\n"
    document = read((TEXT * 3).encode("cp1251").replace(b"2019", b"2019\0"))
    assert text_of(document) == TEXT * 3
    assert [fault.values for fault in document.faults] == [{"count": 3}]


def test_the_hyphens_of_a_pdfium_dump_stay() -> None:
    document = read("Розробка проєктно\ufffeкошторисної документації\n".encode())
    assert text_of(document) == "Розробка проєктно-кошторисної документації\n"
