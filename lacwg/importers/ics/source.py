"""One calendar of a file, and a VEVENT without a rule as an event."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacwg.importers.ics import texts
from lacwg.importers.ics.components import Component
from lacwg.importers.ics.own_words import OwnWords
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, Clock, Time, duration, local, stamp
from lacwg.importers.incoming import Incoming, stable_uid
from lacwg.records import DayOrTime, Event
from lacwg.schedule import zones

_EVENT_FIELDS: Final = frozenset(("title", "start", "end", "timezone", "status", "place", "url", "description"))


class Source(NamedTuple):
    """One calendar of a file: what holds for all that is in it."""

    name: str
    clock: Clock
    words: OwnWords | None
    """Those of ours in which it is told, where lacwg has written it."""
    namespace: str | None
    """The UID of the calendar; of ours, that from which it makes the UIDs of extra dates and changes."""
    mark: bytes
    """What the digest of a component depends on, beside its own text."""

    @property
    def ours(self) -> bool:
        """Whether lacwg has written it."""
        return self.words is not None

    def at(self, component: Component | EventProperties) -> str:
        """Where something stands."""
        return f"{self.name}, line {component.line}"


def event(source: Source, said: EventProperties, uid: str | None) -> Incoming:
    """A VEVENT without a rule. Raises ``LacwgError`` or ``ValueError`` where it cannot be one."""
    start, end = times(source.clock, said)
    said_texts = texts.of(said, source.words)
    zone = start.zone
    record = Event(
        id="",
        title=said_texts.title,
        start=DayOrTime(start.value),
        end=None if end is None else DayOrTime(end.value),
        timezone=None if zone is None or zone.key == source.clock.group.key else zone.key,
        status=said_texts.status,
        reason=said_texts.reason,
        place=said_texts.place,
        url=said_texts.url,
        description=said_texts.description,
        image=said_texts.image,
        speakers=said_texts.speakers,
        members=said_texts.members,
        audience="private" if said_texts.private else "public",
        uid=uid,
        updated=stamp_of(said),
        sequence=sequence(said),
    )
    return Incoming(
        record, fields_of(source, said_texts, _EVENT_FIELDS), source.at(said), said_texts.notes, same_as=_same_as(said)
    )


def fields_of(source: Source, said: texts.Texts, fields: frozenset[str]) -> frozenset[str]:
    """What a file can say of a record: its own fields, and those that it happens to say."""
    more = {"members"} if said.members.join_url or said.members.dial_in else set()
    if said.image:
        more.add("image")
    if said.private:
        more.add("audience")
    if source.ours:
        more |= {"speakers", "reason"}
    return fields | more if more else fields


def _same_as(said: EventProperties) -> frozenset[str]:
    """What posts of The Events Calendar are known by, whose UID has changed: the rest of it, and the address."""
    uid, url = said.get("UID"), said.get("URL")
    if uid is None or (stable := stable_uid(uid.value.strip())) == uid.value.strip():
        return frozenset()
    return frozenset((stable, url.value.strip())) if url is not None else frozenset((stable,))


def sequence(said: EventProperties) -> int:
    """How often it was changed, by its own word."""
    prop = said.get("SEQUENCE")
    text = prop.value.strip() if prop is not None else ""
    return min(int(text), 2**31 - 2) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def stamp_of(said: EventProperties) -> dt.datetime | None:
    """When it was last changed, by its own word."""
    prop = said.get("LAST-MODIFIED")
    return stamp(prop.value) if prop is not None else None


def times(clock: Clock, said: EventProperties) -> tuple[Time, Time | None]:
    """Start and end of a VEVENT, the end in the zone of the start; None where no length is known.

    Raises ``BadTimeError``.
    """
    prop = said.get("DTSTART")
    if prop is None:
        raise BadTimeError("it has no start (DTSTART)")
    start = clock.read(prop)
    end = _end(clock, said, start)
    if isinstance(start.value, dt.datetime) and said.text("X-MICROSOFT-CDO-ALLDAYEVENT").strip().upper() == "TRUE":
        day = start.value.date()
        last = end.value.date() - dt.timedelta(days=1) if end and isinstance(end.value, dt.datetime) else day
        return Time(day, None), Time(last, None) if last > day else None
    return start, end


def _end(clock: Clock, said: EventProperties, start: Time) -> Time | None:
    prop, length = said.get("DTEND"), said.get("DURATION")
    if prop is not None:
        end = clock.read(prop)
        if isinstance(start.value, dt.datetime) != isinstance(end.value, dt.datetime):
            raise BadTimeError("its start and its end are not both days or both times")
        if not isinstance(end.value, dt.datetime):
            last = end.value - dt.timedelta(days=1)  # DTEND is the day after (RFC 5545, 3.6.1)
            if last < start.value - dt.timedelta(days=1):
                raise BadTimeError("it ends before it starts")
            return Time(last, None) if last > start.value else None
        return _in_zone(end, start)
    if length is None:
        return None
    lasts = duration(length.value)
    if not isinstance(start.value, dt.datetime):
        days = lasts.days + lasts.seconds // 86400
        return Time(start.value + dt.timedelta(days=days - 1), None) if days > 1 else None
    later = start.value + dt.timedelta(days=lasts.days)
    if start.zone is None or later.tzinfo is not None:
        end = Time(later + dt.timedelta(seconds=lasts.seconds), start.zone)
    else:
        moment = zones.resolve_by_rule(later, start.zone).astimezone(zones.UTC) + dt.timedelta(seconds=lasts.seconds)
        end = local(moment, start.zone)
    return _in_zone(end, start)


def _in_zone(end: Time, start: Time) -> Time | None:
    """The end as the clocks at the start show it; None where it is the start."""
    if end.value == start.value and end.zone is start.zone:
        return None
    if end.zone is start.zone and _are_naive(end.value, start.value):
        if end.value < start.value:
            raise BadTimeError("it ends before it starts")
        return end
    first, last = _instant(start), _instant(end)
    if last < first:
        raise BadTimeError("it ends before it starts")
    if last == first:
        return None
    if start.zone is None:
        return Time(last.astimezone(first.tzinfo), None)
    return local(last, start.zone)


def _are_naive(*values: dt.date) -> bool:
    return all(isinstance(each, dt.datetime) and each.tzinfo is None for each in values)


def _instant(time: Time) -> dt.datetime:
    moment = time.moment
    if not isinstance(moment, dt.datetime):
        raise BadTimeError("its start and its end are not both days or both times")
    return moment if moment.utcoffset() is not None and time.zone is None else moment.astimezone(zones.UTC)
