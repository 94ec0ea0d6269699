"""What a report counts, from the redacted view alone; what no record says is None. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from lacwg.audience.view import Reader, View, dated
from lacwg.errors import FieldError
from lacwg.records import Action, Decision, Issue, MeetingRecord
from lacwg.schedule import occurrences
from lacwg.schedule.month import DAY, Month
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import midnight
from lacwg.schedule.zones import zone
from lacwg.text.fold import fold_line


class Period(NamedTuple):
    """From which day to which, both included, and what time it is."""

    first: dt.date
    last: dt.date
    now: dt.datetime

    def has(self, day: dt.date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    @property
    def until(self) -> dt.date:
        """The last day of which anything can be known."""
        return min(self.last, self.now.date())

    @property
    def months(self) -> Iterator[Month]:
        """Its months, whole ones."""
        month = Month(self.first.year, self.first.month)
        while month.first <= self.last:
            yield month
            month = month.following


class Met(NamedTuple):
    """A meeting on the calendar, or one of which there are minutes alone."""

    day: dt.date
    occurrence: Occurrence | None
    record: MeetingRecord | None
    begun: bool
    first_named: tuple[str, ...]
    """Those in its minutes who are in none before."""
    present: int | None
    """How many are named as present; None where nobody is. How many more there were, and how many were new:"""
    guests: int | None
    newcomers: int | None

    @property
    def change(self) -> str | None:
        """What happened to it: "moved", "extra", "cancelled"."""
        if self.occurrence is None:
            return None
        return "cancelled" if self.occurrence.status == "cancelled" else self.occurrence.change


class Promise(NamedTuple):
    """An action, and the day of the meeting at which it was promised."""

    action: Action
    opened: dt.date

    def open_on(self, day: dt.date) -> bool:
        """Whether it was still to be done when a day was over."""
        closed = self.action.done or self.action.dropped
        return self.opened <= day and (closed is None or closed > day)

    @property
    def days(self) -> int:
        """How long it took until it was done."""
        return max(0, ((self.action.done or self.opened) - self.opened).days)


class Sending(NamedTuple):
    """What was announced: when, what of, and to how many."""

    day: dt.date
    of: str
    """The id of the event, or of the meeting."""
    title: str
    people: int


class Numbers(NamedTuple):
    """All that is counted."""

    period: Period
    reader: Reader
    quorum: int | None
    meetings: tuple[Met, ...]
    events: tuple[Occurrence, ...]
    """Those that have begun and are certain, the oldest first; and those that are not, or were cancelled:"""
    cancelled: tuple[Occurrence, ...]
    tentative: tuple[Occurrence, ...]
    coming: tuple[Occurrence, ...]
    decisions: tuple[tuple[dt.date, Decision], ...]
    actions: tuple[Promise, ...]
    """All of the minutes, whenever they were promised; and what was promised, done, given up in the period:"""
    opened: tuple[Promise, ...]
    done: tuple[Promise, ...]
    dropped: tuple[Promise, ...]
    open_by_month: tuple[tuple[Month, int], ...]
    """How much was to be done when each month was over, or the part of it that is known."""
    issues: tuple[Issue, ...]
    by_issue: Mapping[str | None, int]
    by_format: Mapping[str | None, int]
    by_place: Mapping[str | None, int]
    days: Mapping[dt.date, tuple[int, int]]
    """On how many meetings and events a day that has some lies, those that were called off left out."""
    sendings: tuple[Sending, ...]

    @property
    def held(self) -> list[Met]:
        """The meetings that have begun and were not called off."""
        return [each for each in self.meetings if each.begun and each.change != "cancelled"]

    def changed(self, how: str) -> list[Met]:
        """The meetings to which something happened."""
        return [each for each in self.meetings if each.change == how]

    @property
    def open(self) -> list[Promise]:
        """What is still to be done in the end."""
        return [each for each in self.actions if each.open_on(self.period.until)]

    @property
    def totals(self) -> dict[str, dict[str, int]]:
        """How many meetings and events there were, of each kind."""
        coming = [each for each in self.meetings if not each.begun and each.change != "cancelled"]
        return {
            "meetings": {
                "held": len(self.held),
                "with_minutes": sum(each.record is not None for each in self.held),
                **{how: len(self.changed(how)) for how in ("moved", "extra", "cancelled")},
                "coming": len(coming),
            },
            "events": {
                "held": len(self.events),
                **{how: len(getattr(self, how)) for how in ("cancelled", "tentative", "coming")},
            },
        }


def count(view: View, period: Period, sendings: Iterable[Sending] = ()) -> Numbers:
    """Counts what a view has in a period. It reads ``view.events``."""
    here, meetings, events = zone(view.group.timezone), list[Occurrence](), list[Occurrence]()
    # two days more on both sides, for what has a zone of its own
    start, end = midnight(period.first - 2 * DAY, here), midnight(period.last + 3 * DAY, here)
    for each in dated(view, start, end):
        if period.has(each.span.day):
            (meetings if each.kind == "meeting" else events).append(each)
    told, until = list(_told(view)), period.until
    actions = tuple(Promise(each, day) for day, record, _ in told for each in record.actions)
    months = [each for each in period.months if each.first <= until]
    begun = [each for each in events if each.span.start_utc <= period.now and each.status != "cancelled"]
    certain = tuple(each for each in begun if each.status == "confirmed")
    days = Counter[tuple[dt.date, bool]]()
    for each in (*meetings, *events):
        if each.status != "cancelled":
            days.update((day, each.kind == "meeting") for day in each.span.days if period.has(day))
    return Numbers(
        period=period,
        reader=view.audience,
        quorum=view.group.quorum,
        meetings=tuple(_met(meetings, told, period)),
        events=certain,
        cancelled=tuple(each for each in events if each.status == "cancelled"),
        tentative=tuple(each for each in begun if each.status == "tentative"),
        coming=tuple(each for each in events if each.span.start_utc > period.now and each.status != "cancelled"),
        decisions=tuple((day, each) for day, record, _ in told if period.has(day) for each in record.decisions),
        actions=actions,
        opened=tuple(each for each in actions if period.has(each.opened)),
        done=tuple(each for each in actions if period.has(each.action.done)),
        dropped=tuple(each for each in actions if period.has(each.action.dropped)),
        open_by_month=tuple((each, sum(e.open_on(min(each.last, until)) for e in actions)) for each in months),
        issues=view.issues,
        by_issue=Counter(issue for each in certain for issue in dict.fromkeys(each.issues) or (None,)),
        by_format=Counter(each.format for each in certain),
        by_place=Counter(
            " ".join((each.place or "").split()) or None for each in certain if each.place or each.format != "online"
        ),
        days={day: (days[day, True], days[day, False]) for day in sorted({day for day, _ in days})},
        sendings=tuple(each for each in sendings if period.has(each.day)),
    )


def _told(view: View) -> Iterator[tuple[dt.date, MeetingRecord, tuple[str, ...]]]:
    """The minutes by the day of their meeting, the oldest first, and who is named there for the first time."""
    moved: dict[str, Mapping[dt.date, dt.date]] = {}
    for series in view.series:
        with suppress(FieldError):  # what tells of dates has told of that already
            moved[series.id] = occurrences.moved_days(series, view.group)
    dates = {each.id: dt.date.fromisoformat(each.id[:10]) for each in view.meetings}
    days = {each.id: moved.get(each.id[11:], {}).get(dates[each.id], dates[each.id]) for each in view.meetings}
    known: set[str] = set()
    for record in sorted(view.meetings, key=lambda each: (days[each.id], each.id)):
        people = {fold_line(who): who for who in record.present}
        yield days[record.id], record, tuple(who for name, who in people.items() if name not in known)
        known |= people.keys()


def _met(
    meetings: Iterable[Occurrence], told: Iterable[tuple[dt.date, MeetingRecord, tuple[str, ...]]], period: Period
) -> list[Met]:
    def met(
        day: dt.date, of: Occurrence | None, record: MeetingRecord | None, new: tuple[str, ...], *, begun: bool
    ) -> Met:
        there = (None,) * 3 if record is None else (len(record.present) or None, record.guests, record.newcomers)
        return Met(day, of, record, begun, new, *there)

    left = {record.id: (day, record, new) for day, record, new in told if period.has(day)}
    found = []
    for each in meetings:
        _, record, new = left.pop(occurrences.record_id(each.id), (None, None, ()))
        found.append(met(each.span.day, each, record, new, begun=each.span.start_utc <= period.now))
    for day, minutes, new in left.values():  # the series no longer has that date, or may not be named
        found.append(met(day, None, minutes, new, begun=day <= period.now.date()))
    return sorted(found, key=lambda each: each.day)
