"""Rules in words, taken apart: ``2nd Wednesday``, ``primer y tercer jueves de cada mes``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import msgspec

from lacwg.text.calendar_names import weekdays
from lacwg.text.fold import fold

_ORDINALS: Final = {
    "en": ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th"),
    "es": ("primer primero primeros", "segundo segundos", "tercer tercero terceros", "cuarto cuartos", "quinto"),
    "pt": ("primeiro primeira", "segundo segunda", "terceiro terceira", "quarto quarta", "quinto quinta"),
    "fr": ("premier premiers", "second deuxieme", "troisieme", "quatrieme", "cinquieme"),
    "ht": ("premye", "dezyem", "twazyem", "katriyem", "senkyem"),
}
_LAST: Final = {"en": "last", "es": "ultimo ultimos", "pt": "ultimo ultima", "fr": "dernier derniers", "ht": "denye"}
_NUMBERS: Final = {
    "en": (), "es": ("dos", "tres", "cuatro"), "pt": ("dois duas", "tres", "quatro"), "fr": ("deux", "trois", "quatre"),
    "ht": ("de", "twa", "kat"),
}  # fmt: skip
_FIGURE: Final = r"([1-5])(?:er|ero|ro|do|to|o|a|e|eme|nd|re|ye|z?yem)"
_OTHERS: Final = {
    "every": {
        "en": "every", "es": "cada todo todos todas", "pt": "cada todo toda todos todas", "fr": "chaque tous toutes un",
        "ht": "chak yon",
    },
    "often": {"es": "los las", "pt": "os as aos nos nas", "fr": "le les", "ht": "le"},
    "other": {"en": "other"},
    "and": {"en": ", and", "es": ", y e", "pt": ", e", "fr": ", et", "ht": ", ak epi"},
    "month": {"en": "month monthly", "es": "mes meses", "pt": "mes meses", "fr": "mois", "ht": "mwa"},
    "week": {
        "en": "week weeks", "es": "semana semanas", "pt": "semana semanas", "fr": "semaine semaines", "ht": "semen",
    },
    "day": {"en": "day days", "es": "dia dias", "pt": "dia dias", "fr": "jour jours", "ht": "jou"},
    "on": {"fr": "sur", "ht": "sou"},
    "": {
        "en": "the on of each", "es": "a al de del el en la", "pt": "a ao da de do em na no o", "fr": "a au de du",
        "ht": "nan",
    },
}  # fmt: skip
"""What a word does, and the words; "often" are the articles of what comes again and again, "" say nothing."""


class Reading(msgspec.Struct, frozen=True):
    """A rule as it was said."""

    language: str
    days: tuple[tuple[tuple[int, ...], int], ...]
    """The ordinals (-1: the last; none: every one) and the weekday, Monday 0, each."""
    interval: int
    every: bool
    plural: bool
    """Whether each weekday is in the plural, as English has it: ``Saturdays``."""
    of_month: bool
    daily: bool


def readings(text: str) -> Iterator[Reading]:
    """What a rule says in each language that has all its words."""
    tokens = _tokens(text)
    for language in _ORDINALS:
        if (found := _read(tokens, language)) is not None:
            yield found


def fault(text: str) -> str:
    """Why no language has a rule of these words."""
    tokens, words = _tokens(text), _words("en")
    unknown = next((each for each in tokens if each not in words and not each.isdecimal()), None)
    if unknown is None and not any(words[each][0] in ("weekday", "day") for each in tokens if each in words):
        return "it names no weekday"
    return f'"{text if unknown is None else unknown}" is not understood'


def _tokens(text: str) -> list[str]:
    """Words, figures and commas; other signs say nothing."""
    plain = fold(text).replace(",", " , ")
    if "." in plain:
        plain = re.sub(r"(?<=\d)\.(?=[a-z])", "", plain)  # "3.º"
    kept = "".join(each if each.isalnum() or each in ",-" else " " for each in plain)
    return [each for each in kept.split() if each.strip("-")]


@cache
def _words(language: str) -> Mapping[str, tuple[str, int]]:
    """What each word of a language is, and its number."""
    words = {word: (what, 0) for what, each in _OTHERS.items() for word in each.get(language, "").split()}
    for number, several in enumerate(_NUMBERS[language], 2):
        words |= dict.fromkeys(several.split(), ("number", number))
    for number, several in (*enumerate(_ORDINALS[language], 1), (-1, _LAST[language])):
        words |= dict.fromkeys(several.split(), ("ordinal", number))
    for number, name in enumerate(map(fold, weekdays(language))):
        bare = name.removesuffix("-feira")
        words |= dict.fromkeys((name, f"{name}s", name[:3], f"{bare}s", f"{bare}s-feiras"), ("weekday", number))
        words[bare] = ("short", words[bare][1]) if bare in words and bare != name else ("weekday", number)
    if language == "en":
        words |= {"tues": ("weekday", 1), "thur": ("weekday", 3), "thurs": ("weekday", 3)}
    return words


def _read(tokens: list[str], language: str) -> Reading | None:
    words = _words(language)
    found: list[tuple[str, int]] = []
    for token in tokens:
        figure, what = None if language == "en" else re.fullmatch(_FIGURE, token), words.get(token)
        if figure:
            what = ("ordinal", int(figure[1]))
        elif token.isdecimal() and len(token) <= 4:
            what = ("number", int(token))
        if what is None:
            return None
        while what[0] == "month" and found and found[-1][0] in ("every", "often"):  # "de cada mes"
            found.pop()
        if language == "en" and what[0] == "weekday":  # of which several need no "and" between them
            found.append(("plural" if token.endswith("days") else "apart", 0))
        found += [what] if what[0] else []
    kinds = [what for what, _ in found]
    every = "every" in kinds or "often" in kinds
    days = _days(_portuguese(found, every=every) if language == "pt" else found)
    interval = _interval(found)
    if days is None or interval is None or ("month" in kinds and interval > 1 and language != "en"):
        return None
    plural = kinds.count("plural") == len(days)
    return Reading(language, days, interval, every, plural, "month" in kinds, daily="day" in kinds)


_SHORT: Final = {2: 0, 4: 2, 5: 3}
"""In Portuguese a "segunda", a "quarta" and a "quinta" may be Monday, Wednesday and Thursday."""


def _portuguese(found: list[tuple[str, int]], *, every: bool) -> list[tuple[str, int]]:
    """The same with "quinta" as the weekday, where it is counted itself or counts nothing that comes after it."""
    made: list[tuple[str, int]] = []
    for place, (what, number) in enumerate(found):
        if what == "short":
            what = "ordinal"
            before = made[-1][0] if made else ""
            counts = before == "and" or {"weekday", "ordinal", "short"} & {kind for kind, _ in found[place + 1 :]}
            if every or before == "ordinal" or not counts:
                what, number = "weekday", _SHORT[number]
        made.append((what, number))
    return made


def _days(found: list[tuple[str, int]]) -> tuple[tuple[tuple[int, ...], int], ...] | None:
    """The weekdays with the ordinals before each, or those of the one before it; None for what is not said so."""
    days: list[tuple[tuple[int, ...], int]] = []
    ordinals: list[int] = []
    apart = True
    for what, number in found:
        if what == "ordinal":
            ordinals.append(number)
        elif what == "weekday":
            if not apart and not ordinals:
                return None
            days.append((tuple(ordinals) or (days[-1][0] if days else ()), number))
            ordinals = []
        elif what == "week" and ordinals:  # the Thursday of the 2nd week is not the 2nd Thursday
            return None
        apart = apart if what == "ordinal" else what != "weekday"
    return None if ordinals else tuple(days)


def _interval(found: list[tuple[str, int]]) -> int | None:
    """Every how many weeks or days; None where a number is not about that."""
    interval = 1
    for (before, _), (what, number), (after, _) in zip([("", 0), *found], found, [*found[1:], ("", 0)], strict=False):
        if what in ("number", "other"):
            meant = before == "every" if what == "other" else before == "on" or after in ("week", "day")
            if interval > 1 or not meant:
                return None
            interval = 2 if what == "other" else number
    return interval or None
