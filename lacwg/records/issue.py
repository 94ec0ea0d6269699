"""Issues: positions and campaigns, with their bills."""

import datetime as dt
from typing import Annotated

import msgspec

from lacwg.records import Public, Record, Table, check_not_blank, words_of

BillWords = words_of("BillWords", "A bill", "name", "status", "ask")
IssueWords = words_of("IssueWords", "An issue", "title", "summary", "stance")


class Bill(Table, frozen=True, kw_only=True, words=BillWords):
    """A bill that an issue is about."""

    name: Public[str]
    """Its name."""
    number: Public[str | None] = None
    """Its number, such as "H.R. 1945"."""
    chamber: Public[str | None] = None
    """Where it is, such as "house" or "senate"."""
    session: Public[str | None] = None
    """The session, such as "118"."""
    sponsors: Public[tuple[str, ...]] = ()
    """Its sponsors."""
    status: Public[str | None] = None
    """How it stands, such as "in committee"."""
    checked: Public[dt.date | None] = None
    """When the status was last looked up."""
    ask: Public[str | None] = None
    """What people are asked to do."""
    url: Public[str | None] = None
    """A web page about it."""


class Issue(Record, frozen=True, kw_only=True, words=IssueWords):
    """A position or a campaign."""

    title: Public[str]
    """Its title."""
    summary: Public[str | None] = None
    """What it is about."""
    stance: Public[str | None] = None
    """The group's position on it."""
    countries: Public[tuple[Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")], ...]] = ()
    """The countries it is about, by their codes (ISO 3166-1 alpha-2), such as "HN"."""
    partners: Public[tuple[str, ...]] = ()
    """Organisations to work with on it."""
    bills: Public[tuple[Bill, ...]] = ()
    """Bills that it is about."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_not_blank("title", self.title)
