from __future__ import annotations

import datetime as dt

from lacwg.commands import queries
from lacwg.commands.contacts.fields import PLAIN, contact_json
from lacwg.commands.options.ids import PrivateToo, list_names, role_names
from lacwg.commands.options.verb import option, verb
from lacwg.commands.shared.output import show_all
from lacwg.records import Contact
from lacwg.run import Run
from lacwg.text.fold import fold_line


@verb
def list_(
    run: Run,
    name: str | None = option("NAME", "Only those on this list.", "--list", autocompletion=list_names),
    role: str | None = option("TEXT", "Only those who do this today.", autocompletion=role_names),
    private: PrivateToo = False,
) -> None:
    """List all contacts.

    Example: lacwg contacts list --list members --role treasurer
    """
    today = queries.today(run)
    found = list(run.store.contacts.all()) if name is None else queries.people_on(run, name)
    none = "No contact yet; add one: lacwg contacts add NAME"
    if name is not None:
        none = f"Nobody is on {name}."
    if role is not None:
        found = [each for each in found if does(each, role, today)]
        none = f"Nobody{'' if name is None else f' on {name}'} is {role} today."
    show_all(
        run,
        found,
        lambda each: [
            each.name if each.pronouns is None else f"{each.name} ({each.pronouns})",
            each.role_on(today),
            each.email or "no address",
            each.phone or "",
            ", ".join(each.languages),
        ],
        none=none,
        json=lambda each: contact_json(each, today, private=private),
        plain=PLAIN,
        breaking=(0, 1),
    )


def does(contact: Contact, role: str, day: dt.date) -> bool:
    """Whether somebody has a role on a day, by its name or the whole words of it: "chair" is the vice chair too."""
    words = f" {fold_line(role)} "
    return any(words in f" {fold_line(each.role)} " for each in contact.roles_on(day))
