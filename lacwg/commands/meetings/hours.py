from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import Limit, SeriesId, meeting_dates
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.shared import lookup
from lacwg.commands.shared.output import show_result
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import midnight
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
    record, first = lookup.series_and_day(run, "next" if date is None else date, series)
    zone = queries.series_zone(run, record)
    there = queries.zones_elsewhere(run, zone, own_first=True)
    start = queries.now(run) if first is None else midnight(first, zone)
    stream = (each for each in queries.expanded(run, record, start) if each.status != "cancelled")
    found = list(islice(stream, limit or run.limit(DEFAULT_LIMIT)))
    earlier = (each for each in queries.expanded(run, record, start - YEAR) if each.status != "cancelled")
    past = list(takewhile(lambda each: each.id != found[0].id, earlier)) if found else []
    before = past[-1] if past else None
    here = [found[0].zone] if found and found[0].zone not in there else []
    shown = [
        (each, {zone: _hour(each, zone, earlier) for zone in (*here, *there)})
        for earlier, each in zip([before, *found], found, strict=False)
    ]
    show_result(
        run,
        text=lambda: _hours_text(run, shown, [*here, *there]),
        json=lambda: [
            {"id": each.id, "start": each.span.iso[0], "hours": {zone.key: at[zone]._asdict() for zone in there}}
            for each, at in shown
        ],
        plain=lambda: [
            (each.id, zone.key, at[zone].start, "changed" if at[zone].changed else "")
            for each, at in shown
            for zone in there
        ],
    )
    if not there and run.mode == "people":
        run.message('The group names no other zones; write them in group.toml, as: zones = ["America/Havana"]')
    run.complete()


class _Hour(NamedTuple):
    """What the clocks of a zone show when a meeting starts."""

    start: str
    """The moment in that zone; of a whole day the day itself."""
    changed: bool
    """Whether it is another hour than at the meeting before, or on another side of midnight."""


def _hour(occurrence: Occurrence, zone: ZoneInfo, before: Occurrence | None) -> _Hour:
    now, then = _shown(occurrence, zone), None if before is None else _shown(before, zone)
    return _Hour(occurrence.span.in_zone(zone).iso[0], changed=now is not None and then is not None and now != then)


def _shown(occurrence: Occurrence, zone: ZoneInfo) -> tuple[int, dt.time] | None:
    """The wall time there, and how many days it is off the meeting's own date; None for a whole day."""
    there = occurrence.span.in_zone(zone).starts_at
    return None if there is None else ((there.date() - occurrence.span.day).days, there.time())


def _hours_text(run: Run, shown: Sequence[tuple[Occurrence, Mapping[ZoneInfo, _Hour]]], there: list[ZoneInfo]) -> str:
    if not shown:
        return "No meeting is to come.\n"
    say, marked = run.voice, any(hour.changed for _, at in shown for hour in at.values())
    cells = [
        [f"{('*' if at[zone].changed else ' ') if marked else ''}{say.hour_in(each.span, zone)}" for zone in there]
        for each, at in shown
    ]
    names = [f"{' ' if marked else ''}{say.city(zone.key)}" for zone in there]
    rows = ([say.short_date(each.span.day), *row] for (each, _), row in zip(shown, cells, strict=True))
    table = [["Date", *names], *rows]
    legend = "* another hour there than at the meeting before\n" if marked else ""
    room = run.width
    if room is None or room >= sum(max(map(len, column)) + 3 for column in zip(*table, strict=True)) - 3:
        return render.columns(table, width=None, colour=run.colour) + legend
    blocks = []  # too narrow for columns: a meeting after the other
    for (each, _), row in zip(shown, cells, strict=True):
        indented = render.columns([["", name, cell] for name, cell in zip(names, row, strict=True)], width=None)
        blocks.append(f"{say.when(each.span)}\n" + "".join(f"  {line}\n" for line in indented.splitlines()))
    return "\n".join(blocks) + legend
