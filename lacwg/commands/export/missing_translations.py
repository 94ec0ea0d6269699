"""What nobody has translated yet, of that which goes out in another language than the group's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lacwg.audience.leak_scanner.searching import standing
from lacwg.records import Group, Language
from lacwg.run import Run
from lacwg.text.controls import escape_controls, quoted
from lacwg.text.english import plural
from lacwg.voice.codes import ENGLISH_NAMES
from lacwg.voice.translation import own_language

NAMED: Final = 3
"""How many of them a message names."""


class MissingTranslations:
    """The texts of a view without a translation, and those of them that stand in what was made of it."""

    def __init__(self, group: Group, language: Language | None) -> None:
        self._group = group
        self._language = language
        self._without: dict[str, None] = {}
        self._shown: dict[str, None] = {}

    def mark(self, text: str) -> str:
        """Notes a text that has no translation, as ``audience.in_language`` meets them."""
        if text != self._group.short_name:  # an abbreviation is the same in every language
            self._without[text] = None
        return text

    def look_through(self, output: str) -> None:
        """Notes which of the texts people will read in an output."""
        if self._without:
            self._shown |= dict.fromkeys(standing(self._without, output))

    def of(self, texts: Iterable[str]) -> None:
        """Notes texts that are shown without a translation."""
        self._shown |= dict.fromkeys(texts)

    @property
    def anything(self) -> bool:
        """Whether something went out without a translation."""
        return bool(self._shown)

    def tell(self, run: Run) -> None:
        """Says which texts went out without a translation: ``check`` names those alone that it wants to have one."""
        if self._language is None or not self._shown:
            return
        count = len(self._shown)
        verb, stay = ("has", "it stays") if count == 1 else ("have", "they stay")
        own = own_language(self._group)
        place = ENGLISH_NAMES[own] if own else "the group's language"
        run.message(
            f"{plural(count, 'text')} {verb} no {ENGLISH_NAMES[self._language]} yet: {stay} in {place}"
            f"\n  {_named(list(self._shown))}"
            f"\n  a translation stands in a table [{self._language}] of the record"
        )


def _named(texts: Sequence[str]) -> str:
    """The first of some texts, each by how it begins."""
    more = f" and {len(texts) - NAMED} more" if len(texts) > NAMED else ""
    return escape_controls(", ".join(quoted(each) for each in texts[:NAMED]) + more)
