"""The options of the command line, in the user's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from zvirka.messages import LANGUAGES, N_, chosen_language, render

ENGINES = ("pdfium", "pdfplumber")
CSV_DIALECTS = ("excel-uk", "rfc4180")

# What argparse says of a mistake, in English only, and the same as a message of ours.
_ARGPARSE_MISTAKES = (
    (r"the following arguments are required: (?P<names>.+)", N_("missing: {names}")),
    (r"unrecognized arguments: (?P<names>.+)", N_("not known: {names}")),
    (
        r"argument (?P<option>.+?): invalid choice: (?P<given>.+) \(choose from (?P<known>.+)\)",
        N_("{option}: {given} is not known; known: {known}"),
    ),
    (r"argument (?P<option>.+?): expected (one|at least one) argument", N_("{option}: a value is missing")),
    (r"argument (?P<option>.+?): ignored explicit argument (?P<given>.+)", N_("{option} takes no value")),
    (r"ambiguous option: (?P<option>\S+) could match (?P<known>.+)", N_("{option} may mean {known}")),
    (r"argument (?P<option>.+?): (?P<reason>.+)", N_("{option}: {reason}")),
)


class WrongUsage(Exception):
    """A command line that cannot be followed: an English template and the values of its named fields."""

    def __init__(self, template: str, **values: str | int) -> None:
        super().__init__(template)
        self.template, self.values = template, values


class _Parser(argparse.ArgumentParser):
    """Raises `WrongUsage` instead of ending the process, so that there is one place that prints and ends."""

    def error(self, message: str) -> NoReturn:
        for pattern, template in _ARGPARSE_MISTAKES:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                raise WrongUsage(template, **match.groupdict())
        raise WrongUsage("{reason}", reason=message)


def language_of(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, before they are parsed: the help itself depends on it."""
    option = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            option = arguments[position + 1]
        elif argument.startswith("--lang="):
            option = argument.partition("=")[2]
    return chosen_language(option)


def parse(arguments: Sequence[str], language: str) -> argparse.Namespace:
    """The parsed arguments. Raises `WrongUsage`; ends the process only after --help and --version."""
    return _Builder(language).build().parse_args(arguments)


def _whole(language: str, least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text) or int(text) < least:
            template = N_("{given} is no whole number from {least}")
            raise argparse.ArgumentTypeError(render(template, {"given": text, "least": least}, language))
        return int(text)

    return whole


def _seconds(language: str) -> Callable[[str], float]:
    def seconds(text: str) -> float:
        if not re.fullmatch(r"\d{1,9}(\.\d+)?", text) or float(text) <= 0:
            raise argparse.ArgumentTypeError(
                render(N_("{given} is no number of seconds above 0"), {"given": text}, language)
            )
        return float(text)

    return seconds


def _condition(language: str) -> Callable[[str], tuple[str, str]]:
    def condition(text: str) -> tuple[str, str]:
        key, equals, value = text.partition("=")
        if not key or not equals:
            raise argparse.ArgumentTypeError(
                render(N_("{given} is not of the form KEY=VALUE"), {"given": text}, language)
            )
        return key, value

    return condition


class _Builder:
    """Builds the parser with its help in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, template: str) -> str:
        # argparse fills in help texts with %, and none of ours wants that
        return render(template, {}, self.language).replace("%", "%%")

    def parser(
        self, add: Callable[..., argparse.ArgumentParser], **options: object
    ) -> argparse.ArgumentParser:
        made = add(add_help=False, allow_abbrev=False, formatter_class=self.formatter(), **options)
        made._positionals.title = self.say(N_("arguments"))
        made._optionals.title = self.say(N_("options"))
        made.add_argument("-h", "--help", action="help", help=self.say(N_("show this help and end")))
        made.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=self.say(N_("language of messages; else ZVIRKA_LANG, else the locale")),
        )
        return made

    def formatter(self) -> type[argparse.HelpFormatter]:
        own_prefix = self.say(N_("usage: "))

        class Formatter(argparse.HelpFormatter):
            def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
                super().add_usage(usage, actions, groups, own_prefix if prefix is None else prefix)

        return Formatter

    def build(self) -> argparse.ArgumentParser:
        top = self.parser(
            _Parser,
            prog="zvirka",
            description=self.say(
                N_("Reads archived reports of councils, rebuilds their tables and proves their sums.")
            ),
        )
        top.add_argument(
            "--version",
            action="version",
            version=f"zvirka {version('zvirka')}",
            help=self.say(N_("show the version and end")),
        )
        commands = top.add_subparsers(
            dest="command", required=True, metavar=self.say(N_("COMMAND")), title=self.say(N_("commands"))
        )
        for name, help_text, fill in (
            ("import", N_("read, check and file every document below the paths"), self.fill_import),
            ("check", N_("read and check, print the findings; writes nothing"), self.fill_check),
            ("extract", N_("the tables as read, before any meaning"), self.fill_extract),
            ("export", N_("the archive again as .xlsx, .parquet or a folder of .csv"), self.fill_export),
            ("forms", N_("the forms that tables are recognised by"), self.fill_forms),
        ):
            text = self.say(help_text)
            fill(self.parser(commands.add_parser, name=name, help=text, description=text))
        return top

    def fill_import(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            metavar=self.say(N_("PATH")),
            help=self.say(N_("a file, a folder, or the address of one")),
        )
        parser.add_argument(
            "--out",
            required=True,
            metavar=self.say(N_("DIR")),
            type=Path,
            help=self.say(N_("folder of the archive")),
        )
        self.reading(parser)
        parser.add_argument(
            "--jobs",
            metavar="N",
            type=_whole(self.language, 1),
            help=self.say(N_("processes at once (default: one for each core)")),
        )
        parser.add_argument(
            "--timeout",
            metavar=self.say(N_("S")),
            type=_seconds(self.language),
            default=300.0,
            help=self.say(N_("seconds that one document may take (default: 300)")),
        )
        parser.add_argument(
            "--memory",
            metavar=self.say(N_("MB")),
            type=_whole(self.language, 1),
            default=2048,
            help=self.say(N_("megabytes that one document may take (default: 2048)")),
        )
        self.dialect(parser)
        parser.add_argument(
            "--store", metavar="URL", help=self.say(N_("a PostgreSQL database instead of SQLite in DIR"))
        )
        parser.add_argument(
            "--cluster", metavar=self.say(N_("ADDRESS")), help=self.say(N_("a running Dask scheduler"))
        )
        parser.add_argument("--again", action="store_true", help=self.say(N_("read unchanged files too")))
        parser.add_argument(
            "--log",
            metavar=self.say(N_("FILE")),
            type=Path,
            help=self.say(N_("write what happens as JSON lines")),
        )
        parser.add_argument(
            "--no-images", action="store_true", help=self.say(N_("report without pictures of the sources"))
        )

    def fill_check(self, parser: argparse.ArgumentParser) -> None:
        self.files(parser)
        self.reading(parser)
        self.json(parser)
        parser.add_argument(
            "--explain",
            action="store_true",
            help=self.say(N_("under each finding its equation, the broken place and the explanation")),
        )

    def fill_extract(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar=self.say(N_("FILE")), type=Path, help=self.say(N_("a document")))
        self.reading(parser)
        self.json(parser)
        parser.add_argument(
            "--draw",
            metavar=self.say(N_("OUT.png")),
            type=Path,
            help=self.say(N_("draw a picture of what was seen")),
        )
        parser.add_argument(
            "--page", metavar="N", type=_whole(self.language, 1), help=self.say(N_("this page only"))
        )

    def fill_export(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "archive", metavar=self.say(N_("DIR")), type=Path, help=self.say(N_("folder of the archive"))
        )
        parser.add_argument(
            "--to",
            required=True,
            metavar=self.say(N_("FILE")),
            type=Path,
            help=self.say(N_("a name that ends in .xlsx or .parquet, or a folder for .csv")),
        )
        self.dialect(parser)
        parser.add_argument(
            "--only", choices=("findings",), help=self.say(N_("documents with findings only"))
        )
        parser.add_argument(
            "--where",
            metavar=self.say(N_("KEY=VALUE")),
            type=_condition(self.language),
            action="append",
            default=[],
            help=self.say(N_("rows where a column has this value only; may be given more than once")),
        )

    def fill_forms(self, parser: argparse.ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar=self.say(N_("COMMAND")))

        def action(name: str, help_text: str) -> argparse.ArgumentParser:
            return self.parser(
                actions.add_parser, name=name, help=self.say(help_text), description=self.say(help_text)
            )

        action("list", N_("the forms that ship with the program"))
        show = action("show", N_("the file of one form, to begin a form of your own from"))
        show.add_argument("id", metavar=self.say(N_("ID")), help=self.say(N_("its id")))
        check = action("check", N_("is a form file right, and do the tables of these files fit it"))
        check.add_argument(
            "form_file", metavar=self.say(N_("FORM.toml")), type=Path, help=self.say(N_("a form file"))
        )
        self.files(check, "*")
        guess = action("guess", N_("propose a form for the tables of a file"))
        guess.add_argument("file", metavar=self.say(N_("FILE")), type=Path, help=self.say(N_("a document")))

    def files(self, parser: argparse.ArgumentParser, count: str = "+") -> None:
        parser.add_argument(
            "files", nargs=count, metavar=self.say(N_("FILE")), type=Path, help=self.say(N_("a document"))
        )

    def reading(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--form",
            metavar=self.say(N_("ID|FILE.toml")),
            help=self.say(N_("this form instead of recognising it by the header")),
        )
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            default=ENGINES[0],
            help=self.say(N_("where the glyphs of a PDF come from (default: pdfium)")),
        )

    def dialect(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--csv-dialect",
            choices=CSV_DIALECTS,
            default=CSV_DIALECTS[0],
            help=self.say(N_("how the CSV files are written (default: excel-uk)")),
        )

    def json(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=self.say(N_("one JSON document on stdout")))
