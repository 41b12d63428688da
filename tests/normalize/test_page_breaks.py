"""Rows that a page break cuts, as word processors print them: amounts go on, or they do not."""

from __future__ import annotations

import pytest

from zvirka.normalize.cut_amounts import goes_on_in
from zvirka.normalize.cuts import is_cut, rejoined
from zvirka.normalize.page_columns import laid_on
from zvirka.normalize.rough import Column, RoughCell, RoughRow
from zvirka.schemas.document import Box, Cell, Grid, GridKind, Line
from zvirka.schemas.form import Vocabulary
from zvirka.schemas.report import Measure

_DIGIT, _PITCH, _WIDTH, _FOOT = 5.0, 13.0, 32.3, 540.0
_PAIR = (Measure.PLAN, Measure.FACT)
_ACTIVITY = Column(0, "activity", "Захід")
_WORDS = (Vocabulary("plan", ("план",)), Vocabulary("fact", ("факт",)))


def _wide(text: str) -> float:
    return sum(_DIGIT if c.isdigit() else _DIGIT / 2 for c in text)


def _cell(page: int, *texts: str, width: float | None = _WIDTH) -> RoughCell:
    """Lines that end at the foot of page 1, or begin at the head of page 2."""
    top = _FOOT - _PITCH * len(texts) if page == 1 else 40.0
    lines = [
        Line(text, page, Box(100.0, top + _PITCH * i, 100.0 + _wide(text), top + _PITCH * i + 10.0))
        for i, text in enumerate(texts)
    ]
    return RoughCell(tuple(lines), width=width)


def _goes_on(above: str, below: str, measures: tuple[Measure, ...] = (Measure.PLAN,)) -> bool:
    column = Column(1, "money", "Усього", "total", measures)
    first = RoughRow({0: _cell(1, "a", "b", "c", width=None), 1: _cell(1, *above.split("|"))})
    second = RoughRow({1: _cell(2, *below.split("|"))}, 2)
    return goes_on_in(first, second, column, _WORDS)


@pytest.mark.parametrize(
    ("above", "below", "measures"),
    [
        ("8175,2", "05", (Measure.PLAN,)),  # no digit more had room
        ("12 908,", "68", (Measure.PLAN,)),  # no number yet
        ("756", "481", (Measure.PLAN,)),  # the thousands had no room
        ("-", "177,16|6", (Measure.DEVIATION,)),  # a number with its minus had none
        ("9320.0|0 /|3862.7", "3", _PAIR),
        ("228.25", "/|20.74", _PAIR),
        ("357,71", "3/|180,54|7", _PAIR),
        ("план|700|факт", "127", _PAIR),
        ("план 36", "факт 24", _PAIR),
        ("кошти|не", "передб|ачені", _PAIR),
    ],
)
def test_an_amount_goes_on_where_it_must(above: str, below: str, measures: tuple[Measure, ...]) -> None:
    assert _goes_on(above, below, measures)


@pytest.mark.parametrize(
    ("above", "below", "measures"),
    [
        ("12,5", "7", (Measure.PLAN,)),  # one digit more had room
        ("756", "48", (Measure.PLAN,)),  # no thousands
        ("-", "177", (Measure.PLAN,)),  # a number with its minus had room
        ("12,5", "-", (Measure.PLAN,)),
        ("8175,2", "03,4", (Measure.PLAN,)),  # together no number
        ("10,0 /|5,0", "1,0 /|2,0", _PAIR),
        ("10,0", "5,0", _PAIR),
        ("не потребує", "Кошти не передбачені", _PAIR),
    ],
)
def test_amounts_that_can_stand_alone_do(above: str, below: str, measures: tuple[Measure, ...]) -> None:
    assert not _goes_on(above, below, measures)


def test_an_amount_that_ends_above_the_cut_is_whole() -> None:
    column = Column(1, "money", "Усього", "total", (Measure.PLAN,))
    ended = _cell(1, "8175,2", "")
    first = RoughRow({0: _cell(1, "a", "b"), 1: RoughCell(ended.lines[:1], width=_WIDTH)})
    assert not goes_on_in(first, RoughRow({1: _cell(2, "05")}, 2), column, ())


def test_the_pieces_of_a_row_are_one_and_a_name_over_whole_amounts_is_another() -> None:
    columns = (_ACTIVITY, Column(1, "money", "Усього", "total", (Measure.PLAN,)))
    first = RoughRow({0: _cell(1, "Ремонт даху", width=None), 1: _cell(1, "8175,2")})
    rest = RoughRow({1: _cell(2, "05")}, 2)
    other = RoughRow({0: _cell(2, "Озеленення", width=None), 1: _cell(2, "05")}, 2)
    assert is_cut([first], rest, columns)
    assert rejoined(first, rest).cells[1].text == "8175,2\n05"
    assert not is_cut([first], other, columns)


def test_the_words_that_open_parts_are_a_row_of_their_own_at_the_foot_of_a_page() -> None:
    columns = [_ACTIVITY, Column(1, "money", "Усього", "total", (Measure.PLAN,))]
    rows = [RoughRow({0: _cell(1, f"{n}. Ремонт", width=None), 1: _cell(1, "20,0")}) for n in (1, 2, 3)]
    part = RoughRow({0: _cell(2, "технічний нагляд", width=None), 1: _cell(2, "36,5")}, 2)

    def after(text: str) -> bool:
        return is_cut([*rows, RoughRow({0: _cell(1, text, width=None), 1: RoughCell(())})], part, columns)

    assert not after("в тому числі:")
    assert after("4. Авторський і")


def _sum_page(*edges: float) -> Grid:
    cells = [Cell(0, i, (Line(str(i)),)) for i in range(len(edges) - 1)]
    return Grid(1, len(cells), tuple(cells), GridKind.RULES, 2, column_edges=edges)


def test_a_page_with_the_sum_line_alone_has_the_columns_of_the_table() -> None:
    table = (40.0, 60.0, 200.0, 250.0, 300.0)
    laid = laid_on(_sum_page(40.2, 200.0, 250.3, 300.0), table)
    assert [(cell.column, cell.column_span) for cell in laid.cells] == [(0, 2), (2, 1), (3, 1)]
    assert (laid.columns, laid.column_edges) == (4, table)


@pytest.mark.parametrize("edges", [(40.0, 300.0), (40.0, 180.0, 250.0, 300.0), (60.0, 200.0, 250.0, 300.0)])
def test_a_grid_with_borders_of_its_own_is_no_page_of_the_table(edges: tuple[float, ...]) -> None:
    grid = _sum_page(*edges)
    assert laid_on(grid, (40.0, 60.0, 200.0, 250.0, 300.0)) is grid
