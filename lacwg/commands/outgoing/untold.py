"""What nobody has translated yet, of that which goes out in another language than the group's own."""

from __future__ import annotations

from collections.abc import Iterable

from lacwg import guard
from lacwg.context import Context
from lacwg.languages.codes import ENGLISH_NAMES
from lacwg.languages.translating import own_language
from lacwg.records import Group, Language
from lacwg.schedule.wording import plural


class Untold:
    """The texts of a view without a translation, and those of them that stand in what was made of it."""

    def __init__(self, group: Group, language: Language | None) -> None:
        self._group = group
        self._language = language
        self._without: set[str] = set()
        self._shown: set[str] = set()

    def mark(self, text: str) -> str:
        """Notes a text that has no translation, as ``audience.in_language`` meets them."""
        if text != self._group.short_name:  # an abbreviation is the same in every language
            self._without.add(text)
        return text

    def look_through(self, output: str) -> None:
        """Notes which of the texts people will read in an output."""
        if self._without:
            self._shown.update(guard.standing(self._without, output))

    def of(self, texts: Iterable[str]) -> None:
        """Notes texts that are shown without a translation."""
        self._shown.update(texts)

    @property
    def anything(self) -> bool:
        """Whether something went out without a translation."""
        return bool(self._shown)

    def tell(self, context: Context) -> None:
        """Says how many texts went out without a translation."""
        if self._language is None or not self._shown:
            return
        count = len(self._shown)
        verb, stay = ("has", "it stays") if count == 1 else ("have", "they stay")
        own = own_language(self._group)
        place = ENGLISH_NAMES[own] if own else "the group's language"
        context.message(
            f"{plural(count, 'text')} {verb} no {ENGLISH_NAMES[self._language]} yet: {stay} in {place}"
            f"\n  lacwg check names them; a translation stands in a table [{self._language}] of the record"
        )
