"""Who is meant: a contact by its id, or a plain name."""

from __future__ import annotations

from collections.abc import Iterable

from lacwg.commands import asking
from lacwg.context import Context
from lacwg.records import Contact


class People:
    """The contacts, by id; what stands for somebody in a meeting's record is one of these ids or a plain name."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self.names = {each.id: " ".join(each.name.split()) for each in contacts}

    def name(self, who: str) -> str:
        """The name of whoever ``who`` stands for."""
        return self.names.get(who, who)

    def shown(self, who: str | None) -> str:
        """The same; empty for nobody."""
        return "" if who is None else self.name(who)

    def meant(self, text: str) -> str:
        """The id of the one contact that ``text`` fits, else ``text`` as a plain name.

        It fits an id or a name as a whole, or whole words at the beginning or the end of one: "Jo" is not John.
        """
        words = _words(text)
        whole = [each for each, name in self.names.items() if words in (_words(each), _words(name))]
        fitting = whole or [
            each for each, name in self.names.items() if _part(words, _words(name)) or _part(words, each.split("-"))
        ]
        return fitting[0] if len(fitting) == 1 else text

    def is_meant(self, text: str, who: str | None) -> bool:
        """Whether ``who`` is whom ``text`` means: the same contact, or a name that it fits."""
        if who is None:
            return False
        meant = self.meant(text)
        if meant in self.names or who in self.names:
            return meant == who
        return _part(_words(meant), _words(who))


def people(context: Context) -> People:
    """The folder's contacts. One that cannot be read goes to the folder's problems."""
    return People(context.store.contacts.all())


def named(among: People, option: str, text: str | None) -> str | None:
    """What was typed for an option as a contact's id or a plain name; None where nothing was typed."""
    said = asking.one_line(option, text)
    return None if said is None else among.meant(said)


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _part(words: list[str], whole: list[str]) -> bool:
    size = len(words)
    return bool(size) and words in (whole[:size], whole[-size:])
