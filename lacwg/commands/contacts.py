"""``lacwg contacts``: all of them, a single one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lacwg import render
from lacwg.commands.options import Data, Json, Plain, PrivateToo, contact_ids, ids
from lacwg.commands.output import show as show_result
from lacwg.context import Context
from lacwg.records import Contact

app = typer.Typer()


@app.command("list")
def list_(private: PrivateToo = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """All contacts, by id.

    Example: lacwg contacts list
    """
    context = Context(data, json=json, plain=plain)
    found = list(context.store.contacts.all())
    show_result(
        context,
        people=lambda: (
            render.columns(
                [[each.name, each.role or "", each.email or "no address", each.phone or ""] for each in found],
                width=context.width,
                colour=context.colour,
                breaking=(0, 1),
            )
            if found
            else "No contact yet.\n"
        ),
        json=lambda: [_json(each, private=private) for each in found],
        plain=lambda: [(each.id, each.name, each.role, each.email, each.phone, each.audience) for each in found],
    )
    context.complete()


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
    context = Context(data, json=json, plain=plain)
    found = context.store.contacts.get(contact)
    about = [
        ("Role", found.role),
        ("E-mail", found.email or "none yet"),
        ("Phone", found.phone),
        ("Languages", ", ".join(found.languages)),
        ("Audience", found.audience),
        ("Id", found.id),
    ]
    show_result(
        context,
        people=lambda: render.heading(found.name, colour=context.colour) + render.labelled(about, width=context.width),
        json=lambda: _json(found, private=private),
        plain=lambda: [(found.id, found.name, found.role, found.email, found.phone, found.audience)],
    )
    context.complete()


def _json(contact: Contact, *, private: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": contact.id,
        "name": contact.name,
        "role": contact.role,
        "email": contact.email,
        "phone": contact.phone,
        "languages": list(contact.languages),
        "audience": contact.audience,
        "members": render.table_json(contact.members),
    }
    return {**shape, "private": render.table_json(contact.private)} if private else shape
