from __future__ import annotations

import itertools

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import From, Limit, PrivateToo, SeriesId, To, Zones
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.output import show_occurrences
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.zones import ZoneInfo

DEFAULT_LIMIT = 12


@verb
def list_(
    run: Run,
    limit: Limit = None,
    start: From = None,
    end: To = None,
    series: SeriesId = None,
    zone: Zones = None,
    private: PrivateToo = False,
) -> None:
    """List the meetings to come.

    Cancelled ones too; the next 12, unless --to or -n says otherwise.

    Example: lacwg meetings list -n 5 --in America/Havana --in America/Mexico_City
    """
    there = queries.zones_typed(run, zone)
    first, last = queries.window(run, start, end)
    stream = queries.series_occurrences(run, queries.main_series(run, series), first or queries.now(run))
    count = limit if limit is not None else None if last is not None else run.limit(DEFAULT_LIMIT)
    found = list(itertools.islice(queries.until(stream, last), count))
    show_occurrences(run, found, lambda: _meetings_text(run, found, there), private=private, there=there)
    run.complete()


def _meetings_text(run: Run, found: list[Occurrence], there: list[ZoneInfo]) -> str:
    if not found:
        return "No meeting in this time.\n"
    titles, say = {each.title for each in found}, run.voice
    head = [["Date", *(say.city(tz.key) for tz in (found[0].zone, *there)), ""]] if there else []
    rows = [
        [
            say.short_date(each.span.day),
            say.hours(each.span),
            *(say.hour_in(each.span, tz) for tz in there),
            "; ".join(filter(None, [each.title if len(titles) > 1 else "", render.status_column(each, say)])),
        ]
        for each in found
    ]
    return render.columns([*head, *rows], width=run.width, colour=run.colour)
