from __future__ import annotations

from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import RecordedAction, action_json, line
from lacwg.commands.agenda.topics import with_actions_in_full
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.commands.shared.output import details, show_whole
from lacwg.records import MeetingRecord
from lacwg.run import Run
from lacwg.text.english import long_date


@verb
def show(run: Run, date: OptionalDate = None, series: SeriesId = None) -> None:
    """Show the minutes of a meeting.

    The latest one that has begun, unless you name another.

    Example: lacwg minutes show 2026-12-09
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    record = meeting_records.started(run, meeting)
    meeting_records.tell_of_draft(run, meeting, record)
    show_minutes(run, meeting, record, None)


def state(run: Run, meeting: Meeting, record: MeetingRecord) -> str:
    """How the minutes stand: ``a draft``, ``approved at the meeting of December 9, 2026``."""
    on = meeting_records.approved_on(run, meeting, record)
    if on is not None:
        return f"approved at the meeting of {long_date(on)}"
    return {"planned": "not started", "draft": "a draft", "approved": "approved"}[record.state]


def as_draft(record: MeetingRecord) -> MeetingRecord:
    """The record with its minutes begun."""
    return replace(record, state="draft") if record.state == "planned" else record


def show_minutes(run: Run, meeting: Meeting, record: MeetingRecord, done: str | None) -> None:
    """Prints the minutes, and what was done to them."""
    names, today = contact_names(run), queries.now(run).date()
    record = with_actions_in_full(run, record)
    show_whole(
        run,
        text=lambda: _minutes_text(run, meeting, record, names),
        json=lambda: {
            "meeting": meeting_records.meeting_json(meeting.occurrence),
            "record": record.id,
            **render.values_json(record),
            "present": [{"who": who, "name": names.shown(who)} for who in record.present],
            "guests": record.guests,
            "newcomers": record.newcomers,
            "regrets": [{"who": who, "name": names.shown(who)} for who in record.regrets],
            "agenda": [render.values_json(item) for item in record.agenda],
            "decisions": [render.values_json(each) for each in record.decisions],
            "actions": [action_json(each, names, today) for each in record.actions],
        },
        plain=lambda: [
            (record.id, record.state, render.iso(record.approved_at), str(len(record.present)), record.audience)
        ],
        done=done,
    )


def _minutes_text(run: Run, meeting: Meeting, record: MeetingRecord, names: ContactNames) -> str:
    from lacwg.exporters.documents.minutes import attendance, decision

    today = queries.now(run).date()
    attended = attendance(record, run.store.group.quorum, run.voice)
    present, regrets = (", ".join(map(names.shown, each)) for each in (record.present, record.regrets))
    agenda = [f"{number}. {item.title}{' · done' if item.done else ''}" for number, item in enumerate(record.agenda, 1)]
    decisions = [f"{number}. {decision(each, run.voice)}" for number, each in enumerate(record.decisions, 1)]
    to_do = [line(RecordedAction(record.id, each), names, today, run.voice) for each in record.actions]
    about = [
        ("When", run.voice.when(meeting.occurrence.span)),
        ("State", f"{state(run, meeting, record)} · for {_FOR[record.audience]}"),
        ("Chair", names.shown(record.chair)),
        ("Present", f"{attended}: {present}" if present else attended if record.guests or record.newcomers else None),
        ("Regrets", regrets),
        ("Agenda", "\n".join(map(render.one_line, agenda))),
        ("Decisions", "\n".join(map(render.one_line, decisions))),
        ("Actions", "\n".join(to_do)),
        ("Notes", record.notes),
        ("Id", record.id),
    ]
    return details(run, f"{meeting.occurrence.title} · minutes", about)


_FOR = {"public": "everybody", "members": "members", "private": "the coordinators alone"}
