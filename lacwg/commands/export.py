"""``lacwg export``: what goes out of the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lacwg import audience
from lacwg.commands import gather
from lacwg.commands.options import Data
from lacwg.context import Context
from lacwg.errors import FieldError
from lacwg.store import files

app = typer.Typer()

Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file; standard output else.")
]
For = Annotated[audience.Reader, typer.Option("--audience", help="Who is to read it.")]


@app.command("ics")
def ics(output: Output = None, for_: For = "public", data: Data = None) -> None:
    """A calendar feed of all meetings and events, for calendar programs to subscribe to.

    Example: lacwg export ics -o calendar.ics
    """
    from lacwg.exporters.ics import feed

    context = Context(data, plain=True)
    store = context.store
    gather.group_zone(context)
    failed: list[FieldError] = []
    events = (event for _, event in store.events.since(None))
    text = feed.calendar(audience.view(for_, store.group, store.series.all(), events), failed)
    for error in failed:
        store.problems.add(store.located(error))
    if output is None:
        context.out(text.decode())
    else:
        files.write_output(output, text)
        context.message(f"Wrote {output}")
    context.complete()
