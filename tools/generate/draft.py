"""The rows of a table with their exact numbers, before anything is printed; every sum holds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tools.generate.axes import Axes
from tools.generate.truth import Column, TrueAmount
from zvirka.schemas.report import Measure, Role, State

UNKNOWN_SOURCES = (
    ("Екологічний фонд", "ekolohichnyi_fond"),
    ("Резервний фонд", "rezervnyi_fond"),
    ("Кошти ДФРР", "koshty_dfrr"),
    ("Фонд ЧАЕС", "fond_chaes"),
)
"""Heads that no form knows, and their ids: romanised by the national table of 2010."""
LOCAL = ("oblast_budget", "district_budget", "city_budget")


@dataclass(slots=True)
class DraftRow:
    """One logical row while the table is made. `printed` has text and amount of each column, once it is printed."""

    role: Role
    number: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[Column, Decimal | None] = field(default_factory=dict)
    printed: dict[Column, tuple[str, TrueAmount]] = field(default_factory=dict)
    sums: list[DraftRow] = field(default_factory=list)
    parent: DraftRow | None = None
    exhaustive: bool = True
    merged_above: bool = False
    is_label: bool = False


@dataclass(slots=True)
class Draft:
    """One table while it is made. `columns` in the order in which they stand."""

    axes: Axes
    sources: tuple[str, ...]
    unknown_head: str
    columns: tuple[Column, ...]
    rows: list[DraftRow] = field(default_factory=list)

    @property
    def addends(self) -> tuple[str, ...]:
        """The sources that a row's total is the sum of."""
        return tuple(s for s in self.sources if s not in ("total", "local_budgets")) + (
            ("local_budgets",) if self.axes.group != "column" and "local_budgets" in self.sources else ()
        )


def draw_draft(rng: random.Random, axes: Axes) -> Draft:
    """The numbers of a table on these axes, without texts."""
    sources, unknown_head = _placed_sources(rng, axes)
    draft = Draft(axes, sources, unknown_head, tuple(_columns(axes, sources)))
    items = [DraftRow(Role.ITEM) for _ in range(max(axes.items, 2 * axes.sections))]
    for item in items:
        _draw_values(rng, draft, item)
    draft.rows = _arranged(rng, axes, items, draft)
    if axes.notation == "source_rows":
        _leave_out_unused(draft)
    for row in draft.rows:
        if row.sums:
            row.values = {
                (s, m): _added(r.values.get((s, m)) for r in row.sums)
                for s in draft.addends
                for m in axes.measures
            }
    for row in draft.rows:
        if row.role is not Role.SECTION:
            _derive(draft, row)
            for column in draft.columns:
                row.printed[column] = _print(rng, axes, row, column)
    return draft


def _leave_out_unused(draft: Draft) -> None:
    """Where sources are rows, one that no activity has is not there at all."""
    used = {s for row in draft.rows for (s, _), value in row.values.items() if value is not None}
    draft.sources = tuple(s for s in draft.sources if s in used or s == "total") or draft.sources[:1]
    draft.columns = tuple(c for c in draft.columns if c[0] in draft.sources)


def _placed_sources(rng: random.Random, axes: Axes) -> tuple[tuple[str, ...], str]:
    sources, head = list(axes.sources), ""
    if axes.unknown:
        head, name = rng.choice(UNKNOWN_SOURCES)
        sources.append(name)
    if axes.group != "none":
        members = [s for s in sources if s in LOCAL]
        at = min(sources.index(m) for m in members)
        sources = [s for s in sources if s not in members]
        sources[at:at] = (["local_budgets"] if axes.group == "column" else []) + members
    if axes.total_column == "first":
        sources.insert(0, "total")
    elif axes.total_column == "last":
        sources.append("total")
    return tuple(sources), head


def _columns(axes: Axes, sources: Sequence[str]) -> Iterable[Column]:
    extras = {"deviation": [Measure.DEVIATION], "percent": [Measure.PERCENT]}.get(axes.extra, [])
    if axes.extra == "both":
        extras = [Measure.DEVIATION, Measure.PERCENT]
    if axes.notation == "blocks":
        measures = [*axes.measures, *(extras if axes.extra_each else [])]
        yield from ((source, measure) for measure in measures for source in sources)
    else:
        each = extras if axes.extra_each else []
        yield from ((source, measure) for source in sources for measure in (*axes.measures, *each))
    if not axes.extra_each:
        yield from (("total", measure) for measure in extras)


def _draw_values(rng: random.Random, draft: Draft, row: DraftRow) -> None:
    axes = draft.axes
    for source in draft.addends:
        if rng.random() >= axes.fill:
            continue
        plan = _amount(rng, axes)
        share = rng.choice((0.0, 1.0, 1.0, rng.random(), 2.6 if axes.overspent else rng.random()))
        fact = (plan * Decimal(share)).quantize(Decimal(1).scaleb(-axes.figures.decimals), ROUND_HALF_UP)
        for measure in axes.measures:
            value = fact if measure is Measure.FACT else plan
            if measure is Measure.PLAN_YEAR:
                value = plan + (_amount(rng, axes) if rng.random() < 0.6 else 0)
            row.values[source, measure] = value


def _amount(rng: random.Random, axes: Axes) -> Decimal:
    digits = rng.choice((1, 2, 3, 3, 4)) + axes.figures.decimals
    if axes.unit.value == "UAH":
        digits += 3
    units = rng.randint(10 ** (digits - 1), 10**digits - 1)
    if rng.random() < 0.4:
        round_to = 10 ** rng.randint(0, digits - 1)
        units = max(1, units // round_to) * round_to
    return Decimal(units).scaleb(-axes.figures.decimals)


def _derive(draft: Draft, row: DraftRow) -> None:
    axes, values = draft.axes, row.values
    for measure in axes.measures:
        if axes.group == "column":
            members = [s for s in draft.sources if s in LOCAL]
            values["local_budgets", measure] = _added(values.get((s, measure)) for s in members)
        if "total" in draft.sources:
            values["total", measure] = _added(values.get((s, measure)) for s in draft.addends)
    for source, measure in draft.columns:
        plan, fact = values.get((source, Measure.PLAN)), values.get((source, Measure.FACT))
        if measure is Measure.DEVIATION and (plan is not None or fact is not None):
            values[source, measure] = ((plan or Decimal(0)) - (fact or Decimal(0))) * axes.sign
        if measure is Measure.PERCENT and plan:
            values[source, measure] = 100 * (fact or Decimal(0)) / plan


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    there = [v for v in values if v is not None]
    return sum(there, Decimal(0)) if there else None


def _print(rng: random.Random, axes: Axes, row: DraftRow, column: Column) -> tuple[str, TrueAmount]:
    value, figures = row.values.get(column), axes.figures
    if value is None:
        silent = row.role in (Role.TOTAL, Role.SUBTOTAL) and not any(row.values.values())
        # a sum line that says nothing at all is a heading
        return figures.no_fact(rng) if silent and figures.nil in ("blank", "mixed") else figures.nothing(rng)
    if column[1] is Measure.PERCENT:
        return percent_printed(rng, axes, value)
    if value == 0 and column[1] is not Measure.DEVIATION:
        return figures.no_fact(rng)
    return figures.print(value, rng, signed=column[1] is Measure.DEVIATION)


def percent_printed(rng: random.Random, axes: Axes, value: Decimal) -> tuple[str, TrueAmount]:
    """A percent with up to two decimals, now and then with its sign; «в 2,5 р.» for 200 and more."""
    mark = axes.figures.mark
    if value >= 200 and rng.random() < 0.5:
        times = (value / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        shown = times.scaleb(2)
        return f"в {times}".replace(".", mark) + " р.", TrueAmount(State.REPORTED, Decimal(int(shown)))
    decimals = (0, 1, 1, 2)[axes.items % 4]
    shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "" if axes.items % 3 else rng.choice(("%", " %"))
    return f"{shown:f}".replace(".", mark) + sign, TrueAmount(State.REPORTED, shown)


def _arranged(rng: random.Random, axes: Axes, items: list[DraftRow], draft: Draft) -> list[DraftRow]:
    count = max(1, axes.sections)
    cuts = sorted(rng.sample(range(1, len(items)), count - 1)) if count > 1 else []
    stretches = [items[a:b] for a, b in zip([0, *cuts], [*cuts, len(items)], strict=True)]
    rows: list[DraftRow] = []
    for stretch in stretches:
        if axes.sections:
            rows.append(DraftRow(Role.SECTION))
        line = DraftRow(Role.SUBTOTAL, sums=list(stretch))
        if axes.subtotals == "before":
            rows.append(line)
        for item in stretch:
            rows += [item, *_parts(rng, axes, item, draft)]
        if axes.subtotals == "after":
            rows.append(line)
    if axes.total in ("first", "both"):
        rows.insert(0, DraftRow(Role.TOTAL, sums=list(items)))
    if axes.total in ("last", "both"):
        rows.append(DraftRow(Role.TOTAL, sums=list(items)))
    return rows


def _parts(rng: random.Random, axes: Axes, item: DraftRow, draft: Draft) -> list[DraftRow]:
    """Two parts that add up to the item; or less than it, under «з них»."""
    if axes.parts == "none" or rng.random() < 0.7 or not any(item.values.values()):
        return []
    exhaustive = axes.parts != "of which"
    parts = [DraftRow(Role.PART, parent=item, exhaustive=exhaustive) for _ in range(2)]
    unit = Decimal(1).scaleb(-axes.figures.decimals)
    for source in draft.addends:
        share = Decimal(rng.choice((0.25, 0.4, 0.5)))
        for measure in axes.measures:
            if value := item.values.get((source, measure)):
                # a share of everything alike, so that no part spends more than its plan
                half = (value * share).quantize(unit, ROUND_HALF_UP if exhaustive else ROUND_DOWN)
                parts[0].values[source, measure] = half
                parts[1].values[source, measure] = value - half if exhaustive else half
    return [DraftRow(Role.SECTION, is_label=True), *parts] if axes.parts == "label row" else parts
