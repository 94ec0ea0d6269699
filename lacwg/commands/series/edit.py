from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lacwg import kinds
from lacwg.commands import queries
from lacwg.commands.options.details import RULE, At, Audience, Details, Lang, Minutes, Title, Unfitting
from lacwg.commands.options.ids import SeriesArgument
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.series.add import checked_rule, refuse_no_date
from lacwg.commands.series.show import change_said, show_next
from lacwg.commands.shared import text_editing
from lacwg.commands.shared.one_date import refused, save_series
from lacwg.commands.shared.typed_fields import by_field, given, refuse_nothing, typed_texts, worded
from lacwg.commands.shared.typed_fields import series_edits as edits_of
from lacwg.dates_in.when import read_time
from lacwg.errors import LacwgError, UsageError
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule import series_edits
from lacwg.text.english import long_date

_TIMING: Final = {"rule": "rule", "start_time": "at", "minutes": "minutes", "since": "since"}
"""Fields by which the dates of a series are what they are, and their options."""


@verb
def edit(
    run: WritingRun,
    series: SeriesArgument,
    details: Details,
    unfitting: Unfitting,
    title: Title = None,
    rule: str | None = option("RULE", RULE),
    at: At = None,
    minutes: Minutes = None,
    since: str | None = option("DATE", "The day from which the rule counts."),
    audience: Audience = None,
    lang: Lang = None,
) -> None:
    """Change a series: all its dates at once.

    Without options it opens your editor. --rule, --at, --minutes and --since are for a series with no past date and no
    meeting record; for all others: lacwg meetings change. With --lang the texts are translations, and the series' own
    texts stay; an empty text removes one.

    Example: lacwg series edit monthly-meeting --join-url https://meet.example.org/x
    """
    typed = by_field(details, title=title, audience=audience)
    timing = given({"rule": rule, "at": at, "minutes": minutes, "since": since})
    series_id = run.store.series.find(series)
    if lang is None and unfitting == Unfitting() and not given(typed) and not timing:
        show_next(run, *text_editing.in_editor(run, kinds.SERIES, series_id, instead="--title TEXT"))
        return
    loaded = run.store.series.load(series_id)
    had = loaded.record
    if lang is not None:
        new = worded(had, lang, typed_texts(run, lang, Series, typed | timing))
    else:
        dated = _timed(run, had, timing)
        edits = refuse_nothing(edits_of(run, typed) | dated)
        with refused(run, had):
            new = _set_right(run, had, edits, unfitting) if dated else series_edits.overlaid(had, edits)
    saved, told = save_series(run, loaded, new, edit=f"lacwg series edit {had.id}")
    show_next(run, saved, told)
    for each in saved.changes:
        if any(getattr(each, name, None) is not None for name, typed_as in _TIMING.items() if typed_as in timing):
            run.message(f"As before: {change_said(each, run.voice, queries.now(run).date())}")


def _timed(run: Run, series: Series, timing: dict[str, Any]) -> series_edits.Edits:
    """What was typed of when it is. Raises ``LacwgError`` for a series that has begun, or has a record."""
    read: dict[str, Callable[[Any], Any]] = {
        "rule": checked_rule,
        "minutes": int,
        "at": lambda text: queries.parse_option("--at", text, read_time, run),
        "since": lambda text: queries.day(text, "--since", run, queries.series_zone(run, series)),
    }
    edits = {name: read[each](timing[each]) for name, each in _TIMING.items() if each in timing}
    if any(getattr(series, name) != value for name, value in edits.items()):
        _refuse_begun(run, series, timing)
    return edits


def _refuse_begun(run: Run, series: Series, timing: dict[str, Any]) -> None:
    """Raises ``LacwgError`` for a series of which a date is past or has a record, and says what to do else."""
    dates = queries.expanded(run, series, None)
    first, now = next(dates, None), queries.now(run)
    recorded = next((each for each in run.store.meetings.ids() if each[11:] == series.id), None)
    if first is not None and (first.span.over_utc if first.all_day else first.span.start_utc) <= now:
        why = f"{series.id} has had dates, the first on {long_date(first.span.day)}"
    elif recorded is not None:
        why = f"{series.id} has records, such as {recorded}"
    else:
        return
    coming = next((each.date for each in dates if each.span.start_utc > now), now.date())
    typed = " ".join(f"--{name} {_quoted(value)}" for name, value in timing.items() if name != "since")
    named = queries.series_option(run, series.id)
    ways = [f"from a date on: lacwg meetings change --from {coming} {typed}{named}"] if typed else []
    if "since" in timing:
        ways.append(f"one more date, before or between: lacwg meetings add WHEN{named}")
    ways.append(f"what is past too, in your editor: lacwg series edit {series.id}")
    raise LacwgError(f"{why}, which stay as they were", hint="\n".join(ways))


def _quoted(value: object) -> str:
    return str(value) if str(value).isalnum() else f'"{value}"'


def _set_right(run: Run, series: Series, edits: series_edits.Edits, unfitting: Unfitting) -> Series:
    keep, drop = unfitting.keep_dates, unfitting.drop_dates
    try:
        new = series_edits.set_right(series, run.store.group, edits, keep=keep, drop=drop)
    except ValueError as error:
        raise UsageError(str(error).replace(":", "", 1), hint="see which of the two is meant") from None
    refuse_no_date(run, new)
    return new
