"""What CLDR calls weekdays, months, countries and cities, as Babel carries it."""

from __future__ import annotations

from functools import cache
from typing import Final

from lacwg.records import Language
from lacwg.schedule import zones
from lacwg.text.calendar_names import locale
from lacwg.text.calendar_names import months as months
from lacwg.text.calendar_names import weekdays as weekdays
from lacwg.text.fold import fold
from lacwg.voice import creole

_OLD_ZONES: Final = {
    "America/Argentina/Cordoba": "America/Cordoba",
    "America/Indiana/Indianapolis": "America/Indianapolis",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kolkata": "Asia/Calcutta",
    "Europe/Kyiv": "Europe/Kiev",
}
"""Zones that some editions of CLDR keep under the name that they once had."""
CITIES: Final = {
    "America/Araguaina": "Araguaína", "America/Argentina/Cordoba": "Córdoba",
    "America/Argentina/Rio_Gallegos": "Río Gallegos", "America/Argentina/Tucuman": "Tucumán",
    "America/Asuncion": "Asunción", "America/Bahia_Banderas": "Bahía de Banderas", "America/Belem": "Belém",
    "America/Bogota": "Bogotá", "America/Cancun": "Cancún", "America/Ciudad_Juarez": "Ciudad Juárez",
    "America/Cuiaba": "Cuiabá", "America/Curacao": "Curaçao", "America/Eirunepe": "Eirunepé",
    "America/Lower_Princes": "Lower Prince’s Quarter", "America/Maceio": "Maceió", "America/Mazatlan": "Mazatlán",
    "America/Merida": "Mérida", "America/Noronha": "Fernando de Noronha", "America/Santarem": "Santarém",
    "America/Sao_Paulo": "São Paulo", "America/St_Barthelemy": "St. Barthélemy", "America/St_Johns": "St. John’s",
    "America/St_Kitts": "St. Kitts", "America/St_Lucia": "St. Lucia", "America/St_Thomas": "St. Thomas",
    "America/St_Vincent": "St. Vincent", "Pacific/Easter": "Easter Island", "Pacific/Galapagos": "Galápagos Islands",
}  # fmt: skip
"""Where the name of a zone, which is ASCII, is not that of its place, from Mexico and the Caribbean to Chile.
In English it is called so, and in other languages where CLDR has no name of theirs."""


@cache
def country(code: str, language: Language) -> str:
    """A country's name by its code (ISO 3166-1 alpha-2); a code that is none comes back."""
    if language == "en":
        return zones.countries().get(code, code)
    if language == "ht" and code in creole.COUNTRIES:
        return creole.COUNTRIES[code]
    return str(locale(language).territories.get(code, code)) if code in zones.countries() else code


@cache
def city(zone: str, language: Language) -> str:
    """The place that an IANA zone is named for, as people call it: ``Mexico City``, ``Ciudad de México``."""
    own = CITIES.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")
    if language == "en":
        return own
    if language == "ht" and zone in creole.CITIES:
        return creole.CITIES[zone]
    known = locale(language).time_zones
    found = str(
        next((known[each]["city"] for each in (zone, _OLD_ZONES.get(zone, "")) if "city" in known.get(each, ())), own)
    )
    return own if zone in CITIES and fold(found) == fold(own) else found  # some editions have names without accents
