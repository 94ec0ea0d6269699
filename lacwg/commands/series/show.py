from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from typing import Any, Final

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import PrivateToo, SeriesArgument
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.one_date import refused
from lacwg.commands.shared.output import dates_table, details, show_occurrences, show_whole, whereabouts
from lacwg.records import Series, SeriesChange
from lacwg.run import Run
from lacwg.schedule import rules
from lacwg.schedule.span import MINUTES_A_DAY
from lacwg.text.english import plural
from lacwg.voice.voice import Voice

PLAIN: Final = "id kind rule start_time since until title"
"""Of a series what its plain line has."""


@verb
def show(run: Run, series: SeriesArgument, private: PrivateToo = False) -> None:
    """Show one series.

    Its rule, what changes, and what happened to single dates.

    Example: lacwg series show monthly-meeting
    """
    found = run.store.series.get(series)
    show_whole(
        run,
        text=lambda: _series_text(run, found),
        json=lambda: series_json(found, private=private),
        plain=PLAIN,
    )


def _length(minutes: int | None, hour: dt.time | None) -> str | None:
    if minutes and hour is None:
        return plural(max(1, minutes // MINUTES_A_DAY), "day")
    return f"{minutes} minutes" if minutes else None


def _series_text(run: Run, series: Series) -> str:
    say, today = run.voice, queries.now(run).date()
    dates = (f"{say.long_date(each.date)}: {say.exception_note(each, series.kind)}" for each in series.exceptions)
    about = [
        ("When", rule_and_hour(series, say, today)),
        ("Length", _length(series.minutes, series.start_time)),
        ("Since", say.long_date(series.since)),
        ("Until", None if series.until is None else say.long_date(series.until)),
        ("Zone", series.timezone),
        ("Format", series.format),
        *whereabouts(series),
        ("About", series.description),
        ("Changes", "\n".join(change_said(each, say, today) for each in series.changes)),
        ("Dates", "\n".join(dates)),
        ("Id", series.id),
    ]
    return details(run, series.title, about)


def show_next(run: Run, series: Series, told: str, start: dt.datetime | None = None) -> None:
    """The next three dates, and what was done."""
    with refused(run, series):
        stream = queries.of_series_as_typed(run, series, start or queries.now(run))
        found = list(itertools.islice(stream, 3))
    show_occurrences(run, found, lambda: (dates_table(run, found) or "No date follows.\n") + f"{told}\n")


def rule_and_hour(of: Series | SeriesChange, voice: Voice, today: dt.date) -> str:
    """``2nd Wednesday of the month, 5:00 PM``; of a change what it changes of that."""
    words, since = of.rule or "", of.since if isinstance(of, Series) else of.from_
    with contextlib.suppress(rules.RuleError):  # check tells of one that is none
        rule = rules.parse(words)
        words = voice.rule(rule, since, rules.dates(rule, since, max(since, today)))
    return ", ".join(filter(None, [words, "" if of.start_time is None else voice.clock_time(of.start_time)]))


def change_said(changed: SeriesChange, voice: Voice, today: dt.date) -> str:
    """What holds from a date on: ``from March 1, 2027 1st Tuesday of the month, 6:00 PM: the library is closed``."""
    minutes = None if changed.minutes is None else f"{changed.minutes} minutes"
    said = filter(None, [rule_and_hour(changed, voice, today), minutes, changed.title, changed.place, changed.url])
    reason = f": {changed.reason}" if changed.reason else ""
    return f"from {voice.long_date(changed.from_)} {', '.join(said) or 'something else'}{reason}"


def series_json(series: Series, *, private: bool) -> dict[str, Any]:
    """The JSON shape. What exceptions and changes have under ``[private]`` is never in it."""
    shape: dict[str, Any] = {
        **render.values_json(series),
        "changes": [render.record_json(each, without=("private",)) for each in series.changes],
        "exceptions": [render.record_json(each, without=("private",)) for each in series.exceptions],
        "audience": series.audience,
        "members": render.record_json(series.members),
    }
    return {**shape, "private": render.record_json(series.private)} if private else shape
