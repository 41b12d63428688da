"""Grids → tables whose columns are understood: the header read, the pieces of one table over several pages joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import regex

from zvirka.normalize.column_units import counts_things
from zvirka.normalize.cuts import is_cut, rejoined, with_wrapped_lines
from zvirka.normalize.evidence import evidence_of
from zvirka.normalize.formulas import formulas_of
from zvirka.normalize.grid_rows import row_of, widths_of
from zvirka.normalize.head_paths import Matrix
from zvirka.normalize.header import Header, body_rows, body_start, header_again, header_of, is_again
from zvirka.normalize.heads import columns_of, with_names_of_rows, with_second_texts
from zvirka.normalize.labels import is_sum_label
from zvirka.normalize.page_columns import laid_on
from zvirka.normalize.prose_pairs import money_column, prose_column, with_pairs
from zvirka.normalize.rough import Column, RoughCell, RoughRow, RoughTable
from zvirka.normalize.soundness import looks_torn
from zvirka.normalize.units import unit_of
from zvirka.normalize.vocabulary import fold
from zvirka.schemas.document import Block, Break, Grid, GridKind, Line, Prose
from zvirka.schemas.form import Form
from zvirka.schemas.report import Placement

_PAGE_NUMBER = regex.compile(
    r"^\W*(?:стор(?:інка|\.)?|с\.|page|лист|арк(?:уш|\.)?)?\s*\d{1,4}\s*(?:(?:з|із|of|/)\s*\d{1,4})?\W*$",
    regex.I,
)
_GOES_ON = regex.compile(
    r"^\W*(?:продовження|закінчення|продолжение|окончание)\s+(?:таблиці|додатк|таблицы|приложен)", regex.I
)
_FURNITURE_LINES = 4
"""More lines than this between two grids are text of the document, not heads and feet of its pages."""

_TITLE_LINES = 2
"""A section's title between two stretches of a table has no more lines than this."""


@dataclass(frozen=True, slots=True)
class GridReading:
    """The tables of a document's grids; of those that no form fits, what was seen of the header.

    `after` are the lines under the last table.
    """

    tables: tuple[RoughTable, ...]
    unmatched: tuple[str, ...]
    after: tuple[Line, ...] = ()


@dataclass(slots=True)
class _Open:
    """A table that is being put together."""

    form: Form
    header: Header
    columns: tuple[Column, ...]
    edges: tuple[float, ...] | None
    before: tuple[Line, ...]
    first_page: int
    last_page: int
    rows: list[RoughRow] = field(default_factory=list)
    by_position: bool = False
    framed: bool = False
    strays: list[Line] = field(default_factory=list)
    sure_heads: bool = False
    sure_cells: bool = True
    prose: int | None = None

    def table(self) -> RoughTable:
        """What it has become."""
        columns, rows = self.columns, self.rows
        if self.prose is not None:
            money = money_column(columns, self.prose)
            columns = (*columns, money)
            rows = [with_pairs(row, self.prose, money.index) for row in rows]
        return RoughTable(
            self.form,
            columns,
            tuple(rows),
            self.before,
            self.header.lines,
            self.first_page,
            self.last_page,
            formulas_of(self.header.numbers, self.columns),
            by_position=self.by_position,
            framed=self.framed,
            levels=max(map(len, self.header.paths), default=1),
            strays=tuple(self.strays),
            sure_heads=self.sure_heads,
            sure_cells=self.sure_cells,
        )


def grid_tables(blocks: Iterable[Block], forms: Sequence[Form]) -> GridReading:
    """The tables of the grids among the blocks, with the prose above each."""
    blocks = tuple(blocks)
    running = _running(blocks)
    tables: list[_Open] = []
    unmatched: list[str] = []
    between: list[Line] = []
    is_open = False
    for place, block in enumerate(blocks):
        if isinstance(block, Prose):
            between.extend(block.lines)
            continue
        if not isinstance(block, Grid):
            continue
        laid = laid_on(block, tables[-1].edges) if is_open else block
        if is_open and _goes_on(tables[-1], laid, between, running):
            _add(tables[-1], laid, body_start(laid, tables[-1].header, tables[-1].form))
            between = []
            continue
        if is_open and _goes_on_under_title(tables[-1], block, between, running):
            titles = (line for line in between if not _is_furniture(line, running))
            tables[-1].rows.extend(map(_title_row, titles))
            _add(tables[-1], block, 0)
            between = []
            continue
        following = next((b for b in blocks[place + 1 :] if isinstance(b, Grid)), None)
        opened, seen = _opened(block, following, between, forms)
        if opened is None and not seen:
            # no table of money: what stands in it may be the heading of the next
            between.extend(_as_prose(block))
            continue
        is_open = opened is not None
        torn = [line for line in between if looks_torn(line.text)]
        for table in (*tables[-1:], *((opened,) if opened is not None else ())):
            table.strays.extend(torn)
        if opened is not None:
            tables.append(opened)
        else:
            unmatched.append(seen)
        between = []
    if tables:
        tables[-1].strays.extend(line for line in between if looks_torn(line.text))
    return GridReading(tuple(t.table() for t in tables), tuple(unmatched), tuple(between))


def _as_prose(grid: Grid) -> Iterator[Line]:
    """The printed lines of a grid that is no table of money, each row of it one line."""
    for row in range(grid.rows):
        lines = [line for cell in grid.cells if cell.row == row for line in cell.lines]
        if lines:
            yield replace(lines[0], text=" ".join(line.text.strip() for line in lines), end=Break.LINE)


def _running(blocks: Sequence[Block]) -> frozenset[str]:
    """Lines of prose that stand on several pages: heads and feet."""
    pages: dict[str, set[int]] = {}
    for block in blocks:
        if isinstance(block, Prose):
            for line in block.lines:
                pages.setdefault(fold(line.text).text, set()).add(line.page)
    return frozenset(text for text, on in pages.items() if text and len(on) > 1)


def _is_furniture(line: Line, running: frozenset[str]) -> bool:
    text = line.text.strip()
    return (
        not text
        or _PAGE_NUMBER.match(text) is not None
        or _GOES_ON.match(text) is not None
        or fold(text).text in running
    )


def _goes_on(table: _Open, grid: Grid, between: Sequence[Line], running: frozenset[str]) -> bool:
    if grid.columns != len(table.columns):
        return False
    printed = [line for line in between if line.text.strip()]
    if len(printed) > _FURNITURE_LINES or not all(_is_furniture(line, running) for line in printed):
        return False
    own = header_again(grid, table.header, table.form)
    if own is None or _heads_little(own, table, grid):
        return True
    ended = bool(table.rows) and is_sum_label(_label(table.rows[-1], table.columns))
    return is_again(own, table.header, grid) and (not ended or grid.page != table.last_page)


def _heads_little(own: Header, table: _Open, grid: Grid) -> bool:
    """Whether what looks like a header at the head of a new page is the rest of a row's texts: heads of few columns."""
    headed = sum(any(path) for path in own.paths)
    return grid.page != table.last_page and not own.numbers and 2 * headed < grid.columns


def _goes_on_under_title(table: _Open, grid: Grid, between: Sequence[Line], running: frozenset[str]) -> bool:
    """Whether a grid told from alignment goes on with the table above it after a line over its whole width.

    It stands below that table or at the head of the next page.
    """
    printed = [line for line in between if not _is_furniture(line, running)]
    return (
        grid.kind is GridKind.ALIGNMENT
        and table.by_position
        and grid.columns == len(table.columns)
        and grid.page in (table.last_page, table.last_page + 1)
        and len(printed) <= _TITLE_LINES
        and not any(looks_torn(line.text) for line in printed)
        and header_of(grid, table.form) is None
    )


def _title_row(line: Line) -> RoughRow:
    return RoughRow({}, line.page, line.number, RoughCell((line,), Placement.POSITION))


def _label(row: RoughRow, columns: Sequence[Column]) -> str:
    cells = [row.wide] if row.wide is not None else []
    cells += [
        row.cells[c.index] for c in columns if c.kind in ("activity", "number") and c.index in row.cells
    ]
    return " ".join(text for cell in cells if (text := cell.text.strip()))


def _opened(
    grid: Grid, following: Grid | None, before: Sequence[Line], forms: Sequence[Form]
) -> tuple[_Open | None, str]:
    """The table that begins with this grid, by the form that fits it best; else what was seen of its header.

    `following` is the next grid: where a page ends below the header, the table's rows stand there.
    """
    best: tuple[tuple[int, int], _Open] | None = None
    seen = ""
    for form in forms:
        header = header_of(grid, form)
        if header is None:
            continue
        body, start = _body(grid, following, header, form)
        evidence = partial(evidence_of, body, start, form)
        columns = with_second_texts(columns_of(header.paths, form, evidence), header.paths, form)
        columns = with_names_of_rows(columns, form, evidence)
        prose = prose_column(columns, ((c.column, c.text) for c in body.cells if c.row >= start))
        if prose is None and not any(c.kind == "money" for c in columns):
            continue
        if _counts_things(body, start, columns) and unit_of(_heads(header, before)) is None:
            seen = seen or header.seen
            continue
        found = {c.kind for c in columns} | {c.source for c in columns}
        found |= {measure.value for c in columns for measure in c.measures}
        if not set(form.require) <= found:
            if not seen and _is_about_money(header, columns, before, form):
                seen = header.seen
            continue
        above = tuple(line for line in before if not _is_furniture(line, frozenset()))
        opened = _Open(form, header, columns, grid.column_edges, above + header.title, grid.page, grid.page)
        opened.sure_heads, opened.prose = grid.sure_heads, prose
        known = sum(c.kind not in ("money", "other") or c.source in _names(form) for c in columns)
        # of forms that know as many columns the one that asks for most is the closest
        score = (known, len(form.require))
        if best is None or score > best[0]:
            best = (score, opened)
    if best is None:
        return None, seen
    _add(best[1], grid, best[1].header.body)
    return best[1], ""


def _heads(header: Header, before: Sequence[Line]) -> list[str]:
    """The heads of a table and the lines right above it."""
    heads = [text for path in header.paths for text in path]
    return [*heads, *(line.text for line in before[-_LINES_ABOVE:])]


_LINES_ABOVE = 6


def _body(grid: Grid, following: Grid | None, header: Header, form: Form) -> tuple[Grid, int]:
    """The grid in which the rows under a header begin, and the first of them."""
    if header.body < grid.rows or following is None or following.columns != grid.columns:
        return grid, header.body
    return following, body_start(following, header, form)


def _counts_things(grid: Grid, start: int, columns: Sequence[Column]) -> bool:
    """Whether a table has a column of units and they are not those of money: indicators of a programme."""
    units = {c.index for c in columns if c.kind == "unit"}
    return counts_things(c.text for c in grid.cells if c.column in units and c.row >= start)


def _names(form: Form) -> set[str]:
    return {source.id for source in form.sources}


def _is_about_money(header: Header, columns: Sequence[Column], before: Sequence[Line], form: Form) -> bool:
    """Whether a table that fits no form is one of money: its heads or the lines above say so."""
    if unit_of(_heads(header, before)) is not None:
        return True
    money = [c for c in columns if c.kind == "money"]
    named = [c for c in money if c.source in _names(form)]
    return len(named) >= 2


def _add(table: _Open, grid: Grid, start: int) -> None:
    """Appends the rows of a grid, from `start` on; a row cut by the page break is put together again."""
    matrix = Matrix.of(grid)
    widths = widths_of(grid)
    table.by_position = table.by_position or grid.kind is GridKind.ALIGNMENT
    table.sure_cells = table.sure_cells and grid.sure_cells
    table.framed = table.framed or grid.kind is GridKind.FRAMES
    table.last_page = max(table.last_page, grid.page)
    rows = [row_of(matrix, r, table.columns, widths) for r in body_rows(matrix, start, table.header)]
    filled = [row for row in rows if row.wide is not None or any(c.text.strip() for c in row.cells.values())]
    if grid.kind is GridKind.ALIGNMENT:
        filled = with_wrapped_lines(filled, table.columns)
    if table.rows and filled and is_cut(table.rows, filled[0], table.columns, table.form.measures):
        table.rows[-1] = rejoined(table.rows[-1], filled.pop(0))
    table.rows.extend(filled)
    table.last_page = max([table.last_page, *(_last_page(row) for row in table.rows[-1:])])


def _last_page(row: RoughRow) -> int:
    return max([row.page, *(line.page for cell in row.cells.values() for line in cell.lines)])
