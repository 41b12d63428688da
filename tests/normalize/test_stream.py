"""The real report as a stream: every cell of its table, and nothing left over."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from zvirka.extract.text.reading import read_text
from zvirka.normalize.rough import RoughTable
from zvirka.normalize.streams.reading import StreamReading, stream_tables
from zvirka.normalize.words import Breaks, joined
from zvirka.schemas.document import Stream
from zvirka.schemas.form import shipped_forms
from zvirka.schemas.report import Measure, Placement

ROOT = Path(__file__).parents[2]
NAME = "informatsiinyi-prostir-2016-9m"


def stream_of(data: bytes) -> Stream:
    """The one stream of a text dump."""
    (block,) = read_text(data, "dump.txt", "").blocks
    assert isinstance(block, Stream)
    return block


def rows_as_text(table: RoughTable) -> list[list[str]]:
    """The cells of each row with their lines joined; a heading over all columns stands alone."""
    cells = [cell for row in table.rows for cell in row.cells.values()]
    breaks = Breaks.of([cell.lines for cell in cells])
    return [
        [joined(row.wide.lines, breaks)]
        if row.wide
        else [joined(row.cells[c.index].lines, breaks) if c.index in row.cells else "" for c in table.columns]
        for row in table.rows
    ]


def signs(text: str) -> Counter[str]:
    """How often each sign but spaces stands in a text."""
    return Counter("".join(text.split()))


@pytest.fixture(scope="module")
def sample() -> tuple[Stream, StreamReading]:
    stream = stream_of((ROOT / "samples" / f"{NAME}.txt").read_bytes())
    return stream, stream_tables(stream, shipped_forms())


def test_real_report_exactly(sample: tuple[Stream, StreamReading]) -> None:
    expected = json.loads((ROOT / "tools" / "twins" / f"{NAME}.json").read_text(encoding="utf-8"))
    _, reading = sample
    assert reading.doubts == ()
    assert reading.unmatched == ()
    (table,) = reading.tables
    assert table.doubts == ()
    # paragraphs are joined by a space, the items of a list stand on lines of their own
    cells = [[re.sub(r"\n(?!- )", " ", cell.strip()) for cell in row] for row in expected["rows"]]
    assert rows_as_text(table) == cells


def test_columns_of_real_report(sample: tuple[Stream, StreamReading]) -> None:
    (table,) = sample[1].tables
    assert [c.kind for c in table.columns] == ["activity", "deadline", "executor", *["money"] * 6, "result"]
    sources = [c.source for c in table.columns if c.kind == "money"]
    assert sources == [
        "total", "state_budget", "oblast_budget", "city_budget", "enterprises", "other_sources"
    ]  # fmt: skip
    assert {c.measures for c in table.columns if c.kind == "money"} == {(Measure.PLAN, Measure.FACT)}
    assert [line.text.strip() for line in table.before if line.text.strip()] == [
        "6.2.   Виконання заходів",
        "по розділу: «Розвиток інформаційного простору»",
        "за 9 місяців 2016 року",
    ]


def test_every_amount_of_real_report_is_marked_in_its_text(sample: tuple[Stream, StreamReading]) -> None:
    (table,) = sample[1].tables
    money = [c.index for c in table.columns if c.kind == "money"]
    assert {row.cells[i].placement for row in table.rows for i in money} == {Placement.TEXT}


def test_real_report_is_conserved(sample: tuple[Stream, StreamReading]) -> None:
    stream, reading = sample
    (table,) = reading.tables
    cells = [cell.text for row in table.rows for cell in row.cells.values()]
    parts = [line.text for line in (*table.before, *table.header)]
    assert signs("".join(line.text for line in stream.lines)) == signs("".join(cells + parts))


def test_row_that_begins_with_a_space_and_lines_keep_their_numbers(
    sample: tuple[Stream, StreamReading],
) -> None:
    (table,) = sample[1].tables
    assert [row.line for row in table.rows][:2] == [70, 85]
    assert table.rows[10].line == 336
    result = table.rows[6].cells[9]
    assert [(line.number, line.text) for line in result.lines] == [(229, "Вже проведено понад 200 торгів ")]
    deadline = table.rows[4].cells[1]
    assert [(line.number, line.text) for line in deadline.lines] == [(168, "І "), (170, "квартал ")]
