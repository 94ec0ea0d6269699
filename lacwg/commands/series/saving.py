"""What the verbs share that make a series or change all its dates."""

from __future__ import annotations

import datetime as dt
import itertools

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.shared.one_date import refused
from lacwg.commands.shared.output import show_occurrences, undoable
from lacwg.errors import UsageError
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule import occurrences, rules
from lacwg.schedule.wording import long_date


def create(run: Run, series: Series) -> None:
    """Saves a new series and shows its next dates. Raises ``UsageError`` where it has none."""
    with refused(run, series):
        if next(occurrences.expand(series, run.store.group), None) is None:
            raise UsageError(
                f'no date follows: the rule "{series.rule}" gives none from {long_date(series.since)} on'
                + (f" up to {long_date(series.until)}" if series.until else ""),
                hint="see which of --rule, --since and --until is meant",
            )
    if not run.dry_run:
        run.writable().create(series)
        run.done = f"The series is saved as {series.id}."
    show_next(run, series, undoable(f"Saved as {series.id}"))


def free_id(run: Run, wanted: str) -> str:
    """An id that no series has: the one that is wanted, or with the first number behind it that is free."""
    taken = set(run.store.series.ids())
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([wanted], numbered) if each not in taken)


def checked_rule(rule: str, option: str = "--rule") -> str:
    """The rule as it was typed. Raises ``UsageError`` for one that cannot be read."""
    try:
        rules.parse(rule)
    except rules.RuleError as error:
        raise UsageError(error.message, hint=f'you typed   {option} "{rule}"\n{error.hint}') from None
    return rule


def show_next(run: Run, series: Series, told: str, start: dt.datetime | None = None) -> None:
    """The next three dates, and that it is saved."""
    with refused(run, series):
        stream = queries.of_series_as_typed(run, series, start or queries.now(run))
        found = list(itertools.islice(stream, 3))
    say = run.voice
    rows = [[say.short_date(each.span.day), say.hours(each.span), render.status_column(each, say)] for each in found]

    def text() -> str:
        table = render.columns(rows, width=run.width, colour=run.colour) if rows else "No date follows.\n"
        return f"{table}{'Nothing was saved.' if run.dry_run else told}\n"

    show_occurrences(run, found, text)
