"""Tables of DOCX files: spans, deleted rows, nested tables, pages, and that nothing is lost or doubled."""

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.extract.docx.reading import read_docx
from zvirka.schemas.document import Block, Document, Grid, GridKind, Line, Prose

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read_body(body: str) -> Document:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return read_docx(memory.getvalue(), "звіт.docx", "0" * 64)


def tc(text: str, properties: str = "") -> str:
    runs = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{runs}</w:p></w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def only_grid(document: Document) -> Grid:
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    return grid


def laid(grid: Grid) -> list[list[str]]:
    """The texts by place; covered places hold an arrow. Fails where cells overlap or leave a hole."""
    places = [["?"] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert places[row][column] == "?"
                first = (row, column) == (cell.row, cell.column)
                places[row][column] = cell.text if first else "^" if row > cell.row else "<"
    assert not any("?" in row for row in places)
    assert list(grid.cells) == sorted(grid.cells, key=lambda c: (c.row, c.column))
    return places


MERGE, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_merged_header() -> None:
    grid = only_grid(
        read_body(
            tbl(
                tr(tc("Захід", MERGE), tc("Кошти", span(3)), properties="<w:tblHeader/>"),
                tr(tc("", GOES_ON), tc("разом"), tc("у тому числі", span(2)), properties="<w:tblHeader/>"),
                tr(tc("Ремонт"), tc("12,5"), tc(""), tc("-")),
            )
        )
    )
    assert (grid.kind, grid.header_rows) == (GridKind.CELLS, 2)
    assert laid(grid) == [
        ["Захід", "Кошти", "<", "<"],
        ["^", "разом", "у тому числі", "<"],
        ["Ремонт", "12,5", "", "-"],
    ]
    assert [line.number for cell in grid.cells for line in cell.lines] == [1, 1, 2, 2, 3, 3, 3]
    assert next(c for c in grid.cells if (c.row, c.column) == (2, 2)).lines == ()


def test_python_docx_merges() -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 1))
    memory = io.BytesIO()
    made.save(memory)
    grid = only_grid(read_docx(memory.getvalue(), "x", "0" * 64))
    assert laid(grid) == [["00\n01\n10\n11", "<", "02"], ["^", "^", "12"], ["20", "21", "22"]]


def test_rows_that_are_shifted_or_short_and_old_merges() -> None:
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="1"/>'
    grid = only_grid(
        read_body(
            tbl(
                tr(tc("a"), tc("b"), tc("c")),
                tr(tc("d"), tc("e"), properties=before),
                tr(tc("f"), tc("g"), properties=after),
                tr(tc("h")),
                tr(tc("i", '<w:hMerge w:val="restart"/>'), tc("j", '<w:hMerge w:val="continue"/>'), tc("k")),
            )
        )
    )
    assert laid(grid) == [["a", "b", "c"], ["", "d", "e"], ["f", "g", ""], ["h", "", ""], ["i\nj", "<", "k"]]
    assert grid.header_rows is None


def test_a_merge_that_continues_nothing_is_a_cell() -> None:
    grid = only_grid(
        read_body(
            tbl(
                tr(tc("a", GOES_ON), tc("b", span(2) + MERGE)),
                tr(tc("c", GOES_ON), tc("d", GOES_ON), tc("e")),
            )
        )
    )
    assert laid(grid) == [["a\nc", "b", "<"], ["^", "d", "e"]]


def test_deleted_rows_and_cells_are_gone_and_wrapped_ones_are_there() -> None:
    grid = only_grid(
        read_body(
            tbl(
                tr(tc("a"), tc("b")),
                tr(tc("c"), tc("d"), properties="<w:del/>"),
                tr(tc("сховано"), tc("d"), properties="<w:hidden/>"),
                f"<w:sdt><w:sdtContent>{tr(tc('e'), tc('x', '<w:cellDel/>'), tc('f'))}</w:sdtContent></w:sdt>",
                tr(f"<w:sdt><w:sdtContent>{tc('g')}</w:sdtContent></w:sdt>", tc("h"), properties="<w:ins/>"),
            )
        )
    )
    assert laid(grid) == [["a", "b"], ["e", "f"], ["g", "h"]]
    assert read_body(tbl(tr(tc("a"), properties="<w:del/>"))).blocks == ()


def test_a_nested_table_is_a_grid_of_its_own() -> None:
    inner = tbl(tr(tc("всередині"), tc("2")))
    cell = f"<w:tc><w:p><w:r><w:t>зовні</w:t></w:r></w:p>{inner}<w:p/></w:tc>"
    outer, nested = read_body(tbl(tr(cell, tc("1")))).blocks
    assert isinstance(outer, Grid)
    assert isinstance(nested, Grid)
    assert laid(outer) == [["зовні\n", "1"]]
    assert laid(nested) == [["всередині", "2"]]


def test_tables_that_follow_each_other_stay_apart() -> None:
    break_between = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    document = read_body(tbl(tr(tc("a"))) + break_between + tbl(tr(tc("b"))))
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [(grid.page, laid(grid)) for grid in grids] == [(1, [["a"]]), (2, [["b"]])]
    assert document.pages == 2


def test_pages_in_a_row_lie_side_by_side() -> None:
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"

    def cell(*parts: str) -> str:
        runs = (mark if part == "|" else f"<w:r><w:t>{part}</w:t></w:r><w:r><w:br/></w:r>" for part in parts)
        return f"<w:tc><w:p>{''.join(runs)}</w:p></w:tc>"

    grid = only_grid(
        read_body(
            tbl(
                tr(cell("1"), cell("1")),
                tr(cell("|", "2"), cell("2")),
                tr(cell("2", "|", "3"), cell("2", "|", "3")),
                tr(cell("3"), cell("3")),
            )
        )
    )
    seen = [(line.page, line.text) for c in grid.cells for line in c.lines if line.text]
    assert seen == [(int(text), text) for _, text in seen]
    assert len(seen) == 10


TEXT = st.text("абвгіїє 0123456789,/-", max_size=6)
SPLIT = st.tuples(st.integers(1, 3), st.sampled_from(["", MERGE, GOES_ON]), TEXT, TEXT)
ROW = st.lists(SPLIT, min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5), st.lists(TEXT, max_size=3))
def test_every_run_is_in_one_place(rows: list[list[tuple[int, str, str, str]]], prose: list[str]) -> None:
    expected: list[str] = []
    serial = 0

    def named(text: str) -> str:
        nonlocal serial
        serial += 1
        expected.append(f"{text}«{serial}»")
        return expected[-1]

    lines = "".join(f'<w:p><w:r><w:t xml:space="preserve">{named(t)}</w:t></w:r></w:p>' for t in prose)
    made = []
    for row in rows:
        cells = []
        for columns, merge, text, nested in row:
            inner = tbl(tr(tc(named(nested)))) + "<w:p/>" if nested.startswith("а") else ""
            cells.append(tc(named(text), span(columns) + merge).replace("</w:tc>", f"{inner}</w:tc>"))
        made.append(tr(*cells))
    document = read_body(lines + tbl(*made))
    found: list[str] = []
    for block in document.blocks:
        found += [line.text for line in block_lines(block) if line.text]
        if isinstance(block, Grid):
            laid(block)
    assert sorted(found) == sorted(expected)


def block_lines(block: Block) -> list[Line]:
    if isinstance(block, Grid):
        return [line for cell in block.cells for line in cell.lines]
    assert isinstance(block, Prose)
    return list(block.lines)


def test_a_span_beyond_reason_is_bounded() -> None:
    grid = only_grid(read_body(tbl(tr(tc("a", span(10**9)), tc("b")))))
    assert grid.columns < 10_000
    assert [cell.text for cell in grid.cells] == ["a", "b"]


def test_a_page_break_inside_a_cell() -> None:
    made = docx.Document()
    table = made.add_table(1, 1)
    cell = table.cell(0, 0).paragraphs[0]
    cell.add_run("початок").add_break(WD_BREAK.PAGE)
    cell.add_run("кінець")
    memory = io.BytesIO()
    made.save(memory)
    grid = only_grid(read_docx(memory.getvalue(), "x", "0" * 64))
    assert [(line.text, line.page) for line in grid.cells[0].lines] == [("початок", 1), ("кінець", 2)]


@pytest.mark.parametrize(
    "kept", ["<w:ins>{}</w:ins>", "<w:moveTo>{}</w:moveTo>", "<w:customXml>{}</w:customXml>"]
)
def test_wrapped_rows(kept: str) -> None:
    row = tr(tc("a"))
    assert laid(only_grid(read_body(f"<w:tbl>{kept.format(row)}</w:tbl>"))) == [["a"]]
