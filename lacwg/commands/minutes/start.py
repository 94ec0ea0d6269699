from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.minutes.show import as_draft, show_minutes, state
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.asking import agreed
from lacwg.commands.shared.contact_names import contact_names
from lacwg.commands.shared.saving import told
from lacwg.errors import LacwgError
from lacwg.records import MeetingRecord
from lacwg.run import Run


@verb
def start(run: WritingRun, date: OptionalDate = None, series: SeriesId = None) -> None:
    """Begin the minutes of a meeting.

    The latest one that has begun, unless you name another. Who answered that they would not come is offered as regrets.

    Example: lacwg minutes start
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    if meeting.occurrence.status == "cancelled":
        raise LacwgError(f"{meeting.said} is cancelled", hint="name another date")
    old = meeting_records.recorded(run, meeting)
    if old is not None and old.state != "planned":
        show_minutes(run, meeting, old, f"They were started before; they are {state(run, meeting, old)}.")
        return
    away = _regrets(run, old)
    record = meeting_records.change(
        run, meeting.record_id, lambda each: replace(as_draft(each), regrets=(*each.regrets, *away))
    )
    show_minutes(run, meeting, record, told(run, "Started"))


def _regrets(run: Run, record: MeetingRecord | None) -> tuple[str, ...]:
    """Who answered that they would not come, if somebody at the terminal says that members may read it."""
    if record is None or not run.interactive or run.mode != "people" or run.dry_run:
        return ()
    names, there = contact_names(run), {*record.present, *record.regrets}
    away = [each.contact for each in record.rsvp if each.answer == "no"]
    away = [each for each in away if each in names.names and each not in there]
    who = run.voice.list_format([names.shown(each) for each in away])
    question = "Note it as regrets, which members see?"
    nobody = "No regrets were noted."
    said = f"{who} answered that they would not come."
    return tuple(away) if away and agreed(run, question, yes=False, about=said, otherwise=nobody) else ()
