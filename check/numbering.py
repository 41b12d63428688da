"""Rule `numbering`: the rows' numbers have no gap and no repeat; and what the gaps say of rows that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zvirka.check.place import at_row
from zvirka.messages import N_
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Role, Row, Table

GAP = N_("number {number} where {expected} should follow: a gap in the numbering")
REPEAT = N_("number {number} stands a second time; {expected} should follow")
BACK = N_("number {number} after {previous}: {expected} should follow")

_NUMBER = re.compile(r"(?P<first>\d+(?:\.\d+)*)(?:\s*[-–—]\s*(?P<last>\d+))?[.)]*")
_LONGEST = 3
"""Digits of an ordinal number; what is longer, or begins with 0, is a code and not counted."""

Parts = tuple[int, ...]


@dataclass(slots=True)
class _Counter:
    """The numbers met so far: the last under each prefix, all of this stretch, and whether one may begin anew."""

    last: dict[Parts, int] = field(default_factory=dict)
    seen: set[Parts] = field(default_factory=set)
    anew: bool = True


def numbering(table: Table, *, before: int = 0) -> Iterator[Finding]:
    """Gaps and repeats. Counting may begin anew under a section heading and after a sum line.

    `before` is the last number of the table above, which this one may go on from.
    """
    for row, expected, template, previous in _breaks(table, before):
        yield at_row(
            table,
            row,
            "numbering",
            Severity.WARNING,
            template=template,
            values={"number": row.number, "expected": _shown(expected), "previous": _shown(previous)},
        )


def last_number(table: Table) -> int:
    """The last plain number of a table's rows; 0 if there is none."""
    plain = [p[0] for row in table.rows if (parsed := ordinal(row.number)) and len(p := parsed[0]) == 1]
    return plain[-1] if plain else 0


def gaps(table: Table) -> tuple[int, ...]:
    """The indices of the rows before which numbers are missing."""
    return tuple(row.index for row, _, template, _ in _breaks(table, 0) if template == GAP)


def is_numbered(table: Table) -> bool:
    """Whether most items have a number that counts."""
    items = [row for row in table.rows if row.role is Role.ITEM]
    return 2 * sum(ordinal(row.number) is not None for row in items) > len(items)


def ordinal(number: str) -> tuple[Parts, int] | None:
    """The parts of a number such as 6.2.1, and the last of the range if it is one (3-5); None if it is no ordinal."""
    match = _NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    texts = match["first"].split(".")
    if any(len(t) > _LONGEST or (len(t) > 1 and t[0] == "0") for t in texts):
        return None
    parts = tuple(map(int, texts))
    return parts, max(parts[-1], int(match["last"])) if match["last"] else parts[-1]


def _breaks(table: Table, before: int) -> Iterator[tuple[Row, Parts, str, Parts]]:
    """Each row whose number does not follow: the row, the number that should stand, what is wrong, the one before."""
    counter = _Counter()
    if before:
        counter.last[()] = before
    for row in table.rows:
        if row.role in (Role.SECTION, Role.TOTAL, Role.SUBTOTAL):
            counter.anew = True
        parsed = ordinal(row.number)
        if parsed is None:
            continue
        parts, end = parsed
        found = _follows(counter, parts)
        if found is not None:
            yield (row, *found)
        _count(counter, parts, end)


def _follows(counter: _Counter, parts: Parts) -> tuple[Parts, str, Parts] | None:
    """None where a number follows those before it; else what should stand, what is wrong, what stood before."""
    prefix, number = parts[:-1], parts[-1]
    last = counter.last.get(prefix)
    for length in range(len(prefix)):
        # 3.1 after 1.2: a whole group is missing
        above = counter.last.get(prefix[:length])
        step = prefix[length]
        if above is not None and step > above + 1 and not counter.anew:
            return (*prefix[:length], above + 1), GAP, (*prefix[:length], above)
    if last is None:
        return None if number <= 1 else ((*prefix, 1), GAP, (*prefix, 0))
    if number == last + 1 or (counter.anew and number <= 1):
        return None
    expected, previous = (*prefix, last + 1), (*prefix, last)
    if number > last:
        return expected, GAP, previous
    return expected, REPEAT if parts in counter.seen else BACK, previous


def _count(counter: _Counter, parts: Parts, end: int) -> None:
    if counter.anew:
        counter.seen.clear()
        counter.anew = False
    counter.seen.add(parts)
    for length in range(len(parts) - 1):
        counter.last[parts[:length]] = max(counter.last.get(parts[:length], 0), parts[length])
    prefix = parts[:-1]
    last = counter.last.get(prefix, 0)
    # one number out of order is one finding: the next is again compared with the highest, unless counting began anew
    counter.last[prefix] = end if parts[-1] <= 1 else max(last, end)
    for deeper in [p for p in counter.last if len(p) > len(prefix) + 1 and p[: len(parts)] == parts]:
        del counter.last[deeper]
    counter.last.pop(parts, None)


def _shown(parts: Parts) -> str:
    return ".".join(map(str, parts))
