"""Rows from baselines, blank space and numbering, where no rules part them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from zvirka.extract.geometry.lines import by_baseline
from zvirka.extract.geometry.words import Word, step, widest_step
from zvirka.extract.numbers import is_amount

# Lines of one cell stand evenly; between rows of wrapped cells there is more space. Pitches that differ by less
# than this share are one pitch.
PITCH_JUMP = 1.18
# In heights of a word: lines of one cell stand no further apart, whatever the font.
WIDEST_PITCH = 1.85
# Of all distances of lines in cells this share is smaller than the one within a text.
SMALLER = 0.25
# In so many columns at least text begins where a row begins.
LEAST_OPENED = 2
# A line that fills at least this share of the columns begins a row by itself.
FULL_LINE = 0.5
# In shares of the words' height: a space, and what must be left of a column's width for a word to fit surely.
SPACE_WIDTH, FITS = 0.25, 0.5
NUMBERING = re.compile(r"^\s*\d{1,3}(\.\d{1,3})*[.)]?(\s|$)")


def row_starts(
    lines: Sequence[Sequence[Word]],
    filled: Sequence[Sequence[int]],
    texts: Sequence[str],
    columns: int,
    pitch: float = 0.0,
    steps: Sequence[float] | None = None,
    valued: Sequence[bool] = (),
    stacked: Sequence[bool] = (),
) -> list[int]:
    """The indices of the lines that begin a row.

    `filled` are the columns in which each line has text, `texts` what stands in its first filled column, `pitch` is
    the distance of lines within a cell where it is known, `steps` that of each line from the one above, in points.
    `valued` tells for each line whether a cell of it is an amount, `stacked` whether one of them and the one above it
    are whole, where that is known.
    """
    if not lines:
        return []
    pitches = [step(above, here) for above, here in pairwise(lines)] if steps is None else steps
    usual = median([len(f) for f in filled])
    jump = PITCH_JUMP * pitch if pitch and max(pitches, default=0.0) > PITCH_JUMP * pitch else _jump(pitches)
    running = [False, *(_runs_on(above, here) for above, here in pairwise(lines))]
    if jump is not None and _wraps(filled, running, pitches, jump, valued):
        return [0, *(i + 1 for i, pitch in enumerate(pitches) if pitch > jump)]
    full = max(2.0, FULL_LINE * max(usual, min(columns, 4)))
    forced = _forced_breaks(lines, filled, texts)
    starts = [0]
    for i in range(1, len(lines)):
        if jump is not None and pitches[i - 1] > jump:
            starts.append(i)
        elif running[i]:
            continue
        elif jump is None and stacked and stacked[i]:
            # no space parts lines, and two numbers are two rows
            starts.append(i)
        elif _begins(filled[i], texts[i], full, columns):
            # numbers may stand beside the last line of a wrapped label
            if not (forced[i] and filled[i - 1] == [0] and texts[i][:1].islower()):
                starts.append(i)
        elif _title(filled[i], texts[i], columns) or (columns > 2 and filled[i] == [0] and not forced[i]):
            starts.append(i)
    return starts


def pitch_within(cells: Iterable[Sequence[Word]]) -> float:
    """The distance of lines in a cell, in points, from the words of each; 0 where no cell has several lines.

    It is one of the smaller distances, since cells may hold the lines of several rows. Lines further apart than those
    of one text can be, whatever its font, do not count.
    """
    found: list[float] = []
    for words in cells:
        level = [word for word in words if word.angle == 0]
        if len(level) > 1:
            height = median([word.bottom - word.top for word in level])
            steps = [widest_step(above, here) for above, here in pairwise(by_baseline(level))]
            found += [distance for distance in steps if height / 2 < distance <= WIDEST_PITCH * height]
    return sorted(found)[int(SMALLER * len(found))] if found else 0.0


def set_apart(
    lines: Sequence[Sequence[Word]], cells: Sequence[Mapping[int, Sequence[Word]]], columns: int, pitch: float
) -> list[int]:
    """The lines that begin rows after blank space, over the whole table or beside a cell that goes on.

    `cells` are the words of each line by their columns, `pitch` is the distance of lines within a cell. A line alone
    in a further column is a paragraph of a cell. Empty if a line after blank space opens too few columns to begin a
    row.
    """
    if not pitch:
        return []
    numbers = [cell[0] for cell in cells if 0 in cell]
    leading = int(all(NUMBERING.fullmatch("".join(word.text for word in words)) for words in numbers))
    last: dict[int, Sequence[Word]] = dict(cells[0])
    starts: list[int] = []
    for i in range(1, len(lines)):
        here = cells[i]
        both = [c for c in here if c in last]
        anew = [c for c in both if step(last[c], here[c]) > PITCH_JUMP * pitch]
        # text beside may stand on a line between, so what stands in the same column tells
        if step(lines[i - 1], lines[i]) > PITCH_JUMP * pitch and (anew or not both):
            first = min(here)
            if first > leading and len(here) > 1 and 2 * len(here) <= columns and not _has_amounts(here):
                return []
            if first <= leading or len(here) > 1:
                starts.append(i)
        elif len(anew) >= LEAST_OPENED and 2 * len(anew) >= len(here):
            starts.append(i)
        last.update(here)
    # a paragraph in one cell makes no row; between rows there may be a title
    if 2 * sum(1 for i in starts if len(cells[i]) >= LEAST_OPENED) < len(starts):
        return []
    return starts


def _has_amounts(cells: Mapping[int, Sequence[Word]]) -> bool:
    """Whether numbers stand on a line beside other text: a source's row under an activity fills few columns."""
    texts = ["".join(word.text for word in words) for words in cells.values()]
    return len(texts) >= LEAST_OPENED and any(map(is_amount, texts))


def _forced_breaks(
    lines: Sequence[Sequence[Word]], filled: Sequence[Sequence[int]], texts: Sequence[str]
) -> list[bool]:
    """For each line whether its text in the first column can be what did not fit the line above.

    A break that was not forced, since the first word had fitted, ends a cell: the lines are two rows.
    """
    found = [False] * len(lines)
    firsts = [
        line[: len(text.split())] if f and f[0] == 0 else ()
        for line, f, text in zip(lines, filled, texts, strict=True)
    ]
    right = max((max(w[3] for w in first) for first in firsts if first), default=0.0)
    for i in range(1, len(lines)):
        above, here = firsts[i - 1], firsts[i]
        if not above or not here:
            # text above in another column only: nothing is known
            found[i] = bool(here)
            continue
        height = here[0][4] - here[0][2]
        end = max(w[3] for w in above) + SPACE_WIDTH * height + here[0][3] - here[0][1]
        found[i] = end > right - FITS * height
    return found


def _jump(pitches: Sequence[float]) -> float | None:
    """The pitch that parts lines within a row from lines between rows, if the pitches are of two kinds."""
    ordered = sorted(p for p in pitches if p > 0)
    if len(ordered) < 2:
        return None
    ratios = [(b / a, (a + b) / 2) for a, b in pairwise(ordered)]
    widest, middle = max(ratios)
    return middle if widest >= PITCH_JUMP else None


def _runs_on(above: Sequence[Word], here: Sequence[Word]) -> bool:
    """Whether a cell of the line above ends open («806,412 /», «прес-», a comma) and goes on right below."""
    for word in above:
        text = word[0]
        if (len(text) > 1 and text[-1] in "-,/") or text == "/":
            height = word[4] - word[2]
            ends = not any(0 <= w[1] - word[3] < height for w in above)
            if ends and any(w[1] < word[3] + height and word[1] - height < w[3] for w in here):
                return True
    return False


def _wraps(
    filled: Sequence[Sequence[int]],
    running: Sequence[bool],
    pitches: Sequence[float],
    jump: float,
    valued: Sequence[bool],
) -> bool:
    """Whether lines set close are pieces of one row: some of them lack the first cell, or most of the usual ones.

    So do lines without amounts, where most lines set apart have some.
    """
    close = [i for i, pitch in enumerate(pitches, 1) if pitch <= jump]
    if not close:
        return True
    apart = [0, *(i for i, pitch in enumerate(pitches, 1) if pitch > jump)]
    usual = median([len(filled[i]) for i in apart])
    telling = bool(valued) and 2 * sum(valued[i] for i in apart) > len(apart)
    short = [
        running[i] or len(filled[i]) <= FULL_LINE * usual or 0 not in filled[i] or (telling and not valued[i])
        for i in close
    ]
    return sum(short) * 2 >= len(close)


def _begins(filled: Sequence[int], text: str, full: float, columns: int) -> bool:
    if not filled:
        return False
    if columns == 2:
        return len(filled) == 2
    first = 0 in filled
    return (len(filled) >= full and (first or len(filled) > columns / 2)) or (
        first and len(filled) > 1 and NUMBERING.match(text) is not None
    )


def _title(filled: Sequence[int], text: str, columns: int) -> bool:
    """A line over several columns, or one that stands alone in the first and opens with a capital or a number."""
    if len(filled) != 1:
        return False
    if filled[0] != 0:
        return False
    return NUMBERING.match(text) is not None or (columns > 2 and text.isupper())
