"""The same results with a PostgreSQL store, on a server of our own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from zvirka.archive.lock import ArchiveUnusable
from zvirka.archive.store import opened
from zvirka.cli import main
from zvirka.publish.publishing import FILES

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAME = "informatsiinyi-prostir-2016-9m"
Capture = pytest.CaptureFixture[str]


def programs() -> Path | None:
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(found).resolve().parent if found else (installed[-1].parent if installed else None)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that lives as long as these tests."""
    folder = programs()
    if folder is None:
        pytest.skip("optional: no PostgreSQL is installed here")
    # not below pytest's folders: the server refuses to run as root, and its own user may not enter those
    data = Path(tempfile.mkdtemp(prefix="zvirka-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        account = pwd.getpwnam(user)
        os.chown(data, account.pw_uid, account.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = {"check": True, "user": user, "cwd": data, "stdout": subprocess.DEVNULL}
    cluster, log = data / "cluster", data / "log"
    subprocess.run(
        [folder / "initdb", "-D", cluster, "-U", "tester", "-A", "trust", "--locale=C.UTF-8"], **run
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off"
    subprocess.run([folder / "pg_ctl", "-D", cluster, "-l", log, "-o", options, "-w", "start"], **run)
    try:
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([folder / "pg_ctl", "-D", cluster, "-m", "immediate", "stop"], **run)
        shutil.rmtree(data)


@pytest.fixture
def url(server: str) -> str:
    """A database with nothing in it."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # an order of its own by default, which must not matter
        connection.execute(text("DROP DATABASE IF EXISTS zvirka"))
        connection.execute(text("CREATE DATABASE zvirka"))
    engine.dispose()
    return server.rpartition("/")[0] + "/zvirka"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for ending in ("docx", "pdf"):
        shutil.copy(SAMPLES / f"{NAME}.{ending}", made / f"Ґ звіт.{ending}")
    (made / "а-б.txt").write_text("Звіт\n", encoding="utf-8")
    (made / "а б.txt").write_text("Звіт\n", encoding="utf-8")
    (made / "B.txt").write_bytes(b"")
    for file in made.iterdir():
        os.utime(file, (1_500_000_000, 1_500_000_000))
    return made


def imported(folder: Path, out: Path, *options: str) -> int:
    return main(["import", str(folder), "--out", str(out), "--jobs", "1", "--lang", "en", *options])


def test_the_files_are_those_of_an_sqlite_archive(
    url: str, folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    here, there = tmp_path / "sqlite", tmp_path / "postgres"
    assert imported(folder, here) == imported(folder, there, "--store", url) == 3
    assert {name: (there / name).read_bytes() for name in FILES} == {
        name: (here / name).read_bytes() for name in FILES
    }
    assert not (there / "archive.sqlite").exists()
    capsys.readouterr()
    # goes on, and marks what went
    (folder / "а б.txt").unlink()
    assert imported(folder, there, "--store", url) == imported(folder, here) == 3
    assert capsys.readouterr().out.startswith("documents: 4, read now: 1;")
    assert (there / "documents.csv").read_bytes() == (here / "documents.csv").read_bytes()


def test_a_database_takes_one_import_at_a_time(
    url: str, folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    with opened(tmp_path, url):
        assert imported(folder, tmp_path / "out", "--store", url) == 4
    assert "another import is writing into this archive" in capsys.readouterr().err
    assert imported(folder, tmp_path / "out", "--store", url) == 3


def test_a_server_that_is_not_there_is_one_line(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    nobody = "postgresql+psycopg://tester:secret@127.0.0.1:1/nothing"
    assert imported(folder, tmp_path / "out", "--store", nobody) == 4
    (line,) = capsys.readouterr().err.splitlines()
    assert "the archive cannot be written: connection" in line
    assert "secret" not in line


@pytest.mark.parametrize("address", ["mysql://x/y", "nonsense"])
def test_other_addresses_are_refused(address: str, tmp_path: Path) -> None:
    with (
        pytest.raises(ArchiveUnusable, match="no address of a PostgreSQL database"),
        opened(tmp_path, address),
    ):
        pass
