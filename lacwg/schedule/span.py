"""When something takes place: from when to when, and by whose clock (RFC 5545, 3.6.1).

A moment is a whole day or a date-time with a zone. Which of the two it is, is asked here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from lacwg.errors import UsageError
from lacwg.schedule import zones
from lacwg.schedule.zones import ZoneInfo

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Moment = dt.date | dt.datetime
"""A whole day, or a date-time with a zone."""
_DAY = dt.timedelta(days=1)
MINUTES_A_DAY = 24 * 60
_INSTANT = dt.timedelta(microseconds=1)


def has_hour(moment: Moment | None) -> TypeIs[dt.datetime]:
    """Whether a moment is a date-time, and no whole day."""
    return isinstance(moment, dt.datetime)


def stamp(moment: Moment) -> str:
    """As HTML (4.5.14) and schema.org have it, whose offsets have no seconds: those of before 1900 go as UTC."""
    if not has_hour(moment):
        return moment.isoformat()
    offset = moment.utcoffset() or dt.timedelta()
    return (moment.astimezone(dt.UTC) if offset.seconds % 60 else moment).isoformat(timespec="seconds")


def day_of(moment: Moment) -> dt.date:
    """The day of a moment in its own zone."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def same(one: Moment, other: Moment | None) -> bool:
    """Whether two are the same whole day, or the same moment in whatever zones."""
    if has_hour(one) and has_hour(other):  # in UTC, as of one zone Python compares the wall times
        return one.astimezone(zones.UTC) == other.astimezone(zones.UTC)
    return has_hour(one) == has_hour(other) and one == other


def midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The moment with which a day begins."""
    return zones.resolve_by_rule(dt.datetime.combine(day, dt.time()), zone)


def resolved(value: Moment, zone: ZoneInfo) -> Moment:
    """What a file holds, as a moment in ``zone``; raises ``WallTimeError`` for a time that is not one."""
    if not isinstance(value, dt.datetime):
        return value
    return zones.resolve(value, zone) if value.tzinfo is None else value.astimezone(zone)


def zone_of(moment: Moment) -> ZoneInfo | None:
    """The zone of a moment; None of whole days, and of what is in no place's."""
    zone = moment.tzinfo if isinstance(moment, dt.datetime) else None
    return zone if isinstance(zone, zones.zoneinfo.ZoneInfo) else None


def as_written(moment: Moment) -> Moment:
    """A moment as a file holds it: wall time; with its offset where the clocks show it twice, or are no place's."""
    if not isinstance(moment, dt.datetime) or zone_of(moment) is None:
        return moment
    return zones.with_offset(moment) if zones.is_repeated(moment) else moment.replace(tzinfo=None, fold=0)


def after(start: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """The moment ``length`` later as it really passes, over a change of the clocks too."""
    return (start.astimezone(zones.UTC) + length).astimezone(start.tzinfo)


class Span(msgspec.Struct, frozen=True, dict=True):
    """From when to when something takes place: whole days, or hours."""

    start: Moment
    end: Moment | None
    """Of whole days the last one, of hours the moment at which they are over; None where no length is known."""
    zone: ZoneInfo

    @classmethod
    def by_rule(cls, day: dt.date, time: dt.time | None, minutes: int | None, zone: ZoneInfo) -> Span:
        """A day at a wall time, ``minutes`` long (None: not known); without a time whole days, as many as they make."""
        if time is None:
            days = (minutes or 0) // MINUTES_A_DAY
            return cls(day, day + (days - 1) * _DAY if days > 1 else None, zone)
        start = zones.resolve_by_rule(dt.datetime.combine(day, time), zone)
        return cls(start, None if minutes is None else after(start, dt.timedelta(minutes=minutes)), zone)

    @property
    def all_day(self) -> bool:
        """Whether it has no hour."""
        return not isinstance(self.start, dt.datetime)

    @property
    def starts_at(self) -> dt.datetime | None:
        """The start with its hour; None of whole days."""
        return self.start if isinstance(self.start, dt.datetime) else None

    @property
    def ends_at(self) -> dt.datetime | None:
        """The end with its hour; None of whole days, and where no length is known."""
        return self.end if isinstance(self.end, dt.datetime) else None

    @cached_property
    def start_utc(self) -> dt.datetime:
        """When it starts, in UTC; of a whole day its midnight.

        In UTC, as Python compares two times of one zone by their wall time, which comes twice when
        the clocks are set back.
        """
        return (self.starts_at or midnight(self.day, self.zone)).astimezone(zones.UTC)

    @cached_property
    def over_utc(self) -> dt.datetime:
        """When it is over, in UTC. What has no known length is not over before its day is."""
        if isinstance(self.end, dt.datetime):
            return self.end.astimezone(zones.UTC)
        last = self.day if self.end is None else self.end
        return midnight(last + _DAY, self.zone).astimezone(zones.UTC)

    @property
    def length(self) -> dt.timedelta | None:
        """How long it takes as time really passes; whole days are counted, and None is not known."""
        if isinstance(self.start, dt.datetime):
            return None if self.end is None else self.over_utc - self.start_utc
        return self.last_day - self.start + _DAY

    @property
    def minutes(self) -> int | None:
        """The length as ``by_rule`` takes it; None of one whole day, and where none is known."""
        if self.end is None or self.length is None:
            return None
        length = self.length // dt.timedelta(minutes=1)
        return None if self.all_day and length <= MINUTES_A_DAY else length or None

    @property
    def day(self) -> dt.date:
        """The first day that it takes up, by its own clock."""
        return day_of(self.start)

    @property
    def last_day(self) -> dt.date:
        """The last day that it takes up. What takes less than a day and ends after midnight is of its evening."""
        if self.end is None:
            return self.day
        if not isinstance(self.end, dt.datetime):
            return self.end
        # what ends at midnight has no hour on that day
        return self.day if self.over_utc - self.start_utc < _DAY else (self.end - _INSTANT).date()

    @property
    def days(self) -> Iterator[dt.date]:
        """Every day that it takes up."""
        for number in range((self.last_day - self.day).days + 1):
            yield self.day + number * _DAY

    @property
    def iso(self) -> tuple[str, str | None]:
        """Start and end in ISO 8601: dates, or date-times with their offsets."""
        return self.start.isoformat(), None if self.end is None else self.end.isoformat()

    def overlaps(self, other: Span) -> bool:
        """Whether there is a moment in both; what begins together overlaps even where it has no length."""
        start, other_start = self.start_utc, other.start_utc
        return start == other_start or (start < other.over_utc and other_start < self.over_utc)

    def in_zone(self, zone: ZoneInfo) -> Span:
        """The same as the clocks of another zone show it; whole days stay as they are."""
        if not isinstance(self.start, dt.datetime):
            return self
        return Span(self.start.astimezone(zone), None if self.ends_at is None else self.ends_at.astimezone(zone), zone)

    def moved_to(self, start: Moment) -> Span:
        """The same from ``start`` on, a day or a date-time in a zone: it lasts as long, as time really passes.

        Whole days last as many days. One that had whole days and gets an hour has no known end; one whose hours
        are taken out ends on the day of its last hour. Raises ``UsageError`` where several days would get an hour.
        """
        return Span(start, self._end_from(start), zone_of(start) or self.zone)

    def _end_from(self, start: Moment) -> Moment | None:
        if self.end is None:
            return None
        if isinstance(start, dt.datetime):
            if isinstance(self.end, dt.datetime):
                return after(start, self.over_utc - self.start_utc)
            if self.end == self.start:
                return None
            raise UsageError(
                "it lasts several days, and its end would have no hour", hint="say when it ends, too: --end WHEN"
            )
        last = day_of(self.end)
        if isinstance(self.end, dt.datetime) and self.over_utc > self.start_utc:
            last = day_of(self.end - _INSTANT)
        return start + (last - self.day) if last > self.day else None
