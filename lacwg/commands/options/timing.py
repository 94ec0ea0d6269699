"""When a gathering is, how long it is, and by what rule it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from lacwg.commands.options.verb import flag, option

To = Annotated[str, typer.Option("--to", metavar="WHEN", help="A day keeps the hour, an hour the day.")]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", min=1, max=10_000, help="How long it is.")]
RULE: Final = 'As "1st Tuesday", "every Saturday" or an RRULE.'
At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="At what hour, as 5pm or 17:00.")]
Timezone = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="Where its clock is, as America/Havana.")
]


@dataclass(frozen=True)
class Ending:
    """When an event ends, and where the clock is that says so."""

    end: str | None = option("WHEN", "When it ends; a time alone will do.")
    duration: str | None = option("LENGTH", "As 90m, 1h30m or 2d.")
    timezone: Timezone = None


@dataclass(frozen=True)
class Unfitting:
    """What becomes of dates to which something happened, where a new rule no longer gives them."""

    keep_dates: bool = flag("Keep dates that no longer fit the rule as dates of their own.")
    drop_dates: bool = flag("Remove what happened to dates that no longer fit.")
