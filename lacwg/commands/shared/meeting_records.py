"""The record of a meeting: which one is meant, read to be changed, and kept."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from lacwg.commands import queries
from lacwg.commands.options.ids import SeriesId, meeting_dates
from lacwg.commands.shared import lookup, saving
from lacwg.errors import LacwgError, NoSuchRecordError
from lacwg.identity import Identity
from lacwg.records import MeetingRecord, Series, is_id
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Span, day_of
from lacwg.store.drafts import Draft
from lacwg.store.ids import day_in
from lacwg.text.english import long_date, plural

if TYPE_CHECKING:
    from lacwg.dates_in.when import When

MeetingOption = Annotated[
    str | None,
    typer.Option("--meeting", metavar="DATE", help='The meeting\'s date, or "next".', autocompletion=meeting_dates),
]
Amend = Annotated[bool, typer.Option("--amend", help="Change approved minutes. Not needed for their actions.")]

_LOOK_BACK = (62, 800)
"""Days within which the latest meeting is looked for, before all are gone through."""


class Meeting(NamedTuple):
    """A meeting that has a record or can have one."""

    series: Series
    occurrence: Occurrence
    """The whole day where the series no longer has that date, and only the record tells of it."""
    option: str
    """``--series ID`` with a blank before it; nothing where its series is meant without."""

    @property
    def date(self) -> dt.date:
        """The date that the rule gives, for life."""
        return self.occurrence.date

    @property
    def reference(self) -> str:
        """As it can be typed for a verb."""
        return f"{self.date}{self.option}"

    @property
    def record_id(self) -> str:
        """The id of its record."""
        return f"{self.date}-{self.series.id}"

    @property
    def said(self) -> str:
        """The meeting in a sentence."""
        return f"the meeting of {long_date(self.day)}"

    @property
    def day(self) -> dt.date:
        """The day on which it takes place."""
        return self.occurrence.span.day


def meant(run: Run, date: str, series_id: str | None, option: str = "DATE") -> Meeting:
    """The meeting of a DATE as ``meetings show`` takes it, or of a record's id. Raises ``NoSuchRecordError``."""
    day = day_in(date) if is_id(date) else None
    if day is not None:
        series_id, date = date[11:], day.isoformat()
    try:
        return of_occurrence(run, lookup.series_date(run, date, series_id, option=option))
    except NoSuchRecordError:
        series = queries.main_series(run, series_id)
        if date == "next" or queries.names_date(run, date):
            raise
        known = run.store.meetings

        def recorded_on(_text: str, readings: list[When]) -> When:
            return next((e for e in readings if f"{day_of(e.moment)}-{series.id}" in known), readings[0])

        day = day_of(queries.when(date, option, run, choose=recorded_on).moment)
        if f"{day}-{series.id}" not in known:
            raise
        lost = Occurrence(
            id=f"{series.id}/{day}",
            kind=series.kind,
            series=series.id,
            title=series.title,
            span=Span(day, None, queries.series_zone(run, series)),
            status="confirmed",
            identity=Identity(run.store.group.uid_namespace, series.uid, series.id),
        )
        return of_occurrence(run, lost)


@dataclass(frozen=True)
class WhichMeeting:
    """The meeting whose record is changed."""

    meeting: MeetingOption = None
    series: SeriesId = None

    def meant(self, run: Run) -> Meeting:
        """The one that is named, else the next."""
        return meant(run, self.meeting or "next", self.series, "--meeting")


def of_occurrence(run: Run, occurrence: Occurrence) -> Meeting:
    """A meeting by its occurrence."""
    series = run.store.series.read(occurrence.series or "")
    return Meeting(series, occurrence, queries.series_option(run, series.id))


def meant_or_latest(run: Run, date: str | None, series_id: str | None) -> Meeting:
    """The meeting of a date; without one the latest that has begun."""
    return latest(run, series_id) if date is None else meant(run, date, series_id)


def latest(run: Run, series_id: str | None) -> Meeting:
    """The latest meeting that has begun and is not cancelled. Raises ``NoSuchRecordError`` where there is none."""
    series, now = queries.main_series(run, series_id), queries.now(run)
    for days in (*_LOOK_BACK, None):
        dates = queries.expanded(run, series, None if days is None else now - dt.timedelta(days=days))
        begun = takewhile(lambda each: each.span.start_utc <= now, dates)
        if held := [each for each in begun if each.status != "cancelled"]:
            return of_occurrence(run, held[-1])
    raise NoSuchRecordError("no meeting has begun yet", hint="say which one you mean: its date, or next")


def recorded(run: Run, meeting: Meeting) -> MeetingRecord | None:
    """The meeting's record; None where it has none yet."""
    meetings = run.store.meetings
    return meetings.read(meeting.record_id) if meeting.record_id in meetings else None


def started(run: Run, meeting: Meeting) -> MeetingRecord:
    """The same. Raises ``NoSuchRecordError`` where it has none."""
    record = recorded(run, meeting)
    if record is None:
        raise NoSuchRecordError(
            f"there are no minutes of {meeting.said}", hint=f"start them: lacwg minutes start {meeting.reference}"
        )
    return record


def days(run: Run, series: Series) -> Callable[[dt.date], dt.date]:
    """By the date that the rule gives, or that an extra meeting was set for, the day on which one takes place."""
    with queries.located(run):
        other = occurrences.moved_days(series, run.store.group)
    return lambda date: other.get(date, date)


def change(run: Run, record_id: str, changed: Callable[[MeetingRecord], MeetingRecord]) -> MeetingRecord:
    """Writes what ``changed`` makes of a meeting's record as it is then, or of a new one, and gives it.

    The folder's lock is held from the reading on, so that of several commands at once each adds to what the
    others wrote; what must be unique in the folder is drawn in ``changed``.
    """
    unknown = MeetingRecord(id=record_id, state="planned")
    record, _ = saving.change(run, lambda store: store.meetings, record_id, changed, unknown)
    if not run.dry_run:
        run.done = f"It is saved in {run.store.folder.shown(run.store.meetings.path(record_id))}."
    return record


def approved_on(run: Run, meeting: Meeting, record: MeetingRecord) -> dt.date | None:
    """The day on which the meeting that approved the minutes took place."""
    return None if record.approved_at is None else days(run, meeting.series)(record.approved_at)


def refuse_approved(record: MeetingRecord, meeting: Meeting, *, amend: bool = False, hint: str = "") -> None:
    """Raises ``LacwgError`` where the minutes are approved and nobody has said that they be changed all the same."""
    if record.state == "approved" and not amend:
        raise LacwgError(
            f"the minutes of {meeting.said} are approved, and stay as they are",
            hint=hint or f"to change them all the same: {go_on(meeting, amend=True)}",
        )


def go_on(meeting: Meeting, *, amend: bool = False) -> str:
    """The command that goes on with a draft of a meeting's minutes."""
    return f"lacwg minutes edit {meeting.reference}{' --amend' if amend else ''}"


def refuse_numbers(record: MeetingRecord, meeting: Meeting, numbers: Sequence[int]) -> None:
    """Raises ``NoSuchRecordError`` for the number of an item that the agenda does not have."""
    count = len(record.agenda)
    for number in numbers:
        if number > count:
            has = f"has {plural(count, 'item')}" if count else "is empty"
            raise NoSuchRecordError(
                f"there is no item {number}: the agenda of {meeting.said} {has}",
                hint=f"see them: lacwg agenda show {meeting.reference}",
            )


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


def meeting_json(occurrence: Occurrence) -> dict[str, Any]:
    """Which meeting, or event, a result is about."""
    start, end = occurrence.span.iso
    return {"id": occurrence.id, "title": occurrence.title, "start": start, "end": end}


class MeetingIndex:
    """The days and titles of meetings by their records' ids; each series is read once."""

    def __init__(self, run: Run) -> None:
        self._run, self._of = run, cache(self._read)

    def day(self, record_id: str) -> dt.date:
        """The day, also where the meeting was moved."""
        return self._of(record_id[11:])[1](dt.date.fromisoformat(record_id[:10]))

    def title(self, record_id: str) -> str:
        """The title of its series."""
        return self._of(record_id[11:])[0]

    def _read(self, series_id: str) -> tuple[str, Callable[[dt.date], dt.date]]:
        with contextlib.suppress(LacwgError):  # lacwg check tells of a series that is gone or wrong
            series = self._run.store.series.read(series_id)
            return series.title, days(self._run, series)
        return series_id, lambda date: date
