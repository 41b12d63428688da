"""What goes to stdout (the answer) and to stderr (one line for each thing that went wrong)."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from zvirka.archive.failures import BUG, bug_values
from zvirka.messages import render


def make_streams_safe() -> None:
    """Let any text be printed: a file name may hold bytes that are no UTF-8, a terminal may lack letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a line of the answer. A reader that has gone away (`| head`) is no mistake of anybody's."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # what is printed from here on, and what Python flushes at its end, has to go somewhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(language: str, template: str, values: Mapping[str, object], subject: str = "") -> None:
    """One line on stderr: which file, what is wrong, what to do."""
    text = one_line(render(template, values, language))
    print(f"zvirka: {subject}: {text}" if subject else f"zvirka: {text}", file=sys.stderr, flush=True)


def complain_of_bug(language: str, error: BaseException, subject: str = "") -> None:
    """The last resort: a mistake of the program itself, in one line."""
    complain(language, BUG, bug_values(error), subject)


def shown(path: Path | str) -> str:
    """A path as it can stand in one line of a terminal: line breaks and control characters escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(path))


def one_line(text: str) -> str:
    """The text with its line breaks and runs of spaces made one space."""
    return shown(" ".join(text.split()))


def number(value: Decimal | None, language: str) -> str:
    """An exact number as people of that language write it, with the decimals that it has."""
    text = "" if value is None else f"{value:f}"
    return text.replace(".", ",") if language == "uk" else text
