"""Which rows the sum lines of a table sum, told from the rows' roles and, where those leave it open, from the numbers.

A subtotal sums the stretch of rows before it or after it; section headings may bound the stretch or stand inside it.
The reading that makes most sums right is taken, for all subtotals of a level together. Rows of an inner level are
never added beside the line that sums them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zvirka.schemas.report import Role, Row, Table
from zvirka.sums.ledger import Ledger, Spot, additive_columns
from zvirka.sums.outline import Outline, outlines


@dataclass(frozen=True, slots=True)
class RowSum:
    """Row `target` is the sum of the rows `terms`, column by column; or, with `at_most`, it is no less."""

    rule: str
    target: int
    terms: tuple[int, ...]
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to find the rows of a subtotal: those before or after it, up to a section heading or past it."""

    step: int
    bounded: bool


_WAYS = (_Way(-1, True), _Way(-1, False), _Way(1, True), _Way(1, False))


def row_sums(table: Table, ledger: Ledger) -> tuple[RowSum, ...]:
    """The sums between the rows of a table, in the order of the rows of their targets."""
    votes = _Votes(table, ledger)
    readings = [_read(outline, votes) for outline in outlines(table, votes.count)]
    # the first of equals: the outlines come with the plainest first
    best = max(readings, key=votes.all)
    return tuple(sorted(best, key=lambda line: (line.target, line.rule)))


class _Votes:
    """Counts, over the columns that add up, how many sums a reading makes right, less those it makes wrong."""

    def __init__(self, table: Table, ledger: Ledger) -> None:
        self.columns = tuple(additive_columns(table))
        self.ledger = ledger

    def count(self, target: int, terms: Sequence[int]) -> int:
        return sum(self.each(target, terms))

    def each(self, target: int, terms: Sequence[int]) -> Iterator[int]:
        ledger = self.ledger
        for source, measure in self.columns:
            spots = [Spot(row, source, measure) for row in (target, *terms)]
            if ledger.unknown and any(spot in ledger.unknown for spot in spots):
                continue
            numbers = [ledger[spot] for spot in spots]
            if any(number.value for number in numbers):
                difference = 2 * numbers[0].value - sum(number.value for number in numbers)
                yield 1 if abs(difference) <= sum(number.half for number in numbers) else -1

    def all(self, sums: Sequence[RowSum]) -> int:
        return sum(self.count(line.target, line.terms) for line in sums if not line.at_most)


def _read(outline: Outline, votes: _Votes) -> list[RowSum]:
    stretches = _stretches(outline, votes)
    sums = [RowSum("child_sum", p, terms) for p, terms in outline.children.items()]
    sums += [RowSum("child_sum", p, terms, at_most=True) for p, terms in outline.included.items()]
    sums += [RowSum("subtotal", target, terms) for target, terms in stretches.items()]
    top = _uncovered(outline, stretches)
    for row in outline.lines:
        if row.role is Role.TOTAL:
            if outline.items:
                sums.append(RowSum("column_total", row.index, outline.items))
            if stretches:
                sums.append(RowSum("subtotal", row.index, top))
    return sums


def _stretches(outline: Outline, votes: _Votes) -> dict[int, tuple[int, ...]]:
    """For each subtotal the rows that it sums, inner levels first."""
    subtotals = [row for row in outline.lines if row.role is Role.SUBTOTAL]
    chosen: dict[int, tuple[int, ...]] = {}
    for level in sorted({row.level for row in subtotals}, reverse=True):
        own = [row for row in subtotals if row.level == level]
        options = [
            {row.index: _stretch(outline, row, way, chosen) for row in own}
            for way in _ordered_ways(outline, own)
        ]
        best = max(options, key=lambda o: sum(votes.count(target, terms) for target, terms in o.items()))
        chosen |= _mended(outline, best, options, votes, chosen)
    return chosen


def _ordered_ways(outline: Outline, own: Sequence[Row]) -> Sequence[_Way]:
    """The likelier way first: lines that open the table sum what follows."""
    first = min(row.index for row in own)
    leads = not any(item < first for item in outline.items)
    return sorted(_WAYS, key=lambda way: (way.step > 0) is not leads)


def _stretch(
    outline: Outline,
    subtotal: Row,
    way: _Way,
    inner: dict[int, tuple[int, ...]],
    *,
    past_equals: bool = False,
) -> tuple[int, ...]:
    """The rows that a subtotal sums, when read one way: inner subtotals, and items that none of them has."""
    position = outline.position[subtotal.index]
    rows = outline.lines[:position][::-1] if way.step < 0 else outline.lines[position + 1 :]
    found: list[int] = []
    for row in rows:
        if row.role is Role.TOTAL or (row.role is Role.SECTION and way.bounded):
            break
        if row.role is Role.SUBTOTAL and row.index not in inner and not past_equals:
            break
        found.append(row.index)
    return _without_covered(outline, found, inner)


def _without_covered(
    outline: Outline, rows: Sequence[int], inner: dict[int, tuple[int, ...]]
) -> tuple[int, ...]:
    """Items and subtotals among the rows that no subtotal among them sums already; a line said twice counts once."""
    among = set(rows)
    covered = {term for target in inner if target in among for term in inner[target]}
    items = set(outline.items)
    kept: list[int] = []
    said: set[tuple[int, ...]] = set()
    for row in sorted(rows):
        if row in covered or not (row in inner or row in items):
            continue
        if row in inner:
            if inner[row] in said:
                continue
            said.add(inner[row])
        kept.append(row)
    return tuple(kept)


def _mended(
    outline: Outline,
    best: dict[int, tuple[int, ...]],
    options: Sequence[dict[int, tuple[int, ...]]],
    votes: _Votes,
    inner: dict[int, tuple[int, ...]],
) -> dict[int, tuple[int, ...]]:
    """The chosen reading, but for single lines that are wholly right in another and not at all in this one.

    A table may have lines before and after a section, or lines of one look that sum other such lines.
    """
    result = dict(best)
    for target in best:
        if votes.count(target, best[target]) >= 0:
            continue
        others = [option[target] for option in options]
        subtotal = outline.lines[outline.position[target]]
        so_far = inner | {t: terms for t, terms in result.items() if t != target}
        others += [_stretch(outline, subtotal, way, so_far, past_equals=True) for way in _WAYS]
        for terms in others:
            shared = any(set(terms) & set(result[t]) and terms != result[t] for t in result if t != target)
            if not shared and len(terms) > 1 and _all_right(votes, target, terms):
                result[target] = terms
                break
    return result


def _all_right(votes: _Votes, target: int, terms: Sequence[int]) -> bool:
    ballots = list(votes.each(target, terms))
    return bool(ballots) and min(ballots) > 0


def _uncovered(outline: Outline, stretches: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """The outermost rows: subtotals that no other sums, and items that no subtotal sums."""
    rows = [row.index for row in outline.lines]
    return _without_covered(outline, rows, stretches)
