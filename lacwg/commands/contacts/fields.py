"""What can be said of a contact, as it is typed and as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands.options.ids import contact_ids
from lacwg.commands.options.verb import option
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.errors import UsageError
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.text import addresses
from lacwg.text.addresses import Fault

ContactId = Annotated[
    str, typer.Argument(metavar="ID", help="The id, its beginning, or the name.", autocompletion=contact_ids)
]


@dataclass(frozen=True)
class ContactFields:
    """What was typed of a contact. None: nothing; an empty text: what is there goes out."""

    role: str | None = option("TEXT", "What they do in the group.")
    pronouns: str | None = option("TEXT", 'Their pronouns, such as "she/her".')
    email: str | None = option("ADDRESS", "Their e-mail address.")
    phone: str | None = option("NUMBER", "Their phone number (members).")
    address: str | None = option("TEXT", "Their postal address (members).")
    language: list[str] | None = option("TAG", 'A language they speak, such as "es" or "pt-BR"; may be repeated.')
    note: str | None = option("TEXT", "A note for coordinators (private).")

    def of(self, contact: Contact) -> Contact:
        """The contact with what was typed, cleaned. Raises ``UsageError``."""
        given: dict[str, Any] = {
            key: asking.one_line(f"--{key}", value)
            for key in ("role", "pronouns", "email", "phone")
            if (value := getattr(self, key)) is not None
        }
        if given.get("role") and contact.roles:
            raise UsageError(f"{contact.name} has roles for a time, in [[roles]]", hint="change them in the file")
        if self.address is not None:
            given["address"] = asking.text("--address", self.address)
        if self.language is not None:
            given["languages"] = _tags(self.language)
        if given.get("email") and (fault := addresses.email_fault(given["email"])):
            raise UsageError(f"--email: {fault.message}", hint=fault.hint)
        if self.note is not None:
            given["private"] = replace(contact.private, note=asking.text("--note", self.note))
        return replace(contact, **given)


def tell_of_phone(run: Run, contact: Contact) -> None:
    """Says what ``check`` will warn of."""
    if contact.phone and (fault := addresses.phone_fault(contact.phone)):
        run.message(f"Note: {fault.message}; {fault.hint}")


def _tags(typed: Sequence[str]) -> tuple[str, ...]:
    tags = [addresses.language(each) for text in typed for each in text.split(",") if each.strip()]
    for tag in tags:
        if isinstance(tag, Fault):
            raise UsageError(f"--language: {tag.message}", hint=tag.hint)
    return tuple(dict.fromkeys(str(tag) for tag in tags))


def cleaned_name(typed: str) -> str:
    """A name as it is kept. Raises ``UsageError`` for an empty one."""
    return asking.needed("the name", typed, hint="say what they are called")


def show_contact(run: Run, contact: Contact, told: str | None, *, private: bool = False) -> None:
    """Prints a contact, and what was done to it."""
    about = [
        ("Role", contact.role),
        ("Pronouns", contact.pronouns),
        ("E-mail", contact.email or "none yet"),
        ("Phone", contact.phone),
        ("Address", contact.address),
        ("Languages", ", ".join(contact.languages)),
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


def plain_line(contact: Contact) -> tuple[str | None, ...]:
    """The plain line of a contact: id, name, role, e-mail, phone, audience."""
    return contact.id, contact.name, contact.role, contact.email, contact.phone, contact.audience


def contact_json(contact: Contact, *, private: bool) -> dict[str, Any]:
    """A contact's JSON shape."""
    keys = ("id", "name", "role", "pronouns", "email", "phone", "address", "languages", "audience")
    shape = {**render.values_json(contact, *keys), "members": render.record_json(contact.members)}
    return {**shape, "private": render.record_json(contact.private)} if private else shape
