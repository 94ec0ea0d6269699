from __future__ import annotations

import datetime as dt
from itertools import islice, takewhile
from typing import Any, NamedTuple

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import Limit, SeriesId, meeting_dates
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.shared import finding
from lacwg.commands.shared.output import show_result
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, midnight
from lacwg.schedule.zones import ZoneInfo

DEFAULT_LIMIT = 6
YEAR = dt.timedelta(days=366)


@verb
def hours(
    run: Run,
    date: str | None = argument(
        "[DATE]", "From this day on. Default: now.", default=None, autocompletion=meeting_dates
    ),
    limit: Limit = None,
    series: SeriesId = None,
) -> None:
    """Show the hour of the next meetings in several zones.

    The next 6, unless -n says otherwise. A * marks where the hour changes from one meeting to the next. The zones are
    those of the key zones in group.toml.

    Example: lacwg meetings hours 2027-03-01
    """
    named, date = (None, None) if date is None else queries.series_and_date(run, date)
    record = queries.main_series(run, named or series)
    zone = queries.series_zone(run, record)
    there = queries.zones_elsewhere(run, zone, own_first=True)
    start = queries.now(run)
    if date not in (None, "next"):
        first = queries.day(date or "", "DATE", run, zone, choose=finding.held_on(run, record))
        start = midnight(first, zone)
    stream = (each for each in queries.expanded(run, record, start) if each.status != "cancelled")
    found = list(islice(stream, limit or run.limit(DEFAULT_LIMIT)))
    earlier = (each for each in queries.expanded(run, record, start - YEAR) if each.status != "cancelled")
    past = list(takewhile(lambda each: each.id != found[0].id, earlier)) if found else []
    before = past[-1] if past else None
    here = [found[0].zone] if found and found[0].zone not in there else []
    shown = _elsewhere(found, [*here, *there], before)
    show_result(
        run,
        text=lambda: _hours_text(run, found, [*here, *there], shown),
        json=lambda: [_hours_json(each, there, row[len(here) :]) for each, row in zip(found, shown, strict=True)],
        plain=lambda: [
            (each.id, zone.key, hour.moment.isoformat(), "changed" if hour.changed else "")
            for each, row in zip(found, shown, strict=True)
            for zone, hour in zip(there, row[len(here) :], strict=True)
        ],
    )
    if not there and run.mode == "people":
        run.message('The group names no other zones; write them in group.toml, as: zones = ["America/Havana"]')
    run.complete()


class _Hour(NamedTuple):
    """What the clocks of a zone show when a meeting starts."""

    moment: Moment
    """The start in that zone; of a whole day the day itself."""
    changed: bool
    """Whether it is another hour than at the meeting before, or on another side of midnight."""


def _elsewhere(found: list[Occurrence], there: list[ZoneInfo], before: Occurrence | None) -> list[list[_Hour]]:
    """For each meeting, in the order of time, its hour in each zone; ``before`` is the one before the first."""
    pairs = zip([before, *found], found, strict=False)
    return [[_hour(each, zone, earlier) for zone in there] for earlier, each in pairs]


def _hour(occurrence: Occurrence, zone: ZoneInfo, before: Occurrence | None) -> _Hour:
    now, then = _shown(occurrence, zone), None if before is None else _shown(before, zone)
    return _Hour(occurrence.span.in_zone(zone).start, changed=now is not None and then is not None and now != then)


def _shown(occurrence: Occurrence, zone: ZoneInfo) -> tuple[int, dt.time] | None:
    """The wall time there, and how many days it is off the meeting's own date; None for a whole day."""
    there = occurrence.span.in_zone(zone).starts_at
    return None if there is None else ((there.date() - occurrence.span.day).days, there.time())


def _hours_json(occurrence: Occurrence, there: list[ZoneInfo], row: list[_Hour]) -> dict[str, Any]:
    by_zone = zip(there, row, strict=True)
    hours = {zone.key: {"start": hour.moment.isoformat(), "changed": hour.changed} for zone, hour in by_zone}
    return {"id": occurrence.id, "start": occurrence.span.iso[0], "hours": hours}


def _hours_text(run: Run, found: list[Occurrence], there: list[ZoneInfo], shown: list[list[_Hour]]) -> str:
    if not found:
        return "No meeting is to come.\n"
    marked = any(hour.changed for row in shown for hour in row)
    cells = [
        [
            f"{('*' if hour.changed else ' ') if marked else ''}{run.voice.hour_in(each.span, zone)}"
            for zone, hour in zip(there, row, strict=True)
        ]
        for each, row in zip(found, shown, strict=True)
    ]
    names = [f"{' ' if marked else ''}{run.voice.city(zone.key)}" for zone in there]
    rows = ([run.voice.short_date(each.span.day), *row] for each, row in zip(found, cells, strict=True))
    table = [["Date", *names], *rows]
    legend = "* another hour there than at the meeting before\n" if marked else ""
    room = run.width
    if room is None or room >= sum(max(map(len, column)) + 3 for column in zip(*table, strict=True)) - 3:
        return render.columns(table, width=None, colour=run.colour) + legend
    blocks = []  # too narrow for columns: a meeting after the other
    for each, row in zip(found, cells, strict=True):
        indented = render.columns([["", name, cell] for name, cell in zip(names, row, strict=True)], width=None)
        blocks.append(f"{run.voice.when(each.span)}\n" + "".join(f"  {line}\n" for line in indented.splitlines()))
    return "\n".join(blocks) + legend
