"""``lacwg issues list | show``: all of them, a single one with its thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
import typer

from lacwg import render
from lacwg.commands.issues import thread as issue_thread
from lacwg.commands.shared.options import Data, Json, Plain, PrivateToo, ids, issue_ids
from lacwg.commands.shared.output import show as show_result
from lacwg.records import LANGUAGES, Bill, Issue
from lacwg.run import Run
from lacwg.schedule import countries
from lacwg.schedule.wording import long_date

app = typer.Typer()


@app.command("list")
def list_(private: PrivateToo = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """All issues, by id.

    Example: lacwg issues list
    """
    run = Run(data, json=json, plain=plain)
    found = list(run.store.issues.all())
    show_result(
        run,
        people=lambda: (
            render.columns(
                [[each.id, each.title, _aside(each)] for each in found],
                width=run.width,
                colour=run.colour,
                breaking=(1, 2),
            )
            if found
            else "No issue yet.\n"
        ),
        json=lambda: [as_json(each, private=private) for each in found],
        plain=lambda: [plain_line(each) for each in found],
    )
    run.complete()


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
    """One issue, with its bills and partners, all that happened in it, the oldest first, and what comes next.

    Example: lacwg issues show honduras
    """
    run = Run(data, json=json, plain=plain)
    found = run.store.issues.get(issue)
    if run.mode == "plain":
        run.out(render.plain_text([plain_line(found)]))
    else:
        thread = issue_thread.gathered(run, found)
        show_result(
            run,
            people=lambda: text(run, found, issue_thread.labels(thread, found)),
            json=lambda: {**as_json(found, private=private), **issue_thread.as_json(thread, found)},
            plain=list,
        )
    run.complete()


def text(run: Run, issue: Issue, more: Sequence[tuple[str, str | None]] = ()) -> str:
    """An issue for people; ``more`` stands before its id."""
    about = [
        ("Stance", issue.stance),
        ("Summary", issue.summary),
        ("Country" if len(issue.countries) == 1 else "Countries", ", ".join(map(countries.named, issue.countries))),
        ("Bill" if len(issue.bills) == 1 else "Bills", "\n".join(render.one_line(_bill(each)) for each in issue.bills)),
        ("Partner" if len(issue.partners) == 1 else "Partners", ", ".join(issue.partners)),
        ("Audience", None if issue.audience == "public" else issue.audience),
        *more,
        ("Id", issue.id),
    ]
    return render.heading(issue.title, colour=run.colour) + render.labelled(about, width=run.width)


def _bill(bill: Bill) -> str:
    checked = None if bill.checked is None else f"as of {long_date(bill.checked)}"
    sponsors = f"brought in by {', '.join(bill.sponsors)}" if bill.sponsors else None
    session = f"session {bill.session}" if bill.session else None
    parts = [bill.name, bill.number, bill.chamber, session, sponsors, bill.status, checked, bill.ask, bill.url]
    return " · ".join(part for part in parts if part)


def plain_line(issue: Issue) -> tuple[str, str, str, str]:
    """The plain line of an issue: id, title, countries, bills."""
    return issue.id, issue.title, ",".join(issue.countries), "; ".join(bill.name for bill in issue.bills)


def as_json(issue: Issue, *, private: bool = False) -> dict[str, Any]:
    """An issue for programs."""
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
                if key not in LANGUAGES
            }
            | render.words_json(bill)
            for bill in issue.bills
        ],
        "audience": issue.audience,
        "members": render.table_json(issue.members),
        **render.words_json(issue),
    }
    return {**shape, "private": render.table_json(issue.private)} if private else shape
