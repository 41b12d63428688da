"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import sys
from enum import IntEnum

# not from typing: until `main` runs, a Ctrl-C ends in a traceback, so next to nothing is loaded before
TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


class ExitCode(IntEnum):
    """What the process says to the shell."""

    DONE = 0
    ERRORS_FOUND = 1
    WRONG_USAGE = 2
    DOCUMENT_FAILED = 3
    ARCHIVE_UNUSABLE = 4
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code as stated in `ExitCode`. No exception leaves it but that of --help."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # loaded only here, and so all the rest: a Ctrl-C while this goes on is answered, too
        from zvirka.console.answer import make_streams_safe

        make_streams_safe()
        return _answer(given)
    except KeyboardInterrupt:
        _complain_of_interrupt(given)
        return ExitCode.INTERRUPTED


def _complain_of_interrupt(given: list[str]) -> None:
    from zvirka.console.answer import complain
    from zvirka.console.arguments import language_of
    from zvirka.messages import N_

    complain(language_of(given), N_("interrupted; the same command again goes on from here"), {})


def _answer(given: list[str]) -> int:
    from zvirka.archive.failures import MISSING
    from zvirka.console.answer import complain, complain_of_bug, shown
    from zvirka.console.arguments import WrongUsage, language_of, parse
    from zvirka.console.forms import MissingPath, complain_of_form
    from zvirka.schemas.form import WrongForm

    language = language_of(given)
    try:
        chosen = parse(given, language)
        return _COMMANDS[chosen.command](chosen, language)
    except WrongUsage as error:
        complain(language, error.template, error.values)
        print("zvirka --help", file=sys.stderr)
    except WrongForm as error:
        complain_of_form(error, language)
    except MissingPath as error:
        complain(language, MISSING, {}, shown(error.path))
        return ExitCode.DOCUMENT_FAILED
    except Exception as error:
        complain_of_bug(language, error)
    return ExitCode.WRONG_USAGE


def _import(arguments: Namespace, language: str) -> int:
    from zvirka.archive.helper import start_helper

    if not arguments.cluster:
        # it loads the readers while this process loads what it needs itself
        start_helper()
    from zvirka.console.importing import import_and_report

    return import_and_report(arguments, language)


def _check(arguments: Namespace, language: str) -> int:
    from zvirka.archive.judging import judge
    from zvirka.console.answer import complain, shown
    from zvirka.console.findings import print_json, show_findings
    from zvirka.console.forms import chosen_form
    from zvirka.console.judging import explained
    from zvirka.console.progress import working

    form = chosen_form(arguments.form)
    _refuse_folders(arguments.files)
    judgements = []
    for path in arguments.files:
        with working(shown(path)):
            judgement = judge(path, form, arguments.engine)
        judgements.append(judgement)
        if judgement.status == "failed":
            complain(language, judgement.template, judgement.values, shown(path))
        elif not arguments.json:
            show_findings(judgement, language, explained(judgement, language) if arguments.explain else None)
    if arguments.json:
        print_json(judgements, language, explain=arguments.explain)
    if any(judgement.status == "failed" for judgement in judgements):
        return ExitCode.DOCUMENT_FAILED
    return ExitCode.ERRORS_FOUND if any(j.errors for j in judgements) else ExitCode.DONE


def _extract(arguments: Namespace, language: str) -> int:
    from zvirka.console.extracting import extract_and_show

    _refuse_folders([arguments.file])
    return extract_and_show(arguments, language)


def _export(arguments: Namespace, language: str) -> int:
    from zvirka.console.exporting import export_archive

    return export_archive(arguments, language)


def _forms(arguments: Namespace, language: str) -> int:
    from zvirka.console import forms

    match arguments.action:
        case "list":
            forms.list_forms(language)
        case "show":
            forms.show_form(arguments.id)
        case "check":
            _refuse_folders([arguments.form_file, *arguments.files])
            return forms.check_form(arguments, language)
        case "guess":
            _refuse_folders([arguments.file])
            return forms.guess_form(arguments, language)
    return ExitCode.DONE


def _refuse_folders(paths: Iterable[Path]) -> None:
    from zvirka.console.answer import shown
    from zvirka.console.arguments import WrongUsage
    from zvirka.messages import N_

    for path in paths:
        if path.is_dir():
            raise WrongUsage(N_("{path} is a folder; name files, or use: zvirka import"), path=shown(path))


_COMMANDS: dict[str, Callable[[Namespace, str], int]] = {
    "import": _import,
    "check": _check,
    "extract": _extract,
    "export": _export,
    "forms": _forms,
}
