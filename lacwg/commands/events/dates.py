"""``lacwg events cancel | move | restore``: what happens to an event, or to one date of a series of events."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from lacwg.commands.events import saving as event_saving
from lacwg.commands.events.saving import Saved
from lacwg.commands.meetings.dates import By, DryRun, NeededReason, Reason
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared import translations
from lacwg.commands.shared.options import Data, Json, Plain, event_ids, ids
from lacwg.commands.shared.placing import PublicLink
from lacwg.context import Context
from lacwg.errors import UsageError
from lacwg.languages.following import followed
from lacwg.records import Event
from lacwg.schedule import series_edits
from lacwg.store.collection import Loaded

app = typer.Typer()

DateOrEvent = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="An event's id, or a series' id, a slash and a date.", autocompletion=ids(event_ids)
    ),
]


@app.command("cancel")
def cancel(
    event: DateOrEvent,
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
    _save(context, loaded, replace(loaded.record, status="cancelled", reason=decided.reason), dry_run=dry_run)


def _save(context: Context, loaded: Loaded[Event], event: Event, *, dry_run: bool) -> None:
    """Saves an event, if it is another than before, and shows it."""
    event, told_of = followed(loaded.record, event)
    changed = event != loaded.record
    saved = Saved(event, event.id)
    if changed:
        saved = event_saving.save(context, loaded, event, dry_run=dry_run)
    told = event_saving.told(saved, changed=changed, dry_run=dry_run)
    event_saving.show(context, saved, told, dry_run=dry_run)
    translations.tell(context, told_of)


@app.command("move")
def move(
    event: DateOrEvent,
    to: Annotated[str, typer.Option("--to", metavar="WHEN", help="A day keeps the hour, an hour the day.")],
    reason: Reason = None,
    by: By = None,
    public_link: PublicLink = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Move an event, or one date of a series of events, to another day or hour. The length stays.

    --reason and --by are for dates of a series: an event's own file tells only when it is.

    Example: lacwg events move vigil/2026-12-05 --to 2026-12-06
    """
    context = Context(data, json=json, plain=plain)
    if "/" in event:
        target = dates.find(context, event, None)
        done = dates.moved(context, target, to, dates.decision(context, reason, by, public_link=public_link))
        dates.save(context, target.loaded, done, dry_run=dry_run)
        return
    loaded = context.store.events.load(context.store.events.find(event))
    for option, value in (("--reason", reason), ("--by", by)):
        if value is not None:
            raise UsageError(
                f"{option} is for a date of a series; {loaded.record.id} is an event of its own",
                hint="leave it out; to remark it among coordinators: lacwg events edit ID --note TEXT",
            )
    occurrence = event_saving.occurrence_of(context, loaded.record)
    moved = event_saving.retimed(context, loaded.record, occurrence, start=to, option="--to")
    _save(context, loaded, moved, dry_run=dry_run)


@app.command("restore")
def restore(
    event: DateOrEvent,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """A cancelled event takes place after all; or take back what happened to one date of a series of events.

    Example: lacwg events restore vigil/2026-12-05
    """
    context = Context(data, json=json, plain=plain)
    if "/" in event:
        target = dates.find(context, event, None)
        dates.save(context, target.loaded, dates.restored(context, target), dry_run=dry_run)
        return
    loaded = context.store.events.load(context.store.events.find(event))
    back = replace(loaded.record, status="confirmed", reason=None)
    _save(context, loaded, back if loaded.record.status == "cancelled" else loaded.record, dry_run=dry_run)
