"""How well the checker finds and explains mistakes: in random right tables with one to three mistakes put into them.

    python -m benchmarks.check [--tables N] [--seed S]

The seeds of a run are its own (`--seed`), so that a figure can be taken on tables that nobody has looked at. A mistake
is found when an error or a warning of a sum stands in its row or column. A suspect is right when it is a cell where
the mistake was made; for a missing row, when the cause is said to be one. The equations can tell a cell (`telling`)
where it stands in two or more of them. A mistake is `small` where no equation is off by more than rounding to the
table's finest decimal explains, which is a note; those and mistakes that no equation sees at all are counted apart.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.mistaken import KINDS, Made, Maker, make
from tools.strange import STRANGE
from tools.tables import Draft, Shape, random_shape, report_of, right_table
from zvirka.check import check
from zvirka.schemas.finding import Cause, Finding, Severity
from zvirka.schemas.report import Table
from zvirka.sums import equations_of, ledger_of, margin

Spot = tuple[int, str, str]


@dataclass(slots=True)
class Score:
    """Counts of what became of mistakes, and the seconds that checks took."""

    made: int = 0
    blind: int = 0
    small: int = 0
    detected: int = 0
    right: int = 0
    wrong: int = 0
    cause: int = 0
    tellable: int = 0
    tellable_right: int = 0
    missed_names: Counter[str] = field(default_factory=Counter)

    @property
    def ties(self) -> int:
        """Mistakes that were detected and for which no cell was named."""
        return self.detected - self.right - self.wrong


@dataclass(frozen=True, slots=True)
class Seen:
    """In how many equalities each cell of a table stands; those that do not hold, and those beyond rounding."""

    counted: Counter[Spot]
    off: frozenset[Spot]
    broken: frozenset[Spot]


def seen(table: Table) -> Seen:
    """What the equations of a table say of its cells."""
    counted: Counter[Spot] = Counter()
    off: set[Spot] = set()
    broken: set[Spot] = set()
    ledger = ledger_of(table)
    for equation in equations_of(table, ledger):
        if not equation.is_linear:
            continue
        cells = [
            (s.row, s.source, s.measure.value) for s in (equation.target, *(t for t, _ in equation.terms))
        ]
        found = margin(equation, ledger)
        counted.update(cells)
        if found is not None and found.gap:
            off.update(cells)
            if found.size > min(found.finest, found.widest):
                broken.update(cells)
    return Seen(counted, frozenset(off), frozenset(broken))


def spots_of(draft: Draft, made: Made) -> list[Spot]:
    """Where the mistake stands in the table as it is printed."""
    return [(draft.index(row), source, measure.value) for row, (source, measure) in made.suspects]


def judge(score: Score, draft: Draft, made: Made, findings: Sequence[Finding], of: Seen) -> None:
    """Add to the score what became of one mistake."""
    spots = spots_of(draft, made)
    changed = spots + [(draft.index(row), s, m.value) for row, (s, m) in made.elsewhere]
    if changed and not of.broken & set(changed):
        score.blind += not of.off & set(changed)
        score.small += bool(of.off & set(changed))
        return
    rows, columns = {r for r, _, _ in changed}, {(s, m) for _, s, m in changed}
    doubted = [f for f in findings if f.severity is not Severity.NOTE and f.equation]
    own = [f for f in doubted if f.row in rows or (f.source, f.measure) in columns] if spots else doubted
    can_tell = bool(spots) and all(of.counted[spot] >= 2 for spot in spots)
    score.made += 1
    score.detected += bool(own)
    named = [f for f in own if f.suspect is not None]
    hits = [f for f in named if f.suspect and (f.suspect.row, f.suspect.source, f.suspect.measure) in spots]
    if not spots:
        hits = [f for f in own if f.cause is Cause.MISSING_ROW]
        named = named or hits
    # where a table has several mistakes, its findings may name several cells: this one's has to be among them
    right = bool(hits)
    score.right += right
    score.wrong += bool(named) and not right
    score.cause += right and made.cause is not None and hits[0].cause is made.cause
    score.tellable += can_tell
    score.tellable_right += can_tell and right
    if own and not right:
        kinds = {f.cause.value if f.cause else "none" for f in (named or own)}
        score.missed_names["+".join(sorted(kinds))] += 1


def drawn(rng: random.Random, kinds: Mapping[str, Maker], how_many: int) -> tuple[Draft, list[Made]] | None:
    """A table with so many mistakes of these kinds; None where it has no place for them."""
    draft = right_table(rng, random_shape(rng))
    made = [make(rng, draft, kind, kinds) for kind in rng.choices(sorted(kinds), k=how_many)]
    there = [
        m for m in made if m is not None and all(any(r is row for r in draft.rows) for row, _ in m.suspects)
    ]
    return (draft, there) if len(there) == how_many else None


def run(kinds: Mapping[str, Maker], how_many: int, tables: int, rng: random.Random) -> dict[str, Score]:
    """The scores of mistakes by kind, over so many tables."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    done = 0
    while done < tables:
        found = drawn(rng, kinds, how_many)
        if found is None:
            continue
        draft, made = found
        table = draft.table()
        of = seen(table)
        findings = check(report_of(table))
        for mistake in made:
            judge(scores[mistake.kind], draft, mistake, findings, of)
        done += 1
    return dict(scores)


def false_alarms(tables: int, rng: random.Random) -> tuple[int, int]:
    """Findings that are errors, and those that are warnings of sums, in right tables."""
    found = [f for _ in range(tables) for f in check(report_of(right_table(rng, random_shape(rng)).table()))]
    errors = sum(f.severity is Severity.ERROR for f in found)
    return errors, sum(f.severity is Severity.WARNING and bool(f.equation) for f in found)


def timed(rng: random.Random) -> list[float]:
    """Seconds of processor time for tables of 300 rows and 12 columns with three mistakes."""
    seconds = []
    for total_column in (True, False):
        for total in ("last", "none"):
            for _ in range(5):
                shape = Shape(items=299, total=total, total_column=total_column, fill=0.7)
                draft = right_table(rng, shape)
                for kind in rng.choices(sorted(KINDS), k=3):
                    make(rng, draft, kind)
                report = report_of(draft.table())
                start = time.process_time()
                check(report)
                seconds.append(time.process_time() - start)
    return seconds


def show(title: str, scores: dict[str, Score]) -> None:
    """One line a kind, and one for all; shares in percent, and what was said of the mistakes that were not named."""
    heads = ("blind", "small", "made", "found", "right", "wrong", "ties", "cause", "telling")
    print(f"\n{title}\n{'kind':20} " + " ".join(f"{head:>7}" for head in heads))
    total = Score()
    for kind, score in sorted(scores.items()):
        _line(kind, score)
        for name in (
            "made",
            "blind",
            "small",
            "detected",
            "right",
            "wrong",
            "cause",
            "tellable",
            "tellable_right",
        ):
            setattr(total, name, getattr(total, name) + getattr(score, name))
    _line("all", total)


def _line(kind: str, score: Score) -> None:
    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f}" if whole else "-"

    parts = (score.detected, score.right, score.wrong, score.ties, score.cause)
    cells = [str(n) for n in (score.blind, score.small, score.made)]
    cells += [share(part, score.made) for part in parts] + [share(score.tellable_right, score.tellable)]
    said = ", ".join(f"{k} {n}" for k, n in score.missed_names.most_common(3))
    print(f"{kind:20} {' '.join(f'{cell:>7}' for cell in cells)}   {said}".rstrip())


def main() -> None:
    """Run everything and print the tables, in percent."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20161001)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    errors, warnings = false_alarms(given.tables, rng)
    print(f"right tables: {given.tables}, errors {errors}, warnings of sums {warnings}")
    for how_many in (1, 2, 3):
        show(f"{how_many} of the causes that are ranked", run(KINDS, how_many, given.tables, rng))
    show("1 of a kind that the ranking does not know", run(STRANGE, 1, given.tables, rng))
    seconds = timed(rng)
    median = statistics.median(seconds)
    print(f"\n300 rows x 12 columns, three mistakes: median {median:.3f} s, longest {max(seconds):.3f} s")


if __name__ == "__main__":
    main()
