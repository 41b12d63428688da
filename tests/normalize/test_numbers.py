"""Money cells with the marks of footnotes at their numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zvirka.normalize.numbers import Marks, Reading, read_one
from zvirka.schemas.report import State


@pytest.mark.parametrize(
    "text", ["1250,5¹", "1250,5 ¹", "¹ 1250,5", "²\n1250,5", "1250,5*", "1250,5 **)", "1 250,5²)"]
)
def test_marks_of_footnotes_are_no_digits(text: str) -> None:
    assert read_one(text, Marks()) == Reading(State.REPORTED, Decimal("1250.5"))


@pytest.mark.parametrize("text", ["¹", "¹250,5", "12¹50,5", "¹²,⁵"])
def test_raised_digits_alone_or_within_make_no_number(text: str) -> None:
    assert read_one(text, Marks()) == Reading(State.UNREADABLE)
