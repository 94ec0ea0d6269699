"""How what a calendar holds becomes what it should hold: what differs, and each step of it.

Ours is what bears the group's mark. Nothing else is ever changed or deleted, and no state is kept on this
machine: whoever publishes next, here or elsewhere, goes on from what the server has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lacwg.errors import LacwgError
from lacwg.exporters.ics import comparing
from lacwg.exporters.ics.comparing import Difference, Reading
from lacwg.exporters.ics.feed import CalendarObject
from lacwg.remotes.caldav import Calendar, RejectedError, StaleError, Stored, TakenError

_TRIES: Final = 4
"""How often an object is read again that others change at the same time."""
_ENOUGH: Final = 3
"""How many refusals, from the first change on, mean that the calendar cannot be written at all."""
_RESTLESS: Final = "somebody else changes it all the time; publish again"
_FOREIGN: Final = "an event that is not ours has its uid"


class Change(NamedTuple):
    """One step: an object that is put, or one that goes."""

    uid: str
    title: str
    wanted: CalendarObject | None
    """None: it goes."""
    stored: Stored | None
    """What the server has; None: nothing yet."""
    differences: list[Difference]


class LeftAlone(NamedTuple):
    """An entry that could not be published, and why."""

    uid: str
    title: str
    reason: str


class Plan(NamedTuple):
    """What is to be done, puts before removals: something that has got another uid is never away."""

    changes: list[Change]
    same: int
    left_alone: list[LeftAlone]
    ours: int
    """How many objects of ours the server has."""
    audiences: frozenset[str]
    """Whom these were published for."""
    newer: list[str]
    """The titles of those that have been changed there, by somebody whose folder knows more than this one."""

    @property
    def going(self) -> list[Change]:
        """What goes."""
        return [each for each in self.changes if each.wanted is None]

    def without_removals(self) -> Plan:
        """The same, but nothing goes."""
        return self._replace(changes=[each for each in self.changes if each.wanted is not None])


def plan(wanted: Iterable[CalendarObject], stored: Iterable[Stored], group: str) -> Plan:
    """What is to be done so that the calendar holds what is wanted; ``group`` is the mark of ours."""
    ours: dict[str, tuple[Stored, Reading]] = {}
    twice: list[tuple[Stored, Reading]] = []
    foreign: set[str] = set()
    for each in stored:
        reading = comparing.read(each.text)
        if reading is None:
            continue
        if reading.group != group:
            foreign.add(reading.uid)
        elif reading.uid in ours:
            twice.append((each, reading))
        else:
            ours[reading.uid] = (each, reading)
    audiences = frozenset(reading.audience for _, reading in ours.values() if reading.audience)
    count, same = len(ours) + len(twice), 0
    changes, left_alone, newer = [], [], []
    for obj in wanted:
        reading = _reading(obj)
        title = _title(reading)
        there = ours.pop(obj.uid, None)
        if there is None and obj.uid in foreign:
            left_alone.append(LeftAlone(obj.uid, title, _FOREIGN))
        elif there is None:
            changes.append(Change(obj.uid, title, obj, None, comparing.differences(None, reading)))
        elif comparing.is_same(reading, there[1]):
            same += 1
        else:
            changes.append(Change(obj.uid, title, obj, there[0], comparing.differences(there[1], reading)))
            if comparing.is_newer(there[1], reading):
                newer.append(title)
    changes += [
        Change(reading.uid, _title(reading), None, each, comparing.differences(reading, None))
        for each, reading in [*ours.values(), *twice]
    ]
    return Plan(changes, same, left_alone, count, audiences, newer)


def carry_out(calendar: Calendar, changes: list[Change], group: str) -> Iterator[LeftAlone]:
    """Does what is planned. Gives what could not be done, and goes on with the rest.

    Raises ``LacwgError`` where the server itself fails; what was done until then stays, and is said.
    """
    refused = 0
    for done, change in enumerate(changes):
        try:
            reason = _apply(calendar, change, group)
        except RejectedError as error:
            refused += 1
            if refused == done + 1 == _ENOUGH:
                raise LacwgError(
                    f"of {len(changes)} changes the first {_ENOUGH} were refused: {error.message}",
                    hint="nothing was published; see whether this user may write to the calendar",
                ) from None
            reason = error.message
        except LacwgError as error:
            so_far = f"{done} of {len(changes)} changes were made; publish again, and it goes on from there"
            raise LacwgError(error.message, hint=f"{error.hint}\n{so_far}" if error.hint else so_far) from None
        if reason is not None:
            yield LeftAlone(change.uid, change.title, reason)


def _apply(calendar: Calendar, change: Change, group: str) -> str | None:
    """Puts one object, or takes it away; None: it is there, or gone or not ours any more; else why it is not."""
    wanted, stored, absent = change.wanted, change.stored, False
    for _ in range(_TRIES):
        if wanted is None and _ours(stored, change.uid, group) is None:
            return None
        try:
            if wanted is None and stored is not None:
                calendar.remove(stored)
            elif wanted is not None and stored is not None:
                calendar.replace(stored, wanted.data)
            elif wanted is not None:
                calendar.add(wanted.uid, wanted.data)
        except TakenError:
            return _FOREIGN
        except StaleError:
            stored = calendar.read(stored.url if stored else calendar.place(change.uid))
        else:
            return None
        reading = _ours(stored, change.uid, group)
        if wanted is not None:
            absent = stored is None
            if stored is not None and reading is None:
                return "what is not ours stands in its place"
            if reading is not None and comparing.is_same(_reading(wanted), reading):
                return None
    return "the server does not take it" if absent else _RESTLESS


def _ours(stored: Stored | None, uid: str, group: str) -> Reading | None:
    """What an object holds if it is the group's, of this UID."""
    reading = comparing.read(stored.text) if stored else None
    return reading if reading is not None and (reading.group, reading.uid) == (group, uid) else None


def _reading(obj: CalendarObject) -> Reading:
    reading = comparing.read(obj.data)
    assert reading is not None  # we have made it ourselves
    return reading


def _title(reading: Reading) -> str:
    part = reading.parts.get("") or next(iter(reading.parts.values()), None)
    return part.title if part else ""
