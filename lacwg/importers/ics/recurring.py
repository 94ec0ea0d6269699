"""A VEVENT with a rule as a series; or as an event for each of its dates, where no series can have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Final, NamedTuple

from msgspec.structs import replace

from lacwg.importers.ics import texts
from lacwg.importers.ics.single_dates import listed, single_dates
from lacwg.importers.ics.source import Source, event, event_of_date, fields_of, sequence, stamp_of
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, span_of
from lacwg.importers.incoming import Found, Incoming, together
from lacwg.records import DayOrTime, Event, Series, SeriesException
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, as_written, day_of, has_hour, zone_of

MOST_DATES: Final = 400
"""Dates up to which a rule that no series can have is taken over as events."""
_EVERY: Final = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


class SeriesShape(NamedTuple):
    """What the dates of a series have in common."""

    first: Span
    rule: rules.Rule
    """Without an end by a date."""
    until: dt.date | None

    @property
    def since(self) -> dt.date:
        """The day from which the rule counts."""
        return self.first.day

    @property
    def hour(self) -> dt.time | None:
        """Wall time in the series' zone; None: whole days."""
        return None if self.first.starts_at is None else self.first.starts_at.time()

    @property
    def minutes(self) -> int | None:
        """The length; None of whole days, and where none is known."""
        return minutes(self.first)

    def start(self, day: dt.date, hour: dt.time | None = None) -> Moment:
        """When the date ``day`` begins, as the clocks show it; ``hour``: its own, of an extra date."""
        return Span.by_rule(day, hour or self.hour, None, self.first.zone).start

    def own(self, moment: Moment) -> Moment:
        """A moment by the series' clock; its day, where one of the two has no hour."""
        return moment.astimezone(self.first.zone) if self.hour and has_hour(moment) else day_of(moment)

    def gives(self, days: set[dt.date]) -> set[dt.date]:
        """Those of some days that the rule gives."""
        if not days:
            return set()
        last = max(days) if self.until is None else min(max(days), self.until)
        found = set()
        for day in islice(rules.dates(self.rule, self.since, None if self.rule.count else min(days)), 100_000):
            if day > last:
                break
            if day in days:
                found.add(day)
        return found


def minutes(span: Span) -> int | None:
    """The length of hours; None of whole days, and where none is known."""
    return None if span.ends_at is None else (span.over_utc - span.start_utc) // dt.timedelta(minutes=1) or None


class NotASeriesError(Exception):
    """A rule that no series can have, but whose dates can be told: ``starts``."""

    def __init__(self, starts: list[dt.datetime]) -> None:
        super().__init__()
        self.starts = starts


def shape_of(said: EventProperties, first: Span) -> SeriesShape:
    """Rule, hour and length. Raises ``RuleError``, ``BadTimeError`` or ``NotASeriesError``."""
    text = said.all("RRULE")[0].value.strip().upper()
    start = first.starts_at
    if start is not None and zone_of(start) is None:
        raise BadTimeError("no place keeps the time of its zone, and a series needs one")
    if start is not None and zones.is_repeated(start):
        raise BadTimeError("its first hour comes twice that day, as the clocks are set back; a series needs wall time")
    parts = dict(piece.partition("=")[::2] for piece in text.removeprefix("RRULE:").rstrip(";").split(";"))
    for name, own in _by_clock(start).items():
        if name in parts and parts[name].isdecimal() and int(parts[name]) == own:
            del parts[name]
    if parts.get("FREQ") in _EVERY or not parts.keys().isdisjoint(("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise NotASeriesError(_several_a_day(parts, start))
    rule = rules.parse(_explicit(parts, first.day))
    rule = rule.ending(first.zone, None if start is None else start.time())
    until = None if rule.until is None else day_of(rule.until)
    if until is not None and until < first.day:
        raise BadTimeError("its rule ends before it starts")
    if until is not None and until > rules.HORIZON:
        until = None
    rule = rules.Rule(rule.parts, rule.count)
    if rules.first_date(rule, first.day) is None:
        raise BadTimeError(f"its rule gives no date: {text[:80]}")
    return SeriesShape(first, rule, until)


def _by_clock(start: dt.datetime | None) -> dict[str, int]:
    """The parts of a rule that a start says already."""
    if start is None:
        return {}
    return {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}


def _explicit(parts: dict[str, str], day: dt.date) -> str:
    """The RRULE, with the days said that it leaves to its start, and without what says nothing."""
    parts = dict(parts)
    if "COUNT" in parts and parts["COUNT"].isdecimal() and int(parts["COUNT"]) > 10_000:
        raise BadTimeError(f"it has {int(parts['COUNT'][:12]):,} dates; a series has 10,000 at most, or no end")
    if not any(name.startswith("BY") for name in parts):
        match parts.get("FREQ"):
            case "WEEKLY":
                parts["BYDAY"] = rules.CODES[day.weekday()]
            case "MONTHLY":
                parts["BYMONTHDAY"] = str(day.day)
            case "YEARLY":
                parts["BYMONTH"], parts["BYMONTHDAY"] = str(day.month), str(day.day)
    if parts.get("WKST") == "MO" or parts.get("INTERVAL", "1") == "1" or "," not in parts.get("BYDAY", ""):
        if "BYWEEKNO" not in parts:
            parts.pop("WKST", None)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _several_a_day(parts: dict[str, str], start: dt.datetime | None) -> list[dt.datetime]:
    """The starts of a bounded rule by the hour. Raises ``BadTimeError`` where they are too many, or cannot be told."""
    every, zone = _EVERY.get(parts.get("FREQ", "")), None if start is None else zone_of(start)
    if start is None or zone is None or (every and set(parts) - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}):
        raise BadTimeError("its rule goes by the hour, which no series does")
    count, until = parts.get("COUNT"), parts.get("UNTIL")
    most = int(count) if count and count.isdecimal() and len(count) < 6 else None
    last = rules.parse(f"FREQ=DAILY;UNTIL={until}").until if until else None
    found: list[dt.datetime] = []
    for wall in _walls(parts, start.replace(tzinfo=None), every):
        moment = zones.resolve_by_rule(wall, zone)
        if last is not None and _is_after(wall, moment, last):
            break
        found.append(moment)
        if len(found) > MOST_DATES:
            raise BadTimeError(f"its rule goes by the hour and gives more than {MOST_DATES} dates")
        if len(found) == most:
            break
    return found


def _is_after(wall: dt.datetime, moment: dt.datetime, last: Moment) -> bool:
    """Whether a start is after UNTIL: a day, wall time, or an instant."""
    if not has_hour(last):
        return wall.date() > last
    return (wall if last.tzinfo is None else moment) > last


def _walls(parts: dict[str, str], start: dt.datetime, every: int | None) -> Iterator[dt.datetime]:
    if every is not None:
        interval = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdecimal() else 1
        for number in range(MOST_DATES + 2):
            yield start + dt.timedelta(seconds=every * max(1, interval) * number)
        return
    by_clock = _by_clock(start)
    numbers = [sorted({int(each) for each in parts.get(name, str(own)).split(",")}) for name, own in by_clock.items()]
    bare = {name: value for name, value in parts.items() if name not in (*by_clock, "COUNT", "UNTIL")}
    rule = rules.parse(_explicit(bare, start.date()))
    for day in rules.dates(rule, start.date()):
        for hour, minute, second in product(*numbers):
            wall = dt.datetime.combine(day, dt.time(hour, minute, second))
            if wall >= start:
                yield wall


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
        title=base.title,
        kind="event",
        rule=_words(rule),
        start_time=shape.hour,
        minutes=shape.minutes,
        since=shape.since,
        until=shape.until,
        timezone=source.clock.name_of(shape.first),
        place=base.place,
        url=base.url,
        description=base.description,
        members=base.members,
        audience="private" if base.private else "public",
        exceptions=tuple(exceptions[day] for day in sorted(exceptions)),
        uid=uid,
        updated=max((each for each in map(stamp_of, (said, *overrides)) if each is not None), default=None),
        sequence=max(map(sequence, (said, *overrides))),
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
