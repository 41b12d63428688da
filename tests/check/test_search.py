"""The search for explanations is bounded, and complete where it need not stop."""

from __future__ import annotations

import random
import time
from decimal import Decimal

import pytest

from tools.mistaken import KINDS, make
from tools.tables import Shape, report_of, right_table
from tools.written import written
from zvirka.check import check
from zvirka.check.board import Board, board_of
from zvirka.check.search import AS_GOOD, MOST, explanations
from zvirka.schemas.finding import Severity
from zvirka.schemas.report import Table
from zvirka.sums import equations_of, judge_of, ledger_of


def board(table: Table) -> Board:
    ledger = ledger_of(table)
    equations = equations_of(table, ledger)
    return board_of(equations, ledger, judge_of(equations, ledger))


@pytest.mark.parametrize("total_column", [True, False])
@pytest.mark.parametrize("total", ["last", "none"])
@pytest.mark.parametrize(
    "kinds",
    [
        ("wrong_digit", "wrong_digit", "wrong_digit"),
        ("missing_row", "counted_twice", "stale_total"),
        ("extra_digit", "extra_digit", "missing_row"),
        ("swapped_plan_fact", "wrong_column", "counted_twice"),
    ],
)
def test_three_mistakes_in_300_rows_and_12_columns_take_less_than_a_second(
    kinds: tuple[str, ...], total: str, total_column: bool
) -> None:
    rng = random.Random(12)
    shape = Shape(items=299, total=total, total_column=total_column, fill=0.7)
    draft = right_table(rng, shape)
    for kind in kinds:
        make(rng, draft, kind)
    report = report_of(draft.table())
    start = time.process_time()
    check(report)
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize("total_column", [True, False])
def test_a_table_in_which_everything_is_wrong_is_given_up_soon(total_column: bool) -> None:
    rng = random.Random(3)
    draft = right_table(rng, Shape(items=120, total_column=total_column, fill=0.7))
    for row in draft.rows:
        row.values = {c: Decimal(rng.randint(1, 10**5)) / 10 for c in row.values}
    report = report_of(draft.table())
    start = time.process_time()
    findings = check(report)
    assert time.process_time() - start < 2.0
    assert sum(f.severity is Severity.ERROR for f in findings) >= 10


def test_every_explanation_mends_all_and_none_is_twice_as_good() -> None:
    rng = random.Random(7)
    tried = 0
    for _ in range(40):
        draft = right_table(rng, Shape(items=rng.randint(5, 15), fill=0.5))
        for kind in rng.choices(sorted(KINDS), k=2):
            make(rng, draft, kind)
        table = draft.table()
        found = explanations(table, board(table))
        if len(found) != 1:
            continue
        tried += 1
        best = found[0][0].cost
        for explanation in found[0]:
            assert 1 <= len(explanation.steps) <= MOST
            assert best <= explanation.cost <= best + AS_GOOD
            state = board(table).start
            for step in explanation.steps:
                mistake = step[0]
                state = board(table).after(state, mistake.changes, mistake.effects, mistake.mended)
            assert board(table).broken(state) == []
    assert tried > 30


def test_equal_tables_have_equal_answers() -> None:
    rng = random.Random(5)
    draft = right_table(rng, Shape(items=12, fill=0.5))
    for kind in ("wrong_digit", "wrong_column"):
        make(rng, draft, kind)
    report = report_of(draft.table())
    assert check(report) == check(report)


def test_nothing_broken_has_no_explanation() -> None:
    table = written("total plan; city_budget plan", "1: 5 5", "ВСЬОГО: 5 5")
    assert explanations(table, board(table)) == ()
