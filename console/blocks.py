"""Blocks of a document as text in a terminal, with the borders of merged cells, and as JSON values."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Any

from zvirka.messages import render
from zvirka.schemas.document import Block, Box, Cell, Fault, Grid, Line

# A cell's lines are broken again where they are longer, so that a table of ten columns stays readable.
WIDEST = 32
# Which line a crossing of borders is, by the sides on which one goes on: 1 up, 2 right, 4 down, 8 left.
_CROSSINGS = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"


def block_as_text(block: Block) -> Iterator[str]:
    """The block as lines of text."""
    if isinstance(block, Grid):
        yield from grid_as_text(block)
        return
    for line in block.lines:
        number = f"{line.number:>5}  " if line.number is not None else "  "
        yield number + visible(line.text)


def visible(text: str) -> str:
    """The text with control characters escaped and a space at its end shown."""
    shown = "".join(
        c if c.isprintable() or c == "\xa0" else c.encode("unicode_escape").decode() for c in text
    )
    return shown[:-1] + "␣" if shown.endswith(" ") else shown


def grid_as_text(grid: Grid) -> Iterator[str]:
    """The grid drawn with borders; a cell over several rows and columns is one frame."""
    texts = {(c.row, c.column): _wrapped(c) for c in grid.cells}
    widths = _sizes(grid, texts, columns=True)
    heights = _sizes(grid, texts, columns=False)
    xs, ys = _starts(widths), _starts(heights)
    canvas = [[" "] * (xs[-1] + 1) for _ in range(ys[-1] + 1)]
    sides = [[0] * (xs[-1] + 1) for _ in range(ys[-1] + 1)]
    for cell in grid.cells:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        top, bottom = ys[cell.row], ys[cell.row + cell.row_span]
        for x in range(left, right):
            for y in (top, bottom):
                sides[y][x] |= 2
                sides[y][x + 1] |= 8
        for y in range(top, bottom):
            for x in (left, right):
                sides[y][x] |= 4
                sides[y + 1][x] |= 1
        for y, text in enumerate(texts[cell.row, cell.column], top + 1):
            for x, character in zip(range(left + 1, right), _cells_of(text), strict=False):
                canvas[y][x] = character
    for y, row in enumerate(canvas):
        yield "".join(_CROSSINGS[s] if s else c for c, s in zip(row, sides[y], strict=True)).rstrip()


def _wrapped(cell: Cell) -> list[str]:
    found: list[str] = []
    for line in cell.lines:
        text = visible(line.text)
        found += textwrap.wrap(text, WIDEST, drop_whitespace=False) if len(text) > WIDEST else [text]
    return found


def _cells_of(text: str) -> list[str]:
    """One string for each place in a line: marks that combine stand with their letter."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.combining(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _sizes(grid: Grid, texts: dict[tuple[int, int], list[str]], *, columns: bool) -> list[int]:
    """The width of each column or the height of each row: narrow cells first, merged ones widen their last."""
    sizes = [1] * (grid.columns if columns else grid.rows)
    for cell in sorted(grid.cells, key=lambda c: c.column_span if columns else c.row_span):
        lines = texts[cell.row, cell.column]
        need = max((len(line) for line in lines), default=0) if columns else len(lines)
        start, span = (cell.column, cell.column_span) if columns else (cell.row, cell.row_span)
        lacking = need - sum(sizes[start : start + span]) - (span - 1)
        if lacking > 0:
            sizes[start + span - 1] += lacking
    return sizes


def _starts(sizes: list[int]) -> list[int]:
    found = [0]
    for size in sizes:
        found.append(found[-1] + size + 1)
    return found


def block_as_json(block: Block) -> dict[str, Any]:
    """The block as a JSON value."""
    if not isinstance(block, Grid):
        return {"block": type(block).__name__.lower(), "lines": [_line_as_json(line) for line in block.lines]}
    return {
        "block": "grid",
        "kind": str(block.kind),
        "page": block.page,
        "rows": block.rows,
        "columns": block.columns,
        "header_rows": block.header_rows,
        "box": _box_as_json(block.box),
        "column_edges": None if block.column_edges is None else [round(x, 2) for x in block.column_edges],
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "row_span": cell.row_span,
                "column_span": cell.column_span,
                "text": cell.text,
                "box": _box_as_json(cell.box),
                "lines": [_line_as_json(line) for line in cell.lines],
            }
            for cell in block.cells
        ],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "page": line.page,
        "box": _box_as_json(line.box),
        "number": line.number,
        "end": str(line.end),
    }


def _box_as_json(box: Box | None) -> list[float] | None:
    return None if box is None else [round(x, 2) for x in box]


def fault_as_json(fault: Fault, language: str) -> dict[str, Any]:
    """The fault as a JSON value, with its message in the language."""
    return {
        "rule": fault.rule,
        "message": render(fault.template, fault.values, language),
        "page": fault.page,
        "box": _box_as_json(fault.box),
    }
