"""Findings of a document with what shows them: the rows and cells they speak of, and the file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zvirka.schemas.finding import CellRef, Finding
from zvirka.schemas.report import Amount, Row


@dataclass(frozen=True, slots=True)
class TableHead:
    """What stands above a table; `unit` is a `Unit` value or empty."""

    title: str
    period: str
    unit: str
    form: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Some findings of one document, all of one severity, in their order, with the ids they go by.

    `location` is where the file stood when it was last seen, `sha256` that of the content that was read. `rows` are
    those that the findings stand at or suspect, by table and index; `cells` are the amounts that their equations name.
    """

    path: str
    location: Path
    sha256: str
    format: str
    findings: tuple[Finding, ...]
    ids: tuple[str, ...]
    tables: Mapping[int, TableHead] = field(default_factory=dict)
    rows: Mapping[tuple[int, int], Row] = field(default_factory=dict)
    cells: Mapping[tuple[int, CellRef], Amount] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as documents.csv has it; its message as an English template and the values of its named fields."""

    path: str
    format: str
    status: str
    template: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    pages: int | None = None
    tables: int = 0
    rows: int = 0
    errors: int = 0
    warnings: int = 0
    present: bool = True
