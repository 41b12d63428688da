"""Whether the rows found in a stream can be what stands there: what is refused, and what is doubted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import regex

from zvirka.messages import N_
from zvirka.normalize.heads import MEASURES
from zvirka.normalize.streams.atoms import Text
from zvirka.normalize.streams.evidence import starts_item
from zvirka.normalize.streams.numbering import looks_like_number_of_row
from zvirka.normalize.streams.path import FACT_ROW, HEADING, LABEL, OUTSIDE, Piece, Slot
from zvirka.normalize.streams.rows import Draft, rows_of
from zvirka.normalize.streams.scores import Weigher
from zvirka.normalize.streams.values import Look, Run
from zvirka.normalize.vocabulary import fold, occurrences
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.form import Form

LOST_SHARE = 0.25
"""Where more of the rows have lost their values, or have values in their texts, the dump is torn apart."""

_NOT_REBUILT = N_(
    "a table stands here whose rows could not be put together: its cells do not stand row by row"
)
_MISREAD = N_(
    "a table stands here whose columns could not be told from its header: the sums of its rows fail"
)
_WITHOUT_AMOUNTS = N_("no amounts were found in the row that begins “{row}”")
_LIKE_AMOUNTS = N_("what may be amounts stands in a text of the row that begins “{row}”: “{part}”")
_OUTSIDE = N_("what may be amounts stands after the table: “{part}”")

_SHOWN = 60
"""Letters of a text that a message quotes."""


def refusal(text: Text, slots: Sequence[Slot], pieces: Sequence[Piece], weigher: Weigher) -> Finding | None:
    """The finding that refuses a table whose rows are not to be trusted; None where they are."""
    rows = rows_of(pieces)
    bad = sum(_is_bad(row, slots, weigher) for row in rows)
    bad += sum(_swallowed(text, row) for row in rows) + _numbers_apart(text)
    bad += _without_number(rows, slots, text) + _without_fact(rows, slots)
    headings = sum(row[0].slot == HEADING for row in rows)
    if rows and bad <= LOST_SHARE * len(rows) and 2 * headings <= len(rows):
        return None
    return _doubt(text, 0, _NOT_REBUILT, Severity.ERROR)


def misread_columns(text: Text) -> Finding:
    """The finding that refuses a table whose columns are not those that its header seemed to name."""
    return _doubt(text, 0, _MISREAD, Severity.ERROR)


def unseen(text: Text, forms: Sequence[Form]) -> Finding | None:
    """A doubt where heads and amounts stand in a text in which no table was found."""
    amounts = [p for p, a in enumerate(text.atoms) if _AMOUNT.fullmatch(a.text)]
    amounts += [i for i in {a.line for a in text.atoms} if _FIGURES.fullmatch(text.lines[i].text)]
    starts = [p for form in forms for p in _heads(text, form)]
    if len(amounts) < _MANY_AMOUNTS or len(starts) < _SEVERAL_HEADS:
        return None
    return _doubt(text, starts[0], _NOT_REBUILT, Severity.ERROR)


def _heads(text: Text, form: Form) -> Iterator[int]:
    """Lines of a few words that name a column of the form, one for each column."""
    seen: set[str] = set()
    lines = groupby(enumerate(text.atoms), key=lambda entry: entry[1].line)
    for _, line in lines:
        words = list(line)
        if len(words) > _HEAD_WORDS:
            continue
        said = fold(" ".join(a.text for _, a in words))
        for match in occurrences(form.columns, said):
            if match.start <= 1 and match.id not in seen:
                seen.add(match.id)
                yield words[0][0]


_AMOUNT = regex.compile(r"\d[\d\u00a0\u2009]*[.,]\d{1,3}|[-–—]|\d[\d.,]*/[\d.,]*")
_FIGURES = regex.compile(r"[\d\s.,/–—-]+")
_MANY_AMOUNTS = 10
_SEVERAL_HEADS = 2
_HEAD_WORDS = 4
"""What a table has at least: so many amounts and dashes, and so many columns named in lines of a few words."""


def _is_bad(row: Sequence[Piece], slots: Sequence[Slot], weigher: Weigher) -> bool:
    """Whether a row lacks what rows have, or has in a text what stands in money cells."""
    if any(_valued(weigher, piece) for piece in row) or _overflows(row, weigher):
        return True
    if row[0].slot == HEADING:
        return row[0].start in weigher.series
    runs = [p for p in row if p.run is not None]
    said = any(
        p.slot in (LABEL, FACT_ROW)
        or (p.slot >= 0 and slots[p.slot].kind == "activity" and _has_letters(weigher.text, p))
        for p in row
    )
    return not said or not any(_tells(p, slots) for p in runs)


def _has_letters(text: Text, piece: Piece) -> bool:
    return any(c.isalpha() for a in text.atoms[piece.start : piece.end] for c in a.text)


def _numbers_apart(text: Text) -> int:
    """How often numbers of rows follow each other with nothing between: a column of them stands by itself."""
    words = [a.text for a in text.atoms]
    numbers = [
        int(w[:-1]) if w[-1] in ".)" and w[:-1].isascii() and w[:-1].isdigit() else None for w in words
    ]
    return sum(a is not None and b == a + 1 for a, b in pairwise(numbers))


def _without_number(rows: Sequence[Sequence[Piece]], slots: Sequence[Slot], text: Text) -> int:
    """How many rows of a table with a column for numbers begin without one, where most rows have one."""
    column = next((s for s, slot in enumerate(slots) if slot.kind == "number"), None)
    items = [
        row
        for row in rows
        if row[0].slot == column or (row[0].slot >= 0 and text.atoms[row[0].start].text[0].isupper())
    ]
    lacking = sum(row[0].slot != column for row in items)
    return lacking if column is not None and lacking < len(items) else 0


def _without_fact(rows: Sequence[Sequence[Piece]], slots: Sequence[Slot]) -> int:
    """How many rows have no second one for their fact, or do not say their measure, where a column says it."""
    column = next((s for s, slot in enumerate(slots) if slot.kind == MEASURES), None)
    if column is None:
        return 0
    lacking = 0
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if row[0].slot == HEADING or not any(p.run for p in row):
            continue
        fact = row[0].slot == FACT_ROW
        lacking += not fact and all(p.slot != column for p in row)
        lacking += not fact and (following is None or following[0].slot != FACT_ROW)
    return lacking


def _overflows(row: Sequence[Piece], weigher: Weigher) -> bool:
    """Whether values go on beside a run, in the text before or after it: there are more columns than was thought."""
    for before, piece, after in zip([None, *row], row, [*row[1:], None], strict=False):
        if piece.run is None:
            continue
        if before is not None and before.end - before.start > 1 and _is_amount(weigher, before.end - 1):
            return True
        if after is not None and after.end - after.start > 1 and _begins_with_value(weigher, after.start):
            return True
    return False


def _is_amount(weigher: Weigher, p: int) -> bool:
    """Whether a word is a number with decimals, or a mark, by itself."""
    values = [r.values[0] for runs in weigher.runs.at(p).values() for r in runs if r.end == p + 1]
    return any(v.decimals or v.look is Look.NOTHING for v in values)


def _begins_with_value(weigher: Weigher, p: int) -> bool:
    """Whether a text begins with a value and not with a number of the words after it, nor with an item's dash."""
    text = weigher.text
    values = [r.values[0] for runs in weigher.runs.at(p).values() for r in runs]
    following = text.atoms[p + 1]
    counts = not following.gap.broken and following.text[0].islower()
    item = text.gap(p).broken and starts_item(text.atoms[p].text)
    return bool(values) and not counts and not item


def _tells(piece: Piece, slots: Sequence[Slot]) -> bool:
    """Whether a run is more than a dash that happens to stand there."""
    run = piece.run
    if run is None:
        return False
    return len(run.values) == len(slots[piece.slot].columns) or any(
        v.look in (Look.PAIR, Look.NUMBER) for v in run.values
    )


def _swallowed(text: Text, row: Sequence[Piece]) -> int:
    """How many numbers of rows stand within the cells of a row."""
    return sum(
        looks_like_number_of_row(text, p)
        for piece in row
        if piece.run is None
        for p in range(piece.start + 1, piece.end)
    )


def doubts_of(text: Text, draft: Draft, pieces: Sequence[Piece], weigher: Weigher) -> Iterator[Finding]:
    """What is to be said of single rows, and of what stands after the table."""
    for row in draft.pieces:
        shown = _quoted(text, row[0].start, row[0].end)
        numbered = row[0].start in weigher.series
        if not any(p.run for p in row) and (numbered or row[0].slot != HEADING):
            yield _doubt(text, row[0].start, _WITHOUT_AMOUNTS, Severity.WARNING, row=shown)
        for piece in row:
            if (span := _valued(weigher, piece)) is not None:
                part = _quoted(text, *span)
                yield _doubt(text, span[0], _LIKE_AMOUNTS, Severity.WARNING, row=shown, part=part)
    for piece in pieces:
        if piece.slot == OUTSIDE and (span := _valued(weigher, piece)) is not None:
            yield _doubt(text, span[0], _OUTSIDE, Severity.WARNING, part=_quoted(text, *span))


def _valued(weigher: Weigher, piece: Piece) -> tuple[int, int] | None:
    """The first stretch in a piece of text that looks like money cells: a pair, or several values side by side."""
    if piece.run is not None:
        return None
    for p in range(piece.start, piece.end):
        for runs in weigher.runs.at(p).values():
            # read with as few values as can be: «1 245 осіб» is one number
            fewest: dict[int, Run] = {}
            for run in runs:
                if run.end <= piece.end and len(run.values) <= len(fewest.get(run.end, run).values):
                    fewest[run.end] = run
            for run in fewest.values():
                pair = any(v.look is Look.PAIR for v in run.values)
                if pair or len(run.values) >= _SEVERAL:
                    return run.start, run.end
    return None


_SEVERAL = 3
"""Values side by side that no sentence has."""


def _doubt(text: Text, p: int, template: str, severity: Severity, **values: str | int) -> Finding:
    line = text.lines[text.atoms[p].line] if p < len(text) else text.lines[-1]
    return Finding("unplaced_text", severity, template, values, page=line.page, line=line.number)


def _quoted(text: Text, start: int, end: int) -> str:
    said = " ".join(a.text for a in text.atoms[start:end])
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
