"""Events, which have a date, and what was sent about a gathering and answered."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from lacwg.records import (
    ACTION_ID,
    LONGEST_EVENT,
    Assignment,
    DayOrTime,
    Duty,
    EventStatus,
    Format,
    Members,
    Photo,
    Private,
    Public,
    Record,
    Table,
    check_duties,
    check_image,
    check_not_blank,
    words_of,
)

SpeakerWords = words_of("SpeakerWords", "A speaker", "about")
EventWords = words_of("EventWords", "An event", "title", "place", "reason", "description", "alt", "caption")


class Sent(Table, frozen=True, kw_only=True):
    """A sending, so that every coordinator sees what went out. The program writes it; undo never takes it out."""

    id: Private[Annotated[str, msgspec.Meta(pattern=ACTION_ID)]]
    """Four small letters that no other sending of the record has."""
    state: Private[Literal["begun", "done"]]
    """``begun`` before the first message goes, ``done`` after the last."""
    on: Private[dt.datetime]
    """When it began, with an offset."""
    by: Private[str | None] = None
    """Who sent it."""
    what: Private[str]
    """What was sent, such as "announcement"."""
    lists: Private[tuple[str, ...]] = ()
    """To which lists."""
    count: Private[Annotated[int, msgspec.Meta(ge=0)]] = 0
    """How many messages went out."""
    sequence: Private[Annotated[int, msgspec.Meta(ge=0, lt=2**31)]] = 0
    """The version of the record, or of the invitation (RFC 5546), that went out."""
    invited: Private[tuple[str, ...]] = ()
    """Who has an invitation, by contacts' ids, so that a cancellation reaches them."""
    uid: Private[str | None] = None
    """By which their calendars know the invitation; it stays when the date or the series gets another id."""

    def __post_init__(self) -> None:
        if self.on.tzinfo is None:
            raise ValueError("on: needs an offset, such as 2026-11-24T17:00:00Z")


class Rsvp(Table, frozen=True, kw_only=True):
    """Somebody's answer whether they come; members see how many, coordinators who."""

    contact: Private[str]
    """Who: a contact's id."""
    answer: Private[Literal["yes", "no", "maybe"]]
    """Whether they come."""
    on: Private[dt.date]
    """When they said so."""


class Register(Table, frozen=True, kw_only=True):
    """Where people sign up."""

    url: Public[str]
    """The web page, also that of a meeting's host on which one registers."""
    label: Public[str | None] = None
    """The words of the link."""


class Link(Table, frozen=True, kw_only=True):
    """A link to more about it."""

    url: Public[str]
    """The web page."""
    label: Public[str | None] = None
    """The words of the link."""


class CoHost(Table, frozen=True, kw_only=True):
    """Who holds an event together with the group."""

    name: Public[str]
    """What they are called."""
    url: Public[str | None] = None
    """Their web page."""


class Speaker(Table, frozen=True, kw_only=True, words=SpeakerWords):
    """A speaker at an event."""

    name: Public[str]
    """The speaker's name."""
    about: Public[str | None] = None
    """Who the speaker is, in a few words."""


class Event(Record, frozen=True, kw_only=True, words=EventWords):
    """A gathering with a date."""

    title: Public[str]
    """Its title."""
    start: Public[DayOrTime]
    """When it starts. The file's name has the same date."""
    end: Public[DayOrTime | None] = None
    """When it ends; for a whole-day event, the last day. Absent: the length is not known."""
    timezone: Public[str | None] = None
    """The time zone (IANA) of its times. Default: the group's."""
    status: Public[EventStatus] = "confirmed"
    """Whether it is certain, or cancelled."""
    reason: Public[str | None] = None
    """Why it is cancelled, if it is."""
    format: Public[Format | None] = None
    """How people meet."""
    place: Public[str | None] = None
    """Where it is."""
    url: Public[str | None] = None
    """A public web page about it. A link to join by belongs in ``[members]``."""
    issues: Public[tuple[str, ...]] = ()
    """The ids of the issues that it is about."""
    description: Public[str | None] = None
    """What it is about."""
    image: Public[str | None] = None
    """Its picture: a file in the folder's ``images``, or a web address that begins with https://."""
    alt: Public[str | None] = None
    """What the picture shows, for people who cannot see it."""
    caption: Public[str | None] = None
    """The text below the picture."""
    credit: Public[str | None] = None
    """Who made the picture."""
    pictures: Public[tuple[Photo, ...]] = ()
    """More pictures of it."""
    speakers: Public[tuple[Speaker, ...]] = ()
    """Who speaks."""
    co_hosts: Public[tuple[CoHost, ...]] = ()
    """Who holds it together with the group."""
    register: Public[Register | None] = None
    """Where people sign up."""
    recording: Public[str | None] = None
    """The link to a recording that everybody may see. One for members belongs in ``[members]``."""
    slides: Public[str | None] = None
    """The link to the slides."""
    links: Public[tuple[Link, ...]] = ()
    """More links about it."""
    geo: Public[tuple[float, float] | None] = None
    """Where it is on the map: latitude and longitude in degrees (RFC 5545, 3.8.1.6), such as [42.358, -71.064]."""
    access: Public[str | None] = None
    """Interpretation, captions, a way without steps."""
    cost: Public[str | None] = None
    """What it costs."""
    duties: Members[tuple[Duty, ...]] = ()
    """What people do in turns."""
    assignments: Members[tuple[Assignment, ...]] = ()
    """Who does it on its day."""
    sent: Private[tuple[Sent, ...]] = ()
    """What was sent about it. The program writes it."""
    rsvp: Private[tuple[Rsvp, ...]] = ()
    """Who said that they come, or do not. Members see how many."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_not_blank("title", self.title)
        check_image("image", self.image)
        for number, each in enumerate(self.pictures):
            if not each.image:
                raise ValueError(f"pictures[{number}].image: is missing; add a line: image = …")
        check_duties(self.duties, self.assignments)
        if self.geo is not None and not (abs(self.geo[0]) <= 90 and abs(self.geo[1]) <= 180):
            raise ValueError("geo: is latitude (-90 to 90) and longitude (-180 to 180), such as [42.358, -71.064]")
        if self.end is None:
            return
        if self.start.all_day != self.end.all_day:
            raise ValueError("end: start and end must both be dates or both be date-times")
        start, end = self.start.value, self.end.value
        if self.start.has_offset != self.end.has_offset:
            return  # compared by the schedule, which knows the zone
        if end < start:
            raise ValueError("end: is before the start")
        if end - start > LONGEST_EVENT:
            raise ValueError("end: an event lasts a year at most")

    @property
    def images(self) -> list[str]:
        """Where its pictures are, the first one's first."""
        return [each for each in (self.image, *(more.image for more in self.pictures)) if each]
