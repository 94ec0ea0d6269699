"""What can be said of a bill, as it is typed, for the verbs that change an issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.options.verb import option
from lacwg.commands.shared import asking
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.issue_threads import fitting_bills
from lacwg.records import Bill, Issue
from lacwg.run import Run
from lacwg.text.english import long_date, plural
from lacwg.text.fold import fold


@dataclass(frozen=True)
class BillFields:
    """What was typed of a bill; None: nothing, an empty text: what is there goes out."""

    bill: str | None = option("NAME", "A bill, by any beginning of its name or number; else a new one.")
    number: str | None = option("TEXT", 'The bill\'s number, as "H.R. 1945".')
    chamber: str | None = option("TEXT", "Where it is, as house or senate.")
    session: str | None = option("TEXT", "Of which session, as 118.")
    sponsor: list[str] | None = option("NAME", "Who brought it in; may be repeated.")
    status: str | None = option("TEXT", 'How it stands, as "in committee".')
    checked: str | None = option("DATE", "When its status was looked up; else today.")
    ask: str | None = option("TEXT", "What people are asked to do.")
    url: str | None = option("URL", "A page about the bill.")

    def of(self, run: Run, old: Bill) -> Bill:
        """The bill with what was typed, cleaned. Raises ``UsageError``."""
        today = queries.now(run).date()
        fields: dict[str, Any] = {
            key: asking.one_line(f"--{key}", value)
            for key in ("number", "chamber", "session", "status", "ask")
            if (value := getattr(self, key)) is not None
        }
        if self.url is not None:
            fields["url"] = asking.link("--url", self.url)
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
        sponsors = "\n".join(self.sponsor or [])
        return {
            "--bill": self.bill, "--number": self.number, "--chamber": self.chamber, "--session": self.session,
            "--sponsor": sponsors, "--status": self.status, "--ask": self.ask, "--url": self.url,
        }  # fmt: skip


def with_bill(run: Run, issue: Issue, fields: BillFields, new_name: str | None = None) -> tuple[Issue, list[str]]:
    """The issue with what was typed of one of its bills, or of a new one, and what was done. Raises ``UsageError``."""
    if fields == BillFields() and new_name is None:
        return issue, []
    bills = list(issue.bills)
    place = _place(issue, fields.bill)
    old = Bill(name=asking.one_line("--bill", fields.bill or "")) if place is None else bills[place]
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


def without_bills(issue: Issue, removed: Sequence[str]) -> tuple[Issue, list[str]]:
    """The issue without the bills that were named, and what was done."""
    told = []
    for text in removed:
        bills = list(issue.bills)
        gone = bills.pop(_one(issue, text, "--remove-bill"))
        issue = replace(issue, bills=tuple(bills))
        told.append(f"Taken out: {gone.name}.")
    return issue, told


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


def _checked(run: Run, text: str, today: dt.date) -> dt.date | None:
    if not text.strip():
        return None
    day = queries.day(text, "--checked", run)
    if day > today:
        hint = f"write the day on which it was looked up, with its year: {today}"
        raise UsageError(f"--checked {long_date(day)} is still to come", hint=hint)
    return day
