from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lacwg import render
from lacwg.commands.contacts.fields import ContactId, show_contact
from lacwg.commands.options.verb import WritingRun, flag, verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.output import undoable
from lacwg.errors import LacwgError, RecordError
from lacwg.records import PEOPLE, Contact, Group, Record
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode

if TYPE_CHECKING:
    from lacwg.text.toml_text import Piece


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
    from lacwg.text.toml_text import Lines

    contact, text = store.contacts.load(contact_id)
    named = list(_naming(store, contact_id))
    if named and not keep_name:
        places = [
            f"{store.folder.where(each.path, Lines(each.text).of(piece.start))}: {piece.key}"
            for each in named
            for piece in each.pieces
        ]
        more = f"\nand {len(places) - 10} more" if len(places) > 10 else ""
        shown = "\n".join(places[:10])
        raise LacwgError(
            f"{contact_id} is named in other records",
            hint=f"{shown}{more}\nto leave the plain name there: --keep-name\n"
            f"to take the person out of everything, for good: lacwg contacts forget {contact_id}",
        )
    return contact, [*(_with_plain_name(store, contact, each) for each in named), store.removal(contact, text)]


class _Naming(NamedTuple):
    """A file that names the contact by its id, and where."""

    path: Path
    text: str
    type: type[Record] | type[Group]
    pieces: list[Piece]


def _naming(store: Store, contact_id: str) -> Iterator[_Naming]:
    """The files that name the contact. Raises ``RecordError`` where a record cannot be read."""
    from lacwg.text.toml_text import pieces

    texts: list[tuple[Path, str, type[Record] | type[Group]]] = [
        (records.path(record.id), text, records.type)
        for records in (store.meetings, store.series, store.events)
        for record, text in records.holding(contact_id)
    ]
    if store.problems:
        problem = store.problems[0]
        raise RecordError(problem.message, where=problem.where, hint=problem.hint, code=problem.code)
    if store.group.agenda:
        texts.append((store.folder.group_file, store.group_text, Group))
    for path, text, type_ in texts:
        if found := [each for each in pieces(text) if each.key in PEOPLE and each.value == contact_id]:
            yield _Naming(path, text, type_, found)


def _with_plain_name(store: Store, contact: Contact, named: _Naming) -> FileChange:
    """The change that puts the plain name in place of the contact's id. Raises ``LacwgError``."""
    from lacwg.store.toml.encode import value_text, values_of
    from lacwg.text.toml_text import Replacement, replaced

    path, text, type_, pieces = named
    after = replaced(text, [Replacement(each.start, each.end, value_text(contact.name)) for each in pieces])
    record_id = None if type_ is Group else path.stem
    before, now = (
        values_of(decode(each, type_, lambda: store.folder.shown(path), record_id)) for each in (text, after)
    )
    if _renamed(before, contact) != now:
        raise LacwgError(
            "this file is written in a form that cannot be changed by the program",
            where=store.folder.where(path),
            hint="nothing was written; change it in an editor",
        )
    return FileChange(path, text, after)


def _renamed(value: Any, contact: Contact, key: str = "") -> Any:
    """The same, worked out from the record's values: to compare with."""
    if isinstance(value, dict):
        return {key: _renamed(each, contact, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_renamed(each, contact, key) for each in value)
    return contact.name if key in PEOPLE and value == contact.id else value
