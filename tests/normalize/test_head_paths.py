"""Heads over several columns in formats that write them into the first column and leave the others empty."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zvirka.check import check
from zvirka.extract import read_bytes
from zvirka.normalize import normalize
from zvirka.schemas.report import Report, Role


def _of(rows: list[list[str]]) -> Report:
    text = "Звіт про виконання програми за 2021 рік, тис. грн.\n\n" + "\n".join(
        "\t".join(row) for row in rows
    )
    return normalize(read_bytes((text + "\n").encode(), "dump.txt"))


def _columns(report: Report) -> list[str]:
    return [f"{source} {measure}" for source, measure in report.tables[0].columns]


def test_a_head_in_the_first_of_its_columns_stands_over_all_of_them() -> None:
    report = _of(
        [
            [
                "№",
                "Найменування заходу",
                "Усього",
                "",
                "Бюджет громади",
                "",
                "Інші джерела",
                "",
                "Стан виконання",
            ],
            ["", "", "План", "Факт", "План", "Факт", "План", "Факт", ""],
            ["1", "Ремонт вулиці", "75,0", "70,5", "50,0", "48,5", "25,0", "22,0", "Триває"],
            ["2", "Озеленення", "12,0", "12,0", "12,0", "12,0", "", "", "Висаджено"],
            ["", "РАЗОМ", "87,0", "82,5", "62,0", "60,5", "25,0", "22,0", ""],
        ]
    )
    assert _columns(report) == [
        "total plan",
        "total fact",
        "local_budget plan",
        "local_budget fact",
        "other_sources plan",
        "other_sources fact",
    ]
    assert report.doubts == check(report) == ()


def test_heads_in_three_levels_go_on_only_under_their_own_head() -> None:
    report = _of(
        [
            ["Заходи", "План", "", "", "", "Фактично профінансовано", "", "", ""],
            [
                "",
                "Усього",
                "Місцеві бюджети",
                "у тому числі",
                "",
                "Усього",
                "Місцеві бюджети",
                "у тому числі",
                "",
            ],
            ["", "", "", "обласний бюджет", "районний бюджет", "", "", "обласний бюджет", "районний бюджет"],
            ["Водогін", "70,0", "70,0", "50,0", "20,0", "65,0", "65,0", "50,0", "15,0"],
            ["Насосна станція", "8,5", "8,5", "6,5", "2,0", "7,0", "7,0", "5,0", "2,0"],
            ["Разом", "78,5", "78,5", "56,5", "22,0", "72,0", "72,0", "55,0", "17,0"],
        ]
    )
    sources = ("total", "local_budgets", "oblast_budget", "district_budget")
    assert _columns(report) == [f"{s} {m}" for m in ("plan", "fact") for s in sources]
    assert report.doubts == check(report) == ()


def test_years_in_the_first_of_their_columns() -> None:
    report = _of(
        [
            ["№", "Заходи програми", "2021 рік", "", "2022 рік", ""],
            ["", "", "план", "факт", "план", "факт"],
            ["1", "Медикаменти", "100,0", "99,0", "120,0", "60,5"],
            ["2", "Вакцинація", "40,0", "40,0", "44,0", ""],
            ["", "Всього", "140,0", "139,0", "164,0", "60,5"],
        ]
    )
    assert _columns(report) == ["total_2021 plan", "total_2021 fact", "total_2022 plan", "total_2022 fact"]
    assert [a.value for a in report.tables[0].rows[0].amounts] == [
        Decimal(v) for v in ("100.0", "99.0", "120.0", "60.5")
    ]
    assert check(report) == ()


@pytest.mark.parametrize("label", ["1. Водні ресурси", "Розділ 1. Водні ресурси"])
def test_numbers_of_headings_alone_make_no_items(label: str) -> None:
    report = _of(
        [
            ["Завдання та заходи", "Виконавець", "План", "Виконано"],
            [label, "", "", ""],
            ["Розчистка русла річки", "УЖКГ", "250 000", "249 999"],
            ["Проби води", "СЕС", "10 000", "7 500"],
            ["Разом за розділом 1", "", "260 000", "257 499"],
            [label.replace("1", "2"), "", "", ""],
            ["Ліквідація звалищ", "УЖКГ", "99 000", "33 000"],
            ["Разом за розділом 2", "", "99 000", "33 000"],
            ["ВСЬОГО", "", "359 000", "290 499"],
        ]
    )
    rows = report.tables[0].rows
    assert [row.role for row in rows] == [
        Role.SECTION,
        Role.ITEM,
        Role.ITEM,
        Role.SUBTOTAL,
        Role.SECTION,
        Role.ITEM,
        Role.SUBTOTAL,
        Role.TOTAL,
    ]
    assert (rows[0].number, rows[0].activity) == ("", label)
    assert check(report) == ()
