"""``lacwg events add --repeat``: what comes again and again is a series of events."""

from __future__ import annotations

import datetime as dt

from lacwg.commands import queries
from lacwg.commands.series.saving import checked_rule, create, free_id
from lacwg.commands.shared.one_date import refused
from lacwg.commands.shared.typed_fields import Typed, option
from lacwg.errors import UsageError
from lacwg.records import Event, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.wording import full_date
from lacwg.text.fold import slug


def refuse_for_series(typed: Typed) -> None:
    """Raises ``UsageError`` that names the option of what a series cannot hold."""
    for name in ("speakers", "image", "alt", "caption", "credit"):
        if typed[name] is not None:
            raise UsageError(
                f"{option(name)} is for a single event, and --repeat makes a series, which has none",
                hint="say it in --description, or add the single dates as events of their own",
            )
    if typed["status"] == "tentative":
        raise UsageError(
            "--status is for a single event, and --repeat makes a series, which has none",
            hint="leave it out; a date that is off is cancelled: lacwg events cancel SERIES/DATE --reason TEXT",
        )


def add(run: Run, event: Event, repeat: str, until: str | None) -> None:
    """Saves a series that begins with the event, and shows its next dates.

    Raises ``UsageError`` where the rule does not give the event's day, and for a length that no series has.
    """
    rule = checked_rule(repeat, "--repeat")
    first = occurrences.of_event(event, run.store.group)
    made = Series(
        id=free_id(run, slug(event.title, "event")),
        title=event.title,
        kind="event",
        rule=rule,
        start_time=first.span.starts_at.time() if first.span.starts_at else None,
        minutes=_minutes(first),
        since=first.span.day,
        until=_until(run, first, until),
        timezone=event.timezone,
        format=event.format,
        place=event.place,
        url=event.url,
        issues=event.issues,
        description=event.description,
        audience=event.audience,
        uid=event.uid,
        updated=event.updated,
        members=event.members,
        private=event.private,
    )
    with refused(run, made):
        begins = next(occurrences.expand(made, run.store.group), None)
    if begins is not None and begins.span.day != made.since:
        raise UsageError(
            f'{full_date(made.since)} is no date of "{repeat}"; the first one after it is {full_date(begins.start)}',
            hint="see which of --start and --repeat is meant",
        )
    create(run, made)


def _until(run: Run, first: Occurrence, until: str | None) -> dt.date | None:
    if until is None:
        return None
    last = queries.day(until, "--until", run, first.zone)
    if last < first.span.day:
        raise UsageError(
            f"--until {full_date(last)} is before the start, {full_date(first.start)}",
            hint="see which of the two is meant",
        )
    return last


def _minutes(first: Occurrence) -> int | None:
    """The length of each date. Raises ``UsageError`` for one that dates of a series cannot have."""
    if first.end is None:
        return None
    if first.all_day:
        raise UsageError("each whole day of a series is one day", hint="leave the end out, or give it an hour")
    minutes, rest = divmod(first.span.over_utc - first.span.start_utc, dt.timedelta(minutes=1))
    if rest:
        raise UsageError("the length is no whole number of minutes", hint="leave out the seconds")
    return minutes or None
