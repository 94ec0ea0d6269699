"""Which languages there are."""

from __future__ import annotations

from typing import Final, Literal, get_args

Language = Literal["en", "es", "pt", "fr", "ht"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def known(language: str) -> Language | None:
    """The one of our languages that a tag (BCP 47) means, as "es" for "es-MX"; None for any other."""
    primary = language.partition("-")[0].lower()
    return next((each for each in LANGUAGES if each == primary), None)
