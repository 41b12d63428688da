"""Every way in which a drawn document becomes a file: its name, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tools.generate.document import Made
from tools.generate.write_docx import docx_bytes
from tools.generate.write_tika import tika_text

Writer = Callable[[Made], bytes]


def _docx(made: Made) -> bytes:
    return docx_bytes(made.layout)


def _tika(made: Made) -> bytes:
    return tika_text(made).encode()


WRITERS: Mapping[str, tuple[str, Writer]] = {
    "docx": ("docx", _docx),
    "tika": ("txt", _tika),
}
"""Writers by name: the ending of the file, and its content. Those that need another program are in `TOOLS`."""


def files_of(writer: str, documents: Sequence[Made]) -> list[tuple[str, bytes]]:
    """Name and content of each document's file by one writer."""
    ending, write = WRITERS[writer]
    return [
        (f"{writer}-{made.seed}{'' if made.truth.consistent else '-mistake'}.{ending}", write(made))
        for made in documents
    ]
