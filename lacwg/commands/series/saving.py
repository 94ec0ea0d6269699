"""What the verbs share that make a series or change all its dates."""

from __future__ import annotations

import datetime as dt
import itertools

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.shared import saving
from lacwg.commands.shared.one_date import refused
from lacwg.commands.shared.output import show_occurrences
from lacwg.errors import UsageError
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule import occurrences, rules
from lacwg.text.english import long_date


def create(run: Run, series: Series) -> None:
    """Saves a new series and shows its next dates. Raises ``UsageError`` where it has none."""
    with refused(run, series):
        if next(occurrences.expand(series, run.store.group), None) is None:
            raise UsageError(
                f'no date follows: the rule "{series.rule}" gives none from {long_date(series.since)} on'
                + (f" up to {long_date(series.until)}" if series.until else ""),
                hint="see which of --rule, --since and --until is meant",
            )
    show_next(run, *saving.create(run, lambda _: series, "series"))


def checked_rule(rule: str, option: str = "--rule") -> str:
    """The rule as it was typed. Raises ``UsageError`` for one that cannot be read."""
    queries.parse_option(option, rule, rules.parse)
    return rule


def show_next(run: Run, series: Series, told: str, start: dt.datetime | None = None) -> None:
    """The next three dates, and what was done."""
    with refused(run, series):
        stream = queries.of_series_as_typed(run, series, start or queries.now(run))
        found = list(itertools.islice(stream, 3))
    say = run.voice
    rows = [[say.short_date(each.span.day), say.hours(each.span), render.status_column(each, say)] for each in found]
    table = render.columns(rows, width=run.width, colour=run.colour) if rows else "No date follows.\n"
    show_occurrences(run, found, lambda: f"{table}{told}\n")
