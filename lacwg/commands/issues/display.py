"""How an issue is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lacwg import render
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.records import LANGUAGES, Bill, Issue
from lacwg.run import Run
from lacwg.schedule import countries
from lacwg.text.english import long_date


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


def show_issue(run: Run, issue: Issue, told: Sequence[str]) -> None:
    """Prints an issue, and what was done to it."""
    show_result(
        run,
        text=lambda: text(run, issue) + "".join(f"{render.one_line(each)}\n" for each in told),
        json=lambda: issue_json(issue),
        plain=lambda: [plain_line(issue)],
    )
    complete_after_writing(run)


def _bill(bill: Bill) -> str:
    checked = None if bill.checked is None else f"as of {long_date(bill.checked)}"
    sponsors = f"sponsored by {', '.join(bill.sponsors)}" if bill.sponsors else None
    session = f"session {bill.session}" if bill.session else None
    parts = [bill.name, bill.number, bill.chamber, session, sponsors, bill.status, checked, bill.ask, bill.url]
    return " · ".join(part for part in parts if part)


def plain_line(issue: Issue) -> tuple[str, str, str, str]:
    """The plain line of an issue: id, title, countries, bills."""
    return issue.id, issue.title, ",".join(issue.countries), "; ".join(bill.name for bill in issue.bills)


def issue_json(issue: Issue, *, private: bool = False) -> dict[str, Any]:
    """An issue for programs."""
    of_bill = [key for key in Bill.__struct_fields__ if key not in LANGUAGES]
    shape = {
        **render.values_json(issue, "id", "title", "summary", "stance", "countries", "partners", "audience"),
        "bills": [render.values_json(bill, *of_bill) | render.words_json(bill) for bill in issue.bills],
        "members": render.table_json(issue.members),
        **render.words_json(issue),
    }
    return {**shape, "private": render.table_json(issue.private)} if private else shape
