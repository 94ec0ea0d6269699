"""What weekdays and months are called in each language, for what we say and for what people write.

English is in ``english``. Haitian Creole is here, as the orthography of 1979 writes it and as other programs have it
(day.js, moment.js). The others are CLDR's, as Babel carries it, which is loaded only when they are asked for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lacwg.text import english

if TYPE_CHECKING:
    from babel import Locale

_LOCALES: Final = {"es": "es_419", "pt": "pt_BR", "fr": "fr", "ht": "fr"}
"""Spanish as in Latin America, Portuguese as in Brazil. Of Haitian Creole, Babel has nothing but its French kin."""
_WEEKDAYS: Final = {
    "en": english.WEEKDAYS,
    "ht": ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch"),
}
_MONTHS: Final = {
    "en": english.MONTHS,
    "ht": (
        "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
    ),
}  # fmt: skip


@cache
def locale(language: str) -> Locale:
    """Babel's data of one of our languages but English."""
    from babel import Locale

    return Locale.parse(_LOCALES[language])


@cache
def weekdays(language: str) -> tuple[str, ...]:
    """The weekdays from Monday on, as they stand within a sentence."""
    return _WEEKDAYS.get(language) or _wide(locale(language).days, range(7))


@cache
def months(language: str) -> tuple[str, ...]:
    """The months from January on, as they stand within a date."""
    return _MONTHS.get(language) or _wide(locale(language).months, range(1, 13))


def month_first(language: str, country: str | None) -> bool:
    """Whether 12/3 is December 3 where a language is spoken in a country (CLDR)."""
    from babel import Locale, UnknownLocaleError

    for name in (f"{language}_{country}", language, f"en_{country}", "en_US"):
        try:
            written = str(Locale.parse(name).date_formats["short"].pattern)
        except (UnknownLocaleError, ValueError):
            continue
        return "d" in written and "M" in written.partition("d")[0]
    return False


def _wide(names: Any, numbers: range) -> tuple[str, ...]:
    return tuple(str(names["format"]["wide"][number]) for number in numbers)
