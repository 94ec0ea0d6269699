"""``lacwg events cancel | move | edit | restore``: what happens to an event, or to one date of a series of events."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands import dates, gather, placing
from lacwg.commands.meeting_dates import By, DryRun, Minutes, NeededReason, Reason
from lacwg.commands.options import Data, Json, Plain, event_ids, ids
from lacwg.commands.output import show as show_result
from lacwg.commands.placing import (
    Description,
    DialIn,
    FormatOption,
    HostKey,
    JoinUrl,
    Note,
    Place,
    PublicLink,
    Title,
    Url,
)
from lacwg.context import Context
from lacwg.errors import FieldError, UsageError
from lacwg.records import Event
from lacwg.schedule import occurrences, series_edits

app = typer.Typer()

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="An event's id, or a series' id, a slash and a date.", autocompletion=ids(event_ids)
    ),
]
DateId = Annotated[str, typer.Argument(metavar="ID", help="A series' id, a slash and a date, as vigil/2026-12-05.")]


@app.command("cancel")
def cancel(
    event: Id,
    reason: NeededReason,
    by: By = None,
    public_link: PublicLink = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Cancel an event, or one date of a series. It stays visible as cancelled.

    Example: lacwg events cancel vigil/2026-12-05 --reason rain
    """
    context = Context(data, json=json, plain=plain)
    decided = dates.decision(context, reason, by, public_link=public_link, needed=True)
    if "/" in event:
        target = dates.find(context, event, None)
        done = series_edits.cancel(target.loaded.record, target.occurrence, decided)
        dates.save(context, target.loaded, done, dry_run=dry_run)
        return
    loaded = context.store.events.load(context.store.events.find(event))
    if (loaded.record.status, loaded.record.reason) == ("cancelled", decided.reason):
        context.message("It was cancelled already: nothing was changed.")
        dry_run = True
    _save(context, replace(loaded.record, status="cancelled", reason=decided.reason), loaded.etag, dry_run=dry_run)


def _save(context: Context, event: Event, etag: str, *, dry_run: bool) -> None:
    """Saves a changed event as subscribers are to see it, and shows it."""
    uid = event.uid or occurrences.Identity(context.store.group.uid_namespace, None, event.id).uid
    now = gather.now(context).astimezone(dt.UTC).replace(microsecond=0)
    updated = now if event.updated is None else max(now, event.updated)
    event = replace(event, uid=uid, sequence=event.sequence + 1, updated=updated)
    try:
        shown = gather.warned_alone(context, occurrences.of_event(event, context.store.group))
    except FieldError as error:
        raise UsageError(error.message, hint=error.hint) from None
    if not dry_run:
        store, moved_to = context.store.writable()
        if moved_to:
            context.message(moved_to)
        store.save(event, etag)
        context.done = f"{event.id} is saved."
    noted = render.happened(shown)
    show_result(
        context,
        people=lambda: (
            f"{shown.title}\n{render.when(shown)}{f' · {noted}' if noted else ''}\n"
            + ("Nothing was saved.\n" if dry_run else "")
        ),
        json=lambda: render.occurrence_json(shown),
        plain=lambda: [render.occurrence_plain(shown)],
    )


@app.command("move")
def move(
    event: DateId,
    to: Annotated[str, typer.Option("--to", metavar="WHEN", help="A day keeps the hour, an hour the day.")],
    reason: Reason = None,
    by: By = None,
    public_link: PublicLink = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Move one date of a series of events to another day or hour.

    Example: lacwg events move vigil/2026-12-05 --to 2026-12-06
    """
    context = Context(data, json=json, plain=plain)
    _refuse_single(context, event)
    target = dates.find(context, event, None)
    done = dates.moved(context, target, to, dates.decision(context, reason, by, public_link=public_link))
    dates.save(context, target.loaded, done, dry_run=dry_run)


def _refuse_single(context: Context, event: str) -> None:
    if "/" not in event:
        path = context.store.folder.shown(context.store.events.path(context.store.events.find(event)))
        raise UsageError(
            f'"{event}" is an event of its own, not a date of a series',
            hint=f"change its file: {path}, then: lacwg check",
        )


@app.command("edit")
def edit(
    event: DateId,
    title: Title = None,
    place: Place = None,
    url: Url = None,
    public_link: PublicLink = False,
    join_url: JoinUrl = None,
    dial_in: DialIn = None,
    host_key: HostKey = None,
    note: Note = None,
    format_: FormatOption = None,
    description: Description = None,
    minutes: Minutes = None,
    reason: Reason = None,
    by: By = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Another place, link, title, length or description for one date of a series of events.

    Example: lacwg events edit vigil/2026-12-05 --place "City Hall"
    """
    context = Context(data, json=json, plain=plain)
    _refuse_single(context, event)
    edits = placing.edits(
        title=title, place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
        host_key=host_key, note=note, format_=format_, description=description,
    )  # fmt: skip
    dates.save_edit(
        context,
        event,
        None,
        edits,
        minutes,
        dates.decision(context, reason, by, public_link=public_link),
        dry_run=dry_run,
    )


@app.command("restore")
def restore(
    event: DateId,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Take back what happened to one date of a series of events; an extra one is removed.

    Example: lacwg events restore vigil/2026-12-05
    """
    context = Context(data, json=json, plain=plain)
    _refuse_single(context, event)
    target = dates.find(context, event, None)
    dates.save(context, target.loaded, dates.restored(context, target), dry_run=dry_run)
