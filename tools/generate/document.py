"""Whole documents drawn by a seed: what is laid out, and what it says."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tools.generate import stock
from tools.generate.around import Around, council_line, draw_around
from tools.generate.axes import Axes, draw_axes
from tools.generate.compose import Composer, compose
from tools.generate.draft import Draft, draw_draft
from tools.generate.heads import draw_heads
from tools.generate.layout import Heading, LaidCell, LaidTable, Layout
from tools.generate.mistakes import equations_of, put_in
from tools.generate.truth import TrueRow, TrueTable, Truth, true_text
from tools.generate.widths import set_widths
from tools.generate.wording import word_rows
from zvirka.schemas.report import Role


@dataclass(frozen=True, slots=True)
class Made:
    """A document: the layout that the writers print, its truth, and the axes it was drawn on."""

    seed: int
    layout: Layout
    truth: Truth
    axes: Axes


def make(seed: int, *, mistake: bool = False, rules: str = "") -> Made:
    """The document of a seed; with `mistake`, one number of it is wrong and nothing else differs.

    `rules` instead of those of the seed's own axes change the widths of columns and nothing else of the layout.
    """
    rng = random.Random(f"document {seed}")
    axes = draw_axes(rng, random.Random(f"rarities {seed}"))
    axes = replace(axes, rules=rules or axes.rules)
    line, council = council_line(rng)
    shorter = replace(axes, items=max(3, axes.items // 2))
    drafts = [draw_draft(rng, axes if i == 0 else shorter) for i in range(axes.tables)]
    sections = 0
    for draft in drafts:
        word_rows(rng, draft, sections)
        sections += axes.sections
    equations = equations_of(drafts)
    wrong = put_in(random.Random(f"mistake {seed}"), drafts, equations) if mistake else None
    layout = Layout()
    if line:
        layout.blocks.append(Heading(line, align=rng.choice(("right", "center"))))
    numbered = rng.random() < 0.4
    first = rng.randint(1, 9)
    tables = []
    for i, draft in enumerate(drafts):
        section = f"{first}.{i + 1}" if numbered and first % 2 else (str(first + i) if numbered else "")
        around = draw_around(rng, axes.period, axes.unit, axes.unit_place, section, "")
        heads = draw_heads(rng, draft, around.unit_words)
        table = LaidTable(sum(1 for head in heads for _ in head.leaves()), [])
        composer = compose(rng, draft, heads, table)
        layout.blocks += [*around.headings, table]
        tables.append(_true_table(draft, composer, around))
    _around_all(random.Random(f"around {seed}"), layout, axes)
    set_widths(layout, axes)
    for table in layout.tables:
        _split(rng, layout, table, axes)
    return Made(seed, layout, Truth(tuple(tables), equations, council, wrong), axes)


def _around_all(rng: random.Random, layout: Layout, axes: Axes) -> None:
    """What stands below the tables and at the top of later pages, and says nothing."""
    layout.word_lists = axes.word_lists
    if axes.running:
        layout.running_head = rng.choice(
            ("Продовження додатка 1", "Продовження таблиці", "Продовження додатку")
        )
    if axes.signature:
        layout.blocks.append(Heading(stock.signature(rng), align="left", bold=rng.random() < 0.5))


def _true_table(draft: Draft, composer: Composer, around: Around) -> TrueTable:
    rows = []
    for index, (row, amounts) in enumerate(zip(draft.rows, composer.amounts, strict=True)):
        texts = {kind: true_text(text) for kind, text in row.texts.items()}
        rows.append(
            TrueRow(
                row.role,
                row.number,
                texts.get("activity", ""),
                texts.get("deadline", ""),
                texts.get("executor", ""),
                texts.get("result", ""),
                {} if row.role is Role.SECTION else amounts,
                index in composer.warned,
            )
        )
    period = around.period
    return TrueTable(
        around.section,
        true_text(around.title),
        period.written,
        period.start,
        period.end,
        draft.axes.unit,
        draft.columns,
        tuple(rows),
    )


def _split(rng: random.Random, layout: Layout, table: LaidTable, axes: Axes) -> None:
    """A page break within the table, between two rows; in two of the ways it is two tables in the file afterwards."""
    covered = {r for c in table.cells for r in range(c.row + 1, c.row + c.rows)}
    places = [r for r in range(table.header_rows + 2, table.rows - 1) if r not in covered]
    if axes.split == "none" or not places:
        return
    at = rng.choice(places)
    table.breaks = (at,)
    if axes.split == "page":
        return
    second = LaidTable(table.columns, list(table.widths), rows=0, repeat=table.repeat)
    # the second table begins with the whole header, with the numbers row alone, or with neither
    has_numbers = axes.numbers_row != "none"
    first_kept = 0 if axes.split == "two tables with head" else table.header_rows - has_numbers
    head = [c for c in table.cells if first_kept <= c.row < table.header_rows]
    second.cells = [_moved(c, -first_kept) for c in head]
    second.header_rows = table.header_rows - first_kept
    second.cells += [_moved(c, second.header_rows - at) for c in table.cells if c.row >= at]
    second.rows = second.header_rows + table.rows - at
    second.breaks = (0,)
    table.cells = [c for c in table.cells if c.row < at]
    table.rows, table.breaks = at, ()
    layout.blocks.insert(layout.blocks.index(table) + 1, second)


def _moved(cell: LaidCell, rows: int) -> LaidCell:
    return replace(cell, row=cell.row + rows)
