"""Ukrainian in Latin letters by the national table of 2010 (Cabinet of Ministers, resolution 55)."""

from __future__ import annotations

_TABLE = dict(
    zip(
        "абвгґдежзийклмнопрстуфхцчшщьєіїюяыэъё",
        (
            *(
                "a",
                "b",
                "v",
                "h",
                "g",
                "d",
                "e",
                "zh",
                "z",
                "y",
                "i",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
            ),
            *("u", "f", "kh", "ts", "ch", "sh", "shch", "", "ie", "i", "i", "iu", "ia", "y", "e", "", "e"),
        ),
        strict=True,
    )
)
_AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = "’'ʼ`"


def romanised(text: str) -> str:
    """The text with its Cyrillic letters romanised, in lower case; «зг» is `zgh`, an apostrophe goes."""
    result: list[str] = []
    previous = ""
    for char in text.lower():
        if char in _APOSTROPHES and previous.isalpha():
            continue
        if char == "г" and previous == "з":
            result.append("gh")
        elif char in _AT_WORD_START and not previous.isalpha():
            result.append(_AT_WORD_START[char])
        else:
            result.append(_TABLE.get(char, char))
        previous = char
    return "".join(result)
