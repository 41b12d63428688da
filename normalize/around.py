"""What stands around a table: section number, title, period, unit, council and programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from zvirka.normalize.period import Period, first_period, period_in
from zvirka.normalize.units import unit_of, without_unit
from zvirka.normalize.words import Breaks, joined
from zvirka.schemas.document import Break, Line
from zvirka.schemas.report import Unit

# a Roman number without its word must not be somebody's initial: «І. Франко»
_SECTION = regex.compile(
    r"^\s*(?:(?i:(?:розділ|раздел|підрозділ|п(?:ункт|\.))\s*№?\s*)?"
    r"(?P<n>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]|(?=\s))\s*(?=\D)|"
    r"(?i:(?:розділ|раздел|підрозділ))\s+(?P<n>[IІVXХ]{1,5})(?:[.)]|(?=\s)|$)\s*|"
    r"(?P<n>[IІVXХ]{2,5})[.)]\s*(?=\p{Lu})|(?P<n>[IІV])[.)]\s+(?=\p{Lu}\p{Ll}+\s+\p{Ll}))"
)
_APPROVAL = regex.compile(
    r"^\s*(?:додаток|приложение|затверджен|погоджен|утвержд|рішення\b|до рішення|розпорядження|наказ|"
    r"від\s+[«\"]?\d|№\s*\d|таблиця\s+\d|форма\s*№?\s*\d|голова\b|секретар\b|начальник\b|виконавець:|тел\.)",
    regex.I,
)
_COUNCIL = regex.compile(
    r"(?:\p{Lu}[\p{L}’'ʼ-]+(?:\s+\p{Lu}[\p{L}’'ʼ-]+){0,2}\s+)"
    r"(?:(?i:міськ|обласн|районн|селищн|сільськ|городск|областн)\p{L}*\s+(?i:рад)(?:а|и|і|ою|у)\b|"
    r"(?:(?i:об’єднан|міськ|сільськ|селищн)\p{L}*\s+)?(?i:територіальн)\p{L}*\s+(?i:громад)(?:а|и|і)\b)"
)
_PROGRAMME = regex.compile(
    r"(?<!бюджетн\p{L}*\s+)(?:програм[аиуі]\p{L}*|программ[аыуе]\p{L}*)\s*(?P<name>[«\"“„][^»\"”“]+[»\"”“]|\p{Lu}?[^.,;:«]{8,160})?",
    regex.I,
)
_LONGEST = 400
"""Letters of a heading; a longer paragraph above a table is text of the document."""

_MOST_PARAGRAPHS = 8
_WHOLE_YEAR = 366


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines above a table, and its header, say of it."""

    section: str = ""
    title: str = ""
    period: str = ""
    period_start: date | None = None
    period_end: date | None = None
    unit: Unit | None = None
    council: str = ""
    programme: str = ""


def around_of(before: Sequence[Line], header: Sequence[Line], heads: Sequence[str], breaks: Breaks) -> Around:
    """What the lines above the table and the heads of its columns say."""
    paragraphs = paragraphs_of(before, breaks)
    heading = _heading(paragraphs)
    header_text = joined(header, breaks)
    period = first_period(heading) or first_period(reversed(paragraphs))
    if period is None or (period.end - period.start).days > _WHOLE_YEAR:
        # the years of a programme are not the period of its report
        period = _of_header(header_text) or period
    unit = unit_of(reversed(heading)) or unit_of([header_text, *heads]) or unit_of(reversed(paragraphs))
    section, title = _title(heading, period)
    return Around(
        section,
        title,
        period.text if period else "",
        period.start if period else None,
        period.end if period else None,
        unit,
        _council(paragraphs),
        _programme(paragraphs),
    )


def paragraphs_of(lines: Sequence[Line], breaks: Breaks) -> list[str]:
    """The paragraphs of lines. A blank line or a hard end parts them; on a page, capitals do."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if not line.text.strip():
            groups.append([])
            continue
        on_page = line.box is not None and _opens_paragraph(line.text)
        if groups[-1] and (on_page or _parts_paragraphs(groups[-1], line)):
            groups.append([])
        groups[-1].append(line)
        if line.end is not Break.SOFT:
            groups.append([])
    return [text for group in groups if group and (text := joined(group, breaks).replace("\n", " "))]


def _parts_paragraphs(above: Sequence[Line], line: Line) -> bool:
    """Whether a line of a text opens a paragraph: a numbered heading, or a capital below an approval or a council."""
    text = " ".join(one.text.strip() for one in above)
    head = _APPROVAL.match(text) is not None or _is_only_council(text)
    return _NUMBERED.match(line.text) is not None or (head and _opens_paragraph(line.text))


_NUMBERED = regex.compile(r"^\s*\d{1,2}(?:(?:\.\d{1,2}){1,3}\.?|\.)\s+\p{Lu}")


def _opens_paragraph(text: str) -> bool:
    """Whether a line of a page begins something new: lines that a heading's width broke go on in small letters."""
    first = next((c for c in text if c.isalnum()), "")
    return first.isupper() or _SECTION.match(text) is not None or _APPROVAL.match(text) is not None


def _of_header(text: str) -> Period | None:
    """A period that only the header names; a bare year there is the year of a column."""
    period = period_in(text)
    return period if period is not None and (period.end - period.start).days < 360 else None


def _heading(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs right above the table that are its heading."""
    heading: list[str] = []
    for text in reversed(paragraphs[-_MOST_PARAGRAPHS:]):
        if len(text) > _LONGEST or (_APPROVAL.match(text) and heading):
            break
        heading.insert(0, text)
    return heading


def _title(heading: Sequence[str], period: Period | None) -> tuple[str, str]:
    section = ""
    parts: list[str] = []
    for text in heading:
        if _APPROVAL.match(text) or _is_only_council(text):
            continue
        plain = _plain(text, period)
        match = _SECTION.match(plain)
        if match is not None:
            # a numbered paragraph opens the heading: what stands above it is another's
            section, parts = match["n"], []
            plain = _plain(plain[match.end() :], None)
        if plain:
            parts.append(plain)
    return section, " ".join(" ".join(parts).split())


def _plain(text: str, period: Period | None) -> str:
    """A paragraph without the table's period and unit; empty if nothing else is in it."""
    flat = " ".join(text.split())
    if period is not None:
        flat = flat.replace(period.text, " ")
    flat = without_unit(flat).strip(" ,;:()–—-")
    return " ".join(flat.split()) if any(c.isalpha() for c in flat) else ""


def _is_only_council(text: str) -> bool:
    match = _COUNCIL.search(text)
    return match is not None and not _COUNCIL.sub("", text).strip(" .,")


def _council(paragraphs: Sequence[str]) -> str:
    for text in paragraphs:
        match = _COUNCIL.search(text)
        if match is not None:
            return " ".join(match[0].split())
    return ""


def _programme(paragraphs: Sequence[str]) -> str:
    for text in reversed(paragraphs):
        match = _PROGRAMME.search(without_unit(text))
        if match is not None and match["name"]:
            name = match["name"]
            period = period_in(name)
            if period is not None:
                name = name.partition(period.text)[0]
            return " ".join(name.split()).strip(' «»"“”„,;')
    return ""
