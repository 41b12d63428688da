"""The lines of a page and the distances between them: which go on with a table, which begin something new."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from zvirka.extract.aligned.columns import Chunk, Column, columns_of
from zvirka.extract.aligned.head_blocks import is_counting, pitch_of, text_of
from zvirka.extract.aligned.rows import PITCH_JUMP
from zvirka.extract.geometry.words import Word, step
from zvirka.extract.numbers import is_amount

# Lines that stand apart by more than this many usual pitches belong to different tables.
FAR = 2.6
# A line of one piece that stands apart by more than this many of the widest pitches above it is a heading of what
# follows; a section's title inside a table stands no further away than its rows.
HEADING_FAR = 1.35
# Of the distances above lines in columns this share is smaller than the one between rows: most stand within rows, and a
# few above a table's first line.
ROW_PITCH = 0.8
# So many columns of numbers tell a table whose wrapped cells take up most of its lines.
TELLING_NUMBERS = 2
# In heights of a word: a title stands in the middle of the page within this.
CENTRED = 2.0
# A line that fills its column or the page with so many words is prose.
PROSE_WORDS = 3
# A section's title has no more lines.
TITLE_LINES = 2


class Stretches:
    """The lines of a page and the distances between them."""

    def __init__(
        self, rows: Sequence[Sequence[Chunk]], tops: Sequence[float], turned: Sequence[Word]
    ) -> None:
        self.rows, self.tops = rows, tops
        self.left = min(row[0].x0 for row in rows)
        self.width = max(row[-1].x1 for row in rows) - self.left
        # text on its side fills the space above the line that it stands over
        self.pitches = [
            b - max([a, *(w.bottom for w in turned if a < w.bottom <= b + (b - a) / 2)])
            for a, b in pairwise(tops)
        ]
        self.within = pitch_of(rows, median([row[0].words[0].bottom - row[0].words[0].top for row in rows]))
        # lines in the middle of high cells stand between those beside
        self.between = max(_between_rows(rows, self.pitches), self.within)
        self.pitch = max(median(self.pitches or [1.0]), self.within)

    def is_new(self, start: int, i: int) -> bool:
        """Whether line i does not belong to the table that begins at `start`."""
        row = self.rows[i]
        if self.pitches[i - 1] > FAR * self.pitch and not self._goes_on_below(start, i):
            return True
        if len(row) == 1 and self.stands_apart(start, i):
            # below the row that counts the columns it cannot be the heading of another table
            return not is_counting(self.rows[i - 1]) and not self._goes_on_below(start, i)
        prose = len(row) == 1 and row[0].x1 - row[0].x0 > 0.8 * self.width and len(row[0].words) > PROSE_WORDS
        return prose and not _is_section(self.rows, i)

    def _goes_on_below(self, start: int, i: int) -> bool:
        """Whether line i, or the next below a title, has amounts in the columns of the lines from `start` on.

        A row fits into the space above. The first line of another table would have its heads.
        """
        j = next(
            (j for j in range(i, min(i + TITLE_LINES + 1, len(self.rows))) if len(self.rows[j]) > 1), None
        )
        if j is None or any(pitch > FAR * self.between for pitch in self.pitches[i - 1 : j]):
            return False
        amounts = self.rows[j][1:]
        if sum(1 for chunk in amounts if is_amount(text_of(chunk))) < TELLING_NUMBERS:
            return False
        columns = columns_of(self.rows[start:i])
        return len(columns) > len(amounts) and len(columns_of([*self.rows[start:i], amounts])) == len(columns)

    def pitch_below(self, i: int) -> float:
        """How far the line below line i, of one piece, stands from what is above it: text beside may stand lower."""
        below = self.rows[i + 1][0]
        over = [chunk for chunk in self.rows[i] if chunk.x0 < below.x1 and below.x0 < chunk.x1]
        return min([self.pitches[i], *(step(chunk.words, below.words) for chunk in over)])

    def stands_apart(self, start: int, i: int) -> bool:
        """Whether line i is further from the line above than the lines from `start` on are from each other."""
        inner = self.pitches[start : i - 1]
        return len(inner) > 1 and self.pitches[i - 1] > HEADING_FAR * max(self.between, *inner)

    def ends_titles(self, i: int) -> bool:
        """Whether line i and the one above stand in the middle of the page, each alone: the title of what follows."""
        return (
            i > 0
            and self.pitches[i - 1] <= PITCH_JUMP * self.within
            and all(map(self._is_central, (i - 1, i)))
        )

    def _is_central(self, i: int) -> bool:
        row = self.rows[i]
        height = row[0].words[0].bottom - row[0].words[0].top
        return (
            len(row) == 1 and abs(row[0].x0 + row[0].x1 - 2 * self.left - self.width) / 2 <= CENTRED * height
        )

    def is_title_below(self, start: int, end: int) -> bool:
        """Whether line `end` is a section's title in the middle under a stretch, as near as rows are to each other."""
        return self._is_title(start, end, end)

    def goes_on(self, start: int, last: int, i: int) -> bool:
        """Whether the lines of one piece between `last` and line i are long wrapped cells and sections' titles.

        They are those of the stretch that begins at `start`; line i has several pieces.
        """
        # below a head alone it is line i that tells where the cells begin
        columns = columns_of([*self.rows[start : last + 1], self.rows[i]])
        near = self.pitches[i - 1] <= PITCH_JUMP * self.between
        return all(
            is_inner(self.rows[k], columns) or (near and self._is_title(start, last + 1, k))
            for k in range(last + 1, i)
        )

    def _is_title(self, start: int, end: int, i: int) -> bool:
        """Whether line i stands in the middle of the lines from `start` to `end`, as near to its upper as rows are."""
        row = self.rows[i]
        if len(row) != 1 or not any(c.isalpha() for c in text_of(row[0])):
            return False
        x0, x1 = min(r[0].x0 for r in self.rows[start:end]), max(r[-1].x1 for r in self.rows[start:end])
        height = row[0].words[0].bottom - row[0].words[0].top
        # where the last column has little text, the table reaches further than its words
        central = abs(row[0].x0 + row[0].x1 - x0 - x1) / 2 <= CENTRED * height or self._is_central(i)
        return central and self.pitches[i - 1] <= PITCH_JUMP * self.between

    def without_signatures(self, start: int, end: int) -> tuple[int, int]:
        """The stretch without lines at its end that stand apart and have no amounts, below lines that have some."""
        valued = [
            i for i in range(start, end) if any(is_amount(text_of(chunk)) for chunk in self.rows[i][1:])
        ]
        for i in range(valued[-1] + 1 if len(valued) > 1 else end, end):
            if self.stands_apart(start, i):
                return start, i
        return start, end


def _between_rows(rows: Sequence[Sequence[Chunk]], pitches: Sequence[float]) -> float:
    """The distance at which rows follow each other on the page: a high one of those above lines of many pieces."""
    above = sorted(pitch for pitch, row in zip(pitches, rows[1:], strict=True) if len(row) > 2)
    return above[int(ROW_PITCH * (len(above) - 1))] if above else 0.0


def _is_section(rows: Sequence[Sequence[Chunk]], i: int) -> bool:
    """A wide line alone between lines in columns: a title inside the table."""
    return 0 < i < len(rows) - 1 and len(rows[i - 1]) > 2 and len(rows[i + 1]) > 2


def is_inner(row: Sequence[Chunk], columns: Sequence[Column]) -> bool:
    """One chunk, that begins within a column and ends before the next one."""
    if len(row) != 1 or not columns:
        return False
    chunk = row[0]
    ends = [*(column.x0 for column in columns[1:]), float("inf")]
    return any(c.x0 - 1 <= chunk.x0 <= c.x1 and chunk.x1 <= end for c, end in zip(columns, ends, strict=True))
