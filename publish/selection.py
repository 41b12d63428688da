"""A part of an archive: documents with findings, tables of one period or form, one path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, or_, select, table, tuple_

from zvirka.schemas.columns import DOCUMENTS, TABLES

_OF_DOCUMENTS = ("document_id", "path", "format", "status", "present")
_OF_TABLES = (
    "section",
    "title",
    "period",
    "period_start",
    "period_end",
    "unit",
    "form",
    "council",
    "programme",
)
KEYS = (*_OF_DOCUMENTS, *_OF_TABLES)
"""The columns that a part may be chosen by: of documents, then of tables."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted: (column, value) pairs that must all hold; `only_findings` leaves out documents without them."""

    where: tuple[tuple[str, str], ...] = ()
    only_findings: bool = False

    def conditions(self, view: str) -> list[ColumnElement[bool]]:
        """What a row of the view must fulfil."""
        found: list[ColumnElement[bool]] = []
        of_documents = [(key, value) for key, value in self.where if key in _OF_DOCUMENTS]
        of_tables = [(key, value) for key, value in self.where if key in _OF_TABLES]
        if self.only_findings:
            of_documents.append(("status", "findings"))
        if of_documents:
            found.append(_of_documents(view, of_documents))
        if of_tables:
            found.append(_of_tables(view, of_tables))
        return found


def _of_documents(view: str, wanted: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    holds = and_(*(column(key) == value for key, value in wanted))
    if view == "documents":
        return holds
    ids: Select[Any] = select(column("document_id")).select_from(_from("documents", DOCUMENTS)).where(holds)
    return column("document_id").in_(ids)


def _of_tables(view: str, wanted: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    holds = and_(*(column(key) == value for key, value in wanted))
    if view == "tables":
        return holds
    of_tables = _from("tables", TABLES)
    ids: Select[Any] = select(column("document_id")).select_from(of_tables).where(holds)
    if view == "documents":
        return column("document_id").in_(ids)
    place: tuple[ColumnElement[Any], ...] = (column("document_id"), column("table"))
    at_tables = tuple_(*place).in_(select(*place).select_from(of_tables).where(holds))
    if view != "findings":
        return at_tables
    # what is found of the document as a whole belongs to each of its tables
    return or_(at_tables, and_(column("table").is_(None), column("document_id").in_(ids)))


def _from(view: str, columns: Sequence[Any]) -> Any:
    return table(view, *(column(c.name) for c in columns))
