"""The parts of a DOCX file, opened as the untrusted thing it is.

A part is found through the package's relationships (ISO/IEC 29500-2, 9.3), so its name does not matter. What is
unpacked is counted while it is unpacked, since a ZIP directory may lie; a document type declaration is refused,
since no word processor writes one and entities are the way to make a small file large or to read other files.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from zvirka.extract.docx.xml import attribute
from zvirka.messages import N_
from zvirka.schemas.document import UnreadableDocument

# Bytes of XML that are unpacked at most, over all parts read. A report of 2,000 rows and 15 columns has about 20 MB;
# the tree that lxml makes of 128 MB stays below the default memory limit of a document.
UNPACKED_LIMIT = 128 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Parts:
    """The root elements of the parts that carry text or decide on it."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None


def open_parts(data: bytes) -> Parts:
    """The parts of a DOCX file. Raises `UnreadableDocument`."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(N_("the document needs a password; save it without one"))
        raise UnreadableDocument(N_("an old Word or Excel file; save it as .docx or PDF and read that"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Package(archive).parts()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise UnreadableDocument(N_("a damaged or cut DOCX file; get a whole copy of it")) from None


class _Package:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.left = UNPACKED_LIMIT

    def parts(self) -> Parts:
        main = self.related("_rels/.rels", "").get("officeDocument", "word/document.xml")
        if main not in self.names:
            main = "word/document.xml"
        document = self.read(main)
        if document is None:
            raise UnreadableDocument(
                N_("a ZIP archive without a Word document; unpack it and read the files in it")
            )
        folder, file = posixpath.split(main)
        related = self.related(posixpath.join(folder, "_rels", f"{file}.rels"), folder)
        others = {kind: self.read(related.get(kind, f"{folder}/{kind}.xml")) for kind in _PARTS}
        return Parts(document, **others)

    def related(self, name: str, folder: str) -> dict[str, str]:
        """The targets inside the package by the last word of the relationship's type."""
        root = self.read(name)
        targets: dict[str, str] = {}
        for relation in root if root is not None else ():
            kind, target = attribute(relation, "Type"), attribute(relation, "Target")
            if kind and target and attribute(relation, "TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                targets.setdefault(kind.rpartition("/")[2], path)
        return targets

    def read(self, name: str) -> etree._Element | None:
        if name not in self.names:
            return None
        info = self.archive.getinfo(name)
        if info.flag_bits & 1:
            raise UnreadableDocument(N_("the document needs a password; save it without one"))
        with self.archive.open(info) as part:
            content = part.read(self.left + 1)
        if len(content) > self.left:
            raise UnreadableDocument(
                N_("the document unpacks to more than {limit} MB of text; it is damaged or a trap"),
                limit=UNPACKED_LIMIT >> 20,
            )
        self.left -= len(content)
        return _parse(content, name)


def _parse(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(
            N_(
                "the document is damaged: {part}, line {line} is no XML; open and save it in a word processor"
            ),
            part=name,
            line=error.lineno or 0,
        ) from None
    information = cast("Any", root.getroottree().docinfo)  # the stubs know a part of it alone
    if information.doctype:
        raise UnreadableDocument(
            N_("{part} declares a document type, which no word processor writes; it is not opened"), part=name
        )
    return root
