from __future__ import annotations

from lacwg.commands.options.details import DecidedWithReason, PublicLink
from lacwg.commands.options.ids import Date, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date


@verb
def cancel(
    run: WritingRun,
    date: Date,
    decided: DecidedWithReason,
    public_link: PublicLink = False,
    series: SeriesId = None,
) -> None:
    """Cancel one date. It stays visible as cancelled, in lists and on calendars.

    Example: lacwg meetings cancel 2027-01-13 --reason snow
    """
    one_date.cancel(run, date, series, one_date.decision(run, decided, public_link=public_link))
