"""The record of a meeting: which one is meant, read to be changed, and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Annotated, Any, NamedTuple

import typer

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.meetings import listing as meetings
from lacwg.commands.shared.options import ids, meeting_dates
from lacwg.errors import FieldError, LacwgError, NoSuchRecordError
from lacwg.records import Action, AudienceName, MeetingRecord, Series, is_id
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.wording import full_date, long_date
from lacwg.store.collection import Loaded, day_in
from lacwg.store.drafts import Draft

DateArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[DATE]", help='Its date, now or by the rule, or "next".', autocompletion=ids(meeting_dates)
    ),
]
MeetingOption = Annotated[
    str | None,
    typer.Option(
        "--meeting", metavar="DATE", help="Which meeting: its date, or next.", autocompletion=ids(meeting_dates)
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, but save nothing.")]
Amend = Annotated[
    bool,
    typer.Option("--amend", help="Also where the minutes are approved. Their actions are done or dropped without it."),
]

_LOOK_BACK = (62, 800)
"""Days within which the latest meeting is looked for, before all are gone through."""


class Meeting(NamedTuple):
    """A meeting that has a record or can have one."""

    series: Series
    date: dt.date
    """The date that the rule gives, for life."""
    occurrence: Occurrence | None
    """None where the series no longer has that date, and only the record tells of it."""
    main: bool
    """Whether its series is the one that is meant where none is named."""

    @property
    def record_id(self) -> str:
        """The id of its record."""
        return f"{self.date}-{self.series.id}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.series.title if self.occurrence is None else self.occurrence.title

    @property
    def when(self) -> str:
        """Its day and hour."""
        return full_date(self.date) if self.occurrence is None else render.when(self.occurrence)

    @property
    def said(self) -> str:
        """The meeting in a sentence."""
        return f"the meeting of {long_date(self.day)}"

    @property
    def day(self) -> dt.date:
        """The day on which it takes place."""
        return self.date if self.occurrence is None else occurrences.local_day(self.occurrence.start)


def meant(run: Run, date: str, series_id: str | None) -> Meeting:
    """The meeting of a DATE as ``meetings show`` takes it, or of a record's id. Raises ``NoSuchRecordError``."""
    day = day_in(date) if is_id(date) else None
    if day is not None:
        series_id, date = date[11:], day.isoformat()
    try:
        return of_occurrence(run, meetings.find(run, date, series_id))
    except NoSuchRecordError:
        series = queries.main_series(run, series_id)
        day = None if date == "next" or queries.names_date(date) else queries.day(date, "DATE", run)
        if day is None or not run.store.meetings.has(f"{day}-{series.id}"):
            raise
        return Meeting(series, day, None, queries.is_main_series(run, series.id))


def of_occurrence(run: Run, occurrence: Occurrence) -> Meeting:
    """A meeting by its occurrence."""
    series_id, _, date = occurrence.id.partition("/")
    series = run.store.series.read(series_id)
    return Meeting(series, dt.date.fromisoformat(date), occurrence, queries.is_main_series(run, series_id))


def latest(run: Run, series_id: str | None) -> Meeting:
    """The latest meeting that has begun and is not cancelled. Raises ``NoSuchRecordError`` where there is none."""
    series, now = queries.main_series(run, series_id), queries.now(run)
    for days in (*_LOOK_BACK, None):
        found: Occurrence | None = None
        for occurrence in _expanded(run, series, None if days is None else now - dt.timedelta(days=days)):
            if occurrence.starts > now:
                break
            if occurrence.status != "cancelled":
                found = occurrence
        if found is not None:
            return of_occurrence(run, found)
    raise NoSuchRecordError("no meeting has begun yet", hint="say which one you mean: its date, or next")


def _expanded(run: Run, series: Series, start: dt.datetime | None) -> Iterator[Occurrence]:
    try:
        return occurrences.expand(series, run.store.group, start)
    except FieldError as error:
        raise run.store.located(error) from None


def loaded(run: Run, meeting: Meeting) -> Loaded[MeetingRecord] | None:
    """The meeting's record, to be changed; None where it has none yet."""
    collection = run.store.meetings
    return collection.load(meeting.record_id) if collection.has(meeting.record_id) else None


def days(run: Run, series: Series) -> Callable[[dt.date], dt.date]:
    """By the date that the rule gives, or that an extra meeting was set for, the day on which one takes place."""
    try:
        pieces = occurrences.segments(series, run.store.group)
        found = [
            (each.date, occurrences.of_exception(pieces, number, each)) for number, each in enumerate(series.exceptions)
        ]
    except FieldError as error:
        raise run.store.located(error) from None
    other = {date: occurrences.local_day(each.start) for date, each in found if each is not None}
    return lambda date: other.get(date, date)


def change(
    run: Run, record_id: str, changed: Callable[[MeetingRecord], MeetingRecord], *, dry_run: bool
) -> MeetingRecord:
    """Writes what ``changed`` makes of a meeting's record as it is then, or of a new one, and gives it."""
    if dry_run:
        collection = run.store.meetings
        has = collection.has(record_id)
        return changed(collection.read(record_id) if has else MeetingRecord(id=record_id, state="planned"))
    store = run.writable()  # what ``changed`` looks at is what is written to
    record = store.change_meeting(record_id, changed)
    run.done = f"It is saved in {store.folder.shown(store.meetings.path(record_id))}."
    return record


def keep(run: Run, record: MeetingRecord, base_text: str | None) -> None:
    """Writes a record: a new one where ``etag`` is None."""
    store = run.writable()
    if base_text is None:
        store.create_meeting(record)
    else:
        store.save(record, base_text)
    run.done = f"It is saved in {store.folder.shown(store.meetings.path(record.id))}."


def refuse_approved(record: MeetingRecord, meeting: Meeting, *, amend: bool = False) -> None:
    """Raises ``LacwgError`` where the minutes are approved and nobody has said that they be changed all the same."""
    if record.state == "approved" and not amend:
        raise LacwgError(
            f"the minutes of {meeting.said} are approved, and stay as they are",
            hint=f"to change them all the same: lacwg minutes edit {reference(meeting)} --amend",
        )


def reference(meeting: Meeting) -> str:
    """The meeting as it can be typed for a verb."""
    return str(meeting.date) if meeting.main else f"{meeting.date} --series {meeting.series.id}"


def go_on(meeting: Meeting, *, amend: bool = False) -> str:
    """The command that goes on with a draft of a meeting's minutes."""
    return f"lacwg minutes edit {reference(meeting)}{' --amend' if amend else ''}"


def tell_of_draft(run: Run, meeting: Meeting, record: MeetingRecord) -> None:
    """Says where a text is kept that somebody has not saved yet."""
    draft = Draft(run.store.folder, run.store.meetings.kind, meeting.record_id)
    if not draft.kept():
        return
    told = f"A draft that was not saved is kept in {draft.shown}"
    if draft.base() == run.store.meetings.text(meeting.record_id):
        told += f"; go on with it: {go_on(meeting, amend=record.state == 'approved')}"
    else:
        told += ", and the record was changed since: move what you need to the record, and delete the draft"
    run.message(told)


class Kept(NamedTuple):
    """An action, and the record that it is in."""

    record_id: str
    action: Action
    audience: AudienceName = "private"
    """Who may see the record."""

    def overdue(self, today: dt.date) -> bool:
        """Whether it should have been done before ``today``."""
        return self.action.open and self.action.due is not None and self.action.due < today

    @property
    def order(self) -> tuple[dt.date, str]:
        """Oldest due first; what has no due date after that, by its meeting."""
        return self.action.due or dt.date.max, self.record_id


def actions_of(run: Run) -> Iterator[Kept]:
    """The actions of all records, by record."""
    meetings = run.store.meetings
    for record_id in meetings.dated():
        for record in meetings.try_read_with(record_id, "actions"):
            for action in record.actions:
                yield Kept(record_id, action, record.audience)


def open_actions(run: Run) -> list[Kept]:
    """The open actions of all records, oldest due first."""
    found = [each for each in actions_of(run) if each.action.open]
    return sorted(found, key=lambda each: each.order)


def meeting_json(meeting: Meeting) -> dict[str, Any]:
    """Which meeting a result is about."""
    occurrence = meeting.occurrence
    return {
        "id": f"{meeting.series.id}/{meeting.date}",
        "title": meeting.title,
        "start": meeting.date.isoformat() if occurrence is None else render.iso(occurrence.start),
        "end": None if occurrence is None else render.iso(occurrence.end),
    }
