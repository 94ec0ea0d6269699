"""What belongs to an issue, and what comes next in it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from lacwg.records import Action, AgendaItem, Bill, Decision, Issue
from lacwg.text.fold import fold
from lacwg.text.query import names

FRESH: Final = dt.timedelta(days=60)
"""How long the status of a bill counts as known."""


def is_about(issue: Issue, item: Decision | Action | AgendaItem) -> bool:
    """Whether an item of a meeting record is about an issue: it says so, or its words name it or a bill of it."""
    if issue.id in item.issues:
        return True
    said = item.text if isinstance(item, Decision) else item.what if isinstance(item, Action) else item.title
    return names(said, names_of(issue))


def names_of(issue: Issue) -> Iterator[str]:
    """What an issue is called by: its title, and the names and numbers of its bills."""
    yield issue.title
    for bill in issue.bills:
        yield bill.name
        if any(map(str.isalpha, bill.number or "")):  # a bare number would be many things
            plain = (bill.number or "").replace(".", "")
            yield from (bill.number or "", plain, plain.replace(" ", ""))


def is_stale(bill: Bill, today: dt.date) -> bool:
    """Whether the status of a bill must be looked up again, or for the first time."""
    return bill.checked is None or today - bill.checked > FRESH


def fitting_bills(issue: Issue, text: str) -> list[int]:
    """The places of the bills that a text means: a name or number as a whole, else a beginning of one.

    Failing that, the first word of a name and others of it in their order: "Berta Caceres Act" is the
    "Berta Caceres Human Rights in Honduras Act".
    """
    wanted, number = fold(text).split(), _number(text)
    calls: list[Callable[[Bill], bool]] = [
        lambda bill: fold(bill.name).split() == wanted or (number != "" and _number(bill.number or "") == number),
        lambda bill: (
            " ".join(fold(bill.name).split()).startswith(" ".join(wanted))
            or (any(map(str.isdigit, number)) and _number(bill.number or "").startswith(number))
        ),
        lambda bill: len(wanted) > 1 and _in_order(wanted, fold(bill.name).split()),
    ]
    for fits in calls:
        if found := [place for place, bill in enumerate(issue.bills) if wanted and fits(bill)]:
            return found
    return []


def _number(text: str) -> str:
    """A bill's number as it is compared: "H.R. 1945" and "hr1945" are the same."""
    return "".join(filter(str.isalnum, fold(text)))


def _in_order(words: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return words[:1] == whole[:1] and all(word in rest for word in words)
