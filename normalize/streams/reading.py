"""Tables of a stream: text without a grid, segmented into the rows and cells of a form.

Header, numbers of rows, runs of values and the words' own evidence come first; a path through all of it parts the
text into cells; values whose columns the text leaves open are placed by the sums. A table that is seen and cannot be
put together is refused with a doubt, and never made of what happens to stand next to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from zvirka.normalize.rough import RoughTable
from zvirka.normalize.streams.atoms import Gap, Text, text_of, with_ends
from zvirka.normalize.streams.columns import Layout
from zvirka.normalize.streams.cut import rejoined
from zvirka.normalize.streams.evidence import LabelSigns
from zvirka.normalize.streams.find import Found, again, body, headers, opening, unfitting
from zvirka.normalize.streams.measures import with_measures
from zvirka.normalize.streams.numbering import series
from zvirka.normalize.streams.open import agreement, placed
from zvirka.normalize.streams.pages import without_page_numbers
from zvirka.normalize.streams.path import OUTSIDE, Piece, Slot, best_path, slots_of
from zvirka.normalize.streams.rows import draft, rows_of
from zvirka.normalize.streams.runs import is_paired
from zvirka.normalize.streams.scores import Learned, Weigher, learned_from
from zvirka.normalize.streams.sound import doubts_of, misread_columns, refusal, unseen
from zvirka.normalize.streams.values import Value, runs_at
from zvirka.normalize.streams.word_pairs import values_or_pairs
from zvirka.schemas.document import Line, Stream
from zvirka.schemas.finding import Finding
from zvirka.schemas.form import Form, Vocabulary

PASSES = 3
"""Paths found one after the other, each with what the one before taught; a third changes little, a fourth nothing."""
LAYOUT_WEIGHT = 0.6
"""What a letter that the header explains counts beside the evidence of the rows, where several layouts are tried."""
SUM_WEIGHT, MOST_BY_SUMS = 1.5, 24.0
"""What a sum within a whole row says for a layout if it holds, and the most that all say: some are wrong in print."""
CLEAR = 4.0
"""Letters by which a header must explain its columns better than as many others, where sums hold for both."""
FAILING = 3
"""So many sums within rows that fail, and more than hold, are no mistakes of the document but columns read wrong."""


@dataclass(frozen=True, slots=True)
class StreamReading:
    """The tables of a stream; `unmatched` are the headers of tables with money columns that fit no form.

    `doubts` are those of no table: tables that were seen and could not be put together.
    """

    tables: tuple[RoughTable, ...]
    unmatched: tuple[str, ...] = ()
    doubts: tuple[Finding, ...] = ()


def stream_tables(stream: Stream, forms: Sequence[Form]) -> StreamReading:
    """All tables of a stream that fit one of the forms, in order."""
    text = without_page_numbers(text_of(stream.lines))
    found = headers(text, forms)
    waiting = list(found)
    tables: list[RoughTable] = []
    doubts: list[Finding] = []
    unmatched: list[str] = []
    last_line = 0
    while waiting:
        header = waiting.pop(0)
        if not header.layouts:
            unmatched.append(text_said(text, header))
            continue
        solved = _solved(text, [header], _end(text, waiting))
        while waiting and _goes_on(text, solved, waiting[0]):
            following = waiting.pop(0)
            solved = _solved(text, [*solved.headers, following], _end(text, waiting))
        if not any(solved.weigher.runs.all):
            continue  # words that a header might have, and no values at all below them
        refused = refusal(solved.text, solved.slots, solved.pieces, solved.weigher) or _misread(solved)
        if refused is not None:
            doubts.append(refused)
        else:
            tables.append(_table(text, solved, stream.lines[last_line : text.atoms[header.start].line]))
        last_line = _last_line(solved) + 1
    if not found:
        unmatched += unfitting(text, forms)
    if not (tables or unmatched or doubts) and (doubt := unseen(text, forms)):
        doubts.append(doubt)
    return StreamReading(tuple(tables), tuple(unmatched), tuple(doubts))


def _end(text: Text, waiting: Sequence[Found]) -> int:
    """The word before which a table's rows end at the latest."""
    return opening(text, waiting[0].start) if waiting else len(text)


def _misread(solved: _Solved) -> Finding | None:
    """A doubt of columns whose sums mostly fail, where the header leaves their order to be guessed."""
    if solved.unsure:
        return misread_columns(solved.text)
    right, wrong = agreement(solved.slots, solved.pieces, solved.headers[0].form)
    if solved.layout.flat or wrong <= right or wrong < FAILING:
        return None
    return misread_columns(solved.text)


def text_said(text: Text, header: Found) -> str:
    """The words of a header."""
    return " ".join(a.text for a in text.atoms[header.start : header.end])


def _goes_on(text: Text, solved: _Solved, following: Found) -> bool:
    """Whether the next header stands over the same table's next page: nothing came between.

    Below a sum line numbers that begin anew tell another table; any others go on with this one.
    """
    if not following.layouts or not again(text, solved.headers[0], following):
        return False
    last = solved.pieces[-1] if solved.pieces else None
    if last is None or last.slot == OUTSIDE:
        return False
    sums = rows_of(solved.pieces)[-1][0].start in solved.weigher.totals
    return not sums or not _FIRST_NUMBER.match(text.atoms[min(following.end, len(text) - 1)].text)


_FIRST_NUMBER = regex.compile(r"(?:1[.)]?)*1(?:[.)]|$)")


@dataclass(frozen=True, slots=True)
class _Solved:
    """The rows of a table as pieces of its text, with one layout of its columns."""

    text: Text
    layout: Layout
    slots: list[Slot]
    pieces: list[Piece]
    weigher: Weigher
    score: float
    headers: list[Found]
    repeated: list[tuple[int, int]]
    unsure: bool = False
    """The header says as well that the columns of money are others."""


def _solved(text: Text, found: list[Found], end: int) -> _Solved:
    """The table under a header and its repetitions, with the layout that its rows fit best."""
    rows, repeated = body(text, found, end)
    followed = end < len(text)
    tried = [_with_layout(rows, found, y, repeated, followed=followed) for y in found[0].layouts]
    if len(tried) == 1:
        return tried[0]
    best = max(tried, key=lambda s: s.score + LAYOUT_WEIGHT * s.layout.score + _sums(s, found[0].form))
    return replace(best, unsure=any(_as_likely(best, other) for other in tried))


def _as_likely(best: _Solved, other: _Solved) -> bool:
    """Whether the header allows as many columns of money with other sources, about as well: no sum can tell then."""
    own, others = (
        [(c.source, c.measures) for c in s.layout.columns if c.kind == "money"] for s in (best, other)
    )
    return (
        own != others
        and sum(len(m) for _, m in own) == sum(len(m) for _, m in others)
        and other.layout.score > best.layout.score - CLEAR
        and _sums(other, best.headers[0].form) >= _sums(best, best.headers[0].form)
    )


def _sums(solved: _Solved, form: Form) -> float:
    right, wrong = agreement(solved.slots, solved.pieces, form)
    return max(-MOST_BY_SUMS, min(MOST_BY_SUMS, SUM_WEIGHT * (right - wrong)))


def _with_layout(
    text: Text, found: list[Found], layout: Layout, repeated: list[tuple[int, int]], *, followed: bool
) -> _Solved:
    text, numbers, runs = _numbered(text, slots_of(layout.columns), found[0].form.measures)
    layout = with_measures(layout, text, runs, found[0].form)
    slots = slots_of(layout.columns)
    weigher = Weigher(text, slots, LabelSigns(found[0].form), numbers, followed=followed)
    learned = Learned()
    score = 0.0
    pieces: list[Piece] = []
    for _ in range(PASSES):
        score, pieces = best_path(slots, weigher.scores(learned))
        learned = learned_from(text, slots, pieces)
    pieces = rejoined(text, slots, pieces, learned)
    return _Solved(text, layout, slots, pieces, weigher, score, found, repeated)


def _numbered(
    text: Text, slots: Sequence[Slot], measures: Sequence[Vocabulary]
) -> tuple[Text, list[int], list[int]]:
    """The text with the habits of its values and rows, the words that number its rows, and where runs begin."""
    money = [slot for slot in slots if slot.is_money]
    widest = max(money, key=lambda slot: len(slot.columns))
    count, pairs = len(widest.columns), is_paired(widest)
    gaps: list[Gap] = []
    places: list[int] = []

    def values(q: int) -> list[Value]:
        return values_or_pairs(text, q, measures, pairs=pairs)

    decimals = numbers_seen = 0
    p = 0
    while p < len(text):
        run = max(runs_at(text, p, count, values), key=lambda r: len(r.values), default=None)
        if run is None or len(run.values) < min(2, count):
            p += 1
            continue
        places.append(p)
        gaps += [text.gap(v.start) for v in run.values[1:]]
        numbers = [v for v in run.values if any(c.isdigit() for c in v.text)]
        decimals += sum(v.decimals for v in numbers)
        numbers_seen += len(numbers)
        p = run.end
    inline = sum(not g.broken for g in gaps) / len(gaps) if gaps else text.habits.inline
    plain = any(slot.kind == "number" for slot in slots)
    numbers_at = series(text, places, plain=plain)
    habits = with_ends(text.habits, [text.gap(p) for p in numbers_at if p])
    habits = replace(habits, inline=inline, decimals=0 < numbers_seen < 2 * decimals)
    return Text(text.lines, text.atoms, text.last, habits), numbers_at, places


def _table(text: Text, solved: _Solved, before: Sequence[Line]) -> RoughTable:
    header = solved.headers[0]
    rows = solved.text
    made = draft(rows, solved.slots, solved.pieces, solved.weigher.runs)
    filled = placed(rows, solved.slots, made, header.form, solved.weigher.totals)
    heads = list(text.cut(header.start, header.end))
    for start, stop in solved.repeated:
        heads += text.cut(start, stop)
    first = text.lines[text.atoms[header.start].line].page
    last = text.lines[_last_line(solved)].page
    return RoughTable(
        header.form,
        solved.layout.columns,
        filled,
        tuple(before),
        tuple(heads),
        first,
        last,
        doubts=tuple(doubts_of(rows, made, solved.pieces, solved.weigher)),
    )


def _last_line(solved: _Solved) -> int:
    """The last line that the table's rows take."""
    return max(_lines_of(solved), default=0)


def _lines_of(solved: _Solved) -> Iterator[int]:
    for piece in solved.pieces:
        if piece.slot != OUTSIDE:
            yield solved.text.atoms[piece.end - 1].line
