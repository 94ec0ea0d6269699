from __future__ import annotations

from lacwg.commands.contacts.fields import contact_json, plain_line
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.output import show_all
from lacwg.records import Contact
from lacwg.run import Run


@verb
def list_(run: Run, private: PrivateToo = False) -> None:
    """List all contacts.

    Example: lacwg contacts list
    """
    show_all(
        run,
        run.store.contacts.all(),
        _row,
        none="No contact yet; add one: lacwg contacts add NAME",
        json=lambda each: contact_json(each, private=private),
        plain=plain_line,
        breaking=(0, 1),
    )


def _row(contact: Contact) -> list[str]:
    name = contact.name if contact.pronouns is None else f"{contact.name} ({contact.pronouns})"
    return [name, contact.role or "", contact.email or "no address", contact.phone or "", ", ".join(contact.languages)]
