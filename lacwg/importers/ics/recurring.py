"""A VEVENT with a rule as a series; or as an event for each of its dates, where no series can have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from msgspec.structs import replace

from lacwg.importers.ics import texts
from lacwg.importers.ics.series_shape import (
    MOST_DATES,
    SeriesShape,
    added,
    changes,
    excluded,
    shape_of,
    single_dates,
    with_later,
)
from lacwg.importers.ics.source import Source, event, event_of_date, fields_of, sequence, stamp_of
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, by_calendar, end_from, span_of
from lacwg.importers.incoming import Found, Incoming, together
from lacwg.records import DayOrTime, Event, Series, SeriesException
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, as_written, has_hour, zone_of

_FIELDS: Final = frozenset({
    "title", "rule", "start_time", "minutes", "since", "until", "timezone", "place", "url", "description", "exceptions",
    "changes",
})  # fmt: skip
_YEARS: Final = 10
"""For which the single dates of a series without an end are looked at."""


def records(source: Source, said: EventProperties, overrides: Sequence[EventProperties], uid: str | None) -> Found:
    """The series, or the events that its dates are. Raises ``UNREADABLE`` where nothing can be taken over."""
    if source.method == "CANCEL" or texts.of(said).status == "cancelled":
        raise BadTimeError("the whole series is cancelled; if it is kept here, end it: lacwg series end")
    if said.all("EXRULE") or len(said.all("RRULE")) > 1:
        raise BadTimeError("it has several rules, or one of dates that are left out; a series has one")
    of_series = source._replace(clock=source.clock.of_series())
    first = span_of(of_series.clock, said)
    if not said.all("RRULE"):
        spans = [first, *added(of_series, said, first)]
        return _events(source, said, uid, spans, overrides)
    shape = shape_of(said, first)
    if not isinstance(shape, SeriesShape):
        spans = [Span(each, end_from(said, first, each), first.zone) for each in shape]
        return _events(source, said, uid, [*spans, *added(of_series, said, first)], overrides)
    return _series(source, of_series, said, overrides, uid, shape)


def _instant(moment: Moment) -> Moment:
    """By what two moments are the same: of one zone, Python compares what clocks show, which comes twice."""
    return moment.astimezone(zones.UTC) if has_hour(moment) else moment


# Its dates as events


def _events(
    source: Source,
    said: EventProperties,
    uid: str | None,
    spans: Sequence[Span],
    overrides: Iterable[EventProperties],
    *,
    beside: bool = False,
) -> Found:
    """An event for each date of what cannot be a series; what was changed of one is taken from its override.

    ``beside``: they are further dates of what is one.
    """
    out = {_instant(each) for each in excluded(source, said)}
    spans = [each for each in spans if _instant(each.start) not in out]
    if len(spans) > MOST_DATES:
        raise BadTimeError(
            f"it has {len(spans):,} dates and no rule that a series can have; {MOST_DATES} at most are taken"
        )
    pattern, zone = event(source, said, uid), zone_of(span_of(source.clock, said).start)
    record = pattern.record
    assert isinstance(record, Event)
    read = ((each, each.get("RECURRENCE-ID")) for each in overrides)
    changed = {_instant(source.clock.read(prop)): each for each, prop in read if prop is not None}
    found: list[Incoming] = []
    note = "a second time on one day, which no series has: it is an event" if beside else ""
    if len(spans) > 1 and not beside:
        note = "one of several dates, which no series can have: each is an event"
    for instant, span in {_instant(each.start): each for each in spans}.items():
        own = f"{uid}-{instant:%Y%m%dT%H%M%S}" if uid and (found or beside) else uid
        if (override := changed.pop(instant, None)) is not None:
            found.append(event(source, override, own))
            continue
        span = span if zone is None else span.in_zone(zone)
        end = None if span.end is None else DayOrTime(as_written(span.end))
        dated = replace(record, start=DayOrTime(as_written(span.start)), end=end, uid=own)
        told = tuple(filter(None, (*pattern.notes, note)))
        found.append(pattern._replace(record=dated, notes=() if found else told))
    return Found(tuple(found))


# The series


def _series(
    source: Source,
    of_series: Source,
    said: EventProperties,
    overrides: Sequence[EventProperties],
    uid: str | None,
    shape: SeriesShape,
) -> Found:
    base = texts.of(said)
    shape, overrides = with_later(of_series, overrides, shape, base)
    dates = single_dates(of_series, said, overrides, shape)
    notes = [*base.notes, *dates.notes, *_of_zone(source, shape)]
    exceptions = _over_clock_changes(said, shape) | dates.exceptions
    if shape.first.day != shape.since and shape.first.day in exceptions:
        notes.append(f"its start, {shape.first.day}, does not fit its rule and is an extra date")
    record = Series(
        id="",
        kind="event",
        rule=_words(shape.rule),
        start_time=shape.hour,
        minutes=shape.minutes,
        since=shape.since,
        until=shape.until,
        timezone=of_series.clock.name_of(shape.first),
        exceptions=tuple(exceptions[day] for day in sorted(exceptions)),
        changes=tuple(changes(shape)),
        uid=uid,
        updated=max((each for each in map(stamp_of, (said, *overrides)) if each is not None), default=None),
        sequence=max(map(sequence, (said, *overrides))),
        **base.fields(Series),
    )
    fields = fields_of(base, _FIELDS) - {"image"}
    told = record.sequence if any(each.get("SEQUENCE") for each in (said, *overrides)) else None
    found = [Found((Incoming(record, fields, source.at(said), tuple(notes), sequence=told),), tuple(dates.skipped))]
    if dates.beside:
        found.append(_events(source, said, uid, dates.beside, dates.others, beside=True))
    starts = {_instant(each.start) for each in dates.beside}
    read = ((each, each.get("RECURRENCE-ID")) for each in dates.others)
    alone = (each for each, prop in read if prop and _instant(of_series.clock.read(prop)) not in starts)
    others = together(event_of_date(source, each, uid) for each in alone)
    found.append(others._replace(records=tuple(each._replace(part_of=None) for each in others.records)))
    return together(found)


def _of_zone(source: Source, shape: SeriesShape) -> list[str]:
    """What people must know of a series in UTC, where their clocks change."""
    start, zone = shape.first.starts_at, source.clock.group
    if start is None or shape.first.zone.key != "UTC":
        return []
    year = zones.transitions(zone, start.date(), start.date() + dt.timedelta(days=366))
    if next(year, None) is None:
        return []
    return [f"it is in UTC, so that its hour moves when the clocks of {zone.key} change; to keep it: --timezone ZONE"]


def _over_clock_changes(said: EventProperties, shape: SeriesShape) -> dict[dt.date, SeriesException]:
    """The dates that are longer or shorter than others, of a series whose dates last days by the calendar."""
    found: dict[dt.date, SeriesException] = {}
    if shape.hour is None or by_calendar(said) is None:
        return found
    last = shape.until or shape.since + dt.timedelta(days=366 * _YEARS)
    for day in takewhile(lambda day: day <= last, rules.dates(shape.rule, shape.since)):
        start = shape.start(day)
        span = Span(start, end_from(said, shape.first, start), shape.first.zone)
        if span.minutes != shape.at(day).minutes and shape.at(day) == shape.at(dt.date.min):
            found[day] = SeriesException(date=day, minutes=span.minutes)
    return found


def _words(rule: rules.Rule) -> str:
    """The rule in plain words where they say the same, else as an RRULE."""
    words = rules.words(rule)
    return words if rule.count or rules.parse(words) == rule else rule.rrule
