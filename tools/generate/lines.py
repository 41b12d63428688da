"""Text set into lines as a word processor does: broken at spaces and hyphens, inside a word only where it must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFError, TTFont  # type: ignore[import-untyped]

FONT = "Body"
BOLD = "Body-Bold"
_FILES = (
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "/usr/share/fonts/truetype/liberation/"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "/usr/share/fonts/truetype/liberation2/"),
    ("DejaVuSerifCondensed.ttf", "DejaVuSerifCondensed-Bold.ttf", "/usr/share/fonts/truetype/dejavu/"),
)
LEADING = 1.15
"""Distance of baselines, in font sizes."""


class NoFont(Exception):
    """No font with Cyrillic letters is installed where it is looked for."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line as set. `ends_word` is False where a word goes on in the next line; `paragraph` ends one."""

    text: str
    ends_word: bool
    paragraph: bool


@cache
def use_fonts() -> None:
    """Registers the two fonts. Raises `NoFont`."""
    for regular, bold, folder in _FILES:
        try:
            pdfmetrics.registerFont(TTFont(FONT, folder + regular))
            pdfmetrics.registerFont(TTFont(BOLD, folder + bold))
        except TTFError:
            continue
        return
    raise NoFont("neither Liberation nor DejaVu fonts are installed; install fonts-liberation")


def drawable(text: str) -> str:
    """The text with a no-break space for each of the narrow spaces that the font lacks."""
    use_fonts()
    there = pdfmetrics.getFont(FONT).face.charToGlyph
    return "".join("\u00a0" if c in "\u2009\u202f" and ord(c) not in there else c for c in text)


def measure(size: float, *, bold: bool = False) -> Callable[[str], float]:
    """A function that gives the width of a text in points."""
    use_fonts()
    font = BOLD if bold else FONT
    return lambda text: float(pdfmetrics.stringWidth(drawable(text), font, size))


def set_lines(text: str, width: float, wide: Callable[[str], float]) -> list[SetLine]:
    """The lines of a cell's text (a newline ends a paragraph, a vertical tab a line) in a column of that width."""
    lines: list[SetLine] = []
    for paragraph in text.split("\n"):
        made: list[SetLine] = []
        for stretch in paragraph.split("\v"):
            made += _stretch(stretch, width, wide)
        if made:
            made[-1] = SetLine(made[-1].text, made[-1].ends_word, True)
            lines += made
    return lines


def _stretch(text: str, width: float, wide: Callable[[str], float]) -> list[SetLine]:
    lines: list[SetLine] = []
    line = ""
    for word in text.split(" "):
        whole = f"{line} {word}" if line else word
        if wide(whole) <= width:
            line = whole
            continue
        # a word may part after its own hyphen
        if line:
            head, tail = _hyphen_part(line + " ", word, width, wide)
            if head:
                lines.append(SetLine(head, False, False))
                word = tail
            else:
                lines.append(SetLine(line, True, False))
        line = ""
        while wide(word) > width:
            head, tail = _hyphen_part("", word, width, wide)
            if not head:
                cut = max(1, max((i for i in range(1, len(word)) if wide(word[:i]) <= width), default=1))
                head, tail = word[:cut], word[cut:]
            if not tail:
                break
            lines.append(SetLine(head, False, False))
            word = tail
        line = word
    return [*lines, SetLine(line, True, False)] if line else lines


def _hyphen_part(before: str, word: str, width: float, wide: Callable[[str], float]) -> tuple[str, str]:
    cuts = [i + 1 for i, c in enumerate(word[:-1]) if c == "-" and i and word[i - 1].isalpha()]
    for cut in reversed(cuts):
        if wide(before + word[:cut]) <= width:
            return before + word[:cut], word[cut:]
    return "", ""
