"""``lacwg issues``: all of them, a single one."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from lacwg import render
from lacwg.commands.options import Data, Json, Plain, PrivateToo, ids, issue_ids
from lacwg.commands.output import show as show_result
from lacwg.context import Context
from lacwg.records import Bill, Issue

app = typer.Typer()


@app.command("list")
def list_(private: PrivateToo = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """All issues, by id.

    Example: lacwg issues list
    """
    context = Context(data, json=json, plain=plain)
    found = list(context.store.issues.all())
    show_result(
        context,
        people=lambda: (
            render.columns(
                [[each.id, each.title, _aside(each)] for each in found],
                width=context.width,
                colour=context.colour,
                breaking=(1, 2),
            )
            if found
            else "No issue yet.\n"
        ),
        json=lambda: [_json(each, private=private) for each in found],
        plain=lambda: [
            (each.id, each.title, ",".join(each.countries), "; ".join(bill.name for bill in each.bills))
            for each in found
        ],
    )
    context.complete()


def _aside(issue: Issue) -> str:
    return "; ".join([*(bill.name for bill in issue.bills), *(f"with {partner}" for partner in issue.partners)])


@app.command("show")
def show(
    issue: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=ids(issue_ids)),
    ],
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """One issue, with its bills and partners.

    Example: lacwg issues show honduras
    """
    context = Context(data, json=json, plain=plain)
    found = context.store.issues.get(issue)
    about = [
        ("Stance", found.stance),
        ("Summary", found.summary),
        ("Countries", ", ".join(found.countries)),
        ("Bill" if len(found.bills) == 1 else "Bills", "\n".join(_bill(each) for each in found.bills)),
        ("Partner" if len(found.partners) == 1 else "Partners", ", ".join(found.partners)),
        ("Events", f"lacwg events list --all --issue {found.id}"),
        ("Id", found.id),
    ]
    show_result(
        context,
        people=lambda: render.heading(found.title, colour=context.colour) + render.labelled(about, width=context.width),
        json=lambda: _json(found, private=private),
        plain=lambda: [
            (found.id, found.title, ",".join(found.countries), "; ".join(bill.name for bill in found.bills))
        ],
    )
    context.complete()


def _bill(bill: Bill) -> str:
    parts = [bill.name, bill.number, bill.chamber, bill.session, bill.status, bill.ask, bill.url]
    return " · ".join(part for part in parts if part)


def _json(issue: Issue, *, private: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": issue.id,
        "title": issue.title,
        "summary": issue.summary,
        "stance": issue.stance,
        "countries": list(issue.countries),
        "partners": list(issue.partners),
        "bills": [
            {
                key: render.iso(value) if key == "checked" else value
                for key, value in msgspec.structs.asdict(bill).items()
            }
            for bill in issue.bills
        ],
        "audience": issue.audience,
        "members": render.table_json(issue.members),
    }
    return {**shape, "private": render.table_json(issue.private)} if private else shape
