"""What became of single dates of a series: left out, put in, moved or changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from lacwg.importers.ics import texts
from lacwg.importers.ics.recurring import SeriesShape, minutes
from lacwg.importers.ics.source import UNREADABLE, Source, passed_over
from lacwg.importers.ics.texts import EventProperties, note_of
from lacwg.importers.ics.times import BadTimeError, span_of
from lacwg.importers.incoming import Skipped
from lacwg.records import DayOrTime, MembersTable, SeriesException
from lacwg.schedule.span import Moment, as_written, day_of, has_hour
from lacwg.text.english import full_date

MOST_EXCEPTIONS: Final = 1000
TEXTS: Final = ("title", "place", "url", "description")


class SingleDates(NamedTuple):
    """What became of single dates."""

    exceptions: dict[dt.date, SeriesException]
    others: list[EventProperties]
    """Overrides of dates that the rule does not give."""
    skipped: list[Skipped]
    notes: list[str]
    """What people must know of the dates that are taken over."""


def single_dates(
    source: Source, said: EventProperties, overrides: Sequence[EventProperties], shape: SeriesShape, base: texts.Texts
) -> SingleDates:
    """What became of single dates. Raises ``BadTimeError`` where that cannot be told, or they are too many."""
    out = {day for each in listed(source, said, "EXDATE") if (day := _date_of(each, shape)) is not None}
    extra = listed(source, said, "RDATE")
    if len(out) + len(extra) + len(overrides) > MOST_EXCEPTIONS:
        raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates to which something happened")
    changed, skipped = _by_date(source, overrides, shape)
    added = [shape.own(each) for each in extra]
    given = shape.gives({*out, *map(day_of, added), *(day for day, _ in changed)})
    found = {day: SeriesException(date=day, cancelled=True) for day in out & given}
    for moment in added:
        day, hour = day_of(moment), moment.time().replace(fold=0) if has_hour(moment) else shape.hour
        if day in given and day not in out and hour == shape.hour:
            continue  # the rule gives it
        if day in given or (day in found and found[day].start_time != hour):
            why = f"a second time on {full_date(day)}; a series has one date a day"
            skipped.append(passed_over(source, said, why))
            continue
        found[day] = SeriesException(date=day, extra=True, start_time=hour if hour != shape.hour else None)
    others: list[EventProperties] = []
    notes: list[str] = []
    for day, each in changed:
        if day not in given and day not in found:
            others.append(each)
            continue
        try:
            exception, told = _override(source, each, day, shape, base, found[day] if day not in given else None)
        except UNREADABLE as error:
            skipped.append(passed_over(source, each, error))
            continue
        notes += [f"{full_date(day)}: {note}" for note in told]
        if exception != SeriesException(date=day):  # else it changes nothing that a record holds
            found[day] = exception
    return SingleDates(found, others, skipped, notes)


def _by_date(
    source: Source, overrides: Sequence[EventProperties], shape: SeriesShape
) -> tuple[list[tuple[dt.date, EventProperties]], list[Skipped]]:
    """Overrides with the dates that they are of, and what is passed over."""
    changed: list[tuple[dt.date, EventProperties]] = []
    skipped: list[Skipped] = []
    for each in overrides:
        prop = each.get("RECURRENCE-ID")
        assert prop is not None
        try:
            day = day_of(shape.own(source.clock.read(prop)))
        except BadTimeError as error:
            skipped.append(passed_over(source, each, error))
            continue
        if prop.params.get("RANGE", "").upper() == "THISANDFUTURE":
            why = f"it changes all dates from {day} on, which is not taken over; do it here: lacwg series edit"
            skipped.append(passed_over(source, each, why))
        else:
            changed.append((day, each))
    return changed, skipped


def _date_of(moment: Moment, shape: SeriesShape) -> dt.date | None:
    """The date of the rule that EXDATE means; None where it is at another hour."""
    there = shape.own(moment)
    # a rule's hour that the clocks skip is shown as another one
    if has_hour(there) and there.time() != shape.hour and there != shape.start(there.date()):
        return None
    return day_of(there)


def _override(
    source: Source,
    said: EventProperties,
    day: dt.date,
    shape: SeriesShape,
    base: texts.Texts,
    extra: SeriesException | None,
) -> tuple[SeriesException, list[str]]:
    """What an override makes of its date (``extra``: one that the rule does not give); what people must know of it."""
    made = SeriesException(date=day) if extra is None else extra
    span, regular = span_of(source.clock, said), shape.start(day, made.start_time)
    if span.all_day == has_hour(regular):
        raise BadTimeError(f"on {full_date(day)} it has an hour and else none, or none and else one; a series cannot")
    there = shape.own(span.start)
    note = note_of(source.voice, regular, there, extra=extra is not None) if source.voice else ""
    now = texts.of(said, source.voice, note)
    if now.status == "cancelled":
        return replace(made, cancelled=True, reason=now.reason), []
    if now.private and not base.private:  # the series' readers are not its own: nothing that it says is for them
        now = base._replace(notes=("it is marked as private there: only its time was taken over",))
    edits = {
        **edited(now, base),
        "moved_to": None if there == regular else moved_to(there, day, shape.hour),
        "minutes": (length or 0) if (length := minutes(span)) != shape.minutes else None,
        "reason": now.reason,
        "members": edited_members(now.members, base.members),
    }
    return replace(made, **edits), [each for each in now.notes if each not in base.notes]


def moved_to(there: Moment, day: dt.date, hour: dt.time | None) -> DayOrTime:
    """Where the date ``day`` was moved: a day alone where it keeps its hour."""
    if has_hour(there) and there.time() == hour and there.date() != day:
        return DayOrTime(there.date())
    return DayOrTime(as_written(there))


def edited(now: Any, before: Any) -> dict[str, Any]:
    """What an exception or a change says of the texts: of those that differ, an empty one where there is none."""
    return {name: getattr(now, name) or "" for name in TEXTS if getattr(now, name) != getattr(before, name)}


def edited_members(now: MembersTable, before: MembersTable, *, gone: str | None = None) -> MembersTable:
    """The same of what members have; ``gone``: what is said of what there is no more."""
    return MembersTable(
        join_url=(now.join_url or gone) if now.join_url != before.join_url else None,
        dial_in=(now.dial_in or gone) if now.dial_in != before.dial_in else None,
    )


def listed(source: Source, said: EventProperties, name: str) -> list[Moment]:
    """The moments of EXDATE or RDATE. Raises ``BadTimeError`` where they are too many."""
    found: list[Moment] = []
    for prop in said.all(name):
        if prop.value.count(",") + len(found) > MOST_EXCEPTIONS:
            raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates of its own ({name})")
        # of a period its start
        found += [source.clock.read(prop, each.partition("/")[0]) for each in prop.value.split(",") if each]
    return found
