"""``lacwg events announce``."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg.commands.events import listing as events
from lacwg.commands.shared import announcing
from lacwg.commands.shared.options import Data, Json, Plain, event_ids, ids
from lacwg.run import Run

app = typer.Typer()


@app.command("announce")
def announce(
    event: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An event's id, or a series' id, a slash and a date.", autocompletion=ids(event_ids)
        ),
    ],
    for_: announcing.For = "members",
    eml: announcing.Eml = None,
    lang: announcing.Lang = None,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The text to paste into a mail: what, when here and elsewhere, who speaks, how to join, what changed.

    Example: lacwg events announce cuba --eml cuba.eml
    """
    run = Run(data, json=json, plain=plain)
    announcing.announce(run, events.find(run, event), for_, eml, lang)
