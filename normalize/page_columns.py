"""The columns of a table on a page where all its rows merge some of them.

A page that holds only the sum line of a table has no rules between the columns that the line's label lies over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zvirka.schemas.document import Grid, GridKind

_NEAR = 1.5
"""Points by which the border of one column may differ from page to page."""

_LEAST_SHARE = 0.5
"""A grid with fewer of a table's borders than this share is another thing: a place for signatures, a frame."""


def laid_on(grid: Grid, edges: Sequence[float] | None) -> Grid:
    """The grid with the columns of a table whose borders are `edges`, if it has only some of them; else as it is."""
    own = grid.column_edges
    if edges is None or own is None or grid.kind is not GridKind.RULES:
        return grid
    if not _LEAST_SHARE * len(edges) <= len(own) < len(edges):
        return grid
    places = [_nearest(edges, x) for x in own]
    near = all(abs(edges[place] - x) <= _NEAR for place, x in zip(places, own, strict=True))
    if not near or places[0] != 0 or places[-1] != len(edges) - 1 or len(set(places)) < len(places):
        return grid
    cells = tuple(
        replace(
            cell,
            column=places[cell.column],
            column_span=places[cell.column + cell.column_span] - places[cell.column],
        )
        for cell in grid.cells
    )
    return replace(grid, columns=len(edges) - 1, cells=cells, column_edges=tuple(edges))


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))
