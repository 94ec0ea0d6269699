"""Who does what on which date, and whose turn it is: pure functions on a series or an event."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from lacwg.records import FORMER, Assignment, Contact, Duty, Event, Series
from lacwg.schedule.occurrences import Occurrence

MEMBERS: Final = "members"
"""The list whose people take turns where a duty names nobody."""

Dutied = Series | Event
"""What people do something for."""


class OnDuty(NamedTuple):
    """One duty on one date."""

    occurrence: Occurrence
    duty: Duty
    who: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many people it lacks; who was forgotten does nothing any more."""
        return max(0, self.duty.count - len([each for each in self.who if each != FORMER]))


def on_date(record: Dutied, date: dt.date) -> tuple[Assignment, ...]:
    """Who does what on a date. An event has one, and may have been moved since."""
    return tuple(each for each in record.assignments if isinstance(record, Event) or each.date == date)


def of_date(record: Dutied, occurrence: Occurrence) -> list[OnDuty]:
    """The duties of a date, those that the record names first; none of one that is cancelled."""
    if occurrence.status == "cancelled":
        return []
    there = on_date(record, occurrence.date)
    known = {each.role: each for each in record.duties}
    known |= {each.role: Duty(role=each.role, count=0) for each in there if each.role not in known}
    return [
        OnDuty(occurrence, duty, tuple(each.who for each in there if each.role == role)) for role, duty in known.items()
    ]


def called(record: Dutied, told: Dutied) -> dict[str, str]:
    """By the duties of a record as assignments have them, what they are called in another version of it."""
    return {was.role: duty.role for was, duty in zip(record.duties, told.duties, strict=True)}


def takes_turns(duty: Duty, contacts: Mapping[str, Contact]) -> list[str]:
    """The contacts who take turns at a duty, by their ids, in the order of the file or of the ids."""
    named = duty.from_ or sorted(each.id for each in contacts.values() if MEMBERS in each.lists)
    return [each for each in dict.fromkeys(named) if each in contacts]


def absence(contact: Contact, day: dt.date) -> str | None:
    """Why somebody is on no duty on a day: they are away, or all that they did has ended and they are no member."""
    if any(each.from_ <= day <= each.to for each in contact.away):
        return "is away"
    ended = [each.to is not None and each.to < day for each in contact.roles]
    return "has left" if ended and all(ended) and MEMBERS not in contact.lists else None


def plan(
    record: Dutied, coming: Iterable[Occurrence], contacts: Mapping[str, Contact], done: Iterable[Assignment]
) -> list[Assignment]:
    """Who does what nobody does yet on the dates that are ``coming``, in their order. What is assigned stays.

    ``done``: what they did and are to do, by which the turns are counted; what was cancelled nobody has done.
    """
    off = {each.date for each in record.exceptions if each.cancelled} if isinstance(record, Series) else set()
    given = [each for each in done if each.date not in off]
    new: list[Assignment] = []
    for occurrence in coming:
        date, day = occurrence.date, occurrence.span.day
        busy = {each.who for each in on_date(record, date)}
        for one in of_date(record, occurrence):
            free = [each for each in takes_turns(one.duty, contacts) if absence(contacts[each], day) is None]
            for _ in range(one.missing):
                own = [each for each in given if each.role == one.duty.role]
                if (who := _next(free, date, own, busy)) is None:
                    break
                new.append(Assignment(date=date, role=one.duty.role, who=who))
                given.append(new[-1])
                busy.add(who)
    return new


def _next(free: Sequence[str], date: dt.date, given: Sequence[Assignment], busy: set[str]) -> str | None:
    """Whose turn it is at a duty; None: nobody can.

    Not who does it on the date before or after, or does something else on this one, while others can; of these who
    has done it least often, then longest ago, then who comes first in the list. Not to do two things on one date
    gives way where it would make the first unfairness: somebody having done it twice more than another.
    """
    dates = {each.date for each in given if each.date != date}
    beside = {
        max((day for day in dates if day < date), default=None),
        min((day for day in dates if day > date), default=None),
    }
    neighbours = {each.who for each in given if each.date in beside}
    there = {each.who for each in given if each.date == date}
    often = Counter(each.who for each in given)
    last = {each.who: each.date for each in sorted(given, key=lambda each: each.date)}
    least = min((often[each] for each in free), default=0)
    is_fair = all(often[each] <= least + 1 for each in free)
    return min(
        (each for each in free if each not in there),
        key=lambda each: (
            each in neighbours,
            is_fair and often[each] > least,
            each in busy,
            often[each],
            last.get(each, dt.date.min),
        ),
        default=None,
    )
