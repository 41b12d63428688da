"""An archive with right and wrong tables, hostile texts, and documents that failed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tools.odd_reader import odd_reader
from zvirka.archive.child import Reading
from zvirka.archive.importing import import_documents
from zvirka.archive.lock import locked
from zvirka.archive.store import opened, sources
from zvirka.archive.walk import roots_of
from zvirka.publish.publishing import publish

TEXTS = ["=1+1", "007", "6.2", 'a;b,"c"', "х", "Строк'и\tз\u00a0пробілом"]
FILES = {
    "a.txt": "drawn 1",
    "b/broken.txt": "broken 2",
    "b/texts.txt": "\n".join(["texts 3", *TEXTS]),
    "c.txt": "empty",
    "d.txt": "who knows",
    "e.txt": "period 4 2016-09-30",
}


@pytest.fixture(params=["excel-uk", "rfc4180"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each of the CSV dialects; a module that needs one only has a fixture of this name itself."""
    return str(request.param)


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the folder of an archive published in a dialect; each is made once."""

    @cache
    def made(dialect: str) -> Path:
        return _archive(dialect, tmp_path_factory)

    return made


@pytest.fixture
def archive(dialect: str, archives: Callable[[str], Path]) -> Path:
    """The folder of an archive, published in a dialect."""
    return archives(dialect)


def _archive(dialect: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for name, content in FILES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    out = tmp_path_factory.mktemp("out")
    roots, _ = roots_of([folder])
    with locked(out), opened(out) as connection:
        import_documents(connection, roots, out, Reading(understand=odd_reader), 1)
        with connection.begin():
            publish(connection, out, dialect, sources(connection), {"program": "zvirka"})
    return out
