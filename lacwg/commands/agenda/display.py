"""An agenda changed, and how it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lacwg import render
from lacwg.commands.agenda.items import length, with_actions_in_full
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.commands.shared.saving import told
from lacwg.records import AgendaItem, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.span import after
from lacwg.text.english import DateStyle, clock_time, plural
from lacwg.voice.voice import ENGLISH


class TimedItem(NamedTuple):
    """An item of an agenda with its number."""

    number: int
    item: AgendaItem
    at: dt.datetime | None
    """When it begins; None from the first one on that follows an item without a length."""


def _timed(meeting: Meeting, record: MeetingRecord) -> Iterator[TimedItem]:
    at = None if meeting.occurrence is None else meeting.occurrence.span.starts_at
    for number, item in enumerate(record.agenda, 1):
        yield TimedItem(number, item, at)
        if at is not None:
            at = None if item.minutes is None else after(at, dt.timedelta(minutes=item.minutes))


def _too_long(meeting: Meeting, record: MeetingRecord) -> str | None:
    span = None if meeting.occurrence is None else meeting.occurrence.span
    if span is None or span.ends_at is None:
        return None
    over = length(record).minutes - (span.over_utc - span.start_utc) // dt.timedelta(minutes=1)
    if over <= 0:
        return None
    return f"the agenda is {plural(over, 'minute')} longer than the meeting, which ends at {clock_time(span.ends_at)}"


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
    show_result(
        run,
        text=lambda: _agenda_text(run, meeting, full, names) + (f"{done}\n" if done else ""),
        json=lambda: _agenda_json(meeting, full, names),
        plain=lambda: [
            (str(number), _clock(at), item.title, None if item.minutes is None else str(item.minutes), item.who)
            for number, item, at in _timed(meeting, record)
        ],
    )
    complete_after_writing(run)


def _clock(at: dt.datetime | None, voice: DateStyle = ENGLISH) -> str:
    """``5:10``: within a meeting everybody knows which half of the day it is."""
    return "" if at is None else voice.clock_time(at).partition(" ")[0]


def _agenda_text(run: Run, meeting: Meeting, record: MeetingRecord, names: ContactNames) -> str:
    head = render.heading(f"{meeting.title} · agenda", colour=run.colour) + f"{meeting.when(run.voice)}\n"
    if not record.agenda:
        return f"{head}No agenda yet; start one: lacwg agenda prepare {meeting_records.reference(meeting)}\n"
    rows = [
        [
            f"{number:2}",
            _clock(at, run.voice).rjust(5) if at else "",
            item.title,
            f"{item.minutes:2} min" if item.minutes else "",
            names.shown(item.who),
            "done" if item.done else "",
        ]
        for number, item, at in _timed(meeting, record)
    ]
    table = render.columns(rows, width=run.width, colour=run.colour, breaking=range(6))
    warning = _too_long(meeting, record)
    note = f"Note: {warning}\n" if warning else ""
    return f"{head}\n{table}\n{length(record)}\n{note}"


def _agenda_json(meeting: Meeting, record: MeetingRecord, names: ContactNames) -> dict[str, Any]:
    warning, total = _too_long(meeting, record), length(record)
    return {
        "meeting": meeting_records.meeting_json(meeting),
        "record": record.id,
        "state": record.state,
        "items": [
            {
                "number": number,
                "at": render.iso(at),
                "name": names.shown(item.who) or None,
                **render.values_json(item, "title", "minutes", "who", "done", "issues"),
            }
            for number, item, at in _timed(meeting, record)
        ],
        "minutes": total.minutes,
        "without_minutes": total.unknown,
        "warnings": [] if warning is None else [{"code": "agenda-too-long", "message": warning}],
    }
