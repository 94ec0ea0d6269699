"""What weekdays, countries, cities and languages are called, and several things in a row: ``a, b and c``.

The names are CLDR's, as Babel carries it. It has none in Haitian Creole: those are here, as the orthography of 1979
writes them, and where one is missing, CLDR's French one is told, which people in Haiti know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from lacwg.records import Language
from lacwg.schedule import zones
from lacwg.text.calendar_names import locale
from lacwg.text.calendar_names import months as months
from lacwg.text.calendar_names import weekdays as weekdays
from lacwg.text.english import listed
from lacwg.text.fold import fold

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
In English it is called that, and in other languages where CLDR has no name of theirs."""
_ARTICLES: Final[dict[Language, dict[str, str]]] = {
    "es": {"la": "America/Mexico_City"},
    "pt": {
        "a": "America/Bahia America/Costa_Rica America/Dominica America/Guatemala America/Guyana America/Jamaica "
        "America/Martinique America/Mexico_City Asia/Ho_Chi_Minh Atlantic/Madeira Atlantic/South_Georgia "
        "Europe/Isle_of_Man Indian/Reunion Pacific/Easter",
        "o": "Africa/Cairo Africa/Djibouti America/Panama Asia/Bahrain Asia/Kuwait Asia/Qatar Europe/Vatican",
        "as": "Atlantic/Bermuda Atlantic/Canary Atlantic/Faroe Indian/Comoro Indian/Maldives Pacific/Marquesas",
        "os": "Atlantic/Azores",
    },
    "fr": {
        "le": "America/Belize America/Costa_Rica America/Guatemala America/Guyana America/Panama Asia/Kuwait "
        "Asia/Qatar Atlantic/Cape_Verde",
        "la": "America/Guadeloupe America/Jamaica America/Martinique",
        "les": "America/Cayman Atlantic/Azores Atlantic/Bermuda Atlantic/Canary Atlantic/Faroe Indian/Comoro "
        "Indian/Maldives Pacific/Fiji Pacific/Galapagos Pacific/Marquesas Pacific/Palau",
        "l’": "Europe/Isle_of_Man Pacific/Easter",
    },
}
"""Places with an article in a sentence: "la Ciudad de México", "au Panama"; each is a context in the catalogs."""
CREOLE_COUNTRIES: Final = {
    "AG": "Antigwa ak Babouda", "AR": "Ajantin", "AW": "Awouba", "BB": "Babad", "BO": "Bolivi", "BR": "Brezil",
    "BS": "Bahamas", "BZ": "Beliz", "CA": "Kanada", "CL": "Chili", "CN": "Lachin", "CO": "Kolonbi",
    "CR": "Kosta Rika", "CU": "Kiba", "CW": "Kiraso", "DE": "Almay", "DM": "Dominik", "DO": "Repiblik Dominikèn",
    "EC": "Ekwatè", "ES": "Espay", "FR": "Lafrans", "GB": "Wayòm Ini", "GD": "Grenad", "GF": "Giyàn franse",
    "GP": "Gwadloup", "GT": "Gwatemala", "GY": "Giyana", "HN": "Ondiras", "HT": "Ayiti", "IL": "Izrayèl",
    "IN": "End", "IT": "Itali", "JM": "Jamayik", "JP": "Japon", "KN": "Sen Kits ak Nevis", "KY": "Zile Kayiman",
    "LC": "Sent Lisi", "MQ": "Matinik", "MX": "Meksik", "NI": "Nikaragwa", "PA": "Panama", "PE": "Pewou",
    "PR": "Pòtoriko", "PS": "Palestin", "PT": "Pòtigal", "PY": "Paragwe", "RU": "Larisi", "SR": "Sirinam",
    "SV": "Salvadò", "TC": "Zile Tik ak Kayik", "TT": "Trinidad ak Tobago", "UA": "Ikrèn", "US": "Etazini",
    "UY": "Irigwe", "VC": "Sen Vensan ak Grenadin", "VE": "Venezyela", "VI": "Zile Vyèj Ameriken",
    "ZA": "Afrik di Sid",
}  # fmt: skip
CREOLE_CITIES: Final = {
    "America/Asuncion": "Asunción", "America/Barbados": "Babad", "America/Belize": "Beliz", "America/Bogota": "Bogota",
    "America/Caracas": "Karakas", "America/Cayenne": "Kayèn", "America/Chicago": "Chikago",
    "America/Costa_Rica": "Kosta Rika", "America/Curacao": "Kiraso", "America/Denver": "Denver",
    "America/El_Salvador": "Salvadò", "America/Guadeloupe": "Gwadloup", "America/Guatemala": "Gwatemala",
    "America/Guyana": "Giyana", "America/Havana": "Laavàn", "America/Jamaica": "Jamayik", "America/La_Paz": "La Paz",
    "America/Los_Angeles": "Los Angeles", "America/Managua": "Managwa", "America/Martinique": "Matinik",
    "America/Mexico_City": "Meksiko", "America/New_York": "Nouyòk", "America/Panama": "Panama",
    "America/Phoenix": "Phoenix", "America/Port-au-Prince": "Pòtoprens", "America/Puerto_Rico": "Pòtoriko",
    "America/Santiago": "Santyago", "America/Santo_Domingo": "Sen Domeng", "America/Sao_Paulo": "São Paulo",
    "America/Tegucigalpa": "Tegusigalpa", "America/Toronto": "Toronto", "Europe/London": "Lond",
    "Europe/Madrid": "Madrid", "Europe/Paris": "Pari", "Pacific/Honolulu": "Onoloulou",
}  # fmt: skip
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


@cache
def country(code: str, language: Language) -> str:
    """A country's name by its code (ISO 3166-1 alpha-2); a code that is none comes back."""
    if language == "en":
        return zones.countries().get(code, code)
    if language == "ht" and code in CREOLE_COUNTRIES:
        return CREOLE_COUNTRIES[code]
    return str(locale(language).territories.get(code, code)) if code in zones.countries() else code


@cache
def city(zone: str, language: Language) -> str:
    """The place that an IANA zone is named for, as people call it: ``Mexico City``, ``Ciudad de México``."""
    own = CITIES.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")
    if language == "en":
        return own
    if language == "ht" and zone in CREOLE_CITIES:
        return CREOLE_CITIES[zone]
    known = locale(language).time_zones
    found = str(
        next((known[each]["city"] for each in (zone, _OLD_ZONES.get(zone, "")) if "city" in known.get(each, ())), own)
    )
    return own if zone in CITIES and fold(found) == fold(own) else found  # some editions have names without accents


def place(zone: str, language: Language) -> tuple[str, str | None]:
    """A city as it stands in a sentence, and the context of the phrases for such: ``("Caire", "le")``."""
    found = city(zone, language)
    context = next((each for each, named in _ARTICLES.get(language, {}).items() if zone in named.split()), None)
    if context is None and language == "fr":
        if found.startswith("Le "):
            return found[3:], "le"
        context = "d’" if fold(found)[:1] in "aeiou" else None
    return found, context


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
