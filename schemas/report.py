"""What a document means: tables of typed rows.

Amounts are exact decimals in the table's unit, with the decimals that are printed. Rows count from 1 through a
table, sections, parts and sum lines included. A `source` is one of `SOURCES` or an id made of a column's own header.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zvirka.schemas.document import Box, Format
from zvirka.schemas.finding import Finding

SOURCES = (
    "total",
    "state_budget",
    "oblast_budget",
    "district_budget",
    "city_budget",
    "local_budget",
    "local_budgets",
    "general_fund",
    "special_fund",
    "development_budget",
    "enterprises",
    "other_sources",
)
"""The known sources, in the order of the columns of activities.csv."""


class Role(StrEnum):
    """What a row does in its table."""

    ITEM = "item"
    PART = "part"
    SECTION = "section"
    TOTAL = "total"
    SUBTOTAL = "subtotal"


class Measure(StrEnum):
    """What a number says; the order is that of the CSV columns."""

    PLAN_YEAR = "plan_year"
    PLAN = "plan"
    FACT = "fact"
    DEVIATION = "deviation"
    PERCENT = "percent"


class State(StrEnum):
    """What stands where an amount may stand."""

    REPORTED = "reported"
    NIL = "nil"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


class Placement(StrEnum):
    """How an amount came to its column."""

    CELL = "cell"
    POSITION = "position"
    TEXT = "text"
    ARITHMETIC = "arithmetic"
    AMBIGUOUS = "ambiguous"


class Unit(StrEnum):
    """The unit of a table's amounts."""

    UAH = "UAH"
    THOUSAND_UAH = "thousand UAH"
    MILLION_UAH = "million UAH"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; `line` is the line of a text dump or the physical table row in DOCX."""

    page: int = 1
    box: Box | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """One (row, source, measure). `value` is there exactly when `state` is `reported`."""

    source: str
    measure: Measure
    state: State
    value: Decimal | None
    raw: str
    placement: Placement
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One logical row. Text fields are empty where there is nothing.

    `parent` is, for a part, the index of the row it is a part of; `exhaustive` is False for parts under «з них»,
    which need not add up to their parent. `level` orders sum lines and numbered items (0 is outermost).
    """

    index: int
    role: Role
    number: str
    activity: str
    deadline: str
    executor: str
    result: str
    amounts: tuple[Amount, ...]
    place: Place
    parent: int | None = None
    exhaustive: bool = True
    level: int = 0

    def amount(self, source: str, measure: Measure) -> Amount | None:
        """The amount of one source and measure, if the form has it."""
        for amount in self.amounts:
            if amount.source == source and amount.measure is measure:
                return amount
        return None


class RelationKind(StrEnum):
    """How the terms of a relation give its target."""

    SUM = "sum"  # target = the signed sum of the terms
    DEVIATION = "deviation"  # target = first - second, or second - first, settled once per table
    PERCENT = "percent"  # target = 100 * first / second


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of a relation; `sign` is 1 or -1."""

    source: str
    measure: Measure
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation that holds within each row with amounts. `rule` is the finding a breach of it becomes.

    `origin` says where the equation comes from: the form, or the formula that the document prints.
    """

    rule: str
    kind: RelationKind
    source: str
    measure: Measure
    terms: tuple[Term, ...]
    origin: str = "form"


@dataclass(frozen=True, slots=True)
class Table:
    """One logical table, however many pages it runs over.

    `columns` lists the (source, measure) pairs in the order in which they stand; every row but a section has an
    amount for each. `relations` are the equations within a row; those between rows follow from the rows' roles.
    """

    index: int
    section: str
    title: str
    period: str
    period_start: date | None
    period_end: date | None
    unit: Unit | None
    form: str
    first_page: int
    last_page: int
    columns: tuple[tuple[str, Measure], ...]
    rows: tuple[Row, ...]
    relations: tuple[Relation, ...]
    council: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One document, understood. `doubts` are the findings that reading itself made (unreadable, unplaced, lost)."""

    name: str
    sha256: str
    format: Format
    pages: int
    tables: tuple[Table, ...]
    doubts: tuple[Finding, ...] = ()
    unmatched: tuple[str, ...] = ()
    """For each table with money columns that no form fits: what was seen of its header."""

    @property
    def document_id(self) -> str:
        """The first 16 hex digits of the content's SHA-256."""
        return self.sha256[:16]
