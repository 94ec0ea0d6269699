"""What people type, taken apart into words that are known. Nothing is left out, and nothing is added.

A phrase is written down as the kinds of its words, a letter each, so that what makes a date can be
said as a pattern over them: "2nd Wednesday of January 6pm" is ``OWM`` with an hour beside it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lacwg.dates_in.date_errors import NotUnderstoodError
from lacwg.schedule.wording import MONTHS, WEEKDAYS

_PART: Final = re.compile(
    r"""(?P<Q>\d{4}-\d\d?-\d\d?(?![-\w]))
    |(?P<S>\d{1,4}(?:/\d{1,4}){1,2}(?![/\w]))
    |(?P<C>\d{1,2}(?::\d\d){1,2}(?!:)(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?|\d{1,2}\s?h(?:rs|s)?(?:\d\d)?\b)
    |(?P<O>\d{1,2}(?:st|nd|rd|th|ero|er|[ºª°])(?!\w))
    |(?P<Y>\d{4})(?!\d)
    |(?P<D>\d{1,3})(?!\d)
    |(?P<Z>UTC(?:[+-]\d{1,2}(?::\d\d)?)?(?!\w))
    |(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?)
    |(?P<blank>[\s,·@()]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_UNITS: Final = ("day", "week", "month", "year")
_COUNTS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")
_DAYS: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_SILENT: Final = frozenset({"at", "on", "of", "the", "from"})
_SENTENCES: Final = (
    (re.compile(r"\b(?:the )?day after tomorrow\b", re.IGNORECASE), "in 2 days"),
    (re.compile(r"\ba fortnight\b", re.IGNORECASE), "2 weeks"),
    (re.compile(r"\bfrom (?:now|today)\b", re.IGNORECASE), "hence"),
    (re.compile(r"\ball day\b", re.IGNORECASE), ""),
    *(
        (re.compile(rf"\b{name}(?: time)?\b", re.IGNORECASE), f"{name[0]}T")
        for name in ("Eastern", "Central", "Mountain", "Pacific")
    ),
)
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

        names = {name.lower(): name for name in (*MONTHS, *WEEKDAYS, *_DAYS, *_ORDINALS, "noon")}
        close = difflib.get_close_matches(self.word.lower().rstrip("."), names, n=1, cutoff=0.7)
        if close:
            meant = self.text.replace(self.word, names[close[0]], 1)
            try:
                phrase(meant)
            except NotUnderstoodError:
                return self
            self.hint = f'did you mean "{meant}"?'
        return self


class Word(NamedTuple):
    """One word of a phrase."""

    kind: str
    """Q 2026-12-03, S 12/3, C an hour, B midnight, Z a zone, O ordinal, L last, Y four digits, D fewer,
    N a number in words, M month, W weekday, U day, week, month or year, R today and its neighbours, X next or this,
    I in, A ago or hence."""
    value: int
    """The number that it stands for: a month from 1, a weekday from 0; of Q, S, C, B and Z there is none."""
    text: str
    """As it was typed."""


class Phrase(NamedTuple):
    """The words of a phrase, and their kinds as one string."""

    words: tuple[Word, ...]
    text: str

    @property
    def kinds(self) -> str:
        """A letter a word."""
        return "".join(word.kind for word in self.words)

    def of_kind(self, kinds: str) -> list[Word]:
        """The words of these kinds, in order."""
        return [word for word in self.words if word.kind in kinds]


def phrase(text: str, typed: str | None = None) -> Phrase:
    """The words of an English text. Raises ``NotUnderstoodError``, naming the first word that is not known.

    ``typed`` is what people wrote, where that was in another language; messages quote it.
    """
    if len(text) > MAX_LENGTH:
        raise NotUnderstoodError(f'"{text[:40]}…" is too long for a date or time')
    plain = text
    for sentence, means in _SENTENCES:
        plain = sentence.sub(means, plain)
    words: list[Word] = []
    at = 0
    while at < len(plain):
        match = _PART.match(plain, at)
        if match is None:
            raise NotUnderstoodError(f'"{text}" is not understood as a date or time')
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "word":
            found = _word(match[0], words)
            if found is None:
                raise UnknownWordError(match[0], text)
            words += found
        elif kind != "blank":
            words.append(_number(kind, match[0]))
    return Phrase(tuple(words), typed or text)


def _number(kind: str, text: str) -> Word:
    digits = re.match(r"\d+", text)
    return Word(kind, int(digits[0]) if digits and kind in "ODY" else 0, text)


def _word(typed: str, before: list[Word]) -> list[Word] | None:
    """What a word says: nothing, if it is one like "at"; None for one that is not known."""
    word = typed.lower().rstrip(".")
    if word in _SILENT:
        return []
    kind, value = _meaning(word)
    if kind:
        return [Word(kind, value, typed)]
    if before and before[-1].kind == "C" and typed.isupper() and 2 <= len(typed) <= 4:
        return [Word("Z", 0, typed)]
    return None


def _meaning(word: str) -> tuple[str, int]:  # noqa: C901, a list of cases, each of one line
    if word in ("noon", "midday"):
        return "C", 0
    if word == "midnight":
        return "B", 0
    if word in _DAYS:
        return "R", _DAYS[word]
    if word in ("next", "this"):
        return "X", 1 if word == "next" else 0
    if word == "last":
        return "L", -1
    if word == "in":
        return "I", 0
    if word in ("ago", "hence"):
        return "A", -1 if word == "ago" else 1
    if word in _ORDINALS:
        return "O", _ORDINALS.index(word) + 1
    if word in ("a", "an"):
        return "N", 1
    if word in _COUNTS:
        return "N", _COUNTS.index(word) + 1
    if word.removesuffix("s") in _UNITS:
        return "U", _UNITS.index(word.removesuffix("s"))
    for number, name in enumerate(MONTHS, 1):
        if (len(word) >= 3 and name.lower().startswith(word)) or (number == 9 and word == "sept"):
            return "M", number
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 3 and name.lower().startswith(word):
            return "W", number
    return "", 0
