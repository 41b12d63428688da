"""The table between reading and meaning: columns that are understood, cells that are not parsed yet.

Both ways into a table end here: grids (PDF, DOCX, dumps by position or with frames) and streams without a grid.
What follows (logical rows, roles, amounts, text fields) is the same for both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zvirka.schemas.document import Box, Line
from zvirka.schemas.finding import Finding
from zvirka.schemas.form import Form
from zvirka.schemas.report import Measure, Placement, Relation


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table. `kind` is a text column of the form, `money`, or `other` (text no form knows).

    A money column has a source and its measures: one, or plan and fact where a cell holds a pair. `head` is the
    header text of the column, from the top; `unit` the unit its own head states, if it does.
    """

    index: int
    kind: str
    head: str
    source: str = ""
    measures: tuple[Measure, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RoughCell:
    """What stands in one column of one row: its lines as printed, and how it came to the column.

    `candidates` describes the other columns it could belong to, where the placement is ambiguous. `repeats` is set
    on the rows after the first that a merged cell covers. `width` is what a line of the column can hold, in points, or
    in letters if lines have no boxes; `box` is the cell's own, where it has one. `whole` is the text of the source's
    cell where this one is a piece of it.
    """

    lines: tuple[Line, ...] = ()
    placement: Placement = Placement.CELL
    candidates: tuple[str, ...] = ()
    repeats: bool = False
    width: float | None = None
    box: Box | None = None
    whole: str = ""

    @property
    def text(self) -> str:
        """The lines as they stand, with their line breaks."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class RoughRow:
    """One row; `cells` by column index. A column that is not there is blank. `wide` is a cell merged over the row."""

    cells: dict[int, RoughCell]
    page: int = 1
    line: int | None = None
    wide: RoughCell | None = None


@dataclass(frozen=True, slots=True)
class RoughTable:
    """One logical table over all its pages, and the prose lines that stand above it (its heading).

    `by_position`: the columns are told from alignment alone; `framed`: from frames or tabs in a text. `levels` is the
    depth of the header. `strays` are lines among the rows that stand in no cell and look like pieces of rows.
    `sure_heads`, `sure_cells`: see `Grid`.
    """

    form: Form
    columns: tuple[Column, ...]
    rows: tuple[RoughRow, ...]
    before: tuple[Line, ...]
    header: tuple[Line, ...]
    first_page: int
    last_page: int
    relations: tuple[Relation, ...] = ()
    doubts: tuple[Finding, ...] = field(default=())
    by_position: bool = False
    framed: bool = False
    levels: int = 1
    strays: tuple[Line, ...] = ()
    sure_heads: bool = False
    sure_cells: bool = True
