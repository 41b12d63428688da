"""A folder of hostile files beside good ones, through the command line: each costs itself alone, in one line."""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
import zlib
from pathlib import Path

import pypdf
import pytest

from zvirka.cli import main

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAME = "informatsiinyi-prostir-2016-9m"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(document: bytes) -> bytes:
    """The sample's package with another main part."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / f"{NAME}.docx") as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for info in good.infolist():
            bad.writestr(info.filename, document if info.filename == "word/document.xml" else good.read(info))
    return made.getvalue()


def pdf(content: bytes, *, pages: int = 1) -> bytes:
    """A PDF whose pages all show one stream, packed."""
    packed = zlib.compress(content, 9)
    kids = " ".join("4 0 R" for _ in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R >>",
    ]
    made, places = b"%PDF-1.7\n", []
    for n, text in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % n + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def pages_lost(good: bytes) -> bytes:
    """The pages of a PDF twice, the second time without what stands on them."""
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.append(io.BytesIO(good))
    for page in writer.pages[len(writer.pages) // 2 :]:
        page[pypdf.generic.NameObject("/Contents")] = pypdf.generic.IndirectObject(9999, 0, writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def hostile() -> dict[str, bytes]:
    rng = random.Random(1)
    paths = b"".join(
        b"%d %d m %d %d l S\n" % tuple(rng.randrange(800) for _ in range(4)) for _ in range(100_000)
    )
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><x xmlns="{WORD}">&e11;</x>'
    good = (SAMPLES / f"{NAME}.pdf").read_bytes()
    return {
        "bomb.pdf": pdf(b" " * (400 << 20)),
        "bomb.docx": docx(b"<x>" + b" " * (400 << 20) + b"</x>"),
        "entities.docx": docx(bomb.encode()),
        "outside.docx": docx(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
        "deep.docx": docx(b"<a>" * 200_000 + b"</a>" * 200_000),
        "paths.pdf": pdf(paths),
        "pages.pdf": pdf(b"", pages=10_000),
        "cut.pdf": good[: len(good) // 2],
        "noise.pdf": b"%PDF-1.7\n" + rng.randbytes(100_000),
        "noise.bin.txt": rng.randbytes(100_000),
        "line.txt": b"1 " * 1_000_000,
        "bars.txt": b"|" * 500_000 + b"\n" + b"-" * 500_000,
        "2 pages lost.pdf": pages_lost(good),
        "nested.pdf": pdf(b"q " * 500_000),
    }


def test_hostile_files_cost_themselves_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    files = hostile()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "a good.docx").write_bytes((SAMPLES / f"{NAME}.docx").read_bytes())
    (folder / "z good.pdf").write_bytes((SAMPLES / f"{NAME}.pdf").read_bytes())
    started = time.monotonic()
    limits = ["--timeout", "12", "--memory", "300", "--jobs", "2", "--lang", "en"]
    code = main(["import", str(folder), "--out", str(out), *limits])
    seconds = time.monotonic() - started
    told, errors = capsys.readouterr()
    with (out / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        documents = {row["path"]: row for row in csv.DictReader(file, delimiter=";")}
    assert set(documents) == {*files, "a good.docx", "z good.pdf"}
    assert documents["a good.docx"]["status"] == documents["z good.pdf"]["status"] == "consistent"
    failed = {path for path, row in documents.items() if row["status"] == "failed"}
    assert failed >= {"bomb.docx", "entities.docx", "outside.docx", "cut.pdf", "noise.pdf"}
    assert code == 3
    lines = errors.splitlines()
    assert [line.split(": ")[1] for line in lines] == sorted(failed)
    assert "Traceback" not in errors
    assert "mistake in zvirka" not in errors
    assert told.startswith(f"documents: {len(documents)},")
    assert all(row["message"] for path, row in documents.items() if path in failed)
    # each document has its seconds and a retry at most
    assert seconds < 12 * 2 * len(documents)
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = [row["finding_id"] for row in csv.DictReader(file, delimiter=";")]
    assert len(ids) == len(set(ids)) > 1
    assert "2 pages lost.pdf" not in failed
    passwd = Path("/etc/passwd").read_bytes()[:20]
    assert not any(passwd in file.read_bytes() for file in out.iterdir() if file.is_file())
