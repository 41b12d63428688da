"""The command `import`, through the real command line."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from zvirka.archive.lock import locked
from zvirka.cli import main
from zvirka.publish.publishing import FILES

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
NAME = "informatsiinyi-prostir-2016-9m"
DOCX = (SAMPLES / f"{NAME}.docx").read_bytes()
PDF = (SAMPLES / f"{NAME}.pdf").read_bytes()
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZVIRKA_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents that hold, one without a table, and one that is passed over."""
    made = tmp_path / "звіти за 2016 рік"
    (made / "9 місяців").mkdir(parents=True)
    (made / "a.docx").write_bytes(DOCX)
    (made / "9 місяців" / "b.pdf").write_bytes(PDF)
    (made / "plain.txt").write_text("Про роботу прес-служби\n", encoding="utf-8")
    (made / "picture.png").write_bytes(b"\x89PNG")
    for file in made.rglob("*.*"):
        os.utime(file, (1_500_000_000, 1_500_000_000))
    return made


def imported(capsys: Capture, *arguments: str | Path) -> tuple[int, str, list[str]]:
    """The exit code, stdout, and the lines of stderr."""
    capsys.readouterr()
    code = main(["import", *map(str, arguments), "--jobs", "1"])
    out, err = capsys.readouterr()
    return code, out, err.splitlines()


def rows(folder: Path, name: str, dialect: str = "excel-uk") -> list[dict[str, str]]:
    excel = dialect == "excel-uk"
    with (folder / f"{name}.csv").open(encoding="utf-8-sig" if excel else "utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";" if excel else ","))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def statuses(folder: Path) -> dict[str, str]:
    return {row["path"]: row["status"] for row in rows(folder, "documents")}


def read_again(out: str) -> int:
    return int(out.split("read now: ")[1].split(";")[0])


def test_a_folder_is_filed_and_summed_up(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    code, told, err = imported(capsys, folder, "--out", out)
    assert (code, err) == (0, [])
    assert told.splitlines() == [
        f"documents: 3, read now: 3; filed in {out}",
        "  every sum holds: 2",
        "  no table with money columns: 1",
        "  other files, passed over: 1",
    ]
    assert sorted(p.name for p in out.iterdir() if p.name != "report.html") == sorted(
        [*FILES, "archive.sqlite"]
    )
    assert statuses(out) == {"9 місяців/b.pdf": "consistent", "a.docx": "consistent", "plain.txt": "no_table"}
    assert [row["path"] for row in rows(out, "documents")] == ["9 місяців/b.pdf", "a.docx", "plain.txt"]
    assert {row["present"] for row in rows(out, "documents")} == {"true"}
    activities = rows(out, "activities")
    assert [row["role"] for row in activities if row["path"] == "a.docx"] == ["item"] * 12 + ["total"]
    assert len(rows(out, "amounts")) == 2 * 13 * 12


def test_the_views_hold_what_the_csv_files_hold(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out, "--csv-dialect", "rfc4180")
    with sqlite3.connect(out / "archive.sqlite") as connection:
        for name in ("documents", "tables", "activities", "amounts", "findings"):
            cursor = connection.execute(f"SELECT * FROM {name}")
            assert cursor.description is not None
            heads = [column[0] for column in cursor.description]
            stored = [["" if v is None else str(v) for v in row] for row in cursor]
            with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                assert list(csv.reader(file)) == [heads, *stored]
    connection.close()


def test_a_second_run_reads_nothing_and_leaves_every_byte(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out)
    before = contents(out)
    stamps = [(out / name).stat().st_mtime_ns for name in FILES]
    code, told, _ = imported(capsys, folder, "--out", out)
    assert (code, read_again(told)) == (0, 0)
    assert contents(out) == before
    assert [(out / name).stat().st_mtime_ns for name in FILES] == stamps
    _, told, _ = imported(capsys, folder, "--out", out, "--again")
    assert read_again(told) == 3
    assert contents(out) == before


def test_a_missing_csv_file_comes_back(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out)
    before = contents(out)
    (out / "amounts.csv").unlink()
    _, told, _ = imported(capsys, folder, "--out", out)
    assert read_again(told) == 0
    assert contents(out) == before


def test_changed_files_are_read_again_and_vanished_ones_are_marked(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out)
    (folder / "plain.txt").write_text("Про роботу  прес-служби\n", encoding="utf-8")
    (folder / "9 місяців" / "b.pdf").unlink()
    _, told, _ = imported(capsys, folder, "--out", out)
    assert read_again(told) == 1
    documents = {row["path"]: row for row in rows(out, "documents")}
    assert {path: row["present"] for path, row in documents.items()} == {
        "9 місяців/b.pdf": "false",
        "a.docx": "true",
        "plain.txt": "true",
    }
    assert documents["9 місяців/b.pdf"]["status"] == "consistent"
    assert len(documents) == 3
    (folder / "9 місяців" / "b.pdf").write_bytes(PDF)
    _, told, _ = imported(capsys, folder, "--out", out)
    assert read_again(told) == 0
    assert {row["present"] for row in rows(out, "documents")} == {"true"}


def test_the_same_content_twice_is_read_once(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    (folder / "copy.docx").write_bytes(DOCX)
    _, told, _ = imported(capsys, folder, "--out", out)
    assert read_again(told) == 3
    assert statuses(out)["copy.docx"] == "consistent"
    assert {row["path"] for row in rows(out, "tables")} == {"9 місяців/b.pdf", "a.docx"}
    (folder / "a.docx").unlink()
    _, told, _ = imported(capsys, folder, "--out", out)
    # the copy is the first path now, and the document goes by its name
    assert {row["path"] for row in rows(out, "tables")} == {"9 місяців/b.pdf", "copy.docx"}


def test_options_that_change_results_are_noticed(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out)
    assert read_again(imported(capsys, folder, "--out", out, "--timeout", "200")[1]) == 0
    assert read_again(imported(capsys, folder, "--out", out, "--engine", "pdfplumber")[1]) == 3
    assert read_again(imported(capsys, folder, "--out", out, "--engine", "pdfplumber")[1]) == 0


def test_bad_files_are_one_line_each_and_the_others_are_filed(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "cut.pdf").write_bytes(PDF[: len(PDF) // 3])
    (folder / "empty.txt").write_bytes(b"")
    (folder / "no zip.docx").write_bytes(b"PK\x03\x04 and no more")
    (folder / "звіт «за 9 місяців» 'x' \"y\".pdf").write_bytes(DOCX)
    (folder / "folder.pdf").mkdir()
    (folder / "link.txt").symlink_to(folder / "empty.txt")
    (folder / "плоский.txt").write_text("Звіт про роботу\n", encoding="utf-8")
    out = tmp_path / "out"
    code, told, err = imported(capsys, folder, tmp_path / "nowhere", "--out", out)
    assert code == 3
    assert [line.split(": ", 2)[:2] for line in err] == [
        ["zvirka", str(tmp_path / "nowhere")],
        ["zvirka", "bad/cut.pdf"],
        ["zvirka", "bad/empty.txt"],
        ["zvirka", "bad/no zip.docx"],
    ]
    assert statuses(out) == {
        "bad/cut.pdf": "failed",
        "bad/empty.txt": "failed",
        "bad/no zip.docx": "failed",
        "bad/звіт «за 9 місяців» 'x' \"y\".pdf": "consistent",
        "bad/плоский.txt": "no_table",
    }
    assert "  failed: 3" in told
    # unchanged failures are still failures
    code, told, again = imported(capsys, folder, "--out", tmp_path / "out")
    assert (code, len(again)) == (3, 3)


def test_names_of_undecodable_bytes_are_filed(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/zv\xffit.docx")).write_bytes(DOCX)
    code, _, err = imported(capsys, folder, "--out", tmp_path / "out")
    assert (code, err) == (0, [])
    assert statuses(tmp_path / "out") == {"zv\\xffit.docx": "consistent"}


def test_paths_are_named_by_the_path_given(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.dat").write_text("Звіт\n", encoding="utf-8")
    (other / "d.txt").write_text("Звіт про роботу\n", encoding="utf-8")
    out = tmp_path / "out"
    imported(capsys, folder, other, other / "c.dat", "--out", out)
    assert set(statuses(out)) == {
        "звіти за 2016 рік/9 місяців/b.pdf",
        "звіти за 2016 рік/a.docx",
        "звіти за 2016 рік/plain.txt",
        "other/d.txt",
        "c.dat",
    }
    # alone, the folder has no name before its paths; the files are still the same files
    _, told, _ = imported(capsys, folder, "--out", out)
    assert set(statuses(out)) == {"9 місяців/b.pdf", "a.docx", "plain.txt", "other/d.txt", "c.dat"}
    assert read_again(told) == 0


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_paths_that_collide_are_wrong_usage(kind: str, tmp_path: Path, capsys: Capture) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "same").mkdir(parents=True)
        (tmp_path / name / "same" / "x.txt").write_text("x", encoding="utf-8")
    below = "same" if kind == "folder" else "same/x.txt"
    out = tmp_path / "out"
    code, _, err = imported(capsys, tmp_path / "one" / below, tmp_path / "two" / below, "--out", out)
    assert code == 2
    assert "have the same last name" in err[0]
    assert not out.exists()


def test_another_folder_with_the_same_paths_is_refused(tmp_path: Path, capsys: Capture) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(name, encoding="utf-8")
    out = tmp_path / "out"
    imported(capsys, tmp_path / "one", "--out", out)
    code, _, err = imported(capsys, tmp_path / "two", "--out", out)
    assert code == 2
    assert "x.txt is in the archive already" in err[0]
    # a folder that was moved is the same folder
    (tmp_path / "one").rename(tmp_path / "moved")
    (tmp_path / "moved" / "y.txt").write_text("y", encoding="utf-8")
    code, told, _ = imported(capsys, tmp_path / "moved", "--out", out)
    assert (code, read_again(told)) == (0, 1)


def test_the_archive_itself_and_links_are_not_walked(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "in"
    out = folder / "out"
    out.mkdir(parents=True)
    (out / "inside.txt").write_text("x", encoding="utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "x.txt").write_text("x", encoding="utf-8")
    code, _, _ = imported(capsys, folder, "--out", out)
    assert code == 0
    assert set(statuses(out)) == {"x.txt"}


def test_no_path_at_all_makes_no_archive(tmp_path: Path, capsys: Capture) -> None:
    code, told, err = imported(capsys, tmp_path / "nowhere", "--out", tmp_path / "out")
    assert (code, told) == (3, "")
    assert err == [f"zvirka: {tmp_path / 'nowhere'}: there is no such file or folder"]
    assert not (tmp_path / "out").exists()


def test_a_second_import_is_told_in_one_line(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with locked(out):
        code, told, err = imported(capsys, folder, "--out", out)
    assert (code, told) == (4, "")
    assert err == [f"zvirka: {out}: another import is writing into this archive; wait until it has ended"]
    assert imported(capsys, folder, "--out", out)[0] == 0


@pytest.mark.parametrize("how", ["a file", "below a file", "no database", "another version"])
def test_an_archive_that_cannot_be_written_is_one_line(
    how: str, folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    if how in ("a file", "below a file"):
        out.write_text("x", encoding="utf-8")
        out = out / "deeper" if how == "below a file" else out
    else:
        imported(capsys, folder, "--out", out)
        if how == "no database":
            (out / "archive.sqlite").write_bytes(
                b"no database at all, but long enough to be read as one" * 99
            )
        else:
            with sqlite3.connect(out / "archive.sqlite") as connection:
                connection.execute("UPDATE fact SET value = '0' WHERE name = 'version'")
            connection.close()
    code, told, err = imported(capsys, folder, "--out", out)
    assert (code, told) == (4, "")
    assert len(err) == 1
    assert err[0].startswith(f"zvirka: {out}: the archive ")


def test_messages_follow_the_language_option_only(
    folder: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out)
    before = contents(out)
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    _, told, _ = imported(capsys, folder, "--out", out)
    assert "0" in told
    assert contents(out) == before


def test_the_log_has_a_line_for_each_thing_that_happens(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    log = tmp_path / "log.jsonl"
    imported(capsys, folder, "--out", tmp_path / "out", "--log", log)
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in events] == ["begin", "planned", *["document"] * 3, "end"]
    assert {e["path"]: e["status"] for e in events if e["event"] == "document"} == statuses(tmp_path / "out")
    code, _, err = imported(capsys, folder, "--out", tmp_path / "out", "--log", tmp_path)
    assert code == 2
    assert err[0] == f"zvirka: the log {tmp_path} cannot be written: Is a directory"


def test_an_interrupted_import_goes_on(tmp_path: Path, folder: Path, capsys: Capture) -> None:
    for n in range(40):
        (folder / f"{n}.txt").write_text(f"Звіт {n}\n", encoding="utf-8")
    out = tmp_path / "out"
    start = "import sys; from zvirka.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "import", str(folder), "--out", str(out), "--log"]
    log = tmp_path / "log"
    run = subprocess.Popen([*command, str(log)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while not log.exists() or '"document"' not in log.read_text(encoding="utf-8"):
        time.sleep(0.01)
    below = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=120)
    assert run.returncode == 130
    assert err == "zvirka: interrupted; the same command again goes on from here\n"
    assert not psutil.wait_procs(below, timeout=30)[1]
    code, told, _ = imported(capsys, folder, "--out", out)
    assert code == 0
    assert read_again(told) < 43
    assert len(rows(out, "documents")) == 43


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.9])
def test_ctrl_c_while_all_is_being_loaded_is_one_line(tmp_path: Path, folder: Path, seconds: float) -> None:
    # as a terminal does: the helper gets it, too
    start = (
        "import sys; from zvirka import cli; begin = cli._answer; "
        "cli._answer = lambda given: (print(flush=True), begin(given))[1]; sys.exit(cli.main())"
    )
    for n in range(600):
        (folder / f"{n}.docx").write_bytes(DOCX + b"\n" * n)
    command = [sys.executable, "-c", start, "import", str(folder), "--out", str(tmp_path / "out")]
    run = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert run.stdout is not None
    run.stdout.readline()
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=120)
    assert (run.returncode, err) == (130, "zvirka: interrupted; the same command again goes on from here\n")


def test_a_folder_that_cannot_be_listed_is_told_and_what_is_below_it_is_not_gone(
    folder: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    imported(capsys, folder, "--out", out)
    listed = os.scandir

    def refused(place: bytes) -> object:
        if os.fsdecode(place).endswith("9 місяців"):
            raise PermissionError(13, os.strerror(13))
        return listed(place)

    monkeypatch.setattr("zvirka.archive.walk.os.scandir", refused)
    code, _, err = imported(capsys, folder, "--out", out)
    assert (code, err) == (3, ["zvirka: 9 місяців: cannot be read: Permission denied"])
    assert {row["present"] for row in rows(out, "documents")} == {"true"}


def test_progress_goes_to_a_terminal_and_the_answer_to_stdout(folder: Path, tmp_path: Path) -> None:
    start = "import sys; from zvirka.cli import main; sys.exit(main())"
    command = [
        sys.executable,
        "-c",
        start,
        "import",
        str(folder),
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "1",
    ]
    watcher, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "ZVIRKA_LANG": "en"}
    run = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=terminal, env=environment, check=False, timeout=240
    )
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):
        while block := os.read(watcher, 65536):
            shown += block
    os.close(watcher)
    assert run.returncode == 0
    assert run.stdout.decode().startswith("documents: 3, read now: 3; filed in ")
    assert b"3/3" in shown
    assert b"every sum holds: 2, with findings: 0, failed: 0" in shown
