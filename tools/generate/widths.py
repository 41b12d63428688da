"""Widths of columns, page orientation and font size, so that every table fits its page as people make it fit."""

from __future__ import annotations

import random

from tools.generate.axes import Axes
from tools.generate.layout import LaidTable, Layout

_LETTER = 0.53
"""Mean width of a letter, in ems."""
_PADDING = 7.0
"""Points of a cell's two margins."""
_NARROWEST = 26.0
_TEXT = {"narrow": 0.6, "wide": 1.0}


def set_widths(layout: Layout, axes: Axes) -> None:
    """Sets font size, orientation and the widths of all tables."""
    rng = random.Random(f"widths {axes.items} {axes.sources} {axes.notation} {axes.fill}")
    # nobody breaks numbers over lines where no rule holds them together
    roomy = axes.rules not in ("ruled", "partly")
    narrow = rng.random() < 0.4 and not roomy
    for landscape, size in ((False, 10.0), (False, 8.0), (True, 10.0), (True, 8.0), (True, 7.0), (True, 6.0)):
        layout.landscape, layout.font_size = landscape, size
        room = layout.page_size[0] - 2 * layout.margin
        wanted = [_wanted(table, size, narrow=narrow, roomy=roomy) for table in layout.tables]
        if all(sum(widths) <= room for widths in wanted) or size == 6.0:
            break
    for table, widths in zip(layout.tables, wanted, strict=True):
        spare = (room - sum(widths)) / sum(1 for w in widths if w > 2 * _NARROWEST or w == max(widths))
        scaled = [w + spare if w > 2 * _NARROWEST or w == max(widths) else w for w in widths]
        # a page too narrow for what is wanted squeezes every column alike
        factor = room / sum(w for w in widths)
        table.widths = [round(w, 1) for w in (scaled if spare >= 0 else [w * factor for w in widths])]


def _wanted(table: LaidTable, size: float, *, narrow: bool, roomy: bool) -> list[float]:
    """What each column needs for the longest piece that stands in it, within bounds."""
    widths = [_NARROWEST] * table.columns
    letter = size * _LETTER
    for cell in table.cells:
        if cell.columns > 1 or cell.turned:
            continue
        text = cell.text.replace("\v", "\n")
        is_text = cell.row >= table.header_rows and len(text) > 24
        pieces = text.split("\n") if cell.row >= table.header_rows else text.split()
        longest = max((len(p) for p in pieces), default=0) * letter + _PADDING
        if is_text:
            widths[cell.column] = max(widths[cell.column], 100.0)
        elif narrow or cell.row < table.header_rows:
            # heads and short cells must make do with little, and break inside words
            most = 38.0 if narrow else (85.0 if roomy else 58.0)
            widths[cell.column] = max(widths[cell.column], min(longest, most))
        else:
            widths[cell.column] = max(widths[cell.column], min(longest, 140.0 if roomy else 75.0))
    return widths
