"""All that we say in any of our languages, to be told from what people have written.

The catalogs take a moment to be read: this is asked for only where something was found.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from lacwg.records import LANGUAGES
from lacwg.voice import list_format, names
from lacwg.voice.phrases import catalog

_VALUE: Final = re.compile(r"\{[a-z_]+\}")


@cache
def phrases() -> tuple[str, ...]:
    """Our phrases, around the values that stand in them; weekdays and "and" too."""
    found: dict[str, None] = {}
    for language in LANGUAGES:
        for original, translations in catalog(language).items():
            for phrase in (original, *translations):
                found |= dict.fromkeys(part for each in _VALUE.split(phrase) if (part := each.strip(" ()")))
        if language != "en":
            found |= dict.fromkeys((*names.weekdays(language), *list_format.between(language)))
    return tuple(found)


@cache
def cities(zone: str) -> tuple[str, ...]:
    """The city by which an IANA zone is told, in each language."""
    return tuple(dict.fromkeys(names.city(zone, each) for each in LANGUAGES))


@cache
def days() -> re.Pattern[str]:
    """Days in our languages but English, with a year and without: "9 de diciembre de 2026", "1er mars"."""
    months = {re.escape(month) for each in LANGUAGES if each != "en" for month in names.months(each)}
    month = "|".join(sorted(months, reverse=True))  # "mars" before "mar"
    return re.compile(rf"(?<!\w)\d{{1,2}}(?:º|er|ye)?(?: de)? (?:{month})(?:(?: de)? \d{{4}})?(?!\w)", re.IGNORECASE)
