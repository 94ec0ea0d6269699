from __future__ import annotations

from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date
from lacwg.commands.shared.one_date import Stretch


@verb
def restore(run: WritingRun, stretch: Stretch, date: OptionalDate = None, series: SeriesId = None) -> None:
    """Take back what happened to one date; an extra one is removed. Of a stretch, what was cancelled in it.

    Example: lacwg meetings restore 2027-01-13
    """
    if (one := stretch.unless(date)) is None:
        one_date.restore_stretch(run, stretch, series)
    else:
        one_date.restore(run, one, series)
