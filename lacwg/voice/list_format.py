"""Several things in a row: ``a, b and c``."""

from __future__ import annotations

import re
from typing import Final, Literal

from lacwg.records import Language
from lacwg.text.english import listed

Last = Literal["and", "or"]
_WORDS: Final[dict[Language, dict[Last, str]]] = {
    "en": {"and": "and", "or": "or"},
    "es": {"and": "y", "or": "o"},
    "pt": {"and": "e", "or": "ou"},
    "fr": {"and": "et", "or": "ou"},
    "ht": {"and": "ak", "or": "oswa"},
}
# In Spanish, "y" before the sound of an i is "e", and "o" before that of an o is "u"; "hielo" begins with another.
_SPANISH_I: Final = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)
_SPANISH_O: Final = re.compile(r"h?[oó]|8|11\b", re.IGNORECASE)


def between(language: Language) -> tuple[str, ...]:
    """The words that stand before the last of several things."""
    return (*_WORDS[language].values(), *(("e", "u") if language == "es" else ()))


def joined(items: list[str], language: Language, last: Last = "and") -> str:
    """``a, b and c`` or ``a, b or c`` in a language."""
    word = _WORDS[language][last]
    if language == "es" and items:
        if last == "and" and _SPANISH_I.match(items[-1]):
            word = "e"
        elif last == "or" and _SPANISH_O.match(items[-1]):
            word = "u"
    return listed(items, word)
