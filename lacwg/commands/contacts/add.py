from __future__ import annotations

from lacwg import clock, revision
from lacwg.commands import queries
from lacwg.commands.contacts.fields import ContactFields, cleaned_name, show_contact, tell_of_phone
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.shared import saving
from lacwg.records import AudienceName, Contact
from lacwg.text.addresses import email_key
from lacwg.text.fold import fold_line, slug


@verb
def add(
    run: WritingRun,
    fields: ContactFields,
    name: str = argument("NAME", "Their name."),
    audience: AudienceName = option(None, "Who may see the contact.", default="private"),
) -> None:
    """Add a contact.

    Only coordinators see it, unless --audience says otherwise.

    Example: lacwg contacts add "Ana López" --email ana@example.org --list members
    """
    said = cleaned_name(name)
    updated = revision.moment(queries.now(run))
    contact = fields.read(run)(
        Contact(id=slug(said, "contact"), name=said, audience=audience, uid=clock.new_uid(), updated=updated)
    )
    others, address = list(run.store.contacts.all()), email_key(contact.email) if contact.email else None
    named = [each.id for each in others if fold_line(each.name) == fold_line(said)]
    reached = [each.id for each in others if each.email and email_key(each.email) == address]
    for same, what in ((named, "name"), (reached, "address")):
        if same:
            run.message(f"Note: {' and '.join(same)} {'has' if len(same) == 1 else 'have'} the same {what}")
    tell_of_phone(run, contact)
    contact, told = saving.create(run, lambda _: contact)
    show_contact(run, contact, told)
