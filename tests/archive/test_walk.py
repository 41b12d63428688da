"""Which files are taken, under which paths: folders, ZIP archives, and what lies about itself."""

from __future__ import annotations

import io
import os
import stat
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from zvirka.archive import zipped
from zvirka.archive.walk import Found, Walked, roots_of, walk
from zvirka.archive.zipped import Opener, Unzippable


def walked(*paths: Path, archive: Path | None = None) -> tuple[dict[str, Found], Walked]:
    notes = Walked()
    roots, missing = roots_of(list(paths))
    assert not missing
    found = [f for root in roots for f in walk(root, archive or Path("/nowhere"), notes)]
    assert len({f.path for f in found}) == len(found)
    return {f.path: f for f in found}, notes


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def content(location: bytes) -> bytes:
    opener = Opener()
    try:
        with opener.opened(location) as file:
            return file.read()
    finally:
        opener.close()


def test_known_endings_are_taken_in_any_case_and_others_counted(tmp_path: Path) -> None:
    for name in ("a.PDF", "b.docx", "c.Txt", "d.png", "e", "f.pdf.bak", "g.text", "h.docm"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "c.Txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found, notes = walked(tmp_path)
    assert set(found) == {"a.PDF", "b.docx", "c.Txt", "g.text", "h.docm"}
    assert notes.passed_over == 5


def test_a_named_file_is_always_tried_and_a_pipe_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "report.dat").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    found, _ = walked(tmp_path / "report.dat", tmp_path / "pipe")
    assert found["report.dat"].problem is None
    assert found["pipe"].problem == ("neither a file nor a folder", {})


def test_a_folder_deeper_than_calls_may_go(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    (tmp_path / "x.txt").write_bytes(b"x")
    found, notes = walked(tmp_path)
    # Python's own rmtree goes by calls, and so does pytest's tidying up
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    assert set(found) == {"x.txt"}
    assert notes.unlisted == []


def test_an_archive_is_walked_like_a_folder(tmp_path: Path) -> None:
    inner = packed(**{"c.txt": b"deep", "c.jpg": b""})
    (tmp_path / "x.ZIP").write_bytes(
        packed(**{"a.txt": b"one", "звіти/b.pdf": b"two", "d.xls": b"", "in.zip": inner})
    )
    found, notes = walked(tmp_path)
    assert {path: content(f.location) for path, f in found.items()} == {
        "x.ZIP/a.txt": b"one",
        "x.ZIP/звіти/b.pdf": b"two",
        "x.ZIP/in.zip/c.txt": b"deep",
    }
    assert notes.passed_over == 2
    assert [f.size for f in found.values()] == [3, 4, 3] or {f.size for f in found.values()} == {3, 4}


def test_names_of_other_code_pages_are_read_and_no_path_leads_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("QQQQ.txt", b"cp866")
        archive.writestr("../../out.txt", b"escape")
        archive.writestr("/abs.txt", b"absolute")
    data = (tmp_path / "x.zip").read_bytes().replace(b"QQQQ", "Ж їло".encode("cp866")[:4])
    (tmp_path / "x.zip").write_bytes(data)
    found, _ = walked(tmp_path)
    assert {path: content(f.location) for path, f in found.items()} == {
        "x.zip/Ж їл.txt": b"cp866",
        "x.zip/out.txt": b"escape",
        "x.zip/abs.txt": b"absolute",
    }


def test_members_of_one_name_are_all_taken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"second")
    found, _ = walked(tmp_path)
    assert {path: content(f.location) for path, f in found.items()} == {
        "x.zip/a.txt": b"first",
        "x.zip/a (2).txt": b"second",
    }


def test_archives_that_cannot_be_walked_say_why(tmp_path: Path) -> None:
    deep = packed(**{"c.zip": packed(**{"d.zip": packed(**{"e.txt": b""})})})
    (tmp_path / "deep.zip").write_bytes(deep)
    (tmp_path / "no.zip").write_bytes(b"no archive at all")
    huge = bytearray(packed(**{"a.txt": b"x"}))
    struct.pack_into("<I", huge, huge.rindex(b"PK\x05\x06") + 12, 1 << 30)
    (tmp_path / "huge.zip").write_bytes(bytes(huge))
    found, _ = walked(tmp_path)
    problems = {path: f.problem[0] if f.problem else "" for path, f in found.items()}
    assert problems == {
        "deep.zip/c.zip/d.zip": "a ZIP archive in a ZIP archive in a ZIP archive; unpack it first",
        "huge.zip": "a ZIP archive of more files than are walked at once; unpack it first",
        "no.zip": "",
    }


def test_a_document_that_is_a_zip_inside_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(packed(**{"[Content_Types].xml": b"", "word/document.xml": b""}))
    found, _ = walked(tmp_path)
    assert set(found) == {"x.zip"}


@pytest.mark.parametrize("what", ["locked", "torn", "renamed method"])
def test_members_that_cannot_be_taken_out_say_why(what: str, tmp_path: Path) -> None:
    data = bytearray(packed(**{"a.txt": b"x" * 1000}))
    central = data.rindex(b"PK\x01\x02")
    if what == "locked":
        data[6] |= 1
        data[central + 8] |= 1
    elif what == "renamed method":
        data[8] = data[central + 10] = 77
    else:
        data[40] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(bytes(data))
    ((_, found),) = walked(tmp_path)[0].items()
    with pytest.raises(Unzippable) as caught:
        content(found.location)
    locked = caught.value.failure[0].startswith("it needs a password")
    assert locked is (what == "locked")


def test_links_in_an_archive_are_no_files(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "a")
    found, notes = walked(tmp_path)
    assert set(found) == {"x.zip/a.txt"}
    assert notes.passed_over == 1


def test_an_archive_that_unpacks_to_many_times_its_size_is_not_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipped, "ALWAYS_ALLOWED", 1 << 20)
    inner = packed(**{f"{n}.txt": bytes(500_000) for n in range(2)})
    bomb = packed(**{f"{n}.zip": inner + bytes([n]) for n in range(3)}, **{"z.txt": b"z"})
    assert 100 * len(bomb) < 1 << 20
    (tmp_path / "bomb.zip").write_bytes(bomb)
    (tmp_path / "good.zip").write_bytes(packed(**{"a.txt": b"a" * 10_000}))
    found, _ = walked(tmp_path)
    problems = {path: f.problem[0] if f.problem else "" for path, f in found.items()}
    told = "a ZIP archive that unpacks to many times its size; unpack it first"
    assert problems == {
        "bomb.zip/0.zip/0.txt": "",
        "bomb.zip/0.zip/1.txt": "",
        "bomb.zip/1.zip": told,
        "bomb.zip": told,
        "good.zip/a.txt": "",
    }


def test_no_path_is_not_the_folder_that_we_are_in() -> None:
    assert roots_of(["", "/nowhere"]) == (
        [],
        [
            ("''", ("there is no such file or folder", {})),
            ("/nowhere", ("there is no such file or folder", {})),
        ],
    )


def test_what_went_away_after_it_was_named_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a")
    (root,), _ = roots_of([file])
    file.unlink()
    (found,) = walk(root, Path("/nowhere"), Walked())
    assert found.problem == ("cannot be read: {reason}", {"reason": "No such file or directory"})


def test_a_file_that_has_become_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a")
    ((_, found),) = walked(file)[0].items()
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(Unzippable) as caught:
        content(found.location)
    assert caught.value.failure == ("neither a file nor a folder", {})
