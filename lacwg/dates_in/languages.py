"""Spanish, Portuguese and French dates, put into English word by word.

dateparser knows the words of its languages well, and guesses when it is given a sentence ("demain 19h"
becomes the day after tomorrow at seven). So it is asked for single words: what it proposes for two
known days tells a month, a weekday, a number of days, or nothing. The sentence is read by our own rules.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import Any, Final

from lacwg.schedule.wording import MONTHS, WEEKDAYS

LANGUAGES: Final = ("es", "pt", "fr")
_MAX_WORDS: Final = 20
_WORD: Final = re.compile(r"[ap]\.?\s?m\b\.?|[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
# Days of different weekday, month and year; no word means both alike but by saying so.
_DAYS: Final = (dt.datetime.fromisoformat("2023-05-10T13:47"), dt.datetime.fromisoformat("2024-08-16T13:47"))
_UNITS: Final = ("day", "week", "month", "year")
# What sentences need besides months, weekdays and "tomorrow", which dateparser knows.
_SMALL_WORDS: Final[dict[str, dict[str, str]]] = {
    "es": {
        "de": "", "del": "", "a": "", "al": "", "el": "", "la": "", "las": "", "los": "", "este": "this",
        "en": "in", "dentro": "in", "próximo": "next", "proximo": "next", "próxima": "next",
        "último": "last", "ultimo": "last",
        "primer": "first", "primero": "first", "segundo": "second", "tercer": "third", "cuarto": "fourth",
        "quinto": "fifth", "mediodía": "noon", "mediodia": "noon", "medianoche": "midnight", "un": "one",
        "una": "one", "dos": "two", "tres": "three", "cuatro": "four",
    },
    "pt": {
        "de": "", "do": "", "da": "", "a": "", "à": "", "às": "", "as": "", "ao": "", "o": "", "no": "", "na": "",
        "este": "this", "esta": "this", "em": "in", "próximo": "next", "próxima": "next", "último": "last",
        "última": "last", "primeiro": "first", "primeira": "first", "meio-dia": "noon", "meia-noite": "midnight",
        "um": "one", "uma": "one", "duas": "two", "dois": "two", "três": "three", "quatro": "four",
    },
    "fr": {
        "le": "", "la": "", "de": "", "du": "", "à": "", "a": "", "au": "", "ce": "this", "dans": "in",
        "prochain": "next", "prochaine": "next", "dernier": "last", "premier": "first", "deuxième": "second",
        "second": "second", "troisième": "third", "quatrième": "fourth", "midi": "noon", "minuit": "midnight",
        "un": "one", "une": "one", "deux": "two", "trois": "three", "quatre": "four",
    },
}  # fmt: skip
_CLOCK: Final = r"\b(\d{1,2})(?:[:h](\d\d)|h)?"
# The afternoon, the evening and the morning, with the hours of which people say so.
_HALVES: Final = {
    "es": ((r"de la tarde", 1, 8, "pm"), (r"de la noche", 7, 11, "pm"), (r"de la mañana", 1, 11, "am")),
    "pt": ((r"da tarde", 1, 7, "pm"), (r"da noite", 6, 11, "pm"), (r"da manhã", 1, 11, "am")),
    "fr": ((r"de l['’]après-midi", 1, 6, "pm"), (r"du soir", 5, 11, "pm"), (r"du matin", 1, 11, "am")),
}
_HOURS: Final = (
    (r"\b(\d{1,2}:\d\d)\s*(?:horas|hs|hrs|h)\b", r"\1"),
    (r"\b(\d{1,2})\s*(?:horas?|heures?)\b(?:\s+(\d\d)\b)?", r"\1h\2"),
)
_PHRASES: Final = {
    "es": (
        (r"\bd[ií]a (?=\d)", ""),
        (r"\bpasado mañana\b", "in 2 days"),
        (r"\bque viene\b", "next"),
        (r"\btodo el día\b", "all day"),
    ),
    "pt": (
        (r"\bdia (?=\d)", ""),
        (r"\bdepois de amanhã\b", "in 2 days"),
        (r"\bque vem\b", "next"),
        (r"\bdaqui a\b", "in"),
        # Before a weekday these are ordinals, else Monday, Wednesday and Thursday.
        *(
            (rf"\b{word}(?= (?:segunda|terça|quarta|quinta|sexta|sábado|domingo))", english)
            for word, english in (
                ("segunda", "second"),
                ("terceira", "third"),
                ("quarta", "fourth"),
                ("quinta", "fifth"),
            )
        ),
    ),
    "fr": ((r"\baprès-demain\b", "in 2 days"), (r"\btoute la journée\b", "all day")),
}


def in_english(text: str) -> Iterator[str]:
    """The text in English from each language that has all its words. Words are changed, never numbers."""
    if len(_WORD.findall(text)) > _MAX_WORDS:
        return
    for language in LANGUAGES:
        translated = _translated(text, language)
        if translated is not None:
            yield translated


def _translated(text: str, language: str) -> str | None:
    for words, first, last, half in _HALVES[language]:
        text = re.sub(
            f"{_CLOCK} {words}\\b", functools.partial(_with_half, first, last, half), text, flags=re.IGNORECASE
        )
    for words, english in (*_HOURS, *_PHRASES[language]):
        text = re.sub(words, english, text, flags=re.IGNORECASE)
    pieces: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        english_word = _english(
            match[0].lower(), language, after_digit=match.start() > 0 and text[match.start() - 1].isdigit()
        )
        if english_word is None and match[0].isupper() and len(match[0]) <= 4:
            english_word = match[0]  # perhaps what the zone is called: the reader of the sentence knows
        if english_word is None:
            return None
        pieces += [text[at : match.start()], english_word]
        at = match.end()
    return " ".join("".join([*pieces, text[at:]]).split())


def _with_half(first: int, last: int, half: str, match: re.Match[str]) -> str:
    if not first <= int(match[1]) <= last:
        return match[0]
    return f"{match[1]}{f':{match[2]}' if match[2] else ''}{half}"


# These come from our own translation of phrases, or stand beside a number in every language.
_AS_THEY_ARE: Final = frozenset({"in", "days", "next", "all", "day", "second", "third", "fourth", "fifth"})


def _english(word: str, language: str, *, after_digit: bool) -> str | None:
    """The English word; "" for one that says nothing, None for one that is not known."""
    if (
        word in _AS_THEY_ARE
        or re.match(r"[ap]\.?\s?m\b", word)
        or (after_digit and word in ("h", "hs", "er", "º", "ª", "ero"))
    ):
        return word
    if word in _SMALL_WORDS[language]:
        return _SMALL_WORDS[language][word]
    return _from_dictionary(word, language)


@functools.cache
def _dictionaries(language: str) -> tuple[Any, ...]:
    from dateparser.date import DateDataParser

    # A word for a moment, as "ahora", says so: it is no day.
    settings = {"PREFER_DATES_FROM": "future", "RETURN_TIME_AS_PERIOD": True}
    return tuple(DateDataParser(languages=[language], settings={**settings, "RELATIVE_BASE": day}) for day in _DAYS)


@functools.lru_cache(maxsize=1000)
def _from_dictionary(word: str, language: str) -> str | None:
    """What dateparser proposes for a word alone, if it is the same on both known days."""
    if len(word.rstrip(".")) < 3:
        return None  # "m" is a month here and a minute there
    proposals = _proposals(word, language)
    if proposals is not None:
        found, period = proposals
        if period == "time":
            return None
        if period == "month":
            months = {each.month for each in found}
            return MONTHS[months.pop() - 1] if len(months) == 1 else None
        shifts = {(each.date() - day.date()).days for each, day in zip(found, _DAYS, strict=True)}
        if len(shifts) == 1:
            return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(shifts.pop())
        weekdays = {each.weekday() for each in found}
        if len(weekdays) == 1 and all(0 < shift <= 7 for shift in shifts):
            return WEEKDAYS[weekdays.pop()]
        return None
    proposals = _proposals(f"1 {word}", language)
    if proposals is None:
        return None
    found, period = proposals
    days = {abs((each.date() - day.date()).days) for each, day in zip(found, _DAYS, strict=True)}
    lengths = {"day": {1}, "week": {7}, "month": {30, 31}, "year": {365, 366}}
    return period if period in _UNITS and days <= lengths[period] else None


def _proposals(text: str, language: str) -> tuple[tuple[dt.datetime, ...], str] | None:
    """dateparser's readings of a text on both known days, and how much time it names."""
    proposed = [dictionary.get_date_data(text) for dictionary in _dictionaries(language)]
    found = tuple(each.date_obj for each in proposed if each.date_obj is not None)
    return (found, str(proposed[0].period)) if len(found) == len(_DAYS) else None
