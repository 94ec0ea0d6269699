"""One calendar of a file, and a VEVENT without a rule as an event."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.importers.ics import texts
from lacwg.importers.ics.components import Component
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import Clock, span_of, stamp
from lacwg.importers.incoming import Found, Incoming, Skipped, stable_uid
from lacwg.records import DayOrTime, Event
from lacwg.schedule.span import as_written, day_of

_EVENT_FIELDS: Final = frozenset(("title", "start", "end", "timezone", "status", "place", "url", "description"))


class Source(NamedTuple):
    """One calendar of a file: what holds for all that is in it."""

    name: str
    clock: Clock
    method: str
    """What it is sent for (RFC 5546), as REQUEST or CANCEL; empty of what was exported."""
    mark: bytes
    """What the digest of a component depends on, beside its own text."""

    def at(self, component: Component | EventProperties) -> str:
        """Where something stands."""
        return f"{self.name}, line {component.line}"


def event(source: Source, said: EventProperties, uid: str | None) -> Incoming:
    """A VEVENT without a rule. Raises ``UNREADABLE`` where it cannot be one."""
    span = span_of(source.clock, said)
    found = texts.of(said)
    record = Event(
        id="",
        start=DayOrTime(as_written(span.start)),
        end=None if span.end is None else DayOrTime(as_written(span.end)),
        timezone=source.clock.name_of(span),
        uid=uid,
        updated=stamp_of(said),
        sequence=sequence(said),
        **found.fields(Event),
    )
    fields = fields_of(found, _EVENT_FIELDS)
    cancels = source.method == "CANCEL"
    if cancels:
        record, fields = replace(record, status="cancelled"), frozenset(("status",))
    return Incoming(
        record,
        fields,
        source.at(said),
        found.notes,
        same_as=_same_as(said),
        sequence=record.sequence if said.get("SEQUENCE") else None,
        cancels=cancels,
    )


UNREADABLE: Final = (LacwgError, ValueError, OverflowError, msgspec.ValidationError)
"""What reading a VEVENT raises, whatever stands in it."""


def passed_over(source: Source, said: EventProperties, why: Exception | str) -> Skipped:
    """Names a VEVENT that cannot be taken over."""
    text = why.message if isinstance(why, LacwgError) else str(why) or "it cannot be read"
    return Skipped(said.title, text, source.at(said))


def event_of_date(source: Source, said: EventProperties, uid: str | None) -> Found:
    """One date of the series ``uid`` as an event of its own, or why it cannot be one."""
    part = said.get("RECURRENCE-ID")
    try:
        if uid is None or part is None:
            return Found((event(source, said, None),))
        found = event(source, said, f"{uid}-{part.value.strip()[:20]}")
        return Found((found._replace(part_of=(uid, day_of(source.clock.read(part)))),))
    except UNREADABLE as error:
        return Found((), (passed_over(source, said, error),))


def fields_of(said: texts.Texts, fields: frozenset[str]) -> frozenset[str]:
    """What a file can say of a record: its own fields, and those that it happens to say."""
    more = {"members"} if said.members.join_url or said.members.dial_in else set()
    if said.image:
        more.add("image")
    if said.audience == "private":
        more.add("audience")
    return fields | more if more else fields


def _same_as(said: EventProperties) -> frozenset[str]:
    """What posts of The Events Calendar are known by, whose UID has changed: the rest of it, and the address."""
    uid, url = said.get("UID"), said.get("URL")
    if uid is None or (stable := stable_uid(uid.value.strip())) == uid.value.strip():
        return frozenset()
    return frozenset((stable, url.value.strip())) if url is not None else frozenset((stable,))


def sequence(said: EventProperties) -> int:
    """How often it was changed, by its own word."""
    text = said.value("SEQUENCE")
    return min(int(text), 2**31 - 2) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def stamp_of(said: EventProperties) -> dt.datetime | None:
    """When it was last changed, by its own word."""
    prop = said.get("LAST-MODIFIED")
    return stamp(prop.value) if prop is not None else None
