"""Contacts as rows: a spreadsheet of our own, and what Google Contacts and Outlook import.

What is private (lists, days, notes) stands only in what a coordinator writes for themselves. Roles are those of a
day. A row holds no time away, no role of another day and no words in other languages; Google's and Outlook's have no
audience and no identity either, so that a contact is known there by name and address. A name is taken apart so that
its parts, one after the other, are the name again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from lacwg.exporters.spreadsheet import cells
from lacwg.identity import Identity
from lacwg.records import Consent, Contact
from lacwg.text.person_names import Name, structured

Form = Literal["contacts", "google-contacts", "outlook"]
_OURS: Final = (
    "name", "role", "pronouns", "email", "phone", "address", "languages", "audience", "id", "uid",
)  # fmt: skip
_OURS_PRIVATE: Final = ("lists", "joined", "consented", "consent", "no_mail", "note")
_GOOGLE: Final = (
    "First Name", "Middle Name", "Last Name", "Name Prefix", "Name Suffix", "Organization Title", "E-mail 1 - Label",
    "E-mail 1 - Value", "Phone 1 - Label", "Phone 1 - Value", "Address 1 - Label", "Address 1 - Street",
    "Custom Field 1 - Label", "Custom Field 1 - Value", "Custom Field 2 - Label", "Custom Field 2 - Value",
)  # fmt: skip
_OUTLOOK: Final = (
    "First Name", "Middle Name", "Last Name", "Title", "Suffix", "Job Title", "E-mail Address", "Primary Phone",
    "Home Street", "Pronouns", "Language",
)  # fmt: skip
_HEADINGS: Final = {
    "contacts": (_OURS, _OURS_PRIVATE),
    "google-contacts": (_GOOGLE, ("Labels", "Notes")),
    "outlook": (_OUTLOOK, ("Categories", "Notes")),
}


def table(form: Form, contacts: Iterable[Contact], namespace: str, today: dt.date, *, private: bool) -> bytes:
    """The file, in UTF-8; with a byte order mark, but for Google. ``private``: with what only coordinators see."""
    own, more = _HEADINGS[form]
    rows = ((*_row(form, each, namespace, today), *(_private(form, each) if private else ())) for each in contacts)
    return cells.written(
        (*own, *(more if private else ())), rows, byte_order_mark=form != "google-contacts", phones=form != "contacts"
    )


def _row(form: Form, contact: Contact, namespace: str, today: dt.date) -> Iterator[str]:
    role, languages = contact.role_on(today), ", ".join(contact.languages)
    email, phone, pronouns = (cells.line(each) for each in (contact.email, contact.phone, contact.pronouns))
    address = cells.text(contact.address)
    if form == "contacts":
        uid = Identity(namespace, contact.uid, contact.id).uid
        yield from (cells.line(contact.name), cells.line(role), pronouns, email, phone, address, languages)
        yield from (contact.audience, contact.id, uid)
        return
    family, given, additional, prefix, suffix = _parts(cells.line(contact.name))
    if form == "google-contacts":
        yield from (given, additional, family, prefix, suffix, cells.line(role))
        for label, value in (("", email), ("", phone), ("", address), ("Pronouns", pronouns), ("Languages", languages)):
            yield from (label if value else "", value)
    else:
        yield from (given, additional, family, prefix, suffix, cells.line(role), email, phone, address)
        yield from (pronouns, languages)


def _parts(name: str) -> Name:
    """The parts of a name that are it again when they are put together."""
    parts = structured(name)
    again = " ".join(filter(None, (parts.prefix, parts.given, parts.additional, parts.family)))
    if f"{again}, {parts.suffix}" == name or (again == name and not parts.suffix):
        return parts
    given, _, family = name.rpartition(" ")
    return Name(family, given) if given else Name(given=family)


def _private(form: Form, contact: Contact) -> Iterator[str]:
    table, note = contact.private, cells.text(contact.private.note)
    if form != "contacts":
        yield from ((" ::: " if form == "google-contacts" else ";").join(contact.lists), note)
        return
    consent = table.consented or Consent()
    yield "; ".join(contact.lists)
    yield from (str(each or "") for each in (table.joined, consent.on))
    yield from (cells.line(consent.how), str(table.no_mail or ""), note)
