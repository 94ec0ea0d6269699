"""``lacwg events``: those to come, a single one, and a new one."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import asking, gather, meetings, neighbours, placing
from lacwg.commands.options import (
    Data,
    From,
    Json,
    Limit,
    Plain,
    PrivateToo,
    To,
    event_ids,
    ids,
    issue_ids,
)
from lacwg.commands.output import show as show_result
from lacwg.context import Context
from lacwg.errors import FieldError, UsageError
from lacwg.records import AudienceName, DayOrTime, Event, Format, MembersTable, PrivateTable, Speaker
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.slugs import slug

if TYPE_CHECKING:
    from lacwg.schedule.when import When

app = typer.Typer()

DEFAULT_LIMIT = 20


@app.command("list")
def list_(
    past: Annotated[bool, typer.Option("--past", help="Those that are over, up to the last one.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over and those to come.")] = False,
    start: From = None,
    end: To = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", metavar="ID", help="Only about this issue.", autocompletion=ids(issue_ids)),
    ] = None,
    limit: Limit = None,
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The events to come, the next 20 unless -n says otherwise; oldest first.

    Example: lacwg events list --from 2021-01-01 --to 2021-12-31
    """
    if (past and everything) or ((past or everything) and (start or end)):
        raise UsageError("--past, --all and --from with --to exclude each other", hint="keep one of them")
    context = Context(data, json=json, plain=plain)
    about = None if issue is None else context.store.issues.find(issue)
    bounded = end is not None or everything
    count = limit if limit is not None else None if bounded else DEFAULT_LIMIT
    if past:
        stream = gather.latest_events(context, gather.now(context))
    else:
        stream = gather.in_window(context, start, end, everything=everything)
    fitting = (each for each in stream if about is None or about in each.issues)
    found = list(itertools.islice(fitting, None if count is None else count + 1))
    more = count is not None and len(found) > count
    if more:
        found.pop()
    if past:
        found = list(neighbours.with_clashes(context, reversed(found)))
    show_result(
        context,
        people=lambda: _list_text(context, found, nothing="Nothing yet." if past or everything else "Nothing to come."),
        json=lambda: [render.occurrence_json(each, private=private) for each in found],
        plain=lambda: [render.occurrence_plain(each) for each in found],
    )
    if more:
        context.message(f"There are more than these {count}; see them with -n {2 * (count or 0)}, --from or --to.")
    context.complete()


def _list_text(context: Context, found: list[Occurrence], nothing: str) -> str:
    if not found:
        return f"{nothing}\n"
    width = context.width
    if width is not None and width < 72:  # too narrow for columns: the title goes below the date
        return "".join(
            f"{render.date_column(each)}   {render.hours(each)}\n"
            + "".join(f"  {line}\n" for line in render.wrapped(_title(each), width=width - 2).splitlines())
            for each in found
        )
    rows = [
        [
            render.date_column(each),
            render.hours(each),
            render.one_line(each.title),
            each.format or "",
            render.happened(each),
        ]
        for each in found
    ]
    return render.columns(rows, width=width, colour=context.colour, breaking=(2, 4))


def _title(occurrence: Occurrence) -> str:
    return render.one_line(" · ".join(filter(None, [occurrence.title, occurrence.format, render.happened(occurrence)])))


@app.command("show")
def show(
    event: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Its id, or any beginning of it or of its part after the date.",
            autocompletion=ids(event_ids),
        ),
    ],
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """One event.

    Example: lacwg events show cuba
    """
    context = Context(data, json=json, plain=plain)
    found = find(context, event)
    now = gather.now(context)
    show_result(
        context,
        people=lambda: _show_text(context, found, now),
        json=lambda: render.occurrence_json(found, private=private),
        plain=lambda: [render.occurrence_plain(found)],
    )
    context.complete()


def find(context: Context, event: str) -> Occurrence:
    """An event by its id, or one date of a series by the series' id, a slash and the date."""
    if "/" in event:
        return meetings.find(context, event, None)
    record = context.store.events.get(event)
    try:
        return gather.warned_alone(context, occurrences.of_event(record, context.store.group))
    except FieldError as error:
        raise context.store.located(error) from None


def _show_text(context: Context, occurrence: Occurrence, now: dt.datetime) -> str:
    speakers = [f"{each.name}: {each.about}" if each.about else each.name for each in occurrence.speakers]
    members = occurrence.members
    about = [
        ("When", f"{render.when(occurrence)} · {render.how_soon(occurrence, now)}"),
        ("Status", render.happened(occurrence)),
        ("Format", occurrence.format),
        ("Place", occurrence.place),
        ("Page", occurrence.url),
        ("Join", f"{members.join_url} (members)" if members.join_url else None),
        ("Dial in", f"{members.dial_in} (members)" if members.dial_in else None),
        ("Speaker" if len(speakers) == 1 else "Speakers", "\n".join(speakers)),
        ("Issue" if len(occurrence.issues) == 1 else "Issues", ", ".join(occurrence.issues)),
        ("Picture", occurrence.caption),
        ("About", occurrence.description),
        ("Id", occurrence.id),
    ]
    return render.heading(occurrence.title, colour=context.colour) + render.labelled(about, width=context.width)


@app.command("add")
def add(
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="What it is called.")] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="WHEN", help='As "Dec 3 7pm" or 2026-12-03.')] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="WHEN", help="When it ends; a time alone will do.")
    ] = None,
    duration: Annotated[str | None, typer.Option("--duration", metavar="LENGTH", help="As 90m, 1h30m or 2d.")] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Where its clock is, as America/Havana.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where it is.")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="A page about it, for everybody.")] = None,
    public_link: Annotated[
        bool, typer.Option("--public-link", help="Let --url be a link to join by that everybody may have.")
    ] = False,
    join_url: Annotated[
        str | None, typer.Option("--join-url", metavar="URL", help="The link to join by: members.")
    ] = None,
    dial_in: Annotated[
        str | None, typer.Option("--dial-in", metavar="TEXT", help="The number to join by: members.")
    ] = None,
    host_key: Annotated[str | None, typer.Option("--host-key", metavar="TEXT", help="The host's key: private.")] = None,
    format_: Annotated[Format | None, typer.Option("--format", help="How people meet.")] = None,
    speaker: Annotated[
        list[str] | None, typer.Option("--speaker", metavar='"NAME: ABOUT"', help="Who speaks; may be repeated.")
    ] = None,
    issue: Annotated[
        list[str] | None,
        typer.Option("--issue", metavar="ID", help="What it is about; may be repeated.", autocompletion=ids(issue_ids)),
    ] = None,
    description: Annotated[str | None, typer.Option("--description", metavar="TEXT", help="What it is about.")] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="A remark among coordinators: private.")
    ] = None,
    audience: Annotated[AudienceName, typer.Option("--audience", help="Who may see it at all.")] = "public",
    status: Annotated[
        Literal["confirmed", "tentative"], typer.Option("--status", help="How sure it is.")
    ] = "confirmed",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, but save nothing.")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add an event. On a terminal, without a title, it asks.

    Example: lacwg events add "Haiti: solidarity" --start "Dec 3 7pm" --duration 90m --issue haiti
    """
    from lacwg.schedule.when import read, read_end, read_length  # a list need not wait for it

    context = Context(data, json=json, plain=plain)
    if end is not None and duration is not None:
        raise UsageError("--end and --duration exclude each other", hint="keep one of them")
    placing.refuse_meeting_link(url, public_link=public_link)
    zone = gather.zone(timezone, "--timezone") if timezone else gather.group_zone(context)
    now = gather.now(context)
    order = context.store.group.date_order

    def read_start(text: str) -> When:
        return read(text, zone, now, order)

    asked = title is None and context.interactive and not json and not plain
    if asked:
        title = asking.ask("Title", lambda text: asking.one_line("the title", text))
        start = start or asking.ask("When (as Dec 3 7pm, or 2026-12-03 for a whole day)", read_start)
    if title is None or start is None:
        missing = "the title" if title is None else "--start"
        raise UsageError(f"{missing} is missing", hint='as: lacwg events add "Rally for Cuba" --start "Dec 3 7pm"')
    begins = gather.typed("--start", start, read_start, context)
    ends = begins.end
    if asked and end is None and duration is None and ends is None:
        end = asking.ask(
            "Until (as 8:30pm; empty if not known)",
            lambda text: read_end(text, begins, zone, now, order),
            optional=True,
        )
    if asked and place is None:
        place = asking.ask("Place (empty for none)", lambda text: text, optional=True)
    if asked and join_url is None:
        join_url = asking.ask("Link to join by, for members (empty for none)", _link, optional=True)
    if end is not None:
        ends = gather.typed("--end", end, lambda text: read_end(text, begins, zone, now, order), context)
    elif duration is not None:
        ends = gather.typed("--duration", duration, lambda text: read_length(text, begins, zone))
    if ends is not None and ends.moment == begins.moment:
        ends = None  # a whole day that ends on its first one
    said = asking.one_line("the title", title)
    event = Event(
        id=f"{occurrences.local_day(begins.moment)}-{slug(said, 'event')}",
        title=said,
        start=DayOrTime(begins.written),
        end=None if ends is None else DayOrTime(ends.written),
        timezone=timezone,
        status=status,
        format=format_,
        place=asking.one_line("--place", place),
        url=asking.link("--url", url),
        issues=tuple(context.store.issues.find(each) for each in issue or []),
        description=asking.text("--description", description),
        speakers=tuple(_speaker(each) for each in speaker or []),
        audience=audience,
        uid=clock.new_uid(),
        updated=now.astimezone(dt.UTC).replace(microsecond=0),
        members=MembersTable(
            join_url=asking.link("--join-url", join_url), dial_in=asking.one_line("--dial-in", dial_in)
        ),
        private=PrivateTable(note=asking.text("--note", note), host_key=asking.one_line("--host-key", host_key)),
    )
    _save(context, event, dry_run=dry_run, asked=asked)


def _save(context: Context, event: Event, *, dry_run: bool, asked: bool) -> None:
    """Shows the event, asks once if it asked before, saves it and says as what."""
    # without its id, so that one of the same name on that day is not taken for itself
    occurrence = gather.warned_alone(context, replace(occurrences.of_event(event, context.store.group), id=""))
    summary = "".join(
        f"{line}\n" for line in [render.when(occurrence), *(f"Note: {each.message}" for each in occurrence.warnings)]
    )
    if asked:
        context.out(summary)
        if not typer.confirm("Save it?", default=True, err=True):
            context.message("Nothing was saved.")
            return
    if dry_run:
        saved, told = event, f"Would be saved as {context.store.free_event_id(event.id)}; nothing was."
    else:
        store, moved = context.store.writable()
        if moved:
            context.message(moved)
        saved = store.create_event(event)
        context.done = f"The event is saved as {saved.id}."
        told = f"Saved as {saved.id} · see it: lacwg events show {saved.id}"
    final = gather.warned_alone(context, occurrences.of_event(saved, context.store.group))
    show_result(
        context,
        people=lambda: f"{'' if asked else summary}{told}\n",
        json=lambda: render.occurrence_json(final),
        plain=lambda: [render.occurrence_plain(final)],
    )


def _speaker(text: str) -> Speaker:
    name, _, about = text.partition(":")
    said = asking.one_line("--speaker", name)
    if not said:
        raise UsageError("--speaker has no name", hint='write "NAME" or "NAME: ABOUT"')
    return Speaker(name=said, about=asking.one_line("--speaker", about))


def _link(text: str) -> str | None:
    return asking.link("the link", text)
