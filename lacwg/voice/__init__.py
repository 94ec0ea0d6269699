"""The languages in which the group speaks to its neighbours: dates, hours, rules, names and our own phrases.

Pure. English is what the code says itself; Spanish, Portuguese and French have their names from CLDR (Babel),
Haitian Creole from tables of our own, as CLDR has none for it. The phrases are in ``catalogs/``, one file a
language, in the form that translators' programs read (GNU gettext).
"""

from __future__ import annotations

from typing import Final

from lacwg.records import LANGUAGES, Language

ENGLISH_NAMES: Final[dict[Language, str]] = {
    "en": "English",
    "es": "Spanish",
    "pt": "Portuguese",
    "fr": "French",
    "ht": "Haitian Creole",
}
"""What we call the languages in the terminal, which speaks English."""


def known(language: str) -> Language | None:
    """The one of our languages that a tag (BCP 47) means, as "es" for "es-MX"; None for any other."""
    primary = language.partition("-")[0].lower()
    return next((each for each in LANGUAGES if each == primary), None)
