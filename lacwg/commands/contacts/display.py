"""How a contact is shown."""

from __future__ import annotations

from typing import Any

from lacwg import render
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.records import Contact
from lacwg.run import Run


def show_contact(run: Run, contact: Contact, told: str | None, *, private: bool = False) -> None:
    """Prints a contact, and what was done to it."""
    about = [
        ("Role", contact.role),
        ("Pronouns", contact.pronouns),
        ("E-mail", contact.email or "none yet"),
        ("Phone", contact.phone),
        ("Address", contact.address),
        ("Languages", languages(contact)),
        ("Note", contact.private.note if private else None),
        ("Audience", contact.audience),
        ("Id", contact.id),
    ]
    show_result(
        run,
        text=lambda: (
            render.heading(contact.name, colour=run.colour)
            + render.labelled(about, width=run.width)
            + (f"{told}\n" if told else "")
        ),
        json=lambda: contact_json(contact, private=private),
        plain=lambda: [plain_line(contact)],
    )
    complete_after_writing(run)


def languages(contact: Contact) -> str:
    """The languages of a contact, by their tags."""
    return ", ".join(contact.languages)


def plain_line(contact: Contact) -> tuple[str | None, ...]:
    """The plain line of a contact: id, name, role, e-mail, phone, audience."""
    return contact.id, contact.name, contact.role, contact.email, contact.phone, contact.audience


def contact_json(contact: Contact, *, private: bool) -> dict[str, Any]:
    """A contact's JSON shape."""
    keys = ("id", "name", "role", "pronouns", "email", "phone", "address", "languages", "audience")
    shape = {**render.values_json(contact, *keys), "members": render.table_json(contact.members)}
    return {**shape, "private": render.table_json(contact.private)} if private else shape
