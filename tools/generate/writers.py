"""Every way in which a drawn document becomes a file: its name, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tools.generate.document import Made, make
from tools.generate.dumps import OF_DOC, OF_PDF, is_there
from tools.generate.office import convert_all, has_office
from tools.generate.write_docx import docx_bytes
from tools.generate.write_frames import framed_text, paragraph_text, tab_text
from tools.generate.write_pdf import pdf_bytes
from tools.generate.write_tika import plain_text, tika_text

_RULES = ("ruled", "partly", "horizontal", "frame", "unruled")


def _ruled(kind: str) -> Callable[[Made], bytes]:
    return lambda made: pdf_bytes(make(made.seed, mistake=not made.truth.consistent, rules=kind))


def _docx(made: Made) -> bytes:
    return docx_bytes(made.layout)


_DIRECT: Mapping[str, tuple[str, Callable[[Made], bytes]]] = {
    "docx": ("docx", _docx),
    "pdf": ("pdf", pdf_bytes),
    **{f"pdf-{kind}": ("pdf", _ruled(kind)) for kind in _RULES},
}
_TEXTS: Mapping[str, Callable[[Made], str]] = {
    "tika": tika_text,
    "pdfbox": plain_text,
    "tabs": tab_text,
    "paragraphs": paragraph_text,
    "framed": framed_text,
}

_OF_OFFICE = {f"office-{name}": name for name in OF_PDF}
"""Dumps of what a word processor printed: other orders of cells, breaks of lines and spaces than a drawn page has."""

WRITERS = (*_DIRECT, "pdf-office", *_TEXTS, *OF_PDF, *OF_DOC, *_OF_OFFICE)
"""All writers: files, then dialects of text dumps."""
DIALECTS = (*_TEXTS, *OF_PDF, *OF_DOC)
"""The writers of text dumps."""


def can_write(writer: str) -> bool:
    """Whether the programs that a writer needs are installed."""
    if writer == "pdf-office":
        return has_office()
    if writer in _OF_OFFICE:
        return has_office() and is_there(_OF_OFFICE[writer])
    return writer in _DIRECT or writer in _TEXTS or is_there(writer)


def files_of(writer: str, documents: Sequence[Made]) -> list[tuple[str, bytes]]:
    """Name and content of each document's file by one writer. Raises `KeyError` for an unknown one."""
    if writer not in WRITERS:
        raise KeyError(writer)
    if writer in _DIRECT:
        ending, write = _DIRECT[writer]
        return [(f"{_stem(writer, made)}.{ending}", write(made)) for made in documents]
    if writer == "pdf-office":
        return [
            (f"{_stem(writer, m)}.pdf", data)
            for m, data in zip(documents, _office(documents, "pdf"), strict=True)
        ]
    if writer in _TEXTS:
        texts = [_TEXTS[writer](made) for made in documents]
    elif writer in OF_PDF:
        texts = [OF_PDF[writer](pdf_bytes(made, whole_lines=True)) for made in documents]
    elif writer in _OF_OFFICE:
        texts = [OF_PDF[_OF_OFFICE[writer]](pdf) for pdf in _office(documents, "pdf")]
    else:
        texts = [OF_DOC[writer](doc) for doc in _office(documents, "doc")]
    return [
        (f"{_stem(writer, made)}.txt", encoded(text, made.axes.encoding))
        for made, text in zip(documents, texts, strict=True)
    ]


def _stem(writer: str, made: Made) -> str:
    return f"{writer}-{made.seed}{'' if made.truth.consistent else '-mistake'}"


def _office(documents: Sequence[Made], kind: str) -> list[bytes]:
    names = [_stem("made", made) for made in documents]
    sources = {f"{name}.docx": _docx(made) for name, made in zip(names, documents, strict=True)}
    made_files = convert_all(sources, kind)
    return [made_files[name] for name in names]


def encoded(text: str, encoding: str) -> bytes:
    """The text in that encoding; in UTF-8 where it has letters that the encoding lacks.

    `mojibake` is windows-1251 that some program took for Latin-1 and saved as UTF-8.
    """
    try:
        if encoding == "mojibake":
            return text.encode("cp1251").decode("latin-1").encode()
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode()
