"""The command `forms`: which forms there are, what one looks like, is one right, what would one be."""

from __future__ import annotations

import difflib
from argparse import Namespace
from pathlib import Path

from zvirka.console.answer import complain, say, shown
from zvirka.console.arguments import WrongUsage
from zvirka.messages import N_, render
from zvirka.schemas.document import UnreadableDocument
from zvirka.schemas.form import (
    Form,
    WrongForm,
    read_form,
    shipped_form,
    shipped_form_ids,
    shipped_form_text,
    shipped_forms,
)


class MissingPath(Exception):
    """A path that the command line names and that does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def chosen_form(name: str | None) -> Form | None:
    """The form that `--form` names: a shipped id, or a TOML file.

    Raises `WrongForm`, `MissingPath`, or `WrongUsage` for an id that is not known.
    """
    if name is None:
        return None
    if name in shipped_form_ids():
        return shipped_form(name)
    path = Path(name)
    if path.is_file():
        return read_form(path)
    if path.suffix.lower() == ".toml":
        raise MissingPath(path)
    raise unknown_form(name)


def unknown_form(name: str) -> WrongUsage:
    """The answer to an id that is not known: the nearest one, and all."""
    ids = shipped_form_ids()
    known = ", ".join(ids)
    near = difflib.get_close_matches(name, ids, 1)
    if near:
        return WrongUsage(
            N_("no form {name}; did you mean {near}? known: {known}; or give a file: FORM.toml"),
            name=shown(name),
            near=near[0],
            known=known,
        )
    return WrongUsage(
        N_("no form {name}; known: {known}; or give a file: FORM.toml"), name=shown(name), known=known
    )


def list_forms(language: str) -> None:
    """Print the shipped forms, a line each: id, version, title."""
    for form in shipped_forms():
        say(f"{form.id}  {form.version}  {form.title.get(language) or form.title.get('en', '')}")


def show_form(form_id: str) -> None:
    """Print the TOML of a shipped form."""
    if form_id not in shipped_form_ids():
        raise unknown_form(form_id)
    say(shipped_form_text(form_id).rstrip("\n"))


def describe_form(path: Path, form: Form, language: str) -> str:
    """One line on a form file that is right."""
    values = {
        "id": form.id,
        "version": form.version,
        "columns": len(form.columns),
        "sources": len(form.sources),
        "sums": len(form.sums),
    }
    template = N_(
        "the form {id}, version {version}, is right: text columns: {columns}, sources: {sources}, sums: {sums}"
    )
    return f"{shown(path)}: {render(template, values, language)}"


def complain_of_form(error: WrongForm, language: str) -> None:
    """One line on stderr: the form file, the line in it, the reason."""
    place = f"{shown(error.path)}:{error.line}" if error.line else shown(error.path)
    complain(language, error.template, error.values, place)


def form_of_check(arguments: Namespace) -> Form:
    """The form that `forms check` is asked about."""
    path: Path = arguments.form_file
    if not path.exists():
        raise MissingPath(path)
    return read_form(path)


def check_form(arguments: Namespace, language: str) -> int:
    """Say whether a form file is right, and of each file how its tables fit the form; the exit code."""
    from zvirka.archive.judging import judge
    from zvirka.console.findings import headline

    form = form_of_check(arguments)
    say(describe_form(arguments.form_file, form, language))
    worst = 0
    for path in arguments.files:
        judgement = judge(path, form, "pdfium")
        if judgement.report is None:
            complain(language, judgement.template, judgement.values, shown(path))
            worst = 3
            continue
        say(headline(judgement, language))
        for seen in judgement.report.unmatched:
            say("  " + render(N_("a table that the form does not fit: {seen}"), {"seen": seen}, language))
        if judgement.report.unmatched or not judgement.report.tables:
            worst = max(worst, 1)
    return worst


def guess_form(arguments: Namespace, language: str) -> int:
    """Print a form proposed for the first table of a file that has money columns; the exit code."""
    from zvirka.extract import read
    from zvirka.normalize.guess import guessed_form

    path: Path = arguments.file
    if not path.exists():
        raise MissingPath(path)
    try:
        proposed = guessed_form(read(path))
    except UnreadableDocument as error:
        complain(language, error.template, error.values, shown(path))
        return 3
    if proposed is None:
        complain(
            language, N_("no table with money columns and borders, tabs or positions in it"), {}, shown(path)
        )
        return 0
    say(proposed.rstrip("\n"))
    return 0
