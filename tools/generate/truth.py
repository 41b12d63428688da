"""What a drawn document says: the records that a reader must find, cell by cell, and the mistake put into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from zvirka.schemas.report import Measure, Role, State, Unit

Column = tuple[str, Measure]

LIST_MARKS = ("- ", "– ", "• ")
"""What a list item begins with, in any notation; the truth has the first."""


class Place(NamedTuple):
    """An amount of a document: the table and the row, from 1, the source and the measure."""

    table: int
    row: int
    source: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class TrueAmount:
    """An amount as printed: `value` has the decimals that are printed, and is there exactly when reported."""

    state: State
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A logical row, its texts as activities.csv has them. `warned` rows have a cell that earns a warning."""

    role: Role
    number: str
    activity: str
    deadline: str
    executor: str
    result: str
    amounts: Mapping[Column, TrueAmount]
    warned: bool = False


@dataclass(frozen=True, slots=True)
class TrueTable:
    """A logical table with what stands around it."""

    section: str
    title: str
    period: str
    period_start: date | None
    period_end: date | None
    unit: Unit
    columns: tuple[Column, ...]
    rows: tuple[TrueRow, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum that holds in a consistent document: the target is the signed sum of the terms."""

    rule: str
    target: Place
    terms: tuple[tuple[Place, int], ...]


@dataclass(frozen=True, slots=True)
class PutIn:
    """One mistake put in on purpose: the cell, what stands there, what should, and the sums that break."""

    place: Place
    cause: str
    printed: Decimal
    right: Decimal
    broken: frozenset[tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class Truth:
    """A whole document. `mistake` is None exactly when the document is consistent."""

    tables: tuple[TrueTable, ...]
    equations: tuple[Equation, ...]
    council: str = ""
    mistake: PutIn | None = None

    @property
    def consistent(self) -> bool:
        """Whether every sum holds."""
        return self.mistake is None


def true_text(printed: str) -> str:
    """The text of a cell as activities.csv has it: paragraphs joined by spaces, list items on lines of their own."""
    text = ""
    for paragraph in printed.replace("\v", " ").split("\n"):
        piece = " ".join(paragraph.split())
        mark = next((m for m in LIST_MARKS if piece.startswith(m)), None)
        if mark is not None:
            text += ("\n" if text else "") + LIST_MARKS[0] + piece[len(mark) :]
        elif piece:
            text += (" " if text else "") + piece
    return text
