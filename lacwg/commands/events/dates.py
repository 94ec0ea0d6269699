"""``lacwg events cancel | move | restore``: what happens to an event, or to one date of a series of events."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.events import saving as event_saving
from lacwg.commands.events.saving import Saved
from lacwg.commands.meetings.dates import By, DryRun, NeededReason, Reason
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared import translations
from lacwg.commands.shared.options import Data, Json, Plain, event_ids, ids
from lacwg.commands.shared.placing import PublicLink
from lacwg.errors import UsageError
from lacwg.records import Event
from lacwg.run import Run
from lacwg.schedule import series_edits
from lacwg.store.collection import Loaded
from lacwg.voice.stale_translations import followed

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
    run = Run(data, json=json, plain=plain)
    decided = dates.decision(run, reason, by, public_link=public_link, needed=True)
    if queries.names_date(event):
        target = dates.find(run, event, None)
        done = series_edits.cancel(target.loaded.record, target.occurrence, decided)
        dates.save(run, target.loaded, done, dry_run=dry_run)
        return
    loaded = run.store.events.load(run.store.events.find(event))
    _save(run, loaded, replace(loaded.record, status="cancelled", reason=decided.reason), dry_run=dry_run)


def _save(run: Run, loaded: Loaded[Event], event: Event, *, dry_run: bool) -> None:
    """Saves an event, if it is another than before, and shows it."""
    event, told_of = followed(loaded.record, event)
    changed = event != loaded.record
    saved = Saved(event, event.id)
    if changed:
        saved = event_saving.save(run, loaded, event, dry_run=dry_run)
    told = event_saving.told(saved, changed=changed, dry_run=dry_run)
    event_saving.show(run, saved, told, dry_run=dry_run)
    translations.tell(run, told_of)


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
    run = Run(data, json=json, plain=plain)
    if queries.names_date(event):
        target = dates.find(run, event, None)
        done = dates.moved(run, target, to, dates.decision(run, reason, by, public_link=public_link))
        dates.save(run, target.loaded, done, dry_run=dry_run)
        return
    loaded = run.store.events.load(run.store.events.find(event))
    for option, value in (("--reason", reason), ("--by", by)):
        if value is not None:
            raise UsageError(
                f"{option} is for a date of a series; {loaded.record.id} is an event of its own",
                hint="leave it out; to remark it among coordinators: lacwg events edit ID --note TEXT",
            )
    occurrence = event_saving.occurrence_of(run, loaded.record)
    moved = event_saving.retimed(run, loaded.record, occurrence, start=to, option="--to")
    _save(run, loaded, moved, dry_run=dry_run)


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
    run = Run(data, json=json, plain=plain)
    if queries.names_date(event):
        target = dates.find(run, event, None)
        dates.save(run, target.loaded, dates.restored(run, target), dry_run=dry_run)
        return
    loaded = run.store.events.load(run.store.events.find(event))
    back = replace(loaded.record, status="confirmed", reason=None)
    _save(run, loaded, back if loaded.record.status == "cancelled" else loaded.record, dry_run=dry_run)
