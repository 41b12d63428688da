"""Whether a line of a cell ends so that it must go on in the next, or may."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.geometry.words import Word

# In shares of the words' height: a line that leaves less is full, one digit more and the space beside the rules.
FILLS = 1.3
OPEN_ENDS, GO_ON, DIGITS_GO_ON = "-,/", "/,", "0123456789.,"


def ends_open(above: dict[int, list[Word]], here: dict[int, list[Word]]) -> bool:
    """Whether a cell's line ends so that it must go on (`964 /`, `прес-`), and does, or goes on so (`/ 0`)."""
    for column, words in above.items():
        text = words[-1].text
        if column in here and (text == "/" or (len(text) > 1 and text[-1] in OPEN_ENDS)):
            return True
        if column in here and here[column][0].text[0] in GO_ON:
            return True
    return False


def mostly_open(above: dict[int, list[Word]], here: dict[int, list[Word]]) -> bool:
    """Whether half of the cells or more end so: after blank space one may lack what should follow (`7 207,7 /`)."""
    both = [column for column in above if column in here]
    ends = sum(ends_open({column: above[column]}, here) for column in both)
    return ends > 0 and 2 * ends >= len(both)


def may_cut_a_number(
    above: dict[int, list[Word]], here: dict[int, list[Word]], widths: Sequence[float]
) -> bool:
    """Whether in some column digits fill a line to its end and digits follow: they may be one broken number."""
    for column, words in above.items():
        below = here.get(column)
        if below and words[-1].text[-1].isdigit() and below[0].text[0] in DIGITS_GO_ON:
            height = words[0].bottom - words[0].top
            if words[-1].x1 - words[0].x0 > widths[column] - FILLS * height:
                return True
    return False
