"""Files at addresses are filed as a local copy of them would be; nothing but the import itself asks for them."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from zvirka.archive import fetched, remote
from zvirka.archive.child import Job, Reading
from zvirka.archive.copies import COPY
from zvirka.archive.fetched import FOLDER
from zvirka.archive.records import Lasting, Outcome
from zvirka.archive.remote import is_address, last_name
from zvirka.archive.sending import with_content
from zvirka.archive.walk import Walked, roots_of, walk
from zvirka.archive.zipped import Opener
from zvirka.cli import main
from zvirka.publish.publishing import FILES

fsspec = pytest.importorskip("fsspec", reason="optional: the extra s3 is not installed")
# of the libraries' own, which come and go with their versions
pytestmark = pytest.mark.filterwarnings("ignore")

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "informatsiinyi-prostir-2016-9m.docx"
TEXT = "Звіт\n".encode()


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tree() -> dict[str, bytes]:
    sample = SAMPLE.read_bytes()
    return {
        "a.docx": sample,
        "2016/звіт :: 9 міс.docx": sample[:4000],
        "2016/deep/c.txt": TEXT,
        "2016/d.png": b"",
        "old.zip": packed(**{"e.txt": TEXT + b"2", "f.docx": sample, "g.jpg": b""}),
    }


def local(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def run(given: str | Path, out: Path, *options: str) -> tuple[int, dict[str, bytes]]:
    code = main(["import", str(given), "--out", str(out), "--jobs", "1", "--lang", "en", *options])
    return code, {name: (out / name).read_bytes() for name in FILES if (out / name).exists()}


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an import of a local copy leaves."""
    made = tmp_path_factory.mktemp("local")
    code, files = run(local(made / "in", tree()), made / "out")
    assert code == 3
    return files


def test_what_is_in_memory_is_filed_as_a_local_copy_is(
    memory: Any, copied: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in tree().items():
        memory.pipe(f"/reports/{name}", content)
    assert run("memory://reports", tmp_path) == (3, copied)
    told, errors = capsys.readouterr()
    assert told.splitlines()[0].startswith("documents: 5, read now: 4;")
    assert "  other files, passed over: 2" in told
    (line,) = errors.splitlines()
    assert line.startswith("zvirka: 2016/звіт :: 9 міс.docx: a damaged or cut DOCX file")


def test_the_page_shows_the_same_of_what_no_path_leads_to(memory: Any, tmp_path: Path) -> None:
    text = SAMPLE.with_suffix(".txt").read_text(encoding="utf-8")
    assert "138,8" in text
    files = {"in.zip/a.txt": text.replace("138,8", "183,8").encode()}
    memory.pipe("/r/in.zip", packed(**{"a.txt": files["in.zip/a.txt"]}))
    local(tmp_path / "unpacked", files)
    local(tmp_path / "packed", {"in.zip": memory.cat("/r/in.zip")})
    pages = []
    for given in (tmp_path / "unpacked", tmp_path / "packed", "memory://r"):
        out = tmp_path / f"out{len(pages)}"
        assert run(given, out)[0] == 0
        pages.append((out / "report.html").read_bytes())
        assert not (out / COPY).exists()
    assert b'"lines":' in pages[0]
    assert pages[0] == pages[1] == pages[2]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file at an address is opened."""
    counts: Counter[str] = Counter()
    really = remote.opened

    def counted(location: bytes) -> IO[bytes]:
        counts[location.rpartition(b"/")[2].decode()] += 1
        return really(location)

    monkeypatch.setattr(remote, "opened", counted)
    return counts


def test_each_file_is_fetched_once(memory: Any, opened: Counter[str], tmp_path: Path) -> None:
    text = SAMPLE.with_suffix(".txt").read_text(encoding="utf-8")
    # one with findings, which the page looks into as well
    memory.pipe("/r/a.txt", text.replace("138,8", "183,8").encode())
    memory.pipe("/r/b.docx", SAMPLE.read_bytes())
    assert run("memory://r", tmp_path)[0] == 0
    assert opened == {"a.txt": 1, "b.docx": 1}
    assert b'"lines":' in (tmp_path / "report.html").read_bytes()
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("full", ["bound", "disk"])
def test_what_there_is_no_room_for_is_fetched_again(
    memory: Any, opened: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    memory.pipe("/r/a.txt", TEXT)
    memory.pipe("/r/b.docx", SAMPLE.read_bytes())
    if full == "bound":
        monkeypatch.setattr(fetched, "MOST_BYTES", 100)
        expected = {"a.txt": 1, "b.docx": 2}
    else:
        (tmp_path / FOLDER).write_bytes(b"")  # a file: no folder can be made there
        monkeypatch.setattr(fetched.shutil, "rmtree", lambda *_, **__: None)
        expected = {"a.txt": 2, "b.docx": 2}
    assert run("memory://r", tmp_path)[0] == 0
    assert opened == expected


SLOW = """
import os, sys, threading, time
from zvirka.archive import fetched, remote
from zvirka.cli import main
import fsspec
fsspec.filesystem("memory").pipe("/r/a.txt", b"a")
fetched.MOST_BYTES = 0
really, count = remote.opened, 0
def slow(location):
    global count
    count += 1
    if count == 2:  # while documents are read
        print(flush=True)
        time.sleep(60)
    return really(location)
remote.opened = slow
if __name__ == "__main__":
    sys.exit(main(["import", "memory://r", "--out", sys.argv[1], "--lang", "en"]))
"""


def test_ctrl_c_does_not_wait_for_a_file_that_is_being_fetched(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", str(script), str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (
        130,
        "zvirka: interrupted; the same command again goes on from here\n",
    )


def test_a_zip_and_a_file_address_are_filed_as_a_local_copy_is(
    copied: dict[str, bytes], tmp_path: Path
) -> None:
    folder = local(tmp_path / "звіти", tree())
    (tmp_path / "all.zip").write_bytes(packed(**tree()))
    assert run(folder.as_uri(), tmp_path / "by file") == (3, copied)
    assert run(f"zip://::{tmp_path}/all.zip", tmp_path / "by zip") == (3, copied)


def test_what_is_unchanged_at_an_address_is_not_read_again(
    memory: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def again() -> str:
        assert run("memory://r/", tmp_path)[0] == 0
        return capsys.readouterr().out.splitlines()[0].split(";")[0]

    memory.pipe("/r/a.txt", b"one\n")
    memory.pipe("/r/b.txt", b"two\n")
    assert again() == "documents: 2, read now: 2"
    assert again() == "documents: 2, read now: 0"
    memory.pipe("/r/a.txt", b"uno\n")  # of the same size
    memory.rm("/r/b.txt")
    assert again() == "documents: 1, read now: 1"
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        present = {row["path"]: row["present"] for row in csv.DictReader(file, delimiter=";")}
    assert present == {"a.txt": "true", "b.txt": "false"}


def test_a_mark_of_the_content_is_the_first_look_where_a_server_gives_one(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe("/r/a.txt", b"one")

    def looked(**info: object) -> int:
        given = {"name": "/r/a.txt", "size": 3, "type": "file", **info}
        monkeypatch.setattr(memory, "info", lambda *_, **__: given)
        return remote.looked_at("memory://r/a.txt").modified

    first, same, other = looked(ETag='"1"'), looked(ETag='"1"', mtime=5), looked(ETag='"2"')
    assert first == same != other
    assert max(first, other) < 0
    assert looked(mtime=1.5) == 1_500_000_000


def test_no_name_at_an_address_leads_out(memory: Any) -> None:
    memory.pipe("/x.zip", packed(**{"../../out.txt": b"1", "in/./a.txt": b"2", "/abs.txt": b"3"}))
    (root,), _ = roots_of(["zip://::memory://x.zip"])
    found = {f.path for f in walk(root, Path("/nowhere"), Walked())}
    assert found >= {"out.txt"}
    assert not any(part in ("", ".", "..") for path in found for part in path.split("/"))


def test_a_named_file_goes_by_its_name(memory: Any) -> None:
    memory.pipe("/r/report.dat", b"1")
    memory.pipe("/q/a.txt", b"1")
    roots, _ = roots_of(["memory://r/report.dat", "memory://q"])
    found = [f for root in roots for f in walk(root, Path("/nowhere"), Walked())]
    assert [f.path for f in found] == ["report.dat", "q/a.txt"]


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("memory://nothing", 3, "zvirka: memory://nothing: there is no such file or folder"),
        ("foo://x", 2, "zvirka: foo://x: this address cannot be used: Protocol not known: foo"),
        (
            "ftp://me:secret@host/x",
            2,
            "zvirka: an address with a password in it would be kept in the archive; give the password another way",
        ),
        ("github://x/y", 2, "zvirka: github://x/y: this address cannot be used: "),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(
    address: str, code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(address, tmp_path / "out")[0] == code
    errors = capsys.readouterr().err.splitlines()
    assert errors[0].startswith(told)
    assert errors[1:] in ([], ["zvirka --help"])
    assert not (tmp_path / "out").exists()


def test_the_extra_is_named_where_it_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert run("s3://bucket", tmp_path / "out")[0] == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "zvirka: s3://bucket: addresses need the extra: pip install 'zvirka[s3]'"
    )


def test_what_cannot_be_fetched_is_an_outcome(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/r/a.txt", b"x" * (2 << 20))
    (root,), _ = roots_of(["memory://r"])
    (found,) = walk(root, Path("/nowhere"), Walked())
    job = Job(found.path, found.location, found.name, "0" * 64)

    def sent(megabytes: int) -> Job | Outcome:
        return with_content(job, Reading(megabytes=megabytes), Opener())

    whole, large = sent(2), sent(1)
    assert isinstance(whole, Job)
    assert whole.data == b"x" * (2 << 20)
    assert isinstance(large, Outcome)
    assert large.message == "the file has 2 MB, more than a document may take; give it more with --memory"

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the server\nis tired")

    monkeypatch.setattr(memory, "open", fails)
    lost = sent(2)
    assert isinstance(lost, Outcome)
    assert (lost.message, lost.lasting) == ("cannot be read: the server is tired", Lasting.PASSING)


def test_what_is_an_address_and_its_last_name() -> None:
    assert [is_address(text) for text in ("s3://b", "simplecache::s3://b/x", "zip://::s3://b/x.zip")] == [
        True
    ] * 3
    assert not any(is_address(text) for text in ("a/b", r"C:\a", "C:/a", "звіт://x", "a::b.pdf", "./s3://b"))
    assert [
        last_name(text) for text in ("s3://b/p/q", "s3://b", "zip://::s3://b/x.zip", "zip://d/e::f://g")
    ] == [
        "q",
        "b",
        "x.zip",
        "e",
    ]


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A server on this machine that answers as S3 does."""
    pytest.importorskip("s3fs", reason="optional: the extra s3 is not installed")
    server_of = pytest.importorskip("moto.server", reason="optional: no server that stands in for S3")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    with pytest.MonkeyPatch.context() as patched:
        for name, value in told.items():
            patched.setenv(name, value)
        yield "bucket"
    server.stop()


def test_a_bucket_is_filed_as_a_local_copy_is(
    bucket: str, copied: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = fsspec.filesystem("s3", skip_instance_cache=True)
    files.mkdir(bucket)
    for name, content in tree().items():
        files.pipe(f"{bucket}/reports/{name}", content)
    files.pipe(f"{bucket}/elsewhere.txt", TEXT)
    assert run(f"s3://{bucket}/reports", tmp_path / "out") == (3, copied)
    assert "read now: 4;" in capsys.readouterr().out
    assert run(f"s3://{bucket}/reports/", tmp_path / "out") == (3, copied)
    assert "read now: 0;" in capsys.readouterr().out
    files.pipe(f"{bucket}/reports/2016/deep/c.txt", TEXT.replace("т".encode(), "д".encode()))
    assert run(f"s3://{bucket}/reports", tmp_path / "out")[0] == 3
    assert "read now: 1;" in capsys.readouterr().out
    assert os.environ["AWS_ENDPOINT_URL"].encode() not in (tmp_path / "out" / "archive.sqlite").read_bytes()


def test_a_bucket_that_is_not_there_is_one_line(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"s3://{bucket}-of-nobody/x", tmp_path / "out")[0] == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"zvirka: s3://{bucket}-of-nobody/x: there is no such file or folder"
