"""The expected output of each sample, beside it as `<name>.expected.json`.

    python -m tools.expected            # shows how today's output differs; 1 if it does
    python -m tools.expected --write    # shows the same and writes it down

Read the difference before writing it: the expected output is what the documents say, not what the program does.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from zvirka.check import check
from zvirka.extract import read
from zvirka.normalize import normalize
from zvirka.schemas.finding import Finding
from zvirka.schemas.report import Amount, Report, Row, State, Table

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DOCUMENTS = (".txt", ".docx", ".pdf")
_SIGNS = {State.NIL: "-", State.BLANK: "", State.NOT_APPLICABLE: "х"}


def samples() -> list[Path]:
    """The documents among the samples."""
    return sorted(p for p in SAMPLES.iterdir() if p.suffix in DOCUMENTS)


def expected_path(sample: Path) -> Path:
    """Where a sample's expected output stands."""
    return sample.with_name(sample.name + ".expected.json")


def output(sample: Path) -> str:
    """What the program makes of a sample today, as JSON text for people to compare."""
    report = normalize(read(sample))
    return json.dumps(_report(report, check(report)), ensure_ascii=False, indent=1) + "\n"


def _report(report: Report, findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "format": report.format.value,
        "pages": report.pages,
        "tables": [_table(table) for table in report.tables],
        "unmatched": list(report.unmatched),
        "findings": [_finding(f) for f in findings],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "section": table.section,
        "title": table.title,
        "period": table.period,
        "period_start": str(table.period_start or ""),
        "period_end": str(table.period_end or ""),
        "unit": table.unit.value if table.unit is not None else "",
        "form": table.form,
        "pages": [table.first_page, table.last_page],
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    texts = {
        name: text
        for name in ("number", "activity", "deadline", "executor", "result")
        if (text := getattr(row, name))
    }
    cells = {f"{a.source}.{a.measure.value}": _amount(a) for a in row.amounts}
    return {"row": row.index, "role": row.role.value, "page": row.place.page, **texts, "amounts": cells}


def _amount(amount: Amount) -> str:
    said = f"{amount.value:f}" if amount.value is not None else _SIGNS.get(amount.state, amount.state.value)
    return f"{said} ({amount.placement.value})"


def _finding(finding: Finding) -> dict[str, Any]:
    numbers = {
        name: str(value)
        for name in ("reported", "expected", "difference")
        if isinstance(value := getattr(finding, name), Decimal)
    }
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "at": [finding.table, finding.row, finding.source, finding.measure],
        **numbers,
        "cause": finding.cause.value if finding.cause is not None else "",
    }


def difference(sample: Path) -> Iterator[str]:
    """The lines of a diff between the expected output of a sample and today's."""
    stored = expected_path(sample)
    before = stored.read_text(encoding="utf-8") if stored.exists() else ""
    name = stored.name
    return difflib.unified_diff(
        before.splitlines(),
        output(sample).splitlines(),
        f"{name} (expected)",
        f"{name} (now)",
        lineterm="",
        n=2,
    )


def main() -> int:
    """Shows and, with --write, writes the differences; 1 if there are any that were not written."""
    parser = argparse.ArgumentParser(
        description="The expected output of the samples: show or write differences."
    )
    parser.add_argument("--write", action="store_true", help="write today's output down as expected")
    write = parser.parse_args().write
    differs = False
    for sample in samples():
        lines = list(difference(sample))
        if not lines:
            continue
        print("\n".join(lines))
        differs = True
        if write:
            expected_path(sample).write_text(output(sample), encoding="utf-8")
    return int(differs and not write)


if __name__ == "__main__":
    sys.exit(main())
