"""The views of the store: one for each CSV file, named, columned and ordered like it.

`activities` has columns for the sources that there are amounts of, so the views are made anew when those change.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
    text,
)

from zvirka.archive.schema import CONTENT, KNOWN_PATH, PARTS
from zvirka.schemas.columns import VIEWS, columns_of, money_columns
from zvirka.schemas.finding import Severity
from zvirka.schemas.report import Measure

_TABLE, _ROW, _AMOUNT, _FINDING = (PARTS[kind].c for kind in ("table", "row", "amount", "finding"))
_PATH, _CONTENT = KNOWN_PATH.c, CONTENT.c


def make_views(connection: Connection) -> None:
    """Make the views anew, with the columns that the archive's amounts need."""
    drop_views(connection)
    money = money_columns(_present_pairs(connection))
    for view in VIEWS:
        query = str(_query(view, money).compile(connection, compile_kwargs={"literal_binds": True}))
        # driver-level: the text is final, and a % or : in it means nothing
        connection.exec_driver_sql(f'CREATE VIEW "{view}" AS {query}')


def drop_views(connection: Connection) -> None:
    """Drop the views; the tables under them can then be changed."""
    for view in VIEWS:
        connection.execute(text(f'DROP VIEW IF EXISTS "{view}"'))


def _present_pairs(connection: Connection) -> set[tuple[str, str]]:
    found = connection.execute(select(_AMOUNT.source, _AMOUNT.measure).distinct())
    return {(source, measure) for source, measure in found}


def _query(view: str, money: Collection[tuple[str, Measure]]) -> Select[Any]:
    query, values = {
        "documents": _documents,
        "tables": _tables,
        "activities": lambda: _activities(money),
        "amounts": _amounts,
        "findings": _findings,
    }[view]()
    columns = [values[column.name].label(column.name) for column in columns_of(view, money)]
    return query.with_only_columns(*columns, maintain_column_froms=True)


_Query = tuple[Select[Any], dict[str, ColumnElement[Any]]]


def _of_first_path(kind: str) -> Select[Any]:
    """The records of a kind, each with its content and that content's first path, by path."""
    part = PARTS[kind]
    return (
        select(null())
        .select_from(KNOWN_PATH.join(CONTENT, _CONTENT.sha256 == _PATH.sha256).join(part))
        .where(_PATH.is_first)
        .order_by(_PATH.path)
    )


def _common() -> dict[str, ColumnElement[Any]]:
    return {"document_id": _CONTENT.document_id, "path": _PATH.path}


def _documents() -> _Query:
    doubtful = exists().where(
        _FINDING.content_id == _CONTENT.content_id,
        _FINDING.severity.in_([Severity.ERROR.value, Severity.WARNING.value]),
    )
    status = case((and_(_CONTENT.status == "consistent", doubtful), "findings"), else_=_CONTENT.status)
    query = (
        select(null())
        .select_from(KNOWN_PATH.outerjoin(CONTENT, _CONTENT.sha256 == _PATH.sha256))
        .where(or_(_CONTENT.content_id.is_not(None), _PATH.template != ""))
        .order_by(_PATH.path)
    )
    return query, {
        "document_id": func.coalesce(_CONTENT.document_id, ""),
        "path": _PATH.path,
        "format": func.coalesce(_CONTENT.format, ""),
        "pages": _CONTENT.pages,
        "tables": func.coalesce(_CONTENT.tables, 0),
        "rows": func.coalesce(_CONTENT.rows, 0),
        "errors": _counted(Severity.ERROR),
        "warnings": _counted(Severity.WARNING),
        "status": func.coalesce(status, "failed"),
        "message": func.coalesce(_CONTENT.message, _PATH.message),
        "present": case((_PATH.present, "true"), else_="false"),
    }


def _counted(severity: Severity, *at: ColumnElement[bool]) -> ColumnElement[Any]:
    return (
        select(func.count())
        .select_from(PARTS["finding"])
        .where(_FINDING.content_id == _CONTENT.content_id, _FINDING.severity == severity.value, *at)
        .scalar_subquery()
    )


def _tables() -> _Query:
    at = _FINDING.table_no == _TABLE.table_no
    return _of_first_path("table").order_by(_TABLE.table_no), {
        **_named(PARTS["table"].c),
        **_common(),
        "errors": _counted(Severity.ERROR, at),
        "warnings": _counted(Severity.WARNING, at),
    }


def _activities(money: Collection[tuple[str, Measure]]) -> _Query:
    query = _of_first_path("row").join(
        PARTS["table"], and_(_TABLE.content_id == _ROW.content_id, _TABLE.table_no == _ROW.table_no)
    )
    return query.order_by(_ROW.table_no, _ROW.row_no), {
        **_named(PARTS["row"].c),
        **_common(),
        "unit": _TABLE.unit,
        **{f"{source}_{measure}": _value(source, measure) for source, measure in money},
    }


def _value(source: str, measure: Measure) -> ColumnElement[Any]:
    return (
        select(_AMOUNT.value)
        .where(
            _AMOUNT.content_id == _ROW.content_id,
            _AMOUNT.table_no == _ROW.table_no,
            _AMOUNT.row_no == _ROW.row_no,
            _AMOUNT.source == source,
            _AMOUNT.measure == measure.value,
        )
        .order_by(_AMOUNT.position)
        .limit(1)
        .scalar_subquery()
    )


def _amounts() -> _Query:
    query = (
        _of_first_path("amount")
        .join(
            PARTS["row"],
            and_(
                _ROW.content_id == _AMOUNT.content_id,
                _ROW.table_no == _AMOUNT.table_no,
                _ROW.row_no == _AMOUNT.row_no,
            ),
        )
        .join(
            PARTS["table"], and_(_TABLE.content_id == _AMOUNT.content_id, _TABLE.table_no == _AMOUNT.table_no)
        )
        .order_by(_AMOUNT.table_no, _AMOUNT.row_no, _AMOUNT.position)
    )
    return query, {
        **_named(PARTS["amount"].c),
        **_common(),
        "role": _ROW.role,
        "number": _ROW.number,
        "unit": _TABLE.unit,
    }


def _findings() -> _Query:
    query = _of_first_path("finding").order_by(
        func.coalesce(_FINDING.table_no, 0),
        func.coalesce(_FINDING.row_no, 0),
        _FINDING.rule,
        _FINDING.source,
        _FINDING.measure,
        _FINDING.position,
    )
    return query, {**_named(PARTS["finding"].c), **_common()}


def _named(columns: Any) -> dict[str, ColumnElement[Any]]:
    """The columns of a part by the names they have outside."""
    return {{"table_no": "table", "row_no": "row"}.get(c.name, c.name): c for c in columns}


__all__ = ["drop_views", "make_views"]
