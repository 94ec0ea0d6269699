"""What CLDR calls weekdays, months, countries and cities, as Babel carries it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from lacwg.records import Language
from lacwg.schedule import zones
from lacwg.voice import creole

if TYPE_CHECKING:
    from babel import Locale

_LOCALES: Final[dict[Language, str]] = {"es": "es_419", "pt": "pt_BR", "fr": "fr", "ht": "fr"}
"""Spanish as in Latin America, Portuguese as in Brazil. Of Haitian Creole, Babel has nothing but its French
kin: ``creole`` comes first."""
_OLD_ZONES: Final = {
    "America/Argentina/Cordoba": "America/Cordoba",
    "America/Indiana/Indianapolis": "America/Indianapolis",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kolkata": "Asia/Calcutta",
    "Europe/Kyiv": "Europe/Kiev",
}
"""Zones that CLDR keeps under the name that they once had."""


@cache
def _locale(language: Language) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES[language])


@cache
def weekdays(language: Language) -> tuple[str, ...]:
    """The weekdays from Monday on, as they stand within a sentence."""
    if language == "ht":
        return creole.WEEKDAYS
    names = _locale(language).days["format"]["wide"]
    return tuple(str(names[number]) for number in range(7))


@cache
def months(language: Language) -> tuple[str, ...]:
    """The months from January on, as they stand within a date."""
    if language == "ht":
        return creole.MONTHS
    names = _locale(language).months["format"]["wide"]
    return tuple(str(names[number]) for number in range(1, 13))


@cache
def country(code: str, language: Language) -> str:
    """A country's name by its code (ISO 3166-1 alpha-2); a code that is none comes back."""
    if language == "en":
        return zones.countries().get(code, code)
    if language == "ht" and code in creole.COUNTRIES:
        return creole.COUNTRIES[code]
    return str(_locale(language).territories.get(code, code)) if code in zones.countries() else code


@cache
def city(zone: str, language: Language) -> str:
    """The place that an IANA zone is named for, as people call it: ``Mexico City``, ``Ciudad de México``."""
    english = zone.rsplit("/", 1)[-1].replace("_", " ")
    if language == "en":
        return english
    if language == "ht" and zone in creole.CITIES:
        return creole.CITIES[zone]
    found = _locale(language).time_zones.get(_OLD_ZONES.get(zone, zone)) or {}
    return str(found.get("city", english))
