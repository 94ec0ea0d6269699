"""What an output may hold at all of what is withheld: seen at once, however much is withheld, and never too little.

An output that holds a value has all of its words. So each value waits at the rarest of its words; those whose word is
there, with all the others, are looked for in earnest. Nearly always there are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from lacwg.audience.leak_scanner.searching import distinct_words, in_utf8, own_words
from lacwg.audience.leak_scanner.values import Withheld

_DIGITS: Final = b"0123456789"
_ALL_BUT_DIGITS: Final = bytes(set(range(256)) - set(_DIGITS))
_PIECE: Final = 1 << 18
"""Characters that are taken apart at once: a calendar of all that there was has millions of words."""


class Prefilter:
    """Withheld values, by what a text must have to hold them."""

    def __init__(self, values: Iterable[Withheld]) -> None:
        self._values = list(values)
        own = {each.value: [*map(in_utf8, own_words(each.value))] for each in self._values if each.kind != "phone"}
        often = Counter(word for words in own.values() for word in set(words))
        self._by_word: dict[bytes, list[tuple[int, list[bytes]]]] = {}
        self._phones: list[tuple[int, bytes]] = []
        for number, each in enumerate(self._values):
            if each.kind == "phone":
                # of digits that are not those of ASCII nothing is asked: they are looked for everywhere
                self._phones.append((number, each.value.encode() if each.value.isascii() else b""))
            elif words := own[each.value]:
                rarest = min(words, key=lambda word: (often[word], -len(word)))
                self._by_word.setdefault(rarest, []).append((number, words))

    def candidates(self, text: str) -> list[Withheld]:
        """Those that may stand in a text that was ``skimmed``, in their order; none of the others does."""
        there = frozenset(word for piece in _pieces(text) for word in distinct_words(piece))
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
