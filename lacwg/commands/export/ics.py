"""``lacwg export ics``: the feed that calendars subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

import typer

from lacwg import audience
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For, Lang, Output
from lacwg.commands.shared.options import Data, From, To, event_ids, ids, series_ids
from lacwg.errors import FieldError, UsageError
from lacwg.records import Event, Group, Record, Series
from lacwg.run import Run
from lacwg.schedule import occurrences

app = typer.Typer()

_MARGIN = dt.timedelta(days=2)
"""How far the date in a file's name may be from the event's day in the group's zone, and a day to spare."""


@app.command("ics")
def ics(
    event: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="ID", help="This event; may be repeated.", autocompletion=ids(event_ids)),
    ] = None,
    series: Annotated[
        list[str] | None,
        typer.Option("--series", metavar="ID", help="This series; may be repeated.", autocompletion=ids(series_ids)),
    ] = None,
    from_: From = None,
    to: To = None,
    no_past: Annotated[bool, typer.Option("--no-past", help="Only what is not over yet.")] = False,
    output: Output = None,
    for_: For = "public",
    lang: Lang = None,
    data: Data = None,
) -> None:
    """A calendar feed of all meetings and events, for calendar programs to subscribe to; or a part of it.

    A series with a date in the part that is asked for goes out whole: a calendar program would take
    half of it for another series.

    Example: lacwg export ics --no-past -o calendar.ics
    """
    from lacwg.exporters.ics import feed

    run = Run(data, plain=True)
    if no_past and from_ is not None:
        raise UsageError("--no-past and --from exclude each other", hint="--no-past begins now; keep one of the two")
    start, end = queries.window(run, from_, to)
    if no_past:
        start = queries.now(run)
        if end is not None and end <= start:
            raise UsageError(f'--to "{to}" is over already', hint="--no-past begins now; keep one of the two")
    named = bool(event or series)
    drawn = exporting.draw(
        run,
        for_,
        series=_named_series(run, series or [], for_, start, end) if named else _all_series(run, start, end),
        events=_named_events(run, event or [], for_, start, end) if named else _all_events(run, start, end),
        language=lang,
    )
    failed: list[FieldError] = []
    text = feed.calendar(drawn.view, failed)
    exporting.write(run, output, text, drawn, failed)
    if b"BEGIN:VEVENT" not in text:
        run.message("Nothing fits: the feed has no entries")
    drawn.untold.tell(run)
    run.complete()


def _all_series(run: Run, start: dt.datetime | None, end: dt.datetime | None) -> Iterator[Series]:
    group = run.store.group
    return (each for each in run.store.series.all() if is_series_within(each, group, start, end))


def _all_events(run: Run, start: dt.datetime | None, end: dt.datetime | None) -> Iterator[Event]:
    """The events of a span, in the order of their files; those of other years are not opened."""
    last = None if end is None else end.date() + _MARGIN
    for day, event in run.store.events.since(None if start is None else start.date()):
        if last is not None and day > last:
            return
        if is_event_within(event, run.store.group, start, end):
            yield event


def _named_series(
    run: Run, typed: list[str], reader: audience.Reader, start: dt.datetime | None, end: dt.datetime | None
) -> list[Series]:
    store = run.store
    found = [store.series.read(each) for each in dict.fromkeys(map(store.series.find, typed))]
    for each in found:
        _refuse_withheld(each, "series", reader)
    return [each for each in found if is_series_within(each, store.group, start, end)]


def _named_events(
    run: Run, typed: list[str], reader: audience.Reader, start: dt.datetime | None, end: dt.datetime | None
) -> list[Event]:
    store = run.store
    found = [store.events.read(each) for each in sorted(set(map(store.events.find, typed)))]
    for each in found:
        _refuse_withheld(each, "event", reader)
    return [each for each in found if is_event_within(each, store.group, start, end)]


def _refuse_withheld(record: Record, kind: str, reader: audience.Reader) -> None:
    """What is asked for by name and may not go out is no empty feed. Raises ``WithheldError``."""
    if audience.may_see(reader, record.audience):
        return
    if record.audience == "members":
        raise audience.WithheldError(
            f'the {kind} "{record.id}" is for members', hint="to write a feed for them: --audience members"
        )
    raise audience.WithheldError(
        f'the {kind} "{record.id}" is private and goes out in no feed',
        hint='it would with audience = "members" or "public" in its file',
    )


def is_series_within(series: Series, group: Group, start: dt.datetime | None, end: dt.datetime | None) -> bool:
    """Whether a series has a date that is not over at ``start`` and begins before ``end`` (None: no bound).

    So has one whose dates cannot be told: the feed then says why it is not in it.
    """
    if start is None and end is None:
        return True
    try:
        first = next(occurrences.expand(series, group, start), None)
    except FieldError:
        return True
    return first is not None and (end is None or first.starts < end)


def is_event_within(event: Event, group: Group, start: dt.datetime | None, end: dt.datetime | None) -> bool:
    """Whether an event is not over at ``start`` and begins before ``end`` (None: no bound), or cannot be told."""
    if start is None and end is None:
        return True
    try:
        occurrence = occurrences.of_event(event, group)
    except FieldError:
        return True
    return (start is None or occurrence.ends > start) and (end is None or occurrence.starts < end)
