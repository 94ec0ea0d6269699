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
    title: str
    occurrence: Occurrence | None
    record: MeetingRecord | None
    begun: bool
    first_named: tuple[str, ...]
    """Those in its minutes who are in none before."""

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.occurrence is not None and self.occurrence.status == "cancelled"

    @property
    def present(self) -> int | None:
        """How many are named as present; None where nobody is."""
        return len(self.record.present) or None if self.record else None

    @property
    def guests(self) -> int | None:
        """How many more there were."""
        return self.record.guests if self.record else None

    @property
    def newcomers(self) -> int | None:
        """How many were new, as somebody counted them."""
        return self.record.newcomers if self.record else None


class Promise(NamedTuple):
    """An action, and the day of the meeting at which it was promised."""

    action: Action
    opened: dt.date

    @property
    def closed(self) -> dt.date | None:
        """The day on which it was done or dropped."""
        return self.action.done or self.action.dropped

    def open_on(self, day: dt.date) -> bool:
        """Whether it was still to be done when a day was over."""
        return self.opened <= day and (self.closed is None or self.closed > day)

    @property
    def days(self) -> int | None:
        """How long it took until it was done."""
        return None if self.action.done is None else max(0, (self.action.done - self.opened).days)


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
    """All of the minutes, whenever they were promised."""
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
        return [each for each in self.meetings if each.begun and not each.cancelled]

    def changed(self, how: str) -> list[Met]:
        """The meetings to which something happened: "moved", "extra", "cancelled"."""
        return [each for each in self.meetings if each.occurrence and _change(each.occurrence) == how]

    @property
    def opened(self) -> list[Promise]:
        """What was promised."""
        return [each for each in self.actions if self.period.has(each.opened)]

    @property
    def done(self) -> list[Promise]:
        """What was done, whenever it was promised."""
        return [each for each in self.actions if self.period.has(each.action.done)]

    @property
    def dropped(self) -> list[Promise]:
        """What was given up."""
        return [each for each in self.actions if self.period.has(each.action.dropped)]

    @property
    def open(self) -> list[Promise]:
        """What is still to be done in the end."""
        return [each for each in self.actions if each.open_on(self.period.until)]

    @property
    def open_by_month(self) -> list[tuple[Month, int]]:
        """How much was to be done when each month was over, or the part of it that is known."""
        until = self.period.until
        months = [each for each in self.period.months if each.first <= until]
        return [(each, sum(one.open_on(min(each.last, until)) for one in self.actions)) for each in months]


def count(view: View, period: Period, sendings: Iterable[Sending] = ()) -> Numbers:
    """Counts what a view has in a period. It reads ``view.events``."""
    here, meetings, events = zone(view.group.timezone), list[Occurrence](), list[Occurrence]()
    # two days more on both sides, for what has a zone of its own
    start, end = midnight(period.first - 2 * DAY, here), midnight(period.last + 3 * DAY, here)
    for each in dated(view, start, end):
        if period.has(each.span.day):
            (meetings if each.kind == "meeting" else events).append(each)
    told = list(_told(view))
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
        actions=tuple(Promise(each, day) for day, record, _ in told for each in record.actions),
        issues=view.issues,
        by_issue=Counter(issue for each in certain for issue in dict.fromkeys(each.issues) or (None,)),
        by_format=Counter(each.format for each in certain),
        by_place=Counter(" ".join((each.place or "").split()) or None for each in certain),
        days={day: (days[day, True], days[day, False]) for day in sorted({day for day, _ in days})},
        sendings=tuple(each for each in sendings if period.has(each.day)),
    )


def _change(occurrence: Occurrence) -> str | None:
    return "cancelled" if occurrence.status == "cancelled" else occurrence.change


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
    left = {record.id: (day, record, new) for day, record, new in told if period.has(day)}
    found = []
    for each in meetings:
        series, _, date = each.id.partition("/")
        _, record, new = left.pop(f"{date}-{series}", (None, None, ()))
        begun = each.span.start_utc <= period.now
        found.append(Met(each.span.day, each.title, each, record, begun, new))
    for day, record, new in left.values():  # the series no longer has that date, or may not be named
        found.append(Met(day, "", None, record, day <= period.now.date(), new))
    return sorted(found, key=lambda each: each.day)
