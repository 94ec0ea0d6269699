"""Which record or dates are meant, and what of each: arguments and options, and their completion in a shell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Final

import typer

from lacwg.errors import LacwgError
from lacwg.run import Run
from lacwg.store.ids import day_in


def ids(of: Callable[[Run], list[str]]) -> Callable[[typer.Context, str], list[str]]:
    """A completion of ids that begin with what was typed; of one with a date its part after that will do."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        data = ctx.params.get("data")
        try:
            run = Run(Path(data) if data else None, plain=True)
            run.store.problems.tolerant = True
            found = of(run)
        except (LacwgError, OSError):
            return []  # a shell's completion is no place for messages
        whole = [each for each in found if each.startswith(incomplete)]
        return whole or [each[11:] for each in found if day_in(each) and each[11:].startswith(incomplete)]

    return complete


def _dates_of_meetings(run: Run) -> list[str]:
    """The dates of the meetings from three months ago to a year from now, by the rule."""
    import datetime as dt

    from lacwg.commands import queries

    series = queries.main_series(run, None)
    now = queries.now(run)
    stream = queries.series_occurrences(run, series, now - dt.timedelta(days=92))
    found = takewhile(lambda each: each.span.start_utc <= now + dt.timedelta(days=366), stream)
    return ["next", *(each.id.rsplit("/", 1)[1] for each in found)]


event_ids = ids(lambda run: run.store.events.ids()[::-1])
contact_ids = ids(lambda run: run.store.contacts.ids())
issue_ids = ids(lambda run: run.store.issues.ids())
series_ids = ids(lambda run: run.store.series.ids())
meeting_dates = ids(_dates_of_meetings)

_DATE: Final = 'The date it has now, the date it was planned for, or "next".'
ID: Final = "The id, its beginning, or the title."
_EVENT: Final = "An event's id or title; or a series' id, a slash, and a date."
_SERIES: Final = "Another series. Default: the group's main one."
Date = Annotated[str, typer.Argument(metavar="DATE", help=_DATE, autocompletion=meeting_dates)]
"""One date of a series of meetings."""
OptionalDate = Annotated[str | None, typer.Argument(metavar="[DATE]", help=_DATE, autocompletion=meeting_dates)]
EventId = Annotated[str, typer.Argument(metavar="ID", help=_EVENT, autocompletion=event_ids)]
"""An event, or one date of a series of events."""
SeriesArgument = Annotated[str, typer.Argument(metavar="ID", help=ID, autocompletion=series_ids)]
SeriesId = Annotated[str | None, typer.Option("--series", metavar="ID", help=_SERIES, autocompletion=series_ids)]
Issues = Annotated[
    list[str] | None,
    typer.Option("--issue", metavar="ID", help="An issue it is about; may be repeated.", autocompletion=issue_ids),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Until this day, included.")]
Limit = Annotated[
    int | None, typer.Option("-n", "--limit", metavar="N", min=1, max=1_000_000, help="At most this many.")
]
PrivateToo = Annotated[bool, typer.Option("--private", help="With --json: include [private] tables.")]
Zones = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="ZONE", help="The hour in this zone too, such as America/Havana; may be repeated."),
]
