"""Words broken at the edge of a narrow column, told by the room on the line, the lexicon and what follows."""

from __future__ import annotations

import pytest

from zvirka.normalize.grid_rows import widths_of
from zvirka.normalize.words import NOTHING_SHOWN, joined
from zvirka.schemas.document import Box, Break, Cell, Grid, GridKind, Line

_LETTER = 5.0
"""Points a letter is wide here."""


def _text(*lines: str) -> str:
    """The lines joined in a column that is just as wide as the longest of them."""
    boxes = [Box(0.0, 10.0 * i, _LETTER * len(line.rstrip()), 10.0 * i + 8) for i, line in enumerate(lines)]
    made = [Line(line, box=box) for line, box in zip(lines, boxes, strict=True)]
    return joined(made, NOTHING_SHOWN, max(box.x1 for box in boxes))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Податкові", "надходже", "ння"), "Податкові надходження"),
        (("Неподатк", "ові ", "надходже", "ння"), "Неподаткові надходження"),
        (("трансфер", "ти"), "трансферти"),
        (("Лобойківка", "та ", "Вишня"), "Лобойківка та Вишня"),
        (("Лобойківка", "та Вишня"), "Лобойківка та Вишня"),
        (("Лобойківка", "та", "Вишня"), "Лобойківка та Вишня"),
        (("Протяг", "ом року"), "Протягом року"),
        (("забезпе", "чення"), "забезпечення"),
    ],
)
def test_full_lines_are_joined_by_what_the_pieces_mean(lines: tuple[str, ...], text: str) -> None:
    assert _text(*lines) == text


def _cell(row: int, column: int, x0: float, x1: float) -> Cell:
    left = 60.0 * column
    line = Line("слово", box=Box(x0, 0.0, x1, 8.0))
    return Cell(row, column, (line,), box=Box(left, 0.0, left + 60.0, 10.0))


def test_a_word_that_hangs_over_its_column_tells_nothing_of_the_others() -> None:
    cells = (
        _cell(0, 0, 5.0, 50.0),
        _cell(0, 1, 65.0, 119.5),
        _cell(1, 0, 5.0, 54.0),
        _cell(1, 1, 65.0, 90.0),
    )
    assert widths_of(Grid(2, 2, cells, GridKind.RULES)) == {0: 50.0, 1: 54.5}


def test_the_padding_of_centred_lines_is_the_least_on_either_side() -> None:
    cells = (_cell(0, 0, 10.0, 50.0), _cell(0, 1, 72.0, 116.0), _cell(1, 0, 14.0, 46.0))
    assert widths_of(Grid(2, 2, cells, GridKind.RULES)) == {0: 52.0, 1: 52.0}


@pytest.mark.parametrize("end", [Break.LINE, Break.PARAGRAPH])
@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Протяг", "ом року", "Протягом року"),
        ("Прес-", "служба", "Прес-служба"),
        ("2016-", "2020 роки", "2016-2020 роки"),
        ("фото-", "та відеозйомка", "фото- та відеозйомка"),
        ("Підрядник на", "дав звіт", "Підрядник на дав звіт"),
        ("Ремонт", "у школі", "Ремонт у школі"),
        ("Відділ", "освіти", "Відділ освіти"),
    ],
)
def test_a_break_made_by_hand_falls_inside_a_word_only_where_a_piece_is_none(
    end: Break, first: str, second: str, text: str
) -> None:
    assert joined([Line(first, end=end), Line(second)], NOTHING_SHOWN) == text
