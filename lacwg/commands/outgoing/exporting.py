"""What the verbs of ``lacwg export`` share: the view of an audience, and the handing over of what was made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from lacwg import audience
from lacwg.commands.outgoing.untold import Untold
from lacwg.commands.shared import gather
from lacwg.context import Context
from lacwg.errors import FieldError, UsageError
from lacwg.guard import Watch
from lacwg.records import Event, Language, Series
from lacwg.store import files

Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file; standard output else.")
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="In which language; what has no translation stays in the group's own. Else that one."),
]
For = Annotated[audience.Reader, typer.Option("--audience", help="Who is to read it.")]

AHEAD = dt.timedelta(days=366)
"""How far formats of dated rows reach where nothing else is said."""


class Drawn(NamedTuple):
    """A view, and what is withheld from it: exporters get the view alone."""

    view: audience.View
    watch: Watch
    untold: Untold


class Window(NamedTuple):
    """From when and until when dates go out."""

    start: dt.datetime
    end: dt.datetime


def window(context: Context, start: str | None, end: str | None) -> Window:
    """``--from`` and ``--to`` of a format of dated rows: today to twelve months on, unless they say otherwise."""
    first, last = gather.window(context, start, end)
    first = first or gather.midnight(context, gather.now(context).date())
    if last is not None and last <= first:
        raise UsageError(
            f'--to "{end}" is past, and dates go out from today on', hint="say also from when: --from DATE"
        )
    return Window(first, last or max(first, gather.now(context)) + AHEAD)


def draw(
    context: Context,
    reader: audience.Reader,
    *,
    series: Iterable[Series] | None = None,
    events: Iterable[Event] | None = None,
    also: Iterable[Literal["contacts", "issues", "meetings"]] = (),
    language: Language | None = None,
) -> Drawn:
    """What ``reader`` may see of the folder: the series and events that are given, else all of them.

    ``also``: what else is in the view. ``language``: in which it is told, else in the group's own.
    """
    store = context.store
    gather.group_zone(context)
    watch = Watch(reader)
    watch.note(store.group)
    contacts = list(watch.over(store.contacts.all()))
    view = audience.view(
        reader,
        store.group,
        watch.over(store.series.all() if series is None else series),
        watch.over((event for _, event in store.events.since(None)) if events is None else events),
        contacts=contacts if "contacts" in also else (),
        issues=watch.over(store.issues.all()) if "issues" in also else (),
        meetings=watch.over(store.meetings.all()) if "meetings" in also else (),
    )
    untold = Untold(store.group, language)
    return Drawn(view if language is None else audience.in_language(view, language, untold.mark), watch, untold)


def write(
    context: Context,
    output: Path | None,
    data: bytes,
    drawn: Drawn | None,
    failed: Sequence[FieldError] = (),
) -> None:
    """Hands over what an exporter made: to a file, at once, or to standard output.

    ``failed``: the records that it could not tell the times of, which are named. Raises ``LeakError`` where
    something stands in it that is withheld from what was ``drawn``; None: no record was drawn on.
    """
    if drawn is not None:
        text = data.decode()
        drawn.watch.refuse_leaks(text)
        drawn.untold.look_through(text)
    for error in failed:
        context.store.problems.add(context.store.located(error))
    if output is None:
        context.out(data.decode())
    else:
        files.write_output(output, data)
        context.message(f"Wrote {output}")
