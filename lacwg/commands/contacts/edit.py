from __future__ import annotations

from msgspec.structs import replace

from lacwg import kinds
from lacwg.commands import queries
from lacwg.commands.contacts.fields import ContactFields, ContactId, cleaned_name, show_contact, tell_of_phone
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.shared import saving, text_editing
from lacwg.records import AudienceName, Contact


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
        show_contact(run, *text_editing.in_editor(run, kinds.CONTACT, contact_id, instead="--role TEXT"))
        return

    typed = fields.read(run)

    def changed(old: Contact) -> Contact:
        new = typed(old)
        if name is not None:
            new = replace(new, name=cleaned_name(name))
        new = new if audience is None else replace(new, audience=audience)
        return new if new == old else queries.touched(run, new)

    new, told = saving.change(run, lambda store: store.contacts, contact_id, changed)
    if fields.phone:
        tell_of_phone(run, new)
    show_contact(run, new, told)
