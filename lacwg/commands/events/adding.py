"""``lacwg events add``: a new event, from options or from answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple

import typer
from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.events import fields as event_fields
from lacwg.commands.events import repeating as event_repeating
from lacwg.commands.events import saving as event_saving
from lacwg.commands.events.fields import (
    Alt,
    Caption,
    Credit,
    Duration,
    End,
    Image,
    Issues,
    Speakers,
    StartOption,
    Timezone,
)
from lacwg.commands.shared import asking, placing
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.output import undoable
from lacwg.commands.shared.placing import (
    Description,
    DialIn,
    FormatOption,
    HostKey,
    JoinUrl,
    Note,
    Place,
    PublicLink,
    Url,
)
from lacwg.dates_in.when import When, read, read_end, read_length
from lacwg.errors import UsageError
from lacwg.records import AudienceName, DayOrTime, Event
from lacwg.run import Run
from lacwg.schedule import identity, occurrences
from lacwg.schedule.span import day_of
from lacwg.store.pictures import Picture
from lacwg.text.fold import slug

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

app = typer.Typer()

NEW: Final = "new"
"""What stands for the title and the id until they are known."""


class Given(NamedTuple):
    """What an event is made of, as it was typed."""

    title: str | None
    start: str | None
    end: str | None
    duration: str | None
    place: str | None
    join_url: str | None


class Reading(NamedTuple):
    """How what was typed as a time is read."""

    start: Callable[[str], When]
    end: Callable[[str, When], When]
    length: Callable[[str, When], When]


@app.command("add")
def add(
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="What it is called.")] = None,
    start: StartOption = None,
    end: End = None,
    duration: Duration = None,
    repeat: Annotated[
        str | None,
        typer.Option("--repeat", metavar="RULE", help='Again and again: "every Saturday" or an RRULE; a series.'),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="With --repeat: the last day it may be on.")
    ] = None,
    timezone: Timezone = None,
    place: Place = None,
    url: Url = None,
    public_link: PublicLink = False,
    join_url: JoinUrl = None,
    dial_in: DialIn = None,
    host_key: HostKey = None,
    format_: FormatOption = None,
    speaker: Speakers = None,
    issue: Issues = None,
    description: Description = None,
    image: Image = None,
    alt: Alt = None,
    caption: Caption = None,
    credit: Credit = None,
    note: Note = None,
    audience: Annotated[AudienceName, typer.Option("--audience", help="Who may see it at all.")] = "public",
    status: Annotated[
        Literal["confirmed", "tentative"], typer.Option("--status", help="How sure it is.")
    ] = "confirmed",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, but save nothing.")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add an event. On a terminal, without a title, it asks. With --repeat it becomes a series of events.

    Example: lacwg events add "Haiti: solidarity" --start "Dec 3 7pm" --duration 90m --issue haiti
    """
    run = Run(data, json=json, plain=plain)
    if end is not None and duration is not None:
        raise UsageError("--end and --duration exclude each other", hint="keep one of them")
    if until is not None and repeat is None:
        raise UsageError("--until is for what comes again and again", hint='add a rule: --repeat "every Saturday"')
    placing.refuse_meeting_link(url, public_link=public_link)
    reading = _reading(run, queries.zone(timezone, "--timezone") if timezone else queries.group_zone(run))
    given = Given(title, start, end, duration, place, join_url)
    asked = title is None and run.interactive and not json and not plain
    if asked:
        given = _ask(run, given, reading)
    begins, ends = _times(run, given, reading)
    fields = {
        "title": given.title, "place": given.place, "url": url, "description": description, "format": format_,
        "speakers": speaker, "issues": issue, "image": image, "alt": alt, "caption": caption, "credit": credit,
        "audience": audience, "status": status, "join_url": given.join_url, "dial_in": dial_in,
        "host_key": host_key, "note": note,
    }  # fmt: skip
    if repeat is not None:
        event_repeating.refuse_for_series(fields)
    event = Event(
        id=NEW,
        title=NEW,
        start=DayOrTime(begins.written),
        end=None if ends is None else DayOrTime(ends.written),
        timezone=timezone,
        uid=clock.new_uid(),
        updated=identity.moment(queries.now(run)),
    )
    edits, picture = event_fields.edits(run, event, fields, public_link=public_link)
    named = f"{day_of(begins.moment)}-{slug(edits['title'], 'event')}"
    event = replace(event, id=named, **edits)
    if repeat is not None:
        event_repeating.add(run, event, repeat, until, dry_run=dry_run)
        return
    _save(run, event, picture, dry_run=dry_run, asked=asked)


def _reading(run: Run, zone: ZoneInfo) -> Reading:
    now, order = queries.now(run), run.store.group.date_order
    return Reading(
        lambda text: read(text, zone, now, order),
        lambda text, begins: read_end(text, begins, zone, now, order),
        lambda text, begins: read_length(text, begins, zone),
    )


def _ask(run: Run, given: Given, reading: Reading) -> Given:
    """The rest of the event, question by question; each is asked again until its answer can be used."""
    title = asking.ask("Title", lambda text: asking.one_line("the title", text))
    start = given.start or asking.ask("When (as Dec 3 7pm, or 2026-12-03 for a whole day)", reading.start)
    begins = queries.parse_option("--start", start, reading.start, run)
    end, place, join_url = given.end, given.place, given.join_url
    if end is None and given.duration is None and begins.end is None:
        question = "Until (as 8:30pm; empty if not known)"
        end = asking.ask(question, lambda text: reading.end(text, begins), optional=True)
    if place is None:
        place = asking.ask("Place (empty for none)", lambda text: text, optional=True)
    if join_url is None:
        question = "Link to join by, for members (empty for none)"
        join_url = asking.ask(question, lambda text: asking.link("the link", text), optional=True)
    return given._replace(title=title, start=start, end=end, place=place, join_url=join_url)


def _times(run: Run, given: Given, reading: Reading) -> tuple[When, When | None]:
    """When it starts and, where that is known, ends. Raises ``UsageError`` for what was not or wrongly given."""
    if given.title is None or given.start is None:
        missing = "the title" if given.title is None else "--start"
        raise UsageError(f"{missing} is missing", hint='as: lacwg events add "Rally for Cuba" --start "Dec 3 7pm"')
    begins = queries.parse_option("--start", given.start, reading.start, run)
    ends = begins.end
    if given.end is not None:
        ends = queries.parse_option("--end", given.end, lambda text: reading.end(text, begins), run)
    elif given.duration is not None:
        ends = queries.parse_option("--duration", given.duration, lambda text: reading.length(text, begins))
    # a whole day that ends on its first one has no end to be written
    return begins, None if ends is not None and ends.moment == begins.moment else ends


def _save(run: Run, event: Event, picture: Picture | None, *, dry_run: bool, asked: bool) -> None:
    """Shows the event, asks once if it asked before, saves it and says as what."""
    # without its id, so that one of the same name on that day is not taken for itself
    occurrence = queries.with_all_warnings(run, replace(event_saving.as_typed(run, event), id=""))
    summary = "".join(
        f"{line}\n" for line in [render.when(occurrence), *(f"Note: {each.message}" for each in occurrence.warnings)]
    )
    if asked:
        run.out(summary)
        if not typer.confirm("Save it?", default=True, err=True):
            run.message("Nothing was saved.")
            return
    saved = event_saving.create(run, event, picture, dry_run=dry_run).event
    if saved.image:
        event_fields.tell_of_alt(run, None, saved, given=bool(saved.alt))
    told = f"Would be saved as {saved.id}; nothing was." if dry_run else undoable(f"Saved as {saved.id}")
    final = queries.with_all_warnings(run, occurrences.of_event(saved, run.store.group))
    show_result(
        run,
        people=lambda: f"{'' if asked else summary}{told}\n",
        json=lambda: render.occurrence_json(final),
        plain=lambda: [render.occurrence_plain(final)],
    )
