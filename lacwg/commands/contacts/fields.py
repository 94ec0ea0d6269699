"""What can be said of a contact, as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg.commands.options.ids import contact_ids, ids
from lacwg.commands.options.verb import option
from lacwg.commands.shared import asking
from lacwg.errors import UsageError
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.text import addresses
from lacwg.text.addresses import Fault

ContactId = Annotated[
    str, typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=ids(contact_ids))
]


@dataclass(frozen=True)
class ContactFields:
    """What was typed of a contact. None: nothing; an empty text: what is there goes out."""

    role: str | None = option("TEXT", "What they do in the group.")
    pronouns: str | None = option("TEXT", 'As they give them: "she/her".')
    email: str | None = option("ADDRESS", "Their e-mail address.")
    phone: str | None = option("NUMBER", "Their telephone: members.")
    address: str | None = option("TEXT", "Where letters go: members.")
    language: list[str] | None = option("TAG", 'As "es" or "pt-BR"; may be repeated.')
    note: str | None = option("TEXT", "A remark among coordinators: private.")

    def of(self, contact: Contact) -> Contact:
        """The contact with what was typed, cleaned. Raises ``UsageError``."""
        given: dict[str, Any] = {
            key: asking.one_line(f"--{key}", value)
            for key in ("role", "pronouns", "email", "phone")
            if (value := getattr(self, key)) is not None
        }
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
