"""``lacwg meetings move | edit | add | restore``: what happens to one date."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg.commands import queries
from lacwg.commands.shared import placing
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared.options import Data, Json, Plain, SeriesId, ids, meeting_dates
from lacwg.commands.shared.placing import (
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
from lacwg.commands.shared.translations import Lang
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.schedule import series_edits, zones
from lacwg.schedule.span import day_of, has_hour

app = typer.Typer()

Date = Annotated[
    str,
    typer.Argument(metavar="DATE", help='Its date, now or by the rule, or "next".', autocompletion=ids(meeting_dates)),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided it; else you.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; shown wherever the date is.")]
NeededReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; shown wherever the date is.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, but save nothing.")]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", min=1, max=10_000, help="How long it is.")]


@app.command("move")
def move(
    date: Date,
    to: Annotated[str, typer.Option("--to", metavar="WHEN", help="A day keeps the hour, an hour the day.")],
    reason: Reason = None,
    by: By = None,
    public_link: PublicLink = False,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Move one date to another day or hour. It keeps its id and shows both dates.

    Example: lacwg meetings move 2026-11-11 --to 2026-11-18 --reason "Veterans Day"
    """
    run = Run(data, json=json, plain=plain)
    target = dates.find(run, date, series)
    done = dates.moved(run, target, to, dates.decision(run, reason, by, public_link=public_link))
    dates.save(run, target.loaded, done, dry_run=dry_run)


@app.command("edit")
def edit(
    date: Date,
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
    lang: Lang = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Another place, link, title, length or description for one date, at the same time.

    With --lang the texts say in another language what differs on that date already.

    Example: lacwg meetings edit 2027-02-10 --place "Church hall" --minutes 90
    """
    run = Run(data, json=json, plain=plain)
    if lang is not None:
        typed = {
            "--title": title, "--place": place, "--description": description, "--reason": reason, "--url": url,
            "--join-url": join_url, "--dial-in": dial_in, "--host-key": host_key, "--note": note,
            "--format": format_, "--minutes": minutes, "--by": by,
        }  # fmt: skip
        dates.save_words(run, date, series, lang, typed, public_link=public_link, dry_run=dry_run)
        return
    edits = placing.edits(
        title=title, place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
        host_key=host_key, note=note, format_=format_, description=description,
    )  # fmt: skip
    dates.save_edit(
        run,
        date,
        series,
        edits,
        minutes,
        dates.decision(run, reason, by, public_link=public_link),
        dry_run=dry_run,
    )


@app.command("add")
def add(
    when: Annotated[str, typer.Argument(metavar="WHEN", help="A day at the usual hour, or a day and an hour.")],
    reason: NeededReason,
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
    by: By = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add an extra date that the rule does not give.

    Example: lacwg meetings add "Jan 20 6pm" --reason "in place of January 13"
    """
    run = Run(data, json=json, plain=plain)
    edits = placing.edits(
        title=title, place=place, url=url, public_link=public_link, join_url=join_url, dial_in=dial_in,
        host_key=host_key, note=note, format_=format_, description=description,
    )  # fmt: skip
    if minutes is not None:
        edits["minutes"] = minutes
    loaded = dates.load(run, queries.main_series(run, series).id)
    zone = queries.series_zone(run, loaded.record)
    typed = queries.when(when, "WHEN", run, zone)
    moment, length = typed.moment, dates.minutes_of("WHEN", typed)
    if length is not None:
        if minutes not in (None, length):
            raise UsageError(f"WHEN is {length} minutes long, and --minutes says {minutes}", hint="keep one of the two")
        edits["minutes"] = length
    time = moment.time() if has_hour(moment) else None
    if has_hour(moment) and moment.fold and zones.is_repeated(moment):
        raise UsageError("an extra date cannot begin in the hour that comes again", hint="choose another hour")
    with dates.refused(run, loaded.record):
        done = series_edits.add(
            loaded.record, run.store.group, day_of(moment), time, edits,
            dates.decision(run, reason, by, public_link=public_link, needed=True),
        )  # fmt: skip
    dates.save(run, loaded, done, dry_run=dry_run)


@app.command("restore")
def restore(
    date: Date,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Take back what happened to one date; an extra one is removed.

    Example: lacwg meetings restore 2027-01-13
    """
    run = Run(data, json=json, plain=plain)
    target = dates.find(run, date, series)
    done = dates.restored(run, target)
    dates.save(run, target.loaded, done, dry_run=dry_run)
