"""``lacwg events add --repeat``: what comes again and again is a series of events."""

from __future__ import annotations

import datetime as dt

from lacwg.commands import queries
from lacwg.commands.events.fields import said_alike
from lacwg.commands.series.saving import checked_rule, create
from lacwg.commands.shared.one_date import minutes_between, refused
from lacwg.commands.shared.typed_fields import Typed, option_of
from lacwg.errors import UsageError
from lacwg.records import Event, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import full_date
from lacwg.text.fold import slug


def refuse_for_series(typed: Typed) -> None:
    """Raises ``UsageError`` that names the option of what a series cannot hold."""
    for name in ("speakers", "image", "alt", "caption", "credit"):
        if typed[name] is not None:
            raise UsageError(
                f"{option_of(name)} is for a single event, and --repeat makes a series, which has none",
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
        id=slug(event.title, "event"),
        kind="event",
        rule=rule,
        start_time=first.span.starts_at.time() if first.span.starts_at else None,
        minutes=minutes_between(first.start, first.end),
        since=first.span.day,
        until=_until(run, first, until),
        timezone=event.timezone,
        uid=event.uid,
        updated=event.updated,
        **said_alike(event),
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
