"""The cards of an address book (RFC 2426, RFC 6350, and vCard 2.1 as telephones write it) as contacts.

What a card does not say stays as it is in a contact that is there already: an address book knows nothing
of what somebody does in the group. Bounded: each line is looked at a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

from lacwg.importers.incoming import Found, Incoming, Skipped
from lacwg.records import Contact, ContactPrivateTable, is_id
from lacwg.text.addresses import Fault, email_fault, language
from lacwg.text.content_lines import Property, decode, split, unescaped, unfolded
from lacwg.text.controls import clean_line, without_controls
from lacwg.text.fold import slug

PRODID: Final = "-//lacwg//EN"
_LINE: Final = 500
"""Characters of a field of one line; what is longer is cut, and named."""
_TEXT: Final = 20_000
"""Characters of an address or a note."""
_LEFT_OUT: Final = {
    "BDAY": "a birthday", "ANNIVERSARY": "an anniversary", "DEATHDATE": "a date of death", "PHOTO": "a photo",
    "LOGO": "a logo", "SOUND": "a sound", "KEY": "a key", "URL": "a web address", "IMPP": "a chat address",
    "GEO": "a position", "TZ": "a time zone", "GENDER": "a gender",
    "RELATED": "relations", "X-ABRELATEDNAMES": "relations", "X-SOCIALPROFILE": "a social profile",
    "X-ABDATE": "a date", "X-ANNIVERSARY": "an anniversary", "NICKNAME": "a nickname", "LABEL": "an address label",
    "AGENT": "another card", "MEMBER": "members",
}  # fmt: skip


def read(data: bytes, name: str, lists: Collection[str] = ()) -> Found:
    """The contacts of a file; ``name`` is how people call it. What is no contact is named among the skipped.

    ``lists`` are those of the folder: what else a category is called is left out, but in a file of our own.
    """
    made = [
        of_card(each, f"{name}, line {each.line}", None if each.first("PRODID") == PRODID else lists)
        for each in cards(data)
    ] or [Skipped(name, "there is no vCard in this file", name)]
    records = tuple(each for each in made if isinstance(each, Incoming))
    return Found(records, tuple(each for each in made if isinstance(each, Skipped)))


def of_card(card: Card, source: str, lists: Collection[str] | None) -> Incoming | Skipped:
    """The contact of a card, or why it is none. ``lists``: those that there are; None: whatever stands there is one."""
    notes: list[str] = []
    emails, wrong = _emails(card)
    called = _called(card)
    name = clean_line(called or (emails[0] if emails else ""))
    kind = (card.first("KIND") or card.first("X-ADDRESSBOOKSERVER-KIND")).lower()
    if not card.whole:
        return Skipped(name or "a card", "it has no END:VCARD, so that a part of it may be missing", source)
    if not name:
        return Skipped("a card", "it has no name, organisation or e-mail address", source)
    if kind in ("group", "location"):
        return Skipped(name, f"it is a {kind}, no person", source)
    notes += [f"left out: {each} is not an address that mail can be sent to" for each in wrong]
    # those to call first: no fax or pager before them
    called_by = sorted(card.all("TEL"), key=lambda each: bool(each.types & {"fax", "pager", "modem", "bbs"}))
    phones = list(dict.fromkeys(filter(None, map(_number, called_by))))
    several = {"email": emails, "phone": phones, "address": _addresses(card)}
    values: dict[str, Any] = {key: each[0] for key, each in several.items() if each} | _others(card, notes)
    cut = [key for key, limit in _LIMITS.items() if len(values.get(key) or "") > limit]
    for key in cut:
        values[key] = values[key][: _LIMITS[key]].rstrip()
    if card.all("CATEGORIES"):
        values["lists"] = _lists(card, lists, notes)
    fields = frozenset({"name", *values})
    note = values.pop("note", None)
    notes += _left_out(card, called, several)
    notes += [f"cut, as it was too long: {' and '.join(cut)}"] if cut else []
    if card.unread:
        notes.append(f"{card.unread} {'line' if card.unread == 1 else 'lines'} could not be read")
    uid = card.first("UID")[:255].removeprefix("urn:uuid:") or None
    contact = Contact(id="", name=name[:_LINE].strip(), uid=uid, private=ContactPrivateTable(note=note), **values)
    if note is not None:
        fields = fields - {"note"} | {"private"}
    return Incoming(contact, fields, source, tuple(notes), same_as=frozenset(each.lower() for each in emails))


_LIMITS: Final = {"role": _LINE, "pronouns": _LINE, "phone": _LINE, "address": _TEXT, "note": _TEXT}


def _called(card: Card) -> str:
    """What the card calls the person or the organisation."""
    for each in card.all("FN"):
        if said := clean_line(each.text):
            return said
    for each in card.all("N"):
        family, given, additional, prefix, suffix = (*map(clean_line, each.parts), *[""] * 5)[:5]
        if said := " ".join(filter(None, [prefix, given, additional, family])):
            return f"{said}, {suffix}" if suffix else said
    for key in ("NICKNAME", "ORG"):
        for each in card.all(key):
            if said := clean_line(", ".join(filter(None, map(str.strip, each.parts)))):
                return said
    return ""


def _emails(card: Card) -> tuple[list[str], list[str]]:
    """The addresses that mail can be sent to, the preferred one first, and those that it cannot."""
    good: list[str] = []
    wrong: list[str] = []
    for each in card.all("EMAIL"):
        said = clean_line(each.text)
        if said[:7].lower() == "mailto:":
            said = said[7:]
        if said:
            (wrong if email_fault(said) else good).append(said)
    return list(dict.fromkeys(good)), list(dict.fromkeys(each[:80] for each in wrong))


def _number(found: Property) -> str:
    """A number; of a ``tel:`` address (RFC 3966) its digits and its extension."""
    said = clean_line(found.text)
    if said[:4].lower() != "tel:":
        return said
    number, *others = said[4:].split(";")
    extension = next((each[4:] for each in others if each[:4].lower() == "ext="), "")
    return f"{number} ext. {extension}" if extension else number


def _addresses(card: Card) -> list[str]:
    """Where letters go, as lines; city, region and code on one."""
    found = []
    for each in card.all("ADR"):
        box, more, street, city, region, code, country = (
            *(without_controls(part).strip() for part in each.parts),
            *[""] * 7,
        )[:7]
        town = " ".join(filter(None, [f"{city}," if city and region else city, region, code]))
        found.append("\n".join(filter(None, [box, street, more, town, country])))
    return list(dict.fromkeys(filter(None, found)))


def _others(card: Card, notes: list[str]) -> dict[str, Any]:
    """Role, pronouns, languages and note, where the card has them."""
    values: dict[str, Any] = {}
    for key, names in (("role", ("TITLE", "ROLE")), ("pronouns", ("PRONOUNS", "X-PRONOUNS"))):
        for each in (found for name in names for found in card.all(name)):
            if said := without_controls(each.text).strip():
                values.setdefault(key, said)
    tags = [language(clean_line(each.text)) for name in ("LANG", "X-LANG") for each in card.all(name)]
    notes += [f"left out: {tag.message}" for tag in tags if isinstance(tag, Fault)]
    if good := tuple(dict.fromkeys(tag for tag in tags if not isinstance(tag, Fault))):
        values["languages"] = good
    if note := "\n\n".join(filter(None, (without_controls(each.text).strip() for each in card.all("NOTE")))):
        values["note"] = note
    return values


def _lists(card: Card, known: Collection[str] | None, notes: list[str]) -> tuple[str, ...]:
    """The lists that a card's categories are; what is none, ``notes`` are told."""
    said = [unescaped(each) for one in card.all("CATEGORIES") for each in re.split(r"(?<!\\),", one.value)]
    labels = [each for each in map(clean_line, said) if each[:1] not in ("", "*")]  # "* myContacts" is Google's own
    names = {each: each if known is None else slug(each, "") for each in labels}
    found = {each: name for each, name in names.items() if (is_id(name) if known is None else name in known)}
    if others := [each for each in labels if each not in found]:
        name = next(filter(None, (slug(each, "") for each in others)), "NAME")
        why = f"as no list is called that; what makes one is [lists.{name}] in group.toml"
        notes.append(f"left out: {', '.join(others)[:200]}, {why}")
    return tuple(dict.fromkeys(found.values()))


def _left_out(card: Card, called: str, several: dict[str, list[str]]) -> list[str]:
    """What a contact cannot hold, in short."""
    names = {"email": ("e-mail address", "es"), "phone": ("telephone number", "s"), "address": ("postal address", "es")}
    more = {key: len(each) - 1 for key, each in several.items() if len(each) > 1}
    left = [f"{count} more {names[key][0]}{names[key][1] if count > 1 else ''}" for key, count in more.items()]
    given = {each.name for each in card.properties if each.value.strip(" ;")}
    left += dict.fromkeys(said for name, said in _LEFT_OUT.items() if name in given)
    organisation = next((clean_line(", ".join(filter(None, each.parts))) for each in card.all("ORG")), "")
    if organisation and organisation != called:
        left.append(f"the organisation ({organisation[:80]})")
    return [f"left out: {', '.join(left)}"] if left else []


_VERSION: Final = re.compile(r"VERSION[^:]*:\s*([\d.]+)", re.IGNORECASE)


class Card(NamedTuple):
    """The properties between BEGIN and END."""

    line: int
    """Of its BEGIN, counted from 1."""
    properties: tuple[Property, ...]
    whole: bool
    """False: it has no END of its own."""
    unread: int
    """How many of its lines are no properties."""

    def first(self, name: str) -> str:
        """The text of the first property of a name, on one line; empty without it."""
        return next((clean_line(each.text) for each in self.all(name)), "")

    def all(self, name: str) -> list[Property]:
        """The properties of a name, those that are preferred first; else in their order."""
        return sorted((each for each in self.properties if each.name == name), key=_preference)


def _preference(found: Property) -> int:
    if "pref" in found.types:
        return 0
    said = found.params.get("PREF", "")
    return min(int(said), 100) if said.isdecimal() and len(said) < 4 else 101


def cards(data: bytes) -> Iterator[Card]:
    """The cards of a file; nothing where there is none."""
    begun: int | None = None
    lines: list[str] = []
    for number, line in enumerate(decode(data)[0].split("\n"), 1):
        word = line.strip().upper()
        if word.startswith("BEGIN") and re.fullmatch(r"BEGIN\s*:\s*VCARD", word):
            if begun is not None:
                yield _card(begun, lines, whole=False)
            begun, lines = number, []
        elif begun is not None and word.startswith("END") and re.fullmatch(r"END\s*:\s*VCARD", word):
            yield _card(begun, lines, whole=True)
            begun, lines = None, []
        elif begun is not None:
            lines.append(line)
    if begun is not None:
        yield _card(begun, lines, whole=False)


def _card(begun: int, lines: list[str], *, whole: bool) -> Card:
    old = next((match[1] for line in lines if (match := _VERSION.match(line))), "") == "2.1"
    properties, unread = [], 0
    for _, line in unfolded(lines, old=old):
        if (found := split(line, old=old)) is not None:
            properties.append(found)
        elif line.strip():
            unread += 1
    return Card(begun, tuple(properties), whole, unread)
