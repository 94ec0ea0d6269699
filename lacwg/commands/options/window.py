"""Which dates, how many of them, and what of each."""

from __future__ import annotations

from typing import Annotated

import typer

From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to and with this day.")]
Limit = Annotated[
    int | None, typer.Option("-n", "--limit", metavar="N", min=1, max=1_000_000, help="How many at most.")
]
PrivateToo = Annotated[bool, typer.Option("--private", help="With --json: also what is [private].")]
Zones = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="ZONE", help="Also the hour elsewhere, as America/Havana; may be repeated."),
]
