"""What is shipped is enough: the wheel, in a new environment, does the main job from another folder."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (
    ".git",
    ".venv",
    "build",
    "dist",
    "out",
    "*.egg-info",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    "typings",
)


def run(*command: str | Path, cwd: Path) -> str:
    """Runs a command that has to succeed; gives its output."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*LEFT_OUT))
    options = ("--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", folder)
    run(sys.executable, "-m", "pip", "wheel", *options, source, cwd=folder)
    return next(folder.glob("zvirka-*.whl"))


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"zvirka"}
    folders = {name.split("/")[1] for name in names if name.startswith("zvirka/") and name.count("/") > 1}
    assert not folders & {"tests", "tools", "benchmarks", "samples", "docs", "typings"}
    for needed in ("zvirka/cli.py", "zvirka/schemas/activity.toml", "zvirka/schemas/py.typed"):
        assert needed in names


def test_wheel_does_the_main_job_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--quiet",
        wheel,
        cwd=tmp_path,
    )
    # the dependencies are those of this environment; its own zvirka is an editable one and not seen this way
    site = next((environment / "lib").glob("python*")) / "site-packages"
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = run(python, "-c", "import zvirka.cli; print(zvirka.cli.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(environment)
    shutil.copytree(ROOT / "samples", tmp_path / "звіти '16")
    run(
        environment / "bin" / "zvirka",
        "import",
        "звіти '16",
        "--out",
        "out",
        "--csv-dialect",
        "rfc4180",
        cwd=tmp_path,
    )
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8", newline="") as file:
        documents = list(csv.DictReader(file))
    assert len(documents) == 3
    assert {d["status"] for d in documents} == {"consistent"}
    assert {d["rows"] for d in documents} == {"13"}
