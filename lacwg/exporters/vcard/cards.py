"""Contacts as vCards 3.0 (RFC 2426), which every address book reads; 4.0 is read unevenly.

Pure: a redacted view to bytes. The same view gives the same bytes. What vCard cannot hold is left out:
a contact's audience and notes, and control characters. X-PRONOUNS and X-LANG stand in for what only 4.0
has properties for (RFC 9554, RFC 6350).

A name taken apart, for address books that sort by family name, is a guess: FN has it as it is. The last word is
taken for the family name, with the particles before it ("de la Cruz"); of a name of one word that word is the
given name. A name with a comma is taken for "Family, Given". So of two Spanish surnames the first counts as a
middle name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from lacwg.audience.view import View
from lacwg.identity import Identity
from lacwg.records import Contact
from lacwg.text.content_lines import escaped, folded
from lacwg.text.controls import clean_line, without_controls

PRODID: Final = "-//lacwg//EN"


def cards(view: View) -> bytes:
    """All contacts that the view has, one card after the other."""
    return b"".join(card for _, card in each_card(view))


def each_card(view: View) -> Iterator[tuple[str, bytes]]:
    """Each contact's id, and its card."""
    for contact in view.contacts:
        lines = _lines(contact, view.group.uid_namespace)
        yield contact.id, b"".join(folded(line) + b"\r\n" for line in lines)


def _lines(contact: Contact, namespace: str) -> Iterator[str]:
    name = clean_line(contact.name)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"PRODID:{PRODID}"
    yield f"UID:{_value_text(clean_line(Identity(namespace, contact.uid, contact.id).uid))}"
    yield f"FN:{_value_text(name)}"
    yield f"N:{';'.join(map(_value_text, structured(name)))}"
    if contact.role:
        yield f"TITLE:{_value_text(contact.role)}"
    if contact.email:
        yield f"EMAIL;TYPE=INTERNET:{_value_text(clean_line(contact.email))}"
    if contact.phone:
        yield f"TEL;TYPE=VOICE:{_value_text(clean_line(contact.phone))}"
    if contact.address:  # which part of it is the city is not known: all of it stands where the street does
        yield f"ADR;TYPE=POSTAL:;;{_value_text(contact.address)};;;;"
    if contact.pronouns:
        yield f"X-PRONOUNS:{_value_text(contact.pronouns)}"
    for tag in contact.languages:
        yield f"X-LANG:{_value_text(clean_line(tag))}"
    if contact.updated is not None:
        yield f"REV:{contact.updated.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield "END:VCARD"


def _value_text(text: str) -> str:
    """Text as a value (RFC 2426, 5): escaped, and without what no line can carry."""
    return escaped(without_controls(text))


_PARTICLES: Final = frozenset(
    {"de", "del", "la", "las", "los", "da", "das", "do", "dos", "di", "du", "van", "von", "der", "den", "st.", "san"}
)
_PREFIXES: Final = frozenset({"dr", "dra", "rev", "prof", "fr", "sr", "sra", "mr", "mrs", "ms", "mx", "lic", "ing"})
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})


class Name(NamedTuple):
    """The parts of N, in its order (RFC 2426, 3.1.2)."""

    family: str = ""
    given: str = ""
    additional: str = ""
    prefix: str = ""
    suffix: str = ""


def structured(name: str) -> Name:
    """The parts that a name of one line may have."""
    before, comma, after = name.partition(",")
    if comma and _bare(after) in _SUFFIXES:
        name, suffix = before, after.strip()
    elif comma and before.strip() and after.strip():
        return Name(before.strip(), *_given(after.split()))
    else:
        suffix = ""
    words = name.split()
    prefix = words.pop(0) if len(words) > 1 and _bare(words[0]) in _PREFIXES else ""
    if not suffix and len(words) > 2 and _bare(words[-1]) in _SUFFIXES:
        suffix = words.pop()
    if len(words) == 1:
        return Name(given=words[0], prefix=prefix, suffix=suffix)
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    given, additional = _given(words[:at])
    return Name(" ".join(words[at:]), given, additional, prefix, suffix)


def _given(words: list[str]) -> tuple[str, str]:
    return (words[0] if words else ""), " ".join(words[1:])


def _bare(word: str) -> str:
    return word.strip().replace(".", "").casefold()
