"""``lacwg contacts remove``."""

from __future__ import annotations

from lacwg import render
from lacwg.commands.contacts import references
from lacwg.commands.contacts.display import show_contact
from lacwg.commands.contacts.fields import ContactId
from lacwg.commands.options.verb import WritingRun, flag, verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.output import undoable
from lacwg.errors import LacwgError
from lacwg.records import Contact
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store


@verb
def remove(
    run: WritingRun,
    contact: ContactId,
    keep_name: bool = flag("Other records keep the plain name in place of the id."),
    yes: Yes = False,
) -> None:
    """Delete a contact. Refused while meetings' records name it by its id. Off a terminal it does not ask.

    Example: lacwg contacts remove ana --keep-name
    """
    contact_id = run.store.contacts.find(contact)
    found, changes = _removal(run.store, contact_id, keep_name=keep_name)
    files = ", ".join(run.store.folder.shown(each.path) for each in changes)
    if not agreed(run, "Delete the contact?", yes=yes, about=f"{render.one_line(found.name)} · {files}"):
        return
    saving.write(run, lambda store: _removal(store, contact_id, keep_name=keep_name))
    others = len(changes) - 1
    told = "" if not others else f"; {others} {'record keeps' if others == 1 else 'records keep'} the plain name"
    if not run.dry_run:
        run.done = f"{contact_id} is removed."
    show_contact(run, found, f"Would be removed{told}; nothing was." if run.dry_run else undoable(f"Removed{told}"))


def _removal(store: Store, contact_id: str, *, keep_name: bool) -> tuple[Contact, list[FileChange]]:
    """What it takes to delete a contact. Raises ``LacwgError`` where records name it, and are not to be changed."""
    contact, text = store.contacts.load(contact_id)
    removal = store.removal(contact, text)
    if keep_name:
        return contact, [*references.renamed(store, contact_id, contact.name), removal]
    named = references.naming(store, contact_id)
    if named:
        places = "\n".join(f"{each.where}: {each.key}" for each in named[:10])
        more = f"\nand {len(named) - 10} more" if len(named) > 10 else ""
        raise LacwgError(
            f"{contact_id} is named in other records",
            hint=f"{places}{more}\nto leave the plain name there: --keep-name\n"
            f"to take the person out of everything, for good: lacwg contacts forget {contact_id}",
        )
    return contact, [removal]
