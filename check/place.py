"""Findings with their place: the row, the amount, where it stands on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from zvirka.messages import N_, render
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
# Names that `in_words` makes and no other module marks for the catalogue.
_MADE_NAMES = (N_("local budget"), N_("plan year"))
_NAMES = ("suspect_source", "suspect_measure", "other_source")


def for_people(values: Mapping[str, str | int], language: str) -> dict[str, str | int]:
    """A finding's values as people of the language write them: names of columns in words, amounts with their mark."""
    shown = dict(values)
    for key, value in values.items():
        if key in _NAMES:
            shown[key] = in_words(str(value), language)
        elif key in _AMOUNTS and language == "uk":
            shown[key] = re.sub(r"(?<=\d)\.(?=\d)", ",", str(value))
    return shown


def in_words(name: str, language: str) -> str:
    """A source or a measure as people call it: `city_budget` is the city budget."""
    return render(name.replace("_", " "), {}, language)
