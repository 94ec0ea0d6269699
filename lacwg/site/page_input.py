"""What the pages tell: the view's dates, put in order and into words once for all templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, takewhile
from typing import Final, NamedTuple, TypeVar

import msgspec

from lacwg.audience.view import View
from lacwg.errors import FieldError
from lacwg.records import Event, Issue, Language, MeetingRecord, Series
from lacwg.schedule import occurrences, zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.pictures import Picture
from lacwg.text.fold import fold
from lacwg.voice.voice import NO_MORE, Voice

T = TypeVar("T")
R = TypeVar("R")
AHEAD: Final = dt.timedelta(days=366)
"""How far series without an end are followed."""


class SiteInput(msgspec.Struct, frozen=True, kw_only=True):
    """Records, pictures and templates; everything comes in, nothing is looked up."""

    view: View
    """What everybody may see, in the group's own language or in that of an edition; ``events`` are read already."""
    events: tuple[Event, ...]
    """The events of the view, which itself can give them only once."""
    now: dt.datetime
    """The present moment in the group's zone: what is past stands elsewhere than what is to come."""
    with_holidays: Callable[[Occurrence, Language], Occurrence] = lambda each, _: each
    """Adds the public holidays that a meeting falls on, named in a language."""
    pictures: Mapping[str, Picture] = {}
    """The pictures that records name, by the path that they name."""
    base_url: str | None = None
    """Where the site will stand, with a slash at its end; None: nobody has said."""
    icon: str | None = None
    """The path of the icon that browsers show, below the site's root."""
    templates: Mapping[str, str] = {}
    """The folder's own templates, which come before ours of the same names."""


class Elsewhere(NamedTuple):
    """An hour, and the cities whose clocks show it."""

    hour: str
    cities: tuple[str, ...]


class Meeting(NamedTuple):
    """The next meeting."""

    occurrence: Occurrence
    elsewhere: tuple[Elsewhere, ...]


class Change(NamedTuple):
    """How a series takes place from a day on."""

    day: str
    rule: str
    reason: str | None


class Rule(NamedTuple):
    """When a series takes place, and what changes that."""

    series: Series
    words: str
    """``2nd Wednesday, 5:00 PM``."""
    changes: tuple[Change, ...]


class Minutes(NamedTuple):
    """Approved minutes."""

    record: MeetingRecord
    meeting: str
    """The id of its occurrence."""
    title: str
    day: dt.date
    approved_on: dt.date | None
    """The day of the meeting that approved them; None: it is not known."""


class Gathering(NamedTuple):
    """A series of events, and its dates."""

    rule: Rule
    coming: tuple[Occurrence, ...]
    past: tuple[Occurrence, ...]


class Position(NamedTuple):
    """An issue, and what is on about it."""

    issue: Issue
    countries: tuple[str, ...]
    coming: tuple[Occurrence, ...]
    past: tuple[Occurrence, ...]


class Facts(NamedTuple):
    """All that the templates draw on. Dates are in the order of time, those that are past the latest first."""

    next_meeting: Meeting | None
    cancelled: tuple[Occurrence, ...]
    """Meetings before the next one that will not take place."""
    coming: tuple[Occurrence, ...]
    past: tuple[Occurrence, ...]
    rules: tuple[Rule, ...]
    ahead: tuple[Occurrence, ...]
    """The meetings of the next twelve months."""
    earlier: tuple[Occurrence, ...]
    """Those of this year that are past."""
    minutes: tuple[Minutes, ...]
    positions: tuple[Position, ...]
    gatherings: tuple[Gathering, ...]
    """The series of events that have a date."""
    problems: tuple[FieldError, ...]
    """Records whose times cannot be told: they are in none of these."""


def facts(source: SiteInput, say: Voice) -> Facts:
    """Reads off the view, which is in the language of ``say``, what the pages tell."""
    view, now = source.view, source.now
    year = dt.datetime.combine(dt.date(now.year, 1, 1), dt.time(), now.tzinfo)
    meetings, unmet = _dates(source, "meeting", year)
    recurring, unrecurring = _dates(source, "event", None)
    single, untold = made(source.events, lambda each: occurrences.of_event(each, view.group))
    happenings = sorted([*recurring, *single], key=lambda each: each.order)
    running = [each for each in view.series if each.kind == "meeting" and (each.until or now.date()) >= now.date()]
    rules, unruled = made(running, lambda each: _rule(each, source, say))
    coming = tuple(occurrences.with_clock_change(each) for each in happenings if each.span.over_utc > now)
    past = tuple(each for each in reversed(happenings) if each.span.over_utc <= now)
    to_come = [
        occurrences.with_clock_change(source.with_holidays(each, view.language))
        for each in meetings
        if each.span.over_utc > now
    ]
    ahead = [each for each in to_come if each.series == _main(view)]
    following = next((each for each in ahead if each.status != "cancelled"), None)
    return Facts(
        next_meeting=None if following is None else Meeting(following, elsewhere(following, view.group.zones, say)),
        cancelled=tuple(takewhile(lambda each: each is not following, ahead)),
        coming=coming,
        past=past,
        rules=tuple(rules),
        ahead=tuple(to_come),
        earlier=tuple(each for each in reversed(meetings) if each.span.over_utc <= now),
        minutes=tuple(_minutes(view)),
        positions=tuple(_positions(view, say, coming, past)),
        gatherings=tuple(_gatherings(source, say, coming, past)),
        problems=(*unmet, *unrecurring, *untold, *unruled),
    )


def _main(view: View) -> str | None:
    """The series whose next date the home page shows: the main one, else the first."""
    ids = [each.id for each in view.series if each.kind == "meeting"]
    return view.group.main_series if view.group.main_series in ids else next(iter(ids), None)


def made(records: Iterable[T], make: Callable[[T], R]) -> tuple[list[R], list[FieldError]]:
    """What ``make`` gives for each record, and why it cannot for the others."""
    found: list[R] = []
    problems: list[FieldError] = []
    for each in records:
        try:
            found.append(make(each))
        except FieldError as error:
            problems.append(error)
    return found, problems


def _dates(source: SiteInput, kind: str, start: dt.datetime | None) -> tuple[list[Occurrence], list[FieldError]]:
    """The dates of all series of a kind from ``start`` to twelve months on."""
    last = source.now + AHEAD

    def dates(series: Series) -> list[Occurrence]:
        stream = occurrences.expand(series, source.view.group, start)
        return list(takewhile(lambda each: each.span.start_utc < last, stream))

    found, problems = made((each for each in source.view.series if each.kind == kind), dates)
    return sorted(chain.from_iterable(found), key=lambda each: each.order), problems


def elsewhere(occurrence: Occurrence, names: Iterable[str], say: Voice) -> tuple[Elsewhere, ...]:
    """The hours in the members' zones, earliest first; cities with the same one together."""
    start = occurrence.span.starts_at
    if start is None:
        return ()
    hours: dict[dt.datetime, list[str]] = {}
    for name in names:
        try:
            zone = zones.zone(name)
        except zones.UnknownZoneError:
            continue  # lacwg check says so
        hours.setdefault(start.astimezone(zone).replace(tzinfo=None), []).append(say.city(name))
    day = start.date()
    return tuple(
        Elsewhere(
            say.clock_time(hour) + ("" if hour.date() == day else f", {say.full_date(hour.date(), year=False)}"),
            tuple(cities),
        )
        for hour, cities in sorted(hours.items())
    )


def _rule(series: Series, source: SiteInput, say: Voice) -> Rule:
    """How a series takes place today, and the changes that are to come. Raises ``FieldError``."""
    today = source.now.date()
    pieces = occurrences.segments(series, source.view.group)
    changes = tuple(
        Change(say.long_date(change.from_), _rule_words(later, source, say), change.reason)
        for change, later in zip(sorted(series.changes, key=lambda each: each.from_), pieces[1:], strict=True)
        if change.from_.year >= today.year
    )
    return Rule(series, _rule_words(occurrences.segment_of(pieces, max(today, series.since)), source, say), changes)


def _rule_words(segment: occurrences.Segment, source: SiteInput, say: Voice) -> str:
    """How a part of a series takes place; what cannot be said in words is said by its next dates."""
    first = dt.datetime.combine(max(source.now.date(), segment.first_day), dt.time(), source.now.tzinfo)
    dates = occurrences.expand(segment.series, source.view.group, first)
    words = say.rule(segment.rule, segment.anchor, (each.span.day for each in dates if each.status != "cancelled"))
    if segment.start_time is None or words == say.gettext(NO_MORE):
        return words
    hour, zone = say.clock_time(segment.start_time), segment.zone.key
    if not zones.is_place(zone):
        return f"{words}, {hour} ({zone})"
    return say.gettext("{rule} at {hour}, {city} time", rule=words, hour=hour, **say.place(zone))


def _minutes(view: View) -> Iterator[Minutes]:
    """The approved minutes, the latest first. Of a series that is not for everybody its name is not said."""
    series = {each.id: each for each in view.series}
    for record in sorted(view.meetings, key=lambda each: each.id, reverse=True):
        own = series.get(record.id[11:])
        day, title = dt.date.fromisoformat(record.id[:10]), view.group.name
        at = record.approved_at
        if own is not None:
            found = _of_rule_date(own, view, day)
            title, day = (found.title, found.span.day) if found else (own.title, day)
            approving = _of_rule_date(own, view, at) if at else None
            at = approving.span.day if approving else at
        yield Minutes(record, f"{record.id[11:]}/{record.id[:10]}", title, day, at)


def _gatherings(
    source: SiteInput, say: Voice, coming: Iterable[Occurrence], past: Iterable[Occurrence]
) -> Iterator[Gathering]:
    """Those series whose times could be told: of the others the ``problems`` say so already."""
    for series in source.view.series:
        ahead, behind = (tuple(each for each in dates if each.series == series.id) for dates in (coming, past))
        if ahead or behind:
            yield Gathering(_rule(series, source, say), ahead, behind)


def _of_rule_date(series: Series, view: View, day: dt.date) -> Occurrence | None:
    """The occurrence that the rule, or an extra date, gave to a day, wherever it was moved."""
    try:
        found = occurrences.of_day(series, view.group, day)
    except FieldError:
        return None  # said where the series is expanded
    return next((each for each in found if each.id == f"{series.id}/{day}"), None)


def _positions(view: View, say: Voice, coming: Iterable[Occurrence], past: Iterable[Occurrence]) -> Iterator[Position]:
    for issue in sorted(view.issues, key=lambda each: fold(each.title)):
        yield Position(
            issue,
            tuple(say.country(each) for each in issue.countries),
            tuple(each for each in coming if issue.id in each.issues),
            tuple(each for each in past if issue.id in each.issues),
        )
