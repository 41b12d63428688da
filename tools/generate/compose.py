"""A drafted table as laid out: physical rows and cells, in the notation of its axes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from tools.generate.draft import Draft, DraftRow
from tools.generate.heads import SOURCE_HEADS, Head, lay_header, other_head
from tools.generate.layout import LaidCell, LaidTable
from tools.generate.truth import Column, TrueAmount
from tools.generate.wording import TEXT_COLUMNS, mark_of
from zvirka.schemas.report import Measure, Role, State

_LABELS = (("план", "факт"), ("План", "Факт"), ("передбачено", "виконано"), ("Затверджено", "Профінансовано"))


@dataclass(slots=True)
class Composer:
    """Lays out one table. `amounts` are what the cells say, by row of the draft: what the truth takes over."""

    rng: random.Random
    draft: Draft
    heads: list[Head]
    table: LaidTable
    labels: tuple[str, str]
    names: dict[str, str]
    all_sources: bool
    repeat_texts: bool
    amounts: list[dict[Column, TrueAmount]] = field(default_factory=list)
    leaves: list[Head] = field(default_factory=list)
    warned: set[int] = field(default_factory=set)

    def body(self) -> None:
        """Appends all rows of the draft."""
        for index, row in enumerate(self.draft.rows):
            if index and self.draft.axes.blank_rows and not row.merged_above and self.rng.random() < 0.2:
                self._blank_row()
            self.amounts.append({})
            if row.role is Role.SECTION:
                self._section(row)
            else:
                self._lines(row)

    def _blank_row(self) -> None:
        self.table.cells += [LaidCell(self.table.rows, column, "") for column in range(self.table.columns)]
        self.table.rows += 1

    def _section(self, row: DraftRow) -> None:
        text = row.texts["activity"]
        width = self.table.columns
        if self.draft.axes.section_row == "merged" and not row.is_label:
            self.table.cells.append(LaidCell(self.table.rows, 0, text, 1, width, bold=True, align="center"))
        else:
            for column, leaf in enumerate(self.leaves):
                self.table.cells.append(
                    LaidCell(self.table.rows, column, text if leaf.kind == "activity" else "", bold=True)
                )
        self.table.rows += 1

    def _lines(self, row: DraftRow) -> None:
        """The physical rows of a logical one."""
        columns = self._physical(row)
        first, count = self.table.rows, len(columns)
        bold = row.role in (Role.TOTAL, Role.SUBTOTAL)
        label_span = self._label_span() if bold else 0
        for offset, money in enumerate(columns):
            for column, leaf in enumerate(self.leaves):
                if leaf.kind == "money" or leaf.kind in ("label", "source"):
                    text, align = money[column], "left" if leaf.kind != "money" else "center"
                    self.table.cells.append(LaidCell(first + offset, column, text, bold=bold, align=align))
                elif label_span and column < label_span:
                    if column == 0:
                        self._text(first, offset, count, 0, row.texts.get("activity", ""), bold, label_span)
                else:
                    self._text(
                        first, offset, count, column, self._cell_text(row, leaf.kind), bold, 1, row, leaf.kind
                    )
        self.table.rows += count

    def _label_span(self) -> int:
        """The columns that a sum line's label covers: those before the money, if it is merged at all."""
        if self.draft.axes.section_row != "merged":
            return 0
        before = 0
        while self.leaves[before].kind in ("number", *TEXT_COLUMNS[:3]):
            before += 1
        # only a label that begins at the left may cover them
        return before if before > 1 else 0

    def _cell_text(self, row: DraftRow, kind: str) -> str:
        axes = self.draft.axes
        number = row.number + mark_of(axes) if row.number else ""
        if kind == "number":
            return number
        text = row.texts.get(kind, "")
        if kind == "activity" and number and axes.number == "inside":
            return f"{number} {text}"
        return text

    def _text(
        self, first: int, offset: int, count: int, column: int, text: str, bold: bool, span: int,
        row: DraftRow | None = None, kind: str = "",
    ) -> None:  # fmt: skip
        """A text cell: merged over the physical rows of its row, or standing in the first of them only."""
        if kind == "executor" and row is not None and row.merged_above:
            self._extend(column, count if offset == 0 else 0)
            return
        if self.repeat_texts:
            if offset == 0:
                self.table.cells.append(
                    LaidCell(first, column, text, count, span, bold, numbered=self._numbered(row, kind))
                )
        else:
            shown = text if offset == 0 else ""
            numbered = self._numbered(row, kind) if offset == 0 else ""
            self.table.cells.append(LaidCell(first + offset, column, shown, 1, span, bold, numbered=numbered))

    def _numbered(self, row: DraftRow | None, kind: str) -> str:
        """The number that the cell begins with, where a word processor could have made it."""
        axes = self.draft.axes
        holds_it = kind == ("number" if axes.number == "column" else "activity")
        if row is None or not row.number or not holds_it or axes.numbering not in ("1.", "1)"):
            return ""
        return row.number + mark_of(axes)

    def _extend(self, column: int, count: int) -> None:
        cells = self.table.cells
        at = max(i for i, c in enumerate(cells) if c.column == column)
        old = cells[at]
        cells[at] = replace(old, rows=old.rows + count)

    def _physical(self, row: DraftRow) -> list[dict[int, str]]:
        notation = self.draft.axes.notation
        if notation == "rows":
            return self._plan_and_fact_rows(row)
        if notation == "source_rows":
            return self._source_rows(row)
        texts = {
            i: self._money(row, leaf.columns) for i, leaf in enumerate(self.leaves) if leaf.kind == "money"
        }
        return [texts]

    def _money(self, row: DraftRow, columns: tuple[Column, ...]) -> str:
        printed = [row.printed[column] for column in columns]
        said = self.amounts[-1]
        if len(columns) == 1:
            said[columns[0]] = printed[0][1]
            return printed[0][0]
        if all(row.values.get(column) is None for column in columns):
            # one mark stands for both
            said.update(dict.fromkeys(columns, printed[0][1]))
            if printed[0][1].state is not State.REPORTED:
                return printed[0][0]
            printed = [printed[0]] * len(columns)
        elif self.draft.axes.lone and not row.values.get(columns[1]) and self.rng.random() < 0.4:
            # the plan alone, without a slash
            said.update({columns[0]: printed[0][1], columns[1]: TrueAmount(State.BLANK)})
            self.warned.add(len(self.amounts) - 1)
            return printed[0][0]
        said.update({column: p[1] for column, p in zip(columns, printed, strict=True)})
        return self._pair([p[0] for p in printed])

    def _pair(self, texts: list[str]) -> str:
        plan, fact = texts
        how = self.draft.axes.pair
        if how == "words":
            return f"{self.labels[0].lower()} {plan}\v{self.labels[1].lower()} {fact}"
        return {
            "tight": f"{plan}/{fact}",
            "broken": f"{plan}\v/\v{fact}",
            "broken after": f"{plan} /\v{fact}",
            "half": f"{plan}/ {fact}",
        }.get(how, f"{plan} / {fact}")

    def _plan_and_fact_rows(self, row: DraftRow) -> list[dict[int, str]]:
        made = []
        for measure, label in zip((Measure.PLAN, Measure.FACT), self.labels, strict=True):
            texts = {}
            for i, leaf in enumerate(self.leaves):
                if leaf.kind == "label":
                    texts[i] = label
                elif leaf.kind == "money":
                    texts[i] = self._money(row, ((leaf.columns[0][0], measure),))
            made.append(texts)
        return made

    def _source_rows(self, row: DraftRow) -> list[dict[int, str]]:
        made = []
        shown = [s for s in self.draft.sources if self._shows(row, s)] or [self.draft.sources[0]]
        for column in self.draft.columns:
            self.amounts[-1][column] = TrueAmount(State.BLANK)
        for source in shown:
            texts = {}
            for i, leaf in enumerate(self.leaves):
                if leaf.kind == "source":
                    texts[i] = self.names[source]
                elif leaf.kind == "money":
                    texts[i] = self._money(row, ((source, leaf.columns[0][1]),))
            made.append(texts)
        return made

    def _shows(self, row: DraftRow, source: str) -> bool:
        return self.all_sources or source == "total" or row.values.get((source, Measure.PLAN)) is not None


def compose(rng: random.Random, draft: Draft, heads: list[Head], table: LaidTable) -> Composer:
    """Lays out header, numbers row and body in the table. `table.widths` are the caller's to set."""
    russian = draft.axes.language == "ru"
    names = {
        s: rng.choice(SOURCE_HEADS[s][russian]) if s in SOURCE_HEADS else other_head(rng, draft, s)
        for s in draft.sources
    }
    lay_header(table, heads, turned=draft.axes.turned)
    leaves = [leaf for head in heads for leaf in head.leaves()]
    composer = Composer(
        rng,
        draft,
        heads,
        table,
        rng.choice(_LABELS),
        names,
        rng.random() < 0.5,
        rng.random() < 0.7 or draft.axes.merged,
        leaves=leaves,
    )
    _numbers_row(draft, table, leaves)
    table.header_rows = table.rows
    table.repeat = draft.axes.numbers_row != "repeated"
    composer.body()
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    return composer


def _numbers_row(draft: Draft, table: LaidTable, leaves: list[Head]) -> None:
    kind = draft.axes.numbers_row
    if kind == "none":
        return
    texts: list[str | tuple[str, int]] = [str(i) for i in range(1, table.columns + 1)]
    if kind == "formulas" and draft.axes.notation not in ("rows", "source_rows"):
        at = {leaf.columns: i + 1 for i, leaf in enumerate(leaves) if leaf.kind == "money"}
        for columns, number in at.items():
            if formula := _formula(draft, at, columns):
                texts[number - 1] = f"{number}={formula}"
    table.add_row(texts, aligns="c" * table.columns)


def _formula(draft: Draft, at: dict[tuple[Column, ...], int], columns: tuple[Column, ...]) -> str:
    source, measure = columns[0]
    plan, fact = at.get(((source, Measure.PLAN),)), at.get(((source, Measure.FACT),))
    if measure is Measure.DEVIATION and plan and fact:
        return f"{plan}-{fact}" if draft.axes.sign > 0 else f"{fact}-{plan}"
    if measure is Measure.PERCENT and plan and fact:
        return f"{fact}/{plan}*100"
    if source == "total" and measure not in (Measure.DEVIATION, Measure.PERCENT):
        terms = [at.get(tuple((s, m) for _, m in columns)) for s in draft.addends]
        return "+".join(map(str, terms)) if len(terms) > 1 and all(terms) else ""
    return ""
