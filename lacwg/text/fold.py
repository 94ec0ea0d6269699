"""What people look for in text: words in any case, with or without their accents. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from lacwg.errors import UsageError

AROUND: Final = 48
"""Characters that are shown on each side of what was found."""

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys('"“”„‟«»＂', " "),  # a quote in what is looked for holds words together
        **dict.fromkeys("‘’‚‛ʼʹ′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),  # what nobody sees
        "ı": "i",  # the Turkish i without a dot; the other one, "İ", loses its dot as an accent
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip
"""Letters whose mark is a part of them for Unicode, and signs that keyboards have one form of."""


class _Folds(dict[int, str]):
    """What each character that is not ASCII folds to, found out once."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        # what casefold makes of a few letters has marks again
        marked = unicodedata.normalize("NFKD", plain)
        made = self[code] = "".join(each for each in marked if not unicodedata.combining(each)).translate(_SAME)
        return made


_FOLDS: Final = _Folds()
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Text without case and accents: "Haïti" and "HAITI" are both "haiti", "Straße" is "strasse".

    The fold of a text is that of its characters, one after the other, so that a part of a text folds to
    a part of its fold.
    """
    if not text.isascii():
        text = _NOT_ASCII.sub(lambda match: match[0].translate(_FOLDS), text)
    return text.lower().replace('"', " ")


class Query(NamedTuple):
    """What is looked for, folded: words that may stand anywhere, and phrases that must stand as they are."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """The words of all, as they must stand somewhere in a text that holds the query."""
        return (*self.words, *(word for phrase in self.phrases for word in phrase.split()))

    def is_in(self, texts: Iterable[str]) -> bool:
        """Whether each word and phrase is in one of several texts."""
        folded = [_on_one_line(fold(each)) for each in texts]
        return all(any(word in each for each in folded) for word in self.words) and all(
            any(at(phrase, each) >= 0 for each in folded) for phrase in self.phrases
        )


def query(text: str) -> Query:
    """What was typed, taken apart: what stands in double quotes, of any kind, is a phrase.

    Raises ``UsageError`` where nothing is left to be looked for.
    """
    parts = "".join('"' if each in "“”„‟«»＂" else each for each in text).split('"')
    if len(parts) % 2 == 0:  # the last quote is not closed: it holds nothing together
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]
    words = [word for part in parts[::2] for word in fold(part).split()]
    phrases = [_on_one_line(fold(part)) for part in parts[1::2]]
    found = Query(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(each for each in phrases if each)))
    if text.strip() and not any(found):
        raise UsageError("there is nothing in it to look for", hint="as: lacwg search haiti webinar")
    return found


def at(phrase: str, folded: str) -> int:
    """Where a folded phrase stands in a folded text as whole words; -1 where it does not."""
    start = folded.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        before = start > 0 and folded[start - 1].isalnum() and phrase[:1].isalnum()
        behind = end < len(folded) and folded[end].isalnum() and phrase[-1:].isalnum()
        if not before and not behind:
            return start
        start = folded.find(phrase, start + 1)
    return -1


def names(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text has one of several phrases as whole words."""
    folded = _on_one_line(fold(text))
    return any(at(each, folded) >= 0 for each in map(_on_one_line, map(fold, phrases)) if each)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def excerpt(wanted: Query, texts: Sequence[str]) -> str:
    """The words around the first find, of the text in which most is found, on one line."""
    lines = [_on_one_line(each) for each in texts]
    first = max(lines, key=lambda each: _count(wanted, each), default="")
    where, length = _first(wanted, first)
    if len(first) <= 2 * AROUND + length:
        return first
    start, end = max(0, where - AROUND), where + length + AROUND
    if start > 0:
        start = _next_word(first, start, where)
    if end < len(first):
        space = first.rfind(" ", where + length, end + 1)
        end = space if space >= 0 else end
    return f"{'…' if start else ''}{first[start:end].strip()}{'…' if end < len(first) else ''}"


def _next_word(text: str, start: int, before: int) -> int:
    space = text.find(" ", start, before)
    return space + 1 if space >= 0 else start


def _count(wanted: Query, text: str) -> int:
    folded = _on_one_line(fold(text))
    return sum(word in folded for word in wanted.words) + sum(at(each, folded) >= 0 for each in wanted.phrases)


def _first(wanted: Query, text: str) -> tuple[int, int]:
    """Where the first word or phrase stands in a text as it is written, and how long it is there."""
    folded: list[str] = []
    origin: list[int] = []  # for each folded character, the place of the one that it comes from
    for place, character in enumerate(text):
        for each in fold(character):
            if not each.isspace() or folded[-1:] != [" "]:
                folded.append(" " if each.isspace() else each)
                origin.append(place)
    whole = "".join(folded)
    # "us" is shown where it is a word, and only failing that in "focus"
    places = [(at(word, whole), whole.find(word), len(word)) for word in wanted.words]
    found = [(alone if alone >= 0 else within, length) for alone, within, length in places]
    found += [(at(phrase, whole), len(phrase)) for phrase in wanted.phrases]
    where, length = min((each for each in found if each[0] >= 0), default=(0, 0))
    if length == 0:
        return 0, 0
    return origin[where], origin[where + length - 1] - origin[where] + 1
