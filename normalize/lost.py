"""Text of money and rows of amounts from which no table came: what was seen of it, so that it is told and not lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from zvirka.messages import N_
from zvirka.normalize.header import is_value
from zvirka.normalize.labels import is_sum_label
from zvirka.normalize.numbers import bare_state
from zvirka.normalize.soundness import looks_torn
from zvirka.normalize.units import unit_of
from zvirka.normalize.vocabulary import best_match, measures_named
from zvirka.schemas.document import Block, Grid, Line
from zvirka.schemas.form import Form

_LEAST_CELLS = 3
_LEAST_ROWS = 2
"""One line of amounts stands in many a letter; a table has several."""
_LEAST_HEADS = 2
_SHOWN = 160
"""Letters of the lines that the entry quotes."""

BY_POSITION = N_(
    "a table stands here whose cells stand side by side in its lines; its columns could not be told"
)

_WITH_WORD = regex.compile(r"\p{L}{2,12}\.?[\s:]*[-–−]?\d[\d\s.,']*(?:\p{L}{0,4}\.?){0,2}")
"""An amount with the word for its measure, as `план 6 576.0`."""

_SIDE_BY_SIDE = 0.25
_LEAST_LINES = 4
"""Lines with several texts side by side, and the share of a dump's lines from which on it is one by position."""

_MARKS = regex.compile(r"[|│║¦┃\t]|\s{3,}|(?<=\s)!(?=\s)")
_FRAMED = regex.compile(r"[|│║¦┃\t].*[|│║¦┃\t]")


def lost_table(blocks: Sequence[Block], forms: Sequence[Form]) -> str:
    """What was seen of a table where the blocks gave none: lines that look like rows, or like a head of money columns.

    Empty if nothing looks like one, or nothing there speaks of money.
    """
    lines = [line.text for block in blocks for line in _lines(block) if line.text.strip()]
    rows = [text for text in lines if _is_row(text)]
    heads = [text for text in lines if _FRAMED.search(text) and _named(_cells(text), forms) >= _LEAST_HEADS]
    if len(rows) >= _LEAST_ROWS and (heads or _speaks_of_money(lines, forms)):
        return _short(heads or rows)
    return _short(heads) if len(heads) >= _LEAST_HEADS else ""


def pieces_of_rows(blocks: Sequence[Block]) -> list[Line]:
    """The lines that look like rows of amounts, for blocks beside a table that none of them came into."""
    return [line for block in blocks for line in _lines(block) if _is_row(line.text)]


def stands_by_position(lines: Sequence[Line]) -> bool:
    """Whether texts of several columns stand side by side in the lines, so that reading by lines tears cells apart."""
    printed = [line.text for line in lines if line.text.strip()]
    beside = sum(
        "\t" not in text and sum(any(map(str.isalpha, p)) for p in _WIDE.split(text)) > 1 for text in printed
    )
    return beside >= _LEAST_LINES and beside >= _SIDE_BY_SIDE * len(printed)


_WIDE = regex.compile(r"(?<=\S)\s{3,}(?=\S)|[|│║]")


def _lines(block: Block) -> Iterator[Line]:
    if not isinstance(block, Grid):
        yield from block.lines
        return
    for row in range(block.rows):
        cells = [cell for cell in block.cells if cell.row == row and cell.lines]
        if cells:
            yield Line("\t".join(" ".join(cell.text.split()) for cell in cells), cells[0].lines[0].page)


def _cells(text: str) -> list[str]:
    return [cell for part in _MARKS.split(text) if (cell := part.strip())]


def _is_row(text: str) -> bool:
    """Whether a line holds the amounts of a row: four among few words, or several cells of which most are amounts."""
    if looks_torn(text):
        return True
    cells = _cells(text)
    framed = _FRAMED.search(text) is not None
    amounts = sum(
        any(map(str.isdigit, cell))
        and (is_value(cell) or (framed and _WITH_WORD.fullmatch(cell) is not None))
        for cell in cells
    )
    # a sign for none stands in columns of amounts and of words
    telling = sum(bare_state(cell) is None for cell in cells)
    return len(cells) >= _LEAST_CELLS and amounts >= _LEAST_ROWS and 2 * amounts >= telling


def _named(cells: Sequence[str], forms: Sequence[Form]) -> int:
    """How many different columns of a form cells name, if one of them is a column of money; else 0."""
    most = 0
    for form in forms:
        found = {match.id for cell in cells if (match := best_match((*form.columns, *form.sources), cell))}
        money = any(_is_money(cell, form) for cell in cells)
        most = max(most, len(found) if money else 0)
    return most


def _is_money(text: str, form: Form) -> bool:
    return (
        unit_of([text]) is not None
        or best_match(form.sources, text) is not None
        or len(measures_named(form.measures, text)) > 1
    )


def _speaks_of_money(lines: Sequence[str], forms: Sequence[Form]) -> bool:
    return any(
        unit_of([text]) is not None
        or any(is_sum_label(cell) for cell in _cells(text))
        or any(best_match(form.sources, cell) is not None for form in forms for cell in _cells(text))
        for text in lines
    )


def _short(lines: Sequence[str]) -> str:
    flat = " ".join(" ".join(cell for text in lines for cell in _cells(text)).split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"
