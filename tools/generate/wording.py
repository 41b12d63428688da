"""The texts of a table's rows: numbers, activities, deadlines, executors, results, labels of sections and sums."""

from __future__ import annotations

import random

from tools.generate import stock
from tools.generate.axes import Axes
from tools.generate.draft import Draft, DraftRow
from zvirka.schemas.report import Role

TEXT_COLUMNS = ("activity", "deadline", "executor", "result")
_TOTALS = {
    "caps": ("ВСЬОГО:", "ВСЬОГО", "УСЬОГО:", "РАЗОМ"),
    "plain": ("Всього", "Усього:", "Разом:", "Всього:"),
    "programme": ("Всього по програмі", "Разом за програмою:", "Усього за Програмою"),
    "spaced": ("В С Ь О Г О", "Р А З О М"),
    "none": ("",),
}
_RUSSIAN_TOTALS = ("Итого", "ИТОГО:", "Всего")


def word_rows(rng: random.Random, draft: Draft, first_section: int) -> None:
    """Fills the texts and numbers of all rows."""
    axes = draft.axes
    total = rng.choice(_RUSSIAN_TOTALS if axes.language == "ru" else _TOTALS[_total_label(axes)])
    numbers = _Numbers(axes)
    section = 0
    for index, row in enumerate(draft.rows):
        if row.is_label:
            row.texts["activity"] = rng.choice(("у тому числі:", "в т.ч.:", "в тому числі:"))
        elif row.role is Role.SECTION:
            section += 1
            numbers.enter(section)
            row.texts["activity"] = _section(rng, section + first_section)
        elif row.role is Role.SUBTOTAL:
            row.texts["activity"] = rng.choice(
                ("Разом по розділу", "Всього за розділом:", "Разом", f"Разом по розділу {max(1, section)}")
            )
        elif row.role is Role.TOTAL:
            row.texts["activity"] = total
            if axes.total_marks and "result" in axes.texts:
                row.texts["result"] = axes.total_marks
        elif row.role is Role.PART:
            _word_part(rng, axes, draft.rows[index - 1], row)
        else:
            row.number = numbers.next()
            _word_item(rng, axes, row, has_parts=_has_parts(draft, row))
    if axes.merged and "executor" in axes.texts:
        _merge_executors(rng, draft)


def _total_label(axes: Axes) -> str:
    # a line without a word could not be told from a subtotal or from an item that has no text
    lone = axes.total == "last" and axes.subtotals == "none" and axes.parts == "none"
    return axes.total_label if axes.total_label != "none" or lone else "caps"


class _Numbers:
    """Numbers of items in order; sections begin anew or give the first part of the number."""

    def __init__(self, axes: Axes) -> None:
        self.axes, self.section, self.last = axes, 1, 0

    def enter(self, section: int) -> None:
        self.section = section
        if self.axes.numbering == "1.1.":
            self.last = 0

    def next(self) -> str:
        if self.axes.numbering == "none":
            return ""
        self.last += 1
        return f"{self.section}.{self.last}" if self.axes.numbering == "1.1." else str(self.last)


def mark_of(axes: Axes) -> str:
    """What stands after a row's number."""
    return {"1.": ".", "1)": ")", "1.1.": "."}.get(axes.numbering, "")


def _has_parts(draft: Draft, row: DraftRow) -> bool:
    return any(other.parent is row for other in draft.rows)


def _section(rng: random.Random, number: int) -> str:
    name = rng.choice(stock.SECTIONS)
    return rng.choice(
        (
            f"Розділ {number}. {name}",
            f"{name}",
            f"Завдання {number}. {name}",
            f"Розділ {'І' * min(number, 3)}. {name}",
        )
    )


def _word_item(rng: random.Random, axes: Axes, row: DraftRow, *, has_parts: bool) -> None:
    long = axes.content == "long"
    texts = row.texts
    if axes.content == "lists" and not has_parts and rng.random() < 0.3:
        texts["activity"] = stock.listed(rng, stock.activity, rng.choice(("- ", "– ", "• ")))
    else:
        texts["activity"] = stock.activity(rng, long=long)
    if has_parts and axes.parts in ("label above", "of which"):
        label = "з них:" if axes.parts == "of which" else rng.choice(("у тому числі:", "в т.ч.:", "у т.ч.:"))
        texts["activity"] = f"{texts['activity'].rstrip('.;')}, {label}"
    if "deadline" in axes.texts:
        texts["deadline"] = stock.deadline(rng) if rng.random() < 0.95 else ""
    if "executor" in axes.texts:
        texts["executor"] = stock.executor(rng, long=long)
    if "result" in axes.texts:
        texts["result"] = _result(rng, axes)


def _result(rng: random.Random, axes: Axes) -> str:
    chance = rng.random()
    if chance < 0.12:
        return rng.choice(("", "-"))
    if axes.content == "lists" and chance < 0.4:
        return stock.listed(rng, lambda _: "Виконано", rng.choice(("- ", "– ")))
    if axes.content == "paragraphs" and chance < 0.6:
        return "\n".join(stock.result(rng).rstrip(".") + "." for _ in range(rng.choice((2, 3))))
    return stock.result(rng, long=axes.content == "long")


def _word_part(rng: random.Random, axes: Axes, above: DraftRow, row: DraftRow) -> None:
    text = rng.choice(stock.pieces(rng, 3))
    if axes.parts == "label in part" and above.role is not Role.PART:
        text = rng.choice(("у тому числі: ", "в т.ч. ", "у т.ч. ")) + text
    row.texts["activity"] = text


def _merge_executors(rng: random.Random, draft: Draft) -> None:
    """Some items share the executor's cell of the item above."""
    for above, row in zip(draft.rows, draft.rows[1:], strict=False):
        if above.role is row.role is Role.ITEM and rng.random() < 0.4:
            row.texts["executor"] = above.texts["executor"]
            row.merged_above = True
