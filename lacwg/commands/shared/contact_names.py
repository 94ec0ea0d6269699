"""Who is meant: a contact by its id, or a plain name."""

from __future__ import annotations

from collections.abc import Iterable

from lacwg.commands.shared import asking
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.store.ids import only
from lacwg.text.fold import fold


class ContactNames:
    """The contacts, by id; what stands for somebody in a meeting's record is one of these ids or a plain name."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self.names = {each.id: " ".join(each.name.split()) for each in contacts}

    def shown(self, who: str | None) -> str:
        """The name of whoever ``who`` stands for; empty for nobody."""
        return "" if who is None else self.names.get(who, who)

    def fitting(self, text: str) -> list[str]:
        """The ids of the contacts that ``text`` fits.

        It fits an id or a name as a whole, or whole words at the beginning or the end of one: "Jo" is not John.
        """
        words = _words(text)
        whole = [each for each, name in self.names.items() if words in (_words(each), _words(name))]
        return whole or [
            each for each, name in self.names.items() if _part(words, _words(name)) or _part(words, each.split("-"))
        ]

    def meant(self, text: str) -> str:
        """The id of the one contact that ``text`` fits; ``text`` as a plain name where it fits none.

        Raises ``NoSuchRecordError`` where it fits several.
        """
        fitting = self.fitting(text)
        shown = [f"{each} ({self.names[each]})" for each in fitting]
        one = only(text, shown, "contacts", hint="type the id of the one that you mean")
        return text if one is None else fitting[0]

    def is_meant(self, text: str, who: str | None) -> bool:
        """Whether ``who`` is whom ``text`` means: one of the contacts that it fits, or a plain name that it fits.

        A plain name of a record is understood as a typed one would be.
        """
        if who is None:
            return False
        theirs = [who] if who in self.names else self.fitting(who)
        if theirs:
            return not set(theirs).isdisjoint(self.fitting(text))
        return _part(_words(text), _words(who))

    def said(self, text: str) -> str:
        """Whom ``text`` means, by name."""
        return " or ".join(self.names[each] for each in self.fitting(text)) or text


def contact_names(run: Run) -> ContactNames:
    """The folder's contacts. One that cannot be read goes to the folder's problems."""
    return ContactNames(run.store.contacts.all())


def named(names: ContactNames, option: str, text: str | None) -> str | None:
    """What was typed for an option as a contact's id or a plain name; None where it was not given."""
    said = somebody(option, text)
    return None if said is None else names.meant(said)


def somebody(option: str, text: str | None) -> str | None:
    """A name that was typed for an option, not looked up. Raises ``UsageError`` for an empty one."""
    return None if text is None else asking.needed(option, text, hint="name somebody: a contact, or any name")


def _words(text: str) -> list[str]:
    return fold(text).split()


def _part(words: list[str], whole: list[str]) -> bool:
    size = len(words)
    return bool(size) and words in (whole[:size], whole[-size:])
