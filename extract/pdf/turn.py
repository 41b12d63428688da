"""Pages whose text is turned as a whole (a landscape table on an upright sheet): read upright, told in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from zvirka.extract.geometry.page import PageContent
from zvirka.extract.geometry.words import Word, turned, turned_box
from zvirka.schemas.document import Block, Box, Cell, Grid, Line

# The share of a page's letters that reads in one direction if the page as a whole is turned; a header of narrow
# columns has turned letters too, and a turned page a running head that is not.
TURNED_SHARE = 0.8
# Turned heads of columns: so many words at least, that end within so many heights above the table's other lines; level
# headings over them stand within so many heights.
LEAST_TURNED, HEAD_NEAR, LEVEL_ABOVE = 2, 6.0, 5.0


def reading_angle(content: PageContent) -> int:
    """The direction in which nearly all letters are read, in degrees anticlockwise: 90, 180 or 270; else 0."""
    if not any(word[6] for word in content.words):
        return 0
    letters: Counter[int] = Counter()
    for word in content.words:
        letters[word.angle] += len(word.text)
    angle, count = letters.most_common(1)[0]
    return angle if count >= TURNED_SHARE * letters.total() else 0


def upright(content: PageContent, angle: int) -> PageContent:
    """The page turned clockwise by the angle, so that text which reads in that direction stands upright."""
    width, height = content.width, content.height

    def boxes(given: list[Box]) -> list[Box]:
        return [turned_box(box, angle, width, height) for box in given]

    return PageContent(
        content.number,
        *((height, width) if angle in (90, 270) else (width, height)),
        [turned(word, angle, width, height) for word in content.words],
        lambda index: [turned(glyph, angle, width, height) for glyph in content.glyphs(index)],
        boxes(content.strokes),
        boxes(content.fills),
        boxes(content.pictures),
    )


def in_place(block: Block, angle: int, content: PageContent) -> Block:
    """A block of the upright page with its boxes on the page as it is displayed.

    `content` is the upright page. A grid's rows and columns stay as they are read, and so do `column_edges`.
    """
    back = (360 - angle) % 360

    def box(given: Box | None) -> Box | None:
        return None if given is None else turned_box(given, back, content.width, content.height)

    def line(given: Line) -> Line:
        return replace(given, box=box(given.box))

    def cell(given: Cell) -> Cell:
        return replace(given, lines=tuple(map(line, given.lines)), box=box(given.box))

    if isinstance(block, Grid):
        return replace(block, cells=tuple(map(cell, block.cells)), box=box(block.box))
    return replace(block, lines=tuple(map(line, block.lines)))


def turned_head(grid: Grid, words: Sequence[Word], inside: Sequence[Word]) -> list[Word]:
    """The words of a header with turned text right above a table, and what stands level with it; else nothing.

    `inside` are the words of the grid already, `words` all that could be.
    """
    if grid.box is None:
        return []
    x0, top, x1, _ = grid.box
    height = median([word.bottom - word.top for word in inside])
    have = set(map(id, inside))
    near = [w for w in words if id(w) not in have and x0 - height <= (w.x0 + w.x1) / 2 <= x1 + height]
    turned = [w for w in near if w.angle and top - HEAD_NEAR * height <= w.bottom <= top + height]
    if len(turned) < LEAST_TURNED:
        return []
    highest = min(w.top for w in turned) - LEVEL_ABOVE * height
    return [w for w in near if highest <= w.top and w.bottom <= top + height]
