"""Progress on stderr, and only where a person watches it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


def watched() -> bool:
    """Whether stderr is a terminal."""
    return sys.stderr.isatty()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something is being worked on, until it is done; nothing is left on the screen."""
    if not watched():
        yield
        return
    # markup off: a file name may hold square brackets
    console = Console(stderr=True, markup=False, highlight=False)
    with console.status(what):
        yield
