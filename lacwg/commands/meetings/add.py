from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.options.details import DecidedWithReason, Details, Minutes, Title
from lacwg.commands.options.ids import SeriesId
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.shared import one_date
from lacwg.commands.shared.typed_fields import by_field, series_edits
from lacwg.errors import UsageError
from lacwg.schedule import series_edits as edits_of_series
from lacwg.schedule import zones
from lacwg.schedule.span import day_of, has_hour


@verb
def add(
    run: WritingRun,
    decided: DecidedWithReason,
    details: Details,
    when: str = argument("WHEN", "A day (at the usual hour), or a day and an hour."),
    title: Title = None,
    minutes: Minutes = None,
    series: SeriesId = None,
) -> None:
    """Add an extra date that the rule does not give.

    Example: lacwg meetings add "Jan 20 6pm" --reason "in place of January 13"
    """
    edits = series_edits(run, by_field(details, title=title, minutes=minutes))
    loaded = run.store.series.load(queries.main_series(run, series).id)
    typed = queries.when(when, "WHEN", run, queries.series_zone(run, loaded.record))
    moment = typed.moment
    length = one_date.minutes_between(moment, typed.end and typed.end.moment)
    if length is not None:
        if minutes not in (None, length):
            raise UsageError(f"WHEN is {length} minutes long, and --minutes says {minutes}", hint="keep one of the two")
        edits["minutes"] = length
    hour = moment.time() if has_hour(moment) else None
    if has_hour(moment) and moment.fold and zones.is_repeated(moment):
        raise UsageError("an extra date cannot begin in the hour that comes again", hint="choose another hour")
    decision = one_date.decision(run, decided, public_link=details.public_link)
    with one_date.refused(run, loaded.record):
        done = edits_of_series.add(loaded.record, run.store.group, day_of(moment), hour, edits, decision)
    one_date.save(run, loaded, done)
