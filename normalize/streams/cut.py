"""A row that the end of a page has cut: the rests of its cells stand together at the top of the next page.

They come in the order of the columns, each in lines of its own. Which line belongs to which cell is told by what it
completes: a deadline, a text that recurs, a line that had no more room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from zvirka.normalize.streams import evidence as evidence
from zvirka.normalize.streams.atoms import Atom, Text
from zvirka.normalize.streams.path import CUT, CUT_DUE, Piece, Slot
from zvirka.normalize.streams.scores import NARROW, Learned

_COMPLETES = (
    3.0  # what stands at the end of the page and at the top of the next is a text that recurs, or a deadline
)
_NO_DEADLINE = -3.0
_NO_BEGINNING = -4.0  # the cell has nothing on the page before
_UNFORCED, _TOO_LONG = -2.5, -3.0
_AFTER_END = -1.0  # a sentence had ended
_CAPITAL = -1.0
_EACH = -0.5
_BROKEN_OFF = -2.0  # the cell ends with a comma or a small word, and nothing goes on with it


def rejoined(text: Text, slots: Sequence[Slot], pieces: Sequence[Piece], learned: Learned) -> list[Piece]:
    """The pieces with the rests of cut rows given to the cells that they end."""
    made: list[Piece] = []
    for piece in pieces:
        if piece.slot not in (CUT, CUT_DUE):
            made.append(piece)
            continue
        row: dict[int, Piece] = {}
        for earlier in reversed(made):
            if earlier.slot >= 0 and earlier.run is None:
                row.setdefault(earlier.slot, earlier)
            if earlier.opens:
                break
        made += _Parting(text, slots, row, learned).parted(piece)
    return made


class _Parting:
    """Gives the lines of a rest to the text cells of one row."""

    def __init__(self, text: Text, slots: Sequence[Slot], row: dict[int, Piece], learned: Learned) -> None:
        self.text, self.slots, self.row, self.learned = text, slots, row, learned
        self.places = [s for s, slot in enumerate(slots) if not slot.is_money and slot.kind != "number"]

    def parted(self, piece: Piece) -> Iterator[Piece]:
        """The rest as pieces of the slots, in order."""
        words = self.text.atoms[piece.start : piece.end]
        lines = [list(group) for _, group in groupby(words, key=lambda a: a.line)]
        at = piece.start
        for slot, group in groupby(zip(self._best(lines), lines, strict=True), key=lambda pair: pair[0]):
            end = at + sum(len(line) for _, line in group)
            yield Piece(slot, at, end, opens=False)
            at = end

    def _best(self, lines: Sequence[Sequence[Atom]]) -> list[int]:
        """The slot of each line: the best of all ways in the order of the columns."""
        paths: dict[int, tuple[float, list[int]]] = {}
        for i, line in enumerate(lines):
            longer: dict[int, tuple[float, list[int]]] = {}
            for k, slot in enumerate(self.places):
                begun: list[tuple[float, list[int]]] = [(self._passed(0, k), [])] if i == 0 else []
                begun += [
                    (score + self._passed(j + 1, k), path) for j, (score, path) in paths.items() if j < k
                ]
                choices = [(score + self._begins(slot, line), path) for score, path in begun]
                if k in paths:
                    score, path = paths[k]
                    choices.append((score + self._goes_on(slot, lines[i - 1], line), path))
                if choices:
                    score, path = max(choices, key=lambda c: c[0])
                    longer[k] = (score, [*path, slot])
            paths = longer
        ended = [(score + self._passed(k + 1, len(self.places)), path) for k, (score, path) in paths.items()]
        return max(ended, key=lambda c: c[0])[1]

    def _passed(self, first: int, last: int) -> float:
        """What it costs that nothing goes on with the cells of the slots between."""
        cells = [self.row[s] for s in self.places[first:last] if s in self.row]
        return _BROKEN_OFF * sum(evidence.end_score(self.text, cell.end) <= _BROKEN_OFF for cell in cells)

    def _begins(self, slot: int, line: Sequence[Atom]) -> float:
        cell = self.row.get(slot)
        score = _EACH + self._too_long(slot, line) + (_CAPITAL if line[0].text[0].isupper() else 0.0)
        if cell is None:
            return score + _NO_BEGINNING
        before = self.text.atoms[cell.start : cell.end]
        whole = [*before, *line]
        if self.slots[slot].kind == "deadline":
            score += _COMPLETES if evidence.is_deadline(whole) else _NO_DEADLINE
        said = tuple(a.text for a in whole)
        if any(known[: len(said)] == said for known in self.learned.texts.get(slot, ())):
            score += _COMPLETES
        if evidence.ends_sentence(before[-1].text):
            score += _AFTER_END
        last = [a for a in before if a.line == before[-1].line]
        return score + self._room(slot, last, line)

    def _goes_on(self, slot: int, before: Sequence[Atom], line: Sequence[Atom]) -> float:
        return self._too_long(slot, line) + self._room(slot, before, line)

    def _room(self, slot: int, before: Sequence[Atom], line: Sequence[Atom]) -> float:
        width = self.learned.widths.get(slot)
        if width is None or evidence.ends_sentence(before[-1].text):
            return 0.0
        room = width - (before[-1].end - before[0].start) - 1 - len(line[0].text)
        return _UNFORCED if room > (NARROW - 1) * width else 0.0

    def _too_long(self, slot: int, line: Sequence[Atom]) -> float:
        width = self.learned.widths.get(slot)
        return _TOO_LONG if width is not None and line[-1].end - line[0].start > NARROW * width + 1 else 0.0
