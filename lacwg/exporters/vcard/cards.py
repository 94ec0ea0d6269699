"""Contacts as vCards 3.0 (RFC 2426), which every address book reads; 4.0 is read unevenly.

Pure: a redacted view to bytes. The same view gives the same bytes. What vCard cannot hold is left out:
a contact's audience, and control characters; lists and notes stand in nobody's cards but those that a coordinator
writes for themselves. X-PRONOUNS and X-LANG stand in for what only 4.0 has properties for (RFC 9554, RFC 6350).

A name taken apart, for address books that sort by family name, is a guess: FN has it as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from lacwg.audience.view import View
from lacwg.identity import Identity
from lacwg.records import Contact
from lacwg.text.content_lines import escaped, folded
from lacwg.text.controls import clean_line, without_controls
from lacwg.text.person_names import structured

PRODID: Final = "-//lacwg//EN"


def cards(view: View, today: dt.date, *, private: bool = False) -> bytes:
    """All contacts that the view has, one card after the other, with the roles that they have ``today``.

    ``private``: with their lists and notes, for whoever keeps them.
    """
    return b"".join(card for _, card in each_card(view, today, private=private))


def each_card(view: View, today: dt.date, *, private: bool = False) -> Iterator[tuple[str, bytes]]:
    """Each contact's id, and its card."""
    for contact in view.contacts:
        lines = _lines(contact, view.group.uid_namespace, today, private=private)
        yield contact.id, b"".join(folded(line) + b"\r\n" for line in lines)


def _lines(contact: Contact, namespace: str, today: dt.date, *, private: bool) -> Iterator[str]:
    name = clean_line(contact.name)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"PRODID:{PRODID}"
    yield f"UID:{_value_text(clean_line(Identity(namespace, contact.uid, contact.id).uid))}"
    yield f"FN:{_value_text(name)}"
    yield f"N:{';'.join(map(_value_text, structured(name)))}"
    if role := contact.role_on(today):
        yield f"TITLE:{_value_text(role)}"
    for head, line in (("EMAIL;TYPE=INTERNET", contact.email), ("TEL;TYPE=VOICE", contact.phone)):
        if line:
            yield f"{head}:{_value_text(clean_line(line))}"
    if contact.address:  # which part of it is the city is not known: all of it stands where the street does
        yield f"ADR;TYPE=POSTAL:;;{_value_text(contact.address)};;;;"
    if contact.pronouns:
        yield f"X-PRONOUNS:{_value_text(contact.pronouns)}"
    for tag in contact.languages:
        yield f"X-LANG:{_value_text(clean_line(tag))}"
    if private and contact.lists:
        yield f"CATEGORIES:{','.join(map(_value_text, contact.lists))}"
    if private and contact.private.note:
        yield f"NOTE:{_value_text(contact.private.note)}"
    if contact.updated is not None:
        yield f"REV:{contact.updated.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield "END:VCARD"


def _value_text(text: str) -> str:
    """Text as a value (RFC 2426, 5): escaped, and without what no line can carry."""
    return escaped(without_controls(text))
