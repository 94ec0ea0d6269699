"""What words mean in a date, in each language."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from lacwg.text.calendar_names import months, weekdays
from lacwg.text.fold import fold


class TokenKind(enum.Enum):
    """What a word or a number in a date is; beside it what its value says."""

    ISO_DATE = enum.auto()  # 2026-12-03
    NUMERIC_DATE = enum.auto()  # 12/3, 12/3/2026
    HOUR = enum.auto()  # 7pm, 19:00; value: 1 in the morning, 2 after noon, 12 noon, 0 as it is written
    MIDNIGHT = enum.auto()
    PART_OF_DAY = enum.auto()  # index of PARTS_OF_DAY
    ZONE = enum.auto()  # EST; "Eastern": index of ZONES
    ORDINAL = enum.auto()  # 3rd, first
    LAST = enum.auto()  # -1
    YEAR = enum.auto()  # four digits
    NUMBER = enum.auto()  # fewer
    COUNT = enum.auto()  # two, a
    MONTH = enum.auto()  # from 1
    WEEKDAY = enum.auto()  # from 0, Monday
    UNIT = enum.auto()  # how many days; of a month and a year MONTH_DAYS and YEAR_DAYS
    NEAR_DAY = enum.auto()  # how many days from today
    TONIGHT = enum.auto()
    WHICH = enum.auto()  # 1 next, 0 this
    WITHIN = enum.auto()  # in
    DIRECTION = enum.auto()  # -1 ago, 1 from now
    TO = enum.auto()  # between a start and an end


class Token(NamedTuple):
    """One word or number of a text, or several words that mean one thing."""

    kind: TokenKind
    value: int = 0
    """What ``TokenKind`` says; of dates, of an hour and of a zone in figures there is none."""
    text: str = ""
    """As it was written; in a vocabulary nothing."""
    left: int = 0
    """How many characters the text has from it on."""


WEEK_DAYS: Final = 7
MONTH_DAYS: Final = 30
YEAR_DAYS: Final = 365
ZONES: Final = ("", "ET", "CT", "MT", "PT")
PARTS_OF_DAY: Final = ((1, 11, 1), (1, 8, 2), (5, 11, 2))
"""The first and the last hour of which people say so, and the half of the day in which these are."""
OTHERS: Final = ("es", "pt", "fr", "ht")
"""The languages besides English, in the order in which they are tried."""

_K = TokenKind
# Meaning, value, and the words in English, Spanish, Portuguese, French and Haitian Creole. None: they say nothing.
_TABLE: Final[tuple[tuple[TokenKind | None, int, str, str, str, str, str], ...]] = (
    (None, 0, "at, on, of, the, from, all day", "de, del, a, al, el, la, las, los, desde, día, todo el día",
     "de, do, da, das, a, à, às, ao, o, no, na, dia, o dia todo", "le, la, de, du, à, au, toute la journée",
     "a, le, tout jounen an"),
    (_K.HOUR, 12, "noon, midday", "mediodía", "meio-dia, meio dia", "midi", "midi"),
    (_K.MIDNIGHT, 0, "midnight", "medianoche", "meia-noite, meia noite", "minuit", "minwi"),
    (_K.PART_OF_DAY, 0, "in the morning", "de la mañana", "da manhã", "du matin", "nan maten, dimaten"),
    (_K.PART_OF_DAY, 1, "in the afternoon", "de la tarde", "da tarde", "de l'après-midi", "nan apremidi, apremidi"),
    (_K.PART_OF_DAY, 2, "in the evening", "de la noche", "da noite", "du soir", "nan aswè, aswè, diswa"),
    (_K.ZONE, 1, "eastern, eastern time", "", "", "", ""),
    (_K.ZONE, 2, "central, central time", "", "", "", ""),
    (_K.ZONE, 3, "mountain, mountain time", "", "", "", ""),
    (_K.ZONE, 4, "pacific, pacific time", "", "", "", ""),
    (_K.NEAR_DAY, -1, "yesterday", "ayer", "ontem", "hier", "yè"),
    (_K.NEAR_DAY, 0, "today", "hoy", "hoje", "aujourd'hui", "jodi a, jodia"),
    (_K.NEAR_DAY, 1, "tomorrow", "mañana", "amanhã", "demain", "demen"),
    (_K.NEAR_DAY, 2, "day after tomorrow", "pasado mañana", "depois de amanhã", "après-demain", "apre demen"),
    (_K.TONIGHT, 0, "tonight", "esta noche", "esta noite, hoje à noite", "ce soir", "aswè a"),
    (_K.WHICH, 0, "this", "este, esta", "este, esta, neste, nesta", "ce, cet, cette", "sa a"),
    (_K.WHICH, 1, "next", "próximo, próxima, que viene", "próximo, próxima, que vem", "prochain, prochaine",
     "pwochen, k ap vini, k ap vini an"),
    (_K.LAST, -1, "last", "último, última", "último, última", "dernier, dernière", "dènye"),
    (_K.WITHIN, 0, "in", "en, dentro de", "em, dentro de, daqui a", "dans, en", "nan"),
    (_K.DIRECTION, -1, "ago", "atrás, hace", "atrás, há", "il y a", "sa gen"),
    (_K.DIRECTION, 1, "hence, from now, from today", "", "", "", ""),
    (_K.TO, 0, "to, until", "a, hasta", "a, à, às, até", "à, au, jusqu'à, jusqu'au", "a, jiska, rive"),
    (_K.ORDINAL, 1, "first", "primer, primero", "primeiro, primeira", "premier, première", "premye"),
    (_K.ORDINAL, 2, "second", "segundo", "segundo, segunda", "second, deuxième", "dezyèm"),
    (_K.ORDINAL, 3, "third", "tercer, tercero", "terceiro, terceira", "troisième", "twazyèm"),
    (_K.ORDINAL, 4, "fourth", "cuarto", "quarto, quarta", "quatrième", "katriyèm"),
    (_K.ORDINAL, 5, "fifth", "quinto", "quinto, quinta", "cinquième", "senkyèm"),
    (_K.COUNT, 1, "one, a, an", "un, una", "um, uma", "un, une", "yon"),
    (_K.COUNT, 2, "two", "dos", "dois, duas", "deux", "de"),
    (_K.COUNT, 3, "three", "tres", "três", "trois", "twa"),
    (_K.COUNT, 4, "four", "cuatro", "quatro", "quatre", "kat"),
    (_K.COUNT, 5, "five", "cinco", "cinco", "cinq", "senk"),
    (_K.COUNT, 6, "six", "seis", "seis", "six", "sis"),
    (_K.COUNT, 7, "seven", "siete", "sete", "sept", "sèt"),
    (_K.COUNT, 8, "eight", "ocho", "oito", "huit", "uit"),
    (_K.COUNT, 9, "nine", "nueve", "nove", "neuf", "nèf"),
    (_K.COUNT, 10, "ten", "diez", "dez", "dix", "dis"),
    (_K.COUNT, 11, "eleven", "once", "onze", "onze", "onz"),
    (_K.COUNT, 12, "twelve", "doce", "doze", "douze", "douz"),
    (_K.UNIT, 1, "day, days", "día, días", "dia, dias", "jour, jours", "jou"),
    (_K.UNIT, WEEK_DAYS, "week, weeks", "semana, semanas", "semana, semanas", "semaine, semaines", "semèn"),
    (_K.UNIT, 2 * WEEK_DAYS, "fortnight", "quincena", "quinzena", "quinzaine", ""),
    (_K.UNIT, MONTH_DAYS, "month, months", "mes, meses", "mês, meses", "mois", "mwa"),
    (_K.UNIT, YEAR_DAYS, "year, years", "año, años", "ano, anos", "an, ans", "an, ane"),
    (_K.MONTH, 9, "", "setiembre", "", "", ""),
)  # fmt: skip


@cache
def vocabulary(language: str) -> Mapping[str, list[Token | None]]:
    """The words and phrases of a language, folded, with what each can mean; None where that is nothing.

    Months and weekdays may be cut short, to three letters.
    """
    found: dict[str, dict[Token | None, None]] = {}
    for word, meaning in _words(language):
        found.setdefault(fold(word), {})[meaning] = None
    return {word: list(meanings) for word, meanings in found.items()}


def _words(language: str) -> Iterator[tuple[str, Token | None]]:
    column = ("en", *OTHERS).index(language) + 2
    for row in _TABLE:
        meaning = None if row[0] is None else Token(row[0], row[1])
        yield from ((word, meaning) for word in filter(None, str(row[column]).split(", ")))
    names = [(name, Token(TokenKind.MONTH, number)) for number, name in enumerate(months(language), 1)]
    names += [(name, Token(TokenKind.WEEKDAY, number)) for number, name in enumerate(weekdays(language))]
    for name, meaning in names:
        yield name, meaning
        yield from ((name[:length], meaning) for length in range(3, len(name)))
