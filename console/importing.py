"""The command `import`: what is asked, what is done, what is told of it."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection

from zvirka.archive.child import Reading
from zvirka.archive.cluster import outcomes_on_cluster
from zvirka.archive.copies import copies_in
from zvirka.archive.evidence import document_lines, evidence
from zvirka.archive.failures import cannot_open
from zvirka.archive.fetched import Fetched, fetched_in
from zvirka.archive.importing import Imported, import_documents, key_of
from zvirka.archive.lock import UNUSABLE, ArchiveUnusable, locked
from zvirka.archive.remote import UnusableAddress
from zvirka.archive.standing import failed_documents, standing
from zvirka.archive.store import mark_published, opened, published, sources
from zvirka.archive.survey import PathCollision, refuse_collisions
from zvirka.archive.walk import Root, roots_of
from zvirka.console.answer import complain, shown
from zvirka.console.arguments import WrongUsage
from zvirka.console.forms import chosen_form
from zvirka.console.import_progress import ImportProgress
from zvirka.console.summary import FIRST_TO_LOOK_AT, show_summary
from zvirka.messages import chosen_language
from zvirka.publish.page import REPORT, write_report
from zvirka.publish.publishing import is_whole, publish
from zvirka.schemas.form import shipped_forms

FAILED, UNUSABLE_CODE = 3, 4


def import_and_report(arguments: Namespace, language: str) -> int:
    """Run the import that the arguments ask for and say what came of it; the exit code."""
    reading = Reading(
        chosen_form(arguments.form),
        arguments.engine,
        arguments.timeout,
        arguments.memory,
        language=chosen_language(getattr(arguments, "lang", None), use_locale=False),
    )
    try:
        roots, missing = roots_of(arguments.paths)
        refuse_collisions(roots)
        for path, (template, values) in missing:
            complain(language, template, values, shown(path))
        return _import(arguments, roots, reading, language) if roots else FAILED
    except (PathCollision, UnusableAddress) as error:
        raise WrongUsage(error.template, **error.values) from None
    except ArchiveUnusable as error:
        complain(language, error.template, error.values, shown(arguments.out))
        return UNUSABLE_CODE


def _import(arguments: Namespace, roots: list[Root], reading: Reading, language: str) -> int:
    folder: Path = arguments.out
    with (
        _writing(folder),
        locked(folder),
        fetched_in(folder) as fetched,
        opened(folder, arguments.store) as connection,
    ):
        with ImportProgress(language, arguments.log) as progress:
            imported = import_documents(
                connection,
                roots,
                folder,
                reading,
                arguments.jobs or _cores(),
                again=arguments.again,
                watch=progress.watch,
                reader=partial(outcomes_on_cluster, reading=reading, address=arguments.cluster)
                if arguments.cluster
                else None,
                fetched=fetched,
            )
        _publish(connection, arguments, reading, fetched, language)
        unwell = _complain(connection, imported, language)
        show_summary(standing(connection, FIRST_TO_LOOK_AT), imported, folder, language)
    return FAILED if unwell or len(roots) < len(arguments.paths) else 0


def _cores() -> int:
    """The cores that this process may use: fewer than there are, on a machine that is shared."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Make the folder of the archive; turn what the system refuses there into `ArchiveUnusable`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise ArchiveUnusable(UNUSABLE, reason=error.strerror or str(error)) from None


def _publish(
    connection: Connection, arguments: Namespace, reading: Reading, fetched: Fetched, language: str
) -> None:
    """Write the files anew if the archive or the way they are written has changed, or one is missing."""
    images = not arguments.no_images
    pictures = "with pictures" if images else "without pictures"
    page_in = f"page in {language} {pictures}"
    how = f"{arguments.csv_dialect} {reading.language} {page_in} {version('zvirka')} {key_of(reading)}"
    page: Path = arguments.out / REPORT
    if is_whole(arguments.out) and page.is_file() and published(connection, how):
        return
    forms = [reading.form] if reading.form else shipped_forms()
    versions = {"program": f"zvirka {version('zvirka')}", "forms": {form.id: form.version for form in forms}}
    with connection.begin(), copies_in(arguments.out, reading.megabytes, fetched) as copies:
        publish(connection, arguments.out, arguments.csv_dialect, sources(connection), versions)
        write_report(
            connection,
            document_lines(connection),
            partial(evidence, connection, copies),
            to=page,
            language=language,
            images=images,
        )
    mark_published(connection, how)


def _complain(connection: Connection, imported: Imported, language: str) -> bool:
    """One line for each thing below the roots that could not be read; whether there was any."""
    unwell = False
    for path, error in imported.walked.unlisted:
        template, values = cannot_open(error)
        complain(language, template, values, shown(path or "."))
        unwell = True
    for path, template, parameters in failed_documents(connection):
        complain(language, template, parameters, shown(path))
        unwell = True
    return unwell
