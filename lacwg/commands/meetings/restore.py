from __future__ import annotations

from lacwg.commands.options.ids import Date, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date


@verb
def restore(run: WritingRun, date: Date, series: SeriesId = None) -> None:
    """Take back what happened to one date; an extra one is removed.

    Example: lacwg meetings restore 2027-01-13
    """
    one_date.restore(run, date, series)
