"""A VEVENT with a rule as a series; or as an event for each of its dates, where no series can have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from lacwg.errors import LacwgError
from lacwg.importers.ics import texts
from lacwg.importers.ics.framing import MOST_DATES, NotASeriesError, SeriesShape, frame
from lacwg.importers.ics.single_dates import exceptions, listed
from lacwg.importers.ics.source import Source, event, fields_of, sequence, stamp_of, times
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, Time, local
from lacwg.importers.incoming import Incoming, Skipped
from lacwg.records import DayOrTime, Event, Series, SeriesException
from lacwg.schedule import rules, zones

_FIELDS: Final = frozenset(
    (
        "title",
        "rule",
        "start_time",
        "minutes",
        "since",
        "until",
        "timezone",
        "place",
        "url",
        "description",
        "exceptions",
    )
)


def records(
    source: Source, said: EventProperties, overrides: Sequence[EventProperties], uid: str | None, skipped: list[Skipped]
) -> list[Incoming]:
    """The series, or the events that its dates are. What cannot be taken over goes to ``skipped``.

    Raises ``LacwgError`` or ``ValueError`` where nothing can.
    """
    if said.status == "cancelled":
        raise BadTimeError("the whole series is cancelled; if it is kept here, end it: lacwg series end")
    if said.all("EXRULE") or len(said.all("RRULE")) > 1:
        raise BadTimeError("it has several rules, or one of dates that are left out; a series has one")
    first, end = times(source.clock, said)
    if not said.all("RRULE"):
        return list(_events(source, said, uid, [first, *listed(source, said, "RDATE")], overrides))
    try:
        found = frame(said, first, end)
    except NotASeriesError as elsewhere:
        out = {_key(each) for each in listed(source, said, "EXDATE")}
        starts = [each for each in elsewhere.starts if _key(each) not in out]
        return list(_events(source, said, uid, [*starts, *listed(source, said, "RDATE")], overrides))
    return _series(source, said, overrides, uid, found, skipped)


def _key(time: Time) -> dt.date:
    moment = time.moment
    return moment.astimezone(zones.UTC) if isinstance(moment, dt.datetime) else moment


# Its dates as events


def _events(
    source: Source, said: EventProperties, uid: str | None, starts: Sequence[Time], overrides: Iterable[EventProperties]
) -> Iterator[Incoming]:
    """An event for each date of what cannot be a series; what was changed of one is taken from its override."""
    if len(starts) > MOST_DATES:
        raise BadTimeError(
            f"it has {len(starts):,} dates and no rule that a series can have; {MOST_DATES} at most are taken"
        )
    pattern = event(source, said, uid)
    record = pattern.record
    if not isinstance(record, Event):
        return
    length = None
    start, end = record.start.value, None if record.end is None else record.end.value
    if end is not None:
        length = end - start
    changed = {}
    for each in overrides:
        prop = each.get("RECURRENCE-ID")
        if prop is not None:
            changed[_key(source.clock.read(prop))] = each
    first = True
    for time in dict.fromkeys(starts):
        own = uid if first or uid is None else f"{uid}-{_key(time):%Y%m%dT%H%M%S}"
        override = changed.pop(_key(time), None)
        if override is not None:
            yield event(source, override, own)
        else:
            ends = None if length is None else _later(time, length)
            yield pattern._replace(
                record=msgspec.structs.replace(
                    record, start=DayOrTime(time.value), end=None if ends is None else DayOrTime(ends), uid=own
                ),
                notes=(*pattern.notes, "one of several dates, which no series can have: each is an event")
                if first
                else (),
            )
        first = False


def _later(time: Time, length: dt.timedelta) -> dt.date:
    if time.zone is None or not isinstance(time.value, dt.datetime):
        return time.value + length
    moment = time.moment
    assert isinstance(moment, dt.datetime)
    return local(moment.astimezone(zones.UTC) + length, time.zone).value


# The series


def _series(
    source: Source,
    said: EventProperties,
    overrides: Sequence[EventProperties],
    uid: str | None,
    framed: SeriesShape,
    skipped: list[Skipped],
) -> list[Incoming]:
    said_texts = texts.of(said, source.words)
    zone = framed.first.zone
    notes = list(said_texts.notes)
    found_exceptions, others, told = exceptions(source, said, overrides, framed, said_texts, notes)
    skipped += told
    rule = framed.rule
    if isinstance(end := times(source.clock, said)[1], Time) and not isinstance(end.value, dt.datetime):
        notes.append("each of its dates lasts several days; a series of whole days has one-day dates")
    if rules.first_date(rule, framed.since) != framed.since:
        notes.append(f"its start, {framed.since}, does not fit its rule and is an extra date")
        found_exceptions.setdefault(framed.since, SeriesException(date=framed.since, extra=True))
        if rule.count is not None and rule.count > 1:  # the start is one of them (RFC 5545, 3.8.5.3)
            rule = rules.Rule(rule.parts, rule.count - 1)
    record = Series(
        id="",
        title=said_texts.title,
        kind="event",
        rule=_words(rule),
        start_time=framed.hour,
        minutes=framed.minutes,
        since=framed.since,
        until=framed.until,
        timezone=None if zone is None or zone.key == source.clock.group.key else zone.key,
        place=said_texts.place,
        url=said_texts.url,
        description=said_texts.description,
        members=said_texts.members,
        audience="private" if said_texts.private else "public",
        exceptions=tuple(found_exceptions[day] for day in sorted(found_exceptions)),
        uid=uid,
        updated=max((each for each in map(stamp_of, (said, *overrides)) if each is not None), default=None),
        sequence=max(map(sequence, (said, *overrides))),
    )
    fields = fields_of(source, said_texts, _FIELDS) - {"image", "speakers", "reason"}
    found = [Incoming(record, fields, source.at(said), tuple(notes))]
    for each in others:
        part = each.get("RECURRENCE-ID")
        try:
            found.append(event(source, each, f"{uid}-{part.value.strip()[:20]}" if uid and part else None))
        except (LacwgError, ValueError, OverflowError, msgspec.ValidationError) as error:
            skipped.append(Skipped(each.title, getattr(error, "message", str(error)), source.at(each)))
    return found


def _words(rule: rules.Rule) -> str:
    """The rule in plain words where they say the same, else as an RRULE."""
    if rule.count is None and rule.part("WKST") is None:
        words = rules.words(rule)
        if rules.parse(words) == rule:
            return words
    return rule.rrule if rule.count is None else f"{rule.rrule};COUNT={rule.count}"
