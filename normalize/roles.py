"""What each row does in its table: item, part, section, subtotal or total. Told from what the line does.

A sum line is the total if it sums the whole table; where words leave that open, the numbers decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

import regex

from zvirka.normalize.labels import (
    ends_with_parts,
    is_inner_sum,
    is_outer_sum,
    is_sum_label,
    only_opens_parts,
    opens_parts,
    opens_some_parts,
)
from zvirka.schemas.report import Amount, Measure, Role, State


@dataclass(frozen=True, slots=True)
class Line:
    """One row before its role is known. `others` says whether text fields beside number and activity are filled."""

    label: str
    number: str
    amounts: tuple[Amount, ...]
    is_wide: bool
    others: bool

    @property
    def says_amounts(self) -> bool:
        """Whether anything at all stands in the row's money cells."""
        return any(a.state is not State.BLANK for a in self.amounts)


@dataclass(frozen=True, slots=True)
class Part:
    """A row's role; `parent` is the index (from 0) of the row that a part is a part of."""

    role: Role
    parent: int | None = None
    exhaustive: bool = True
    level: int = 0


def roles_of(lines: Sequence[Line]) -> list[Part]:
    """The roles of a table's rows, in order."""
    found: list[Part] = []
    opened: tuple[int, bool] | None = None
    for index in range(len(lines)):
        part, opened = _role(lines, found, index, opened)
        found.append(part)
    found = _unlabelled_totals(lines, _leading_sums(lines, found))
    return _with_levels(lines, _totals(lines, found))


def _role(
    lines: Sequence[Line], before: Sequence[Part], index: int, opened: tuple[int, bool] | None
) -> tuple[Part, tuple[int, bool] | None]:
    """The role of a row, and the parent and kind of the parts that follow it, if parts may follow."""
    line = lines[index]
    starts = opens_parts(line.label) or opens_some_parts(line.label)
    exhaustive = not opens_some_parts(line.label)
    above = _above(before)
    if starts and above is not None:
        if only_opens_parts(line.label) and not line.says_amounts:
            return Part(Role.SECTION), (above, exhaustive)
        return Part(Role.PART, above, exhaustive), (above, exhaustive)
    if is_sum_label(line.label) and line.says_amounts:
        here = (index, "з них" not in line.label.lower())
        return Part(Role.TOTAL), here if ends_with_parts(line.label) else None
    if line.is_wide or _is_heading(lines, index):
        return Part(Role.SECTION), None
    if (
        opened is not None
        and not line.number
        and not line.others
        and not _closed(lines, before, opened, index)
    ):
        return Part(Role.PART, opened[0], opened[1]), opened
    if ends_with_parts(line.label):
        return Part(Role.ITEM), (index, "них" not in line.label.lower()[-8:])
    return Part(Role.ITEM), None


def _closed(lines: Sequence[Line], before: Sequence[Part], opened: tuple[int, bool], index: int) -> bool:
    """Whether the parts of a row are complete, so that an unnumbered row after them is none of them.

    They are when they add up to it; or when they begin with small letters and this row with a capital one.
    """
    parent, exhaustive = opened
    parts = [i for i in range(parent + 1, index) if before[i].role is Role.PART]
    if not parts:
        return False
    right, wrong = _votes(lines, parent, parts)
    if exhaustive and right and not wrong:
        return True
    first = _AFTER_LABEL.sub("", lines[parts[0]].label)
    return first[:1].islower() and lines[index].label[:1].isupper()


_AFTER_LABEL = regex.compile(
    r"^[^:\p{L}]*(?:[ув]\s*т[^:]*?ч\p{L}*\.?|[зі]+\s+них)\s*[:,]?\s*[-–—]?\s*", regex.I
)


def _above(before: Sequence[Part]) -> int | None:
    """The nearest row above that is no part and no heading."""
    for index in range(len(before) - 1, -1, -1):
        if before[index].role not in (Role.PART, Role.SECTION):
            return index
    return None


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """A row with nothing but a label, over rows that have amounts."""
    line = lines[index]
    if line.says_amounts or line.others or not line.label:
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None:
        return False
    if not line.number:
        return True
    if not below.number:
        # where every numbered line says nothing else, the numbers are those of the headings
        numbered = [other for other in lines if other.number]
        return below.says_amounts and not any(other.says_amounts or other.others for other in numbered)
    # a numbered heading has numbers below it, or counts on its own while the items begin anew
    return below.number.startswith(line.number + ".") or below.number in ("1", line.number + ".1")


_PART_OF_TABLE = regex.compile(
    r"^\W*(?:розділ|підрозділ|завдання|напрям|ціль|пріоритет|раздел|задача|направлен)", regex.I
)


def _leading_sums(lines: Sequence[Line], found: list[Part]) -> list[Part]:
    """Headings that have the amounts of what stands below them: «Розділ I. Медицина», «Завдання 1».

    They are unnumbered lines among numbered ones, or their words say it; and most of them are the sum of the rows
    up to the next.
    """
    items = [i for i, part in enumerate(found) if part.role is Role.ITEM]
    numbered = sum(_ORDINAL.match(lines[i].number) is not None for i in items)
    heads = [
        i
        for i in items
        if lines[i].says_amounts
        and not lines[i].others
        and not _ORDINAL.match(lines[i].number)
        and (_PART_OF_TABLE.match(lines[i].label) or 2 * numbered > len(items))
    ]
    right = 0
    for head in heads:
        stretch = list(
            takewhile(lambda i: i not in heads and found[i].role in _INNER, range(head + 1, len(lines)))
        )
        yes, no = _votes(lines, head, [i for i in stretch if found[i].role is Role.ITEM])
        right += bool(stretch) and yes > no
    said = all(_PART_OF_TABLE.match(lines[i].label) for i in heads)
    if len(heads) < 2 or 2 * right < len(heads) + (not said):
        return found
    return [replace(part, role=Role.SUBTOTAL) if i in heads else part for i, part in enumerate(found)]


_ORDINAL = regex.compile(r"^\d{1,3}(?:\.\d{1,3})*$")
_INNER = (Role.ITEM, Role.PART)


def _unlabelled_totals(lines: Sequence[Line], found: list[Part]) -> list[Part]:
    """A row with amounts and without number or executor that is the sum of all items: a total without a word."""
    result = list(found)
    if not lines or any(p.role is Role.TOTAL for p in found):
        return result
    for index in (len(lines) - 1, 0):
        line = lines[index]
        others = [i for i, p in enumerate(found) if p.role is Role.ITEM and i != index]
        plain = found[index].role is Role.ITEM and not line.number and not line.others
        numbered = sum(bool(lines[i].number) for i in others)
        if plain and len(others) >= 2 and (not line.label or 2 * numbered > len(others)):
            right, wrong = _votes(lines, index, others)
            if not line.label or right > wrong:
                result[index] = Part(Role.TOTAL)
                break
    return result


def _totals(lines: Sequence[Line], found: list[Part]) -> list[Part]:
    """Of several sum lines, those that sum everything are totals, the others subtotals."""
    sums = [i for i, part in enumerate(found) if part.role is Role.TOTAL]
    if len(sums) <= 1:
        return found
    items = [i for i, part in enumerate(found) if part.role is Role.ITEM]
    totals = {i for i in sums if _sums_all(lines, found, i, items)}
    if not totals and not all(_sums_a_stretch(lines, found, i) for i in sums):
        totals = {_likeliest(lines, sums)}
    result = list(found)
    for index in sums:
        if index not in totals:
            result[index] = replace(found[index], role=Role.SUBTOTAL)
    return result


def _sums_all(lines: Sequence[Line], found: Sequence[Part], index: int, items: Sequence[int]) -> bool:
    """Whether a sum line at an end of the table sums all its items in most columns, and no stretch of them better."""
    right, wrong = _votes(lines, index, items)
    if right <= wrong or not _may_be_total(index, items):
        return False
    return wrong == 0 or _of_stretch(lines, found, index)[0] <= right


def _sums_a_stretch(lines: Sequence[Line], found: Sequence[Part], index: int) -> bool:
    """Whether a sum line sums the items next to it in most columns."""
    right, wrong = _of_stretch(lines, found, index)
    return right > wrong


def _of_stretch(lines: Sequence[Line], found: Sequence[Part], index: int) -> tuple[int, int]:
    """The votes for a sum line as the sum of the items before or after it, up to the next sum line or heading."""
    votes = []
    for step in (-1, 1):
        stretch = []
        at = index + step
        while 0 <= at < len(lines) and (found[at].role in _INNER or only_opens_parts(lines[at].label)):
            if found[at].role is Role.ITEM:
                stretch.append(at)
            at += step
        if stretch:
            votes.append(_votes(lines, index, stretch))
    return max(votes, key=lambda vote: vote[0] - vote[1], default=(0, 0))


def _may_be_total(index: int, items: Sequence[int]) -> bool:
    """A total opens or closes the table; in between, a line that happens to agree sums a stretch."""
    inner = [i for i in items if i < index], [i for i in items if i > index]
    return not (inner[0] and inner[1])


def _likeliest(lines: Sequence[Line], sums: Sequence[int]) -> int:
    outer = [i for i in sums if is_outer_sum(lines[i].label)]
    inner = [i for i in sums if is_inner_sum(lines[i].label)]
    ends = (sums[-1], sums[0])
    if outer and inner and len(outer) == 1:
        return outer[0]
    # the line that closes the table; one that opens it only where nothing else is at the end
    return ends[1] if sums[0] == 0 and sums[-1] != len(lines) - 1 else ends[0]


def _votes(lines: Sequence[Line], target: int, terms: Sequence[int]) -> tuple[int, int]:
    """In how many columns a row is, and is not, the sum of others; columns of nothing do not vote."""
    right = wrong = 0
    for place, amount in enumerate(lines[target].amounts):
        if amount.measure is Measure.PERCENT or amount.state is State.UNREADABLE:
            continue
        values = [v for i in terms if (v := lines[i].amounts[place].value) is not None]
        if not amount.value and not any(values):
            continue
        if sum(values, Decimal(0)) == (amount.value or 0):
            right += 1
        else:
            wrong += 1
    return right, wrong


_CODE = regex.compile(r"^(?P<code>\d{4,10})(?:\s+(?P<second>\d{4,10}))?$")
"""A code of the budget classification: 090000 is a group, 090200 one in it, 090201 a member of that; a second one
(what is bought) beside a code that stands above parts it further."""


def _is_within(code: tuple[str, bool], group: tuple[str, bool]) -> bool:
    """Whether a code belongs to the group of another; each is its stem and whether a second code stands beside it."""
    if code[0] == group[0]:
        return code[1] and not group[1]
    return code[0].startswith(group[0])


def _with_levels(lines: Sequence[Line], found: Sequence[Part]) -> list[Part]:
    kinds = {is_outer_sum(lines[i].label) for i, p in enumerate(found) if p.role is Role.SUBTOTAL}
    result = []
    open_codes: list[tuple[str, bool]] = []
    for line, part in zip(lines, found, strict=True):
        level = 0
        if part.role is Role.ITEM and (code := _CODE.match(line.number)):
            stem, second = code["code"].rstrip("0"), code["second"] is not None
            while open_codes and not _is_within((stem, second), open_codes[-1]):
                open_codes.pop()
            level = len(open_codes)
            open_codes.append((stem, second))
        elif part.role is Role.ITEM and line.number:
            level = line.number.count(".")
        elif part.role is Role.SUBTOTAL:
            level = 2 if len(kinds) > 1 and not is_outer_sum(line.label) else 1
        result.append(replace(part, level=level))
    return result
