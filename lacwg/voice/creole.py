"""Haitian Creole, as the orthography of 1979 writes it: what CLDR has for other languages.

Weekdays and months: ``text.calendar_names``. Where a name is missing here, CLDR's French one is told, which people
in Haiti know.
"""

from __future__ import annotations

from typing import Final

COUNTRIES: Final = {
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
CITIES: Final = {
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
