"""What is withheld, and looking for it in a text that was read: in one pass over its words, however much there is.

``values`` says what is looked for of one withheld text. ``Prefilter`` sees at once what a text may hold at all, and
never too little; ``Text`` looks for that in earnest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Final, Literal, NamedTuple

from lacwg.audience.leak_scanner.decoding import BREAK, decoded
from lacwg.text.controls import without_invisible
from lacwg.text.links import without_schemes

SHORTEST_TEXT: Final = 12
"""Characters below which a text can stand anywhere by chance: "Cuba"."""
SHORTEST_KEY: Final = 4

Kind = Literal["text", "phone", "key", "id"]

_KEYS: Final = frozenset({"host_key"})
_PHONES: Final = frozenset({"phone", "dial_in"})

WORD: Final = re.compile(r"\w+")
PHONE: Final = re.compile("\\+?\\d(?:[\\s().\\-/\u2010-\u2015\u00b7\u2022]{0,3}\\d){6,}")
_CODE: Final = re.compile(r"(?<!\w)(?=\w*\d)\w{4,}(?!\w)")
_ID: Final = re.compile(r"(?<![\w-])(?:\d{4}-\d\d-\d\d-)?([a-z0-9]+(?:-[a-z0-9]+)++)(?![\w-])")
_PASSCODE: Final = re.compile(r"[?&](?:pwd|passcode|password|p|pin|key|token)=([^&#\s]{4,})", re.IGNORECASE)
_SIGNS: Final = bytes(
    byte if byte > 127 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in bytes(range(256)).lower()
)
"""Small letters for the capitals of ASCII, blanks for its signs; the rest as it is."""
_RUN: Final = re.compile("\\d(?:[\\s().\\-/\u2010-\u2015\u00b7\u2022]{0,3}\\d){6,}")
"""The digits of a telephone number. What it begins with is one, which lets the engine skip the rest."""
_PERCENT: Final = re.compile("%[0-9A-Fa-f]{2}")
"""In links: "%204971" is no number but a blank and one. Decoded it stands on another line."""
_BETWEEN_DIGITS: Final = re.compile(r"[^\d\n]+")
_DIGITS: Final = b"0123456789"
_ALL_BUT_DIGITS: Final = bytes(set(range(256)) - set(_DIGITS))
_PIECE: Final = 1 << 18
"""Characters that are taken apart at once: a calendar of all that there was has millions of words."""
DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"  # ISO 8601
    r"|(?<!\w)\d{8}(?:T\d{6}Z?)?(?!\w)"  # iCalendar
    r"|(?<!\w)\d{1,2}/\d{1,2}/\d{4}(?!\w)|(?<!\w)\d{1,2}:\d\d(?::\d\d)?(?!\w)|(?<!\w)[+-]\d{4}(?!\w)"
    r"|(?<![^\W\d])[^\W\d]++\.? \d{1,2}, \d{4}(?!\w)|(?<!\w)\d{1,2}\.? [^\W\d]+ \d{4}(?!\w)"  # in words
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # a UUID
)


class Withheld(NamedTuple):
    """A value that an audience may not see, and where it stands."""

    value: str
    kind: Kind
    record: str
    field: str


def values(text: str, name: str, record: str, field: str) -> Iterator[Withheld]:
    """What to look for of one withheld text."""
    text = without_invisible(text).strip()
    if name in _KEYS:
        if len(text) >= SHORTEST_KEY:
            yield Withheld(text, "key", record, field)
        return
    if len(text) >= SHORTEST_TEXT and WORD.search(text):
        yield Withheld(without_schemes(text), "text", record, field)
        if "<" in text and (unmarked := BREAK.sub("\n", text)) != text and WORD.search(unmarked):
            yield Withheld(unmarked, "text", record, field)  # as it reads where these are taken for HTML
        lines = text.splitlines()
        if len(lines) > 1:  # of a long note a line alone says enough
            yield from (
                Withheld(line, "text", record, field)
                for line in lines
                if len(line) >= SHORTEST_TEXT and len(WORD.findall(line)) > 2
            )
    elif name == "id" and "-" in text:
        yield Withheld(text, "id", record, field)
    elif "@" in text and "." in text:
        yield Withheld(text, "text", record, field)
    for code in _PASSCODE.findall(text):
        yield Withheld(code, "key", record, field)
    if name in _PHONES:
        rest = text
        for match in PHONE.finditer(text):
            digits = "".join(filter(str.isdecimal, match[0]))[-10:]  # as its country is often left out
            yield Withheld(digits, "phone", record, field)
            rest = rest.replace(match[0], " ")
        if name == "dial_in":
            yield from (Withheld(code, "key", record, field) for code in _CODE.findall(rest))


class Prefilter:
    """Withheld values, by what a text must have to hold them: seen at once, however much is withheld.

    An output that holds a value has all of its words. So each value waits at the rarest of its words; those whose word
    is there, with all the others, are looked for in earnest. Nearly always there are none.
    """

    def __init__(self, values: Iterable[Withheld]) -> None:
        self._values = list(values)
        texts = {each.value for each in self._values if each.kind != "phone"}
        own = {value: [word.encode("utf-8", "surrogatepass") for word in own_words(value)] for value in texts}
        often = Counter(word for words in own.values() for word in set(words))
        self._by_word: dict[bytes, list[tuple[int, list[bytes]]]] = {}
        self._phones: list[tuple[int, bytes]] = []
        for number, each in enumerate(self._values):
            if each.kind == "phone":
                # of digits that are not those of ASCII nothing is asked: they are looked for everywhere
                self._phones.append((number, each.value.encode() if each.value.isascii() else b""))
            elif words := own[each.value]:
                rarest = words[0] if len(words) == 1 else min(words, key=lambda word: (often[word], -len(word)))
                self._by_word.setdefault(rarest, []).append((number, words))

    def candidates(self, text: str) -> list[Withheld]:
        """Those that may stand in a text that was ``skimmed``, in their order; none of the others does."""
        there = set[bytes]().union(*map(distinct_words, _pieces(text)))
        met = self._by_word.keys() & there
        found = [number for word in met for number, words in self._by_word[word] if there.issuperset(words)]
        if self._phones:
            digits = text.encode("utf-8", "surrogatepass").translate(None, _ALL_BUT_DIGITS)
            found += [number for number, phone in self._phones if phone in digits]
        return [self._values[number] for number in sorted(found)]


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that no word lies across: whole lines."""
    start = 0
    while len(text) - start > _PIECE and (end := text.find("\n", start + _PIECE)) >= 0:
        yield text[start:end]
        start = end
    yield text[start:]


class Text:
    """A text that was read (``decoded``), taken apart once for all that is looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = WORD.findall(text.casefold())

    @cached_property
    def digits(self) -> str:
        """Its runs of digits, each on a line or, where one was broken, on several."""
        return _digit_runs(self._text)

    def found(self, values: Iterable[Withheld]) -> list[Withheld]:
        """Those of ``values`` that stand in it."""
        of: dict[Kind, dict[str, list[Withheld]]] = {"text": {}, "phone": {}, "key": {}, "id": {}}
        for each in values:
            of[each.kind].setdefault(each.value, []).append(each)
        search = {"text": self._texts, "phone": self._phones, "key": self._keys, "id": self._ids}
        found = {kind: search[kind](list(those)) for kind, those in of.items() if those}
        return [each for kind, hits in found.items() for value in hits for each in of[kind][value]]

    def _texts(self, values: list[str]) -> Iterator[str]:
        return _in_order(values, self._words)

    def _phones(self, values: list[str]) -> Iterator[str]:
        likely = [value for value in values if value in self.digits]
        if likely:
            runs = _digit_runs(DATE.sub("\n", self._text))
            yield from (value for value in likely if value in runs)

    def _ids(self, values: list[str]) -> Iterator[str]:
        """As they stand, also behind the date that the id of a meeting's record begins with."""
        there = set(_ID.findall(self._text.casefold()))
        yield from (value for value in values if value in there)

    def _keys(self, values: list[str]) -> Iterator[str]:
        """As words of their own, capitals and all; of one with other signs in it, its words in their order."""
        parts = {word for value in values for word in WORD.findall(value)}
        lines = [line for line in self._text.split("\n") if not parts.isdisjoint(WORD.findall(line))]
        text = DATE.sub("\n", "\n".join(lines))
        words, there = WORD.findall(text), set(WORD.findall(_PERCENT.sub("\n", text)))
        yield from (value for value in values if value in there)
        if several := [value for value in values if value not in there and not WORD.fullmatch(value)]:
            yield from _in_order(several, [word.casefold() for word in words])


@cache
def own_words(value: str) -> tuple[str, ...]:
    """The words of a value, as they are compared; none in one that is all signs, which is not looked for."""
    return tuple(WORD.findall(value.casefold()))


def distinct_words(text: str) -> set[bytes]:
    """The words of a text as they are compared, each once, in UTF-8: what ``WORD`` finds, several times as quickly."""
    found = set(text.encode("utf-8", "surrogatepass").translate(_SIGNS).split())
    if others := [word for word in found if not word.isascii()]:
        found.difference_update(others)
        folded = b"\n".join(others).decode("utf-8", "surrogatepass").casefold()
        found.update(map(in_utf8, WORD.findall(folded)))
    return found


def in_utf8(word: str) -> bytes:
    """A word of a text; half a character, which no text should have, goes along."""
    return word.encode("utf-8", "surrogatepass")


def _in_order(values: list[str], words: list[str]) -> Iterator[str]:
    """Those of ``values`` whose words stand in ``words`` in their order.

    Each value waits at its rarest one, and one walk over the words meets them all.
    """
    wanted = {word for value in values for word in own_words(value)}
    if not wanted:
        return
    often = Counter(filter(wanted.__contains__, words))
    waiting: dict[str, list[tuple[int, list[str], str]]] = {}
    for value in values:
        own = list(own_words(value))
        if own and all(word in often for word in own):
            counts = [often[word] for word in own]
            at = counts.index(min(counts))
            waiting.setdefault(own[at], []).append((at, own, value))
    for number in [number for number, word in enumerate(words) if word in waiting]:
        for at, own, value in waiting[words[number]]:
            start = number - at
            if start >= 0 and words[start : start + len(own)] == own:
                yield value


def _digit_runs(text: str) -> str:
    return _BETWEEN_DIGITS.sub("", "\n".join(match[0] for match in _RUN.finditer(text)))


def standing(texts: Iterable[str], output: str) -> list[str]:
    """Those of ``texts`` that stand in an output, each once."""
    read = Text(decoded(output))
    return list(dict.fromkeys(each.value for each in read.found(Withheld(text, "text", "", "") for text in texts)))
