"""The generator keeps its word: equal seeds give equal files, every sum of the truth holds, all of it is printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.generate.axes import Axes
from tools.generate.document import Made, make
from tools.generate.layout import Heading
from tools.generate.mistakes import holds
from tools.generate.truth import Place, TrueAmount, true_text
from tools.generate.write_docx import docx_bytes
from tools.generate.write_tika import tika_text
from tools.measure_compare import compared
from tools.measure_findings import expected_findings
from zvirka.schemas.document import Format
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Amount, Measure, Placement, Report, Role, Row, State, Table
from zvirka.schemas.report import Place as Where

seeds = st.integers(0, 100_000)


def value_in(made: Made, place: Place) -> Decimal:
    amount = made.truth.tables[place.table - 1].rows[place.row - 1].amounts[place.source, place.measure]
    return amount.value if amount.value is not None else Decimal(0)


def glyphs(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


def printed(made: Made) -> str:
    texts = []
    for block in made.layout.blocks:
        texts += [block.text] if isinstance(block, Heading) else [cell.text for cell in block.cells]
    return "\n".join(texts)


@pytest.mark.parametrize("seed", [0, 7, 23])
def test_a_seed_gives_the_same_bytes_each_time(seed: int) -> None:
    assert docx_bytes(make(seed).layout) == docx_bytes(make(seed).layout)
    assert tika_text(make(seed)) == tika_text(make(seed))
    assert make(seed).truth == make(seed).truth


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_every_sum_of_the_truth_holds(seed: int) -> None:
    made = make(seed)
    broken = [e for e in made.truth.equations if not holds(e, lambda place: value_in(made, place))]
    assert broken == []


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_a_mistake_breaks_exactly_the_sums_that_it_names(seed: int) -> None:
    made, right = make(seed, mistake=True), make(seed)
    mistake = made.truth.mistake
    if mistake is None:
        assert made.truth == right.truth
        return
    broken = {
        (e.rule, e.target) for e in made.truth.equations if not holds(e, lambda place: value_in(made, place))
    }
    assert broken == mistake.broken != set()
    assert value_in(made, mistake.place) == mistake.printed
    assert value_in(right, mistake.place) == mistake.right
    differing = [
        (t, r, column)
        for t, (one, other) in enumerate(zip(made.truth.tables, right.truth.tables, strict=True), start=1)
        for r, (a, b) in enumerate(zip(one.rows, other.rows, strict=True), start=1)
        for column in a.amounts
        if a.amounts[column] != b.amounts[column]
    ]
    assert differing == [(mistake.place.table, mistake.place.row, mistake.place[2:])]


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_every_glyph_of_the_truth_is_laid_out(seed: int) -> None:
    made = make(seed)
    there = glyphs(printed(made))
    wanted: Counter[str] = Counter()
    for table in made.truth.tables:
        wanted.update(glyphs(table.title + table.section + table.period))
        for row in table.rows:
            # a merged executor is printed once
            wanted.update(glyphs(row.number + row.activity + row.deadline + row.result))
    # «- » stands in the truth for list marks of any kind
    del wanted["-"]
    assert wanted - there == Counter()


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_every_number_of_the_truth_is_laid_out(seed: int) -> None:
    made = make(seed)
    digits = "".join(c for c in printed(made) if c.isdigit())
    for table in made.truth.tables:
        for row in table.rows:
            for (_, measure), amount in row.amounts.items():
                if amount.value is not None and measure is not Measure.PERCENT:
                    assert "".join(c for c in f"{amount.value:f}" if c.isdigit()) in digits


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_cells_cover_each_place_of_a_table_once(seed: int) -> None:
    for table in make(seed).layout.tables:
        covered = Counter(
            (r, c)
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.rows)
            for c in range(cell.column, cell.column + cell.columns)
        )
        assert set(covered.values()) == {1}
        assert len(covered) == table.rows * table.columns
        assert len(table.widths) == table.columns


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_the_dump_holds_every_glyph_of_the_body(seed: int) -> None:
    made = make(seed)
    assert glyphs(printed(made)) - glyphs(tika_text(made)) == Counter()


def test_paragraphs_and_lists_as_the_archive_has_them() -> None:
    assert true_text("Перше.\nДруге.") == "Перше. Друге."
    assert true_text("Роботи:\n• одна;\n– друга.") == "Роботи:\n- одна;\n- друга."
    assert true_text("30 /\v20") == "30 / 20"


def read_perfectly(made: Made) -> Report:
    """The report that a reader without fault would make."""
    tables = []
    for index, true in enumerate(made.truth.tables, start=1):
        rows = tuple(
            Row(
                i,
                row.role,
                row.number,
                row.activity,
                row.deadline,
                row.executor,
                row.result,
                tuple(
                    Amount(source, measure, a.state, a.value, "", Placement.CELL, Where())
                    for (source, measure), a in row.amounts.items()
                ),
                Where(),
            )
            for i, row in enumerate(true.rows, start=1)
        )
        tables.append(
            Table(
                index,
                true.section,
                true.title,
                true.period,
                true.period_start,
                true.period_end,
                true.unit,
                "activity",
                1,
                1,
                true.columns,
                rows,
                (),
            )
        )
    return Report("made.docx", "0" * 64, Format.DOCX, 1, tuple(tables))


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_a_perfect_reading_scores_one(seed: int) -> None:
    made = make(seed)
    score = compared(read_perfectly(made), (), made.truth)
    assert score.differences == []
    assert (score.records_exact, score.fields_exact) == (score.records, score.fields)
    assert score.amounts_exact == score.amounts
    assert score.wrong_silent == score.wrong_told == score.false_findings == 0


def first_reported(made: Made) -> tuple[int, int]:
    """Indices of the first row with a reported amount, and of that amount."""
    for r, row in enumerate(made.truth.tables[0].rows):
        for a, amount in enumerate(row.amounts.values()):
            if amount.state is State.REPORTED:
                return r, a
    raise AssertionError("no reported amount")


def spoilt(report: Report, at: tuple[int, int], **changes: object) -> Report:
    table = report.tables[0]
    row = table.rows[at[0]]
    amounts = list(row.amounts)
    amounts[at[1]] = replace(amounts[at[1]], **changes)  # type: ignore[arg-type]
    rows = list(table.rows)
    rows[at[0]] = replace(row, amounts=tuple(amounts))
    return replace(report, tables=(replace(table, rows=tuple(rows)), *report.tables[1:]))


def test_a_wrong_number_is_silent_unless_a_finding_names_its_row() -> None:
    made = make(5)
    at = first_reported(made)
    report = spoilt(read_perfectly(made), at, value=Decimal("123456789.25"))
    silent = compared(report, (), made.truth)
    assert (silent.wrong_silent, silent.wrong_told, silent.amounts - silent.amounts_exact) == (1, 0, 1)
    named = Finding("row_sum", Severity.ERROR, "off", table=1, row=at[0] + 1)
    told = compared(report, (named,), made.truth)
    assert (told.wrong_silent, told.wrong_told, told.false_findings) == (0, 1, 1)
    elsewhere = replace(named, row=at[0] + 2)
    assert compared(report, (elsewhere,), made.truth).wrong_silent == 1
    assert compared(report, (replace(named, severity=Severity.NOTE),), made.truth).wrong_silent == 1


def test_an_amount_that_is_called_ambiguous_is_not_silent() -> None:
    made = make(5)
    report = spoilt(
        read_perfectly(made),
        first_reported(made),
        state=State.BLANK,
        value=None,
        placement=Placement.AMBIGUOUS,
    )
    score = compared(report, (), made.truth)
    assert (score.wrong_silent, score.wrong_told) == (0, 1)


def test_a_table_without_a_sum_line_earns_its_warning() -> None:
    made = next(m for m in map(make, range(500)) if m.axes.total == "none" and m.axes.subtotals == "none")
    assert ("missing_total", 1, None) in expected_findings(made.truth)


def test_the_axes_are_all_drawn() -> None:
    seen: dict[str, set[str]] = {}
    for seed in range(300):
        for axis, value in make(seed).axes.labels().items():
            seen.setdefault(axis, set()).add(value)
    assert seen["notation"] == {"pair", "sub", "blocks", "rows", "source_rows", "plan", "year"}
    assert seen["family"] == {"activity", "funds", "passport", "years"}
    assert seen["total"] == {"last", "first", "both", "none"}
    assert all(len(values) > 1 for values in seen.values())
    assert {f for f in Axes.__slots__ if f not in seen} == {
        "figures",
        "sources",
        "texts",
        "items",
        "fill",
        "sign",
    }


def test_every_role_and_state_is_drawn() -> None:
    rows = [row for seed in range(120) for table in make(seed).truth.tables for row in table.rows]
    assert {row.role for row in rows} == set(Role)
    amounts: set[TrueAmount] = {amount for row in rows for amount in row.amounts.values()}
    assert {amount.state for amount in amounts} == set(State)
