"""``lacwg meetings announce``."""

from __future__ import annotations

from lacwg.commands.options.ids import SeriesId, meeting_dates
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.shared import announcing, finding
from lacwg.commands.shared.announcing import Announcing
from lacwg.run import Run


@verb
def announce(
    run: Run,
    options: Announcing,
    date: str = argument("[DATE]", "Its date; else the next one.", default="next", autocompletion=meeting_dates),
    series: SeriesId = None,
) -> None:
    """The text to paste into a mail: what, when here and elsewhere, how to join, the agenda, what changed.

    Example: lacwg meetings announce --audience public
    """
    announcing.announce(run, finding.series_date(run, date, series), options)
