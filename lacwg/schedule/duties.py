"""Who does what on which date, and whose turn it is: pure functions on a series or an event."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lacwg.records import Assignment, Contact, Duty, Event, Series

MEMBERS: Final = "members"
"""The list whose people take turns where a duty names nobody."""

Dutied = Series | Event
"""What people do something for."""


class Turn(NamedTuple):
    """One date, for which people are needed."""

    date: dt.date
    """The date that the rule gives, under which assignments have it."""
    day: dt.date
    """The day on which it takes place."""


def on_date(record: Dutied, date: dt.date) -> tuple[Assignment, ...]:
    """Who does what on a date. An event has one, and may have been moved since."""
    return tuple(each for each in record.assignments if isinstance(record, Event) or each.date == date)


def lacking(record: Dutied, date: dt.date) -> Iterator[tuple[Duty, int]]:
    """For which duties people are missing on a date, and how many."""
    there = Counter(each.role for each in on_date(record, date))
    return ((duty, left) for duty in record.duties if (left := duty.count - there[duty.role]) > 0)


def takes_turns(duty: Duty, contacts: Mapping[str, Contact]) -> list[str]:
    """The contacts who take turns at a duty, by their ids, in the order of the file or of the ids."""
    named = duty.from_ or sorted(each.id for each in contacts.values() if MEMBERS in each.lists)
    return [each for each in dict.fromkeys(named) if each in contacts]


def is_away(contact: Contact, day: dt.date) -> bool:
    """Whether somebody is away on a day."""
    return any(each.from_ <= day <= each.to for each in contact.away)


def has_left(contact: Contact, day: dt.date) -> bool:
    """Whether all that somebody did in the group had ended before a day, and they are on no list of its members."""
    ended = [each.to is not None and each.to < day for each in contact.roles]
    return bool(ended) and all(ended) and MEMBERS not in contact.lists


def plan(
    record: Dutied, turns: Iterable[Turn], contacts: Mapping[str, Contact], before: Iterable[Assignment] = ()
) -> list[Assignment]:
    """Who does what nobody does yet on ``turns``, which are in order. What is assigned stays.

    ``before``: who did the like elsewhere. What was cancelled nobody has done.
    """
    off = {each.date for each in record.exceptions if each.cancelled} if isinstance(record, Series) else set()
    given = [each for each in (*before, *record.assignments) if each.date not in off]
    new: list[Assignment] = []
    for turn in turns:
        busy = {each.who for each in on_date(record, turn.date)}
        for duty, missing in lacking(record, turn.date):
            for _ in range(missing):
                free = [
                    each
                    for each in takes_turns(duty, contacts)
                    if not is_away(contacts[each], turn.day) and not has_left(contacts[each], turn.day)
                ]
                own = [each for each in given if each.role == duty.role]
                if (who := _next(free, turn.date, own, busy)) is None:
                    break
                new.append(Assignment(date=turn.date, role=duty.role, who=who))
                given.append(new[-1])
                busy.add(who)
    return new


def _next(free: Sequence[str], date: dt.date, given: Sequence[Assignment], busy: set[str]) -> str | None:
    """Whose turn it is at a duty; None: nobody can.

    Not who does it on the date before or after, or does something else on this one, while others can; of these who
    has done it least often, then longest ago, then who comes next in the list. Not to do two things on one date
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
    latest = sorted(given, key=lambda each: each.date)
    last = {each.who: each.date for each in latest}
    ring = free.index(latest[-1].who) + 1 if latest and latest[-1].who in free else 0
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
            (free.index(each) - ring) % len(free),
        ),
        default=None,
    )
