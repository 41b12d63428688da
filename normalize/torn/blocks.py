"""The blocks of a dump that parts cells by blank lines, and the rows of values among them.

`pdftotext` and its like print a cell as a block of lines. Where the cells of a row follow each other, its values are as
many blocks in a row as the table has money columns; text in between is of the rows on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from zvirka.normalize.header import is_value
from zvirka.normalize.numbers import bare_state
from zvirka.schemas.document import Line


@dataclass(frozen=True, slots=True)
class BlockOfLines:
    """Lines between two blank ones."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its words, on one line."""
        return " ".join(" ".join(line.text for line in self.lines).split())

    @property
    def is_value(self) -> bool:
        """Whether it is one value and nothing else: one line, or a pair over two."""
        if _NUMBERED.fullmatch(self.text):
            return False
        return is_value(self.text) and (len(self.lines) == 1 or (len(self.lines) == _PAIR and self.is_pair))

    @property
    def is_pair(self) -> bool:
        """Whether a slash parts two values in it."""
        return "/" in self.text


_PAIR = 2
_LEAST_VALUES = 3
"""Values side by side that no sentence and no pair of heads has."""
_MOST_VALUES = 40
"""Money columns of a table, at most: twelve sources with three measures, and some. It bounds the time."""
_LEAST_ROWS = 3
"""Rows of values below which nothing can be proved: two items and their sum."""
_LEAST_COUNTED = 2
"""Whole numbers that follow each other by one are those of columns; were they amounts, their row would lack them."""

Values = tuple[BlockOfLines, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of text, and the rows of values after them."""

    texts: tuple[BlockOfLines, ...]
    rows: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of values in order, the first with the header before them, and the text after the last."""

    stretches: tuple[Stretch, ...]
    after: tuple[BlockOfLines, ...]

    @property
    def rows(self) -> list[Values]:
        """All rows of values."""
        return [row for stretch in self.stretches for row in stretch.rows]


def blocks_of(lines: Sequence[Line]) -> list[BlockOfLines]:
    """The blocks between blank lines; a page's end parts blocks, too, and its number is none."""
    parted: list[BlockOfLines] = []
    for (_, filled), group in groupby(lines, key=lambda line: (line.page, bool(line.text.strip()))):
        if filled:
            parted.append(BlockOfLines(tuple(group)))
    pages = [*(block.lines[0].page for block in parted), 0]
    kept = [b for i, b in enumerate(parted) if pages[i] == pages[i + 1] or b.text != str(pages[i])]
    counted = _counting(kept)
    return [block for i, block in enumerate(kept) if i not in counted]


def _counting(blocks: Sequence[BlockOfLines]) -> set[int]:
    """The places of blocks that count the columns: 1, 2, 3 and on, with their formulas."""
    found: set[int] = set()
    run: list[int] = []
    last = 0
    for i, block in enumerate([*blocks, None]):
        match = _COUNT.fullmatch(block.text) if block is not None else None
        number = int(match[1]) if match else 0
        if not run or number != last + 1:
            found |= set(run) if len(run) >= _LEAST_COUNTED else set()
            run = []
        if match:
            run.append(i)
        last = number
    return found


_COUNT = regex.compile(r"(\d{1,2})(?:\s?=[\d\s+*/:()–-]+)?")


def runs_of(blocks: Sequence[BlockOfLines]) -> list[tuple[bool, Values]]:
    """Runs of values and of texts, in turn.

    One value between texts is told with them: it is of no row, or its row lacks it and nothing is proved.
    """
    grouped = [(valued, tuple(group)) for valued, group in groupby(blocks, key=lambda b: b.is_value)]
    return [(valued and len(run) > 1, run) for valued, run in grouped]


def widths(runs: Sequence[tuple[bool, Values]]) -> range:
    """How many values a row may have: from three to as many as the shortest run has."""
    shortest = min((len(run) for valued, run in runs if valued), default=0)
    return range(_LEAST_VALUES, min(shortest, _MOST_VALUES) + 1)


def body_of(runs: Sequence[tuple[bool, Values]], count: int) -> Body | None:
    """The rows of `count` values each, if all values make such rows; None where some are more or fewer.

    A mark beside a row, before it or after it, may be that of a text; it is left out if only one end can be.
    """
    stretches: list[Stretch] = []
    texts: list[BlockOfLines] = []
    for valued, run in runs:
        if not valued:
            texts += run
            continue
        kept = run if len(run) % count == 0 else _without_mark(run)
        if len(kept) % count:
            return None
        rows = tuple(kept[i : i + count] for i in range(0, len(kept), count))
        left = len(kept) < len(run)
        stretches.append(Stretch((*texts, *(run[:1] if left and kept[0] is not run[0] else ())), rows))
        texts = [*(run[-1:] if left and kept[0] is run[0] else ())]
    body = Body(tuple(stretches), tuple(texts))
    return body if len(body.rows) >= _LEAST_ROWS else None


def _is_mark(block: BlockOfLines) -> bool:
    return bare_state(block.text) is not None


def _without_mark(run: Values) -> Values:
    first, last = _is_mark(run[0]), _is_mark(run[-1])
    if first == last:
        return run
    return run[1:] if first else run[:-1]


def number_in(block: BlockOfLines) -> tuple[int, ...] | None:
    """The number of a row that a block begins with, «1.2.» as (1, 2); None where it begins otherwise."""
    match = _NUMBERED.match(block.text)
    return tuple(int(n) for n in match["n"].split(".")) if match else None


def printed_number(block: BlockOfLines) -> str:
    """The number that a block begins with, as printed; empty where there is none."""
    match = _NUMBERED.match(block.text)
    return match[0].strip() if match else ""


_NUMBERED = regex.compile(r"(?P<n>\d{1,3}(?:\.\d{1,2}){0,2})[.)](?=\s|$|\p{Lu})")


def is_series(numbers: Sequence[tuple[int, ...]]) -> bool:
    """Whether the numbers begin with 1 and go on by one, with the same ones before the last."""
    return bool(numbers) and all(
        n[:-1] == numbers[0][:-1] and n[-1] == i for i, n in enumerate(numbers, start=1)
    )
