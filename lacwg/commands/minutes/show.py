"""``lacwg minutes show``."""

from __future__ import annotations

from lacwg.commands.minutes.display import show_minutes
from lacwg.commands.options.ids import SeriesId
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.meeting_records import DateArgument
from lacwg.run import Run


@verb
def show(run: Run, date: DateArgument = None, series: SeriesId = None) -> None:
    """The minutes of the latest meeting that has begun, or of the one that is named.

    Example: lacwg minutes show 2026-12-09
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    record = meeting_records.started(run, meeting)
    meeting_records.tell_of_draft(run, meeting, record)
    show_minutes(run, meeting, record, None)
