"""The DOCX and PDF twins of the real report, from its records written down in `tools/twins/*.json`.

    python -m tools.twins            # makes samples/<name>.docx and .pdf anew
    python -m tools.twins --check    # only compares the records with the words of samples/<name>.txt

The PDF is LibreOffice's print of the same content; its narrow columns break words and numbers inside.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tools.generate.layout import Heading, LaidCell, LaidTable, Layout
from tools.generate.office import convert
from tools.generate.write_docx import docx_bytes

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "tools" / "twins"
SAMPLES = ROOT / "samples"


def laid_out(records: dict[str, Any]) -> Layout:
    """The layout of a records file: heading, header tree, numbers row, rows of texts."""
    table = LaidTable(len(records["widths"]), records["widths"])
    for text, row, column, rows, columns in records["header"]:
        table.cells.append(LaidCell(row, column, text, rows, columns, align="center"))
        table.rows = max(table.rows, row + rows)
    if records["numbers"]:
        table.add_row(records["numbers"], aligns="c" * table.columns)
    table.header_rows = table.rows
    aligns = "".join("l" if c in (0, 2, table.columns - 1) else "c" for c in range(table.columns))
    for index, texts in enumerate(records["rows"], start=1):
        row = table.add_row(texts, aligns=aligns)
        if index == records.get("page_break_before"):
            table.breaks = (row,)
    headings = [Heading(text, bold=True) for text in records["heading"]]
    return Layout([*headings, table], records["landscape"], records["font_size"])


def letters(text: str) -> Counter[str]:
    """The visible characters, counted: what must be equal where lines break differently."""
    return Counter(c for c in text if not c.isspace())


def unequal(records: dict[str, Any], dump: str) -> Counter[str]:
    """Characters that stand in the records and not in the dump, or (negative) the other way.

    The dump prints the numbers row on each of its pages, the records hold it once.
    """
    texts = [
        *records["heading"],
        *(cell[0] for cell in records["header"]),
        *(t for r in records["rows"] for t in r),
    ]
    counted = letters("".join(texts))
    counted.update(letters("".join(records["numbers"]) * 2))
    counted.subtract(letters(dump))
    return Counter({c: n for c, n in counted.items() if n})


def main() -> int:
    """Makes or checks the twins; 1 if the records differ from the dump."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    arguments = parser.parse_args()
    for path in sorted(RECORDS.glob("*.json")):
        records = json.loads(path.read_text(encoding="utf-8"))
        difference = unequal(records, (SAMPLES / f"{path.stem}.txt").read_text(encoding="utf-8"))
        if difference:
            print(f"{path.name} differs from the dump: {dict(difference)}", file=sys.stderr)
            return 1
        if not arguments.check:
            target = SAMPLES / f"{path.stem}.docx"
            target.write_bytes(docx_bytes(laid_out(records)))
            print(target.name, convert(target, "pdf", SAMPLES).name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
