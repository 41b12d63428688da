"""Tables with a known truth, drawn at random, and mistakes put into them as people make them. Not shipped.

`right_table` draws a table in which every sum holds; `misprint` puts one mistake of a cause into it and says which.
A draft keeps what is printed, cell by cell, so that a mistake changes what stands there and nothing that follows
from it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from zvirka.schemas.document import Format
from zvirka.schemas.report import (
    Amount,
    Measure,
    Place,
    Placement,
    Relation,
    RelationKind,
    Report,
    Role,
    Row,
    State,
    Table,
    Term,
    Unit,
)

PLAIN = ("state_budget", "oblast_budget", "city_budget", "enterprises", "other_sources")
GROUP = "local_budgets"
MEMBERS = ("oblast_budget", "city_budget")
Column = tuple[str, Measure]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is laid out. `total` is first, last, both or none; `subtotals` after, before or none.

    `decimals` are the most that a number has; zeros at the end are left off in `ragged` tables.
    """

    items: int = 12
    sections: int = 0
    total: str = "last"
    subtotals: str = "none"
    total_column: bool = True
    group: bool = False
    deviation: int = 0
    percent: bool = False
    parts: bool = False
    numbered: bool = True
    measures: tuple[Measure, ...] = (Measure.PLAN, Measure.FACT)
    decimals: int = 1
    ragged: bool = True
    fill: float = 0.35


@dataclass(slots=True)
class DraftRow:
    """One row while the table is made; `sums` are the rows that it is the sum of."""

    role: Role
    number: str = ""
    values: dict[Column, Decimal | None] = field(default_factory=dict)
    sums: list[DraftRow] = field(default_factory=list)
    parent: DraftRow | None = None
    exhaustive: bool = True
    level: int = 0
    result: str = ""


@dataclass(slots=True)
class Draft:
    """A table while it is made: what is printed in each cell; None is a dash."""

    shape: Shape
    columns: list[Column]
    rows: list[DraftRow]
    relations: list[Relation]

    def table(self, index: int = 1) -> Table:
        """The table as it would be read."""
        place = {id(row): i for i, row in enumerate(self.rows, start=1)}
        rows = tuple(
            Row(
                i,
                row.role,
                row.number,
                f"row {i}",
                "",
                "",
                row.result,
                ()
                if row.role is Role.SECTION
                else tuple(_amount(column, row.values.get(column), i) for column in self.columns),
                Place(1, None, i),
                place.get(id(row.parent)) if row.parent is not None else None,
                row.exhaustive,
                row.level,
            )
            for i, row in enumerate(self.rows, start=1)
        )
        return Table(
            index,
            "",
            "drawn",
            "",
            None,
            None,
            Unit.THOUSAND_UAH,
            "activity",
            1,
            1,
            tuple(self.columns),
            rows,
            tuple(self.relations),
        )

    def index(self, row: DraftRow) -> int:
        """The index that a row has in the table."""
        return next(i for i, r in enumerate(self.rows, start=1) if r is row)


def report_of(*tables: Table) -> Report:
    """A report of these tables and nothing else."""
    return Report("drawn.txt", "0" * 64, Format.TEXT, 1, tables)


def _amount(column: Column, value: Decimal | None, line: int) -> Amount:
    source, measure = column
    state = State.NIL if value is None else State.REPORTED
    raw = "-" if value is None else f"{value:f}".replace(".", ",")
    return Amount(source, measure, state, value, raw, Placement.CELL, Place(1, None, line))


def random_shape(rng: random.Random, *, items: tuple[int, int] = (5, 40)) -> Shape:
    """A layout as they are met: with and without ВСЬОГО, sections, a total column, deviations, percents."""
    sections = rng.choice((0, 0, 0, 2, 3))
    measures = (Measure.PLAN, Measure.FACT) if rng.random() < 0.9 else (Measure.PLAN,)
    pair = len(measures) == 2
    return Shape(
        items=max(rng.randint(*items), 2 * sections),
        sections=sections,
        total=rng.choice(("last", "last", "last", "first", "both", "none")),
        subtotals=rng.choice(("after", "before", "none")) if sections else "none",
        total_column=rng.random() < 0.8,
        group=rng.random() < 0.2,
        deviation=rng.choice((0, 0, 0, 1, -1)) if pair else 0,
        percent=pair and rng.random() < 0.2,
        parts=rng.random() < 0.2,
        numbered=rng.random() < 0.8,
        measures=measures,
        decimals=rng.choice((0, 1, 1, 1, 2, 3)),
        ragged=rng.random() < 0.7,
        fill=rng.choice((0.25, 0.4, 0.7)),
    )


def right_table(rng: random.Random, shape: Shape) -> Draft:
    """A table of this shape in which everything holds exactly, percents to their last digit."""
    columns, relations = _columns(shape)
    items = [_item(rng, shape, str(i + 1) if shape.numbered else "") for i in range(shape.items)]
    rows = _arranged(rng, shape, items)
    for row in rows:
        if row.sums:
            for column in columns:
                row.values[column] = _added(r.values.get(column) for r in row.sums)
    draft = Draft(shape, columns, rows, relations)
    for row in rows:
        if row.role is not Role.SECTION:
            _derive(row, shape)
            for column, value in row.values.items():
                row.values[column] = _as_printed(value, shape, column[1])
    return draft


def _columns(shape: Shape) -> tuple[list[Column], list[Relation]]:
    sources = (["total"] if shape.total_column else []) + list(PLAIN)
    if shape.group:
        sources.insert(sources.index(MEMBERS[0]), GROUP)
    columns = [(source, measure) for source in sources for measure in shape.measures]
    relations: list[Relation] = []
    for measure in shape.measures:
        if shape.total_column:
            terms = tuple(Term(s, measure) for s in sources if s != "total")
            relations.append(Relation("row_sum", RelationKind.SUM, "total", measure, terms))
        if shape.group:
            terms = tuple(Term(s, measure) for s in MEMBERS)
            relations.append(Relation("group_sum", RelationKind.SUM, GROUP, measure, terms))
    measured = "total" if shape.total_column else "city_budget"
    plan, fact = Term(measured, Measure.PLAN), Term(measured, Measure.FACT)
    if shape.deviation:
        columns.append((measured, Measure.DEVIATION))
        relations.append(
            Relation("deviation", RelationKind.DEVIATION, measured, Measure.DEVIATION, (plan, fact))
        )
    if shape.percent:
        columns.append((measured, Measure.PERCENT))
        relations.append(Relation("percent", RelationKind.PERCENT, measured, Measure.PERCENT, (fact, plan)))
    return columns, relations


def _item(rng: random.Random, shape: Shape, number: str) -> DraftRow:
    row = DraftRow(Role.ITEM, number)
    for source in PLAIN:
        if rng.random() < shape.fill:
            plan = _drawn(rng, shape)
            row.values[source, Measure.PLAN] = plan
            if Measure.FACT in shape.measures:
                done = rng.choice((0.0, 1.0, rng.random()))
                spent = (plan * Decimal(done)).quantize(Decimal(1).scaleb(-shape.decimals), ROUND_HALF_UP)
                row.values[source, Measure.FACT] = spent
    return row


def _drawn(rng: random.Random, shape: Shape) -> Decimal:
    digits = rng.choice((2, 3, 3, 4, 4, 5))
    units = rng.randint(10 ** (digits - 1), 10**digits - 1)
    if rng.random() < 0.3:
        units = max(1, units // 10) * 10
    return Decimal(units).scaleb(-shape.decimals)


def _derive(row: DraftRow, shape: Shape) -> None:
    """Groups, the total column, deviation and percent, of what stands in the row."""
    for measure in shape.measures:
        if shape.group:
            row.values[GROUP, measure] = _added(row.values.get((s, measure)) for s in MEMBERS)
        if shape.total_column:
            row.values["total", measure] = _added(row.values.get((s, measure)) for s in PLAIN)
    measured = "total" if shape.total_column else "city_budget"
    plan = row.values.get((measured, Measure.PLAN)) or Decimal(0)
    fact = row.values.get((measured, Measure.FACT)) or Decimal(0)
    if shape.deviation:
        row.values[measured, Measure.DEVIATION] = (plan - fact) * shape.deviation
    if shape.percent and plan:
        row.values[measured, Measure.PERCENT] = (100 * fact / plan).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    there = [v for v in values if v is not None]
    return sum(there, Decimal(0)) if there else None


def _as_printed(value: Decimal | None, shape: Shape, measure: Measure) -> Decimal | None:
    if value is None or measure is Measure.PERCENT:
        return value
    if shape.ragged:
        return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
    return value.quantize(Decimal(1).scaleb(-shape.decimals))


def _arranged(rng: random.Random, shape: Shape, items: list[DraftRow]) -> list[DraftRow]:
    stretches = _stretches(rng, shape, items)
    rows: list[DraftRow] = []
    for stretch in stretches:
        if shape.sections:
            rows.append(DraftRow(Role.SECTION))
        line = DraftRow(Role.SUBTOTAL, sums=list(stretch), level=1)
        with_parts = [r for item in stretch for r in (item, *_parts(rng, shape, item))]
        if shape.subtotals == "before":
            rows.append(line)
        rows += with_parts
        if shape.subtotals == "after":
            rows.append(line)
    if shape.total in ("first", "both"):
        rows.insert(0, DraftRow(Role.TOTAL, sums=list(items)))
    if shape.total in ("last", "both"):
        rows.append(DraftRow(Role.TOTAL, sums=list(items)))
    return rows


def _stretches(rng: random.Random, shape: Shape, items: list[DraftRow]) -> list[list[DraftRow]]:
    count = max(1, shape.sections)
    cuts = sorted(rng.sample(range(1, len(items)), count - 1)) if count > 1 else []
    return [items[a:b] for a, b in zip([0, *cuts], [*cuts, len(items)], strict=True)]


def _parts(rng: random.Random, shape: Shape, item: DraftRow) -> list[DraftRow]:
    """Two parts that add up to the item, under «у тому числі»; or less than it, under «з них»."""
    if not shape.parts or rng.random() < 0.8 or not any(item.values.values()):
        return []
    exhaustive = rng.random() < 0.6
    parts = [DraftRow(Role.PART, parent=item, exhaustive=exhaustive) for _ in range(2)]
    for column, value in item.values.items():
        if value:
            half = (value / 3).quantize(Decimal(1).scaleb(-shape.decimals), ROUND_HALF_UP)
            parts[0].values[column] = half
            parts[1].values[column] = value - half if exhaustive else half
    return parts
