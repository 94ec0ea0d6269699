"""What can be said of an issue and of its bills, as it is typed and as it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.details import Note, PublicLink
from lacwg.commands.options.ids import ID, completed, country_names, issue_ids
from lacwg.commands.options.verb import option
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import details, show_whole
from lacwg.commands.shared.typed_fields import refuse_meeting_links
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.issue_threads import fitting_bills
from lacwg.records import AudienceName, Bill, Issue
from lacwg.run import Run
from lacwg.schedule import countries
from lacwg.text.english import long_date, plural
from lacwg.text.fold import fold

IssueId = Annotated[str, typer.Argument(metavar="ID", help=ID, autocompletion=issue_ids)]


@completed
def _bill_names(run: Run, typed: Mapping[str, Any]) -> Iterator[str]:
    """The names and numbers of the bills of the issue that is typed, or of all."""
    named = typed.get("issue")
    for issue in [run.store.issues.get(named)] if named else run.store.issues.all():
        for bill in issue.bills:
            yield from filter(None, (bill.name, bill.number))


@dataclass(frozen=True)
class IssueFields:
    """What was typed of an issue itself; None: nothing, an empty text: what is there goes out."""

    stance: str | None = option("TEXT", "The group's position on it.")
    summary: str | None = option("TEXT", "What it is about.")
    country: list[str] | None = option(
        "NAME", "A country, such as Honduras or HN; may be repeated.", autocompletion=country_names
    )
    partner: list[str] | None = option("NAME", "An organisation to work with; may be repeated.")
    audience: AudienceName | None = option(None, "Who may see it.")
    note: Note = None
    public_link: PublicLink = False


@dataclass(frozen=True)
class IssueChanges:
    """What is typed besides of an issue that is there."""

    title: str | None = option("TEXT", "Its title.")
    remove_country: list[str] | None = option(
        "NAME", "Remove a country; may be repeated.", autocompletion=country_names
    )
    remove_partner: list[str] | None = option("NAME", "Remove a partner; may be repeated.")
    bill_name: str | None = option("TEXT", "A new name for the bill.")
    remove_bill: list[str] | None = option("NAME", "Remove a bill; may be repeated.", autocompletion=_bill_names)


@dataclass(frozen=True)
class BillFields:
    """What was typed of a bill; None: nothing, an empty text: what is there goes out."""

    bill: str | None = option(
        "NAME", "A bill, by the beginning of its name or number, or a new one.", autocompletion=_bill_names
    )
    number: str | None = option("TEXT", 'The bill\'s number, such as "H.R. 1945".')
    chamber: str | None = option("TEXT", "The chamber it is in, such as house or senate.")
    session: str | None = option("TEXT", "The session, such as 118.")
    sponsor: list[str] | None = option("NAME", "A sponsor of the bill; may be repeated.")
    status: str | None = option("TEXT", 'Its status, such as "in committee".')
    checked: str | None = option("DATE", "When its status was looked up. Default: today.")
    ask: str | None = option("TEXT", "What people are asked to do.")
    url: str | None = option("URL", "A page about the bill.")

    def of(self, run: Run, old: Bill) -> Bill:
        """The bill with what was typed, cleaned. Raises ``UsageError``."""
        today = queries.now(run).date()
        fields = asking.cleaned(self, "number chamber session status ask", asking.one_line)
        fields |= asking.cleaned(self, "url", asking.link)
        if self.sponsor is not None:
            fresh = [asking.one_line("--sponsor", each) for each in self.sponsor]
            before = () if None in fresh else old.sponsors
            fields["sponsors"] = tuple(dict.fromkeys(each for each in (*before, *fresh) if each))
        if self.status is not None:
            fields["checked"] = None if fields["status"] is None else today
        if self.checked is not None:
            fields["checked"] = _checked(run, self.checked, today)
        return replace(old, **fields)

    @property
    def texts(self) -> dict[str, str | None]:
        """What everybody may read of it, by option."""
        typed = {f"--{name}": value for name, value in vars(self).items() if name != "checked"}
        return typed | {"--sponsor": "\n".join(self.sponsor or [])}


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
    refuse_meeting_links(run, texts | bill.texts, public_link=fields.public_link, hint=hint)
    partner = partial(asking.needed, hint="name one")
    country = partial(queries.parse_option, reading=countries.code)
    own = asking.cleaned(fields, "stance summary", asking.text) | {
        "countries": _listed(fields.country, changes.remove_country, old.countries, country, "country"),
        "partners": _listed(fields.partner, changes.remove_partner, old.partners, partner, "partner"),
    }
    if changes.title is not None:
        own["title"] = asking.title(changes.title)
    if fields.audience is not None:
        own["audience"] = fields.audience
    own["private"] = replace(old.private, **asking.cleaned(fields, "note", asking.text))
    issue, gone = replace(old, **own), []
    for text in changes.remove_bill or ():
        place = _one(issue, text, "--remove-bill")
        gone.append(f"Taken out: {issue.bills[place].name}.")
        issue = replace(issue, bills=issue.bills[:place] + issue.bills[place + 1 :])
    issue, told = _with_bill(run, issue, bill, changes.bill_name)
    return issue, [*gone, *told]


def _listed(
    typed: Sequence[str] | None,
    gone: Sequence[str] | None,
    old: tuple[str, ...],
    reading: Callable[[str, str], str],
    what: str,
) -> tuple[str, ...]:
    """A list with what was typed added, each once; an empty text among it takes out what was there."""
    kept = [] if typed is not None and not all(each.strip() for each in typed) else list(old)
    for each in gone or []:
        wanted = reading(f"--remove-{what}", each) if each.strip() else ""
        fitting = [one for one in kept if fold(one).split() == fold(wanted).split()]
        if not fitting:
            there = ", ".join(kept) or "none"
            raise NoSuchRecordError(f'the issue has no {what} "{each}"', hint=f"those there are: {there}")
        kept.remove(fitting[0])
    for new in (reading(f"--{what}", each) for each in typed or [] if each.strip()):
        if not any(fold(one).split() == fold(new).split() for one in kept):
            kept.append(new)
    return tuple(kept)


def _with_bill(run: Run, issue: Issue, fields: BillFields, new_name: str | None = None) -> tuple[Issue, list[str]]:
    """The issue with what was typed of one of its bills, or of a new one, and what was done. Raises ``UsageError``."""
    if fields == BillFields() and new_name is None:
        return issue, []
    bills = list(issue.bills)
    place = _place(issue, fields.bill)
    old = Bill(name=" ".join((fields.bill or "").split())) if place is None else bills[place]
    new = fields.of(run, old)
    if new_name is not None:
        hint = 'to take the bill out: --remove-bill "NAME"'
        new = replace(new, name=asking.needed("--bill-name", new_name, hint=hint))
    taken = [number for number, each in enumerate(bills) if fold(each.name).split() == fold(new.name).split()]
    if any(number != place for number in taken):
        raise UsageError(f'there is a bill "{new.name}" already', hint=f'change that one: --bill "{new.name}"')
    if place is None:
        return replace(issue, bills=(*bills, new)), [f"A new bill: {new.name}."]
    bills[place] = new
    return replace(issue, bills=tuple(bills)), [] if new == old else [f"Changed: {new.name}."]


def _place(issue: Issue, text: str | None) -> int | None:
    """Where the bill that is meant stands; None for a new one. Raises ``UsageError`` where none is named."""
    if text is None:
        if len(issue.bills) == 1:
            return 0
        has = "has no bill yet" if not issue.bills else f"has {plural(len(issue.bills), 'bill')}"
        raise UsageError(f"{issue.title} {has}: which one is meant?", hint='say it: --bill "NAME"')
    asking.needed("--bill", text, hint='name one: --bill "NAME"; or take it out: --remove-bill "NAME"')
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


def _checked(run: Run, text: str, today: dt.date) -> dt.date | None:
    day = queries.day(text, "--checked", run, choose=queries.nearest) if text.strip() else None
    if day is not None and day > today:
        hint = f"write the day on which it was looked up, with its year: {today}"
        raise UsageError(f"--checked {long_date(day)} is still to come", hint=hint)
    return day


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
    return details(run, issue.title, about)


def show_issue(run: Run, issue: Issue, told: Sequence[str]) -> None:
    """Prints an issue, and what was done to it."""
    show_whole(
        run,
        text=lambda: issue_text(run, issue) + "".join(f"{render.one_line(each)}\n" for each in told),
        json=lambda: issue_json(issue),
        plain=lambda: [plain_line(issue)],
    )


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
    shape = {
        **render.values_json(issue),
        "bills": [render.values_json(bill) | render.words_json(bill) for bill in issue.bills],
        "members": render.record_json(issue.members),
        **render.words_json(issue),
    }
    return {**shape, "private": render.record_json(issue.private)} if private else shape
