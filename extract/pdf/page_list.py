"""What a PDF file says of its pages, held against what opens: pages may have fallen out of its list, or lost all."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Mapping

from zvirka.extract.pdf.rescue import (
    DICTIONARY_REACH,
    MOST_UNPACKED,
    PAGE,
    PAGES,
    STREAM,
    PdfObject,
    objects_of,
)

_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")
_OF_SOMETHING_ELSE = re.compile(rb"/(Type|Subtype|PatternType)\b")
_SHOWS_TEXT = re.compile(rb"\bBT\b.*?\bT[jJ]\b", re.DOTALL)


def listed_pages(data: bytes, opened: int) -> int:
    """How many pages the list of pages leads to (ISO 32000-1, 7.7.3), of which some were opened.

    0 where it cannot be told for certain, and where no more pages than that stand in the file unpacked.
    """
    if b"/Encrypt" in data or len(PAGE.findall(data)) <= opened:
        return 0
    plain, packed = objects_of(data)
    objects = packed | plain
    tops = [o.number for o in objects.values() if _is_list(o) and b"/Parent" not in o.content]
    return _leaves(objects, tops[0], set()) or 0 if len(tops) == 1 else 0


def _leaves(objects: Mapping[int, PdfObject], top: int, seen: set[int]) -> int | None:
    """The pages below a node; None where the list does not hold together."""
    count = 0
    waiting = [top]
    while waiting:
        number = waiting.pop()
        found = objects.get(number)
        if found is None or number in seen:
            return None
        seen.add(number)
        if _is_list(found):
            kids = _KIDS.search(found.content)
            if kids is None:
                return None
            waiting += [int(kid) for kid in _REFERENCE.findall(kids[1])]
        elif PAGE.search(found.content[:DICTIONARY_REACH]):
            count += 1
        else:
            return None
    return count


def _is_list(found: PdfObject) -> bool:
    return PAGES.search(found.content[:DICTIONARY_REACH]) is not None


def holds_unshown_text(data: bytes) -> bool:
    """Whether some stream of the file shows text and is the content of no page: a page has lost it.

    False for an encrypted file. An older state of a page that was edited is such a stream, too; whoever asks has seen
    a page without anything on it.
    """
    if b"/Encrypt" in data:
        return False
    plain, packed = objects_of(data)
    objects = packed | plain
    named: set[int] = set()
    for found in objects.values():
        for contents in _CONTENTS.findall(found.content.partition(b"stream")[0]):
            named |= {int(number) for number in _REFERENCE.findall(contents)}
    for number in list(named):
        # the list of a page's streams may be an object of its own
        listed = objects[number].content.strip() if number in objects else b""
        if listed.startswith(b"["):
            named |= {int(n) for n in _REFERENCE.findall(listed)}
    return any(_shows_text(found) for found in objects.values() if found.number not in named)


def _shows_text(found: PdfObject) -> bool:
    begin = STREAM.search(found.content)
    if begin is None or _OF_SOMETHING_ELSE.search(found.content[: begin.start()]):
        return False
    leading, content = found.content[: begin.start()], found.content[begin.end() :]
    try:
        if b"/ASCII85Decode" in leading:
            content = a85decode(content.partition(b"~>")[0])
        if b"/FlateDecode" in leading:
            content = zlib.decompressobj().decompress(content, MOST_UNPACKED)
    except (ValueError, zlib.error):
        return False
    return _SHOWS_TEXT.search(content) is not None
