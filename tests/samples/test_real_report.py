"""The real report: changing any one of its numbers is found, at the right row, column and measure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.expected import SAMPLES
from zvirka.cli import main
from zvirka.extract import read
from zvirka.normalize import normalize
from zvirka.schemas.report import Amount, Measure, Row

REAL = SAMPLES / "informatsiinyi-prostir-2016-9m.txt"
NUMBER = re.compile(r"\d+(?:,\d+)?")


def _numbers() -> list[tuple[Row, Amount]]:
    (table,) = normalize(read(REAL)).tables
    return [(row, amount) for row in table.rows for amount in row.amounts if amount.value is not None]


NUMBERS = _numbers()


def _place(row: Row, amount: Amount) -> tuple[int, int]:
    """Where the number stands in the dump: its first and last character."""
    text = REAL.read_text(encoding="utf-8")
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    assert amount.place.line is not None
    # equal cells on one line are told apart by their order
    alike = [a for r, a in NUMBERS if r is row and a.raw == amount.raw and a.measure is amount.measure]
    alike = [a for a in alike if a.place.line == amount.place.line]
    pattern = re.compile(r"\s+".join(map(re.escape, amount.raw.split())))
    found = list(pattern.finditer(text, starts[amount.place.line - 1]))[alike.index(amount)]
    numbers = list(NUMBER.finditer(text, found.start(), found.end()))
    number = numbers[0 if amount.measure is Measure.PLAN else 1]
    return number.start(), number.end()


def test_the_report_has_its_numbers() -> None:
    assert len(NUMBERS) == 30
    assert sum(row.role.value == "total" for row, _ in NUMBERS) == 6


@pytest.mark.parametrize(
    ("row", "amount"), NUMBERS, ids=[f"{r.index}-{a.source}-{a.measure.value}" for r, a in NUMBERS]
)
@pytest.mark.parametrize("change", ["last digit", "first digit"])
def test_any_changed_number_is_found_at_its_place(
    row: Row, amount: Amount, change: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = REAL.read_text(encoding="utf-8")
    start, end = _place(row, amount)
    old = text[start:end]
    # another last digit, or one more in front
    new = old[:-1] + str((int(old[-1]) + 3) % 10) if change == "last digit" else "1" + old
    changed = tmp_path / "звіт.txt"
    changed.write_text(text[:start] + new + text[end:], encoding="utf-8")
    assert main(["check", str(changed), "--json", "--lang", "en"]) == 1
    findings = json.loads(capsys.readouterr().out)["documents"][0]["findings"]
    errors = [f for f in findings if f["severity"] == "error"]
    cell = (row.index, amount.source, amount.measure.value)
    places = {(f["row"], f["source"], f["measure"]) for f in errors}
    suspects = {(f["suspect_row"], f["suspect_source"], f["suspect_measure"]) for f in errors}
    assert cell in places | suspects
    # every broken sum is one that this number is part of
    assert all(r == row.index or (s, m) == (amount.source, amount.measure.value) for r, s, m in places)
