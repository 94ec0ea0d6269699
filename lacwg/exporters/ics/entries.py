"""The VEVENTs of a record (RFC 5545, 3.6.1): of an event one, of a series its rules and what became of single dates.

They are written line by line, not as objects of icalendar's: making a property of each value, and taking it apart
again to write it, is most of the time that a feed takes. What is escaped, and how, is the library's all the same.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from typing import Final, Literal

from lacwg.exporters.ics.vtimezone import ZoneYears, is_utc
from lacwg.records import Action, Event, Group, Series
from lacwg.schedule import occurrences, rules, zones
from lacwg.schedule.occurrences import Occurrence, Segment
from lacwg.schedule.span import MINUTES_A_DAY, Moment, has_hour, zone_of
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.content_lines import escaped, folded
from lacwg.text.controls import clean_line, without_controls
from lacwg.voice.voice import Voice


def content_line(name: str, value: str) -> bytes:
    """A line of a property; ``name`` with its parameters, ``value`` as it is written.

    Raises ``ValueError`` for what would be two lines: whoever gives a value sees to it that it is none.
    """
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name} would be more than one line")
    return folded(f"{name}:{value}") + b"\r\n"


class Entry:
    """A VEVENT in the making, or a VTODO."""

    def __init__(self, uid: str, kind: Literal["VEVENT", "VTODO"] = "VEVENT") -> None:
        self.uid, self._kind = clean_line(uid), kind
        self.zones: set[ZoneYears] = set()
        """The zones that it names, and for which years."""
        self._lines = [content_line("BEGIN", kind)]
        self.add("UID", escaped(self.uid))

    def add(self, name: str, value: str) -> None:
        """Adds a value as it is written."""
        self._lines.append(content_line(name, value))

    def text(self, name: str, value: str, *, lines: bool = False) -> None:
        """Adds a text, without what cannot be carried; ``lines``: it may have several."""
        self.add(name, escaped(without_controls(value) if lines else clean_line(value)))

    def link(self, name: str, value: str) -> None:
        """Adds an address."""
        self.add(name, "".join(without_controls(value).split()))

    def instant(self, name: str, value: dt.datetime) -> None:
        """Adds a moment in UTC."""
        self.add(name, f"{_written(value.astimezone(zones.UTC))}Z")

    def moment(self, name: str, value: Moment, *, recurring: bool = False) -> None:
        """Adds a date, wall time with its TZID or, where the clocks show that twice, UTC.

        ``recurring``: it is the start of a rule or of one of its dates; these are wall time always, as a
        rule in UTC would not follow the clocks.
        """
        if not has_hour(value):
            self.add(f"{name};VALUE=DATE", f"{value.year:04}{value.month:02}{value.day:02}")
            return
        if zones.is_repeated(value) and not recurring:
            value = value.astimezone(zones.UTC)
        zone = zone_of(value)
        if zone is None or is_utc(zone.key):
            self.add(name, f"{_written(value)}Z")
        else:
            self.needs(zone, value.year, value.year)
            self.add(f"{name};TZID={zone.key}", _written(value))

    def needs(self, zone: ZoneInfo, first: int, last: int | None) -> None:
        """Notes the years (None: no end) of which the entry is told by the clocks of ``zone``."""
        if not is_utc(zone.key):
            self.zones.add(ZoneYears(zone.key, first, last))

    def lines(self) -> bytes:
        """The whole of it, from its BEGIN to its END."""
        return b"".join([*self._lines, content_line("END", self._kind)])


def _written(moment: dt.datetime) -> str:
    # quicker than an f-string or strftime, and there are four of them in each VEVENT
    day = moment.year, moment.month, moment.day
    return "%04d%02d%02dT%02d%02d%02d" % (*day, moment.hour, moment.minute, moment.second)  # noqa: UP031


NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=zones.UTC)
"""DTSTAMP of a record that does not say when it was changed: the same folder gives the same bytes."""
_STATUS: Final = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}


def of_record(record: Event | Series, group: Group, voice: Voice) -> Iterator[Entry]:
    """The VEVENTs of one record, our own words in a language. Raises ``FieldError`` where its times cannot be told."""
    if isinstance(record, Series):
        yield from _of_series(record, group, voice)
    else:
        yield single(occurrences.of_event(record, group), voice)


# Series


def _of_series(series: Series, group: Group, voice: Voice) -> Iterator[Entry]:
    """For each segment and ordinal a VEVENT with the rule, then what became of single dates."""
    pieces = occurrences.segments(series, group)
    for segment in pieces:
        for rule, uid in _parts(segment):
            days = (day for day in segment.days() if rule is segment.rule or rule.has_ordinal_of(day))
            first = next(days, None)
            if first is not None:
                # of a rule with an end, the last date it really gives
                ends = segment.last_day or segment.rule.count or segment.rule.until
                last = deque([first, *days], maxlen=1).pop() if ends else None
                yield _master(segment, rule, uid, first, last, voice)
    for exception, occurrence in sorted(occurrences.of_exceptions(series, pieces), key=lambda pair: pair[0].date):
        yield _exceptional(occurrence, exception.date, pieces, voice)


def _parts(segment: Segment) -> list[tuple[rules.Rule, str]]:
    """The rules that a segment goes out as, with the UID of each."""
    uid, parts = segment.template.identity.uid, segment.rule.by_ordinal()
    return [(rule, f"{uid}-{rule.part('BYDAY')}" if len(parts) > 1 else uid) for rule in parts]


def _master(segment: Segment, rule: rules.Rule, uid: str, first: dt.date, last: dt.date | None, voice: Voice) -> Entry:
    """The VEVENT with the rule; ``last`` is its last date, None for one without an end."""
    from icalendar import vRecur

    entry = _entry(segment.template, uid, voice)
    entry.moment("DTSTART", _nominal(segment, first), recurring=True)
    if segment.start_time is None:
        if (days := (segment.minutes or 0) // MINUTES_A_DAY) > 1:
            entry.add("DURATION", f"P{days}D")
    else:
        entry.needs(segment.zone, first.year, None if last is None else last.year)
        if segment.minutes is not None:
            # in minutes: P1D would end at the hour at which it began, whatever the clocks do (RFC 5545, 3.3.6)
            entry.add("DURATION", f"PT{segment.minutes}M")
    until = "" if last is None else f";UNTIL={_until(_nominal(segment, last))}"
    entry.add("RRULE", vRecur.from_ical(f"{rule.rrule}{until}").to_ical().decode())
    return entry


def _until(last: Moment) -> str:
    """The last start, as UNTIL has it; where it comes twice the second, which is behind both readings."""
    if not has_hour(last):
        return f"{last:%Y%m%d}"
    return f"{last.replace(fold=1 if zones.is_repeated(last) else 0).astimezone(zones.UTC):%Y%m%dT%H%M%SZ}"


def _exceptional(occurrence: Occurrence, date: dt.date, pieces: tuple[Segment, ...], voice: Voice) -> Entry:
    """An override of the date that the rule gives, or an extra date with a VEVENT and a UID of its own."""
    segment = occurrences.segment_of(pieces, date)
    if not segment.gives(date):
        return single(occurrence, voice)
    parts = _parts(segment)
    whole = segment.template.identity.uid
    uid = next((uid for rule, uid in parts if len(parts) > 1 and rule.has_ordinal_of(date)), whole)
    entry = single(occurrence, voice, uid)
    entry.moment("RECURRENCE-ID", _nominal(segment, date), recurring=True)
    return entry


def _nominal(segment: Segment, day: dt.date) -> Moment:
    """The start that the rule says, even where the clocks skip it: RFC 5545, 3.3.5 says how that is read."""
    if segment.start_time is None:
        return day
    return dt.datetime.combine(day, segment.start_time, segment.zone)


# One VEVENT


def single(occurrence: Occurrence, voice: Voice, uid: str | None = None) -> Entry:
    """The VEVENT of one occurrence, without a rule."""
    entry = _entry(occurrence, uid or occurrence.identity.uid, voice)
    entry.moment("DTSTART", occurrence.start)
    end = occurrence.end
    if end is not None and end != occurrence.start:  # DTEND must be later (RFC 5545, 3.6.1), and is exclusive
        entry.moment("DTEND", end if has_hour(end) else end + dt.timedelta(days=1))
    return entry


def _entry(occurrence: Occurrence, uid: str, voice: Voice) -> Entry:
    """What a VEVENT says beside its times."""
    entry = Entry(uid)
    entry.instant("DTSTAMP", occurrence.updated or NEVER)
    if occurrence.updated is not None:
        entry.instant("LAST-MODIFIED", occurrence.updated)
    entry.add("SEQUENCE", str(occurrence.sequence))
    entry.add("STATUS", _STATUS[occurrence.status])
    entry.text("SUMMARY", voice.title(occurrence))
    about = (
        voice.status_note(occurrence, "entry"),
        occurrence.description,
        voice.speakers(occurrence.speakers),
        voice.co_hosts(occurrence.co_hosts),
        *voice.join_lines(occurrence.members),
    )
    if any(about):
        entry.text("DESCRIPTION", "\n\n".join(filter(None, about)), lines=True)
    join = occurrence.members.join_url
    if place := occurrence.place or join:
        entry.text("LOCATION", place)
    if occurrence.geo is not None:
        entry.add("GEO", ";".join(f"{each:.6f}" for each in occurrence.geo))
    if occurrence.url:
        entry.link("URL", occurrence.url)
    if occurrence.image and occurrence.image.startswith("https://"):  # a file of the folder is nowhere to be fetched
        entry.link("IMAGE;VALUE=URI;DISPLAY=BADGE", occurrence.image)
    if join:
        entry.link(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL={voice.gettext('Join')}", join)
    return entry


# One VTODO


def todo(action: Action, uid: str, updated: dt.datetime | None) -> Entry:
    """What somebody promised to do (RFC 5545, 3.6.2); ``updated``: when the record was changed that it is in."""
    entry = Entry(uid, "VTODO")
    entry.instant("DTSTAMP", updated or NEVER)
    entry.text("SUMMARY", action.what)
    if action.due is not None:
        entry.moment("DUE", action.due)
    entry.add("STATUS", "CANCELLED" if action.dropped else "COMPLETED" if action.done else "NEEDS-ACTION")
    if action.done is not None:  # of the day at noon, which is the same day nearly everywhere
        entry.instant("COMPLETED", dt.datetime.combine(action.done, dt.time(12), zones.UTC))
    if action.reason:
        entry.text("DESCRIPTION", action.reason)
    return entry
