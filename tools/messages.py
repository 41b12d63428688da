"""Keep the Ukrainian messages in step with the code.

    python -m tools.messages            extract the marked templates, update zvirka.po, compile zvirka.mo
    python -m tools.messages --check    change nothing; say what is not in step, exit code 1 if anything is

Entries that the code no longer has go; new ones come with an empty translation, to be filled in by hand, after which
the command is run once more. Nothing is guessed from similar entries. Files depend on the code and the translations
alone: no clock, no host, no line numbers.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import string
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "messages" / "locale" / "uk" / "LC_MESSAGES" / "zvirka.po"
MO = PO.with_suffix(".mo")
_NO_CODE_OF_OURS = ("tests", "tools", "benchmarks", "typings", "docs", "samples", "build")
_LINE_WIDTH = 120


class Messages(Catalog):
    """Ukrainian messages whose header tells nothing of when, where and by which version they were written."""

    def __init__(self) -> None:
        super().__init__(locale="uk", header_comment="# Ukrainian messages of zvirka.", fuzzy=False)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext has to know to read them."""
        return [
            ("Project-Id-Version", "zvirka"),
            ("Language", "uk"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def marked(
    source: IO[bytes],
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The texts that calls of a keyword mark, wherever they stand: an extraction method for Babel.

    Babel's own does not look into f-strings. Raises `ValueError` for a text that is put together at run time.
    """
    del comment_tags, options  # we have none
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            text = node.args[0] if node.args else None
            if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                raise ValueError(f"line {node.lineno}: only a text as it stands can be marked")
            yield node.lineno, node.func.id, text.value, []


def templates_of_the_code() -> list[str]:
    """Every template that the code marks, sorted."""

    def ours(folder: str | os.PathLike[str]) -> bool:
        name = Path(folder).name
        return not name.startswith((".", "_")) and name not in _NO_CODE_OF_OURS

    found = extract_from_dir(
        ROOT, [("**.py", "tools.messages:marked")], keywords={"N_": None}, directory_filter=ours
    )
    return sorted({str(text) for _, _, text, _, _ in found})


def translations() -> dict[str, str]:
    """The translations in zvirka.po by template; what is fuzzy counts as not translated."""
    with PO.open("rb") as file:
        catalog = read_po(file, locale="uk", abort_invalid=True)
    return {str(m.id): "" if m.fuzzy else str(m.string) for m in catalog if m.id}


def in_step(templates: Sequence[str], translated: Mapping[str, str]) -> Messages:
    """The templates, each with its translation or an empty one."""
    messages = Messages()
    for template in templates:
        messages.add(template, translated.get(template, ""))
    return messages


def po_bytes(messages: Catalog) -> bytes:
    """The .po file."""
    file = io.BytesIO()
    write_po(file, messages, width=_LINE_WIDTH, sort_output=True)
    return file.getvalue()


def mo_bytes(messages: Catalog) -> bytes:
    """The .mo file."""
    file = io.BytesIO()
    write_mo(file, messages)
    return file.getvalue()


def fields_of(text: str) -> set[str]:
    """The names of a template's fields. Raises `ValueError` for one that cannot be filled in."""
    fields = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if not all(name.isidentifier() for name in fields):
        raise ValueError(f"a field without a name: {text}")
    return fields


def mistakes(messages: Catalog) -> list[str]:
    """What is wrong with translations, a line each: none at all, or other fields than the template has."""
    found = []
    for message in messages:
        if not message.id:
            continue
        template, text = str(message.id), str(message.string)
        if not text:
            found.append(f"not translated: {template}")
        elif fields_of(template) != fields_of(text):
            found.append(f"other fields: {template}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the files in step, or only say whether they are; 1 if something is left to do."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(arguments).check
    templates, old = templates_of_the_code(), translations()
    messages = in_step(templates, old)
    said = mistakes(messages)
    if check:
        said += [f"not in the code any more: {template}" for template in sorted(set(old) - set(templates))]
    for path, data in ((PO, po_bytes(messages)), (MO, mo_bytes(messages))):
        if path.read_bytes() != data:
            if check:
                said.append(f"not up to date: {path.relative_to(ROOT)}")
            else:
                path.write_bytes(data)
    for line in said:
        print(line)
    print(f"{len(templates)} templates, {len(said)} to see to")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
