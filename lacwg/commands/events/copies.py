"""``lacwg events copy | remove``: an event once more, and one that never should have been."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.events import saving as event_saving
from lacwg.commands.events.dates import DateOrEvent
from lacwg.commands.meetings.dates import DryRun
from lacwg.commands.shared import asking, placing, translations
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.output import undoable
from lacwg.commands.shared.placing import PublicLink, Title
from lacwg.errors import UsageError
from lacwg.records import LANGUAGES, DayOrTime, Event, EventWords, Series
from lacwg.run import Run
from lacwg.schedule import identity, occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import as_written
from lacwg.store import references
from lacwg.text.fold import slug
from lacwg.voice.stale_translations import without
from lacwg.voice.translation import own_language, translated

app = typer.Typer()


@app.command("copy")
def copy(
    event: DateOrEvent,
    start: Annotated[
        str, typer.Option("--start", metavar="WHEN", help="When it is this time; a day alone keeps the hour.")
    ],
    title: Title = None,
    public_link: PublicLink = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The same event on another day, as one of its own: confirmed, with all that the first one says and its length.

    Its link to join by, its host's key and its note go along; look whether they still hold.

    Example: lacwg events copy haiti --start 2027-01-07
    """
    run = Run(data, json=json, plain=plain)
    placing.refuse_meeting_links({"--title": title}, public_link=public_link)
    old, occurrence, words = _original(run, event)
    said = asking.one_line("the title", title)
    new = event_saving.retimed(run, old, occurrence, start=start)
    if new.start == old.start and said in (None, old.title):
        raise UsageError("that is when it is already", hint="name another day for the copy: --start WHEN")
    day = event_saving.as_typed(run, new).span.day
    new = replace(
        new,
        id=f"{day}-{words if said is None else slug(said, 'event')}",
        title=said or old.title,
        status="confirmed",
        reason=None,
        uid=clock.new_uid(),
        sequence=0,
        updated=identity.moment(queries.now(run)),
    )
    # a title that is another one has no translation yet; why the first one was cancelled is not told of this one
    new, told_of = without(new, frozenset(["reason", *(["title"] if new.title != old.title else [])]))
    saved = event_saving.create(run, new, None, dry_run=dry_run)
    told = undoable(f"Saved as {saved.event.id}")
    if dry_run:
        told = f"Would be saved as {saved.event.id}; nothing was."
    event_saving.show(run, saved, told)
    translations.tell(run, [each for each in told_of if each.key == "title"])


def _original(run: Run, event: str) -> tuple[Event, Occurrence, str]:
    """What is to be copied, as an event, at its time; and its words in the id."""
    if not queries.names_date(event):
        record = run.store.events.read(run.store.events.find(event))
        return record, event_saving.occurrence_of(run, record), record.id[11:]
    target = dates.find(run, event, None)
    series, found = target.loaded.record, target.occurrence
    first, last = as_written(found.start), found.end and as_written(found.end)
    record = Event(
        id=f"{found.span.day}-{series.id}",
        title=found.title,
        start=DayOrTime(first),
        end=None if last is None else DayOrTime(last),
        timezone=series.timezone,
        format=found.format,
        place=found.place,
        url=found.url,
        issues=found.issues,
        description=found.description,
        audience=found.audience,
        members=found.members,
        private=found.private,
    )
    return _with_words(run, record, series, found), found, series.id


def _with_words(run: Run, record: Event, series: Series, found: Occurrence) -> Event:
    """An event that is made of a date of a series, with what that says of it in other languages."""
    words = {}
    for language in LANGUAGES:
        if language == own_language(run.store.group):
            continue
        told = translated(series, language)
        for each in occurrences.of_day(told, run.store.group, found.span.day):
            if each.id == found.id:
                texts = {name: getattr(each, name) for name in ("title", "place", "description")}
                other = {name: text for name, text in texts.items() if text and text != getattr(found, name)}
                words[language] = EventWords(**other) if other else None
    return replace(record, **words)


@app.command("remove")
def remove(
    event: DateOrEvent,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Remove an event that was a mistake: whoever has subscribed simply loses it. Off a terminal it does not ask.

    One that is off stays visible with: lacwg events cancel.

    Example: lacwg events remove 2026-12-03-hiati --yes
    """
    run = Run(data, json=json, plain=plain)
    if queries.names_date(event):
        raise UsageError(
            f'"{event}" is one date of a series, which its rule gives',
            hint=f"cancel it: lacwg events cancel {event} --reason TEXT\n"
            f"an extra one, to be gone: lacwg events restore {event}",
        )
    loaded = run.store.events.load(run.store.events.find(event))
    record = loaded.record
    shown = f"{render.one_line(record.title)} ({record.id})"
    if run.interactive and not yes and not dry_run:
        run.message(
            f"Subscribers simply lose it; with lacwg events cancel {record.id} they see that it is off. To remove:"
        )
        if not typer.confirm(f"{shown}?", default=False, err=True):
            run.message("Nothing was removed.")
            return
    others = references.holding(run.store, record.id, run.store.events.path(record.id))
    left = event_saving.left_picture(run, record)
    if not dry_run:
        run.writable().remove(record, loaded.base_text)
        run.done = f"{record.id} is removed."
    told = f"Would be removed: {shown}; nothing was." if dry_run else undoable(f"Removed {shown}")
    keep = f"Subscribers simply lose it; to let them see that it is off: lacwg events cancel {record.id} --reason TEXT"
    show_result(
        run,
        people=lambda: f"{told}\n{keep if dry_run else 'Subscribers simply lose it.'}\n",
        json=lambda: {
            "id": record.id,
            "title": record.title,
            "removed": not dry_run,
            "picture_left": left,
            "named_in": [run.store.folder.shown(each) for each in others],
        },
        plain=lambda: [(record.id, record.title)],
    )
    event_saving.tell_of_picture(run, left)
    event_saving.tell_of_draft(run, record.id)
    if others:
        named = ", ".join(map(run.store.folder.shown, others))
        run.message(render.escape_controls(f"The event is still named in {named}"))
