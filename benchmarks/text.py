"""How exactly text dumps of drawn reports are read, dialect by dialect.

    python -m benchmarks.text [--seeds 6000-6039] [--dialects tika,pdfium,…] [--jobs 2] [--axes]

Each document is dumped by the real tools (those that are installed) and by writers that keep the conventions of tools
that are not. Aims: of the amounts whose place is settled 0.99 exactly right, of text fields 0.97 in dialects that keep
the order of cells, no amount silently wrong in any dialect.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence

from tools.generate.writers import DIALECTS, can_write
from tools.measure import Result, measured, rates, seeds_of
from tools.measure_score import Score

AMOUNTS, FIELDS = 0.99, 0.97
TORN = frozenset(("pdftotext", "pdfminer"))
"""Dialects that print one column's block after another: a row's cells are torn apart."""


def verdicts(results: Sequence[Result]) -> list[str]:
    """For each dialect its three figures, and which of the aims it misses."""
    by_dialect: dict[str, Score] = defaultdict(Score)
    for result in results:
        by_dialect[result.writer].add(result.score)
    lines = [f"{'dialect':18}{'amounts':>9}{'settled':>9}{'silent':>8}{'fields':>9}"]
    for dialect, score in by_dialect.items():
        settled = score.amounts - score.ambiguous
        amounts, exact = (
            score.amounts_exact / score.amounts,
            score.amounts_exact / settled if settled else 0.0,
        )
        fields = score.fields_exact / score.fields
        missed = [] if exact >= AMOUNTS or dialect in TORN else [f"amounts below {AMOUNTS}"]
        if fields < FIELDS and dialect not in TORN:
            missed.append(f"fields below {FIELDS}")
        if score.wrong_silent:
            missed.append("silently wrong")
        figures = f"{amounts:9.4f}{exact:9.4f}{score.wrong_silent:8}{fields:9.4f}"
        lines.append(f"{dialect:18}{figures}  {'MISSED: ' + ', '.join(missed) if missed else ''}".rstrip())
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures of each dialect; 1 if any aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("6000-6039"))
    parser.add_argument(
        "--dialects", default=",".join(d for d in DIALECTS if can_write(d)), help=", ".join(DIALECTS)
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--axes", action="store_true", help="rates for each value of each axis, too")
    given = parser.parse_args(arguments)
    results = measured(given.seeds, given.dialects.split(","), given.jobs, mistakes=False)
    print("\n".join([*rates(results, axes=given.axes), ""]))
    lines = verdicts(results)
    print("\n".join(lines))
    return int(any("MISSED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
