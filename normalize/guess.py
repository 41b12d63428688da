"""A form proposed for a table that none fits: its heads as words, its sums found by testing which columns add up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations

from zvirka.normalize.evidence import evidence_of
from zvirka.normalize.head_paths import Matrix
from zvirka.normalize.head_sources import own_id, strange_part
from zvirka.normalize.header import Header, header_of
from zvirka.normalize.heads import columns_of
from zvirka.normalize.numbers import read_cell, settle_marks
from zvirka.normalize.rough import Column
from zvirka.schemas.document import Document, Grid
from zvirka.schemas.form import TEXT_COLUMNS, Form, shipped_form
from zvirka.schemas.report import Measure

_ENOUGH_ROWS = 2
"""Rows with two terms or more in which a sum must hold, and none in which it does not, to be proposed."""

_MOST_TERMS = 6


@dataclass(frozen=True, slots=True)
class _Guess:
    """One table as guessed: its columns, for each text column the field it is, and the values of each row."""

    columns: tuple[Column, ...]
    fields: dict[int, str]
    values: list[dict[tuple[str, Measure], Decimal]]


def guessed_form(document: Document) -> str | None:
    """The TOML of a form for the first table of a document that has money columns; None if there is none."""
    words = shipped_form("activity")
    for block in document.blocks:
        if isinstance(block, Grid) and (guess := _guess(block, words)) is not None:
            return _toml(guess, words)
    return None


def _guess(grid: Grid, words: Form) -> _Guess | None:
    header = header_of(grid, words) or _first_row(grid)
    columns = columns_of(header.paths, words, partial(evidence_of, grid, header.body, words))
    if not any(c.kind == "money" for c in columns):
        return None
    return _Guess(columns, _fields(columns, grid, header), _values(columns, grid, header))


def _first_row(grid: Grid) -> Header:
    """The first row as header, where no word of it is known."""
    matrix = Matrix.of(grid)
    cells = [matrix.at(0, column) for column in range(grid.columns)]
    paths = tuple((cell.text,) if cell is not None and cell.text.strip() else () for cell in cells)
    return Header(0, 1, paths, {})


def _fields(columns: Sequence[Column], grid: Grid, header: Header) -> dict[int, str]:
    """The field of each text column; the one with the longest texts is the activity, if none is called so."""
    fields = {c.index: c.kind for c in columns if c.kind in TEXT_COLUMNS}
    if "activity" not in fields.values():
        texts = [c.index for c in columns if c.kind not in ("money", "number")]
        length = {
            index: sum(
                len(cell.text) for cell in grid.cells if cell.column == index and cell.row >= header.body
            )
            for index in texts
        }
        if length:
            fields[max(length, key=lambda index: length[index])] = "activity"
    return fields


def _values(
    columns: Sequence[Column], grid: Grid, header: Header
) -> list[dict[tuple[str, Measure], Decimal]]:
    money = {c.index: c for c in columns if c.kind == "money"}
    marks = settle_marks(cell.text for cell in grid.cells if cell.column in money and cell.row >= header.body)
    rows: dict[int, dict[tuple[str, Measure], Decimal]] = {}
    for cell in grid.cells:
        if cell.column not in money or cell.row < header.body:
            continue
        column = money[cell.column]
        readings = read_cell(" ".join(cell.text.split()), column.measures, marks).readings
        for measure, reading in zip(column.measures, readings, strict=True):
            if reading.value is not None:
                rows.setdefault(cell.row, {})[column.source, measure] = reading.value
    return [rows[row] for row in sorted(rows)]


def _sums(guess: _Guess) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each source the fewest others that add up to it in every row; a source is summed once."""
    sources = list(dict.fromkeys(c.source for c in guess.columns if c.kind == "money"))
    taken: set[str] = set()
    for target in sources:
        others = [s for s in sources if s != target and s not in taken]
        for terms in _candidates(others):
            if _holds(guess, target, terms):
                taken.add(target)
                yield target, terms
                break


def _candidates(others: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All others first, then fewer of them: what a total sums is usually all that stands beside it."""
    for size in range(min(len(others), _MOST_TERMS), 1, -1):
        yield from combinations(others, size)


def _holds(guess: _Guess, target: str, terms: Sequence[str]) -> bool:
    right = 0
    for measure in (Measure.PLAN_YEAR, Measure.PLAN, Measure.FACT):
        for row in guess.values:
            values = [row.get((term, measure), Decimal(0)) for term in terms]
            reported = row.get((target, measure))
            if reported is None:
                continue
            if sum(values) != reported:
                return False
            right += sum(v != 0 for v in values) >= 2
    # a term that is never anything could be any
    told = [any(row.get((t, m)) for row in guess.values for m in Measure) for t in terms]
    return right >= _ENOUGH_ROWS and all(told)


def _toml(guess: _Guess, words: Form) -> str:
    lines = ['id = "guessed"', "version = 1", 'title.en = "Guessed from a file: give it a name"']
    lines += ['title.uk = "Складено за файлом: дайте назву"']
    lines += [f"require = {json.dumps(_required(guess))}", "", "[measures]"]
    used = {m.value for c in guess.columns for m in c.measures}
    for measure in words.measures:
        if measure.id in used:
            lines.append(f"{measure.id} = {json.dumps(list(measure.words), ensure_ascii=False)}")
    for index, field in sorted(guess.fields.items()):
        head = next(c.head for c in guess.columns if c.index == index)
        lines += ["", "[[column]]", f'id = "{field}"', f"words = {_word(head.splitlines()[-1:] or [head])}"]
    for source, heads in _sources(guess, words).items():
        lines += ["", "[[source]]", f'id = "{source}"', f"words = {_word(heads)}"]
    for target, terms in _sums(guess):
        rule = "row_sum" if target == "total" else "group_sum"
        lines += [
            "",
            "[[sum]]",
            f'rule = "{rule}"',
            f'target = "{target}"',
            f"terms = {json.dumps(list(terms))}",
        ]
    return "\n".join(lines) + "\n"


def _required(guess: _Guess) -> list[str]:
    return ["activity"] if "activity" in guess.fields.values() else []


def _sources(guess: _Guess, words: Form) -> dict[str, list[str]]:
    """The words of each source: those of the shipped form, or the head itself."""
    known = {source.id: list(source.words) for source in words.sources}
    found: dict[str, list[str]] = {}
    for column in guess.columns:
        if column.kind == "money":
            heads = [*column.head.splitlines(), strange_part(column.head, words)]
            head = next((h for h in heads if own_id([h]) == column.source), column.head)
            found.setdefault(column.source, known.get(column.source) or [" ".join(head.lower().split())])
    return found


def _word(heads: Sequence[str]) -> str:
    return json.dumps([" ".join(head.lower().split()) for head in heads], ensure_ascii=False)
