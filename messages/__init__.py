"""What users read, in English and Ukrainian.

English sentences are the message ids; `render` gives them in another language, from the gettext catalogues in
`locale/`. `python -m tools.messages` keeps these in step with the code.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "uk")
MESSAGES_THEMSELVES = ("reason", "unit")
"""Fields whose text is told in the language too, where the catalogue has it: see `reasons`."""
_LOCALE = Path(__file__).parent / "locale"


def N_(template: str) -> str:  # noqa: N802 - gettext's customary name, which Babel's extractor knows
    """The template itself; marks it for the catalogue where it is translated later."""
    return template


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("zvirka", _LOCALE, [language], fallback=True)


def render(template: str, values: Mapping[str, object], language: str) -> str:
    """The message in the language, with its named fields filled in."""
    gettext_of = _catalogue(language).gettext
    text = gettext_of(template) if template else ""
    told = {key: gettext_of(str(values[key])) for key in MESSAGES_THEMSELVES if values.get(key)}
    return text.format_map({**values, **told} if told else values)


def chosen_language(option: str | None = None, *, use_locale: bool = True) -> str:
    """`en` or `uk`: the option, else ZVIRKA_LANG, else (if asked) the locale, else English."""
    for choice in (option, os.environ.get("ZVIRKA_LANG")):
        if choice and choice[:2].lower() in LANGUAGES:
            return choice[:2].lower()
    if use_locale:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            if value := os.environ.get(name):
                return "uk" if value.lower().startswith("uk") else "en"
        if (locale.getlocale()[0] or "").lower().startswith(("uk", "ukrain")):
            return "uk"
    return "en"
