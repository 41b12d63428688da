"""The house rules that a tool or a look at the files can enforce."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = [name.removeprefix("zvirka.") for name in CONFIG["tool"]["setuptools"]["packages"][1:]]


def test_the_layers_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(CONFIG['tool']['importlinter']['contracts'])} kept, 0 broken" in run.stdout


def test_every_folder_with_code_is_shipped_and_layered() -> None:
    own = [
        p.parent.relative_to(ROOT)
        for depth in ("*", "*/*", "*/*/*")
        for p in ROOT.glob(f"{depth}/__init__.py")
    ]
    here = {".".join(path.parts) for path in own if path.parts[0] in PACKAGES}
    assert here == set(PACKAGES)
    layered = " | ".join(CONFIG["tool"]["importlinter"]["contracts"][0]["layers"]).split(" | ")
    assert sorted(layered) == sorted(
        [f"zvirka.{name}" for name in PACKAGES if "." not in name] + ["zvirka.cli"]
    )


def test_cli_is_the_only_python_file_at_the_root() -> None:
    assert [p.name for p in ROOT.glob("*.py")] == ["cli.py"]
    assert not (ROOT / "__init__.py").exists()


def test_type_checkers_see_every_folder_through_a_relative_link() -> None:
    links = {p.name: p for p in (ROOT / "typings" / "zvirka").iterdir()}
    assert set(links) == {name for name in PACKAGES if "." not in name} | {"cli.py"}
    for name, link in links.items():
        assert link.is_symlink()
        assert str(link.readlink()) == f"../../{name}"
        assert link.resolve() == ROOT / name


def test_every_package_says_that_it_is_typed() -> None:
    for name in PACKAGES:
        assert (ROOT / name.replace(".", "/") / "py.typed").exists(), name
        assert "py.typed" in CONFIG["tool"]["setuptools"]["package-data"][f"zvirka.{name}"], name


def test_constraints_pin_every_dependency_and_name_no_index() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all("==" in line and "/" not in line and not line.startswith("-") for line in pins)
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in pins}
    wanted = CONFIG["project"]["dependencies"] + CONFIG["dependency-groups"]["dev"]
    for requirement in wanted:
        name = requirement.partition(">")[0].partition("[")[0].lower().replace("_", "-")
        assert name in pinned | {"zvirka"}, requirement


def test_modules_keep_to_one_subject() -> None:
    files = [p for name in PACKAGES for p in (ROOT / name.replace(".", "/")).glob("*.py")]
    long = {p.name: n for p in files if (n := len(p.read_text(encoding="utf-8").splitlines())) > 340}
    assert not long
    assert not [p for p in files if p.name in {"utils.py", "helpers.py", "common.py"}]
