"""Records of single meetings: agenda, attendance, decisions, actions, minutes."""

import datetime as dt
from typing import Annotated

import msgspec

from lacwg.records import (
    ACTION_ID,
    AgendaTopic,
    AudienceName,
    Members,
    MinutesState,
    Private,
    Public,
    Record,
    Table,
    check_not_blank,
    words_of,
)
from lacwg.records.event import Rsvp, Sent

DecisionWords = words_of("DecisionWords", "A decision", "text")


class AgendaItem(AgendaTopic, frozen=True, kw_only=True):
    """An item of one meeting's agenda."""

    done: Members[bool] = False
    """Whether the meeting has settled it; what is not done comes up again at the next one."""
    issues: Public[tuple[str, ...]] = ()
    """The ids of the issues that it is about."""


class Decision(Table, frozen=True, kw_only=True, rename={"for_": "for"}, words=DecisionWords):
    """What a meeting decided, with the votes where they were counted."""

    text: Public[str]
    """The decision itself."""
    for_: Members[Annotated[int, msgspec.Meta(ge=0)] | None] = None
    """Votes for it."""
    against: Members[Annotated[int, msgspec.Meta(ge=0)] | None] = None
    """Votes against it."""
    abstain: Members[Annotated[int, msgspec.Meta(ge=0)] | None] = None
    """How many abstained."""
    issues: Public[tuple[str, ...]] = ()
    """The ids of the issues that it is about."""

    def __post_init__(self) -> None:
        check_not_blank("text", self.text)


class Action(Table, frozen=True, kw_only=True):
    """What somebody promised to do; only members see it."""

    id: Public[Annotated[str, msgspec.Meta(pattern=ACTION_ID)]]
    """Four small letters that no other action of the folder has. The program makes them."""
    what: Members[str] = ""
    """What is to be done; never empty in a file."""
    who: Members[str | None] = None
    """Who does it: a contact's id, or any name."""
    due: Members[dt.date | None] = None
    """The last day."""
    done: Members[dt.date | None] = None
    """The day on which it was done."""
    dropped: Members[dt.date | None] = None
    """The day on which it was dropped."""
    reason: Members[str | None] = None
    """Why it was dropped."""
    issues: Members[tuple[str, ...]] = ()
    """The ids of the issues that it is about."""

    def __post_init__(self) -> None:
        if self.done is not None and self.dropped is not None:
            raise ValueError("dropped: it is done already; keep one of the two")

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done is None and self.dropped is None


class MeetingRecord(Record, frozen=True, kw_only=True):
    """Agenda, attendance, decisions, actions and minutes of one occurrence.

    Its id is the date that the rule gives, a hyphen and the series' id, also where the meeting was moved.
    """

    audience: Public[AudienceName] = "private"
    state: Public[MinutesState]
    """``planned`` before the meeting, ``draft`` once minutes are taken, ``approved`` by a later meeting."""
    approved_at: Public[dt.date | None] = None
    """The meeting that approved the minutes: the date that the rule gives for it."""
    chair: Members[str | None] = None
    """Who chaired the meeting: a contact's id, or any name."""
    present: Members[tuple[str, ...]] = ()
    """Who was there: contacts' ids, or any names."""
    guests: Members[Annotated[int, msgspec.Meta(ge=0)] | None] = None
    """How many more people were there; they do not count for the quorum."""
    newcomers: Members[Annotated[int, msgspec.Meta(ge=0)] | None] = None
    """How many of all these came for the first time."""
    regrets: Members[tuple[str, ...]] = ()
    """Who sent regrets: contacts' ids, or any names."""
    notes: Members[str | None] = None
    """What was said, in Markdown."""
    agenda: Public[tuple[AgendaItem, ...]] = ()
    """What the meeting talks about, in this order."""
    decisions: Public[tuple[Decision, ...]] = ()
    """What it decided."""
    actions: Members[tuple[Action, ...]] = ()
    """Who promised to do what; open until done or dropped, whatever meetings come between."""
    sent: Private[tuple[Sent, ...]] = ()
    """What was sent about the meeting. The program writes it."""
    rsvp: Private[tuple[Rsvp, ...]] = ()
    """Who said that they come, or do not. Members see how many."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.approved_at is not None and self.state != "approved":
            raise ValueError(f"approved_at: the state is {self.state}; keep one of the two")
        for number, action in enumerate(self.actions):
            check_not_blank(f"actions[{number}].what", action.what)
