"""What a file is, told by its content alone: the ending of its name is never asked."""

from __future__ import annotations

import io
import zipfile

from zvirka.messages import N_
from zvirka.schemas.document import Format, UnreadableDocument

# The PDF specification (Annex H, note 13) lets the header stand anywhere in the first 1024 bytes.
PDF_HEADER_REACH = 1024
# A text dump has line ends, tabs and form feeds; CP866 frames are above 0x7F. Other control characters are
# rare slips. More than this share of them means that the file is no text.
CONTROL_SHARE = 0.02
TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b\x85")

_OTHER_KINDS = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        N_("an old Word or Excel file; save it as .docx or PDF and read that"),
    ),
    (b"{\\rtf", N_("an RTF file; save it as .docx or PDF and read that")),
    (b"\x89PNG", N_("a picture; recognise its text first (OCR) and read the PDF that gives")),
    (b"\xff\xd8\xff", N_("a picture; recognise its text first (OCR) and read the PDF that gives")),
    (b"II*\x00", N_("a picture; recognise its text first (OCR) and read the PDF that gives")),
    (b"MM\x00*", N_("a picture; recognise its text first (OCR) and read the PDF that gives")),
)


def detect_format(data: bytes) -> Format:
    """The format of a file's content. Raises `UnreadableDocument` where no reader knows it."""
    if not data.strip(b"\0 \t\r\n\f"):
        raise UnreadableDocument(N_("the file is empty"))
    if b"%PDF-" in data[:PDF_HEADER_REACH]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise UnreadableDocument(kind)
    if _is_text(data):
        return Format.TEXT
    raise UnreadableDocument(N_("neither a PDF, nor a DOCX, nor text"))


def _zip_format(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # the directory stands at the end, so a cut file has none; the local headers still name their parts
        if b"word/" in data:
            raise UnreadableDocument(N_("a damaged or cut DOCX file; get a whole copy of it")) from None
        raise UnreadableDocument(N_("a damaged ZIP archive")) from None
    if "word/document.xml" in names:
        return Format.DOCX
    if "xl/workbook.xml" in names:
        raise UnreadableDocument(N_("an Excel workbook; print it to PDF and read that"))
    if "content.xml" in names:
        raise UnreadableDocument(N_("an OpenDocument file; save it as .docx or PDF and read that"))
    raise UnreadableDocument(N_("a ZIP archive without a Word document; unpack it and read the files in it"))


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    sample = data[: 1 << 16]
    zeros = sample.count(0)
    if zeros:
        # UTF-16 without a mark: spaces and line ends have their zero bytes all on even or all on odd places
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        return len(sample) >= 4 and min(odd, even) * 20 <= max(odd, even) and zeros * 50 >= len(sample)
    controls = sum(1 for byte in sample if byte < 32 and byte not in TEXT_CONTROLS)
    return controls <= CONTROL_SHARE * len(sample)
