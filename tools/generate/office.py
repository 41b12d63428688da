"""LibreOffice as a printer: a DOCX as PDF, DOC or RTF."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path


def has_office() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def convert(source: Path, kind: str, folder: Path, *, seconds: int = 180) -> Path:
    """The file in another format (`pdf`, `doc`, `rtf`, `odt`), in `folder`. Raises `subprocess.SubprocessError`."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1577836800"},
        )
    made = folder / f"{source.stem}.{kind}"
    if not made.exists():
        raise subprocess.SubprocessError(f"LibreOffice made no {made.name}")
    return made


def convert_all(files: Mapping[str, bytes], kind: str, *, seconds: int = 600) -> dict[str, bytes]:
    """Many files (by name) in another format, by the stem of their names; one start of the program for all.

    Raises `subprocess.SubprocessError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, data in files.items():
            (work / name).write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(work / "made"),
                *(str(work / name) for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1577836800"},
        )
        made = {path.stem: path.read_bytes() for path in (work / "made").glob(f"*.{kind}")}
    if missing := sorted({Path(name).stem for name in files} - set(made)):
        raise subprocess.SubprocessError(f"LibreOffice made no {missing[0]}.{kind}")
    return made
