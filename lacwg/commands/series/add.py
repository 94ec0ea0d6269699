from __future__ import annotations

from typing import Literal

from lacwg import clock
from lacwg.commands import queries
from lacwg.commands.options.details import RULE, At, Audience, Details, Minutes, Timezone
from lacwg.commands.options.verb import WritingRun, argument, needed, option, verb
from lacwg.commands.series.show import show_next
from lacwg.commands.shared import asking, saving
from lacwg.commands.shared.one_date import refused
from lacwg.commands.shared.typed_fields import by_field, series_edits
from lacwg.dates_in.when import read_time
from lacwg.errors import UsageError
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule import occurrences, rules
from lacwg.schedule.series_edits import overlaid
from lacwg.text.english import long_date
from lacwg.text.fold import slug


@verb
def add(
    run: WritingRun,
    details: Details,
    title: str = argument("TITLE", "Its title."),
    rule: str = needed("RULE", RULE),
    at: At = None,
    minutes: Minutes = None,
    since: str | None = option("DATE", "The day it starts. Default: today."),
    until: str | None = option("DATE", "The last day it may take place."),
    kind: Literal["meeting", "event"] = option(None, "Listed as a meeting or as an event.", default="meeting"),
    timezone: Timezone = None,
    audience: Audience = None,
) -> None:
    """Add a series: a gathering with a rule.

    Example: lacwg series add "Vigil" --kind event --rule "every Saturday" --at noon
    """
    if timezone is not None:
        queries.zone(timezone, "--timezone")
    if minutes is not None and at is None:
        raise UsageError("whole days have no minutes", hint="give it an hour too, as: --at 5pm")
    said = asking.title(title)
    edits = series_edits(run, by_field(details, title=title))
    try:
        series = Series(
            id=slug(said, kind),
            title=said,
            kind=kind,
            rule=checked_rule(rule),
            start_time=None if at is None else queries.parse_option("--at", at, read_time, run),
            minutes=minutes,
            since=queries.now(run).date() if since is None else queries.day(since, "--since", run),
            until=None if until is None else queries.day(until, "--until", run),
            timezone=timezone,
            audience=audience or "public",
            uid=clock.new_uid(),
        )
    except ValueError as error:
        raise UsageError(str(error).replace(":", "", 1), hint="see which of the two is meant") from None
    create(run, overlaid(series, edits))


def create(run: Run, series: Series) -> None:
    """Saves a new series and shows its next dates. Raises ``UsageError`` where it has none."""
    with refused(run, series):
        refuse_no_date(run, series)
    show_next(run, *saving.create(run, lambda _: series))


def refuse_no_date(run: Run, series: Series) -> None:
    """Raises ``UsageError`` for a series that has no date at all."""
    if next(occurrences.expand(series, run.store.group), None) is None:
        raise UsageError(
            f'no date follows: the rule "{series.rule}" gives none from {long_date(series.since)} on'
            + (f" up to {long_date(series.until)}" if series.until else ""),
            hint="see which of --rule, --since and --until is meant",
        )


def checked_rule(rule: str, option: str = "--rule") -> str:
    """The rule as files have it. Raises ``UsageError`` for one that cannot be read."""
    return queries.parse_option(option, rule, rules.in_english)
