"""``lacwg meetings cancel``."""

from __future__ import annotations

from lacwg.commands.meetings.dates import Date
from lacwg.commands.options.common import WritingRun
from lacwg.commands.options.decided import DecidedWithReason
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import series_dates as dates
from lacwg.commands.shared.options import SeriesId
from lacwg.commands.shared.placing import PublicLink
from lacwg.schedule import series_edits


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
    target = dates.find(run, date, series)
    decision = dates.decision(run, decided.reason, decided.by, public_link=public_link, needed=True)
    done = series_edits.cancel(target.loaded.record, target.occurrence, decision)
    dates.save(run, target.loaded, done, dry_run=run.dry_run)
