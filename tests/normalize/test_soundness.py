"""Tables told from alignment alone: borne out, or refused with an error and no rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from zvirka.check import check
from zvirka.normalize import normalize
from zvirka.normalize.soundness import looks_torn
from zvirka.schemas.document import Cell, Document, Format, Grid, GridKind, Line, Prose
from zvirka.schemas.report import Report

TEXTS = [
    ["№", "Захід", "Всього, тис. грн (план / факт)", "Міський бюджет", "Інші джерела"],
    ["1.", "Ремонт", "10,5 / 5", "10,0 / 5", "0,5 / -"],
    ["2.", "Озеленення", "20,5 / 5", "10,0 / 5", "10,5 / -"],
    ["3.", "Освітлення", "7 / 7", "3 / 3", "4 / 4"],
    ["", "Всього", "38,0 / 17", "23,0 / 13", "15,0 / 4"],
]


def grid(texts: list[list[str]], kind: GridKind = GridKind.ALIGNMENT) -> Grid:
    cells = tuple(
        Cell(r, c, (Line(text),) if text else ()) for r, row in enumerate(texts) for c, text in enumerate(row)
    )
    return Grid(len(texts), len(texts[0]), cells, kind)


def document(*blocks: Grid | Prose) -> Document:
    return Document("звіт.pdf", "0" * 64, Format.PDF, 1, blocks)


def prose(text: str) -> Prose:
    return Prose((Line(text),))


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("3.2. Ремонт покрівлі ліцею 9 080.33 9 080.33 700.00 251.45", True),
        ("28,8 / 0 - - 28,8 / 0 12", True),
        ("Програма на 2015, 2016, 2017, 2018, 2019 роки", False),
        ("рішення від 12.03.2018, 14.05.2018, 01.02.2019, 03.04.2020", False),
        ("тел. 2-22-22-33-44", False),
        ("Виділено 12,5 тис. грн на ремонт школи і 14,0 тис. грн на ремонт садка", False),
    ],
)
def test_lines_that_look_like_torn_rows(text: str, torn: bool) -> None:
    assert looks_torn(text) is torn


def test_table_that_its_sums_bear_out() -> None:
    report = normalize(document(grid(TEXTS)))
    (table,) = report.tables
    assert [row.role.value for row in table.rows] == ["item", "item", "item", "total"]
    assert check(report) == ()


def test_row_that_stands_beside_the_table() -> None:
    stray = prose("4. Фарбування 1,0 / 1 2,0 / 2 3,0 / 3")
    report = normalize(document(grid(TEXTS), stray))
    assert report.tables == ()
    assert [(f.rule, f.severity.value) for f in report.doubts] == [("unplaced_text", "error")]
    # borders are facts: a table that has them stays, and the line is told
    report = normalize(document(grid(TEXTS, GridKind.RULES), stray))
    assert len(report.tables) == 1
    assert [(f.rule, f.severity.value, f.table) for f in report.doubts] == [("unplaced_text", "warning", 1)]


def test_table_whose_sums_do_not_hold() -> None:
    shifted = [TEXTS[0], *([row[0], row[1], row[3], row[2], row[4]] for row in TEXTS[1:])]
    report = normalize(document(grid(shifted)))
    assert report.tables == ()
    assert [(f.rule, f.severity.value) for f in report.doubts] == [("unplaced_text", "error")]


def test_one_wrong_number_is_a_finding_and_no_refusal() -> None:
    wrong = [list(row) for row in TEXTS]
    wrong[2][3] = "11,0 / 5"
    report = normalize(document(grid(wrong)))
    assert len(report.tables) == 1
    assert {(f.rule, f.row, f.source, f.measure) for f in check(report)} == {
        ("row_sum", 2, "total", "plan"),
        ("column_total", 4, "city_budget", "plan"),
    }


def test_numbers_of_several_rows_in_one_cell() -> None:
    merged = [list(row) for row in TEXTS]
    made = grid(merged)
    cells = tuple(
        replace(cell, lines=(Line("1."), Line("2."))) if (cell.row, cell.column) == (1, 0) else cell
        for cell in made.cells
    )
    report = normalize(document(replace(made, cells=cells)))
    assert report.tables == ()
    assert report.doubts[0].values == {"text": "1. 2."}


def test_a_table_that_begins_late_beside_a_refused_one_is_a_piece() -> None:
    late = [TEXTS[0], *([f"{n}.", *row[1:]] for n, row in zip((4, 5, 6), TEXTS[1:4], strict=True))]
    refused = [TEXTS[0], *([row[0], row[1], row[3], row[2], row[4]] for row in TEXTS[1:])]
    assert len(normalize(document(grid(late, GridKind.CELLS))).tables) == 1
    both = normalize(document(grid(refused), prose("Звіт"), grid(late, GridKind.CELLS)))
    assert both.tables == ()
    assert [doubt.rule for doubt in both.doubts] == ["unplaced_text", "unplaced_text"]


def test_columns_that_share_one_unknown_head_in_a_text_are_not_told() -> None:
    def wide(kind: GridKind) -> Grid:
        texts = [
            [*row, *([cell] * 4)]
            for row, cell in zip(TEXTS, ["Кошти, план / факт", *["1 / 1"] * 4], strict=True)
        ]
        return grid(texts, kind)

    assert normalize(document(wide(GridKind.FRAMES))).tables == ()
    assert len(normalize(document(wide(GridKind.CELLS))).tables) == 1


def test_rows_run_together_with_their_sums() -> None:
    run = [TEXTS[0], *([row[0], f"{row[1]}\nРазом по розділу", *row[2:]] for row in TEXTS[1:4]), TEXTS[4]]
    cells = tuple(
        Cell(r, c, tuple(map(Line, text.split("\n"))))
        for r, row in enumerate(run)
        for c, text in enumerate(row)
    )
    report = normalize(document(Grid(len(run), len(run[0]), cells, GridKind.FRAMES)))
    assert report.tables == ()
    assert "Разом по розділу" in str(report.doubts[0].values["text"])


def test_the_head_of_another_table_among_the_rows() -> None:
    again = ["", "Захід", "Всього", "Міський бюджет", "Інші джерела"]
    report = normalize(document(grid([*TEXTS[:4], again, *TEXTS[1:]])))
    assert report.tables == ()
    assert report.doubts[0].values["text"] == "Всього Міський бюджет Інші джерела"


def test_the_same_words_in_place_of_amounts_are_no_head() -> None:
    words = ["4.", "Озеленення", *["кошти не передбачені"] * 3]
    assert len(normalize(document(grid([*TEXTS[:4], words, TEXTS[4]]))).tables) == 1


def with_title(text: str, kind: GridKind) -> Grid:
    """The table with a row of one cell over all columns below its first row."""
    whole = grid([*TEXTS[:2], [text, "", "", "", ""], *TEXTS[2:]], kind)
    cells = (
        replace(c, column_span=5) if c.row == 2 else c for c in whole.cells if c.row != 2 or c.column == 0
    )
    return replace(whole, cells=tuple(cells))


def test_a_row_of_words_that_seems_to_go_on_is_told_of() -> None:
    (told,) = check(normalize(document(with_title("зупинки в центрі міста", GridKind.ALIGNMENT))))
    assert (told.rule, told.severity.value, told.row) == ("unplaced_text", "warning", 2)
    assert check(normalize(document(with_title("Озеленення міста", GridKind.ALIGNMENT)))) == ()
    # borders are facts
    assert check(normalize(document(with_title("зупинки в центрі міста", GridKind.CELLS)))) == ()


def strange(*third: str) -> Report:
    """The table with a source that no form knows; `third` are its amounts."""
    rows = zip(TEXTS[1:], third, strict=True)
    return normalize(
        document(grid([[*TEXTS[0][:4], "Фонд ЧАЕС"], *([*row[:4], amount] for row, amount in rows)]))
    )


def test_a_source_that_no_form_knows_is_proved_by_sums_of_rows() -> None:
    report = strange("0,5 / -", "10,5 / -", "4 / 4", "15,0 / 4")
    (table,) = report.tables
    assert [a.value for row in table.rows for a in row.amounts if a.source == "fond_chaes"] == [
        *(Decimal("0.5"), None, Decimal("10.5"), None),
        *(Decimal(4), Decimal(4), Decimal("15.0"), Decimal(4)),
    ]
    # one wrong number is told, and is no reason to refuse all
    wrong = strange("0,6 / -", "10,5 / -", "4 / 4", "15,0 / 4")
    assert {(f.rule, f.row, f.source) for f in check(wrong)} >= {("row_sum", 1, "total")}
    assert len(wrong.tables) == 1


@pytest.mark.parametrize(
    "amounts", [("- / -", "- / -", "- / -", "15,0 / 4"), ("1 / 1", "1 / 1", "2 / 2", "4 / 4")]
)
def test_a_source_that_no_form_knows_and_no_sums_prove(amounts: tuple[str, ...]) -> None:
    report = strange(*amounts)
    assert report.tables == ()
    assert [doubt.rule for doubt in report.doubts] == ["unplaced_text"]


def test_a_title_at_the_head_of_a_page_parts_no_table() -> None:
    first, second = grid(TEXTS[:3]), replace(grid(TEXTS[3:]), page=2)
    title = Prose((Line("Розділ 2. Освітлення", page=2),))
    (table,) = normalize(document(first, title, second)).tables
    assert [(row.role.value, row.activity) for row in table.rows] == [
        ("item", "Ремонт"),
        ("item", "Озеленення"),
        ("section", "Розділ 2. Освітлення"),
        ("item", "Освітлення"),
        ("total", "Всього"),
    ]


@pytest.mark.parametrize(("fund", "sure", "tables"), [(2, True, 1), (1, True, 0), (2, False, 0)])
def test_a_source_that_no_form_knows_has_all_measures_and_sure_heads(
    fund: int, *, sure: bool, tables: int
) -> None:
    upper = [("№", 0, 2, 1), ("Захід", 1, 2, 1), ("Всього", 2, 1, 2), ("Фонд ЧАЕС", 4, 1, fund)]
    upper.append(("Міський бюджет", 4 + fund, 1, 4 - fund))
    heads = [Cell(0, column, (Line(text),), rows, columns) for text, column, rows, columns in upper]
    heads += [Cell(1, column, (Line(text),)) for column, text in enumerate(["План", "Факт"] * 3, 2)]
    rows = [[f"{n}.", "Ремонт", f"{n + 1},0", "2,0", "1,0", "1,0", f"{n},0", "1,0"] for n in (1, 2, 3, 4)]
    body = [Cell(r, c, (Line(text),)) for r, row in enumerate(rows, 2) for c, text in enumerate(row)]
    made = Grid(6, 8, (*heads, *body), GridKind.ALIGNMENT, sure_heads=sure)
    assert len(normalize(document(made)).tables) == tables
