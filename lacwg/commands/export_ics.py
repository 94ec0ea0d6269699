"""``lacwg export ics``: the feed that calendars subscribe to."""

from __future__ import annotations

import typer

from lacwg.commands import exporting
from lacwg.commands.exporting import For, Output
from lacwg.commands.options import Data
from lacwg.context import Context
from lacwg.errors import FieldError

app = typer.Typer()


@app.command("ics")
def ics(output: Output = None, for_: For = "public", data: Data = None) -> None:
    """A calendar feed of all meetings and events, for calendar programs to subscribe to.

    Example: lacwg export ics -o calendar.ics
    """
    from lacwg.exporters.ics import feed

    context = Context(data, plain=True)
    failed: list[FieldError] = []
    drawn = exporting.draw(context, for_)
    text = feed.calendar(drawn.view, failed)
    exporting.write(context, output, text, drawn.watch, failed)
    context.complete()
