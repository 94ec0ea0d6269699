from __future__ import annotations

import datetime as dt
import itertools

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import From, Limit, PrivateToo, To, issue_ids
from lacwg.commands.options.verb import flag, option, verb
from lacwg.commands.shared import asking
from lacwg.commands.shared.output import more_than, progress, show_occurrences
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence

DEFAULT_LIMIT = 20


@verb
def list_(
    run: Run,
    past: bool = flag("Only past events, up to the latest."),
    everything: bool = flag("Past and future events.", "--all"),
    start: From = None,
    end: To = None,
    issue: str | None = option("ID", "Only about this issue.", autocompletion=issue_ids),
    limit: Limit = None,
    private: PrivateToo = False,
) -> None:
    """List the events to come.

    The next 20, unless -n says otherwise; the earliest first.

    Example: lacwg events list --from 2021-01-01 --to 2021-12-31
    """
    asking.exclude("--past, --all and --from with --to", [past, everything, bool(start or end)].count(True) > 1)
    about = None if issue is None else run.store.issues.find(issue)
    bounded = end is not None or everything
    count = limit if limit is not None else None if bounded else run.limit(DEFAULT_LIMIT)
    now = queries.now(run)
    if past:
        stream = queries.latest_events(run, now)
    elif everything:  # of a series without an end those of a year from now
        stream = queries.event_occurrences(run, None, now + dt.timedelta(days=366))
    else:
        first, last = queries.window(run, start, end)
        stream = queries.until(queries.event_occurrences(run, first or now), last)
    fitting = (each for each in stream if about is None or about in each.issues)
    most = None if count is None else count + 1
    with progress(run, "Reading", most or len(run.store.events.ids())) as bar:
        found = list(bar.over(itertools.islice(fitting, most)))
    more = count is not None and len(found) > count
    if more:
        found.pop()
    if past:
        found = list(queries.with_conflicts(run, reversed(found)))
    nothing = "Nothing yet.\n" if past or everything else "Nothing to come.\n"
    show_occurrences(run, found, lambda: _events_text(run, found) if found else nothing, private=private)
    if more:
        run.message(more_than(count or 0, "--from", "--to"))
    run.complete()


def _events_text(run: Run, found: list[Occurrence]) -> str:
    say, width = run.voice, run.width

    def title(each: Occurrence) -> str:
        return render.one_line(" · ".join(filter(None, [each.title, each.format, render.status_column(each, say)])))

    if width is not None and width < 72:  # too narrow for columns: the title goes below the date
        return "".join(
            f"{say.short_date(each.span.day)}   {say.hours(each.span)}\n"
            + "".join(f"  {line}\n" for line in render.wrapped(title(each), width=width - 2).splitlines())
            for each in found
        )
    rows = [
        [
            say.short_date(each.span.day),
            say.hours(each.span),
            render.one_line(each.title),
            each.format or "",
            render.status_column(each, say),
        ]
        for each in found
    ]
    return render.columns(rows, width=width, colour=run.colour, breaking=(2, 4))
