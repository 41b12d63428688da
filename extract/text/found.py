"""What the finders of tables in a text give back."""

from __future__ import annotations

from typing import NamedTuple

from zvirka.schemas.document import Grid


class Found(NamedTuple):
    """A table and the lines (from, to) that it is made of."""

    start: int
    end: int
    grid: Grid
