"""The options that say what is to be known of a bill, for the verbs that change an issue."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, NamedTuple

import typer
from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.shared import asking
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.issue_threads import fitting_bills
from lacwg.records import Bill, Issue
from lacwg.run import Run
from lacwg.schedule.wording import long_date, plural
from lacwg.text.fold import fold
from lacwg.text.links import host_in, host_within

BillOption = Annotated[
    str | None,
    typer.Option("--bill", metavar="NAME", help="A bill, by any beginning of its name or number; else a new one."),
]
BillName = Annotated[str | None, typer.Option("--bill-name", metavar="TEXT", help="Another name for the bill.")]
Number = Annotated[str | None, typer.Option("--number", metavar="TEXT", help='The bill\'s number, as "H.R. 1945".')]
Chamber = Annotated[str | None, typer.Option("--chamber", metavar="TEXT", help="Where it is, as house or senate.")]
Session = Annotated[str | None, typer.Option("--session", metavar="TEXT", help="Of which session, as 118.")]
Sponsor = Annotated[
    list[str] | None, typer.Option("--sponsor", metavar="NAME", help="Who brought it in; may be repeated.")
]
Status = Annotated[str | None, typer.Option("--status", metavar="TEXT", help='How it stands, as "in committee".')]
Checked = Annotated[
    str | None, typer.Option("--checked", metavar="DATE", help="When its status was looked up; else today.")
]
Ask = Annotated[str | None, typer.Option("--ask", metavar="TEXT", help="What people are asked to do.")]
BillUrl = Annotated[str | None, typer.Option("--url", metavar="URL", help="A page about the bill.")]
RemoveBill = Annotated[
    list[str] | None, typer.Option("--remove-bill", metavar="NAME", help="Takes a bill out; may be repeated.")
]


class BillGiven(NamedTuple):
    """What was typed of a bill; None: nothing, an empty text: what is there goes out."""

    bill: str | None
    name: str | None
    number: str | None
    chamber: str | None
    session: str | None
    sponsor: list[str] | None
    status: str | None
    checked: str | None
    ask: str | None
    url: str | None
    remove: list[str] | None = None


def with_bill(run: Run, issue: Issue, given: BillGiven, today: dt.date, told: list[str], *, public_link: bool) -> Issue:
    """The issue with what was typed of its bills; what was done is added to ``told``. Raises ``UsageError``."""
    bills = list(issue.bills)
    for text in given.remove or []:
        gone = bills.pop(_one(replace(issue, bills=tuple(bills)), text, "--remove-bill"))
        told.append(f"Taken out: {gone.name}.")
    issue = replace(issue, bills=tuple(bills))
    if given.bill is None and all(each is None for each in given[1:-1]):
        return issue
    place = _place(issue, given.bill)
    old = Bill(name=asking.one_line("--bill", given.bill or "")) if place is None else bills[place]
    fields = _fields(run, given, old, today, public_link=public_link)
    new = replace(old, **fields)
    taken = [number for number, each in enumerate(bills) if fold(each.name).split() == fold(new.name).split()]
    if any(number != place for number in taken):
        raise UsageError(f'there is a bill "{new.name}" already', hint=f'change that one: --bill "{new.name}"')
    if place is None:
        told.append(f"A new bill: {new.name}.")
        bills.append(new)
    elif new != old:
        told.append(f"Changed: {new.name}.")
        bills[place] = new
    return replace(issue, bills=tuple(bills))


def _place(issue: Issue, text: str | None) -> int | None:
    """Where the bill that is meant stands; None for a new one. Raises ``UsageError`` where none is named."""
    if text is None:
        if len(issue.bills) == 1:
            return 0
        has = "has no bill yet" if not issue.bills else f"has {plural(len(issue.bills), 'bill')}"
        raise UsageError(f"{issue.title} {has}: which one is meant?", hint='say it: --bill "NAME"')
    if asking.one_line("--bill", text) is None:
        raise UsageError("--bill is empty", hint='name one: --bill "NAME"; or take it out: --remove-bill "NAME"')
    return _one(issue, text, "--bill") if fitting_bills(issue, text) else None


def _one(issue: Issue, text: str, option: str) -> int:
    """Where the one bill stands that a text means. Raises ``NoSuchRecordError``."""
    found = fitting_bills(issue, text)
    if len(found) == 1:
        return found[0]
    if found:
        some = ", ".join(issue.bills[each].name for each in found)
        raise NoSuchRecordError(f'{option} "{text}" fits {len(found)} bills: {some}', hint="type more of one of them")
    there = ", ".join(each.name for each in issue.bills) or "none"
    raise NoSuchRecordError(f'{issue.title} has no bill "{text}"', hint=f"those there are: {there}")


def _fields(run: Run, given: BillGiven, old: Bill, today: dt.date, *, public_link: bool) -> dict[str, Any]:
    """The fields of a bill that were typed, cleaned."""
    texts = {
        "--bill": given.bill, "--bill-name": given.name, "--number": given.number, "--chamber": given.chamber,
        "--session": given.session, "--sponsor": "\n".join(given.sponsor or []), "--status": given.status,
        "--ask": given.ask,
    }  # fmt: skip
    refuse_meeting_links({**texts, "--url": given.url}, public_link=public_link)
    fields: dict[str, Any] = {
        key: asking.one_line(f"--{key}", value)
        for key, value in given._asdict().items()
        if key in ("number", "chamber", "session", "status", "ask") and value is not None
    }
    if given.name is not None:
        fields["name"] = asking.one_line("--bill-name", given.name)
        if fields["name"] is None:
            raise UsageError("--bill-name is empty", hint='to take the bill out: --remove-bill "NAME"')
    if given.url is not None:
        fields["url"] = asking.link("--url", given.url)
    if given.sponsor is not None:
        fresh = [asking.one_line("--sponsor", each) for each in given.sponsor]
        before = () if None in fresh else old.sponsors
        fields["sponsors"] = tuple(dict.fromkeys(each for each in (*before, *fresh) if each))
    if given.status is not None:
        fields["checked"] = None if fields["status"] is None else today
    if given.checked is not None:
        fields["checked"] = _checked(run, given.checked, today)
    return fields


def refuse_meeting_links(texts: dict[str, str | None], *, public_link: bool) -> None:
    """Raises ``UsageError`` for a link to a meeting within a public text, unless that is meant."""
    for option, text in texts.items():
        host = None if text is None or public_link else host_within(text) or host_in(text)
        if host is not None:
            raise UsageError(
                f"{option} is for everybody, and has a link to {host}, where meetings are held",
                hint="for the coordinators alone: --note; if everybody may have it: add --public-link",
            )


def _checked(run: Run, text: str, today: dt.date) -> dt.date | None:
    if not text.strip():
        return None
    day = queries.day(text, "--checked", run)
    if day > today:
        hint = f"write the day on which it was looked up, with its year: {today}"
        raise UsageError(f"--checked {long_date(day)} is still to come", hint=hint)
    return day
