"""Tables without rules: columns from alignment and gaps over the whole table, rows from baselines and blank space."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from zvirka.extract.aligned_grid import BodyRow, grid_of, head_of
from zvirka.extract.columns import (
    Chunk,
    Column,
    chunk_gap,
    chunks_of,
    parted,
    separators,
)
from zvirka.extract.head_blocks import blocks_of, body_start, pitch_of
from zvirka.extract.lines import by_baseline, joined
from zvirka.extract.regions import table_regions
from zvirka.extract.rows import row_starts
from zvirka.extract.rules import Rule
from zvirka.extract.words import Word, bounds
from zvirka.schemas.document import Box, Grid

# A chunk lies in the column that it shares most with, and also in others of which it covers this share.
SPANS_SHARE = 0.25
# Gaps narrower than this share of the words' height are spaces, even at a border between columns.
LEAST_GAP = 0.3
# A rule that runs along this share of a table's width parts its rows.
RUNS_ALONG = 0.8
# A rule along this share of all text may be one of a table that is narrower than the text.
BANDS_ALONG = 0.5


class Aligned(NamedTuple):
    """A grid and the words in it."""

    grid: Grid
    words: tuple[Word, ...]


def aligned_tables(words: Sequence[Word], page: int = 1, *, rules: Sequence[Rule] = ()) -> list[Aligned]:
    """The tables without rules among the words of a page, from the top; the words of no table are prose.

    All words read horizontally. Each word stands in one grid at most. `rules` are horizontal ones on the page; those
    that run along a table part its rows.
    """
    if not words:
        return []
    lines = by_baseline(words)
    gap = chunk_gap(words)
    found = []
    for start, end in table_regions(lines, chunks_of(lines, gap), _bands(lines, rules) if rules else ()):
        inside = [w for line in lines[start:end] for w in line]
        edges, heads = _along(bounds(inside), rules) if rules else ((), ())
        grid = grid_by_alignment(inside, page, row_edges=edges, heads=heads)
        if grid is not None:
            found.append(Aligned(grid, tuple(inside)))
    return found


def _bands(lines: Sequence[Sequence[Word]], rules: Sequence[Rule]) -> list[int]:
    """For each line how many of the rules along most of the text lie above it."""
    flat = [word for line in lines for word in line]
    box = bounds(flat)
    ys = [y for y, x0, x1 in rules if min(x1, box.x1) - max(x0, box.x0) >= BANDS_ALONG * (box.x1 - box.x0)]
    return [sum(1 for y in ys if y < (line[0].top + line[0].bottom) / 2) for line in lines]


def _along(box: Box, rules: Sequence[Rule]) -> tuple[list[float], list[Rule]]:
    """The y of the rules that run along most of the box; and the short ones in it, as below headings over columns."""
    least = RUNS_ALONG * (box.x1 - box.x0)
    inside = [rule for rule in rules if box.top < rule.at < box.bottom]
    along = [min(x1, box.x1) - max(x0, box.x0) >= least for _, x0, x1 in inside]
    edges = [rule.at for rule, long in zip(inside, along, strict=True) if long]
    heads = [
        rule
        for rule, long in zip(inside, along, strict=True)
        if not long and box.x0 <= (rule.start + rule.end) / 2 <= box.x1
    ]
    return edges, heads


def grid_by_alignment(
    words: Sequence[Word],
    page: int = 1,
    *,
    box: Box | None = None,
    row_edges: Sequence[float] = (),
    heads: Sequence[Rule] = (),
) -> Grid | None:
    """The grid that the words of one table form; None if they form one column only.

    `box` is the table's frame where there is one, `row_edges` the y of the rules between its rows, `heads` shorter
    rules, as below headings that stand over several columns. Words on their side are heads. Every word stands in
    exactly one cell.
    """
    level = [word for word in words if word.angle == 0]
    if not level:
        return None
    lines = by_baseline(level)
    gap = chunk_gap(level)
    height = median([w[4] - w[2] for w in level])
    rows = chunks_of(lines, gap)
    pitch = pitch_of(rows, height)
    start = body_start(rows, pitch, row_edges)
    turned = [word for word in words if word.angle]
    blocks = blocks_of([*(w for line in lines[:start] for w in line), *turned], gap, pitch)
    head = head_of(blocks, rows[start:], height, [*heads, *(Rule(y, *_ends(level)) for y in row_edges)])
    if head is None:
        # heads that fit no columns are rows as any other
        start = 0
        head = head_of([], rows, height, ())
    if head is None or len(head.columns) < 2:
        return None
    frame = box or bounds(words)
    cuts = separators(head.columns)
    edges = [min(frame.x0, head.columns[0].x0), *cuts, max(frame.x1, head.columns[-1].x1)]
    body = _body(lines[start:], rows[start:], head.columns, cuts, LEAST_GAP * height, row_edges, heads)
    return grid_of(head, body, edges, frame, page)


def _ends(words: Sequence[Word]) -> tuple[float, float]:
    return min(w.x0 for w in words), max(w.x1 for w in words)


def _body(
    lines: Sequence[Sequence[Word]],
    rows: Sequence[Sequence[Chunk]],
    columns: Sequence[Column],
    cuts: Sequence[float],
    least: float,
    row_edges: Sequence[float],
    heads: Sequence[Rule],
) -> list[BodyRow]:
    """The rows below the head, from the top."""
    if not lines:
        return []
    borders = [float("-inf"), *cuts, float("inf")]
    xs = [(c.x0, c.x1) for c in columns]
    placed = [
        [(*_span(piece, borders, xs), piece) for chunk in row for piece in parted(chunk, cuts, least)]
        for row in rows
    ]
    if heads:
        placed = [[_under(entry, heads, columns) for entry in row] for row in placed]
    starts = _starts(lines, placed, len(columns), row_edges)
    for rule in heads:
        starts.append(sum(1 for line in lines if (line[0].top + line[0].bottom) / 2 < rule.at))
    begins = sorted({start for start in starts if start < len(lines)} | {0})
    found = []
    for first, end in pairwise([*begins, len(lines)]):
        cells: BodyRow = []
        for pieces in placed[first:end]:
            for left, right, piece in pieces:
                _place(cells, left, right, list(piece.words))
        found.append(cells)
    return found


def _span(chunk: Chunk, edges: Sequence[float], columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first and last column that the chunk stands in."""
    shares = []
    for i, (x0, x1) in enumerate(columns):
        inner = min(edges[i + 1], chunk.x1) - max(edges[i], chunk.x0)
        covered = min(x1, chunk.x1) - max(x0, chunk.x0)
        shares.append((inner, covered / max(x1 - x0, 0.1)))
    best = max(range(len(shares)), key=lambda i: shares[i][0])
    first = last = best
    while first > 0 and shares[first - 1][1] >= SPANS_SHARE:
        first -= 1
    while last < len(shares) - 1 and shares[last + 1][1] >= SPANS_SHARE:
        last += 1
    return first, last


def _under(
    entry: tuple[int, int, Chunk], heads: Sequence[Rule], columns: Sequence[Column]
) -> tuple[int, int, Chunk]:
    """The piece with the columns that the rule right below it covers, if there is one."""
    _, _, piece = entry
    bottom = max(word.bottom for word in piece.words)
    height = piece.words[0].bottom - piece.words[0].top
    middle = (piece.x0 + piece.x1) / 2
    for y, x0, x1 in heads:
        if -LEAST_GAP * height <= y - bottom <= height and x0 <= middle <= x1:
            covered = [i for i, c in enumerate(columns) if x0 <= (c.x0 + c.x1) / 2 <= x1]
            if covered:
                return covered[0], covered[-1], piece
    return entry


def _starts(
    lines: Sequence[Sequence[Word]],
    placed: Sequence[Sequence[tuple[int, int, Chunk]]],
    columns: int,
    row_edges: Sequence[float],
) -> list[int]:
    filled = [sorted({first for first, _, _ in row}) for row in placed]
    texts = [joined(row[0][2].words) for row in placed]
    if not row_edges:
        starts = set(row_starts(lines, filled, texts, columns))
    else:
        starts = _starts_by_rules(lines, filled, texts, columns, row_edges)
    # a heading over several columns is a row of its own, unless it goes on in the next line
    for i in range(1, len(placed)):
        above, here = [{(f, c) for f, c, _ in placed[j] if f != c} for j in (i - 1, i)]
        if (above or here) and _conflict(placed[i - 1], placed[i]):
            starts.add(i)
    return sorted(starts)


def _starts_by_rules(
    lines: Sequence[Sequence[Word]],
    filled: Sequence[Sequence[int]],
    texts: Sequence[str],
    columns: int,
    row_edges: Sequence[float],
) -> set[int]:
    """Rows where rules part them; a stretch between two rules that holds many rows is parted by its lines."""
    bands: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        middle = (line[0][2] + line[0][4]) / 2
        bands[sum(1 for y in row_edges if y < middle)].append(i)
    # rules between most rows are all the rows there are; a rule under the head and one at the end are not
    all_rows = len(bands) > max(3, len(lines) / 4)
    starts: set[int] = set()
    for number, band in enumerate(bands.values()):
        starts.add(band[0])
        # what stands above the first rule is the header; its lines are one row
        head = number == 0 and not any(ch.isdigit() for i in band for w in lines[i] for ch in w.text)
        if not all_rows and not head:
            own = row_starts(
                [lines[i] for i in band], [filled[i] for i in band], [texts[i] for i in band], columns
            )
            starts.update(band[i] for i in own)
    return starts


def _conflict(above: Sequence[tuple[int, int, Chunk]], here: Sequence[tuple[int, int, Chunk]]) -> bool:
    return any(a0 <= b1 and b0 <= a1 and (a0, a1) != (b0, b1) for a0, a1, _ in above for b0, b1, _ in here)


def _place(row: list[tuple[int, int, list[Word]]], first: int, last: int, words: list[Word]) -> None:
    """Adds the words to the row's cell there; cells that they overlap become one."""
    for known in [k for k in row if k[0] <= last and first <= k[1]]:
        first, last, words = min(first, known[0]), max(last, known[1]), known[2] + words
        row.remove(known)
    row.append((first, last, words))
