"""Words that tell what a row does: sum lines («ВСЬОГО»), parts («у тому числі»), numbers that open a row."""

from __future__ import annotations

import regex

from zvirka.normalize.vocabulary import fold

_SUM = regex.compile(
    r"^(?:загальн\w*сум\w*|в?сього|усього|разом|підсумок|итого|всего|загаломпо|загалом|у?всьогоза|"
    r"разомза|сумапо|загальнийобсягпо|обсягресурс)"
)
_OUTER_SUM = regex.compile(r"^(?:всього|усього|загаль|загалом|всего)")
_INNER_SUM = regex.compile(r"^(?:разом|итого|підсумок)")
_PARTS = regex.compile(
    r"^[-–—\s]*(?:[ув]\s+т(?:ому|\.|ом)?\s*ч(?:ислі|исле|\.)|зокрема|в\s*т\.?\s*ч\b)", regex.I
)
_SOME_PARTS = regex.compile(r"^[-–—\s]*(?:з\s+них|із\s+них|з\s+яких|из\s+них)(?!\p{L})", regex.I)
_ANY_PARTS = regex.compile(
    r"(?:[ув]\s+т(?:ому|\.|ом)?\s*ч(?:ислі|исле|\.)|зокрема|[зі]{1,2}\s+них)\s*[:,]?\s*$", regex.I
)

NUMBER = regex.compile(
    r"^\s*(?P<number>(?:№\s*)?\d{1,3}(?:\.\d{1,3}){0,4})(?P<end>\s*[.)](?![\d])|(?=\s)|$)\s*", regex.S
)
ROMAN = regex.compile(r"^\s*(?P<number>[IVXІХЛ]{1,6})(?P<end>[.)])\s*")
_SPACED_OUT = regex.compile(r"\b(?:\p{L} ){3,}\p{L}\b")


def closed_up(text: str) -> str:
    """The text with words set in spaced-out letters («В С Ь О Г О») put together again."""
    return str(_SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), text))


def is_sum_label(text: str) -> bool:
    """Whether a row's label says that it sums others."""
    return _SUM.match(_folded(text)) is not None


def is_outer_sum(text: str) -> bool:
    """Whether the label is one of those used for the sum of all («Всього»), where a table has two kinds."""
    return _OUTER_SUM.match(_folded(text)) is not None


def is_inner_sum(text: str) -> bool:
    """Whether the label is one of those used for the sum of a stretch («Разом»), where a table has two kinds."""
    return _INNER_SUM.match(_folded(text)) is not None


def _folded(text: str) -> str:
    return fold(str(regex.sub(r"^[\s\d.)№*-]+", "", closed_up(text)))).text


def opens_parts(text: str) -> bool:
    """Whether a label begins with, or is, «у тому числі»: what follows is part of what stands above."""
    return _PARTS.match(text) is not None


def opens_some_parts(text: str) -> bool:
    """Whether a label begins with «з них»: what follows is some of what stands above, not all."""
    return _SOME_PARTS.match(text) is not None


def ends_with_parts(text: str) -> bool:
    """Whether a label ends with «у тому числі:» or «з них:»: the rows below are parts of this one."""
    return _ANY_PARTS.search(text) is not None


def only_opens_parts(text: str) -> bool:
    """Whether a label is nothing but «у тому числі:»."""
    rest = _SOME_PARTS.sub("", _PARTS.sub("", text))
    return (opens_parts(text) or opens_some_parts(text)) and not any(c.isalnum() for c in rest)
