"""What people write as a date, taken apart into what is known of its words. Nothing is left out, nothing is added."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product, takewhile
from math import prod
from typing import Final, NamedTuple, TypeVar

from lacwg.dates_in.clock_and_calendar import HALF, NOON, OCLOCK
from lacwg.dates_in.date_errors import AmbiguousWhenError, NotUnderstoodError, WhenError
from lacwg.dates_in.vocabulary import OTHERS, PARTS_OF_DAY, Token, TokenKind, vocabulary
from lacwg.text.english import MONTHS, WEEKDAYS, full_date, listed
from lacwg.text.fold import fold

T = TypeVar("T")
# "19 h 30": minutes behind a blank are such only where no month comes after them, as in "19 h 12 de diciembre".
_MINUTES: Final = r"(?:[0-5]\d(?:min)?|\s[0-5]\d(?=\W*(?:\Z|(?-i:[A-Z]{2,5})\b)))?"
_PART: Final = re.compile(
    rf"""(?P<ISO_DATE>(?:\d{{8}}|\d{{4}}(?P<separator>[-/.])\d\d?(?P=separator)\d\d?)(?![-/]|(?!T\d)\w))
    |(?P<NUMERIC_DATE>(?:\d{{1,4}}(?:/\d{{1,4}}){{1,2}}|\d\d?-\d\d?-\d{{2,4}}|\d\d?\.\s?\d\d?\.\s?\d{{2,4}})(?![-/\w]))
    |(?P<HOUR>(?<=\d{{8}}T)\d{{4}}(?:\d\d)?(?!\d)|12(?:[:.]00)?\s?{NOON}
        |\d{{1,2}}(?::\d\d){{1,2}}(?:\.\d+)?(?![:\d])(?:{HALF}|{OCLOCK}\b)?
        |\d{{1,2}}\.[0-5]\d(?!\.?\d)(?:{HALF}|{OCLOCK}\b)?
        |\d{{1,2}}{HALF}|\d{{1,2}}{OCLOCK}{_MINUTES}\b(?:{HALF})?)
    |(?P<ORDINAL>\d{{1,2}}(?:st|nd|rd|th|ero|er|re|ye|e|[zy]?y?èm|ème|[ºª°])(?!\w))
    |(?P<YEAR>\d{{4}})(?!\d)
    |(?P<NUMBER>\d{{1,3}})(?!\d)
    |(?P<ZONE>UTC(?:[+-]\d{{1,2}}(?::\d\d)?)?(?!\w)|(?<=\d)\s?(?:Z(?!\w)|\+\d\d:?\d\d(?!\d))
        |(?:(?<=:\d\d)|(?<=T\d{{6}}))\s?-\d{{4}}(?!\d)
        |(?:(?<=[T:]\d\d:\d\d|\d\d\.\d\d\d|\d{{6}})|(?<=T\d:\d\d))\s?-\d\d:\d\d(?![\d:]))
    |(?P<TO>[–—]\u2060?|(?<=\s)-(?=\s)|(?<=[\dmhèapni.])-(?=\d{{1,2}}(?:[:.]\d|{HALF}|{OCLOCK}))
        |(?<=\d\s)-(?=\d\d:\d\d))
    |(?<=\d)T(?=\d)
    |(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?)
    |(?:[\s,·@()]|(?<=\d)-(?=[^\W\d_])|(?:(?<=[^\W\d_])|(?<=[^\W\d_]-\d)|(?<=[^\W\d_]-\d\d))-(?=\d))+""",
    re.IGNORECASE | re.VERBOSE,
)
_SEVERAL: Final = {"DAY": "(NUMBER|ORDINAL)", "MANY": "(NUMBER|COUNT|YEAR)"}
_ZONES: Final = ("CET", "ChST")
"""Abbreviations of zones that are a word as well, as "cet" is in French, or have small letters."""
_LONGEST_PHRASE: Final = 4
_MOST_READINGS: Final = 32
_SUGGESTED: Final = (
    *MONTHS, *WEEKDAYS, "yesterday", "today", "tonight", "tomorrow", "noon", "first", "second", "third", "fourth",
    "fifth",
)  # fmt: skip
MAX_LENGTH: Final = 120
"""Characters beyond which nothing is a date."""


class UnknownWordError(NotUnderstoodError):
    """A word is not known; the hint names a known one that looks like it, if that makes the text known."""

    def __init__(self, word: str, text: str) -> None:
        inside = f' in "{text}"' if word != text else ""
        super().__init__(f'"{word}"{inside} is not understood as a date or time')
        self.word = word
        self.text = text

    def with_suggestion(self) -> UnknownWordError:
        """The same error; its hint names the text as it was probably meant."""
        import difflib

        names = {name.lower(): name for name in _SUGGESTED}
        close = difflib.get_close_matches(self.word.lower().rstrip("."), names, n=1, cutoff=0.7)
        if close:
            meant = self.text.replace(self.word, names[close[0]], 1)
            try:
                phrases(meant, "en")
            except NotUnderstoodError:
                return self
            self.hint = f'did you mean "{meant}"?'
        return self


class Phrase(NamedTuple):
    """What was written, in one of the ways in which it can be taken."""

    tokens: tuple[Token, ...]
    text: str
    language: str

    def typed(self, day: dt.date) -> str:
        """A day as it can be typed beside other words of the phrase."""
        return full_date(day) if self.language == "en" else f"{day:%Y-%m-%d}"

    def fits(self, template: str) -> bool:
        """Whether its tokens are of these kinds, as "WEEKDAY? MONTH DAY"; DAY is a number or an ordinal."""
        return _template(template).fullmatch("".join(f"{token.kind.name}," for token in self.tokens)) is not None

    def of(self, *kinds: TokenKind) -> list[Token]:
        """The tokens of these kinds, in order."""
        return [token for token in self.tokens if token.kind in kinds]

    def without(self, *kinds: TokenKind) -> Phrase:
        """The phrase without the tokens of these kinds."""
        return self._replace(tokens=tuple(token for token in self.tokens if token.kind not in kinds))


@cache
def _template(text: str) -> re.Pattern[str]:
    names = re.sub(r"\w+", lambda match: _SEVERAL.get(match[0], match[0]), text)
    return re.compile(re.sub(r"[A-Z_]+", r"(?:\g<0>,)", names).replace(" ", ""))


def phrases(text: str, language: str) -> list[Phrase]:
    """The ways in which a text can be taken in a language; mostly one.

    Raises ``NotUnderstoodError``, naming the first word that the language does not know.
    """
    choices = list(_choices(text, language))
    if prod(map(len, choices)) > _MOST_READINGS:
        raise NotUnderstoodError.of(text)
    taken = (_with_parts_of_day([each for each in chosen if each is not None]) for chosen in product(*choices))
    found = [Phrase(tuple(tokens), text, language) for tokens in taken if tokens is not None]
    if not found:
        raise NotUnderstoodError.of(text)
    return found


def _choices(text: str, language: str) -> Iterator[list[Token | None]]:
    """For each word or phrase of a text what it can be; None where that is nothing."""
    words, parts = vocabulary(language), _parts(text)
    after_hour = False
    while parts:
        name, written, left = parts.pop(0)
        found: list[Token | None]
        if name != "word":
            value = int(re.findall(r"\d+", written)[0]) if name in ("ORDINAL", "YEAR", "NUMBER") else 0
            found = [Token(TokenKind[name], value, written, left)]
        elif after_hour and written in _ZONES:
            found = [Token(TokenKind.ZONE, 0, written, left)]
        elif known := _longest(written, parts, words):
            del parts[: known.count(" ")]
            found = [each and each._replace(text=known, left=left) for each in words[_folded(known)]]
        elif after_hour and written.isupper() and 2 <= len(written) <= 4:
            found = [Token(TokenKind.ZONE, 0, written, left)]
        else:
            raise UnknownWordError(written, text)
        if found != [None]:
            after_hour = any(each and each.kind in (TokenKind.HOUR, TokenKind.PART_OF_DAY) for each in found)
        yield found


def _parts(text: str) -> list[tuple[str, str, int]]:
    """The words and numbers of a text: what each is in ``_PART``, as it is written, and what is left from it on."""
    if len(text) > MAX_LENGTH:
        raise NotUnderstoodError(f'"{text[:40]}…" is too long for a date or time')
    parts: list[tuple[str, str, int]] = []
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise NotUnderstoodError.of(text)
        if match.lastgroup:
            parts.append((match.lastgroup, match[0], len(text) - at))
        at = match.end()
    return parts


def _folded(text: str) -> str:
    return " ".join(word.rstrip(".") for word in fold(text).split())


def _longest(word: str, parts: list[tuple[str, str, int]], words: Mapping[str, list[Token | None]]) -> str | None:
    """The longest phrase that begins with a word and goes on with the next ``parts``, of those in a vocabulary."""
    following = [word, *(written for _, written, _ in takewhile(lambda part: part[0] == "word", parts))]
    begun = (" ".join(following[:count]) for count in range(min(len(following), _LONGEST_PHRASE), 0, -1))
    return next((each for each in begun if _folded(each) in words), None)


def _with_parts_of_day(tokens: list[Token]) -> list[Token] | None:
    """The tokens with "de la tarde" in the hour before it; None where it has none of which people say so."""
    made: list[Token] = []
    for token in tokens:
        if token.kind is not TokenKind.PART_OF_DAY:
            made.append(token)
            continue
        first, last, half = PARTS_OF_DAY[token.value]
        hour = made.pop() if made else token
        if hour.kind not in (TokenKind.HOUR, TokenKind.NUMBER) or re.search(f"{HALF}\\Z", hour.text, re.IGNORECASE):
            return None
        digits = re.match(r"\d+", hour.text)
        if digits is None or not first <= int(digits[0]) <= last:
            return None
        made.append(Token(TokenKind.HOUR, half, f"{hour.text} {token.text}"))
    return made


def understood(text: str, read: Callable[[Phrase], T], say: Callable[[T], str], own: str | None = None) -> T:
    """What ``read`` makes of a text: in English, else in the language whose tag is ``own``, else in any other.

    ``say`` tells readings apart, and must be text that can be typed. Raises ``WhenError``.
    """
    first = ("en", *(each for each in OTHERS if each == (own or "").partition("-")[0].lower()))
    text = unicodedata.normalize("NFC", text).replace("\u2060", "")  # which keeps hours on one line of the page
    found: dict[str, T] = {}
    unknown: list[NotUnderstoodError] = []
    refused: list[WhenError] = []
    for language in dict.fromkeys((*first, *OTHERS)):
        for reading in _readings(text, language, read):
            if isinstance(reading, NotUnderstoodError):
                unknown.append(reading)
            elif isinstance(reading, WhenError):  # understood, and no date: better than that it is not English
                refused.append(reading)
            else:
                found.setdefault(say(reading), reading)
        settled = language == first[-1] or any(isinstance(each, AmbiguousWhenError) for each in refused)
        if language in first and (found or (refused and settled)):  # "mar 7pm" is Tuesday to those who speak Spanish
            break
    if len(found) > 1:
        raise AmbiguousWhenError(f'"{text}" may be {listed(list(found), "or")}', list(found))
    for each in found.values():
        return each
    error = (refused or unknown)[0]
    raise error.with_suggestion() if isinstance(error, UnknownWordError) else error


def _readings(text: str, language: str, read: Callable[[Phrase], T]) -> Iterator[T | WhenError]:
    try:
        taken = phrases(text, language)
    except NotUnderstoodError as error:
        yield error
        return
    for phrase in taken:
        try:
            yield read(phrase)
        except WhenError as error:
            yield error
