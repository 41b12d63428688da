"""Tables told from alignment beside others that could not be put together: they may be pieces of one torn table.

What stands on one page is then read and what stands on the next is not, and the piece has the sums of the whole.
Such a piece is trusted only if it is whole by its own total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zvirka.messages import N_
from zvirka.normalize.assemble import Assembled
from zvirka.normalize.rough import RoughTable
from zvirka.normalize.soundness import is_in_order
from zvirka.normalize.vocabulary import fold
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Role, Table
from zvirka.sums import Kind, equations_of, ledger_of, margin

PIECE = N_("a table stands here that may be a piece of one whose other rows could not be put together")

_ALIKE = 0.9
"""Heads that share so much of their letters are one head on two pages."""

Read = tuple[RoughTable, Assembled | Finding]


def without_pieces_of_torn(read: Sequence[Sequence[Read]], lost: Sequence[bool]) -> list[Assembled | Finding]:
    """What each table has become, in order; those that are pieces of a torn one refused.

    `read` are the tables of each stretch of the document, `lost` whether a stretch has rows of which none was made.
    """
    results: list[Assembled | Finding] = []
    torn = [_heads(rough) for tables in read for rough, result in tables if isinstance(result, Finding)]
    beside_any = any(lost) or bool(torn)
    for i, tables in enumerate(read):
        beside = any(lost[max(i - 1, 0) : i + 2])
        refused = any(isinstance(r, Finding) for near in read[max(i - 1, 0) : i + 2] for _, r in near)
        for rough, result in tables:
            suspect = rough.by_position and (beside or any(_alike(_heads(rough), heads) for heads in torn))
            # pages of a text without cells are told apart by nothing but their words
            suspect = suspect or (beside_any and is_in_order(rough))
            if not isinstance(result, Assembled):
                results.append(result)
                continue
            suspect = suspect or ((beside or refused) and _begins_late(result.table))
            if suspect and not is_whole(result.table):
                page = rough.first_page
                result = Finding("unplaced_text", Severity.ERROR, PIECE, page=page)
            results.append(result)
    return results


def _heads(rough: RoughTable) -> Counter[str]:
    """The letters of a table's head: its words may be told otherwise on each page."""
    return Counter(fold("".join(line.text for line in rough.header)).text)


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    return (one & other).total() >= _ALIKE * max(one.total(), other.total())


def _begins_late(table: Table) -> bool:
    """Whether the first number of a row is no first one: the rows before stand elsewhere."""
    first = next((row.number for row in table.rows if row.number and row.role is Role.ITEM), "1")
    return first.isascii() and first.isdigit() and int(first) > 1


def is_whole(table: Table) -> bool:
    """Whether the table has a total, and all sums of its columns hold with amounts in them."""
    ledger = ledger_of(table)
    totals = {row.index for row in table.rows if row.role is Role.TOTAL}
    told = 0
    for equation in equations_of(table, ledger):
        spots = [equation.target, *(spot for spot, _ in equation.terms)]
        if equation.kind is not Kind.SUM or len({spot.row for spot in spots}) == 1:
            continue
        found = margin(equation, ledger)
        if found is None or not any(ledger[spot].value for spot in spots):
            continue
        if found.size > found.widest:
            return False
        told += equation.target.row in totals
    return told > 0
