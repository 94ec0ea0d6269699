"""``lacwg events``: those to come, a single one, and a new one."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Annotated

import typer

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.meetings import listing as meetings
from lacwg.commands.shared import neighbours
from lacwg.commands.shared.options import (
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
from lacwg.commands.shared.output import more_than
from lacwg.commands.shared.output import show as show_result
from lacwg.errors import FieldError, UsageError
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence

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
    run = Run(data, json=json, plain=plain)
    about = None if issue is None else run.store.issues.find(issue)
    bounded = end is not None or everything
    count = limit if limit is not None else None if bounded else DEFAULT_LIMIT
    if past:
        stream = queries.latest_events(run, queries.now(run))
    else:
        stream = queries.in_window(run, start, end, everything=everything)
    fitting = (each for each in stream if about is None or about in each.issues)
    found = list(itertools.islice(fitting, None if count is None else count + 1))
    more = count is not None and len(found) > count
    if more:
        found.pop()
    if past:
        found = list(neighbours.with_clashes(run, reversed(found)))
    show_result(
        run,
        people=lambda: _list_text(run, found, nothing="Nothing yet." if past or everything else "Nothing to come."),
        json=lambda: [render.occurrence_json(each, private=private) for each in found],
        plain=lambda: [render.occurrence_plain(each) for each in found],
    )
    if more:
        run.message(more_than(count or 0, "--from", "--to"))
    run.complete()


def _list_text(run: Run, found: list[Occurrence], nothing: str) -> str:
    if not found:
        return f"{nothing}\n"
    width = run.width
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
    return render.columns(rows, width=width, colour=run.colour, breaking=(2, 4))


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
    run = Run(data, json=json, plain=plain)
    found = find(run, event)
    now = queries.now(run)
    show_result(
        run,
        people=lambda: _show_text(run, found, now),
        json=lambda: render.occurrence_json(found, private=private),
        plain=lambda: [render.occurrence_plain(found)],
    )
    run.complete()


def find(run: Run, event: str) -> Occurrence:
    """An event by its id, or one date of a series by the series' id, a slash and the date."""
    if queries.names_date(event):
        return meetings.find(run, event, None)
    record = run.store.events.get(event)
    try:
        return queries.with_all_warnings(run, occurrences.of_event(record, run.store.group))
    except FieldError as error:
        raise run.store.located(error) from None


def _show_text(run: Run, occurrence: Occurrence, now: dt.datetime) -> str:
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
        ("Picture", _picture(occurrence)),
        ("About", occurrence.description),
        ("Id", occurrence.id),
    ]
    return render.heading(occurrence.title, colour=run.colour) + render.labelled(about, width=run.width)


def _picture(occurrence: Occurrence) -> str:
    """What stands below the picture, where it is, what is to be seen in it, and who made it."""
    parts = [
        occurrence.caption,
        occurrence.image,
        f"Shows: {occurrence.alt}" if occurrence.alt else None,
        f"By: {occurrence.credit}" if occurrence.credit else None,
    ]
    return "\n".join(filter(None, parts))
