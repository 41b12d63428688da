"""The tables by position of a dump: the stretches that form one, page by page, read together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zvirka.extract.text.found import Found
from zvirka.extract.text.positions.stretches import (
    BETWEEN_PAGES,
    Stretch,
    positioned_stretches,
    repeated_heads,
    stretch_in,
)
from zvirka.extract.text.positions.table import Positioned, positioned_grid
from zvirka.schemas.document import Grid, Line


def positioned_tables(lines: Sequence[Line]) -> list[Found]:
    """The tables whose columns are told by their place in the lines."""
    stretches = positioned_stretches(lines)
    heads = repeated_heads(lines, stretches)
    tables: list[Positioned | None] = []
    at = 0
    while at < len(stretches):
        start, end = stretches[at]
        table = positioned_grid(lines[start:end], heads[at])
        if table is not None and start + table.used < end:
            rest = stretch_in(lines, start + table.used, end)
            stretches[at] = Stretch(start, start + table.used)
            if rest is not None:
                stretches.insert(at + 1, rest)
                heads.insert(at + 1, None)
        tables.append(table)
        at += 1
    found = []
    for chain in _chains(lines, stretches):
        for above, i in pairwise(chain):
            one, other = tables[above], tables[i]
            start, end = stretches[i]
            goes_on = other is None or not other.headed or heads[i] is not None
            if one is not None and goes_on and (other is None or other.grid.columns != one.grid.columns):
                # a piece that goes on, with the same head or none, has the columns of the piece above
                tables[i] = positioned_grid(lines[start:end], heads[i], one.grid.columns) or other
        _share_heads(tables, chain)
        pieces = [Found(*stretches[i], table.grid) for i in chain if (table := tables[i]) is not None]
        first = tables[chain[0]]
        if len(pieces) == len(chain) and first is not None and first.headed:
            found += pieces
    return found


def _share_heads(tables: list[Positioned | None], chain: Sequence[int]) -> None:
    """Gives the pieces of a table whose heads are not sure the head of one where the same words make a sure one."""
    sure = [
        table for i in chain if (table := tables[i]) is not None and table.headed and table.grid.sure_heads
    ]
    for i in chain:
        table = tables[i]
        if table is None or not table.headed or table.grid.sure_heads:
            continue
        for model in sure:
            grid = _with_head(table, model)
            if grid is not None:
                tables[i] = Positioned(grid, model.head_rows, table.used)
                break


def _with_head(table: Positioned, model: Positioned) -> Grid | None:
    """The table's grid with the cells of another's head, if that has the same lines of text; else None."""
    own = [cell for cell in table.grid.cells if cell.row < table.head_rows]
    other = [cell for cell in model.grid.cells if cell.row < model.head_rows]
    lines: dict[str, list[Line]] = {}
    for line in sorted((line for cell in own for line in cell.lines), key=lambda line: line.number or 0):
        lines.setdefault(line.text, []).append(line)
    wanted = Counter(line.text for cell in other for line in cell.lines)
    if table.grid.columns != model.grid.columns or wanted != Counter({k: len(v) for k, v in lines.items()}):
        return None
    ahead = {text: iter(found) for text, found in lines.items()}
    # equal texts of one head stand from left to right, and so do the cells of a row
    head = [replace(cell, lines=tuple(next(ahead[line.text]) for line in cell.lines)) for cell in other]
    shift = model.head_rows - table.head_rows
    body = [replace(c, row=c.row + shift) for c in table.grid.cells if c.row >= table.head_rows]
    return replace(table.grid, rows=table.grid.rows + shift, cells=(*head, *body), sure_heads=True)


def _chains(lines: Sequence[Line], stretches: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The stretches that may be pieces of one table: next to nothing stands between them.

    A piece that cannot be told into cells takes the others with it: a table without some of its rows is wrong.
    """
    chains: list[list[int]] = []
    for i, (start, _) in enumerate(stretches):
        before = stretches[i - 1][1] if i else 0
        if chains and sum(bool(line.text.strip()) for line in lines[before:start]) <= BETWEEN_PAGES:
            chains[-1].append(i)
        else:
            chains.append([i])
    return chains
