"""Who is meant: a contact by its id, or a plain name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from lacwg.commands.shared import asking
from lacwg.errors import UsageError
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.store.ids import only
from lacwg.text.addresses import email_key
from lacwg.text.fold import fold


class ContactNames:
    """The contacts, by id; what stands for somebody in a meeting's record is one of these ids or a plain name."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        there = list(contacts)
        self.names = {each.id: " ".join(each.name.split()) for each in there}
        self._emails = [(each.id, each.email) for each in there if each.email]

    def shown(self, who: str | None) -> str:
        """The name of whoever ``who`` stands for; empty for nobody."""
        return "" if who is None else self.names.get(who, who)

    def fitting(self, text: str) -> list[str]:
        """The ids of the contacts that ``text`` fits.

        It fits an address, an id or a name as a whole, or whole words at the beginning or the end of one: "Jo" is not
        John.
        """
        reached = [each for each, email in self._emails if "@" in text and email_key(email) == email_key(text)]
        if reached:
            return reached
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

    def one(self, who: str | None) -> str | None:
        """The one contact, by id, whom ``who`` stands for without a doubt."""
        found = [] if who is None else [who] if who in self.names else self.fitting(who)
        return found[0] if len(found) == 1 else None

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


_AND: Final = r"(?:and|y|e|et|ak)(?: |$)"
_COMMA: Final = rf" ?(?:[;&]|,(?! ?(?i:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\b)) ?(?:{_AND})?"
"""What stands between names: a comma that begins no ``Jr.``, then the word for "and" in each of our languages."""


def people(names: ContactNames, option: str, text: str, known: Collection[str] = ()) -> list[str]:
    """Those who were typed for an option in one text, ``John, Yoav and María López``, as contacts or plain names.

    The whole is tried as one name first, of a contact or ``known``. Raises ``UsageError`` for a number, which names
    nobody.
    """
    parts = [" ".join((somebody(option, text) or "").split())]
    for between in (re.compile(_COMMA), re.compile(f"(?:^| ){_AND}")):
        cut = ([each] if each in known or names.fitting(each) else between.split(each) for each in parts)
        parts = [part for each in cut for part in each if part]
    if not parts:
        somebody(option, "")
    return [_counted_out(names, option, each) for each in parts]


def _counted_out(names: ContactNames, option: str, text: str) -> str:
    count, *what = text.split()
    digits = "".join(filter(str.isdecimal, count))
    if digits and not any(map(str.isalpha, count)) and all(map(str.islower, what)) and not names.fitting(text):
        hint = f"a head count, beside those who are named: --guests {digits}" if option == "--present" else "say who"
        raise UsageError(f'{option} takes names, and "{text}" is a number', hint=hint)
    return names.meant(text)


def somebody(option: str, text: str | None) -> str | None:
    """A name that was typed for an option, not looked up. Raises ``UsageError`` for an empty one."""
    return None if text is None else asking.needed(option, text, hint="name somebody: a contact, or any name")


def _words(text: str) -> list[str]:
    return fold(text).split()


def _part(words: list[str], whole: list[str]) -> bool:
    size = len(words)
    return bool(size) and words in (whole[:size], whole[-size:])
