"""How well drawn documents are read: rates for each writer and axis.

    python -m tools.measure --seeds 0-49 --writer docx,tika [--jobs 2] [--axes] [--show SEED] [--keep DIR]

Each document is written, read, normalised and checked in process, once consistent and once with one mistake put in.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tools.generate.document import Made, make
from tools.generate.writers import WRITERS, can_write, files_of
from tools.measure_compare import compared, failure
from tools.measure_score import Score, kind_of
from zvirka.check import check
from zvirka.extract import read_bytes
from zvirka.normalize import normalize
from zvirka.schemas.document import UnreadableDocument

_SECONDS = 30
"""Of processor time; a document that takes longer counts as failed."""
_CHUNK = 8
"""Documents that one process takes at a time: programs that start slowly convert them together."""


@dataclass(frozen=True, slots=True)
class Result:
    """The score of one document by one writer, and the processor time that reading it took."""

    seed: int
    writer: str
    labels: dict[str, str]
    score: Score
    seconds: float


class TooSlow(Exception):
    """A document took longer than it may."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raises `TooSlow` in the block after so many seconds of processor time."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def score_of(made: Made, data: bytes, name: str) -> Score:
    """The score of a written document; what goes wrong in reading it is a failure, not an exception."""
    try:
        with at_most(_SECONDS):
            report = normalize(read_bytes(data, name))
            findings = check(report)
    except UnreadableDocument as error:
        return failure(made.truth, f"refused: {error}")
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return failure(
            made.truth, f"CRASH {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
        )
    return compared(report, findings, made.truth)


def measure(
    seeds: Sequence[int], writer: str, keep: Path | None = None, *, mistakes: bool = True
) -> list[Result]:
    """The results of some seeds with one writer, each consistent and, with `mistakes`, once more with a mistake."""
    documents = [make(seed) for seed in seeds]
    if mistakes:
        spoilt = [make(seed, mistake=True) for seed in seeds]
        documents += [made for made in spoilt if made.truth.mistake is not None]
    results = []
    for made, (name, data) in zip(documents, files_of(writer, documents), strict=True):
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / name).write_bytes(data)
        start = time.process_time()
        score = score_of(made, data, name)
        seconds = time.process_time() - start
        if not made.truth.consistent:
            score = Score(
                mistakes=score.mistakes,
                mistakes_found=score.mistakes_found,
                mistakes_named=score.mistakes_named,
            )
        results.append(Result(made.seed, writer, made.axes.labels(), score, seconds))
    return results


def measured(
    seeds: Sequence[int],
    writers: Sequence[str],
    jobs: int,
    keep: Path | None = None,
    *,
    mistakes: bool = True,
) -> list[Result]:
    """The results of all seeds with all writers, in that order, by so many processes."""
    tasks = [(seeds[i : i + _CHUNK], w) for w in writers for i in range(0, len(seeds), _CHUNK)]
    if jobs == 1:
        return [r for chunk, w in tasks for r in measure(chunk, w, keep, mistakes=mistakes)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(measure, chunk, w, keep, mistakes=mistakes) for chunk, w in tasks]
        return [result for future in futures for result in future.result()]


_HEAD = (
    f"{'':34}{'docs':>5}{'fail':>5}{'tables':>8}{'around':>8}{'records':>8}{'fields':>8}{'amounts':>8}{'settled':>8}{'silent':>7}{'told':>6}"
    f"{'false':>6}{'doubt':>6}{'found':>7}{'named':>7}"
)


def line_of(name: str, score: Score) -> str:
    """One line of the table of rates; `settled` is the share of exact amounts among those not called ambiguous."""

    def rate(part: int, whole: int) -> str:
        return f"{part / whole:.4f}" if whole else "-"

    return (
        f"{name[:33]:34}{score.documents:5}{score.failed:5}{rate(score.tables_found, score.tables):>8}"
        f"{rate(score.around_exact, score.around):>8}{rate(score.records_exact, score.records):>8}"
        f"{rate(score.fields_exact, score.fields):>8}{rate(score.amounts_exact, score.amounts):>8}"
        f"{rate(score.amounts_exact, score.amounts - score.ambiguous):>8}"
        f"{score.wrong_silent:7}{score.wrong_told:6}{score.false_findings:6}{score.doubts:6}"
        f"{rate(score.mistakes_found, score.mistakes):>7}{rate(score.mistakes_named, score.mistakes):>7}"
    )


def rates(results: Sequence[Result], *, axes: bool) -> list[str]:
    """The table of rates: a line for each writer, then, with `axes`, one for each value of each axis."""
    by_writer: dict[str, Score] = defaultdict(Score)
    by_axis: dict[str, Score] = defaultdict(Score)
    for result in results:
        by_writer[result.writer].add(result.score)
        for axis, value in result.labels.items():
            by_axis[f"{axis}: {value}"].add(result.score)
    lines = [_HEAD, *(line_of(name, score) for name, score in by_writer.items())]
    for writer in by_writer:
        taken = sorted(result.seconds for result in results if result.writer == writer)
        lines.append(
            f"{writer}: {taken[len(taken) // 2]:.3f} s of processor time in the middle, {taken[-1]:.3f} s at most"
        )
    if axes:
        lines += ["", *(line_of(name, by_axis[name]) for name in sorted(by_axis))]
    return lines


def seeds_of(text: str) -> list[int]:
    """`0-49`, `7`, `1,5,9-12` as numbers."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the rates, or with `--show` the differences of one seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=seeds_of, default=seeds_of("0-49"), help="such as 0-49 or 3,7,10-12")
    parser.add_argument("--writer", default="docx,tika", help=f"one or more of {', '.join(WRITERS)}, or all")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--axes", action="store_true", help="rates for each value of each axis, too")
    parser.add_argument("--show", type=int, metavar="SEED", help="the differences of one seed")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="name the N worst seeds and what is wrong"
    )
    parser.add_argument(
        "--common", type=int, default=0, metavar="N", help="the N most common kinds of differences"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the written files there")
    parser.add_argument("--no-mistakes", action="store_true", help="consistent documents only")
    given = parser.parse_args(arguments)
    writers = [w for w in WRITERS if can_write(w)] if given.writer == "all" else given.writer.split(",")
    if unknown := [w for w in writers if w not in WRITERS]:
        parser.error(f"unknown writer {unknown[0]}; known: {', '.join(WRITERS)}")
    if missing := [w for w in writers if not can_write(w)]:
        parser.error(f"{missing[0]} needs a program or package that is not installed")
    seeds = [given.show] if given.show is not None else given.seeds
    results = measured(seeds, writers, given.jobs, given.keep, mistakes=not given.no_mistakes)
    if given.show is not None:
        _show(results)
    print("\n".join(rates(results, axes=given.axes)))
    _worst(results, given.worst)
    _common(results, given.common)
    return 0


def _common(results: Sequence[Result], count: int) -> None:
    """The most common kinds of differences, each with a document that shows it."""
    kinds: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], tuple[int, str]] = {}
    for result in results:
        for difference in result.score.differences:
            told = (result.writer, kind_of(difference))
            kinds[told] += 1
            example.setdefault(told, (result.seed, difference))
    for (writer, kind), times in kinds.most_common(count):
        seed, difference = example[writer, kind]
        print(f"{times:6} {writer} {kind}: seed {seed}: {difference[:160]}")


def _show(results: Sequence[Result]) -> None:
    for result in results:
        print(f"{result.writer} {result.seed}: {result.labels}")
        for difference in result.score.differences[:60]:
            print("   ", difference)


def _worst(results: Sequence[Result], count: int) -> None:
    def badness(result: Result) -> tuple[int, int]:
        score = result.score
        return (score.wrong_silent + score.false_findings, score.amounts - score.amounts_exact)

    for result in sorted(results, key=badness, reverse=True)[:count]:
        print(f"{result.writer} {result.seed}: silent and false, not exact {badness(result)}")
        for difference in result.score.differences[:4]:
            print("   ", difference[:200])


if __name__ == "__main__":
    sys.exit(main())
