"""Occurrences that get in each other's way: those that overlap, and a meeting close to an event.

Streams in the order of time are held against each other as they come, so that no more is read than
what lies beside each occurrence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec.structs import replace

from lacwg.schedule import zones
from lacwg.schedule.occurrences import Occurrence, ScheduleWarning
from lacwg.schedule.wording import clock_span, month_day, plural

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Code = Literal["overlap", "near"]

NEAR: Final = dt.timedelta(hours=2)
"""A meeting and an event with so little time between them, or less, are near each other."""
ASSUMED_LENGTH: Final = dt.timedelta(hours=1)
"""How long what has no known end is taken to last: here, and nowhere else."""
SEASON: Final = dt.timedelta(days=14)
"""What lasts longer (a campaign, a month of action) is a time in which others take place, and clashes with none."""
MOST_NAMED: Final = 3
"""How many clashes of one occurrence are named; of more, their number is told."""


class Reach(NamedTuple):
    """The time that an occurrence takes, in UTC; its end is not part of it."""

    start: dt.datetime
    end: dt.datetime
    has_hour: bool
    """False: a whole day, which says nothing about the hours beside it."""


class Clash(NamedTuple):
    """What another occurrence is to one."""

    code: Code
    other: Occurrence


Others = Callable[[dt.datetime], Iterable[Occurrence]]
"""From a moment in UTC on -> everything that is not over then, in the order of time."""


def reach(occurrence: Occurrence) -> Reach:
    """The time that an occurrence takes; one of whole days takes all of them."""
    if occurrence.all_day:
        return Reach(occurrence.span.start_utc, occurrence.span.over_utc, has_hour=False)
    end = occurrence.span.start_utc + ASSUMED_LENGTH if occurrence.end is None else occurrence.span.over_utc
    return Reach(occurrence.span.start_utc, end, has_hour=True)


def counts(occurrence: Occurrence, taken: Reach) -> bool:
    """Whether an occurrence can clash at all: it takes place, and is no season."""
    return occurrence.status != "cancelled" and taken.end - taken.start <= SEASON


def relation(one: Occurrence, other: Occurrence) -> Code | None:
    """Whether two occurrences overlap, or are a meeting and an event near each other."""
    first, second = reach(one), reach(other)
    if one.id == other.id or not counts(one, first) or not counts(other, second):
        return None
    return _relation(one, first, other, second)


def _relation(one: Occurrence, first: Reach, other: Occurrence, second: Reach) -> Code | None:
    # two that begin together overlap even where one of them has no length
    if first.start == second.start or (first.start < second.end and second.start < first.end):
        return "overlap"
    gap = max(second.start - first.end, first.start - second.end)
    if one.kind != other.kind and first.has_hour and second.has_hour and gap <= NEAR:
        return "near"
    return None


def beside(stream: Iterable[Occurrence], others: Others) -> Iterator[tuple[Occurrence, list[Clash]]]:
    """Each occurrence of ``stream`` with its clashes among ``others``; both are in the order of time.

    ``others`` is opened once, two hours before the first occurrence, and read up to two hours after
    each. It may hold the occurrences of ``stream`` too: none clashes with itself.
    """
    ahead: Iterator[Occurrence] | None = None
    window: list[tuple[Occurrence, Reach]] = []
    for occurrence in stream:
        taken = reach(occurrence)
        if not counts(occurrence, taken):
            yield occurrence, []
            continue
        if ahead is None:
            ahead = iter(others(taken.start - NEAR))
        window = [each for each in window if each[1].end >= taken.start - NEAR]
        while not window or window[-1][1].start <= taken.end + NEAR:
            following = next(ahead, None)
            if following is None:
                break
            window.append((following, reach(following)))
        yield (
            occurrence,
            [
                Clash(code, other)
                for other, span in window
                if other.id != occurrence.id
                and counts(other, span)
                and (code := _relation(occurrence, taken, other, span)) is not None
            ],
        )


def with_warnings(stream: Iterable[Occurrence], others: Others) -> Iterator[Occurrence]:
    """The same stream, each occurrence with its clashes as warnings (codes "overlap" and "near")."""
    for occurrence, clashes in beside(stream, others):
        yield replace(occurrence, warnings=(*occurrence.warnings, *_warnings(occurrence, clashes)))


def _warnings(occurrence: Occurrence, clashes: list[Clash]) -> Iterator[ScheduleWarning]:
    for clash in clashes[:MOST_NAMED]:
        yield ScheduleWarning(clash.code, message(occurrence, clash))
    if further := clashes[MOST_NAMED:]:
        verb = "overlaps" if any(clash.code == "overlap" for clash in further) else "is near"
        yield ScheduleWarning(further[0].code, f"{verb} {plural(len(further), 'other')}")


def message(occurrence: Occurrence, clash: Clash) -> str:
    """``overlaps "Vigil" (5:00–6:00 PM EST)`` or ``within two hours of …``, by the clock of ``occurrence``."""
    what = "overlaps" if clash.code == "overlap" else "within two hours of"
    when = _when(clash.other, occurrence.zone, occurrence.span.day)
    return f'{what} "{clash.other.title}" ({when})'


def _when(other: Occurrence, zone: ZoneInfo, day: dt.date) -> str:
    """The hour of ``other`` in ``zone``, and its date where that is not ``day``."""
    span = other.span.in_zone(zone)
    here, until = span.starts_at, span.ends_at
    if here is None:
        return "all day" if span.last_day == span.day else f"{month_day(span.day)} to {month_day(span.last_day)}"
    hours = clock_span(here, until, zones.abbreviation(here), None if until is None else zones.abbreviation(until))
    return hours if here.date() == day else f"{month_day(here)}, {hours}"
