"""``lacwg minutes``: what a meeting decided, who was there, and what goes out of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.meetings import records as meeting_records
from lacwg.commands.meetings.actions import action_json, standing
from lacwg.commands.meetings.agenda import in_full
from lacwg.commands.meetings.records import Amend, DateArgument, DryRun, Kept, Meeting
from lacwg.commands.shared import asking, text_editing
from lacwg.commands.shared.options import Data, IssuesOption, Json, Plain, SeriesId, ids, issues_meant, meeting_dates
from lacwg.commands.shared.output import complete_after_writing, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.people import People, named, people
from lacwg.commands.shared.text_editing import Edited
from lacwg.errors import LacwgError, NoSuchRecordError, RecordError, UsageError
from lacwg.records import AgendaItem, AudienceName, Decision, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.wording import long_date
from lacwg.store.collection import Loaded
from lacwg.voice.voice import wording

app = typer.Typer()


@app.command("start")
def start(
    date: DateArgument = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Begin the minutes of the latest meeting that has begun, or of the one that is named.

    Example: lacwg minutes start
    """
    run = Run(data, json=json, plain=plain)
    meeting = meant_or_latest(run, date, series)
    if meeting.occurrence is not None and meeting.occurrence.status == "cancelled":
        raise LacwgError(f"{meeting.said} is cancelled", hint="name another date")
    found = meeting_records.loaded(run, meeting)
    base_text = None if found is None else found.base_text
    old = MeetingRecord(id=meeting.record_id, state="planned") if found is None else found.record
    if old.state == "planned":
        record = replace(old, state="draft")
        _save(run, meeting, record, base_text, "Started", dry_run=dry_run)
    else:
        told = f"They were started before; they are {_state(old, approved_on(run, meeting, old))}."
        _show(run, meeting, old, told)


@app.command("edit")
def edit(
    date: DateArgument = None,
    present: Annotated[
        list[str] | None, typer.Option("--present", metavar="NAME", help="Who was there; may be repeated.")
    ] = None,
    chair: Annotated[str | None, typer.Option("--chair", metavar="NAME", help="Who led it.")] = None,
    decision: Annotated[str | None, typer.Option("--decision", metavar="TEXT", help="One more decision.")] = None,
    for_: Annotated[int | None, typer.Option("--for", metavar="N", min=0, help="Votes for the decision.")] = None,
    against: Annotated[int | None, typer.Option("--against", metavar="N", min=0, help="Votes against it.")] = None,
    abstain: Annotated[int | None, typer.Option("--abstain", metavar="N", min=0, help="Who abstained.")] = None,
    issue: IssuesOption = None,
    notes: Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="More notes, in Markdown.")] = None,
    done: Annotated[
        list[int] | None,
        typer.Option("--done", metavar="NUMBER", min=1, help="An item of the agenda that is settled; may be repeated."),
    ] = None,
    for_whom: Annotated[AudienceName | None, typer.Option("--audience", help="Who may have the minutes.")] = None,
    amend: Amend = False,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add to the minutes; without anything to add, open your editor on the record.

    Approved minutes change with --amend alone, who may have them too; their actions are done or dropped without it.

    Example: lacwg minutes edit --present Yoav --present John --decision "Plan a webinar" --for 7 --against 1
    """
    run = Run(data, json=json, plain=plain)
    meeting = meant_or_latest(run, date, series)
    if decision is None and (for_, against, abstain) != (None, None, None):
        raise UsageError("--for, --against and --abstain belong to a --decision", hint='add: --decision "TEXT"')
    if decision is None and issue:
        raise UsageError("--issue belongs to a --decision", hint='add: --decision "TEXT"')
    changes = any(each is not None for each in (present, chair, decision, notes, done))
    if not changes and for_whom is None:
        if dry_run:
            raise UsageError("--dry-run shows what options would do, and none is given", hint="as: --present NAME")
        _in_editor(run, meeting, amend=amend)
        return
    found = started(run, meeting)
    meeting_records.refuse_approved(found.record, meeting, amend=amend)
    among = people(run)
    record = _with_people(found.record, among, present or [], chair)
    if said := asking.text("--decision", decision):
        made = Decision(text=said, for_=for_, against=against, abstain=abstain, issues=issues_meant(run, issue))
        record = replace(record, decisions=(*record.decisions, made))
    elif decision is not None:
        raise UsageError("--decision is empty", hint="say what was decided")
    if more := asking.text("--notes", notes):
        record = replace(record, notes=f"{record.notes.rstrip()}\n\n{more}" if record.notes else more)
    record = replace(record, agenda=_settled(record, meeting, done or []))
    if for_whom is not None:
        record = replace(record, audience=for_whom)
    if changes and record.state == "planned":
        record = replace(record, state="draft")
    _save(run, meeting, record, found.base_text, "Saved", dry_run=dry_run)


def _with_people(record: MeetingRecord, among: People, present: list[str], chair: str | None) -> MeetingRecord:
    """The record with more people, each once; who led it was there."""
    led = named(among, "--chair", chair)
    there = [named(among, "--present", each) for each in present]
    new = dict.fromkeys(each for each in [*there, led] if each and each not in record.present)
    # those who were there before stay as they are: several may be "a former member"
    return replace(record, present=(*record.present, *new), chair=led or record.chair)


def _settled(record: MeetingRecord, meeting: Meeting, done: list[int]) -> tuple[AgendaItem, ...]:
    for number in done:
        if number > len(record.agenda):
            raise NoSuchRecordError(
                f"the agenda of {meeting.said} has no item {number}",
                hint=f"see them: lacwg agenda show {meeting_records.reference(meeting)}",
            )
    return tuple(replace(item, done=True) if number in done else item for number, item in enumerate(record.agenda, 1))


def _in_editor(run: Run, meeting: Meeting, *, amend: bool) -> None:
    """Lets somebody edit the record's text. What does not decode stays as a draft, and can be gone on with."""

    def allowed(record: MeetingRecord) -> None:
        meeting_records.refuse_approved(record, meeting, amend=amend)

    allowed(started(run, meeting).record)
    record, changed = text_editing.in_editor(
        run,
        lambda store: store.meetings,
        meeting.record_id,
        again=meeting_records.go_on(meeting, amend=amend),
        instead="--present NAME",
        allowed=allowed,
        opening=lambda record: replace(record, state="draft") if record.state == "planned" else record,
        check=lambda edited: _refuse_same_ids(run, edited),
    )
    if changed:
        run.done = "The minutes are saved."
    _show(run, meeting, record, undoable() if changed else "Nothing was changed.")


def _refuse_same_ids(run: Run, edited: Edited[MeetingRecord]) -> None:
    """Raises ``RecordError`` where an action of the text has the letters of another one."""
    record = edited.record
    others = {each.action.id: each.record_id for each in meeting_records.actions_of(run) if each.record_id != record.id}
    for number, action in enumerate(record.actions):
        if action.id in others:
            raise RecordError(
                f'another action has the id "{action.id}" (in {others[action.id]})',
                where=edited.draft.where(("actions", number, "id")),
                hint="write four other letters",
                code="M101",
            )
        others[action.id] = record.id


@app.command("show")
def show(
    date: DateArgument = None, series: SeriesId = None, data: Data = None, json: Json = False, plain: Plain = False
) -> None:
    """The minutes of the latest meeting that has begun, or of the one that is named.

    Example: lacwg minutes show 2026-12-09
    """
    run = Run(data, json=json, plain=plain)
    meeting = meant_or_latest(run, date, series)
    record = started(run, meeting).record
    meeting_records.tell_of_draft(run, meeting, record)
    _show(run, meeting, record, None)


@app.command("approve")
def approve(
    date: Annotated[
        str,
        typer.Argument(metavar="DATE", help="The meeting whose minutes they are.", autocompletion=ids(meeting_dates)),
    ],
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="DATE", help="The later meeting; else the latest.", autocompletion=ids(meeting_dates)
        ),
    ] = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Say that a later meeting has approved the minutes of one; from then on they stay as they are.

    Example: lacwg minutes approve 2026-11-11 --at 2026-12-09
    """
    run = Run(data, json=json, plain=plain)
    meeting = meeting_records.meant(run, date, series)
    found = started(run, meeting)
    if found.record.state == "planned":
        raise LacwgError(
            f"the minutes of {meeting.said} have not been started",
            hint=f"start them: lacwg minutes start {meeting_records.reference(meeting)}",
        )
    if found.record.state == "approved":
        stand = _state(found.record, approved_on(run, meeting, found.record))
        raise LacwgError(f"the minutes of {meeting.said} are {stand} already", hint="nothing was changed")
    later = meant_or_latest(run, at, meeting.series.id)
    _refuse_approval(run, meeting, later)
    record = replace(found.record, state="approved", approved_at=later.date)
    _save(run, meeting, record, found.base_text, "Approved", dry_run=dry_run)
    meeting_records.tell_of_draft(run, meeting, record)


def _refuse_approval(run: Run, meeting: Meeting, later: Meeting) -> None:
    """Raises ``LacwgError`` where ``later`` cannot have approved the minutes of ``meeting``."""
    hint = "say which meeting has approved them: --at DATE"
    if later.series.id != meeting.series.id:
        raise LacwgError(f"{later.said} is one of {later.series.id}, not of {meeting.series.id}", hint=hint)
    if later.day <= meeting.day:
        raise LacwgError(f"minutes are approved at a later meeting than {meeting.said}", hint=hint)
    if later.occurrence is not None and later.occurrence.status == "cancelled":
        raise LacwgError(f"{later.said} is cancelled", hint=hint)
    now = queries.now(run)
    if later.day > now.date() if later.occurrence is None else later.occurrence.starts > now:
        raise LacwgError(f"{later.said} is still to come", hint="approve them when it has begun")


# Gathering


def meant_or_latest(run: Run, date: str | None, series: str | None) -> Meeting:
    """The meeting of a date; without one the latest that has begun."""
    if date is None:
        return meeting_records.latest(run, series)
    return meeting_records.meant(run, date, series)


def started(run: Run, meeting: Meeting) -> Loaded[MeetingRecord]:
    """The meeting's record. Raises ``NoSuchRecordError`` where it has none."""
    found = meeting_records.loaded(run, meeting)
    if found is None:
        raise NoSuchRecordError(
            f"there are no minutes of {meeting.said}",
            hint=f"start them: lacwg minutes start {meeting_records.reference(meeting)}",
        )
    return found


def _save(
    run: Run, meeting: Meeting, record: MeetingRecord, base_text: str | None, done: str, *, dry_run: bool
) -> None:
    if not dry_run:
        meeting_records.keep(run, record, base_text)
    _show(run, meeting, record, "Nothing was saved." if dry_run else undoable(done))


# Showing


def approved_on(run: Run, meeting: Meeting, record: MeetingRecord) -> dt.date | None:
    """The day on which the meeting that approved the minutes took place."""
    return None if record.approved_at is None else meeting_records.days(run, meeting.series)(record.approved_at)


def _state(record: MeetingRecord, on: dt.date | None) -> str:
    if on is not None:
        return f"approved at the meeting of {long_date(on)}"
    return {"planned": "not started", "draft": "a draft", "approved": "approved"}[record.state]


def _show(run: Run, meeting: Meeting, record: MeetingRecord, told: str | None) -> None:
    """Prints the minutes, and what was done to them."""
    among, today = people(run), queries.now(run).date()
    actions = {each.action.id: each for each in meeting_records.actions_of(run)}
    show_result(
        run,
        people=lambda: _text(run, meeting, record, among, actions) + (f"{told}\n" if told else ""),
        json=lambda: _json(meeting, record, among, actions, today),
        plain=lambda: [
            (record.id, record.state, render.iso(record.approved_at), str(len(record.present)), record.audience)
        ],
    )
    complete_after_writing(run)


def _text(run: Run, meeting: Meeting, record: MeetingRecord, among: People, actions: dict[str, Kept]) -> str:
    from lacwg.exporters.minutes import document

    today = queries.now(run).date()
    english = wording("en")
    attended = document.attendance(len(record.present), run.store.group.quorum, english)
    present = ", ".join(among.name(who) for who in record.present)
    agenda = [
        f"{number}. {in_full(item.title, actions)}{' · done' if item.done else ''}"
        for number, item in enumerate(record.agenda, 1)
    ]
    decisions = [f"{number}. {document.decision(each, english)}" for number, each in enumerate(record.decisions, 1)]
    to_do = [
        " · ".join(filter(None, [each.id, each.what, among.shown(each.who), standing(Kept(record.id, each), today)]))
        for each in record.actions
    ]
    about = [
        ("When", meeting.when),
        ("State", f"{_state(record, approved_on(run, meeting, record))} · for {_FOR[record.audience]}"),
        ("Chair", among.shown(record.chair)),
        ("Present", f"{attended}: {present}" if record.present else None),
        ("Agenda", "\n".join(map(render.one_line, agenda))),
        ("Decisions", "\n".join(map(render.one_line, decisions))),
        ("Actions", "\n".join(map(render.one_line, to_do))),
        ("Notes", record.notes),
        ("Id", record.id),
    ]
    head = render.heading(f"{meeting.title} · minutes", colour=run.colour)
    return head + render.labelled(about, width=run.width)


_FOR = {"public": "everybody", "members": "members", "private": "the coordinators alone"}


def _json(
    meeting: Meeting, record: MeetingRecord, among: People, actions: dict[str, Kept], today: dt.date
) -> dict[str, Any]:
    return {
        "meeting": meeting_records.meeting_json(meeting),
        "record": record.id,
        "state": record.state,
        "approved_at": render.iso(record.approved_at),
        "audience": record.audience,
        "chair": record.chair,
        "present": [{"who": who, "name": among.name(who)} for who in record.present],
        "agenda": [
            {
                "title": in_full(item.title, actions),
                "minutes": item.minutes,
                "who": item.who,
                "done": item.done,
                "issues": list(item.issues),
            }
            for item in record.agenda
        ],
        "decisions": [
            {
                "text": each.text,
                "for": each.for_,
                "against": each.against,
                "abstain": each.abstain,
                "issues": list(each.issues),
            }
            for each in record.decisions
        ],
        "actions": [action_json(each, among, today) for each in record.actions],
        "notes": record.notes,
    }
