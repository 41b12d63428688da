"""What stands on the pages of one source file, before any meaning.

Units: points; the origin is the top left corner of the page as it is displayed (rotation applied).
Pages, text lines and physical table rows count from 1; grid rows and columns count from 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Box(NamedTuple):
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float


class Format(StrEnum):
    """What a file is, told by its content."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"


class Break(StrEnum):
    """What is known of the end of a line."""

    SOFT = "soft"  # the layout broke the line: a space, nothing or a kept hyphen
    LINE = "line"  # the author broke the line (w:br, a newline in a spreadsheet cell)
    PARAGRAPH = "paragraph"  # the author ended the paragraph


class GridKind(StrEnum):
    """What the cells of a grid were told from."""

    RULES = "rules"  # drawn rules on a page
    ALIGNMENT = "alignment"  # alignment and gaps, in a PDF or in a dump by position
    CELLS = "cells"  # the format itself has cells (DOCX)
    FRAMES = "frames"  # frames of characters, or tabs, in text


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (in DOCX: one stretch between breaks) with its place.

    `text` is what stands there: inner spaces and a space at the end are kept where the source has them.
    `number` is the line in a text dump or the physical table row in DOCX.
    """

    text: str
    page: int = 1
    box: Box | None = None
    number: int | None = None
    end: Break = Break.SOFT


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; a merged cell stands once, at its first row and column."""

    row: int
    column: int
    lines: tuple[Line, ...] = ()
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None

    @property
    def text(self) -> str:
        """The lines as they stand, with their line breaks."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Grid:
    """One physical table: on one page of a PDF, or a whole table of a DOCX or text file.

    `cells` are in row-major order and do not overlap; an empty cell is there, with no lines (a long document may
    keep them packed and make them when they are read: equal ones, not the same). `header_rows` is
    the number of leading rows that the format itself marks as repeated header (DOCX), else None.
    `column_edges` are the x of the columns' borders (`columns` + 1 of them), where there is geometry. `sure_heads`: in
    a grid told from alignment, each head over several columns stands in the middle of them, and of no others nearly so.
    `sure_cells`: no amount of such a grid could as well stand in another cell, or be half of one.
    """

    rows: int
    columns: int
    cells: Sequence[Cell]
    kind: GridKind
    page: int = 1
    box: Box | None = None
    header_rows: int | None = None
    column_edges: tuple[float, ...] | None = None
    sure_heads: bool = False
    sure_cells: bool = True


@dataclass(frozen=True, slots=True)
class Prose:
    """Text outside of tables, in reading order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """Text whose tables, if any, have no grid: lines in the dump's order, blank lines kept as empty text."""

    lines: tuple[Line, ...]


Block: TypeAlias = Grid | Prose | Stream


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of the source that could not be read, or only by recovery.

    `rule` is the finding it becomes (`lost_page`, `unplaced_text`) or "note"; `template` is an English message with
    named fields for `values`.
    """

    rule: str
    template: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as read. `name` is the file's name, for messages; `sha256` is that of its bytes."""

    name: str
    sha256: str
    format: Format
    pages: int
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...] = ()


class UnreadableDocument(Exception):
    """A file that cannot be read at all: no such format, a password, no text layer, damaged beyond recovery.

    `template` is an English sentence with named fields for `values`: what is wrong and what to do, without the path.
    """

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (_unreadable, (self.template, self.values))


def _unreadable(template: str, values: dict[str, str | int]) -> UnreadableDocument:
    # an exception with keyword arguments does not unpickle by itself, and this one crosses processes
    return UnreadableDocument(template, **values)
