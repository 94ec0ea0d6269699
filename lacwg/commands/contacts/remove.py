from __future__ import annotations

from lacwg import render
from lacwg.commands.contacts.fields import ContactId, show_contact
from lacwg.commands.options.verb import WritingRun, flag, verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.output import undoable
from lacwg.errors import LacwgError
from lacwg.records import PEOPLE, Contact
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store


@verb
def remove(
    run: WritingRun,
    contact: ContactId,
    keep_name: bool = flag("Write the plain name instead of the id in other records."),
    yes: Yes = False,
) -> None:
    """Remove a contact.

    Refused while other records name it by its id. In a script it does not ask.

    Example: lacwg contacts remove ana --keep-name
    """
    contact_id = run.store.contacts.find(contact)
    found, changes = _removal(run.store, contact_id, keep_name=keep_name)
    if found.private.no_mail:
        run.message("Note: they want no mail; an import that brings them back later does not know that")
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
    from lacwg.store import references
    from lacwg.store.toml.encode import value_text
    from lacwg.text.toml_text import Lines, pieces, replaced

    contact, own = store.contacts.load(contact_id)
    changes: list[FileChange] = []
    places: list[str] = []
    for path, text, records, record_id in references.texts(store, store.contacts.path(contact_id)):
        if contact_id not in text and "\\" not in text:
            continue
        named = [each for each in pieces(text) if each.key in PEOPLE and each.value == contact_id]
        after = replaced(text, [(each.start, each.end, value_text(contact.name)) for each in named])
        if records is not None:
            records.decode(record_id, after)  # what cannot be read may name it, too
        changes += [FileChange(path, text, after)] if named else []
        places += [f"{store.folder.where(path, Lines(text).of(each.start))}: {each.key}" for each in named]
    if places and not keep_name:
        more = f"\nand {len(places) - 10} more" if len(places) > 10 else ""
        shown = "\n".join(places[:10])
        raise LacwgError(
            f"{contact_id} is named in other records",
            hint=f"{shown}{more}\nto leave the plain name there: --keep-name\n"
            f"to take the person out of everything, for good: lacwg contacts forget {contact_id}",
        )
    return contact, [*changes, store.removal(contact, own)]
