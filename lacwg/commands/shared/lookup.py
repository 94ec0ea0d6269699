"""Which gathering people mean: a date of a series, the next one, or an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lacwg.commands import queries
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import day_of, has_hour, same
from lacwg.text.english import long_date

if TYPE_CHECKING:
    from lacwg.dates_in.when import When


def upcoming(run: Run, series: Series) -> tuple[Occurrence | None, list[Occurrence]]:
    """The next date of a series that is not cancelled, and the cancelled ones before it."""
    cancelled: list[Occurrence] = []
    for occurrence in queries.series_occurrences(run, series, queries.now(run)):
        if occurrence.status != "cancelled":
            return occurrence, cancelled
        cancelled.append(occurrence)
    return None, cancelled


def held_on(run: Run, series: Series, *, ask: bool = False, any_day: bool = False) -> queries.Choose:
    """Which of several readings of a day without a year is meant: the nearest on which the series has a date.

    ``ask``: of one that is past it is asked, and off a terminal refused; with ``any_day`` of a day without a date too.
    """

    def choose(text: str, readings: list[When]) -> When:
        from lacwg.dates_in.date_errors import AmbiguousWhenError
        from lacwg.dates_in.when import said

        with queries.located(run):
            held = [e for e in readings if occurrences.of_day(series, run.store.group, day_of(e.moment))]
        among = held or readings
        day, *others = (long_date(day_of(each.moment)) for each in among)
        past = day_of(among[0].moment) < queries.now(run).date() and str(day_of(among[0].moment).year) not in text
        if ask and past and (held or any_day):
            told = f"may be {day}, which is past, or {others[0]}" if others else f"is {day}, which is past"
            raise AmbiguousWhenError(f'"{text}" {told}: say its year', [said(each.moment) for each in among])
        return among[0]

    return choose


def series_and_day(run: Run, date: str, series_id: str | None) -> tuple[Series, dt.date | None]:
    """What a DATE means that may be any day, or a whole id, whose date it is; None: ``next``."""
    named, date = queries.series_and_date(run, date)
    series = queries.main_series(run, named or series_id)
    zone = queries.series_zone(run, series)
    return series, None if date == "next" else queries.day(date, "DATE", run, zone, choose=held_on(run, series))


def series_date(run: Run, date: str, series_id: str | None, *, ask: bool = False, option: str = "DATE") -> Occurrence:
    """The meeting of a date that people typed: the one it has now or had by the rule, ``next``, or a whole id.

    Of a day without a year it is the nearest; with ``ask`` as ``held_on`` has it. ``option``: what it was typed for.
    """
    named, date = queries.series_and_date(run, date)
    series = queries.main_series(run, named or series_id)
    if date == "next":
        found, _ = upcoming(run, series)
        if found is None:
            raise NoSuchRecordError(
                f"no {series.kind} is to come",
                hint=f"see those that were: lacwg {series.kind}s list --from {series.since}",
            )
        return found
    typed = queries.when(date, option, run, queries.series_zone(run, series), choose=held_on(run, series, ask=ask))
    day = day_of(typed.moment)
    fitting, near = queries.of_day(run, series, day)
    say = run.english
    if named:  # else the day on which it is now, as people see it
        fitting = [each for each in fitting if each.id == f"{series.id}/{day}"] or fitting
    fits = [  # of those that have, or moved had by the rule, the hour and the end that were typed
        each
        for each in fitting
        if (typed.end is None or same(typed.end.moment, each.end))
        and (not has_hour(typed.moment) or any(same(typed.moment, at) for at in (each.start, each.original_start)))
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        names = " and ".join(f"{each.id} ({say.when(each.span)})" for each in fits)
        raise NoSuchRecordError(
            f"two {series.kind}s fit {long_date(day)}: {names}", hint="type the id of the one you mean"
        )
    if fitting:
        when = " and ".join(say.when(each.span) for each in fitting)
        raise UsageError(
            f"the {series.kind} of {long_date(day)} is at another time: {when}", hint=f'you typed   {option} "{date}"'
        )
    nearest = " and ".join(say.when(each.span) for each in near)
    raise NoSuchRecordError(
        f"{long_date(day)} is not {'a meeting' if series.kind == 'meeting' else 'an event'}",
        hint=f"the nearest: {nearest}" if nearest else f"see: lacwg {series.kind}s list",
    )


def event(run: Run, event_id: str) -> Occurrence:
    """An event by its id, or one date of a series by the series' id, a slash and the date."""
    if queries.names_date(run, event_id):
        return series_date(run, event_id, None)
    record = run.store.events.read(event_of(run, event_id))
    return queries.with_all_warnings(run, queries.occurrence_of(run, record))


def event_of(run: Run, text: str) -> str:
    """The id of the event that people mean. Raises ``NoSuchRecordError``, for a series with its next date's id."""
    if series_id := series_instead(run, text):
        series = run.store.series.read(series_id)
        coming, _ = upcoming(run, series)
        next_date = f"it has no dates to come; name one, such as {series.id}/2026-12-05"
        raise NoSuchRecordError(
            f'"{text}" is a series of {series.kind}s, not one event',
            hint=f"{next_date if coming is None else f'its next date: {coming.id}'}\n"
            f"what all of them say: lacwg series show {series.id}",
        )
    return run.store.events.find(text)


def series_instead(run: Run, text: str) -> str | None:
    """The id of the series that people mean where an event is asked for; None where they mean no series."""
    events, series = run.store.events, run.store.series
    found = events.fitting(text)
    known = [] if events.is_exactly(text, found) else series.fitting(text)
    return known[0] if len(known) == 1 and (not found or series.is_exactly(text, known)) else None


def issues(run: Run, typed: Iterable[str] | None) -> tuple[str, ...]:
    """The ids of the issues that were typed, each once; empty texts are none. Raises ``NoSuchRecordError``."""
    return tuple(dict.fromkeys(run.store.issues.find(each) for each in typed or () if each))
