"""The header of a table: a tree of heads over its columns, worded in many ways, laid out with merged cells."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.generate.draft import LOCAL, Draft
from tools.generate.layout import LINE_BREAK, LaidCell, LaidTable
from zvirka.schemas.report import Measure

_TEXT_HEADS = {
    "number": (("№ з/п", "№ п/п", "№", "№ з/п"), ("№ п/п", "№")),
    "activity": (
        ("Зміст заходу", "Назва заходу", "Найменування заходу", "Перелік заходів програми", "Заходи", "Назва об’єкта",
         "Найменування робіт", "Назва напряму діяльності (завдання), заходи"),
        ("Наименование мероприятия", "Содержание мероприятий"),
    ),
    "deadline": (("Термін виконання", "Строк виконання", "Термін реалізації заходу", "Строки"), ("Срок исполнения",
    "Сроки")),
    "executor": (("Виконавець", "Виконавці", "Відповідальний виконавець", "Відповідальні за виконання"),
    ("Исполнитель", "Ответственные")),
    "result": (
        ("Стан виконання", "Результати виконання", "Інформація про виконання", "Хід виконання заходу", "Примітки",
        "Досягнутий результат"),
        ("Состояние выполнения", "Примечание"),
    ),
    "label": (("Показник", "План/факт", "План / факт"), ("План/факт",)),
    "source": (("Джерела фінансування", "Джерело фінансування"), ("Источники финансирования",)),
}  # fmt: skip
SOURCE_HEADS = {
    "total": (("Всього", "Усього", "Разом", "Загальний обсяг"), ("Всего", "Итого")),
    "state_budget": (("Державний бюджет", "держбюджет", "кошти державного бюджету", "Держ. бюджет"),
    ("Государственный бюджет", "Госбюджет")),
    "oblast_budget": (("Обласний бюджет", "обл. бюджет", "кошти обласного бюджету"), ("Областной бюджет",)),
    "district_budget": (("Районний бюджет", "кошти районного бюджету"), ("Районный бюджет",)),
    "city_budget": (("Міський бюджет", "бюджет міста", "кошти міського бюджету"), ("Городской бюджет",
    "Бюджет города")),
    "local_budget": (("Бюджет громади", "Місцевий бюджет", "Бюджет ОТГ", "Сільський бюджет"), ("Местный бюджет",)),
    "local_budgets": (("Місцеві бюджети", "Кошти місцевих бюджетів", "Бюджети місцевого самоврядування"),
    ("Местные бюджеты",)),
    "general_fund": (("Загальний фонд", "загальний фонд", "Заг. фонд"), ("Общий фонд",)),
    "special_fund": (("Спеціальний фонд", "спеціальний фонд", "Спец. фонд"), ("Специальный фонд",)),
    "enterprises": (("Кошти підприємств", "підприємства", "Власні кошти підприємств"), ("Средства предприятий",)),
    "other_sources": (("Інші джерела", "інші джерела", "Кошти інших джерел", "Інші кошти, не заборонені законом"),
    ("Другие источники", "Прочие")),
}  # fmt: skip
_MEASURE_PAIRS = (
    (("План", "Факт"), ("Передбачено", "Профінансовано"), ("Затверджено", "Касові видатки"), ("Заплановано",
    "Виконано"), ("План", "Виконано")),
    (("План", "Факт"), ("Предусмотрено", "Профинансировано")),
)  # fmt: skip
_YEAR_HEADS = ("План на рік", "План на звітний період", "Факт")
_DEVIATIONS = ("Відхилення", "Відхилення (+/-)", "(+/-)")
_RESTS = ("Залишок", "Відхилення", "Недовикористано")
_PERCENTS = ("% виконання", "%", "Відсоток виконання")
_PLANNED = ("Обсяги фінансування", "Орієнтовний обсяг фінансування", "Передбачено коштів", "Обсяг коштів")
_CAPTIONS = (
    "Обсяги фінансування",
    "Витрати на реалізацію заходу",
    "Фінансування за джерелами",
    "Обсяг коштів",
)
_INCLUDED = ("у тому числі:", "в т.ч. за рахунок:", "у тому числі за джерелами:", "з них кошти:")
_SHORT = 5
"""Letters up to which a head is not turned on its side."""
_LATIN = str.maketrans("аеорсхіАЕОРСХІВМНКТ", "aeopcxiAEOPCXIBMHKT")


@dataclass(slots=True)
class Head:
    """A head over its children; without children it is a column's own. `kind` is a text column's or `money`.

    `columns` are the amounts that a cell under it holds: one, or plan and fact as a pair.
    """

    text: str
    kind: str = "money"
    columns: tuple[tuple[str, Measure], ...] = ()
    children: list[Head] = field(default_factory=list)

    def leaves(self) -> Iterator[Head]:
        """The columns below this head."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    @property
    def depth(self) -> int:
        """The rows that this head and those below it need."""
        return 1 + max((child.depth for child in self.children), default=0)


def draw_heads(rng: random.Random, draft: Draft, unit_words: str) -> list[Head]:
    """The heads of all columns of a table, in order."""
    axes = draft.axes
    russian = axes.language == "ru"
    heads = [Head(rng.choice(_TEXT_HEADS["number"][russian]), "number")] if axes.number == "column" else []
    for kind in axes.texts:
        if kind == "money":
            heads += _money(rng, draft, unit_words, russian)
        else:
            heads.append(Head(rng.choice(_TEXT_HEADS[kind][russian]), kind))
    if axes.heads != "whole":
        for head in heads:
            _spoil(rng, head, axes.heads)
    return heads


def _money(rng: random.Random, draft: Draft, unit_words: str, russian: bool) -> list[Head]:
    axes = draft.axes
    pair = rng.choice(_MEASURE_PAIRS[russian])
    names = {
        source: rng.choice(SOURCE_HEADS[source][russian])
        for source in draft.sources
        if source in SOURCE_HEADS
    }
    names.update({s: other_head(rng, draft, s) for s in draft.sources if s not in SOURCE_HEADS})
    words = dict(zip((Measure.PLAN, Measure.FACT), pair, strict=True))
    if axes.notation == "year":
        words = dict(zip(axes.measures, _YEAR_HEADS, strict=True))
    words[Measure.DEVIATION] = rng.choice(_RESTS if axes.sign > 0 else _DEVIATIONS)
    words[Measure.PERCENT] = rng.choice(_PERCENTS)
    before, heads, after = _by_notation(rng, draft, names, words)
    captions = _PLANNED if axes.notation == "plan" else _CAPTIONS
    caption = (
        rng.choice(captions)
        if axes.caption or axes.notation == "plan" or (axes.notation == "pair" and axes.pair != "words")
        else ""
    )
    if caption and axes.notation == "pair":
        caption += f" ({pair[0].lower()} / {pair[1].lower()})"
    if axes.unit_place == "caption":
        caption = f"{caption or _CAPTIONS[0]}, {unit_words}"
    elif axes.unit_place == "head":
        for head in heads:
            _with_unit(head, unit_words)
    if caption:
        heads = [Head(caption, children=heads)]
    return [*before, *heads, *after]


def other_head(rng: random.Random, draft: Draft, source: str) -> str:
    """The head of a year's column, or of a source that no form knows."""
    year = source.removeprefix("total_")
    return rng.choice((f"{year} рік", f"{year} р.", year)) if year.isdigit() else draft.unknown_head


def _with_unit(head: Head, unit_words: str) -> None:
    leaf = next(head.leaves()) if head.children and len(head.children) == 1 else head
    leaf.text = f"{leaf.text.rstrip(':')}, {unit_words}"


def _by_notation(
    rng: random.Random, draft: Draft, names: dict[str, str], words: dict[Measure, str]
) -> tuple[list[Head], list[Head], list[Head]]:
    """Heads before the money, of the money, and of deviation and percent after it."""
    axes, russian = draft.axes, draft.axes.language == "ru"
    extras = [m for m in (Measure.DEVIATION, Measure.PERCENT) if any(c[1] is m for c in draft.columns)]
    after = [] if axes.extra_each else [Head(words[m], columns=(("total", m),)) for m in extras]
    if axes.notation in ("rows", "source_rows"):
        kind = "label" if axes.notation == "rows" else "source"
        before = [Head(rng.choice(_TEXT_HEADS[kind][russian]), kind)]
        if kind == "source":
            return before, [Head(words[m], columns=((m.value, m),)) for m in axes.measures], []
        return (
            before,
            _grouped(
                rng,
                draft,
                [Head(names[s], columns=((s, m),)) for s in draft.sources for m in (Measure.PLAN,)],
            ),
            [],
        )
    if axes.notation == "blocks":
        each = [*axes.measures, *(extras if axes.extra_each else [])]
        heads = [
            Head(words[m], children=[Head(names[s], columns=((s, m),)) for s in draft.sources]) for m in each
        ]
        return [], heads, after
    each = [*axes.measures, *(extras if axes.extra_each else [])]
    if axes.notation in ("pair", "plan"):
        heads = [Head(names[s], columns=tuple((s, m) for m in axes.measures)) for s in draft.sources]
    else:
        heads = [
            Head(names[s], children=[Head(words[m], columns=((s, m),)) for m in each]) for s in draft.sources
        ]
    return [], _grouped(rng, draft, heads), after


def _grouped(rng: random.Random, draft: Draft, heads: list[Head]) -> list[Head]:
    """The sources with «місцевих бюджетів» over the local ones and «у тому числі» over all but the total."""
    axes = draft.axes
    by_source = dict(zip(draft.sources, heads, strict=True))
    if axes.group != "none":
        members = [by_source[s] for s in draft.sources if s in LOCAL]
        under = list(members)
        if axes.group == "column":
            by_source["local_budgets"].text = rng.choice(("всього", "разом"))
            under.insert(0, by_source["local_budgets"])
        over = Head(rng.choice(("місцевих бюджетів:", "Місцеві бюджети", "місцеві бюджети")), children=under)
        at = min(heads.index(h) for h in under)
        heads = [h for h in heads if h not in under]
        heads.insert(at, over)
    if axes.included and axes.total_column == "first" and len(heads) > 2:
        label = "у тому числі по роках:" if axes.family == "years" else rng.choice(_INCLUDED)
        heads = [heads[0], Head(label, children=heads[1:])]
    return heads


def _spoil(rng: random.Random, head: Head, how: str) -> None:
    """Words of a head broken over lines by hand, or with Latin letters that look Cyrillic."""
    for child in head.children:
        _spoil(rng, child, how)
    if how == "look-alike" and rng.random() < 0.5:
        head.text = head.text.translate(_LATIN)
    elif how == "broken" and not head.children and " " not in head.text and len(head.text) > 7:
        cut = rng.randint(3, len(head.text) - 3)
        head.text = head.text[:cut] + rng.choice(("-", "")) + LINE_BREAK + head.text[cut:]


def lay_header(table: LaidTable, heads: list[Head], *, turned: bool = False) -> None:
    """Appends the header's rows to the table: a head covers its children, a column's own head all rows left."""
    depth = max(head.depth for head in heads)
    column = 0
    for head in heads:
        column = _lay(table, head, column, 0, depth, turned)
    table.rows = depth
    table.cells.sort(key=lambda cell: (cell.row, cell.column))


def _lay(table: LaidTable, head: Head, column: int, row: int, depth: int, turned: bool) -> int:
    width = sum(1 for _ in head.leaves())
    rows = 1 if head.children else depth - row
    upright = not turned or bool(head.children) or head.kind != "money" or len(head.text) < _SHORT
    table.cells.append(LaidCell(row, column, head.text, rows, width, align="center", turned=not upright))
    at = column
    for child in head.children:
        at = _lay(table, child, at, row + 1, depth, turned)
    return column + width
