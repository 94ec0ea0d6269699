"""When a gathering is, how long it is, and by what rule it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

To = Annotated[str, typer.Option("--to", metavar="WHEN", help="A day keeps the hour, an hour the day.")]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", min=1, max=10_000, help="How long it is.")]
Rule = Annotated[str, typer.Option("--rule", metavar="RULE", help='As "1st Tuesday", "every Saturday" or an RRULE.')]
OtherRule = Annotated[
    str | None, typer.Option("--rule", metavar="RULE", help='As "1st Tuesday", "every Saturday" or an RRULE.')
]
At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="At what hour, as 5pm or 17:00.")]
Timezone = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="Where its clock is, as America/Havana.")
]


@dataclass(frozen=True)
class Ending:
    """When an event ends, and where the clock is that says so."""

    end: Annotated[str | None, typer.Option("--end", metavar="WHEN", help="When it ends; a time alone will do.")] = None
    duration: Annotated[str | None, typer.Option("--duration", metavar="LENGTH", help="As 90m, 1h30m or 2d.")] = None
    timezone: Timezone = None


@dataclass(frozen=True)
class Unfitting:
    """What becomes of dates to which something happened, where a new rule no longer gives them."""

    keep_dates: Annotated[
        bool, typer.Option("--keep-dates", help="Keep dates that no longer fit the rule as dates of their own.")
    ] = False
    drop_dates: Annotated[
        bool, typer.Option("--drop-dates", help="Remove what happened to dates that no longer fit.")
    ] = False
