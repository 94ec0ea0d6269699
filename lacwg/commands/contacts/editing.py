"""``lacwg contacts add | edit | remove``: a new contact, what is said of one, and one that is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.contacts import references as contact_references
from lacwg.commands.contacts.listing import shown
from lacwg.commands.shared import asking, text_editing
from lacwg.commands.shared.options import Data, Json, Plain, contact_ids, ids
from lacwg.commands.shared.output import NO_CHANGE, undoable
from lacwg.commands.shared.text_editing import Edited
from lacwg.errors import LacwgError, RecordError, UsageError
from lacwg.records import AudienceName, Contact
from lacwg.run import Run
from lacwg.schedule import identity
from lacwg.store.collection import Loaded, Store
from lacwg.store.history.file_changes import FileChange
from lacwg.store.slugs import slug
from lacwg.text import addresses
from lacwg.text.addresses import Fault

app = typer.Typer()

Id = Annotated[
    str, typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=ids(contact_ids))
]
Role = Annotated[str | None, typer.Option("--role", metavar="TEXT", help="What they do in the group.")]
Pronouns = Annotated[str | None, typer.Option("--pronouns", metavar="TEXT", help='As they give them: "she/her".')]
Email = Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="Their e-mail address.")]
Phone = Annotated[str | None, typer.Option("--phone", metavar="NUMBER", help="Their telephone: members.")]
Address = Annotated[str | None, typer.Option("--address", metavar="TEXT", help="Where letters go: members.")]
Languages = Annotated[
    list[str] | None, typer.Option("--language", metavar="TAG", help='As "es" or "pt-BR"; may be repeated.')
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark among coordinators: private.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, but change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What they are called.")],
    role: Role = None,
    pronouns: Pronouns = None,
    email: Email = None,
    phone: Phone = None,
    address: Address = None,
    language: Languages = None,
    audience: Annotated[AudienceName, typer.Option("--audience", help="Who may see the contact at all.")] = "private",
    note: Note = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add a contact. Nobody but the coordinators sees it, unless --audience says otherwise.

    Example: lacwg contacts add "Ana López" --email ana@example.org --language es --role treasurer
    """
    run = Run(data, json=json, plain=plain)
    said = _name(name)
    given = _given(role=role, pronouns=pronouns, email=email, phone=phone, address=address, language=language)
    contact = Contact(
        id=slug(said, "contact"),
        name=said,
        audience=audience,
        uid=clock.new_uid(),
        updated=identity.moment(queries.now(run)),
        **given,
    )
    contact = _noted(contact, note)
    same = [each.id for each in run.store.contacts.all() if each.name.casefold() == said.casefold()]
    if same:
        run.message(f"Note: {' and '.join(same)} {'has' if len(same) == 1 else 'have'} the same name")
    if dry_run:
        contact = replace(contact, id=_free(run.store, contact.id))
        shown(run, contact, f"Would be saved as {contact.id}; nothing was.")
        return
    store = run.writable()
    with store.locked():
        contact = replace(contact, id=_free(store, contact.id))
        store.create(contact)
    run.done = f"The contact is saved as {contact.id}."
    shown(run, contact, undoable(f"Saved as {contact.id}"))


@app.command("edit")
def edit(
    contact: Id,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What they are called.")] = None,
    role: Role = None,
    pronouns: Pronouns = None,
    email: Email = None,
    phone: Phone = None,
    address: Address = None,
    language: Languages = None,
    audience: Annotated[AudienceName | None, typer.Option("--audience", help="Who may see the contact at all.")] = None,
    note: Note = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Change what is said of a contact; an empty value takes it out. Without options, open your editor.

    Example: lacwg contacts edit ana --phone "+1 617 555 0100" --pronouns ""
    """
    run = Run(data, json=json, plain=plain)
    given = _given(role=role, pronouns=pronouns, email=email, phone=phone, address=address, language=language)
    if name is not None:
        given["name"] = _name(name)
    if audience is not None:
        given["audience"] = audience
    contact_id = run.store.contacts.find(contact)
    if not given and note is None:
        if dry_run:
            raise UsageError("--dry-run shows what options would do, and none is given", hint="as: --role TEXT")
        _in_editor(run, contact_id)
        return
    if dry_run:
        old = run.store.contacts.read(contact_id)
        shown(run, _touched(run, old, _noted(replace(old, **given), note)), "Nothing was saved.")
        return
    store = run.writable()
    with store.locked():
        found = store.contacts.load(contact_id)
        new = _touched(run, found.record, _noted(replace(found.record, **given), note))
        if new != found.record:
            store.write([store.change(new, found.base_text)])
            run.done = f"{contact_id} is saved."
    shown(run, new, undoable() if run.done else NO_CHANGE)


@app.command("remove")
def remove(
    contact: Id,
    keep_name: Annotated[
        bool, typer.Option("--keep-name", help="Other records keep the plain name in place of the id.")
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Delete a contact. Refused while meetings' records name it by its id. Off a terminal it does not ask.

    Example: lacwg contacts remove ana --keep-name
    """
    run = Run(data, json=json, plain=plain)
    contact_id = run.store.contacts.find(contact)
    found, changes = _removal(run.store, contact_id, keep_name=keep_name)
    files = [run.store.folder.shown(each.path) for each in changes]
    if run.interactive and not yes and not dry_run:
        run.message(f"{render.one_line(found.record.name)} · {', '.join(files)}")
        if not typer.confirm("Delete the contact?", default=False, err=True):
            run.message("Nothing was changed.")
            return
    if not dry_run:
        store = run.writable()
        with store.locked():
            found, changes = _removal(store, contact_id, keep_name=keep_name)
            store.write(changes)
        run.done = f"{contact_id} is removed."
    others = len(changes) - 1
    told = "" if not others else f"; {others} {'record keeps' if others == 1 else 'records keep'} the plain name"
    shown(run, found.record, f"Would be removed{told}; nothing was." if dry_run else undoable(f"Removed{told}"))


def _removal(store: Store, contact_id: str, *, keep_name: bool) -> tuple[Loaded[Contact], list[FileChange]]:
    """What it takes to delete a contact. Raises ``LacwgError`` where records name it, and are not to be changed."""
    found = store.contacts.load(contact_id)
    if keep_name:
        changes = contact_references.renamed(store, contact_id, found.record.name)
        return found, [*changes, store.removal(found.record, found.base_text)]
    named = contact_references.naming(store, contact_id)
    if named:
        places = "\n".join(f"{each.where}: {each.key}" for each in named[:10])
        more = f"\nand {len(named) - 10} more" if len(named) > 10 else ""
        raise LacwgError(
            f"{contact_id} is named in other records",
            hint=f"{places}{more}\nto leave the plain name there: --keep-name\n"
            f"to take the person out of everything, for good: lacwg contacts forget {contact_id}",
        )
    return found, [store.removal(found.record, found.base_text)]


def _in_editor(run: Run, contact_id: str) -> None:
    def check(edited: Edited[Contact]) -> None:
        faults = [("email", _email_fault(edited.record.email))]
        faults += [
            ("languages", tag if isinstance(tag, Fault) else None)
            for tag in map(addresses.language, edited.record.languages)
        ]
        for key, fault in faults:
            if fault is not None:
                raise RecordError(fault.message, where=edited.draft.where((key,)), hint=fault.hint, code="R103")

    def save(edited: Edited[Contact]) -> Contact:
        from lacwg.store.toml.edit import edited as with_changes

        new = _touched(run, edited.before, edited.record)
        store = run.store
        store.write(
            [FileChange(store.contacts.path(new.id), edited.base_text, with_changes(edited.text, edited.record, new))]
        )
        return new

    new, changed = text_editing.in_editor(
        run,
        lambda store: store.contacts,
        contact_id,
        again=f"lacwg contacts edit {contact_id}",
        instead="--role TEXT",
        check=check,
        save=save,
    )
    if changed:
        run.done = f"{contact_id} is saved."
    shown(run, new, undoable() if changed else "Nothing was changed.")


def _given(
    *,
    role: str | None,
    pronouns: str | None,
    email: str | None,
    phone: str | None,
    address: str | None,
    language: Sequence[str] | None,
) -> dict[str, Any]:
    """The fields that were typed, cleaned; None for what is to be taken out. Raises ``UsageError``."""
    given: dict[str, Any] = {
        key: asking.one_line(f"--{key}", value)
        for key, value in (("role", role), ("pronouns", pronouns), ("email", email), ("phone", phone))
        if value is not None
    }
    if address is not None:
        given["address"] = asking.text("--address", address)
    if language is not None:
        given["languages"] = _tags(language)
    if fault := _email_fault(given.get("email")):
        raise UsageError(f"--email: {fault.message}", hint=fault.hint)
    return given


def _email_fault(email: str | None) -> Fault | None:
    return None if email is None else addresses.email_fault(email)


def _tags(typed: Sequence[str]) -> tuple[str, ...]:
    tags = [addresses.language(each) for text in typed for each in text.split(",") if each.strip()]
    for tag in tags:
        if isinstance(tag, Fault):
            raise UsageError(f"--language: {tag.message}", hint=tag.hint)
    return tuple(dict.fromkeys(str(tag) for tag in tags))


def _name(typed: str) -> str:
    said = asking.one_line("the name", typed)
    if said is None:
        raise UsageError("the name is empty", hint="say what they are called")
    return said


def _noted(contact: Contact, note: str | None) -> Contact:
    if note is None:
        return contact
    return replace(contact, private=replace(contact.private, note=asking.text("--note", note)))


def _touched(run: Run, old: Contact, new: Contact) -> Contact:
    """A changed contact with its identity written down, and when it changed."""
    if new == old:
        return new
    return identity.touched(replace(new, updated=old.updated), run.store.group.uid_namespace, queries.now(run))


def _free(store: Store, record_id: str) -> str:
    number, free = 1, record_id
    while store.contacts.has(free):
        number += 1
        free = f"{record_id}-{number}"
    return free
