"""Texts that exporters put together of dates and of whole values of the view: these tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lacwg.audience.leak_scanner.searching import DATE
from lacwg.audience.leak_scanner.values import WORD
from lacwg.voice import own_phrases

_ZONE: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z_-]+)+")


class AllowedPhrases:
    """The whole values that may be seen, and what exporters say around them."""

    def __init__(self, visible: Iterable[str]) -> None:
        visible = list(visible)
        zones = [each for each in visible if _ZONE.fullmatch(each)]
        cities = [each for zone in zones for each in own_phrases.cities(zone)]
        values = {tuple(WORD.findall(each.casefold())) for each in (*visible, *own_phrases.phrases(), *cities)}
        values |= {(word,) for each in cities for word in WORD.findall(each.casefold())}
        self._values = values
        self._words = {word for each in values for word in each}
        self._lengths: dict[str, set[int]] = {}
        """How many words the values have that begin with a word."""
        for each in filter(None, values):
            self._lengths.setdefault(each[0], set()).add(len(each))

    def covers(self, text: str) -> bool:
        """Whether a text is nothing but dates and whole values, one after the other."""
        words = WORD.findall(own_phrases.days().sub(" ", DATE.sub(" ", text)).casefold())
        if not self._words.issuperset(words):
            return False
        reached = {0}
        for start, word in enumerate(words):
            if start in reached:
                lengths = self._lengths.get(word, ())
                reached |= {start + each for each in lengths if tuple(words[start : start + each]) in self._values}
        return len(words) in reached
