"""How exactly drawn reports are read: rates of records, text fields and amounts for each writer and each axis.

    python -m benchmarks.forms [--seeds 5000-5029] [--writers docx,pdf-ruled,…] [--jobs 2]

The documents are drawn over all axes on which real reports differ, with known truth; take seeds that nobody has looked
at. First come the rates of each writer, then a line for each value of each axis: for each writer the shares of
records, of text fields and of amounts that are exactly right. It takes a minute or two.
Aims for DOCX and PDF: 0.995 of amounts and 0.98 of text fields exactly right, no amount silently wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tools.generate.writers import WRITERS, can_write
from tools.measure import Result, measured, rates, seeds_of
from tools.measure_score import Score

AMOUNTS, FIELDS = 0.995, 0.98
_FILES = ("docx", "pdf-ruled", "pdf-partly", "pdf-horizontal", "pdf-frame", "pdf-unruled", "pdf-office")


def verdicts(results: Sequence[Result]) -> list[str]:
    """For each writer, which of the aims it misses."""
    by_writer: dict[str, Score] = defaultdict(Score)
    for result in results:
        by_writer[result.writer].add(result.score)
    lines = []
    for writer, score in by_writer.items():
        missed = []
        if score.amounts_exact < AMOUNTS * score.amounts:
            missed.append(f"amounts {score.amounts_exact / score.amounts:.4f}, aim {AMOUNTS}")
        if score.fields_exact < FIELDS * score.fields:
            missed.append(f"text fields {score.fields_exact / score.fields:.4f}, aim {FIELDS}")
        if score.wrong_silent:
            missed.append(f"{score.wrong_silent} amounts silently wrong, aim 0")
        lines.append(f"{writer}: {'; '.join(missed) or 'all aims reached'}")
    return lines


def by_axis(results: Sequence[Result], writers: Sequence[str]) -> Iterator[str]:
    """A line for each value of each axis: documents, then for each writer the rates of records, fields and amounts."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for result in results:
        for axis, value in result.labels.items():
            scores[f"{axis}: {value}"][result.writer].add(result.score)
    yield f"{'':{_NAME}}{'docs':>5}" + "".join(f"{writer:>{_RATES}}" for writer in writers)
    for name in sorted(scores):
        per_writer = scores[name]
        documents = max(score.documents for score in per_writer.values())
        rates_of = "".join(f"{_rates(per_writer[writer]):>{_RATES}}" for writer in writers)
        yield f"{name[: _NAME - 1]:{_NAME}}{documents:5}{rates_of}"


_NAME, _RATES = 36, 21


def _rates(score: Score) -> str:
    pairs = (
        (score.records_exact, score.records),
        (score.fields_exact, score.fields),
        (score.amounts_exact, score.amounts),
    )
    return " ".join(f"{exact / count:.3f}" if count else "-" for exact, count in pairs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the rates and what is missed; 1 if any aim is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("5000-5029"))
    parser.add_argument(
        "--writers", default=",".join(w for w in _FILES if can_write(w)), help=", ".join(WRITERS)
    )
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args(arguments)
    writers = given.writers.split(",")
    results = []
    for writer in writers:
        print(f"{writer} …", file=sys.stderr)
        results += measured(given.seeds, [writer], given.jobs, mistakes=False)
    print("\n".join(rates(results, axes=False)))
    print()
    print("\n".join(by_axis(results, writers)))
    print()
    lines = verdicts(results)
    print("\n".join(lines))
    return int(any("aim " in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
