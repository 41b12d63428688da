"""Findings with their place: the row, the amount, where it stands on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Place, Row, Table
from zvirka.sums import Spot


def at_spot(
    table: Table, rows: Mapping[int, Row], spot: Spot, rule: str, severity: Severity, **more: Any
) -> Finding:
    """A finding at one cell of a table; `more` are the other fields of the finding."""
    row = rows[spot.row]
    amount = row.amount(spot.source, spot.measure)
    place = amount.place if amount is not None else row.place
    return Finding(
        rule,
        severity,
        table=table.index,
        row=row.index,
        role=row.role.value,
        number=row.number,
        source=spot.source,
        measure=spot.measure.value,
        **_of_place(place),
        **more,
    )


def at_row(table: Table, row: Row, rule: str, severity: Severity, **more: Any) -> Finding:
    """A finding at a row as a whole."""
    return Finding(
        rule,
        severity,
        table=table.index,
        row=row.index,
        role=row.role.value,
        number=row.number,
        **_of_place(row.place),
        **more,
    )


def _of_place(place: Place) -> dict[str, Any]:
    return {"page": place.page, "box": place.box, "line": place.line}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by table, row, rule, source, measure; what stands at no table or row comes first."""
    return tuple(sorted(findings, key=_key))


def _key(finding: Finding) -> tuple[int, int, str, str, str]:
    return (finding.table or 0, finding.row or 0, finding.rule, finding.source, finding.measure)


def plain(value: Decimal) -> str:
    """A number for a message: no exponent."""
    return f"{value:f}"


_AMOUNTS = ("reported", "expected", "difference", "printed", "suggestion", "missing", "told")


def with_decimals_of(language: str, values: Mapping[str, str | int]) -> dict[str, str | int]:
    """A finding's values with its amounts as people of the language write them; numbers of rows stay."""
    if language != "uk":
        return dict(values)
    return {
        key: re.sub(r"(?<=\d)\.(?=\d)", ",", str(value)) if key in _AMOUNTS else value
        for key, value in values.items()
    }
