"""What the page says, in both languages: its own sentences, and words for the ids that the CSV files have."""

from __future__ import annotations

from collections.abc import Mapping

from zvirka.messages import LANGUAGES, N_, render

SENTENCES: Mapping[str, str] = {
    "title": N_("zvirka: what was imported, and what is wrong"),
    "heading": N_("What was imported, and what is wrong"),
    "intro": N_("Every number is as it stands in its source; suggestions stand beside it, nothing is corrected."),
    "to_findings": N_("To the findings"),
    "no_script": N_("The tables below need JavaScript; the findings stand in findings.csv, too."),
    "glance": N_("At a glance"),
    "documents": N_("Documents"),
    "tables": N_("tables"),
    "rows": N_("rows"),
    "pages": N_("pages"),
    "gone": N_("files that are not there any more"),
    "findings": N_("Findings"),
    "by_rule": N_("Findings by rule"),
    "by_cause": N_("Likeliest causes"),
    "plan_fact": N_("Plan against fact by source"),
    "plan_fact_note": N_("Items of the tables added up as printed, thousand UAH. Mistakes in them are not corrected."),
    "title_of_table": N_("Table"),
    "period": N_("Period"),
    "no_period": N_("period not told"),
    "tables_added": N_("tables added up"),
    "ambiguous": N_("amounts left out, as their column is uncertain"),
    "more_periods": N_("more periods, not shown"),
    "without_unit": N_("tables without a unit, not added up"),
    "nothing_added": N_("No table with a unit and amounts."),
    "largest": N_("Largest differences"),
    "largest_note": N_("Errors, one for each suspected cell, thousand UAH: what is printed less what was expected."),
    "no_errors": N_("No error with a difference in a table whose unit is known."),
    "no_findings": N_("Nothing was found: every sum holds."),
    "search": N_("Search"),
    "search_hint": N_("file, activity, message, number, id"),
    "severity": N_("Severity"),
    "rule": N_("Rule"),
    "cause": N_("Cause"),
    "source": N_("Source"),
    "measure": N_("Measure"),
    "status": N_("Status"),
    "all": N_("all"),
    "none": N_("none"),
    "reset": N_("Show all"),
    "document": N_("Document"),
    "place": N_("Place"),
    "reported": N_("Printed"),
    "expected": N_("Expected"),
    "difference": N_("Difference"),
    "message": N_("What is wrong"),
    "suggestion": N_("Suggestion"),
    "unit": N_("Unit"),
    "form": N_("Form"),
    "errors": N_("Errors"),
    "warnings": N_("Warnings"),
    "format": N_("Format"),
    "shown_of": N_("{from}–{to} of {count}"),
    "none_fit": N_("nothing fits"),
    "previous": N_("Previous"),
    "next": N_("Next"),
    "show": N_("Show"),
    "only_this": N_("Show the findings of this document"),
    "open": N_("Show the evidence"),
    "close": N_("Hide the evidence"),
    "permalink": N_("Address of this finding"),
    "page_short": N_("p. {n}"),
    "table_short": N_("table {n}"),
    "row_short": N_("row {n}"),
    "line_short": N_("line {n}"),
    "table_row_short": N_("row {n} in the file"),
    "equation": N_("The equation"),
    "term": N_("Term"),
    "value": N_("Value"),
    "added_up": N_("added up"),
    "apart": N_("apart by"),
    "should_read": N_("should read {value}"),
    "here": N_("the suspect"),
    "more_terms": N_("more terms: {n}; all of them stand in amounts.csv"),
    "others": N_("other explanations as good: {n}"),
    "picture": N_("The place in the source"),
    "picture_alt": N_("{path}, page {page}: the row in the source with the cells of the sum outlined"),
    "mark_suspect": N_("suspect"),
    "mark_place": N_("where the finding stands"),
    "mark_term": N_("numbers of the sum"),
    "rebuilt": N_("The row as rebuilt"),
    "rebuilt_suspect": N_("The suspected row as rebuilt"),
    "source_lines": N_("Lines of the source"),
    "activity": N_("Activity"),
    "deadline": N_("Deadline"),
    "executor": N_("Executor"),
    "result": N_("Result"),
    "unseen_not_asked": N_("No picture: the report was made without pictures (--no-images)."),
    "unseen_full": N_("No picture: the room for pictures in this page is used up."),
    "unseen_nowhere": N_("No picture: the finding stands at no place on a page."),
    "unseen_gone": N_("The source cannot be shown: the file is not where it was."),
    "unseen_changed": N_("The source cannot be shown: the file has changed since it was read."),
    "unseen_undrawn": N_("The source cannot be shown: the file could not be drawn."),
    "no_row": N_("The finding concerns the table or the document as a whole."),
    "not_present": N_("the file is not there any more"),
    "bounds": N_("What this page holds"),
    "bound_findings": N_("Findings: {shown} of {count}, the most serious first. All of them stand in findings.csv."),
    "bound_documents": N_("Documents: {shown} of {count}, those with most findings first. All stand in documents.csv."),
    "bound_pictures": N_("Pictures: {shown}, {megabytes} MB of at most {most} MB; no room for {refused} more."),
    "bound_no_pictures": N_("Pictures: none, as asked for (--no-images)."),
    "bound_texts": N_("Texts of documents longer than {longest} characters are cut off here, not in the CSV files."),
    "made_by": N_("Made by zvirka {version}. This page needs no network."),
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = {
    "severity": {"error": N_("error"), "warning": N_("warning"), "note": N_("note")},
    "status": {
        "consistent": N_("every sum holds"),
        "findings": N_("with findings"),
        "no_table": N_("no table with money columns"),
        "failed": N_("failed"),
    },
    "rule": {
        "row_sum": N_("sum of a row"),
        "group_sum": N_("sum of a group of sources"),
        "column_total": N_("grand total"),
        "subtotal": N_("subtotal"),
        "child_sum": N_("sum of parts"),
        "deviation": N_("deviation"),
        "percent": N_("percent"),
        "overspend": N_("fact above plan"),
        "numbering": N_("numbering of rows"),
        "missing_total": N_("no total line"),
        "unreadable": N_("unreadable amount"),
        "ambiguous_placement": N_("uncertain column"),
        "unplaced_text": N_("text without a place"),
        "lost_page": N_("page not read"),
        "across_documents": N_("across periods"),
        "narrative": N_("amount told in the result"),
    },
    "cause": {
        "transposed_digits": N_("transposed digits"),
        "wrong_digit": N_("one wrong digit"),
        "dropped_digit": N_("a digit dropped"),
        "extra_digit": N_("a digit too many"),
        "shifted_decimal": N_("decimal mark shifted"),
        "wrong_column": N_("wrong column"),
        "swapped_plan_fact": N_("plan and fact swapped"),
        "missing_row": N_("a row is missing"),
        "counted_twice": N_("counted twice"),
        "stale_total": N_("total not brought up to date"),
        "sign": N_("wrong sign"),
        "unknown": N_("unknown"),
    },
    "source": {
        "total": N_("total"),
        "state_budget": N_("state budget"),
        "oblast_budget": N_("oblast budget"),
        "district_budget": N_("district budget"),
        "city_budget": N_("city budget"),
        "local_budget": N_("community budget"),
        "local_budgets": N_("local budgets"),
        "general_fund": N_("general fund"),
        "special_fund": N_("special fund"),
        "development_budget": N_("development budget"),
        "enterprises": N_("enterprises"),
        "other_sources": N_("other sources"),
    },
    "measure": {
        "plan_year": N_("plan for the year"),
        "plan": N_("plan"),
        "fact": N_("fact"),
        "deviation": N_("deviation"),
        "percent": N_("percent"),
    },
    "state": {
        "nil": N_("a dash"),
        "blank": N_("blank"),
        "not_applicable": N_("not applicable"),
        "unreadable": N_("unreadable"),
    },
    "placement": {
        "cell": N_("by its cell"),
        "position": N_("by its position"),
        "text": N_("by marks in the text"),
        "arithmetic": N_("by the sums"),
        "ambiguous": N_("uncertain"),
    },
    "role": {
        "item": N_("item"),
        "part": N_("part"),
        "section": N_("section"),
        "total": N_("grand total"),
        "subtotal": N_("subtotal"),
    },
    "unit": {"UAH": N_("UAH"), "thousand UAH": N_("thousand UAH"), "million UAH": N_("million UAH")},
}
"""By kind, then by id. Sources that no form knows go by their id."""


def in_languages(template: str, **values: object) -> list[str]:
    """The sentence in each language, in the order of `LANGUAGES`; without values its fields stay as they are."""
    fields = values or _Fields()
    return [render(template, fields, language) for language in LANGUAGES]


def sentences() -> dict[str, list[str]]:
    """Every sentence in each language."""
    return {key: in_languages(template) for key, template in SENTENCES.items()}


def words() -> dict[str, dict[str, list[str]]]:
    """Every word in each language."""
    return {kind: {name: in_languages(word) for name, word in group.items()} for kind, group in WORDS.items()}


class _Fields(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
