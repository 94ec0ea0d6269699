"""Which of our languages a tag means."""

from __future__ import annotations

from lacwg.records import LANGUAGES, Language


def known(language: str) -> Language | None:
    """The one of our languages that a tag (BCP 47) means, as "es" for "es-MX"; None for any other."""
    primary = language.partition("-")[0].lower()
    return next((each for each in LANGUAGES if each == primary), None)
