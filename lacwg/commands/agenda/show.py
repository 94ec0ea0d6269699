"""``lacwg agenda show``: what a meeting talks about, with a running clock."""

from __future__ import annotations

from lacwg.commands.agenda import display
from lacwg.commands.options.ids import SeriesId
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.meeting_records import DateArgument
from lacwg.records import MeetingRecord
from lacwg.run import Run


@verb
def show(run: Run, date: DateArgument = "next", series: SeriesId = None) -> None:
    """The agenda of a meeting, the next one's unless a date is given, with the hour at which each item begins.

    Example: lacwg agenda show
    """
    meeting = meeting_records.meant(run, date or "next", series)
    record = meeting_records.recorded(run, meeting) or MeetingRecord(id=meeting.record_id, state="planned")
    display.show_agenda(run, meeting, record, None)
