"""The ids of findings: unique in a document, and the same from run to run."""

from __future__ import annotations

from dataclasses import replace

from zvirka.schemas.finding import Finding, Severity, finding_ids

ROW = Finding("row_sum", Severity.ERROR, "", table=1, row=3, source="total", measure="plan")
PAGE = Finding("unplaced_text", Severity.WARNING, "no table: {text}", {"text": "a"})


def ids(*findings: Finding) -> list[str]:
    return list(finding_ids("0123456789abcdef", findings))


def test_findings_at_one_place_have_ids_of_their_own() -> None:
    found = ids(PAGE, ROW, PAGE, replace(PAGE, template="other", page=2))
    assert len(set(found)) == 4
    assert found == ids(PAGE, ROW, PAGE, PAGE)


def test_an_id_depends_on_nothing_that_stands_elsewhere() -> None:
    (alone,) = ids(ROW)
    assert ids(PAGE, PAGE, ROW)[2] == ids(replace(ROW, template="told otherwise", page=9))[0] == alone
    assert list(finding_ids("another", [ROW])) != [alone]
