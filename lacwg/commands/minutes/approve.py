from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.minutes.show import show_minutes, state
from lacwg.commands.options.ids import SeriesId, meeting_dates
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.commands.shared.saving import told
from lacwg.errors import LacwgError
from lacwg.records import MeetingRecord
from lacwg.run import Run


@verb
def approve(
    run: WritingRun,
    date: str = argument("DATE", "The meeting whose minutes are approved.", autocompletion=meeting_dates),
    at: str | None = option("DATE", "The meeting that did so. Default: the latest.", autocompletion=meeting_dates),
    series: SeriesId = None,
) -> None:
    """Record that a later meeting approved the minutes.

    From then on they stay as they are.

    Example: lacwg minutes approve 2026-11-11 --at 2026-12-09
    """
    meeting = meeting_records.meant(run, date, series)
    _refuse_state(run, meeting, meeting_records.started(run, meeting))
    later = meeting_records.meant_or_latest(run, at, meeting.series.id)
    hint = "say which meeting has approved them: --at DATE"
    if later.series.id != meeting.series.id:
        raise LacwgError(f"{later.said} is one of {later.series.id}, not of {meeting.series.id}", hint=hint)
    if later.day <= meeting.day:
        raise LacwgError(f"minutes are approved at a later meeting than {meeting.said}", hint=hint)
    if later.occurrence.status == "cancelled":
        raise LacwgError(f"{later.said} is cancelled", hint=hint)
    if later.occurrence.span.start_utc > queries.now(run):
        raise LacwgError(f"{later.said} is still to come", hint="approve them when it has begun")

    def approved(old: MeetingRecord) -> MeetingRecord:
        _refuse_state(run, meeting, old)
        return replace(old, state="approved", approved_at=later.date)

    record = meeting_records.change(run, meeting.record_id, approved)
    show_minutes(run, meeting, record, told(run, "Approved"))
    meeting_records.tell_of_draft(run, meeting, record)


def _refuse_state(run: Run, meeting: Meeting, record: MeetingRecord) -> None:
    """Raises ``LacwgError`` for minutes that are no draft."""
    if record.state == "planned":
        raise LacwgError(
            f"the minutes of {meeting.said} have not been started",
            hint=f"start them: lacwg minutes start {meeting.reference}",
        )
    if record.state == "approved":
        stand = state(run, meeting, record)
        raise LacwgError(f"the minutes of {meeting.said} are {stand} already", hint="nothing was changed")
