"""Forms: what ships is right; a wrong file is answered with its line and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from zvirka.schemas.form import (
    Vocabulary,
    WrongForm,
    parse_form,
    read_form,
    shipped_form,
    shipped_form_ids,
    shipped_forms,
)

GOOD = """\
id = "own"
require = ["activity"]

[measures]
plan = ["план"]
fact = ["факт"]

[[column]]
id = "activity"
words = ["захід"]

[[source]]
id = "total"
words = ["разом"]

[[source]]
id = "city_budget"
words = ["місто"]

[[sum]]
rule = "row_sum"
target = "total"
terms = ["city_budget"]
"""


def test_shipped_forms_are_right_and_named_as_their_files() -> None:
    assert shipped_form_ids() == ("activity", "passport")
    assert [form.id for form in shipped_forms()] == ["activity", "passport"]
    for form in shipped_forms():
        assert {"en", "uk"} <= set(form.title)


def test_unknown_shipped_form() -> None:
    with pytest.raises(KeyError):
        shipped_form("nothing")


def test_form_of_a_users_own() -> None:
    form = parse_form(GOOD, "own.toml")
    assert (form.id, form.version, form.require) == ("own", 1, ("activity",))
    assert form.columns == (Vocabulary("activity", ("захід",)),)
    assert [(s.rule, s.target, s.terms) for s in form.sums] == [("row_sum", "total", ("city_budget",))]


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ('id = "own"', 'id = "own', 1, ""),
        ('id = "own"', "id = 7", 1, "'id' must be a text"),
        ('require = ["activity"]', 'require = ["result"]', 2, "'require' names 'result'"),
        ('plan = ["план"]', 'plann = ["план"]', 5, "measure 'plann' is not known"),
        ('id = "activity"', 'id = "activities"', 9, "column 'activities' is not known"),
        ('words = ["захід"]', 'words = "захід"', 10, "'words' must be a list of texts"),
        ('id = "city_budget"', 'id = "City"', 17, "'City': an id is lower-case Latin letters"),
        ('id = "city_budget"', 'id = "total"', 17, "source 'total' stands twice"),
        ('rule = "row_sum"', 'rule = "sum"', 21, "rule 'sum' is not known"),
        ('terms = ["city_budget"]', 'terms = ["village"]', 23, "sum names 'village', which is no [[source]]"),
        ('terms = ["city_budget"]', 'terms = ["total"]', None, "sum of 'total' counts itself"),
        ("[[sum]]", "[[sums]]", 20, "'sums'"),
    ],
)
def test_wrong_form_is_answered_with_line_and_reason(
    wrong: str, right: str, line: int | None, reason: str
) -> None:
    with pytest.raises(WrongForm) as caught:
        parse_form(GOOD.replace(wrong, right, 1), "own.toml")
    assert reason in caught.value.reason
    assert caught.value.path == "own.toml"
    if line is not None:
        assert caught.value.line == line
        assert str(caught.value).startswith(f"own.toml:{line}: ")


def test_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongForm, match="UTF-8"):
        read_form(path)
    with pytest.raises(WrongForm):
        read_form(tmp_path / "missing.toml")
