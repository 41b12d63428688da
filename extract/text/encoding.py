"""The characters of a text file: which encoding its bytes are in, and wrong decodings of the past put right.

A dump may have been edited by programs of different code pages, so the lines are asked one by one where the file
as a whole gives no clean answer. Wrong decodings (mojibake) are undone by a round trip through the two encodings, as
ftfy does it, and only where Ukrainian letters come out of what were none.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

import charset_normalizer

from zvirka.extract.text.letters import KNOWN, ukrainian_score
from zvirka.messages import N_
from zvirka.schemas.document import UnreadableDocument

CODE_PAGES = ("cp1251", "koi8_u", "cp866")
"""The single-byte encodings met in the field, the commonest first."""

_WRONGLY_AS = ("cp1252", "cp1251", "koi8_u", "cp866", "mac_cyrillic")
# A repair must make the text likelier by this much for each character, in natural logarithms: plain text that
# happens to decode otherwise gains nothing like it. Over a long text chance evens out, and less is enough: letters
# of one Cyrillic code page read as another are still letters.
_GAIN = 3.0
_GAIN_OF_LONG = 0.8
_LONG = 200
# Of two repairs of a short text that are nearly as likely, neither is made.
_LEAD = 0.6
# Fewer different characters than these prove nothing: a lone capital is likelier as some other letter. A line that
# stands in a text otherwise sound needs fewer, since its bad score alone already sets it apart.
_LEAST_DIFFERENT = 6
_LEAST_DIFFERENT_IN_LINE = 4
# Where only letters and signs of Ukrainian texts stand, and merely in an odd order, it takes so many to prove it.
_LEAST_OF_LETTERS = 24
# Letters show their code page in a few pages of text; the scores are taken over these stretches (characters).
_STRETCH = 1 << 16
# A text whose characters beyond ASCII score below this is not Ukrainian (letters by the frequencies score about -3).
_POOR = -6.0
# What a repair gives must score as well as Ukrainian or Russian in small letters or capitals does.
_GOOD = -4.5
# No Ukrainian text scores above this.
_BEST = -2.5
# So many characters that are whole in UTF-8 when their bytes were another encoding's are not so by chance.
_LEAST_OF_UTF8 = 4
# A letter between two digits comes of a wrong decoding of the space between thousands.
_LETTER_IN_NUMBER = re.compile(r"\d[^\W\d_]\d")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_HIGH_BYTES = (0x00, 0x04, 0x20, 0x21, 0x25)
_UNICODE_SHARE = 0.9
_HALVES = re.compile(rb"([\xc2\xd0]) ")
# What a wrongly decoded line cannot do without: a character of no Ukrainian text, or a capital inside a word.
_SUSPICIOUS = re.compile("[^\\x00-\\x7f" + re.escape("".join(KNOWN)) + "]|[a-zа-яіїєґё][A-ZА-ЯІЇЄҐЁ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file, the encoding they were in, and the repairs that were needed, as message and values."""

    text: str
    encoding: str
    repairs: tuple[tuple[str, dict[str, str | int]], ...] = ()


def decode(data: bytes) -> Decoded:
    """The file's characters. Raises `UnreadableDocument` where the bytes are no text in any known encoding."""
    # old programs filled a file up to the end of its block
    encoding, body = _marked(data.rstrip(b"\0") if data.endswith(b"\0\0") else data)
    if encoding is not None:
        decoded = Decoded(_unicode(body, encoding), encoding)
    elif (utf8 := _strict(body, "utf-8")) is not None:
        decoded = Decoded(utf8, "utf-8")
    else:
        decoded = _by_letters(body)
    repaired = _without_mojibake(decoded)
    text = repaired.text.removeprefix("\ufeff")
    return Decoded(text, repaired.encoding, repaired.repairs)


def _marked(data: bytes) -> tuple[str | None, bytes]:
    """The Unicode encoding that a byte order mark or the zero bytes tell, and the bytes after the mark."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    sample = data[: 1 << 16]
    if sample.count(0) * 50 >= len(sample) > 3:
        # the high bytes are those of ASCII, Cyrillic, signs and frames, and stand second in little-endian text
        for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if sum(map(high.count, _HIGH_BYTES)) >= _UNICODE_SHARE * len(high):
                return encoding, data
    return None, data


def _unicode(body: bytes, encoding: str) -> str:
    if encoding.startswith("utf-16") and len(body) % 2:
        body = body[:-1] if body[-1:] in b"\0\n\r\x1a" else body + b"\0"
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _by_letters(body).text
        raise UnreadableDocument(
            N_("the text is damaged: it says it is {encoding}, and it is not"), encoding=encoding.upper()
        ) from None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _by_letters(data: bytes) -> Decoded:
    """The code page under which the bytes are likeliest Ukrainian, line by line where some lines are UTF-8."""
    lines = _LINE_END.split(data)
    ends = [match[0] for match in _LINE_END.finditer(data)] + [b""]
    odd = [line for line in lines if not line.isascii()]
    as_utf8 = [line for line in odd if _strict(line, "utf-8") is not None]
    rest = b"\n".join(line for line in odd if _strict(line, "utf-8") is None)
    # a line or two of single-byte text may be UTF-8 by chance only when very short
    mixed = sum(map(len, as_utf8)) >= 8
    page = _code_page(rest if mixed else data)
    if not mixed:
        return Decoded(_sloppy_decode(data, page), page)
    pieces = []
    other = 0
    for line, end in zip(lines, ends, strict=True):
        text = _strict(line, "utf-8")
        if text is None:
            text, other = _sloppy_decode(line, page), other + 1
        pieces.append(text + end.decode("ascii"))
    values: dict[str, str | int] = {"count": other, "encoding": page}
    return Decoded(
        "".join(pieces), "utf-8", ((N_("lines in {encoding}: {count}; the others are in UTF-8"), values),)
    )


def _code_page(data: bytes) -> str:
    candidates = list(CODE_PAGES)
    guess = charset_normalizer.from_bytes(data[: 1 << 16], enable_fallback=False).best()
    if guess is not None and guess.encoding not in candidates and guess.encoding not in ("utf_8", "ascii"):
        candidates.append(guess.encoding)
    sample = data[: 1 << 18]
    # a page in which nothing is a letter of a word is no better than one of signs
    scores = {page: ukrainian_score(sample.decode(page, "replace")) or _GOOD for page in candidates}
    # a page that is not met in the field must be much likelier
    best = max(candidates, key=lambda page: scores[page] - _GAIN_OF_LONG * (page not in CODE_PAGES))
    if scores[best] < _POOR:
        raise UnreadableDocument(N_("text in no encoding known here; save it as UTF-8 and read that"))
    return best


def _without_mojibake(decoded: Decoded) -> Decoded:
    """The text with wrong decodings undone, as a whole or, where only some lines are wrong, line by line."""
    text = decoded.text
    if text.isascii():
        return decoded
    repairs = list(decoded.repairs)
    sample = _sample(text)
    trip = _round_trip(sample, _LEAST_DIFFERENT)
    whole = _again(text, *trip) if trip is not None else None
    if trip is not None and whole is not None:
        message = N_("the text was in {encoding} and had been read as {wrongly}; it is put right")
        repairs.append((message, {"encoding": trip[0], "wrongly": trip[1]}))
        return Decoded(whole, decoded.encoding, tuple(repairs))
    lines = text.split("\n")
    count = 0
    for i, line in enumerate(lines):
        # a short line can be likelier some other way by chance
        if not line.isascii() and _SUSPICIOUS.search(line) is not None:
            fixed = _repaired_line(line)
            if fixed is not None:
                lines[i], count = fixed, count + 1
    if not count:
        return decoded
    repairs.append(
        (N_("lines that had been read in a wrong encoding, and are put right: {count}"), {"count": count})
    )
    return Decoded("\n".join(lines), decoded.encoding, tuple(repairs))


def _sample(text: str) -> str:
    """The text, or of a long one whole lines from its beginning, middle and end."""
    if len(text) <= 4 * _STRETCH:
        return text
    pieces = []
    for start in (0, len(text) // 2, len(text) - _STRETCH):
        piece = text[start : start + _STRETCH]
        first, last = piece.find("\n") if start else -1, piece.rfind("\n")
        pieces.append(piece[first + 1 : last] if first < last else piece)
    return "\n".join(pieces)


def _repaired_line(line: str) -> str | None:
    if len(line) > _STRETCH or ukrainian_score(line) >= _POOR:
        return None
    trip = _round_trip(line, _LEAST_DIFFERENT_IN_LINE)
    return _again(line, *trip) if trip is not None else None


def _round_trip(text: str, different: int) -> tuple[str, str] | None:
    """The true encoding and the wrong one of the likeliest round trip. None if none is far likelier."""
    odd = {char for char in text if char > "\x7f"}
    count = sum(char > "\x7f" for char in text)
    if len(odd) < different or (odd <= KNOWN and count < _LEAST_OF_LETTERS):
        return None
    for wrongly in _WRONGLY_AS:
        again = _again(text, "utf-8", wrongly)
        if again is not None and _utf8_by_no_chance(again):
            return "utf-8", wrongly
    before = ukrainian_score(text)
    gain = _GAIN_OF_LONG if count >= _LONG else _GAIN
    if before > _BEST - gain:
        return None
    found = []
    for wrongly in _WRONGLY_AS:
        for encoding in CODE_PAGES:
            again = _again(text, encoding, wrongly) if encoding != wrongly else None
            if again is not None and not _spoils_numbers(text, again):
                found.append((ukrainian_score(again), encoding, wrongly))
    # what comes out must be Ukrainian, and not merely less strange; no character may be left over
    good = [one for one in found if one[0] >= max(before + gain, _GOOD) and one[0] < 0.0]
    if not good:
        return None
    score, encoding, wrongly = max(good)
    chosen = _again(text, encoding, wrongly)
    rivals = [
        one for one in good if one[0] > score - _LEAD and count < _LONG and _again(text, *one[1:]) != chosen
    ]
    return (encoding, wrongly) if not rivals else None


def _utf8_by_no_chance(again: str) -> bool:
    odd = [char for char in again if char > "\x7f"]
    return len(odd) >= _LEAST_OF_UTF8 and KNOWN.issuperset(odd)


def _spoils_numbers(text: str, again: str) -> bool:
    return len(_LETTER_IN_NUMBER.findall(again)) > len(_LETTER_IN_NUMBER.findall(text))


def _again(text: str, encoding: str, wrongly: str) -> str | None:
    """The text encoded as it had been decoded wrongly, and decoded rightly. None where that cannot be."""
    raw = _sloppy_encode(text, wrongly)
    if raw is None:
        return None
    return _utf8_again(raw) if encoding == "utf-8" else _sloppy_decode(raw, encoding)


def _utf8_again(raw: bytes) -> str | None:
    # the no-break space that is half of «Р», or of a no-break space, is often saved as a plain space
    return _strict(raw, "utf-8") or _strict(_HALVES.sub(lambda half: half[1] + b"\xa0", raw), "utf-8")


@cache
def _tables(encoding: str) -> tuple[dict[int, int], str]:
    """Characters to bytes and back; a byte that the encoding leaves free is the control character of its number."""
    chars = "".join(_strict(bytes([i]), encoding) or chr(i) for i in range(256))
    back = {i: i for i in range(128, 160)} | {ord(char): i for i, char in enumerate(chars)}
    return back, chars


def _sloppy_encode(text: str, encoding: str) -> bytes | None:
    back, _ = _tables(encoding)
    try:
        return codecs.charmap_encode(text, "strict", back)[0]
    except UnicodeEncodeError:
        return None


def _sloppy_decode(raw: bytes, encoding: str) -> str:
    if encoding not in (*CODE_PAGES, *_WRONGLY_AS):
        return raw.decode(encoding, "replace")
    _, chars = _tables(encoding)
    return codecs.charmap_decode(raw, "strict", chars)[0]
