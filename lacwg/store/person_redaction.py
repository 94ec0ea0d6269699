"""Where a person stands in the text of a file, and the text without them.

A name is found whatever its accents and capitals, with any blank space, hyphen or line end between its
words, and as "Family, Given"; an e-mail or postal address and a telephone number as a whole. A name of one
word, a first name alone and what breaks when it is changed (a link, a file's name) is only pointed at.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from lacwg.errors import LacwgError
from lacwg.records import FORMER as FORMER
from lacwg.records import PEOPLE
from lacwg.text.addresses import FEWEST_DIGITS
from lacwg.text.fold import fold, fold_with_places
from lacwg.text.links import LINK
from lacwg.text.toml_text import Lines, Piece, Replacement, pieces, replaced

PERSON_KEYS: Final = PEOPLE | {"by"}
"""The keys that hold a person: a contact's id or a plain name."""
FIXED_KEYS: Final = frozenset(
    {
        "id", "uid", "uid_namespace", "email", "phone", "address", "image", "url", "join_url", "dial_in", "host_key",
        "rule", "timezone", "zones", "issues", "languages", "countries", "holidays", "ignore", "main_series",
        "date_order", "language", "country", "clock", "lists", "installation", "newsletter", "social", "recording",
    }
)  # fmt: skip
"""The keys whose texts mean something to programs, or are somebody else's: they are only pointed at."""

_PARTICLES: Final = frozenset(
    {"the", "and", "del", "los", "las", "san", "santa", "von", "van", "der", "den", "dos", "das", "saint", "iii"}
)
_SHORTEST: Final = 3
"""Letters of a part of a name that is looked for by itself."""
_SHORTEST_JOINED: Final = 8
"""Letters of a name that is found without anything between its words: johnratliff."""
_BETWEEN: Final = r"(?:[ \t]*\r?\n[ \t]*(?:#[ \t]*)?|[ \t._'-]{1,4})"
"""What may stand between the words of a name; of several lines also the sign of a comment."""
_IN_NUMBER: Final = r"[ \t().-]{0,3}"
_NOT_BEFORE: Final = r"(?<![^\W_])"
_NOT_AFTER: Final = r"(?![^\W_])"


class Person(NamedTuple):
    """Whom to look for."""

    id: str
    name: str
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    others: tuple[str, ...] = ()
    """The names of all other contacts: a name that is part of one of theirs is not this one's."""
    is_meant: Callable[[str], bool | None] = lambda _: False
    """Whether a key that holds a person means this one; None: it may."""


class Place(NamedTuple):
    """One place in a file."""

    line: int
    what: str
    """The key, or "comment"."""
    text: str
    """What stands there."""


class Without(NamedTuple):
    """A file's text without somebody."""

    text: str
    places: tuple[Place, ...] = ()
    """Where they stood."""
    look: tuple[Place, ...] = ()
    """What people must look at themselves."""


class Finder:
    """Finds one person in texts."""

    def __init__(self, person: Person, *, keep: frozenset[str] = frozenset()) -> None:
        """``keep``: keys in which the name stays, and is only pointed at."""
        self.person = person
        self.keep = keep
        name = fold(person.name)
        self.words = _words(name)
        self._parts = {*self.words, *person.id.split("-")}
        others = [fold(each) for each in person.others]
        namesake = any(_words(each) == self.words for each in others)
        reached = [*_contact_patterns(person)]
        self._reached_by = _alternatives([], reached)
        self._whole_name = _name_patterns(name)
        takes = [*reached]
        if len(self.words) > 1 and not namesake:
            takes += self._whole_name
        if "-" in person.id and not (namesake and person.id.split("-") == self.words):
            takes.append(f"{_NOT_BEFORE}{re.escape(person.id)}{_NOT_AFTER}")
        longer = [each for each in others if len(_words(each)) > len(self.words) and _within(self.words, _words(each))]
        self._pattern = _alternatives(map(_name_pattern, longer), takes)
        parts = [each for each in self.words if len(each) >= _SHORTEST and each not in _PARTICLES]
        alone = [f"{_NOT_BEFORE}{re.escape(each)}{_NOT_AFTER}" for each in dict.fromkeys(parts)]
        known = [_name_pattern(each) for each in others if len(_words(each)) > 1 and _words(each) != self.words]
        # with an ending ("Bjørks"), or far apart: search finds that too
        longer_name = [_NOT_BEFORE + r"\s+".join(map(re.escape, self.words))] if len(self.words) > 1 else []
        self._look = _alternatives(known, [*takes, *self._whole_name, *longer_name, *alone])

    def without(self, text: str) -> Without:
        """The text of a TOML file without the person. Raises ``LacwgError`` where it would not read as it is meant."""
        import tomli

        result = self._taken_out(text, pieces(text), "comment")
        if result.places and tomli.loads(result.text) != self.said(tomli.loads(text)):
            raise LacwgError("this file is written in a form that cannot be changed by the program")
        return result

    def anywhere(self, text: str) -> Without:
        """The same of a text that need not be TOML."""
        return self._taken_out(text, [Piece(None, text, 0, len(text), 0, None)], "text")

    def _taken_out(self, text: str, parts: Iterable[Piece], unnamed: str) -> Without:
        """A text without the person in its parts; ``unnamed``: what one without a key is called."""
        lines = Lines(text)
        changes: list[Replacement] = []
        places: list[Place] = []
        look: list[Place] = []
        for piece in parts:
            what, spans = piece.key or unnamed, self._spans(piece.key, piece.value)
            for start, end in spans:
                at = piece.place(start)
                changes.append((at, piece.place(end), FORMER))
                places.append(Place(lines.of(at), what, piece.value[start:end]))
            for start, end in self._pointed_at(piece, spans):
                look.append(Place(lines.of(piece.place(start)), what, piece.value[start:end]))
        return Without(replaced(text, changes), tuple(places), tuple(dict.fromkeys(look)))

    def said(self, values: Any, key: str | None = None) -> Any:
        """What a file without the person says, worked out from what it said: to compare with."""
        if isinstance(values, dict):
            return {each: self.said(value, each) for each, value in values.items()}
        if isinstance(values, list):
            return [self.said(each, key) for each in values]
        if not isinstance(values, str):
            return values
        return replaced(values, [(start, end, FORMER) for start, end in self._spans(key, values)])

    def _spans(self, key: str | None, text: str) -> list[tuple[int, int]]:
        """What is to be replaced in a string or in comments."""
        if key in FIXED_KEYS or not text:
            return []
        if key in PERSON_KEYS and self.person.is_meant(text):
            return [(0, len(text))]
        links = [match.span() for match in LINK.finditer(text)]
        found = _found(self._reached_by if key in self.keep else self._pattern, text)
        return [span for span in found if not _inside(links, span)]

    def _pointed_at(self, piece: Piece, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        if piece.key in PERSON_KEYS and self.person.is_meant(piece.value) is False and not spans:
            return iter(())  # it is somebody else
        return (span for span in _found(self._look, piece.value) if not _touches(spans, span))

    def may_be_in(self, text: str) -> bool:
        """Whether it is worth while to look into a file's text; most have nothing of the name."""
        folded = fold(text)
        if "\\" in text or any(each in folded for each in self._parts):
            return True
        return self._reached_by is not None and self._reached_by.search(folded) is not None

    def is_named(self, name: str) -> bool:
        """Whether a name is the person's, whatever its accents and capitals."""
        return _words(fold(name)) == self.words

    def is_name(self, stem: str) -> bool:
        """Whether a record's or a draft's name is the person's, or has their whole one in it, of several words."""
        if stem.removeprefix("contact-") == self.person.id:
            return True
        return len(self.words) > 1 and any(re.search(each, fold(stem)) for each in self._whole_name)

    def in_name(self, name: str) -> bool:
        """Whether a file's name has the person's in it."""
        folded = fold(name)
        return any(
            re.search(each, folded) for each in [*self._whole_name, rf"{_NOT_BEFORE}{self.person.id}{_NOT_AFTER}"]
        )


def _found(pattern: re.Pattern[str] | None, text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern takes something of a text."""
    if pattern is None:
        return
    origins: Sequence[int] | None = None  # seldom asked for: most texts have nothing
    for match in pattern.finditer(fold(text)):
        if not match["take"]:
            continue
        if origins is None:
            origins = fold_with_places(text)[1] or range(len(text) + 1)
        start, end = origins[match.start()], origins[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1  # an accent that stands by itself
        yield start, end


def _touches(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Whether a stretch has something in common with one of ``spans``, which are in order and apart."""
    at = bisect_left(spans, (span[1], 0)) - 1
    return at >= 0 and spans[at][1] > span[0]


def _inside(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Whether a stretch is within one of ``spans``, which are in order and apart."""
    at = bisect_right(spans, span[0], key=lambda each: each[0]) - 1
    return at >= 0 and spans[at][1] >= span[1]


def _alternatives(keeps: Iterable[str], takes: Sequence[str]) -> re.Pattern[str] | None:
    """What is to be found, but within what is somebody else's; None: nothing."""
    if not takes:
        return None
    return re.compile("|".join([*keeps, f"(?P<take>{'|'.join(takes)})"]))


def _words(folded: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded)


def _within(words: list[str], others: list[str]) -> bool:
    return any(others[at : at + len(words)] == words for at in range(len(others) - len(words) + 1))


def _name_pattern(name: str) -> str:
    """A folded name as it stands, whatever stands between its words."""
    words = _words(name)
    gaps = re.split(r"[^\W_]+", name)[1:-1]
    maybe = "?" if sum(map(len, words)) >= _SHORTEST_JOINED else ""
    parts = [
        f"(?:{_BETWEEN}|{re.escape(gap)}){maybe}{re.escape(word)}" for gap, word in zip(gaps, words[1:], strict=True)
    ]
    return "".join([_NOT_BEFORE, *map(re.escape, words[:1]), *parts, _NOT_AFTER])


def _name_patterns(name: str) -> list[str]:
    """A folded name as it stands, and with its last word first."""
    words = _words(name)
    if len(words) < 2:
        return [_name_pattern(name)] if words else []
    given = _BETWEEN.join(map(re.escape, words[:-1]))
    return [_name_pattern(name), rf"{_NOT_BEFORE}{re.escape(words[-1])},[ \t]*+{_BETWEEN}?{given}{_NOT_AFTER}"]


def _contact_patterns(person: Person) -> Iterator[str]:
    """What a person is reached by."""
    if person.email:
        yield rf"(?<![\w.+-]){re.escape(fold(person.email))}(?![\w-]|\.\w)"
    digits = re.findall(r"\d", fold(person.phone or ""))
    if len(digits) >= FEWEST_DIGITS:
        if len(digits) == 11 and digits[0] == "1":  # North America: with its code or without
            digits = digits[1:]
        code = rf"(?:1{_IN_NUMBER})?" if len(digits) == 10 else ""
        yield rf"(?<!\d)\+?{code}\(?{_IN_NUMBER.join(digits)}(?!\d)"
    if person.address:
        folded = fold(person.address)
        for words in (_words(folded), _words(folded.split("\n")[0])):
            if len(words) > 1 and any(map(str.isdigit, words)):
                between = r"[\s#,.;-]{1,6}"
                yield f"{_NOT_BEFORE}{between.join(map(re.escape, words))}{_NOT_AFTER}"
