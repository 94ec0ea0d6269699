from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lacwg import render
from lacwg.commands.agenda.topics import clock, timed, with_actions_in_full
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import verb
from lacwg.commands.sending.options import SendingAlone
from lacwg.commands.shared import meeting_records, on_duty
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.commands.shared.output import show_whole
from lacwg.commands.shared.saving import told
from lacwg.records import MeetingRecord
from lacwg.run import Run
from lacwg.text.english import plural


@verb
def show(run: Run, sending: SendingAlone, date: OptionalDate = "next", series: SeriesId = None) -> None:
    """Show a meeting's agenda with its hours, or send it.

    Example: lacwg agenda show
    Example: lacwg agenda show --send members --dry-run
    """
    meeting = meeting_records.meant(run, date or "next", series)
    if sending.wanted:
        from lacwg.commands.shared.handing_on import send_on

        send_on(run, meeting, sending.audience, sending.lang, sending, "agenda")
        return
    record = meeting_records.recorded(run, meeting) or MeetingRecord(id=meeting.record_id, state="planned")
    show_agenda(run, meeting, record, None)


def length(record: MeetingRecord) -> tuple[int, int]:
    """How many minutes the agenda of a record takes, and how many of its items have no length."""
    known = [item.minutes for item in record.agenda if item.minutes is not None]
    return sum(known), len(record.agenda) - len(known)


def length_text(record: MeetingRecord) -> str:
    """``3 items, 50 minutes and 1 without a length``."""
    minutes, unknown = length(record)
    said = [plural(len(record.agenda), "item"), *([plural(minutes, "minute")] if minutes else [])]
    return ", ".join(said) + (f" and {unknown} without a length" if unknown and minutes else "")


def _too_long(run: Run, meeting: Meeting, record: MeetingRecord) -> str | None:
    span = meeting.occurrence.span
    if span.ends_at is None:
        return None
    over = length(record)[0] - (span.over_utc - span.start_utc) // dt.timedelta(minutes=1)
    if over <= 0:
        return None
    ends = run.english.clock_time(span.ends_at)
    return f"the agenda is {plural(over, 'minute')} longer than the meeting, which ends at {ends}"


def change(run: Run, meeting: Meeting, changed: Callable[[MeetingRecord], MeetingRecord]) -> MeetingRecord:
    """Writes what ``changed`` makes of the meeting's record, unless its minutes are approved."""

    def unless_approved(old: MeetingRecord) -> MeetingRecord:
        meeting_records.refuse_approved(old, meeting)
        return changed(old)

    return meeting_records.change(run, meeting.record_id, unless_approved)


def change_and_show(run: Run, meeting: Meeting, changed: Callable[[MeetingRecord], MeetingRecord]) -> None:
    """The same, and prints what has become of the agenda."""
    show_agenda(run, meeting, change(run, meeting, changed), told(run))


def show_agenda(run: Run, meeting: Meeting, record: MeetingRecord, done: str | None) -> None:
    """Prints an agenda, and what was done to it."""
    names = contact_names(run)
    full = record if run.mode == "plain" else with_actions_in_full(run, record)
    (minutes, unknown), warning = length(record), _too_long(run, meeting, record)
    show_whole(
        run,
        text=lambda: _agenda_text(run, meeting, full, names, done),
        json=lambda: {
            "meeting": meeting_records.meeting_json(meeting.occurrence),
            **on_duty.told(run, meeting.occurrence)[1],
            "record": record.id,
            "state": record.state,
            "items": [
                {"number": n, "at": render.iso(at), "name": names.shown(of.who) or None, **render.values_json(of)}
                for n, of, at in timed(meeting, full)
            ],
            "minutes": minutes,
            "without_minutes": unknown,
            "warnings": [] if warning is None else [{"code": "agenda-too-long", "message": warning}],
        },
        plain=lambda: [
            (str(number), clock(at), item.title, None if item.minutes is None else str(item.minutes), item.who)
            for number, item, at in timed(meeting, record)
        ],
    )


def _agenda_text(run: Run, meeting: Meeting, record: MeetingRecord, names: ContactNames, done: str | None) -> str:
    head = render.heading(f"{meeting.occurrence.title} · agenda", colour=run.colour)
    head += f"{run.voice.when(meeting.occurrence.span)}\n"
    duties, _ = on_duty.told(run, meeting.occurrence)
    head += f"{duties}\n" if duties else ""
    done = f"{done}\n" if done else ""
    if not record.agenda:
        start = "." if done else f"; start one: lacwg agenda prepare {meeting.reference}"
        return f"{head}No agenda yet{start}\n{done}"
    rows = [
        [
            f"{number:2}",
            clock(at, run.voice).rjust(5) if at else "",
            item.title,
            f"{item.minutes:2} min" if item.minutes else "",
            names.shown(item.who),
            "done" if item.done else "",
        ]
        for number, item, at in timed(meeting, record)
    ]
    table = render.columns(rows, width=run.width, colour=run.colour, breaking=range(6))
    warning = _too_long(run, meeting, record)
    note = f"Note: {warning}\n" if warning else ""
    return f"{head}\n{table}\n{length_text(record)}\n{note}{done}"
