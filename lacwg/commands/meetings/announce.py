"""``lacwg meetings announce``."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg.commands.options.announcing import Announcing
from lacwg.commands.options.ids import SeriesId, ids, meeting_dates
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import announcing, finding
from lacwg.run import Run


@verb
def announce(
    run: Run,
    options: Announcing,
    date: Annotated[
        str,
        typer.Argument(metavar="[DATE]", help="Its date; else the next one.", autocompletion=ids(meeting_dates)),
    ] = "next",
    series: SeriesId = None,
) -> None:
    """The text to paste into a mail: what, when here and elsewhere, how to join, the agenda, what changed.

    Example: lacwg meetings announce --audience public
    """
    announcing.announce(run, finding.series_date(run, date, series), options)
