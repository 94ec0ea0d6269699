"""``lacwg contacts list | show``: all of them, a single one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lacwg import render
from lacwg.commands.shared.options import Data, Json, Plain, PrivateToo, contact_ids, ids
from lacwg.commands.shared.output import complete_after_writing
from lacwg.commands.shared.output import show as show_result
from lacwg.records import Contact
from lacwg.run import Run

app = typer.Typer()


@app.command("list")
def list_(private: PrivateToo = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """All contacts, by id.

    Example: lacwg contacts list
    """
    run = Run(data, json=json, plain=plain)
    found = list(run.store.contacts.all())
    show_result(
        run,
        people=lambda: (
            render.columns(
                [
                    [_called(each), each.role or "", each.email or "no address", each.phone or "", _languages(each)]
                    for each in found
                ],
                width=run.width,
                colour=run.colour,
                breaking=(0, 1),
            )
            if found
            else "No contact yet; add one: lacwg contacts add NAME\n"
        ),
        json=lambda: [contact_json(each, private=private) for each in found],
        plain=lambda: [_plain(each) for each in found],
    )
    run.complete()


@app.command("show")
def show(
    contact: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=ids(contact_ids)),
    ],
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """One contact.

    Example: lacwg contacts show john
    """
    run = Run(data, json=json, plain=plain)
    shown(run, run.store.contacts.get(contact), None, private=private)


def shown(run: Run, contact: Contact, told: str | None, *, private: bool = False) -> None:
    """Prints a contact, and what was done to it."""
    about = [
        ("Role", contact.role),
        ("Pronouns", contact.pronouns),
        ("E-mail", contact.email or "none yet"),
        ("Phone", contact.phone),
        ("Address", contact.address),
        ("Languages", _languages(contact)),
        ("Note", contact.private.note if private else None),
        ("Audience", contact.audience),
        ("Id", contact.id),
    ]
    show_result(
        run,
        people=lambda: (
            render.heading(contact.name, colour=run.colour)
            + render.labelled(about, width=run.width)
            + (f"{told}\n" if told else "")
        ),
        json=lambda: contact_json(contact, private=private),
        plain=lambda: [_plain(contact)],
    )
    complete_after_writing(run)


def _called(contact: Contact) -> str:
    return contact.name if contact.pronouns is None else f"{contact.name} ({contact.pronouns})"


def _languages(contact: Contact) -> str:
    return ", ".join(contact.languages)


def _plain(contact: Contact) -> tuple[str | None, ...]:
    return contact.id, contact.name, contact.role, contact.email, contact.phone, contact.audience


def contact_json(contact: Contact, *, private: bool) -> dict[str, Any]:
    """A contact's JSON shape."""
    shape: dict[str, Any] = {
        "id": contact.id,
        "name": contact.name,
        "role": contact.role,
        "pronouns": contact.pronouns,
        "email": contact.email,
        "phone": contact.phone,
        "address": contact.address,
        "languages": list(contact.languages),
        "audience": contact.audience,
        "members": render.table_json(contact.members),
    }
    return {**shape, "private": render.table_json(contact.private)} if private else shape
