"""Words broken at the edge of a narrow column, told by the room on the line, the lexicon and what follows."""

from __future__ import annotations

import pytest

from zvirka.normalize.words import NOTHING_SHOWN, joined
from zvirka.schemas.document import Box, Line

_LETTER = 5.0
"""Points a letter is wide here."""


def _text(*lines: str) -> str:
    """The lines joined in a column that is just as wide as the longest of them."""
    boxes = [Box(0.0, 10.0 * i, _LETTER * len(line.rstrip()), 10.0 * i + 8) for i, line in enumerate(lines)]
    made = [Line(line, box=box) for line, box in zip(lines, boxes, strict=True)]
    return joined(made, NOTHING_SHOWN, max(box.x1 for box in boxes))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Податкові", "надходже", "ння"), "Податкові надходження"),
        (("Неподатк", "ові ", "надходже", "ння"), "Неподаткові надходження"),
        (("трансфер", "ти"), "трансферти"),
        (("Лобойківка", "та ", "Вишня"), "Лобойківка та Вишня"),
        (("Лобойківка", "та Вишня"), "Лобойківка та Вишня"),
        (("Лобойківка", "та", "Вишня"), "Лобойківка та Вишня"),
        (("Протяг", "ом року"), "Протягом року"),
        (("забезпе", "чення"), "забезпечення"),
    ],
)
def test_full_lines_are_joined_by_what_the_pieces_mean(lines: tuple[str, ...], text: str) -> None:
    assert _text(*lines) == text
