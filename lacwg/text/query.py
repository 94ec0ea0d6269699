"""What people look for in texts: words, and phrases in quotes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from lacwg.errors import UsageError
from lacwg.text.fold import fold, fold_line, fold_with_places

AROUND: Final = 48
"""Characters that are shown on each side of what was found."""


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
        folded = [fold_line(each) for each in texts]
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
    phrases = [fold_line(part) for part in parts[1::2]]
    found = Query(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(each for each in phrases if each)))
    if text.strip() and not any(found):
        raise UsageError("there is nothing in it to look for", hint="for example: lacwg search haiti webinar")
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
    folded = fold_line(text)
    return any(at(each, folded) >= 0 for each in map(fold_line, phrases) if each)


def excerpt(wanted: Query, texts: Sequence[str]) -> str:
    """The words around the first find, of the text in which most is found, on one line."""

    def found(text: str) -> int:
        folded = fold_line(text)
        return sum(word in folded for word in wanted.words) + sum(at(each, folded) >= 0 for each in wanted.phrases)

    first = max((" ".join(each.split()) for each in texts), key=found, default="")
    where, length = _first(wanted, first)
    if len(first) <= 2 * AROUND + length:
        return first
    start, end = max(0, where - AROUND), where + length + AROUND
    if start > 0:
        space = first.find(" ", start, where)
        start = space + 1 if space >= 0 else start
    if end < len(first):
        space = first.rfind(" ", where + length, end + 1)
        end = space if space >= 0 else end
    return f"{'…' if start else ''}{first[start:end].strip()}{'…' if end < len(first) else ''}"


def _first(wanted: Query, text: str) -> tuple[int, int]:
    """Where the first word or phrase stands in a text as it is written, and how long it is there."""
    folded, places = fold_with_places(text)
    kept = [place for place, each in enumerate(folded) if not each.isspace() or not folded[place - 1 : place].isspace()]
    origin = kept if places is None else [places[each] for each in kept]
    whole = "".join(" " if folded[each].isspace() else folded[each] for each in kept)
    # "us" is shown where it is a word, and only failing that in "focus"
    words = [(at(word, whole), whole.find(word), len(word)) for word in wanted.words]
    found = [(alone if alone >= 0 else within, length) for alone, within, length in words]
    found += [(at(phrase, whole), len(phrase)) for phrase in wanted.phrases]
    where, length = min((each for each in found if each[0] >= 0), default=(0, 0))
    if length == 0:
        return 0, 0
    return origin[where], origin[where + length - 1] - origin[where] + 1
