"""The axes on which documents differ, and one point on them drawn at random."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace

from tools.generate.around import PERIODS
from tools.generate.figures import Figures, draw_figures
from zvirka.schemas.report import Measure, Unit

_WIDE = ("sub", "blocks", "year")
_LONE = ("pair", "sub", "blocks", "rows", "source_rows", "plan", "year")
"""Notations of plan and fact; `year` has the year's plan, the period's, and the fact under each source."""
_LOCAL = (
    ("oblast_budget", "city_budget"),
    ("oblast_budget", "city_budget"),
    ("district_budget", "city_budget"),
    ("oblast_budget", "local_budget"),
    ("local_budgets",),
    ("local_budget",),
    ("city_budget",),
)
"""How the local budgets stand in a table."""


@dataclass(frozen=True, slots=True)
class Axes:
    """One kind of document. `sources` are the money columns that add up, without total and group.

    `notation`: how plan and fact stand; `extra`: deviation and percent columns; `group`: how the local budgets stand
    together (a `head` over them, a `column` of their own); `depth` comes of caption, «у тому числі» and group.
    `texts` are the text columns in order, `money` among them where the money columns stand.
    """

    family: str
    language: str
    notation: str
    pair: str
    extra: str
    extra_each: bool
    sign: int
    sources: tuple[str, ...]
    unknown: bool
    total_column: str
    group: str
    caption: bool
    included: bool
    numbers_row: str
    heads: str
    number: str
    numbering: str
    texts: tuple[str, ...]
    merged: bool
    unit: Unit
    unit_place: str
    figures: Figures
    items: int
    sections: int
    section_row: str
    subtotals: str
    total: str
    total_label: str
    total_marks: str
    parts: str
    content: str
    period: str
    tables: int
    split: str
    rules: str
    end_spaces: bool
    fill: float
    overspent: bool
    encoding: str
    word_lists: bool = False
    blank_rows: bool = False
    lone: bool = False
    turned: bool = False
    running: bool = False
    signature: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that every source has, but for deviation and percent."""
        if self.notation == "plan":
            return (Measure.PLAN,)
        if self.notation == "year":
            return (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT)
        return (Measure.PLAN, Measure.FACT)

    def labels(self) -> dict[str, str]:
        """Axis and value in words, for tables of rates."""
        plain = {f.name: str(getattr(self, f.name)) for f in fields(self) if f.name not in _NO_LABEL}
        figures = self.figures
        plain["decimal mark"], plain["group mark"] = figures.mark, figures.group
        plain["nil"], plain["zeros at the end"] = figures.nil, figures.trailing
        plain["text columns"] = " ".join(t for t in self.texts if t != "money")
        plain["money last"] = str(self.texts[-1] == "money")
        plain["unit"] = self.unit.value
        return plain


_NO_LABEL = frozenset(("figures", "sources", "texts", "items", "fill", "unit", "sign"))


def draw_axes(rng: random.Random, late: random.Random) -> Axes:
    """A point on all axes, with those ruled out that do not go together.

    What was added later is drawn with `late`, so that the documents of a seed stay mostly what they were.
    """
    return _with_rarities(late, _draw_common(rng))


def _with_rarities(rng: random.Random, axes: Axes) -> Axes:
    years = axes.family == "activity" and axes.notation in ("pair", "sub", "plan") and rng.random() < 0.08
    if years:
        first = rng.randint(2014, 2019)
        sources = tuple(f"total_{first + i}" for i in range(rng.choice((2, 3))))
        axes = replace(
            axes, family="years", sources=sources, unknown=False, group="none", extra="none", extra_each=False
        )
    if axes.number == "none" and axes.figures.nil in ("blank", "mixed"):
        # an item that has neither a number nor amounts could not be told from a heading
        axes = replace(axes, figures=replace(axes.figures, nil="hyphen"))
    if axes.parts == "label above" and rng.random() < 0.4:
        axes = replace(axes, parts="label row")
    return replace(
        axes,
        word_lists=rng.random() < 0.25,
        blank_rows=rng.random() < 0.06,
        lone=axes.notation == "pair" and axes.pair != "words" and rng.random() < 0.06,
        turned=rng.random() < 0.12,
        running=rng.random() < 0.15,
        signature=rng.random() < 0.3,
    )


def _draw_common(rng: random.Random) -> Axes:
    family = rng.choice(("activity",) * 6 + ("funds", "passport"))
    notation = "blocks" if family == "passport" else rng.choice(_LONE + ("pair",) * 4 + ("sub",) * 2)
    extra = "deviation" if family == "passport" else _extra(rng, notation)
    sources, unknown = _sources(rng, family, notation)
    total_column = "last" if family == "passport" else rng.choice(("first",) * 7 + ("last", "none", "none"))
    if extra != "none" and total_column == "none":
        total_column = "first"
    each = family == "passport" or (
        extra != "none" and notation in ("sub", "blocks") and len(sources) <= 2 and rng.random() < 0.5
    )
    local = sum(s in ("oblast_budget", "district_budget", "city_budget") for s in sources)
    group = rng.choice(("none", "head", "head", "column")) if local == 2 and notation == "pair" else "none"
    sections = rng.choice((0, 0, 0, 2, 3))
    unit = (
        Unit.UAH
        if family == "passport"
        else rng.choice((Unit.THOUSAND_UAH,) * 4 + (Unit.UAH, Unit.MILLION_UAH))
    )
    number = rng.choice(("inside", "inside", "column", "column", "none"))
    return Axes(
        family=family,
        language="ru" if rng.random() < 0.06 else "uk",
        notation=notation,
        pair=rng.choice(("spaced", "spaced", "spaced", "tight", "broken", "broken after", "words", "half")),
        extra=extra,
        extra_each=each,
        sign=rng.choice((1, -1)),
        sources=sources,
        unknown=unknown,
        total_column=total_column,
        group=group,
        caption=rng.random() < 0.6,
        included=total_column == "first" and rng.random() < 0.5,
        numbers_row=rng.choice(("none", "none", "plain", "plain", "repeated", "formulas")),
        heads=rng.choice(("whole", "whole", "whole", "broken", "look-alike")),
        number=number,
        numbering=rng.choice(("1.", "1.", "1)", "1", "1.1.")) if number != "none" else "none",
        texts=_texts(rng, family),
        merged=rng.random() < 0.15,
        unit=unit,
        unit_place=rng.choice(("title", "line", "line", "caption", "head")),
        figures=draw_figures(
            rng, {Unit.UAH: (0, 2, 2), Unit.THOUSAND_UAH: (0, 1, 1, 1, 2, 3)}.get(unit, (1, 2, 3))
        ),
        items=rng.choice((3, 5, 7, 9, 12, 16, 24)),
        sections=sections,
        section_row=rng.choice(("merged", "merged", "plain")),
        subtotals=rng.choice(("none", "after", "after", "before")) if sections else "none",
        total=rng.choice(("last",) * 6 + ("first", "both", "none")),
        total_label=rng.choice(("caps", "plain", "plain", "programme", "spaced", "none")),
        total_marks=rng.choice(("", "", "х", "-")),
        # without numbers nothing tells where the parts of an item end and the next item begins
        parts=rng.choice(("none",) * 6 + ("label above", "label in part", "of which"))
        if number != "none"
        else "none",
        content=rng.choice(("short", "short", "long", "lists", "paragraphs")),
        period=rng.choice(list(PERIODS)),
        tables=2 if rng.random() < 0.2 else 1,
        split=rng.choice(("none", "none", "none", "page", "two tables", "two tables with head")),
        rules=rng.choice(("ruled", "ruled", "ruled", "partly", "unruled", "horizontal", "frame")),
        end_spaces=rng.random() < 0.6,
        fill=rng.choice((0.25, 0.4, 0.7)),
        overspent=rng.random() < 0.05,
        encoding=rng.choice(
            ("utf-8",) * 6 + ("utf-8-sig", "cp1251", "cp1251", "koi8-u", "cp866", "utf-16", "mojibake")
        ),
    )


def _extra(rng: random.Random, notation: str) -> str:
    if notation in ("plan", "rows", "source_rows"):
        return "none"
    return rng.choice(("none", "none", "none", "deviation", "percent", "both"))


def _sources(rng: random.Random, family: str, notation: str) -> tuple[tuple[str, ...], bool]:
    """The sources that add up, in order, and whether one of them is known to no form."""
    if family != "activity":
        return ("general_fund", "special_fund"), False
    most = {"pair": 6, "plan": 6, "rows": 5, "source_rows": 5, "sub": 4, "blocks": 3, "year": 2}[notation]
    local = rng.choice(_LOCAL)
    chosen = ["state_budget", *local, "enterprises", "other_sources"]
    while len(chosen) > most or (len(chosen) > 2 and rng.random() < 0.2):
        chosen.remove(rng.choice(chosen))
    unknown = len(chosen) < most and rng.random() < 0.12
    if rng.random() < 0.15:
        rng.shuffle(chosen)
    return tuple(chosen), unknown


def _texts(rng: random.Random, family: str) -> tuple[str, ...]:
    if family == "passport":
        return ("activity", "money")
    others = [
        c for c, share in (("deadline", 0.75), ("executor", 0.75), ("result", 0.8)) if rng.random() < share
    ]
    before = [c for c in others if c != "result"]
    after = [c for c in others if c == "result"]
    if rng.random() < 0.25:
        rng.shuffle(others)
        cut = rng.randint(0, len(others))
        before, after = others[:cut], others[cut:]
    return ("activity", *before, "money", *after)
