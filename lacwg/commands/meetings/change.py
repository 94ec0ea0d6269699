from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.options.details import RULE, At, Decided, Details, Minutes, Title, Unfitting
from lacwg.commands.options.ids import SeriesId
from lacwg.commands.options.verb import WritingRun, needed, option, verb
from lacwg.commands.series.add import checked_rule
from lacwg.commands.series.show import change_said, show_next
from lacwg.commands.shared import lookup, one_date
from lacwg.commands.shared.typed_fields import by_field, refuse_nothing, series_edits
from lacwg.dates_in.when import read_time
from lacwg.schedule import series_edits as edits_of_series
from lacwg.text.english import long_date


@verb
def change(
    run: WritingRun,
    details: Details,
    decided: Decided,
    unfitting: Unfitting,
    start: str = needed("DATE", "From this day on.", "--from"),
    rule: str | None = option("RULE", RULE),
    at: At = None,
    minutes: Minutes = None,
    title: Title = None,
    series: SeriesId = None,
) -> None:
    """Change the rule, hour or place from a date on.

    Meetings before that date stay as they were.

    Example: lacwg meetings change --from 2027-03-01 --rule "1st Tuesday" --at 6pm
    """
    edits = series_edits(run, by_field(details, title=title, minutes=minutes))
    if rule is not None:
        edits["rule"] = checked_rule(rule)
    if at is not None:
        edits["start_time"] = queries.parse_option("--at", at, read_time, run)
    refuse_nothing(edits, 'as: --rule "1st Tuesday"')
    loaded = run.store.series.load(queries.main_series(run, series).id)
    zone, held = queries.series_zone(run, loaded.record), lookup.held_on(run, loaded.record, ask=True, any_day=True)
    first = queries.day(start, "--from", run, zone, choose=held)
    decision = one_date.decision(run, decided, public_link=details.public_link)
    with one_date.refused(run, loaded.record):
        changed, before = edits_of_series.change(
            loaded.record, run.store.group, first, edits, decision,
            keep=unfitting.keep_dates, drop=unfitting.drop_dates,
        )  # fmt: skip
    saved, told = one_date.save_series(run, loaded, changed, f"Saved; from {long_date(first)} on")
    if before is not None:
        told += f"\nBefore: {change_said(before, run.voice, queries.now(run).date())}"
    show_next(run, saved, told, queries.midnight(run, first))
    if first == saved.since and decision.reason:
        run.message("It holds for all dates of the series, of which no reason is kept")
