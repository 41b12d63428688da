"""What is kept: one transaction a document, no stale results, comparisons across documents, messages in a language."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from tools.odd_reader import odd_reader
from zvirka.archive import across, keeping, store
from zvirka.archive.child import Job, Reading, failed
from zvirka.archive.importing import Imported, import_documents
from zvirka.archive.judging import judged
from zvirka.archive.lock import ArchiveUnusable, locked
from zvirka.archive.records import Lasting, Outcome, outcome_of
from zvirka.archive.walk import roots_of
from zvirka.check import check_across
from zvirka.schemas.finding import Finding
from zvirka.schemas.report import Report

READING = Reading(understand=odd_reader)


def in_process(jobs: Iterator[Job]) -> Iterator[tuple[Job, Outcome]]:
    """Reads here, without children: these tests are of what is kept."""
    for job in jobs:
        data = Path(os.fsdecode(job.location)).read_bytes()
        if data.startswith(b"slow"):
            slow = ("reading took longer than {seconds} s", {"seconds": "1"})
            yield job, failed(job, slow, Lasting.UNDER_LIMITS, "en")
            continue
        judgement = judged(Path(job.name), lambda: odd_reader(data, job.name, None, ""))  # noqa: B023
        if judgement.report is None:
            failure = (judgement.template, dict(judgement.values))
            yield job, failed(job, failure, Lasting.SETTLED, "en")
        else:
            yield job, outcome_of(judgement, hashlib.sha256(data).hexdigest(), 0.1, "en")


@contextmanager
def archive(folder: Path) -> Iterator[Callable[..., Imported]]:
    """Imports `in` into `out` of the folder; each call is a run."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "out").mkdir(exist_ok=True)

    def run(reading: Reading = READING, **options: Any) -> Imported:
        roots, _ = roots_of([folder / "in"])
        options.setdefault("reader", in_process)
        with locked(folder / "out"), store.opened(folder / "out") as connection:
            return import_documents(
                connection,
                roots,
                folder / "out",
                reading,
                1,
                **options,  # type: ignore[arg-type]
            )

    yield run


def write(folder: Path, **contents: str) -> None:
    for name, content in contents.items():
        file = folder / "in" / f"{name}.txt"
        file.write_text(content, encoding="utf-8")
        os.utime(file, (1_500_000_000, 1_500_000_000))


def query(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / "out" / "archive.sqlite")
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


def test_a_change_that_hides_from_the_clock_is_seen_when_the_file_is_fresh(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        file = tmp_path / "in" / "a.txt"
        file.write_text("drawn 1", encoding="utf-8")
        run()
        stamp = file.stat().st_mtime_ns
        file.write_text("drawn 2", encoding="utf-8")
        os.utime(file, ns=(stamp, stamp))
        assert run().read == 1


def test_results_of_a_changed_file_are_replaced_and_nothing_is_left_of_them(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="broken 1", b="drawn 2")
        run()
        assert query(tmp_path, "SELECT DISTINCT path FROM findings") == [("a.txt",)]
        (tmp_path / "in" / "a.txt").write_text("drawn 11", encoding="utf-8")
        assert run().read == 1
        assert query(tmp_path, "SELECT * FROM findings") == []
        for table in ("content", "content_table", "content_row", "content_amount"):
            ids = query(tmp_path, f"SELECT DISTINCT content_id FROM {table}")
            assert len(ids) == 2, table


def test_two_files_that_change_places_keep_their_results(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="drawn 1", b="empty")
        run()
        write(tmp_path, a="empty", b="drawn 1")
        for name in ("a", "b"):
            os.utime(tmp_path / "in" / f"{name}.txt", (1_600_000_000, 1_600_000_000))
        # both go by another name now, and a name may tell a period
        assert run().read == 2
        assert query(tmp_path, "SELECT path, status FROM documents") == [
            ("a.txt", "no_table"),
            ("b.txt", "consistent"),
        ]


def test_a_file_that_changes_while_the_import_runs_is_filed_as_it_was_read(tmp_path: Path) -> None:
    def changing(jobs: Iterator[Job]) -> Iterator[tuple[Job, Outcome]]:
        for job in jobs:
            Path(os.fsdecode(job.location)).write_text("drawn 2", encoding="utf-8")
            yield from in_process(iter([job]))

    with archive(tmp_path) as run:
        write(tmp_path, a="drawn 1")
        run(reader=changing)
        document_id = hashlib.sha256(b"drawn 2").hexdigest()[:16]
        assert query(tmp_path, "SELECT document_id, status FROM documents") == [(document_id, "consistent")]
        assert query(tmp_path, "SELECT DISTINCT document_id, path FROM amounts") == [(document_id, "a.txt")]
        assert run().read == 0
        assert query(tmp_path, "SELECT document_id FROM documents") == [(document_id,)]


def test_what_limits_stopped_is_tried_again_under_others_only(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="slow", b="drawn 1")
        assert run().read == 2
        assert run().read == 0
        assert run(replace(READING, timeout=600.0)).read == 1
        assert run(replace(READING, timeout=600.0)).read == 0
        assert run(replace(READING, timeout=600.0), again=True).read == 2


def test_a_file_larger_than_its_memory_is_not_read(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="empty" + " " * (1 << 20))
        assert run(replace(READING, megabytes=1)).read == 0
        assert query(tmp_path, "SELECT document_id, status, message FROM documents") == [
            ("", "failed", "the file has 2 MB, more than a document may take; give it more with --memory")
        ]
        assert run().read == 1


def test_a_long_series_is_compared_two_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[list[str]] = []

    def noted(reports: Iterable[Report]) -> dict[str, tuple[Finding, ...]]:
        given = list(reports)
        compared.append([str(report.tables[0].period_end) for report in given])
        return check_across(given)

    monkeypatch.setattr(across, "check_across", noted)
    with archive(tmp_path) as run:
        # two end on one day, and nobody can tell which is the later
        ends = {"a": "03-31", "b": "06-30", "c": "06-30", "d": "09-30", "e": "12-31"}
        write(tmp_path, **{name: f"period {n} 2016-{end}" for n, (name, end) in enumerate(ends.items())})
        run()
    assert compared == [["2016-03-31", "2016-09-30"], ["2016-09-30", "2016-12-31"]]
    paths = {path for (path,) in query(tmp_path, "SELECT path FROM findings WHERE rule = 'across_documents'")}
    assert paths == {"d.txt", "e.txt"}


def test_facts_that_fall_from_one_document_to_the_next_are_found(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, march="period 5 2016-03-31", september="period 6 2016-09-30")
        run()
        found = query(tmp_path, "SELECT path, rule, severity FROM findings")
        assert {(path, rule) for path, rule, _ in found} == {("september.txt", "across_documents")}
        assert "warning" in {severity for _, _, severity in found}
        assert query(tmp_path, "SELECT path, status FROM documents") == [
            ("march.txt", "consistent"),
            ("september.txt", "findings"),
        ]
        ids = query(tmp_path, "SELECT finding_id FROM findings")
        # the earlier document comes later
        (tmp_path / "in" / "march.txt").unlink()
        write(tmp_path, june="period 5 2016-06-30")
        run()
        assert query(tmp_path, "SELECT finding_id FROM findings") == ids
        assert query(tmp_path, "SELECT count(*) FROM waiting_series") == [(0,)]
        # and is another one in the end: nothing falls any more
        write(tmp_path, june="period 6 2016-06-30")
        os.utime(tmp_path / "in" / "june.txt", (1_600_000_000, 1_600_000_000))
        march = tmp_path / "in" / "march.txt"
        march.write_text("period 6 2016-03-31", encoding="utf-8")
        run()
        assert query(tmp_path, "SELECT count(*) FROM findings") == [(0,)]


def test_messages_are_told_anew_in_another_language(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="broken 1", b="who")
        run()
        english = query(tmp_path, "SELECT message FROM findings")
        run(replace(READING, language="uk"))
        assert query(tmp_path, "SELECT value FROM fact WHERE name = 'language'") == [("uk",)]
        run()
        assert query(tmp_path, "SELECT message FROM findings") == english


def test_a_full_disk_is_told_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, **{f"f{n}": f"drawn {n}" for n in range(30)})
        engine_of = store._engine

        def small(folder: Path, url: str | None) -> Engine:
            engine = engine_of(folder, url)
            event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count = 45"))
            return engine

        monkeypatch.setattr(store, "_engine", small)
        with pytest.raises(ArchiveUnusable, match="the archive cannot be written: database or disk is full"):
            run()
        monkeypatch.undo()
        kept = query(tmp_path, "SELECT count(*) FROM content")[0][0]
        assert 0 < kept < 30
        # every document is there with all it has, or not at all
        halves = "SELECT count(*) FROM content WHERE rows <> (SELECT count(*) FROM content_row r WHERE "
        assert query(tmp_path, halves + "r.content_id = content.content_id)") == [(0,)]
        assert run().read == 30 - kept


def test_nothing_is_kept_of_a_document_whose_saving_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="drawn 1", b="drawn 2")
        monkeypatch.setattr(keeping, "_wait_for_series", _failing_once(keeping._wait_for_series))
        with pytest.raises(RuntimeError, match="stopped here"):
            run()
        assert query(tmp_path, "SELECT count(*) FROM content_amount") == [(0,)]
        assert run().read == 2


def _failing_once(function: Callable[[Connection, int], None]) -> Callable[[Connection, int], None]:
    failures = iter([True])

    def stopped(connection: Connection, content_id: int) -> None:
        if next(failures, False):
            raise RuntimeError("stopped here")
        function(connection, content_id)

    return stopped


def test_the_views_are_read_in_order_without_sorting(tmp_path: Path) -> None:
    with archive(tmp_path) as run:
        write(tmp_path, a="drawn 1")
        run()
        for view in ("documents", "tables", "activities", "amounts"):
            plan = query(tmp_path, f"EXPLAIN QUERY PLAN SELECT * FROM {view}")
            assert not [step for *_, step in plan if "TEMP B-TREE" in step], view
