"""Occurrences that get in each other's way: those that overlap, and a meeting close to an event.

Streams in the order of time are held against each other as they come, so that no more is read than
what lies beside each occurrence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from lacwg.schedule import zones
from lacwg.schedule.occurrences import Occurrence, ScheduleWarning
from lacwg.schedule.span import Span, after
from lacwg.text.english import ENGLISH, DateStyle, month_day, plural

Code = Literal["overlap", "near"]

NEAR: Final = dt.timedelta(hours=2)
"""A meeting and an event with so little time between them, or less, are near each other."""
ASSUMED_LENGTH: Final = dt.timedelta(hours=1)
"""How long what has no known end is taken to last: here, and nowhere else."""
SEASON: Final = dt.timedelta(days=14)
"""What lasts longer (a campaign, a month of action) is a time in which others take place: no conflict."""
MOST_NAMED: Final = 3
"""How many conflicts of one occurrence are named; of more, their number is told."""


class Conflict(msgspec.Struct, frozen=True):
    """What another occurrence is to one."""

    code: Code
    other: Occurrence


Others = Callable[[dt.datetime], Iterable[Occurrence]]
"""From a moment in UTC on -> everything that is not over then, in the order of time."""


def time_taken(occurrence: Occurrence) -> Span:
    """The time that an occurrence takes; of no known length it is assumed."""
    span = occurrence.span
    if span.starts_at is None or span.end is not None:
        return span
    return Span(span.starts_at, after(span.starts_at, ASSUMED_LENGTH), span.zone)


def relation(one: Occurrence, other: Occurrence) -> Code | None:
    """Whether two occurrences overlap, or are a meeting and an event near each other."""
    return _relation(one, time_taken(one), other, time_taken(other))


def _relation(one: Occurrence, first: Span, other: Occurrence, second: Span) -> Code | None:
    if one.id == other.id or not _counts(one, first) or not _counts(other, second):
        return None
    if first.overlaps(second):
        return "overlap"
    # a whole day says nothing about the hours beside it
    if one.kind == other.kind or first.all_day or second.all_day:
        return None
    return "near" if max(second.start_utc - first.over_utc, first.start_utc - second.over_utc) <= NEAR else None


def _counts(occurrence: Occurrence, taken: Span) -> bool:
    """Whether an occurrence can be in anything's way: it takes place, and is no season."""
    return occurrence.status != "cancelled" and taken.over_utc - taken.start_utc <= SEASON


def conflicts(stream: Iterable[Occurrence], others: Others) -> Iterator[tuple[Occurrence, list[Conflict]]]:
    """Each occurrence of ``stream`` with its conflicts among ``others``; both are in the order of time.

    ``others`` is opened once, two hours before the first occurrence, and read up to two hours after
    each. It may hold the occurrences of ``stream`` too: none conflicts with itself.
    """
    ahead: Iterator[Occurrence] | None = None
    window: list[tuple[Occurrence, Span]] = []
    for occurrence in stream:
        taken = time_taken(occurrence)
        if not _counts(occurrence, taken):
            yield occurrence, []
            continue
        begin, end = taken.start_utc - NEAR, taken.over_utc + NEAR
        if ahead is None:
            ahead = iter(others(begin))
        window = [each for each in window if each[1].over_utc >= begin]
        while not window or window[-1][1].start_utc <= end:
            following = next(ahead, None)
            if following is None:
                break
            window.append((following, time_taken(following)))
        found = ((_relation(occurrence, taken, other, span), other) for other, span in window)
        yield occurrence, [Conflict(code, other) for code, other in found if code is not None]


def with_warnings(stream: Iterable[Occurrence], others: Others, style: DateStyle = ENGLISH) -> Iterator[Occurrence]:
    """The same stream, each occurrence with its conflicts as warnings (codes "overlap" and "near")."""
    for occurrence, found in conflicts(stream, others):
        told = [ScheduleWarning(each.code, message(occurrence, each, style)) for each in found[:MOST_NAMED]]
        if further := found[MOST_NAMED:]:
            verb = "overlaps" if any(each.code == "overlap" for each in further) else "is near"
            told.append(ScheduleWarning(further[0].code, f"{verb} {plural(len(further), 'other')}"))
        yield replace(occurrence, warnings=(*occurrence.warnings, *told))


def message(occurrence: Occurrence, conflict: Conflict, style: DateStyle = ENGLISH) -> str:
    """``overlaps "Vigil" (5:00–6:00 PM EST)`` or ``within two hours of …``, by the clock of ``occurrence``."""
    what = "overlaps" if conflict.code == "overlap" else "within two hours of"
    span = conflict.other.span.in_zone(occurrence.zone)
    start, end = span.starts_at, span.ends_at
    if start is not None:
        names = zones.abbreviation(start), None if end is None else zones.abbreviation(end)
        hours = style.clock_span(start, end, *names)
        when = hours if span.day == occurrence.span.day else f"{month_day(start)}, {hours}"
    else:
        when = "all day" if span.last_day == span.day else f"{month_day(span.day)} to {month_day(span.last_day)}"
    return f'{what} "{conflict.other.title}" ({when})'
