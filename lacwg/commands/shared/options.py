"""What several verbs take: options, arguments, and the completion of ids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from lacwg.errors import LacwgError
from lacwg.run import Run
from lacwg.store.collection import day_in

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder; else LACWG_DATA, else the nearest one upward."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Plain = Annotated[bool, typer.Option("--plain", help="Print lines of values with tabs between them.")]
PrivateToo = Annotated[bool, typer.Option("--private", help="With --json: also what is [private].")]
Limit = Annotated[
    int | None, typer.Option("-n", "--limit", metavar="N", min=1, max=1_000_000, help="How many at most.")
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to and with this day.")]


def ids(of: Callable[[Run], list[str]]) -> Callable[[typer.Context, str], list[str]]:
    """A completion of ids that begin with what was typed; of one with a date its part after that will do."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        data = ctx.params.get("data")
        run = Run(Path(data) if data else None, plain=True)
        try:
            run.store.problems.tolerant = True
            found = of(run)
        except (LacwgError, OSError):
            return []  # a shell's completion is no place for messages
        whole = [each for each in found if each.startswith(incomplete)]
        return whole or [each[11:] for each in found if day_in(each) and each[11:].startswith(incomplete)]

    return complete


def event_ids(run: Run) -> list[str]:
    """The ids of all events, the latest first."""
    return run.store.events.ids()[::-1]


def contact_ids(run: Run) -> list[str]:
    """The ids of all contacts."""
    return run.store.contacts.ids()


def issue_ids(run: Run) -> list[str]:
    """The ids of all issues."""
    return run.store.issues.ids()


def series_ids(run: Run) -> list[str]:
    """The ids of all series."""
    return run.store.series.ids()


def meeting_dates(run: Run) -> list[str]:
    """The dates of the meetings from three months ago to a year from now, by the rule."""
    import datetime as dt

    from lacwg.commands import queries

    series = queries.main_series(run, None)
    now = queries.now(run)
    stream = queries.series_occurrences(run, series, now - dt.timedelta(days=92))
    dates = []
    for occurrence in stream:
        if occurrence.span.start_utc > now + dt.timedelta(days=366):
            break
        dates.append(occurrence.id.rsplit("/", 1)[1])
    return ["next", *dates]


SeriesId = Annotated[
    str | None,
    typer.Option(
        "--series", metavar="ID", help="Another series than the group's main one.", autocompletion=ids(series_ids)
    ),
]
IssuesOption = Annotated[
    list[str] | None,
    typer.Option("--issue", metavar="ID", help="What it is about; may be repeated.", autocompletion=ids(issue_ids)),
]


def issues_meant(run: Run, typed: list[str] | None) -> tuple[str, ...]:
    """The ids of the issues that were typed, each once. Raises ``NoSuchRecordError``."""
    return tuple(dict.fromkeys(run.store.issues.find(each) for each in typed or []))
