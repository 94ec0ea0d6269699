from __future__ import annotations

from lacwg.commands.minutes.show import as_draft, show_minutes, state
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.saving import told
from lacwg.errors import LacwgError


@verb
def start(run: WritingRun, date: OptionalDate = None, series: SeriesId = None) -> None:
    """Begin the minutes of a meeting.

    The latest one that has begun, unless you name another.

    Example: lacwg minutes start
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    if meeting.occurrence.status == "cancelled":
        raise LacwgError(f"{meeting.said} is cancelled", hint="name another date")
    old = meeting_records.recorded(run, meeting)
    if old is not None and old.state != "planned":
        show_minutes(run, meeting, old, f"They were started before; they are {state(run, meeting, old)}.")
        return
    record = meeting_records.change(run, meeting.record_id, as_draft)
    show_minutes(run, meeting, record, told(run, "Started"))
