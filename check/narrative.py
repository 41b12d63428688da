"""Rule `narrative`: an amount of money told in a row's result stands in the row's cells.

Only amounts told in the table's own unit are compared («еквівалентом 964 тис. грн.»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zvirka.check.place import at_row, plain
from zvirka.messages import N_
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Measure, Row, Table, Unit
from zvirka.sums.digits import half_unit, printed_decimals

TOLD = N_("the result tells of {told} ({unit}), which stands in no cell of this row")

_SPACE = "\u0020\u00a0\u2007\u2009\u202f"
_AMOUNT = re.compile(
    rf"(?<![\d.,/-])(?P<number>\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"\s*(?P<scale>тис(?:яч[іа]?)?\b\.?|тыс\b\.?|млн\b\.?|мільйон\w*|млрд\b\.?|мільярд\w*)?\s*"
    r"(?:грн\b|гривень\b|гривн[іяю]\b|гривен\b|uah\b|₴)",
    re.IGNORECASE,
)
_UNITS = {"": Unit.UAH, "т": Unit.THOUSAND_UAH, "млн": Unit.MILLION_UAH, "міл": Unit.MILLION_UAH}


def told_amounts(text: str, unit: Unit) -> tuple[Decimal, ...]:
    """The amounts of that unit in a text, with the decimals that are printed."""
    return tuple(
        _number(match["number"]) for match in _AMOUNT.finditer(text) if _unit(match["scale"]) is unit
    )


def _unit(scale: str | None) -> Unit | None:
    word = (scale or "").lower()
    if word.startswith(("млрд", "мільяр")):
        return None
    return next(unit for prefix, unit in reversed(_UNITS.items()) if word.startswith(prefix))


def _number(text: str) -> Decimal:
    return Decimal(re.sub(rf"[{_SPACE}]", "", text).replace(",", "."))


def narratives(table: Table) -> Iterator[Finding]:
    """Rows whose result tells of an amount that none of their cells has.

    Amounts that add up to a cell tell how it was spent, and agree with it.
    """
    if table.unit is None:
        return
    for row in table.rows:
        told = told_amounts(row.result, table.unit)
        strange = [amount for amount in told if not _stands_in(row, amount)]
        if not strange or (len(told) > 1 and _stands_in(row, sum(told, Decimal(0)))):
            continue
        yield at_row(
            table,
            row,
            "narrative",
            Severity.NOTE,
            template=TOLD,
            values={"told": "; ".join(map(plain, strange)), "unit": table.unit.value},
            reported=strange[0],
        )


def _stands_in(row: Row, told: Decimal) -> bool:
    """Whether some cell has the amount, to the last digit of the coarser of the two."""
    for amount in row.amounts:
        if amount.value is not None and amount.measure is not Measure.PERCENT:
            decimals = min(printed_decimals(told), printed_decimals(amount.value))
            if abs(told - amount.value) <= (half_unit(decimals) if told != amount.value else 0):
                return True
    return False
