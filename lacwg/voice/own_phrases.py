"""All that we say in any of our languages, to be told from what people have written.

The catalogs take a moment to be read: this is asked for only where something was found.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from lacwg.records import LANGUAGES
from lacwg.text.english import MONTHS, WEEKDAYS
from lacwg.voice import names
from lacwg.voice.catalog import catalog, originals

_VALUE: Final = re.compile(r"\{[a-z_]+\}")
_CELLS: Final = ("True", "False", "yes")
"""What tables say for programs, in no language."""


@cache
def phrases() -> tuple[str, ...]:
    """Our phrases, around the values that stand in them; weekdays and "and" too."""
    said = [*originals(), *_CELLS]
    for language in LANGUAGES:
        said += [phrase for translations in catalog(language).values() for phrase in translations]
        said += names.between(language)
        said += () if language == "en" else names.weekdays(language)
    return tuple(dict.fromkeys(part for each in said for piece in _VALUE.split(each) if (part := piece.strip(" ()"))))


@cache
def cities(zone: str) -> tuple[str, ...]:
    """The city by which an IANA zone is told, in each language."""
    return tuple(dict.fromkeys(names.city(zone, each) for each in LANGUAGES))


@cache
def days() -> re.Pattern[str]:
    """Days in our languages, with a year and without, and hours: "9 de diciembre de 2026", "Wed", "Dec 9", "5 PM EST".

    English ones are also found shortened, and with the day first, as people type them.
    """
    months = {re.escape(month) for each in LANGUAGES if each != "en" for month in names.months(each)}
    month = "|".join(sorted(months, reverse=True))  # "mars" before "mar"
    english = "|".join(f"{each[:3]}(?:{each[3:]})?" for each in MONTHS) + "|Sept"
    weekday = "|".join(f"{each[:3]}(?:{each[3:]})?" for each in WEEKDAYS) + "|Tues|Thurs?"
    return re.compile(
        rf"(?<!\w)\d{{1,2}}(?:º|er|ye)?(?: de)? (?:{month})(?:(?: de)? \d{{4}})?(?!\w)"
        rf"|\b(?:{weekday})\b|\b(?:{english})\.? \d{{1,2}}\b|\b\d{{1,2}}\.? (?:{english})\b"
        r"|\b(?:\d{1,2} ?)?[ap]\.?m\b|(?-i:\b(?:[A-Z]{1,4}T|UTC)\b)",
        re.IGNORECASE,
    )
