"""``lacwg meetings announce``."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg.commands.meetings import listing as meetings
from lacwg.commands.shared import announcing
from lacwg.commands.shared.options import Data, Json, Plain, SeriesId, ids, meeting_dates
from lacwg.run import Run

app = typer.Typer()


@app.command("announce")
def announce(
    date: Annotated[
        str,
        typer.Argument(metavar="[DATE]", help="Its date; else the next one.", autocompletion=ids(meeting_dates)),
    ] = "next",
    for_: announcing.For = "members",
    eml: announcing.Eml = None,
    lang: announcing.Lang = None,
    series: SeriesId = None,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The text to paste into a mail: what, when here and elsewhere, how to join, the agenda, what changed.

    Example: lacwg meetings announce --audience public
    """
    run = Run(data, json=json, plain=plain)
    announcing.announce(run, meetings.find(run, date, series), for_, eml, lang)
