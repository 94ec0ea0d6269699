from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.contacts.fields import ContactFields, ContactId, cleaned_name, show_contact, tell_of_phone
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.shared import saving, text_editing
from lacwg.commands.shared.text_editing import Edited, Steps
from lacwg.errors import FieldError
from lacwg.records import AudienceName, Contact
from lacwg.run import Run
from lacwg.store.disk.contents import FileChange


@verb
def edit(
    run: WritingRun,
    contact: ContactId,
    fields: ContactFields,
    name: str | None = option("TEXT", "Their name."),
    audience: AudienceName | None = option(None, "Who may see the contact."),
) -> None:
    """Change a contact.

    An empty value removes what is there. Without options it opens your editor. Of lists and roles, + is beside what
    is there, and - no longer; a role without a sign is the only one. --from and --to are its first and last day.

    Example: lacwg contacts edit ana --list +press --role +treasurer --from 2027-03-01
    """
    contact_id = run.store.contacts.find(contact)
    if fields == ContactFields() and name is None and audience is None:
        _in_editor(run, contact_id)
        return

    typed = fields.read(run)

    def changed(old: Contact) -> Contact:
        new = typed(old)
        if name is not None:
            new = replace(new, name=cleaned_name(name))
        return _touched(run, old, new if audience is None else replace(new, audience=audience))

    new, told = saving.change(run, lambda store: store.contacts, contact_id, changed)
    if fields.phone:
        tell_of_phone(run, new)
    show_contact(run, new, told)


def _in_editor(run: Run, contact_id: str) -> None:
    def check(edited: Edited[Contact]) -> list[FieldError]:
        from lacwg.checks.address_fields import of_addresses  # all checks come along, and options need none
        from lacwg.checks.finding import codes, texts

        found = of_addresses(edited.record, texts(edited.record))
        return [each for each in found if codes()[each.code].severity == "error"]

    def save(edited: Edited[Contact]) -> Contact:
        from lacwg.store.toml.edit import edited as with_changes

        new = _touched(run, edited.before, edited.record)
        text = with_changes(edited.text, edited.record, new)
        run.store.write([FileChange(run.store.contacts.path(new.id), edited.base_text, text)])
        return new

    record, told = text_editing.in_editor(
        run,
        lambda store: store.contacts,
        contact_id,
        again=f"lacwg contacts edit {contact_id}",
        instead="--role TEXT",
        steps=Steps(check=check, save=save),
    )
    show_contact(run, record, told)


def _touched(run: Run, old: Contact, new: Contact) -> Contact:
    """A changed contact with its identity written down, and when it changed."""
    return new if new == old else queries.touched(run, replace(new, updated=old.updated))
