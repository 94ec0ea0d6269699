"""Our languages: what they are called, and which of them a tag means."""

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
