"""Contacts whom people are asked to write to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lacwg.checks.finding import finding
from lacwg.errors import FieldError
from lacwg.records import Contact


def of_contacts(contacts: Iterable[Contact]) -> Iterator[FieldError]:
    """C101: public contacts without an address."""
    for contact in contacts:
        if contact.audience == "public" and not (contact.email or "").strip():
            message = "no e-mail address, and the page asks people to write"
            yield finding(contact, (), message, 'add a line: email = "…"', "C101")
