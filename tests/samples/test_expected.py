"""Every sample gives what stands beside it; the three forms of one report give the same records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.expected import SAMPLES, difference, expected_path, output, samples


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_sample_gives_its_expected_output(sample: Path) -> None:
    assert expected_path(sample).exists(), "run: python -m tools.expected --write"
    assert not list(difference(sample)), "run: python -m tools.expected"


def _records(sample: Path) -> list[dict[str, Any]]:
    tables = json.loads(output(sample))["tables"]
    for table in tables:
        del table["pages"]
        for row in table["rows"]:
            del row["page"]
            row["amounts"] = {cell: said.rpartition(" (")[0] for cell, said in row["amounts"].items()}
    return list(tables)


REAL = sorted(SAMPLES.glob("informatsiinyi-prostir-2016-9m.*"))


@pytest.mark.parametrize(
    "twin", [p for p in REAL if p.suffix in (".pdf", ".txt")], ids=lambda path: path.suffix
)
def test_twins_give_the_same_records(twin: Path) -> None:
    records = _records(twin.with_suffix(".docx"))
    assert len(records) == 1
    assert [row["role"] for row in records[0]["rows"]] == ["item"] * 12 + ["total"]
    assert _records(twin) == records
