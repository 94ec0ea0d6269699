from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from lacwg.audience.view import Reader, WithheldError, may_see
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Bounds, Drawn, Target
from lacwg.commands.options.ids import From, To, contact_ids, event_ids, series_ids
from lacwg.commands.options.verb import ExportRun, flag, option, verb
from lacwg.commands.shared import lookup
from lacwg.errors import UsageError
from lacwg.records import Event, Group, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.collection import Collection

_MARGIN = dt.timedelta(days=2)
"""How far the date in a file's name may be from the event's day in the group's zone, and a day to spare."""
R = TypeVar("R", Event, Series)


@dataclass(frozen=True)
class Part:
    """Which part of it goes out."""

    event: list[str] | None = option("ID", "Only this event; may be repeated.", autocompletion=event_ids)
    series: list[str] | None = option("ID", "Only this series; may be repeated.", autocompletion=series_ids)
    from_: From = None
    to: To = None
    no_past: bool = flag("Leave out what is over.")
    for_person: str | None = option(
        "ID", "Only a contact's own: meetings, duties, and actions as tasks.", autocompletion=contact_ids
    )


@verb
def ics(run: ExportRun, part: Part, target: Target) -> None:
    """Write a calendar feed, or part of it.

    For calendar apps to subscribe to. A series with a date in the part that you ask for goes out whole: a calendar app
    would take half of it for another series.

    Example: lacwg export ics --no-past -o calendar.ics
    Example: lacwg export ics --for-person ana-perez -o ana.ics
    """
    from lacwg.exporters.ics import feed

    exporting.refuse_other_suffix("a calendar", target.output)
    bounds = _bounds(run, part)
    named, reader = bool(part.event or part.series), target.audience
    if part.for_person is not None:
        if named:
            raise UsageError("--for-person has all that is theirs", hint="keep it, or --event and --series")
        from lacwg.commands.export import for_person

        _hand_over(run, target, *for_person.calendar(run, part.for_person, target, bounds))
        return
    for each in part.event or ():
        if found := lookup.series_instead(run, each):
            raise UsageError(f'--event "{each}": that is a series', hint=f"its feed: --series {found}")
    series = _named(run.store.series, part.series, reader) if named else run.store.series.all()
    events = _named(run.store.events, part.event, reader) if named else _all_events(run, bounds)
    group = run.store.group
    drawn = exporting.draw(
        run,
        reader,
        series=(each for each in series if bounds.hold(partial(occurrences.expand, each, group, bounds.start))),
        events=(each for each in events if bounds.hold(partial(_date_of, each, group))),
        language=target.lang,
    )
    _hand_over(run, target, feed.calendar(drawn.view), drawn)


def _hand_over(run: Run, target: Target, text: bytes, drawn: Drawn) -> None:
    exporting.write(run, target.output, text, drawn)
    if b"BEGIN:V" not in text.partition(b"BEGIN:VCALENDAR")[2].replace(b"BEGIN:VTIMEZONE", b""):
        run.message("Nothing fits: the feed has no entries")
    exporting.finish(run, drawn)


def _date_of(event: Event, group: Group) -> Iterator[Occurrence]:
    yield occurrences.of_event(event, group)


def _bounds(run: Run, part: Part) -> Bounds:
    """When it is that goes out. Raises ``UsageError``."""
    if part.no_past and part.from_ is not None:
        raise UsageError("--no-past and --from exclude each other", hint="--no-past begins now; keep one of the two")
    start, end = queries.window(run, part.from_, part.to)
    if part.no_past:
        start = queries.now(run)
        if end is not None and end <= start:
            raise UsageError(f'--to "{part.to}" is over already', hint="--no-past begins now; keep one of the two")
    return Bounds(start, end)


def _all_events(run: Run, bounds: Bounds) -> Iterator[Event]:
    """All events but those of other years, which are not opened."""
    last = None if bounds.end is None else bounds.end.date() + _MARGIN
    for day, event in run.store.events.since(None if bounds.start is None else bounds.start.date()):
        if last is not None and day > last:
            return
        yield event


def _named(collection: Collection[R], typed: list[str] | None, reader: Reader) -> list[R]:
    """The records that were named, by id. Raises ``WithheldError``: one that may not go out is no empty feed."""
    found = [collection.read(each) for each in sorted({collection.find(each) for each in typed or ()})]
    for each in found:
        if not may_see(reader, each.audience):
            why, hint = "private and goes out in no feed", 'it would with audience = "members" or "public" in its file'
            if each.audience == "members":
                why, hint = "for members", "to write a feed for them: --audience members"
            raise WithheldError(f'the {collection.kind.name} "{each.id}" is {why}', hint=hint)
    return found
