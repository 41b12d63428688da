"""Rule `missing_total`: a table has a line that sums it."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.messages import N_
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Role, Table

MISSING = N_("no line sums this table, so a mistake in a column could not be found")


def missing_total(table: Table) -> Iterator[Finding]:
    """A finding at the table as a whole, if it has items and no sum line."""
    roles = {row.role for row in table.rows}
    if Role.ITEM in roles and not roles & {Role.TOTAL, Role.SUBTOTAL}:
        yield Finding("missing_total", Severity.WARNING, MISSING, table=table.index, page=table.first_page)
