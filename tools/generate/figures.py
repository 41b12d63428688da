"""Numbers as people print them, and the marks that stand where there is no number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tools.generate.truth import TrueAmount
from zvirka.schemas.report import State

_GROUPS = {
    "none": "",
    "space": " ",
    "no-break": "\u00a0",
    "thin": "\u2009",
    "narrow": "\u202f",
    "apostrophe": "'",
    "dot": ".",
}
NIL_MARKS = {
    "hyphen": "-",
    "en dash": "–",
    "em dash": "—",
    "blank": "",
    "zero": "0",
    "zeros": "0,0",
    "kha": "х",
    "x": "x",
    "words": "кошти не передбачені",
}
WORDS = ("кошти не передбачені", "в межах кошторису", "не потребує фінансування", "у межах наявних ресурсів")
_MINUS = {"hyphen": "-", "dash": "–", "minus": "−", "parentheses": "("}


@dataclass(frozen=True, slots=True)
class Figures:
    """How one document prints numbers. `trailing` tells what becomes of zeros at the end: fixed, stripped, mixed."""

    mark: str
    group: str
    decimals: int
    trailing: str
    minus: str
    nil: str
    zero: str
    plus: bool = False

    def print(self, value: Decimal, rng: random.Random, *, signed: bool = False) -> tuple[str, TrueAmount]:
        """The number as printed, and the amount that says. A `signed` one may have a plus."""
        shown = value.quantize(Decimal(1).scaleb(-self.decimals))
        strip = self.trailing == "stripped" or (self.trailing == "mixed" and rng.random() < 0.5)
        if strip and shown == shown.to_integral_value():
            shown = shown.to_integral_value()
        elif strip:
            shown = shown.normalize()
        text = self.written(shown)
        text = "+" + text if signed and self.plus and shown > 0 else text
        return text, TrueAmount(State.REPORTED, shown)

    def written(self, shown: Decimal) -> str:
        """A number with exactly its own decimals, in this document's notation."""
        whole, _, fraction = f"{abs(shown):f}".partition(".")
        groups: list[str] = []
        while len(whole) > 3:
            groups.insert(0, whole[-3:])
            whole = whole[:-3]
        text = _GROUPS[self.group].join([whole, *groups]) + (self.mark + fraction if fraction else "")
        if shown < 0:
            return f"({text})" if self.minus == "parentheses" else _MINUS[self.minus] + text
        return text

    def nothing(self, rng: random.Random) -> tuple[str, TrueAmount]:
        """What stands where there is no money, and its state."""
        kind = self.nil
        if kind == "mixed":
            kind = rng.choice(("hyphen", "blank", "zero"))
        if kind == "words":
            kind = "words" if rng.random() < 0.1 else "hyphen"
        text = rng.choice(WORDS) if kind == "words" else NIL_MARKS[kind]
        if kind == "zeros":
            text = text.replace(",", self.mark)
        return text, state_of(text, self.mark)

    def no_fact(self, rng: random.Random) -> tuple[str, TrueAmount]:
        """What stands for a fact of nothing beside a plan."""
        if self.zero == "decimals" and self.decimals:
            return self.print_fixed(Decimal(0))
        if self.zero == "nil" and NIL_MARKS.get(self.nil, "") in ("-", "–", "—"):
            return self.nothing(rng)
        return "0", TrueAmount(State.REPORTED, Decimal(0))

    def print_fixed(self, value: Decimal) -> tuple[str, TrueAmount]:
        """A number with all decimals of the document."""
        shown = value.quantize(Decimal(1).scaleb(-self.decimals))
        return self.written(shown), TrueAmount(State.REPORTED, shown)


def state_of(text: str, mark: str) -> TrueAmount:
    """The amount that one of the marks for nothing stands for."""
    if not text:
        return TrueAmount(State.BLANK)
    if text in ("-", "–", "—"):
        return TrueAmount(State.NIL)
    if text in ("х", "x"):
        return TrueAmount(State.NOT_APPLICABLE)
    if text[0] == "0":
        return TrueAmount(State.REPORTED, Decimal(text.replace(mark, ".")))
    return TrueAmount(State.UNREADABLE)


def draw_figures(rng: random.Random, decimals: Sequence[int]) -> Figures:
    """A notation as they are met: mostly a comma and a dash, sometimes anything else."""
    count = rng.choice(decimals)
    group = rng.choice(("none", "none", "none", "space", "no-break", "thin", "narrow", "apostrophe", "dot"))
    if group == "dot" and count == 0:
        group = "space"  # 1.234 alone could be a decimal as well: no reader could tell
    trailing = rng.choice(("fixed", "fixed", "stripped", "mixed"))
    mark = rng.choice((",", ",", ",", "."))
    if group == "dot" or (count == 3 and trailing != "fixed"):
        mark = ","
    return Figures(
        mark,
        group,
        count,
        "fixed" if group == "dot" else trailing,
        rng.choice(("hyphen", "hyphen", "dash", "minus", "parentheses")),
        rng.choice(
            ("hyphen",) * 5
            + ("en dash", "em dash", "blank", "blank", "zero", "zeros", "mixed", "words", "kha", "x")
        ),
        rng.choice(("plain", "plain", "decimals", "nil")),
        rng.random() < 0.1,
    )
