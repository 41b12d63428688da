"""Dumps that real tools made of one report: the same cells in each of those that keep them, and nothing lost in any.

`dumps/<document>.<tool>.txt`: pdftotext (poppler 22) by default, `-layout`, `-raw`; pypdf 7 plain and layout; pdfium;
pdfminer.six; catdoc with and without `-w`; antiword at widths 0 and 76; LibreOffice's "save as text". The document
`activities` is samples/informatsiinyi-prostir-2016-9m.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from zvirka.extract import read
from zvirka.schemas.document import Grid, GridKind, Prose, Stream

DUMPS = Path(__file__).parent / "dumps"
SAMPLE = Path(__file__).parents[2] / "samples" / "informatsiinyi-prostir-2016-9m.docx"
FRAME_SIGNS = "|"


def grids(path: Path) -> list[Grid]:
    return [block for block in read(path).blocks if isinstance(block, Grid)]


def body(tables: list[Grid]) -> list[list[str]]:
    """The rows below the row that counts the columns, without spaces; a row cut by a page is one."""
    rows: list[list[str]] = []
    for table in tables:
        texts = [["" for _ in range(table.columns)] for _ in range(table.rows)]
        for cell in table.cells:
            texts[cell.row][cell.column] = "".join(cell.text.split())
        counting = next(i for i, row in enumerate(texts) if row[:3] == ["1", "2", "3"])
        fresh = texts[counting + 1 :]
        if rows and not fresh[0][0][:1].isdigit():
            rows[-1] = [a + b for a, b in zip(rows[-1], fresh[0], strict=True)]
            fresh = fresh[1:]
        rows += fresh
    return rows


@pytest.mark.parametrize("tool", ["pdftotextlayout", "pypdflayout", "catdocw", "antiword0", "antiword76"])
def test_tools_that_keep_cells_give_the_same_rows_as_the_document(tool: str) -> None:
    found = grids(DUMPS / f"activities.{tool}.txt")
    kind = GridKind.ALIGNMENT if "layout" in tool else GridKind.FRAMES
    assert {table.kind for table in found} == {kind}
    assert body(found) == body(grids(SAMPLE))


@pytest.mark.parametrize("tool", ["catdocw", "antiword0", "antiword76"])
def test_the_head_keeps_its_merged_cells(tool: str) -> None:
    (table,) = grids(DUMPS / f"activities.{tool}.txt")
    head = [("".join(c.text.split()), c.column, c.column_span) for c in table.cells if c.row < 4 and c.text]
    assert head == [
        ("Змістзаходу", 0, 1),
        ("Термінвиконання", 1, 1),
        ("Виконавець", 2, 1),
        ("Витратинареалізацію(план/факт),тис.грн.", 3, 6),
        ("Виконання", 9, 1),
        ("Всього", 3, 1),
        ("утомучислі,зарахуноккоштів:", 4, 5),
        ("держбюджету", 4, 1),
        ("місцевихбюджетів:", 5, 2),
        ("підприємств", 7, 1),
        ("іншихджерел", 8, 1),
        ("обл.бюджету", 5, 1),
        ("бюджетуміста", 6, 1),
    ]


@pytest.mark.parametrize("tool", ["pdftotextlayout", "pypdflayout", "catdocw", "antiword76"])
def test_columns_without_a_row_that_counts_them(tool: str) -> None:
    budget, indicators = grids(DUMPS / f"budget.{tool}.txt")
    rows = [
        ["".join(cell.text.split()) for cell in budget.cells if cell.row == r] for r in range(budget.rows)
    ]
    last = "90,0" if tool != "pdftotextlayout" else "90"
    assert rows[-6] == [
        "010000",
        "Державнеуправління",
        "Фінансовеуправління",
        "12345678,00",
        "12000000,50",
        last,
    ]
    assert rows[-3][3:5] == ["156367152,20", "150000000,00"]
    assert rows[-1][:5] == ["", "Всього", "", "1", "2"]
    assert (indicators.rows, indicators.columns) == (6, 3)


@pytest.mark.parametrize("tool", ["pdftotextlayout", "pypdflayout"])
def test_titles_blank_cells_and_amounts_close_to_words(tool: str) -> None:
    (table,) = grids(DUMPS / f"education.{tool}.txt")
    rows = {row[0]: row for row in body([table])}
    assert list(rows) == [
        "Розділ1.Розвитокматеріально-технічноїбазизакладів",
        *("1.", "2.", "3."),
        "Розділ2.Організаціяхарчування",
        *(f"{i}." for i in range(4, 14)),
        "ВСЬОГО",
    ]
    assert rows["1."][3:] == ["1250,5", "1200,4", "", "", "1200,4", "Роботизавершеноактпідписано"]
    assert rows["2."][2:] == ["Відділосвіти,управлінняекономіки", "-", "-", "85,0", "80,25", "80,25", ""]
    assert rows["13."][3:] == ["130,3", "117,1", "", "-", "117,1", "Виконано"]
    assert rows["ВСЬОГО"][1:] == ["", "", "1234,5", "1111,1", "85,0", "80,25", "1191,35", "х"]


def printed(path: Path) -> str:
    """What a dump says; pdfium's writes U+FFFE for a hyphen at the end of a line."""
    return path.read_bytes().decode("utf-8-sig").replace("\ufffe", "-")


@pytest.mark.parametrize(
    "tool", ["pdftotextraw", "pdfium", "pypdf", "pdfminer", "catdoc", "office", "pdftotext"]
)
def test_dumps_without_cells_are_one_stream_of_all_their_lines(tool: str) -> None:
    path = DUMPS / f"activities.{tool}.txt"
    (block,) = read(path).blocks
    assert isinstance(block, Stream)
    text = printed(path).replace("\r\n", "\n").replace("\f", "\n")
    assert [line.text for line in block.lines if line.text] == [t for t in text.split("\n") if t]


@pytest.mark.parametrize("path", sorted(DUMPS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_character_of_a_dump_is_in_one_place(path: Path) -> None:
    document = read(path)
    seen: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Grid):
            for cell in block.cells:
                seen.update("".join(cell.text.split()))
        else:
            assert isinstance(block, (Prose, Stream))
            for line in block.lines:
                seen.update("".join(line.text.split()))
    text = printed(path)
    expected = Counter("".join(text.split()))
    for sign in FRAME_SIGNS:
        del seen[sign], expected[sign]
    assert seen == expected
