"""A VEVENT with a rule as a series; or as an event for each of its dates, where no series can have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from lacwg.importers.ics import texts
from lacwg.importers.ics.series_shape import MOST_DATES, NotASeriesError, SeriesShape, listed, shape_of, single_dates
from lacwg.importers.ics.source import Source, event, event_of_date, fields_of, sequence, stamp_of
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, span_of
from lacwg.importers.incoming import Found, Incoming, together
from lacwg.records import DayOrTime, Event, Series, SeriesException
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, as_written, has_hour

_FIELDS: Final = frozenset({
    "title", "rule", "start_time", "minutes", "since", "until", "timezone", "place", "url", "description", "exceptions",
})  # fmt: skip


def records(source: Source, said: EventProperties, overrides: Sequence[EventProperties], uid: str | None) -> Found:
    """The series, or the events that its dates are. Raises ``UNREADABLE`` where nothing can be taken over."""
    if said.status == "cancelled":
        raise BadTimeError("the whole series is cancelled; if it is kept here, end it: lacwg series end")
    if said.all("EXRULE") or len(said.all("RRULE")) > 1:
        raise BadTimeError("it has several rules, or one of dates that are left out; a series has one")
    first = span_of(source.clock, said)
    if not said.all("RRULE"):
        return _events(source, said, uid, [first.start, *listed(source, said, "RDATE")], overrides)
    try:
        shape = shape_of(said, first)
    except NotASeriesError as error:
        out = {_instant(each) for each in listed(source, said, "EXDATE")}
        starts = [each for each in error.starts if _instant(each) not in out]
        return _events(source, said, uid, [*starts, *listed(source, said, "RDATE")], overrides)
    return _series(source, said, overrides, uid, shape)


def _instant(moment: Moment) -> Moment:
    """By what two moments are the same: of one zone, Python compares what clocks show, which comes twice."""
    return moment.astimezone(zones.UTC) if has_hour(moment) else moment


# Its dates as events


def _events(
    source: Source,
    said: EventProperties,
    uid: str | None,
    starts: Sequence[Moment],
    overrides: Iterable[EventProperties],
) -> Found:
    """An event for each date of what cannot be a series; what was changed of one is taken from its override."""
    if len(starts) > MOST_DATES:
        raise BadTimeError(
            f"it has {len(starts):,} dates and no rule that a series can have; {MOST_DATES} at most are taken"
        )
    pattern, span = event(source, said, uid), span_of(source.clock, said)
    record = pattern.record
    assert isinstance(record, Event)
    read = ((each, each.get("RECURRENCE-ID")) for each in overrides)
    changed = {_instant(source.clock.read(prop)): each for each, prop in read if prop is not None}
    found: list[Incoming] = []
    note = "one of several dates, which no series can have: each is an event"
    for instant, start in {_instant(each): each for each in starts}.items():
        own = uid if not found or uid is None else f"{uid}-{instant:%Y%m%dT%H%M%S}"
        if (override := changed.pop(instant, None)) is not None:
            found.append(event(source, override, own))
            continue
        end = span.moved_to(start).end if has_hour(start) == has_hour(span.start) else None
        notes = () if found else (*pattern.notes, note)
        dated = replace(
            record, start=DayOrTime(as_written(start)), end=None if end is None else DayOrTime(as_written(end)), uid=own
        )
        found.append(pattern._replace(record=dated, notes=notes))
    return Found(tuple(found))


# The series


def _series(
    source: Source, said: EventProperties, overrides: Sequence[EventProperties], uid: str | None, shape: SeriesShape
) -> Found:
    base = texts.of(said, source.voice)
    dates = single_dates(source, said, overrides, shape, base)
    notes, exceptions, rule = [*base.notes, *dates.notes], dates.exceptions, shape.rule
    if shape.first.all_day and shape.first.end is not None:
        notes.append("each of its dates lasts several days; a series of whole days has one-day dates")
    if rules.first_date(rule, shape.since) != shape.since:
        notes.append(f"its start, {shape.since}, does not fit its rule and is an extra date")
        exceptions.setdefault(shape.since, SeriesException(date=shape.since, extra=True))
        if rule.count is not None and rule.count > 1:  # the start is one of them (RFC 5545, 3.8.5.3)
            rule = rules.Rule(rule.parts, rule.count - 1)
    record = Series(
        id="",
        kind="event",
        rule=_words(rule),
        start_time=shape.hour,
        minutes=shape.minutes,
        since=shape.since,
        until=shape.until,
        timezone=source.clock.name_of(shape.first),
        exceptions=tuple(exceptions[day] for day in sorted(exceptions)),
        uid=uid,
        updated=max((each for each in map(stamp_of, (said, *overrides)) if each is not None), default=None),
        sequence=max(map(sequence, (said, *overrides))),
        **base.fields(Series),
    )
    fields = fields_of(source, base, _FIELDS) - {"image", "speakers", "reason"}
    found = Found((Incoming(record, fields, source.at(said), tuple(notes)),), tuple(dates.skipped))
    return together([found, *(event_of_date(source, each, uid) for each in dates.others)])


def _words(rule: rules.Rule) -> str:
    """The rule in plain words where they say the same, else as an RRULE."""
    if rule.count is None and rule.part("WKST") is None:
        words = rules.words(rule)
        if rules.parse(words) == rule:
            return words
    return rule.rrule if rule.count is None else f"{rule.rrule};COUNT={rule.count}"
