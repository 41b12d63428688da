"""What the sums of a table say of how it was put together: a few fail by mistake, many where it was read wrongly."""

from __future__ import annotations

from collections import Counter

from zvirka.schemas.report import Measure, Table
from zvirka.sums import Kind, equations_of, ledger_of, margin

_MOST_BROKEN = 1 / 3
_LEAST_BROKEN = 3
"""Real mistakes break a sum or three; a table put together wrongly breaks more, and more than this share of them."""

MOST_IN_ORDER = 6
"""One wrong amount of a text without cells breaks no more sums than so many, over all its levels."""


def fails(table: Table, broken: int, held: int) -> bool:
    """Whether so many sums fail that the table must have been read wrongly."""
    return too_many_fail(broken, held) or _lacks_rows(table) or _some_kind_fails(table)


def sums_of(table: Table) -> tuple[int, int, int]:
    """How many sums of a table do not hold, how many do, and how many of those are sums within a row."""
    ledger = ledger_of(table)
    held = broken = within = 0
    for equation in equations_of(table, ledger):
        found = margin(equation, ledger)
        spots = [equation.target, *(spot for spot, _ in equation.terms)]
        if found is None or equation.kind is Kind.AT_MOST or not any(ledger[s].value for s in spots):
            continue
        right = found.size <= found.widest
        held += right
        broken += not right
        within += right and len({spot.row for spot in spots}) == 1
    return broken, held, within


def sums_reach_all(table: Table) -> bool:
    """Whether every amount but nothing stands in a sum: one moved to another cell would break it."""
    ledger = ledger_of(table)
    reached: set[tuple[int, str, Measure]] = set()
    for equation in equations_of(table, ledger):
        if equation.kind is not Kind.AT_MOST and margin(equation, ledger) is not None:
            reached |= {
                (s.row, s.source, s.measure) for s in (equation.target, *(t for t, _ in equation.terms))
            }
    return all(
        (row.index, amount.source, amount.measure) in reached
        for row in table.rows
        for amount in row.amounts
        if amount.value
    )


def _some_kind_fails(table: Table) -> bool:
    """Whether one kind of sums (deviations, shares) fails mostly: halves of rows sum up as whole ones do."""
    ledger = ledger_of(table)
    broken: Counter[Kind] = Counter()
    held: Counter[Kind] = Counter()
    for equation in equations_of(table, ledger):
        found = margin(equation, ledger)
        if equation.kind is not Kind.AT_MOST and found is not None and ledger[equation.target].value:
            (broken if found.size > found.widest else held)[equation.kind] += 1
    return any(count >= _LEAST_BROKEN and count > held[kind] for kind, count in broken.items())


def _lacks_rows(table: Table) -> bool:
    """Whether a line of sums fails in most of its columns, and in several: it sums rows that stand elsewhere."""
    ledger = ledger_of(table)
    broken: Counter[int] = Counter()
    held: Counter[int] = Counter()
    for equation in equations_of(table, ledger):
        rows = {spot.row for spot, _ in equation.terms}
        found = margin(equation, ledger)
        if equation.kind is Kind.SUM and found is not None and rows - {equation.target.row}:
            (broken if found.size > found.widest else held)[equation.target.row] += 1
    return any(count >= _LEAST_BROKEN and count > held[row] for row, count in broken.items())


def too_many_fail(broken: int, held: int) -> bool:
    """Whether more sums fail than mistakes break."""
    return broken >= _LEAST_BROKEN and broken > _MOST_BROKEN * (held + broken)
