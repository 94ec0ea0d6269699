"""What can be said of an issue, as it is typed and as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands.issues.bills import BillFields, with_bill, without_bills
from lacwg.commands.options.details import Note, PublicLink
from lacwg.commands.options.ids import issue_ids
from lacwg.commands.options.verb import option
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.commands.shared.typed_fields import refuse_meeting_links
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import LANGUAGES, AudienceName, Bill, Issue
from lacwg.run import Run
from lacwg.schedule import countries
from lacwg.text.english import long_date
from lacwg.text.fold import fold

IssueId = Annotated[str, typer.Argument(metavar="ID", help="The id, or any beginning of it.", autocompletion=issue_ids)]


@dataclass(frozen=True)
class IssueFields:
    """What was typed of an issue itself; None: nothing, an empty text: what is there goes out."""

    stance: str | None = option("TEXT", "What the group says on it.")
    summary: str | None = option("TEXT", "What it is about.")
    country: list[str] | None = option("NAME", "A country, as Honduras or HN; may be repeated.")
    partner: list[str] | None = option("NAME", "An organisation to work with; may be repeated.")
    audience: AudienceName | None = option(None, "Who may see it at all.")
    note: Note = None
    public_link: PublicLink = False


@dataclass(frozen=True)
class IssueChanges:
    """What is typed besides of an issue that is there."""

    title: str | None = option("TEXT", "What it is called.")
    remove_country: list[str] | None = option("NAME", "Takes a country out.")
    remove_partner: list[str] | None = option("NAME", "Takes a partner out.")
    bill_name: str | None = option("TEXT", "Another name for the bill.")
    remove_bill: list[str] | None = option("NAME", "Takes a bill out; may be repeated.")


def with_fields(
    run: Run, old: Issue, fields: IssueFields, changes: IssueChanges, bill: BillFields
) -> tuple[Issue, list[str]]:
    """The issue with what was typed, and what people are to be told of it. Raises ``UsageError``."""
    texts = {
        "the title": changes.title,
        "--stance": fields.stance,
        "--summary": fields.summary,
        "--partner": "\n".join(fields.partner or []),
        "--bill-name": changes.bill_name,
    }
    hint = "for the coordinators alone: --note; if everybody may have it: add --public-link"
    refuse_meeting_links(texts | bill.texts, public_link=fields.public_link, hint=hint)
    partner = partial(asking.one_line, "--partner")
    own: dict[str, Any] = {
        "countries": _listed(fields.country, changes.remove_country, old.countries, _country, "country"),
        "partners": _listed(fields.partner, changes.remove_partner, old.partners, partner, "partner"),
    }
    if changes.title is not None:
        own["title"] = asking.one_line("the title", changes.title)
    for key in ("stance", "summary"):
        if (typed := getattr(fields, key)) is not None:
            own[key] = asking.text(f"--{key}", typed)
    if fields.audience is not None:
        own["audience"] = fields.audience
    if fields.note is not None:
        own["private"] = replace(old.private, note=asking.text("--note", fields.note))
    issue, gone = without_bills(replace(old, **own), changes.remove_bill or ())
    issue, told = with_bill(run, issue, bill, changes.bill_name)
    return issue, [*gone, *told]


def _country(text: str) -> str:
    try:
        return countries.code(text)
    except countries.UnknownCountryError as error:
        raise UsageError(error.message, hint=error.hint) from None


def _listed(
    typed: Sequence[str] | None,
    gone: Sequence[str] | None,
    old: tuple[str, ...],
    reading: Callable[[str], str],
    what: str,
) -> tuple[str, ...]:
    """A list with what was typed added, each once; an empty text among it takes out what was there."""
    kept = [] if typed is not None and not all(each.strip() for each in typed) else list(old)
    for each in gone or []:
        wanted = reading(each) if each.strip() else ""
        fitting = [one for one in kept if fold(one).split() == fold(wanted).split()]
        if not fitting:
            there = ", ".join(kept) or "none"
            raise NoSuchRecordError(f'the issue has no {what} "{each}"', hint=f"those there are: {there}")
        kept.remove(fitting[0])
    for each in typed or []:
        if each.strip() and not any(fold(one).split() == fold(reading(each)).split() for one in kept):
            kept.append(reading(each))
    return tuple(kept)


def issue_text(run: Run, issue: Issue, more: Sequence[tuple[str, str | None]] = ()) -> str:
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
        text=lambda: issue_text(run, issue) + "".join(f"{render.one_line(each)}\n" for each in told),
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
        "members": render.record_json(issue.members),
        **render.words_json(issue),
    }
    return {**shape, "private": render.record_json(issue.private)} if private else shape
