"""The examples of docs/notebooks.md run, and give what they say."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zvirka.cli import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "informatsiinyi-prostir-2016-9m.docx"


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, "report.docx")
    assert main(["import", "report.docx", "--out", "out", "--jobs", "1"]) == 0
    text = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(block, "notebooks.md", "exec"), names)
    assert names["by_source"].loc["total", "plan"] == Decimal("1188.8")
    assert list(names["worst"]["path"]) == ["report.docx"]
    assert len(names["part"].activities) == 13
    assert names["spent"] == Decimal("964")
