from __future__ import annotations

from lacwg.commands.contacts.fields import ContactId, show_contact
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.run import Run


@verb
def show(run: Run, contact: ContactId, private: PrivateToo = False) -> None:
    """Show one contact.

    Example: lacwg contacts show john
    """
    show_contact(run, run.store.contacts.get(contact), None, private=private)
