"""Which record or dates are meant, and what of each: arguments and options, and their completion in a shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from lacwg.errors import LacwgError
from lacwg.run import Run
from lacwg.schedule import zones
from lacwg.store.ids import day_in

Completion = Callable[[typer.Context, str], list[str]]


class _Quiet(Run):
    """A shell's completion is no place for messages."""

    def message(self, text: str) -> None:
        """Says nothing."""


def completed(of: Callable[[Run, Mapping[str, Any]], Iterable[str]]) -> Completion:
    """A completion of the texts that ``of`` gives of a folder and of what was typed before, by what they begin with.

    Each once, and only what can stand on a line.
    """

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        data = ctx.params.get("data")
        try:
            run = _Quiet(Path(data) if data else None, plain=True)
            run.store.problems.tolerant = True
            found = [each for each in dict.fromkeys(of(run, ctx.params)) if each.isprintable()]
            run.close()
        except (LacwgError, OSError):
            return []
        whole = [each for each in found if each.startswith(incomplete)]
        whole = whole or [each[11:] for each in found if day_in(each) and each[11:].startswith(incomplete)]
        return whole[:MOST]

    return complete


def ids(of: Callable[[Run], Iterable[str]]) -> Completion:
    """A completion of ids; of one with a date its part after that will do."""
    return completed(lambda run, _: of(run))


def _dates_of_meetings(run: Run) -> list[str]:
    """The dates of the meetings from three months ago to a year from now, by the rule."""
    import datetime as dt

    from lacwg.commands import queries

    series = queries.main_series(run, None)
    now = queries.now(run)
    stream = queries.series_occurrences(run, series, now - dt.timedelta(days=92))
    found = takewhile(lambda each: each.span.start_utc <= now + dt.timedelta(days=366), stream)
    return ["next", *(each.id.rsplit("/", 1)[1] for each in found)]


def _lists(run: Run) -> Iterable[str]:
    from lacwg.commands import queries

    return queries.lists(run)


event_ids = ids(lambda run: run.store.events.ids()[::-1])
contact_ids = ids(lambda run: run.store.contacts.ids())
issue_ids = ids(lambda run: run.store.issues.ids())
series_ids = ids(lambda run: run.store.series.ids())
record_ids = ids(lambda run: (each for some in run.store.collections for each in some.ids()))
meeting_dates = ids(_dates_of_meetings)
names = ids(lambda run: (name for _, name in run.store.contacts.titles()))
persons = ids(lambda run: (each for pair in run.store.contacts.titles() for each in reversed(pair)))
"""Contacts, by their names and by their ids."""
list_names = ids(_lists)
signed_lists = ids(lambda run: (f"{sign}{each}" for sign in "+-" for each in _lists(run)))
role_names = ids(lambda run: (each.role for one in run.store.contacts.all() for each in one.all_roles))
zone_names = ids(lambda run: [*run.settings.zones, *run.store.group.zones, *zones.of_places()])
country_names = ids(lambda _: (each for pair in zones.countries().items() for each in reversed(pair)))

MOST: Final = 200
"""Candidates that are offered at once."""
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
    typer.Option(
        "--in",
        metavar="ZONE",
        autocompletion=zone_names,
        help="The hour in this zone too, such as America/Havana; may be repeated.",
    ),
]
