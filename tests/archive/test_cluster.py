"""A Dask cluster gives what a local run gives; workers that die cost nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from tools.odd_reader import odd_reader
from zvirka.archive.child import Job, Reading
from zvirka.archive.cluster import outcomes_on_cluster
from zvirka.archive.lock import ArchiveUnusable
from zvirka.archive.records import Lasting
from zvirka.cli import main
from zvirka.publish.publishing import FILES

distributed = pytest.importorskip("distributed", reason="optional: the extra dask is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # of the library's own, which come and go with its versions

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "informatsiinyi-prostir-2016-9m.docx"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers in processes of their own, one document at a time each."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made


def jobs(folder: Path, contents: dict[str, str]) -> Iterator[Job]:
    for name, content in contents.items():
        file = folder / name
        file.write_text(content, encoding="utf-8")
        yield Job(name, os.fsencode(file), name, "0" * 64)


def test_the_files_are_those_of_a_local_run(cluster: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(SAMPLE, folder / "a.docx")
    (folder / "b.docx").write_bytes(SAMPLE.read_bytes()[:4000])
    (folder / "c.txt").write_text("Звіт\n", encoding="utf-8")
    here, there = tmp_path / "here", tmp_path / "there"
    assert main(["import", str(folder), "--out", str(here), "--jobs", "1"]) == 3
    address = cluster.scheduler_address
    assert main(["import", str(folder), "--out", str(there), "--cluster", address]) == 3
    assert {n: (here / n).read_bytes() for n in FILES} == {n: (there / n).read_bytes() for n in FILES}


def test_documents_that_harm_their_reader_cost_themselves_alone(cluster: Any, tmp_path: Path) -> None:
    reading = Reading(timeout=6.0, megabytes=64, understand=odd_reader)
    contents = {"a": "drawn 1", "b": "abort", "c": "hang", "d": "memory", "e": "drawn 2"}
    with closing(outcomes_on_cluster(jobs(tmp_path, contents), reading, cluster.scheduler_address)) as ended:
        found = {job.path: outcome for job, outcome in ended}
    assert {name: outcome.status for name, outcome in found.items()} == {
        "a": "consistent",
        "b": "failed",
        "c": "failed",
        "d": "failed",
        "e": "consistent",
    }
    assert "SIGABRT" in found["b"].message
    assert "longer than 6 s" in found["c"].message
    assert "more than 64 MB" in found["d"].message


def test_a_worker_that_is_killed_costs_nothing(cluster: Any, tmp_path: Path) -> None:
    reading = Reading(timeout=60.0, understand=odd_reader)
    contents = {f"{n}": "sleep 0.3" for n in range(10)}
    with closing(outcomes_on_cluster(jobs(tmp_path, contents), reading, cluster.scheduler_address)) as ended:
        next(ended)
        pid = next(iter(cluster.workers.values())).pid
        below = psutil.Process(pid).children(recursive=True)
        psutil.Process(pid).kill()
        rest = [outcome.status for _, outcome in ended]
    assert rest == ["no_table"] * 9
    assert not psutil.wait_procs(below, timeout=30)[1]


def test_a_document_that_kills_its_workers_is_told(cluster: Any, tmp_path: Path) -> None:
    reading = Reading(timeout=60.0, understand=odd_reader)
    contents = {"a": "kill worker", "b": "drawn 1"}
    with closing(outcomes_on_cluster(jobs(tmp_path, contents), reading, cluster.scheduler_address)) as ended:
        found = {job.path: outcome for job, outcome in ended}
    assert found["b"].status == "consistent"
    assert found["a"].status == "failed"
    assert found["a"].lasting is Lasting.UNDER_LIMITS
    assert found["a"].message == "every process of the cluster that read it died; the file may be damaged"


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zvirka.archive.cluster.CONNECT_SECONDS", 1)
    with (
        pytest.raises(ArchiveUnusable, match="no Dask scheduler answers at tcp://"),
        closing(outcomes_on_cluster(jobs(tmp_path, {"a": ""}), Reading(), "tcp://127.0.0.1:1")) as ended,
    ):
        next(ended)
