"""Occurrences: one gathering at one time, from an event or from a series.

A series is first cut at its ``[[changes]]`` into segments; each segment's rule gives dates, and
the ``[[exceptions]]`` say what happened to single ones. Everything is a lazy stream in the order of
time, so that a rule without an end is harmless.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from operator import attrgetter
from typing import Final, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from lacwg import records  # what events alone have is asked for by its name there, and made when it is needed
from lacwg.errors import FieldError, LacwgError
from lacwg.identity import Identity
from lacwg.records import (
    LONGEST_EVENT,
    AudienceName,
    DayOrTime,
    Format,
    Group,
    MembersTable,
    Photo,
    PrivateTable,
    Series,
    SeriesChange,
    SeriesException,
)
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, after, has_hour, midnight, resolved
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.english import long_date, month_day

Status = Literal["confirmed", "tentative", "cancelled"]
Change = Literal["moved", "cancelled", "edited", "extra"]
_Kept = TypeVar("_Kept", MembersTable, PrivateTable)


class ScheduleWarning(msgspec.Struct, frozen=True):
    """Something to look at; nothing is wrong."""

    code: str
    message: str


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One gathering at one time."""

    id: str
    """The event's id, or the series' id, a slash and the date that the rule gives."""
    kind: Literal["meeting", "event"]
    series: str | None
    title: str
    span: Span
    status: Status
    change: Change | None = None
    original_start: Moment | None = None
    """When the rule would have it, of a date to which something happened."""
    reason: str | None = None
    format: Format | None = None
    place: str | None = None
    url: str | None = None
    description: str | None = None
    image: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    pictures: tuple[Photo, ...] = ()
    speakers: tuple[records.Speaker, ...] = ()
    co_hosts: tuple[records.CoHost, ...] = ()
    register: records.Register | None = None
    recording: str | None = None
    slides: str | None = None
    links: tuple[records.Link, ...] = ()
    geo: tuple[float, float] | None = None
    access: str | None = None
    cost: str | None = None
    issues: tuple[str, ...] = ()
    audience: AudienceName = "public"
    identity: Identity
    updated: dt.datetime | None = None
    sequence: int = 0
    members: MembersTable = MembersTable()
    private: PrivateTable = PrivateTable()
    warnings: tuple[ScheduleWarning, ...] = ()

    @property
    def start(self) -> Moment:
        """``span.start``."""
        return self.span.start

    @property
    def end(self) -> Moment | None:
        """``span.end``."""
        return self.span.end

    @property
    def zone(self) -> ZoneInfo:
        """``span.zone``."""
        return self.span.zone

    @property
    def all_day(self) -> bool:
        """``span.all_day``."""
        return self.span.all_day

    @property
    def date(self) -> dt.date:
        """The date by which its record knows it: the one that the rule gives or an extra one's; of an event its day."""
        return dt.date.fromisoformat(self.id.rpartition("/")[2]) if self.series else self.span.day

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """What lists are sorted by."""
        return self.span.start_utc, self.id


def record_id(occurrence_id: str) -> str:
    """The id of what a date's record is, or will be: of a series' date the meeting record's, else the event's own."""
    series, _, date = occurrence_id.rpartition("/")
    return f"{date}-{series}" if series else date


_OF_BOTH: Final = (
    "title", "format", "place", "url", "description", "issues", "audience", "updated", "sequence", "members", "private",
)  # fmt: skip
"""The fields that an occurrence has from its event or its series as they are."""
_OF_EVENT: Final = (
    *_OF_BOTH, "status", "reason", "image", "alt", "caption", "credit", "pictures", "speakers",
    "co_hosts", "register", "recording", "slides", "links", "geo", "access", "cost",
)  # fmt: skip
_values_of_event: Final = attrgetter(*_OF_EVENT)


# Events


def of_event(event: records.Event, group: Group) -> Occurrence:
    """The one occurrence of an event. Raises ``FieldError`` for a zone or a time that is not one."""
    zone = _zone("event", event.id, event.timezone, group)
    start = _checked("event", event.id, ("start",), event.start, zone)
    end = None if event.end is None else _checked("event", event.id, ("end",), event.end, zone)
    span = Span(start, end, zone)
    if (length := span.length) is not None and not dt.timedelta() <= length <= LONGEST_EVENT + dt.timedelta(days=1):
        wrong = "end is before the start" if length < dt.timedelta() else "an event lasts a year at most"
        raise FieldError(wrong, kind="event", record_id=event.id, path=("end",))
    return Occurrence(
        id=event.id,
        kind="event",
        series=None,
        span=span,
        identity=Identity(group.uid_namespace, event.uid, event.id),
        **dict(zip(_OF_EVENT, _values_of_event(event), strict=True)),
    )


def _zone(kind: str, record_id: str, name: str | None, group: Group) -> ZoneInfo:
    try:
        return zones.zone(name or group.timezone)
    except zones.UnknownZoneError as error:
        where = (kind, record_id) if name else ("group", "group")
        raise FieldError.of(error, *where, ("timezone",), "T101") from None


def _checked(kind: str, record_id: str, path: tuple[str | int, ...], value: DayOrTime, zone: ZoneInfo) -> Moment:
    try:
        return resolved(value.value, zone)
    except zones.WallTimeError as error:
        raise FieldError.of(error, kind, record_id, path, "T102") from None


# Series


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a series through which its rule and hour stay the same."""

    series: Series
    zone: ZoneInfo
    rule: rules.Rule
    anchor: dt.date
    """The day from which the rule counts, which may lie in an earlier segment."""
    first_day: dt.date
    last_day: dt.date | None
    """None where nothing ends it."""
    template: Occurrence
    """What is common to its dates; its ``span`` is only the first one's day."""
    start_time: dt.time | None
    minutes: int | None

    def days(self, start: dt.date | None = None) -> Iterator[dt.date]:
        """The dates that the rule gives within the segment, lazily, from ``start`` on."""
        found, last = rules.dates(self.rule, self.anchor, max(self.first_day, start or self.first_day)), self.last_day
        return found if last is None else takewhile(lambda day: day <= last, found)

    def gives(self, day: dt.date) -> bool:
        """Whether the rule gives this day."""
        return day >= self.first_day and next(self.days(day), None) == day

    def at(self, day: dt.date) -> Span:
        """When the date ``day`` takes place."""
        return Span.by_rule(day, self.start_time, self.minutes, self.zone)

    def minutes_of(self, edits: SeriesException | SeriesChange) -> int | None:
        """The length that an exception or a change gives, else that of the segment; None where it is not known."""
        return self.minutes if edits.minutes is None else edits.minutes or None

    def regular(self, day: dt.date) -> Occurrence:
        """The date ``day`` as the rule has it."""
        span = self.at(day)
        warnings = _skipped(day, self.start_time, span)
        return replace(self.template, id=f"{self.series.id}/{day}", span=span, warnings=warnings)


def _skipped(day: dt.date, time: dt.time | None, span: Span) -> tuple[ScheduleWarning, ...]:
    """A warning where the clocks jump over the hour of a date, so that it starts at another one."""
    start = span.starts_at
    if start is None or time is None or start.replace(tzinfo=None) == dt.datetime.combine(day, time):
        return ()
    return (ScheduleWarning("skipped-hour", "the clocks jump over its hour that day"),)


def segments(series: Series, group: Group) -> tuple[Segment, ...]:
    """A series cut at its changes, oldest first. Raises ``FieldError`` for a rule or a zone that is none."""
    zone = _zone("series", series.id, series.timezone, group)
    template = Occurrence(
        id=series.id,
        kind=series.kind,
        series=series.id,
        span=Span(series.since, None, zone),
        status="confirmed",
        identity=Identity(group.uid_namespace, series.uid, series.id),
        **{name: getattr(series, name) for name in _OF_BOTH},
    )
    rule = _rule(series, series.rule, series.since, ("rule",))
    segment = Segment(
        series=series,
        zone=zone,
        rule=rule.ending(zone, series.start_time),
        anchor=series.since,
        first_day=series.since,
        last_day=series.until,
        template=template,
        start_time=series.start_time,
        minutes=series.minutes,
    )
    cut = [segment]
    changes = sorted(enumerate(series.changes), key=lambda numbered: numbered[1].from_)
    for number, change in changes:
        before = cut[-1]
        last = change.from_ - dt.timedelta(days=1)
        cut[-1] = replace(before, last_day=last if before.last_day is None else min(before.last_day, last))
        cut.append(_changed(before, change, number))
    return tuple(cut)


def _changed(before: Segment, change: SeriesChange, number: int) -> Segment:
    rule, anchor = before.rule, before.anchor
    if change.rule is not None:
        rule, anchor = _rule(before.series, change.rule, change.from_, ("changes", number, "rule")), change.from_
    identity = replace(before.template.identity, part=f"from/{change.from_}")
    start_time = change.start_time or before.start_time
    return replace(
        before,
        rule=rule.ending(before.zone, start_time),
        anchor=anchor,
        first_day=change.from_,
        # what changed the series is not what became of each date: the reason stays with the change
        template=replace(_edited(before.template, change), identity=identity, reason=None),
        start_time=start_time,
        minutes=before.minutes_of(change),
    )


def _rule(series: Series, text: str, anchor: dt.date, path: tuple[str | int, ...]) -> rules.Rule:
    try:
        rule = rules.parse(text)
        if rules.first_date(rule, anchor) is None:
            raise rules.RuleError(
                f'the rule "{text}" gives no date from {long_date(anchor)} on', hint=f"write it as {rules.EXAMPLES}"
            )
    except rules.RuleError as error:
        raise FieldError.of(error, "series", series.id, path, "S103") from None
    return rule


def _edited(base: Occurrence, edits: SeriesException | SeriesChange) -> Occurrence:
    """``base`` with the fields that an exception or a change gives; a text that is empty there is none."""
    texts = {name: getattr(edits, name) for name in ("place", "url", "description")}
    return replace(
        base,
        title=edits.title or base.title,
        format=edits.format or base.format,
        **{name: text or None for name, text in texts.items() if text is not None},
        reason=edits.reason,
        members=_overlaid(base.members, edits.members),
        private=_overlaid(base.private, edits.private),
    )


def _overlaid(base: _Kept, edits: _Kept) -> _Kept:
    """A ``[members]`` or ``[private]`` table with the values that ``edits`` gives."""
    given = {key: value or None for key, value in msgspec.structs.asdict(edits).items() if value is not None}
    return replace(base, **given) if given else base


def expand(series: Series, group: Group, start: dt.datetime | None = None) -> Iterator[Occurrence]:
    """The occurrences of a series in the order of time, those that are not over at ``start`` (None: all).

    Cancelled ones stay in the stream. An exception for a date that the rule does not give is no
    occurrence; ``stray_exceptions`` finds it.
    """
    pieces = segments(series, group)
    dates = {exception.date for exception in series.exceptions}
    kept = of_exceptions(series, pieces, lambda each: start is None or _last_trace(each, pieces) >= start.date())
    exceptional = [found for _, found in kept]
    exceptional.sort(key=lambda occurrence: occurrence.order)
    merged = merge([_regular(pieces, dates, start), exceptional])
    return _bounded(series.id, (each for each in merged if start is None or each.span.over_utc > start))


MOST_DATES: Final = 100_000
"""Of one series, in one go: more than two hundred years of a daily one."""


def _bounded(series_id: str, dates: Iterator[Occurrence]) -> Iterator[Occurrence]:
    for number, occurrence in enumerate(dates):
        if number >= MOST_DATES:
            raise LacwgError(
                f"{series_id} has more than {MOST_DATES:,} dates in this time",
                hint=f"ask for a shorter one: --from DATE --to DATE; or end it: lacwg series end {series_id} --on DATE",
            )
        yield occurrence


def _regular(pieces: Iterable[Segment], without: set[dt.date], start: dt.datetime | None) -> Iterator[Occurrence]:
    """The dates to which nothing happened."""
    for segment in pieces:
        first = None if start is None else start.date() - dt.timedelta(days=2 + (segment.minutes or 0) // 1440)
        for day in segment.days(first):
            if day not in without:
                yield segment.regular(day)


def _last_trace(exception: SeriesException, pieces: Iterable[Segment]) -> dt.date:
    """A day on which nothing of an exception is left, whatever the zones."""
    day = exception.date if exception.moved_to is None else max(exception.date, exception.moved_to.day)
    minutes = max([exception.minutes or 0, *(segment.minutes or 0 for segment in pieces)])
    return day + dt.timedelta(days=2 + minutes // 1440)


def segment_of(pieces: tuple[Segment, ...], day: dt.date) -> Segment:
    """The segment that a day belongs to; the first one for a day before them all."""
    return next((segment for segment in reversed(pieces) if segment.first_day <= day), pieces[0])


def of_exceptions(
    series: Series, pieces: tuple[Segment, ...], wanted: Callable[[SeriesException], bool] = lambda _: True
) -> Iterator[tuple[SeriesException, Occurrence]]:
    """What each exception that is wanted makes of its date; raises ``FieldError`` where its time is none."""
    for number, exception in enumerate(series.exceptions):
        if wanted(exception):
            found = of_exception(pieces, number, exception)
            if found is not None:
                yield exception, found


def of_exception(pieces: tuple[Segment, ...], number: int, exception: SeriesException) -> Occurrence | None:
    """What an exception makes of its date; None where the rule gives no such date to make something of.

    An extra date that the rule gives as well is an edit of it, so that no date stands twice.
    """
    day, to = exception.date, exception.moved_to
    segment = segment_of(pieces, day)
    regular = segment.gives(day)
    if not regular and not exception.extra:
        return None
    base = replace(_edited(segment.template, exception), id=f"{segment.series.id}/{day}")
    time, minutes = exception.start_time or segment.start_time, segment.minutes_of(exception)
    if to is not None and not to.all_day:
        start = _checked("series", segment.series.id, ("exceptions", number, "moved_to"), to, segment.zone)
        end = after(start, dt.timedelta(minutes=minutes)) if minutes and has_hour(start) else None
        span = Span(start, end, segment.zone)
    else:
        on = day if to is None else to.day
        span = Span.by_rule(on, time, minutes, segment.zone)
        base = replace(base, warnings=_skipped(on, time, span))
    original: Moment | None = None
    if regular:
        change: Change = "moved" if to else "cancelled" if exception.cancelled else "edited"
        original = segment.at(day).start
    else:
        change = "moved" if to else "extra"
        base = replace(base, identity=replace(base.identity, part=f"extra/{day}"))
        if to:
            original = Span.by_rule(day, time, None, segment.zone).start
    status: Status = "cancelled" if exception.cancelled else "confirmed"
    return replace(base, span=span, status=status, change=change, original_start=original)


def of_day(series: Series, group: Group, day: dt.date) -> list[Occurrence]:
    """The occurrences that a day can mean: those that take place on it, and the one that the rule gave it to."""
    pieces = segments(series, group)
    segment = segment_of(pieces, day)
    found = [each for exception, each in of_exceptions(series, pieces) if day in (exception.date, each.span.day)]
    if segment.gives(day) and all(exception.date != day for exception in series.exceptions):
        found.append(segment.regular(day))
    return found


def moved_days(series: Series, group: Group) -> dict[dt.date, dt.date]:
    """By the date that the rule gives, or that an extra one was set for, the day on which each exception is now."""
    return {each.date: found.span.day for each, found in of_exceptions(series, segments(series, group))}


def around(series: Series, group: Group, day: dt.date) -> list[Occurrence]:
    """The last occurrence before a day, if there is one within a year, and the first one after it."""
    zone = _zone("series", series.id, series.timezone, group)
    before: list[Occurrence] = []
    for occurrence in expand(series, group, midnight(day - dt.timedelta(days=366), zone)):
        if occurrence.span.day > day:
            return [*before, occurrence]
        before = [occurrence]
    return before


def stray_exceptions(series: Series, group: Group) -> Iterator[tuple[int, SeriesException, bool]]:
    """Exceptions that do not fit the rule: their position, themselves, and whether the rule gives their date.

    That is one for a date which the rule does not give, or an extra one on a date which it gives.
    """
    pieces = segments(series, group)
    for number, exception in enumerate(series.exceptions):
        regular = segment_of(pieces, exception.date).gives(exception.date)
        if regular == exception.extra:
            yield number, exception, regular


def with_clock_change(occurrence: Occurrence) -> Occurrence:
    """The occurrence, with a warning where the clocks of its zone change within a week after it.

    People elsewhere, whose clocks do not change with ours, then meet at another hour.
    """
    change = clock_change(occurrence)
    if change is None:
        return occurrence
    warning = ScheduleWarning("clock-change", f"clocks change on {month_day(change)}")
    return replace(occurrence, warnings=(*occurrence.warnings, warning))


def clock_change(occurrence: Occurrence) -> dt.date | None:
    """The day within a week after it on which the clocks of its zone change, by the clocks before the change."""
    start = occurrence.span.starts_at
    if start is None or occurrence.status == "cancelled":
        return None
    if start.utcoffset() == (start + dt.timedelta(days=7)).utcoffset():
        return None
    for change in zones.transitions(occurrence.zone, start.date(), start.date() + dt.timedelta(days=8)):
        if change.at > start:
            return change.wall.date()
    return None


def merge(streams: Iterable[Iterable[Occurrence]]) -> Iterator[Occurrence]:
    """Several streams, each in the order of time, as one."""
    return heapq.merge(*streams, key=lambda occurrence: occurrence.order)


def told(
    record: records.Event | Series, group: Group, start: dt.datetime | None, failed: Callable[[FieldError], None]
) -> Iterator[Occurrence]:
    """The one occurrence of an event, or those of a series that are not over at ``start`` (None: all).

    None where its times cannot be told: ``failed`` is told why.
    """
    try:
        return expand(record, group, start) if isinstance(record, Series) else iter([of_event(record, group)])
    except FieldError as error:
        failed(error)
        return iter(())


def nearly_sorted(stream: Iterable[tuple[dt.date, Occurrence]]) -> Iterator[Occurrence]:
    """Puts in the order of time what comes in the order of dates in zones of its own.

    A day begins up to 14 hours before and 12 hours after it does in UTC, so that an occurrence may
    leave once the dates are two days further.
    """
    waiting: list[tuple[tuple[dt.datetime, str], int, Occurrence]] = []
    for number, (day, occurrence) in enumerate(stream):
        safe = dt.datetime.combine(day, dt.time(), zones.UTC) - dt.timedelta(hours=14)
        while waiting and waiting[0][0][0] < safe:
            yield heapq.heappop(waiting)[2]
        heapq.heappush(waiting, (occurrence.order, number, occurrence))
    while waiting:
        yield heapq.heappop(waiting)[2]
