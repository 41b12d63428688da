"""An import that is killed at any moment has lost nothing: the next run goes on, and ends with the same bytes."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest

from zvirka.publish.publishing import FILES

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "informatsiinyi-prostir-2016-9m.docx"
IMPORT = [sys.executable, "-c", "import sys; from zvirka.cli import main; sys.exit(main())", "import"]
DOCUMENTS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of one meaning and different contents, one that is damaged, one twice."""
    made = tmp_path_factory.mktemp("in")
    for n in range(DOCUMENTS):
        (made / f"{n}.docx").write_bytes(variant(n))
    (made / "damaged.docx").write_bytes(variant(99)[:5000])
    (made / "twice.docx").write_bytes(variant(3))
    return made


def variant(n: int) -> bytes:
    packed = io.BytesIO(SAMPLE.read_bytes())
    with zipfile.ZipFile(packed, "a") as package:
        package.comment = str(n).encode()
    return packed.getvalue()


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """What a run that nobody disturbs leaves, and the seconds it takes."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    started = time.monotonic()
    run = begin(folder, out)
    assert run.wait(240) == 3
    return contents(out), time.monotonic() - started


def begin(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [*IMPORT, str(folder), "--out", str(out), "--jobs", "2"]
    environment = {name: value for name, value in os.environ.items() if name != "ZVIRKA_LANG"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.mark.parametrize("seed", range(4))
def test_five_kills_of_the_import_change_nothing(
    seed: int, folder: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    expected, seconds = undisturbed
    out = tmp_path / "out"
    rng = random.Random(seed)
    for _ in range(5):
        run = begin(folder, out)
        time.sleep(rng.uniform(0.3, 0.9) * seconds)
        below = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs(below, timeout=30)
        assert not alive
        # what is published is whole: that of an earlier end, or not there
        assert all(not (out / name).exists() or (out / name).read_bytes() for name in FILES)
    assert begin(folder, out).wait(240) == 3

    assert contents(out) == expected
    assert not list(out.glob(".*.part"))
    assert {p.name for p in out.iterdir()} - {"report.html"} == {*FILES, "archive.sqlite"}


def test_kills_of_the_children_change_nothing(
    folder: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    expected, _ = undisturbed
    out = tmp_path / "out"
    run = begin(folder, out)
    killed = 0
    while killed < 3 and run.poll() is None:
        time.sleep(0.25)
        for child in _readers(run.pid)[:1]:
            child.send_signal(signal.SIGKILL)
            killed += 1
    assert run.wait(240) == 3
    assert killed
    # one that was killed over one document twice has given it up until the next run
    assert begin(folder, out).wait(240) == 3

    assert contents(out) == expected


def _readers(parent: int) -> list[psutil.Process]:
    try:
        helpers = [p for p in psutil.Process(parent).children() if "forkserver" in " ".join(p.cmdline())]
        return [child for helper in helpers for child in helper.children()]
    except psutil.NoSuchProcess:
        return []
