from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.options.details import Unfitting
from lacwg.commands.options.ids import SeriesArgument
from lacwg.commands.options.verb import WritingRun, needed, verb
from lacwg.commands.series.show import show_next
from lacwg.commands.shared import lookup
from lacwg.commands.shared.one_date import refused, save_series
from lacwg.schedule import series_edits
from lacwg.text.english import long_date


@verb
def end(
    run: WritingRun,
    series: SeriesArgument,
    unfitting: Unfitting,
    on: str = needed("DATE", "The last day it may take place."),
) -> None:
    """End a series: no dates after a day.

    Example: lacwg series end vigil --on 2027-06-30
    """
    loaded = run.store.series.load(run.store.series.find(series))
    zone, held = queries.series_zone(run, loaded.record), lookup.held_on(run, loaded.record, ask=True, any_day=True)
    last = queries.day(on, "--on", run, zone, choose=held)
    keep, drop = unfitting.keep_dates, unfitting.drop_dates
    with refused(run, loaded.record):
        ended = series_edits.end(loaded.record, run.store.group, last, keep=keep, drop=drop)
    saved, told = save_series(run, loaded, ended, f"{ended.id} ends on {long_date(last)}")
    show_next(run, saved, told)
