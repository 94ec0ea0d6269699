"""``lacwg meetings``: the next one, those to come, a single one."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.shared.options import Data, From, Json, Limit, Plain, PrivateToo, SeriesId, To, ids, meeting_dates
from lacwg.commands.shared.output import show as show_result
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, day_of, has_hour
from lacwg.schedule.wording import long_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from lacwg.dates_in.when import When

app = typer.Typer()

DEFAULT_LIMIT = 12
Zones = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="ZONE", help="Also the hour elsewhere, as America/Havana; may be repeated."),
]


@app.command("next")
def next_(
    series: SeriesId = None,
    zone: Zones = None,
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The next meeting: the first that is not over and not cancelled.

    Example: lacwg meetings next
    """
    run = Run(data, json=json, plain=plain)
    there = [queries.zone(name, "--in") for name in zone or []]
    found, cancelled = upcoming(run, queries.main_series(run, series))
    now = queries.now(run)
    show_result(
        run,
        people=lambda: _next_text(run, found, cancelled, now, there),
        json=lambda: None if found is None else _json(found, there, private=private),
        plain=lambda: [] if found is None else [_plain(found, there)],
    )
    run.complete()


def upcoming(run: Run, series: Series) -> tuple[Occurrence | None, list[Occurrence]]:
    """The next meeting of a series, and the cancelled ones before it."""
    cancelled: list[Occurrence] = []
    for occurrence in queries.series_occurrences(run, series, queries.now(run)):
        if occurrence.status != "cancelled":
            return occurrence, cancelled
        cancelled.append(occurrence)
    return None, cancelled


def _next_text(
    run: Run, found: Occurrence | None, cancelled: list[Occurrence], now: dt.datetime, there: list[ZoneInfo]
) -> str:
    lines = [f"Cancelled: {render.when(each)}{_because(each)}" for each in cancelled]
    if found is None:
        return "\n".join([*lines, "No meeting is to come: the series has ended."]) + "\n"
    return (
        "".join(f"{line}\n" for line in lines)
        + render.heading(found.title, colour=run.colour)
        + f"{render.when(found)} · {render.how_soon(found, now)}\n"
        + "".join(f"{render.city(tz)}: {render.hour_in(found, tz)}\n" for tz in there)
        + "".join(f"{line}\n" for line in _beside(found))
        + _agenda(run, found)
    )


def _agenda(run: Run, found: Occurrence) -> str:
    """How long the agenda is, where there is one: a single file is looked at, by its name."""
    from lacwg.commands.agenda import items

    series, _, date = found.id.partition("/")
    said = items.summary(run, f"{date}-{series}")
    if not said:
        return ""
    named = "" if queries.is_main_series(run, series) else f" --series {series}"
    return f"Agenda: {said} · lacwg agenda show{named}\n"


def _because(occurrence: Occurrence) -> str:
    return f" ({render.one_line(occurrence.reason)})" if occurrence.reason else ""


def _beside(occurrence: Occurrence) -> Iterator[str]:
    """What else there is to know of a meeting, a line each."""
    if occurrence.change == "moved":
        yield f"Moved from {render.moved_from(occurrence)}{_because(occurrence)}"
    elif occurrence.change in ("extra", "edited") and occurrence.reason:
        yield f"{'Extra' if occurrence.change == 'extra' else 'Changed'}: {render.one_line(occurrence.reason)}"
    for warning in occurrence.warnings:
        yield f"Note: {render.one_line(warning.message)}"
    if occurrence.place:
        yield f"Place: {render.one_line(occurrence.place)}"
    if occurrence.url:
        yield f"Page: {render.one_line(occurrence.url)}"
    if occurrence.members.join_url:
        yield f"Join: {render.one_line(occurrence.members.join_url)} (members)"
    if occurrence.members.dial_in:
        yield f"Dial in: {render.one_line(occurrence.members.dial_in)} (members)"


@app.command("list")
def list_(
    limit: Limit = None,
    start: From = None,
    end: To = None,
    series: SeriesId = None,
    zone: Zones = None,
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The meetings to come, cancelled ones too; the next 12 unless --to or -n says otherwise.

    Example: lacwg meetings list -n 5 --in America/Havana --in America/Mexico_City
    """
    run = Run(data, json=json, plain=plain)
    there = [queries.zone(name, "--in") for name in zone or []]
    first, last = queries.window(run, start, end)
    stream = queries.series_occurrences(run, queries.main_series(run, series), first or queries.now(run))
    shown = itertools.takewhile(lambda each: last is None or each.span.start_utc < last, stream)
    count = limit if limit is not None else None if last is not None else DEFAULT_LIMIT
    found = list(itertools.islice(shown, count))
    show_result(
        run,
        people=lambda: _list_text(run, found, there),
        json=lambda: [_json(each, there, private=private) for each in found],
        plain=lambda: [_plain(each, there) for each in found],
    )
    run.complete()


def _hour(occurrence: Occurrence, tz: ZoneInfo) -> str | None:
    return occurrence.span.in_zone(tz).iso[0]


def _json(occurrence: Occurrence, there: list[ZoneInfo], *, private: bool) -> dict[str, Any]:
    """The one JSON shape; with ``--in`` also the hour in each of those zones."""
    shape = render.occurrence_json(occurrence, private=private)
    return {**shape, "in": {tz.key: _hour(occurrence, tz) for tz in there}} if there else shape


def _plain(occurrence: Occurrence, there: list[ZoneInfo]) -> tuple[str | None, ...]:
    """The plain line; with ``--in`` also the hour in each of those zones."""
    return (*render.occurrence_plain(occurrence), *(_hour(occurrence, tz) for tz in there))


def _list_text(run: Run, found: list[Occurrence], there: list[ZoneInfo]) -> str:
    if not found:
        return "No meeting in this time.\n"
    titles = {each.title for each in found}
    head = [["Date", *(render.city(tz) for tz in (found[0].zone, *there)), ""]] if there else []
    rows = [
        [
            render.date_column(each),
            render.hours(each),
            *(render.hour_in(each, tz) for tz in there),
            "; ".join(filter(None, [each.title if len(titles) > 1 else "", render.happened(each)])),
        ]
        for each in found
    ]
    return render.columns([*head, *rows], width=run.width, colour=run.colour)


@app.command("show")
def show(
    date: Annotated[
        str,
        typer.Argument(
            metavar="DATE", help='Its date, now or by the rule, or "next".', autocompletion=ids(meeting_dates)
        ),
    ],
    series: SeriesId = None,
    zone: Zones = None,
    private: PrivateToo = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """One meeting, by the date that it has or that the rule gave it.

    Example: lacwg meetings show 2026-12-09
    """
    run = Run(data, json=json, plain=plain)
    there = [queries.zone(name, "--in") for name in zone or []]
    found = find(run, date, series)
    now = queries.now(run)
    show_result(
        run,
        people=lambda: meeting_text(run, found, now, there),
        json=lambda: _json(found, there, private=private),
        plain=lambda: [_plain(found, there)],
    )
    run.complete()


def find(run: Run, date: str, series_id: str | None) -> Occurrence:
    """The meeting of a date that people typed: the one it has now or had by the rule, ``next``, or a whole id."""
    named, date = queries.series_and_date(date)
    series = queries.main_series(run, named or series_id)
    if date == "next":
        found, _ = upcoming(run, series)
        if found is None:
            raise NoSuchRecordError(
                f"no {series.kind} is to come", hint=f"see those that were: lacwg {series.kind}s list --from …"
            )
        return found
    typed = queries.when(date, "DATE", run, queries.series_zone(run, series))
    day = day_of(typed.moment)
    fitting, near = queries.of_day(run, series, day)
    if named:  # else the day on which it is now, as people see it
        fitting = [each for each in fitting if each.id == f"{series.id}/{day}"] or fitting
    if fitting and not (fits := [each for each in fitting if _fits(each, typed)]):
        raise UsageError(
            f"the {series.kind} of {long_date(day)} is at another time: {' and '.join(map(render.when, fitting))}",
            hint=f'you typed   DATE "{date}"',
        )
    fitting = fits if fitting else []
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(f"{each.id} ({render.when(each)})" for each in fitting)
        raise NoSuchRecordError(
            f"two {series.kind}s fit {long_date(day)}: {names}", hint="type the id of the one you mean"
        )
    nearest = " and ".join(render.when(each) for each in near)
    raise NoSuchRecordError(
        f"{long_date(day)} is no {series.kind}",
        hint=f"the nearest: {nearest}" if nearest else f"see: lacwg {series.kind}s list",
    )


def _fits(occurrence: Occurrence, typed: When) -> bool:
    """Whether the hour and the end that people typed are those that it has or, moved, had by the rule."""
    if typed.end is not None and not _same(typed.end.moment, occurrence.end):
        return False
    if not has_hour(typed.moment):
        return True
    return any(_same(typed.moment, start) for start in (occurrence.start, occurrence.original_start))


def _same(one: Moment, other: Moment | None) -> bool:
    """Whether two are the same day, or the same moment in whatever zones."""
    if has_hour(one) and has_hour(other):
        return one.astimezone(dt.UTC) == other.astimezone(dt.UTC)
    return not has_hour(one) and not has_hour(other) and one == other


def meeting_text(run: Run, occurrence: Occurrence, now: dt.datetime, there: Sequence[ZoneInfo] = ()) -> str:
    """One meeting, for people."""
    state = occurrence.status if occurrence.change != "extra" else f"{occurrence.status}, an extra date"
    about = [
        ("When", f"{render.when(occurrence)} · {render.how_soon(occurrence, now)}"),
        *((f"In {render.city(tz)}", render.hour_in(occurrence, tz)) for tz in there),
        ("Status", state + (f": {occurrence.reason}" if occurrence.reason and not _moved(occurrence) else "")),
        ("Moved", f"from {render.moved_from(occurrence)}{_because(occurrence)}" if _moved(occurrence) else None),
        ("Note", "; ".join(warning.message for warning in occurrence.warnings)),
        ("Format", occurrence.format),
        ("Place", occurrence.place),
        ("Page", occurrence.url),
        ("Join", f"{occurrence.members.join_url} (members)" if occurrence.members.join_url else None),
        ("Dial in", f"{occurrence.members.dial_in} (members)" if occurrence.members.dial_in else None),
        ("About", occurrence.description),
        ("Id", occurrence.id),
    ]
    return render.heading(occurrence.title, colour=run.colour) + render.labelled(about, width=run.width)


def _moved(occurrence: Occurrence) -> bool:
    return occurrence.change == "moved"
