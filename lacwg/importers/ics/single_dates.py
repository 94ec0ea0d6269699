"""What became of single dates of a series: left out, put in, moved or changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec

from lacwg.errors import LacwgError
from lacwg.importers.ics import texts
from lacwg.importers.ics.framing import SeriesShape, minutes
from lacwg.importers.ics.source import Source, times
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, Time
from lacwg.importers.incoming import Skipped
from lacwg.records import DayOrTime, MembersTable, SeriesException
from lacwg.schedule import zones
from lacwg.schedule.wording import full_date

MOST_EXCEPTIONS: Final = 1000


_Exceptions = tuple[dict[dt.date, SeriesException], list[EventProperties], list[Skipped]]


def exceptions(
    source: Source,
    said: EventProperties,
    overrides: Sequence[EventProperties],
    frame: SeriesShape,
    base: texts.Texts,
    notes: list[str],
) -> _Exceptions:
    """What became of single dates; overrides of dates that the rule does not give; and what is passed over.

    What people must know of the dates that are taken over goes to ``notes``.
    """
    found: dict[dt.date, SeriesException] = {}
    out = {day for each in listed(source, said, "EXDATE") if (day := _day(each, frame)) is not None}
    extra = listed(source, said, "RDATE")
    if len(out) + len(extra) + len(overrides) > MOST_EXCEPTIONS:
        raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates to which something happened")
    changed, others, told = _by_date(source, overrides, frame)
    extra_days = {frame.day(each) for each in extra}
    given = frame.gives({*out, *extra_days, *(day for day, _ in changed)})
    found |= {day: SeriesException(date=day, cancelled=True) for day in out & given}
    for time in extra:
        day, hour = frame.day(time), _hour(time, frame)
        if day in given and day not in out and hour == frame.hour:
            continue  # the rule gives it
        if day in given or (day in found and found[day].start_time != hour):
            told.append(
                Skipped(said.title, f"a second time on {full_date(day)}; a series has one date a day", source.at(said))
            )
            continue
        found[day] = SeriesException(date=day, extra=True, start_time=hour if hour != frame.hour else None)
    for day, each in changed:
        if day not in given and day not in found:
            others.append(each)
            continue
        try:
            exception = _override(source, each, day, frame, base, notes, extra=day not in given)
        except (LacwgError, ValueError, OverflowError, msgspec.ValidationError) as error:
            told.append(Skipped(each.title, getattr(error, "message", str(error)), source.at(each)))
            continue
        if exception is not None:
            found[day] = exception
    return found, others, told


def _by_date(
    source: Source, overrides: Sequence[EventProperties], frame: SeriesShape
) -> tuple[list[tuple[dt.date, EventProperties]], list[EventProperties], list[Skipped]]:
    """Overrides with the dates that they are of; those of no date; and what is passed over."""
    changed: list[tuple[dt.date, EventProperties]] = []
    others: list[EventProperties] = []
    told: list[Skipped] = []
    for each in overrides:
        prop = each.get("RECURRENCE-ID")
        assert prop is not None
        try:
            day = _day(source.clock.read(prop), frame, any_hour=True)
        except BadTimeError as error:
            told.append(Skipped(each.title, error.message, source.at(each)))
            continue
        if prop.params.get("RANGE", "").upper() == "THISANDFUTURE":
            why = f"it changes all dates from {day} on, which is not taken over; do it here: lacwg series edit"
            told.append(Skipped(each.title, why, source.at(each)))
        elif day is None:
            others.append(each)
        else:
            changed.append((day, each))
    return changed, others, told


def _day(time: Time, frame: SeriesShape, *, any_hour: bool = False) -> dt.date | None:
    """The date of the rule that EXDATE or RECURRENCE-ID means; None where it is at another hour."""
    if frame.hour is None or not isinstance(time.value, dt.datetime):
        return time.value.date() if isinstance(time.value, dt.datetime) else time.value
    there = frame.local(time)
    if any_hour or there.time() == frame.hour:
        return there.date()
    # a rule's hour that the clocks skip is shown as another one
    return there.date() if frame.shown(there.date()) == there else None


def _hour(time: Time, frame: SeriesShape) -> dt.time | None:
    if frame.hour is None or not isinstance(time.value, dt.datetime):
        return frame.hour
    return frame.local(time).time()


def _override(
    source: Source,
    said: EventProperties,
    day: dt.date,
    frame: SeriesShape,
    base: texts.Texts,
    notes: list[str],
    *,
    extra: bool,
) -> SeriesException | None:
    """What an override makes of its date; None where it changes nothing that a record holds."""
    start, end = times(source.clock, said)
    regular = frame.shown(day)
    if isinstance(start.value, dt.datetime) != (frame.hour is not None):
        raise BadTimeError(f"on {full_date(day)} it has an hour and else none, or none and else one; a series cannot")
    there = frame.local(start) if isinstance(start.value, dt.datetime) else start.value
    now = texts.of(said, source.words, source.words.moved(regular, there) if source.words else None)
    if now.status == "cancelled":
        return SeriesException(date=day, cancelled=True, reason=now.reason)
    if now.private and not base.private:  # the series' readers are not its own: nothing that it says is for them
        now = base._replace(notes=("it is marked as private there: only its time was taken over",))
    notes += [f"{full_date(day)}: {each}" for each in now.notes if each not in base.notes]
    moved = None if there == regular else _moved_to(start, there, day, frame)
    length = minutes(start, end)
    edits = {
        "title": now.title if now.title != base.title else None,
        "minutes": (length or 0) if length != frame.minutes else None,
        "place": _edit(now.place, base.place),
        "url": _edit(now.url, base.url),
        "description": _edit(now.description, base.description),
        "reason": now.reason,
        "members": _edited_members(now.members, base.members),
    }
    if moved is None and not extra and all(each in (None, MembersTable()) for each in edits.values()):
        return None
    return SeriesException(date=day, moved_to=moved, extra=extra, **edits)  # type: ignore[arg-type]


def _moved_to(start: Time, there: dt.date, day: dt.date, frame: SeriesShape) -> DayOrTime:
    """Where a date was moved: the day alone where it keeps its hour."""
    moment = start.moment
    if not isinstance(there, dt.datetime) or not isinstance(moment, dt.datetime):
        return DayOrTime(there)
    if there.time() == frame.hour and there.date() != day:
        return DayOrTime(there.date())
    # an hour that the clocks show twice is written as an instant
    return DayOrTime(zones.with_offset(moment.astimezone(frame.zone)) if _repeats(there, frame) else there)


def _repeats(wall: dt.datetime, frame: SeriesShape) -> bool:
    return zones.is_repeated(wall.replace(tzinfo=frame.zone))


def _edit(now: str | None, before: str | None) -> str | None:
    """What an exception says of a text: nothing where it is as always, an empty text where there is none."""
    return None if now == before else now or ""


def _edited_members(now: MembersTable, before: MembersTable) -> MembersTable:
    return MembersTable(
        join_url=now.join_url if now.join_url and now.join_url != before.join_url else None,
        dial_in=now.dial_in if now.dial_in and now.dial_in != before.dial_in else None,
    )


def listed(source: Source, said: EventProperties, name: str) -> list[Time]:
    """The times of EXDATE or RDATE. Raises ``BadTimeError`` where they are too many."""
    found: list[Time] = []
    for prop in said.all(name):
        if prop.value.count(",") + len(found) > MOST_EXCEPTIONS:
            raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates of its own ({name})")
        texts_ = filter(None, prop.value.split(","))
        found += [source.clock.read(prop, each.partition("/")[0]) for each in texts_]  # of a period its start
    return found
