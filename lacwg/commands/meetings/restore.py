from __future__ import annotations

from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, needing, verb
from lacwg.commands.shared import one_date
from lacwg.commands.shared.one_date import Stretch


@needing(date="start end")
@verb
def restore(run: WritingRun, stretch: Stretch, date: OptionalDate = None, series: SeriesId = None) -> None:
    """Undo what happened to one date.

    It takes place as the rule has it; an extra date is removed, and one that was moved and then cancelled is moved
    again. With --from, every cancelled date in a period is restored.

    Example: lacwg meetings restore 2027-01-13
    """
    if (one := stretch.unless(date)) is None:
        one_date.restore_stretch(run, stretch, series)
    else:
        one_date.restore(run, one, series)
