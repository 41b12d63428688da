"""Tables written down by hand, for tests that state exactly what stands where. Not shipped.

    written("total plan/fact; city_budget plan/fact", "1: 100/50 20/-", "ВСЬОГО: 100/50 20/-")

A row is its number or word, then a cell for each source: a number or two with a slash, `-` for a dash, `_` for
nothing, `х`, `?` for a word. «Разом» is a subtotal, «ВСЬОГО» the total, «#» a section, «тч» and «зн» parts that are
all or some of the row above; a row of a level below the outermost begins with that many dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zvirka.schemas.report import (
    Amount,
    Measure,
    Place,
    Placement,
    Relation,
    RelationKind,
    Role,
    Row,
    State,
    Table,
    Term,
    Unit,
)

_STATES = {"-": State.NIL, "_": State.BLANK, "х": State.NOT_APPLICABLE, "?": State.UNREADABLE}
_ROLES = {"ВСЬОГО": Role.TOTAL, "Разом": Role.SUBTOTAL, "#": Role.SECTION, "тч": Role.PART, "зн": Role.PART}
GROUPED = ("oblast_budget", "city_budget")


def written(
    head: str, *lines: str, results: Sequence[str] = (), relations: Sequence[Relation] | None = None
) -> Table:
    """A table of these columns and rows. Its relations are those of the columns, or the given ones."""
    columns = tuple(
        (source, Measure(measure))
        for source, measures in (part.split() for part in head.split(";"))
        for measure in measures.split("/")
    )
    rows: list[Row] = []
    for index, line in enumerate(lines, start=1):
        rows.append(_row(index, line, columns, results[index - 1] if results else "", rows))
    made = tuple(relations) if relations is not None else relations_of(columns)
    place = ("", "written", "", None, None, Unit.THOUSAND_UAH, "activity", 1, 1)
    return Table(1, *place, columns, tuple(rows), made)


def relations_of(columns: tuple[tuple[str, Measure], ...]) -> tuple[Relation, ...]:
    """The sums of sources, the group of local budgets, the deviation and the percent, as far as columns are there."""
    sources = dict.fromkeys(source for source, _ in columns)
    found: list[Relation] = []
    for added in dict.fromkeys(m for _, m in columns if m in (Measure.PLAN, Measure.FACT)):
        for rule, target in (("row_sum", "total"), ("group_sum", "local_budgets")):
            terms = [s for s in sources if s not in ("total", target) and (rule == "row_sum" or s in GROUPED)]
            if target in sources and terms:
                named = tuple(Term(s, added) for s in terms)
                found.append(Relation(rule, RelationKind.SUM, target, added, named))
    for source, measure in columns:
        plan, fact = Term(source, Measure.PLAN), Term(source, Measure.FACT)
        if measure is Measure.DEVIATION:
            found.append(Relation("deviation", RelationKind.DEVIATION, source, measure, (plan, fact)))
        if measure is Measure.PERCENT:
            found.append(Relation("percent", RelationKind.PERCENT, source, measure, (fact, plan)))
    return tuple(found)


def _row(
    index: int, line: str, columns: tuple[tuple[str, Measure], ...], result: str, above: list[Row]
) -> Row:
    name, _, cells = line.partition(":")
    level = len(name) - len(name.lstrip("."))
    name = name.lstrip(".")
    role = _ROLES.get(name, Role.ITEM)
    texts = [text for cell in cells.split() for text in cell.split("/")]
    amounts = tuple(_amount(c, t, index) for c, t in zip(columns, texts, strict=bool(texts)))
    parent = next((r.index for r in reversed(above) if r.role is not Role.PART), None)
    return Row(
        index,
        role,
        "" if name in _ROLES else name,
        f"row {index}",
        "",
        "",
        result,
        amounts,
        Place(1, None, index),
        parent if role is Role.PART else None,
        name != "зн",
        level,
    )


def _amount(column: tuple[str, Measure], text: str, line: int) -> Amount:
    state = _STATES.get(text, State.REPORTED)
    value = Decimal(text.replace(",", ".")) if state is State.REPORTED else None
    return Amount(*column, state, value, text.replace("_", ""), Placement.CELL, Place(1, None, line))
