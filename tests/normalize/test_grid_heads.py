"""Where the head of a ruled table ends, and what a line of its columns can hold."""

from __future__ import annotations

import pytest

from zvirka.normalize.grid_rows import widths_of
from zvirka.normalize.header import header_of
from zvirka.schemas.document import Box, Cell, Grid, GridKind, Line
from zvirka.schemas.form import shipped_form

ACTIVITY = shipped_form("activity")


def grid(*rows: list[str]) -> Grid:
    cells = [Cell(r, c, (Line(text),)) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Grid(len(rows), len(rows[0]), tuple(cells), GridKind.RULES)


@pytest.mark.parametrize(
    ("second", "body"),
    [
        # amounts with a word before each are no heads, although the words are those of heads
        (["Двір", "план 1'939 факт 1'231", "план 400 факт 96"], 1),
        (["Двір", "план: 10,5; факт: 9", "план - факт -"], 1),
        (["Назва", "План 2016 факт 2016", "план 2017 факт 2017"], 2),
        (["Назва", "План", "Факт"], 2),
    ],
)
def test_the_head_ends_above_named_amounts(second: list[str], body: int) -> None:
    header = header_of(
        grid(["Перелік заходів", "Разом", "Державний бюджет"], second, ["", "1", "1"]), ACTIVITY
    )
    assert header is not None
    assert header.body == body


def test_words_on_their_side_tell_nothing_of_the_blank_beside_text() -> None:
    level = Cell(1, 0, (Line("7915,9", box=Box(3.0, 40.0, 30.5, 51.0)),), box=Box(0.0, 38.0, 38.0, 60.0))
    turned = Cell(0, 0, (Line("підприємств", box=Box(1.0, 2.0, 10.0, 36.0)),), box=Box(0.0, 0.0, 38.0, 38.0))
    assert widths_of(Grid(2, 1, (turned, level), GridKind.RULES)) == {0: 32.0}
