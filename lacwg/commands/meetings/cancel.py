from __future__ import annotations

from lacwg.commands.options.details import DecidedWithReason, PublicLink
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, needing, verb
from lacwg.commands.shared import one_date
from lacwg.commands.shared.one_date import Stretch


@needing(date="start end")
@verb
def cancel(
    run: WritingRun,
    decided: DecidedWithReason,
    stretch: Stretch,
    date: OptionalDate = None,
    public_link: PublicLink = False,
    series: SeriesId = None,
) -> None:
    """Cancel one date, or all dates in a period.

    They stay visible as cancelled, in lists and on calendars.

    Example: lacwg meetings cancel 2027-01-13 --reason snow
    Example: lacwg meetings cancel --from 2027-07-01 --to 2027-08-31 --reason vacation
    """
    why = one_date.decision(run, decided, public_link=public_link)
    if (one := stretch.unless(date)) is None:
        one_date.cancel_stretch(run, stretch, series, why)
    else:
        one_date.cancel(run, one, series, why)
