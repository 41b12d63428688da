"""Tables whose cells are parted by tabs: exact cells of each dialect, and what is left as a stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.test_text_frames import blocks, grids, rows_of
from zvirka.schemas.document import Grid, GridKind, Prose, Stream


def dump(*lines: str) -> str:
    return "\n".join(line.replace("→", "\t") for line in lines) + "\n"


def test_a_blank_cell_is_two_tabs() -> None:
    text = dump(
        "Звіт за рік",
        "№→Захід→Виконавець→План→Факт",
        "1→Ремонт→Відділ→10,0→5,0",
        "2→Придбання→→→",
        "Розділ 2",
        "3→Навчання→Відділ→-→-",
        "Всього→10,0→5,0",
        "Начальник",
    )
    before, grid, after = blocks(text)
    assert isinstance(before, Prose)
    assert isinstance(after, Prose)
    assert isinstance(grid, Grid)
    assert grid.kind is GridKind.FRAMES
    assert rows_of(grid) == [
        ["№", "Захід", "Виконавець", "План", "Факт"],
        ["1", "Ремонт", "Відділ", "10,0", "5,0"],
        ["2", "Придбання", "", "", ""],
        ["Розділ 2 [1x5]"],
        ["3", "Навчання", "Відділ", "-", "-"],
        ["Всього [1x3]", "10,0", "5,0"],
    ]
    assert [cell.lines[0].number for cell in grid.cells if cell.row == 3] == [5]


def test_paragraphs_within_a_cell_break_a_record_over_lines() -> None:
    text = dump(
        "Захід→План→Факт→Виконання",
        "1. Ремонт:",
        "- даху;",
        "- вікон→10,0→5,0→Зроблено.",
        "Акт є.",
        "2. Фарба→1,0→→куплено",
        "3. Щебінь→2,0→2,0→",
    )
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Захід", "План", "Факт", "Виконання"],
        ["1. Ремонт:\n- даху;\n- вікон", "10,0", "5,0", "Зроблено.\nАкт є."],
        ["2. Фарба", "1,0", "", "куплено"],
        ["3. Щебінь", "2,0", "2,0", ""],
    ]


def test_a_newline_for_two_cell_marks() -> None:
    # catdoc -w: one blank cell, three blank cells, a blank last cell, a row mark that meets a blank first cell
    text = dump(
        "Захід→Виконавець→Кошти→Стан",
        "",
        "план→факт",
        "→1→2→3→4→5",
        "1. Ремонт→Відділ→10,0→5,0→так",
        "2. Фарба",
        "1,0→1,0→так",
        "3. Щебінь→Відділ→1,0→2,0",
        "→4. Пісок→Відділ",
        "→так",
        "5. Глина→Відділ→1,0→2,0",
        "",
        "Відділ→1,0→2,0→так",
        "Всього",
        "12,0→8,0→х",
    )
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Захід", "Виконавець", "Кошти [1x2]", "Стан"],
        ["", "", "план", "факт", ""],
        ["1", "2", "3", "4", "5"],
        ["1. Ремонт", "Відділ", "10,0", "5,0", "так"],
        ["2. Фарба", "", "1,0", "1,0", "так"],
        ["3. Щебінь", "Відділ", "1,0", "2,0", ""],
        ["4. Пісок", "Відділ", "", "", "так"],
        ["5. Глина", "Відділ", "1,0", "2,0", ""],
        ["", "Відділ", "1,0", "2,0", "так"],
        ["Всього", "", "12,0", "8,0", "х"],
    ]


def test_a_tab_before_each_cell() -> None:
    text = dump("→Назва→План→Факт", "→Ремонт→1→2", "→Фарба→3→", "→Щебінь→3→5")
    (grid,) = grids(text)
    assert rows_of(grid) == [
        ["Назва", "План", "Факт"],
        ["Ремонт", "1", "2"],
        ["Фарба", "3", ""],
        ["Щебінь", "3", "5"],
    ]


def test_merged_cells_that_could_cover_other_columns_leave_a_stream() -> None:
    text = dump(
        "№→Загальний фонд→Спеціальний фонд→Разом",
        "→план→факт→план→факт→факт",
        "1→1,0→1,0→2,0→2,0→3,0",
        "2→1,0→1,0→2,0→2,0→3,0",
        "3→1,0→1,0→2,0→2,0→3,0",
    )
    assert [type(block) for block in blocks(text)] == [Stream]


@pytest.mark.parametrize(
    "text",
    [
        dump("Начальник→Петренко", "Виконавець→Іваненко"),
        dump("а→б→в", "г→д", "е→ж→з→и"),
        # the lone line may be the end of a result or a title
        dump("Захід→План→Стан", "Ремонт→1,0→Зроблено", "Освіта міста", "Парти→2,0→є", "Дошки→→є"),
    ],
)
def test_counts_that_settle_nothing_leave_a_stream(text: str) -> None:
    assert [type(block) for block in blocks(text)] == [Stream]


parts = st.text(alphabet="абв12 ,-/", max_size=4)


@given(st.lists(st.lists(parts, min_size=1, max_size=5).map("→".join), min_size=1, max_size=9))
def test_every_character_is_in_one_block(lines: list[str]) -> None:
    text = dump("заголовок", *lines)
    seen = []
    for block in blocks(text):
        if isinstance(block, Grid):
            seen += [line.text for cell in block.cells for line in cell.lines]
            assert sum(c.row_span * c.column_span for c in block.cells) == block.rows * block.columns
        else:
            seen += [line.text for line in block.lines]
    assert sorted("".join("".join(seen).split())) == sorted("".join(text.split()))
