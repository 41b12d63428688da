"""Damaged PDF files: what is broken in them, and a file that can be opened again from what is left.

The end of a PDF holds its table of objects, often also its list of pages. Where it is cut off, the objects before the
cut are still whole: they are found by their marks, and a new end is written (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

# The marker of the end stands in the last bytes, but programs that send files add a few of their own.
END_REACH = 1024
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
PAGES = re.compile(rb"/Type\s*/Pages(?![A-Za-z])")
_CATALOG = re.compile(rb"/Type\s*/Catalog(?![A-Za-z])")
_PACKED = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z])")
_NUMBER_OF = rb"/%s\s+(\d+)(?!\s+\d+\s+R)"
# A dictionary that leads a stream is seldom longer.
DICTIONARY_REACH = 2000
# A packed stream may unfold to anything; objects of a page tree do not.
MOST_UNPACKED = 64 << 20


class PdfObject(NamedTuple):
    """An indirect object as it stands in the file, or in a stream of packed objects."""

    number: int
    generation: int
    content: bytes


def is_cut(data: bytes) -> bool:
    """Whether the file's end is missing."""
    return b"%%EOF" not in data[-END_REACH:]


def damaged_streams(data: bytes) -> int:
    """How many packed streams (of text, not pictures or fonts) do not unpack; 0 for an encrypted file."""
    if b"/Encrypt" in data:
        return 0
    return sum(1 for start, end in _packed_streams(data) if not _unpacks(data[start:end]))


def _packed_streams(data: bytes) -> Iterator[tuple[int, int]]:
    last = 0
    for mark in STREAM.finditer(data):
        start = mark.end()
        if start < last:
            continue
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        opening = data.rfind(b" obj", max(last, mark.start() - DICTIONARY_REACH), mark.start())
        leading = data[max(opening, 0) : mark.start()]
        last = end
        plain = b"/DecodeParms" not in leading or b"/Predictor" not in leading
        if re.search(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?", leading) and plain and not _is_bulk(leading):
            yield start, end


def _is_bulk(leading: bytes) -> bool:
    return b"/Image" in leading or b"/Length1" in leading or b"/FontFile" in leading


def _unpacks(packed: bytes) -> bool:
    try:
        zlib.decompressobj().decompress(packed, MOST_UNPACKED)
    except zlib.error:
        return False
    return True


def rescued(data: bytes) -> bytes | None:
    """The file with a new end, made from the objects that are left; None if no page is among them."""
    if b"/Encrypt" in data:
        return None
    objects, packed = objects_of(data)
    tail = [] if data.rfind(b"endstream") >= data.rfind(b"stream\n") else [b"\nendstream\nendobj"]
    tail += [b"%d 0 obj\n%s\nendobj" % (inner.number, inner.content) for inner in packed.values()]
    objects |= packed
    free = max(objects, default=0) + 1
    root = next((o for o in objects.values() if _CATALOG.search(o.content)), None)
    if root is None:
        tree = _tree(objects, free)
        if tree is None:
            return None
        number, made = tree
        tail += made
        root = PdfObject(free + 1, 0, b"")
        tail.append(b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj" % (root.number, number))
    size = max(free + 2, root.number + 1)
    tail.append(
        b"trailer\n<</Size %d/Root %d %d R>>\nstartxref\n0\n%%%%EOF\n" % (size, root.number, root.generation)
    )
    return data + b"\n" + b"\n".join(tail)


def objects_of(data: bytes) -> tuple[dict[int, PdfObject], dict[int, PdfObject]]:
    """The objects that stand in the file by their numbers, the last of each; and others that are packed in streams."""
    objects = {found.number: found for found in _objects(data)}
    packed: dict[int, PdfObject] = {}
    for found in objects.values():
        if _PACKED.search(found.content[:DICTIONARY_REACH]):
            for inner in _unpacked(found):
                if inner.number not in objects:
                    packed.setdefault(inner.number, inner)
    return objects, packed


def _objects(data: bytes) -> Iterator[PdfObject]:
    marks = list(_OBJECT.finditer(data))
    for mark, following in zip(marks, (*marks[1:], None), strict=bool(marks)):
        content = data[mark.end() : following.start() if following else len(data)]
        yield PdfObject(int(mark[1]), int(mark[2]), content)


def _unpacked(packed: PdfObject) -> Iterator[PdfObject]:
    """The objects in an object stream (ISO 32000-1, 7.5.7); none of one that is damaged."""
    begin = STREAM.search(packed.content)
    if begin is None:
        return
    leading = packed.content[: begin.start()]
    count, first = (re.search(_NUMBER_OF % name, leading) for name in (b"N", b"First"))
    try:
        unpacked = zlib.decompressobj().decompress(packed.content[begin.end() :], MOST_UNPACKED)
    except zlib.error:
        return
    if count is None or first is None:
        return
    table = unpacked[: int(first[1])].split()[: 2 * int(count[1])]
    if len(table) % 2 or not all(entry.isdigit() for entry in table):
        return
    places = [(int(table[i]), int(first[1]) + int(table[i + 1])) for i in range(0, len(table), 2)]
    for (number, start), end in zip(places, [*(p for _, p in places[1:]), len(unpacked)], strict=True):
        yield PdfObject(number, 0, unpacked[start:end])


def _tree(objects: dict[int, PdfObject], free: int) -> tuple[int, list[bytes]] | None:
    """The root of the page tree: the one that is left, or a new one over the pages that are."""
    for found in objects.values():
        if PAGES.search(found.content) and b"/Parent" not in found.content:
            return found.number, []
    pages = sorted(o.number for o in objects.values() if PAGE.search(o.content[:DICTIONARY_REACH]))
    if not pages:
        return None
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    return free, [b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj" % (free, len(pages), kids)]
