"""What can be said of records only together: calendar identities, meetings and their series, what is to come."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lacwg import kinds
from lacwg.checks.finding import Path, finding, nearest
from lacwg.errors import FieldError
from lacwg.identity import Identity
from lacwg.records import Contact, Event, Group, MeetingRecord, Record, Series
from lacwg.schedule import conflicts, duties, explanation, occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import long_date
from lacwg.voice.voice import english_of


class Identities:
    """The UIDs of the records that have been looked at: two records with one are one entry to a calendar program."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._first: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, record: Record) -> Iterator[FieldError]:
        """U101, where a record looked at before has a UID of this one, written or derived."""
        kind, record_id = kinds.of_record(record), record.id
        # one feed for what has a date; a contact's is compared with contacts' only, and so on
        where = "calendar" if kind.counted else kind.name
        said = False
        for uid in self._uids(record):
            other_kind, other = self._first.setdefault((where, uid), (kind.noun, record_id))
            if (other_kind, other) != (kind.noun, record_id) and not said:
                said = True
                hint = "write another uid in one of the two; where one is a copy, delete the line uid = … from the copy"
                yield finding(record, ("uid",), f'the {other_kind} "{other}" has the same UID', hint, "U101")

    def _uids(self, record: Record) -> Iterator[str]:
        if not isinstance(record, Event | Series):
            # a contact's card is known by its UID alone; what has no date and no card is known by its id
            if record.uid:
                yield record.uid
            elif isinstance(record, Contact):
                yield Identity(self._namespace, None, record.id).uid
            return
        yield Identity(self._namespace, record.uid, record.id).uid
        if isinstance(record, Series):
            parts = [f"from/{change.from_}" for change in record.changes]
            parts += [f"extra/{exception.date}" for exception in record.exceptions if exception.extra]
            for part in parts:
                yield Identity(self._namespace, record.uid, record.id, part).uid


def of_meetings(records: Iterable[MeetingRecord]) -> Iterator[FieldError]:
    """M101: actions whose id another one has, in the order of the records."""
    first: dict[str, str] = {}
    for record in records:
        for number, action in enumerate(record.actions):
            if action.id in first:
                message = f'another action has the id "{action.id}" (in {first[action.id]})'
                hint = "write four other letters for one of the two"
                yield finding(record, ("actions", number, "id"), message, hint, "M101")
            first.setdefault(action.id, record.id)


def of_minutes(
    records: Iterable[MeetingRecord], all_series: Iterable[Series], series_ids: Sequence[str], group: Group
) -> Iterator[FieldError]:
    """M102 and M103: whether the meetings of records, and those that approved them, ever were.

    A series that cannot be read or worked out is passed over: that it cannot has been said.
    """
    readable = {each.id: each for each in all_series}
    for record in records:
        date, series_id = dt.date.fromisoformat(record.id[:10]), record.id[11:]
        if series_id not in series_ids:
            hint = nearest(series_id, series_ids, "series")
            yield finding(record, (), f'there is no series "{series_id}"', hint, "M102")
            continue
        if series_id not in readable:
            continue
        with contextlib.suppress(FieldError):
            yield from _of_dates(record, date, readable[series_id], group)


def _of_dates(record: MeetingRecord, date: dt.date, series: Series, group: Group) -> Iterator[FieldError]:
    own = [each for each in occurrences.of_day(series, group, date) if each.id == f"{series.id}/{date}"]
    if not own:
        message = f"{series.id} has no meeting of {long_date(date)}"
        yield finding(record, (), message, "rename the file to the date that the rule gives", "M102")
    at = record.approved_at
    if at is None:
        return
    path, hint = ("approved_at",), "write the date of the later meeting that approved them"
    held = [each for each in occurrences.of_day(series, group, at) if each.status != "cancelled"]
    day = own[0].span.day if own else date
    if not held:
        yield finding(record, path, f"{series.id} had no meeting on {long_date(at)}", hint, "M103")
    elif all(each.span.day <= day for each in held):
        message = f"the meeting of {long_date(at)} is not later than that of {long_date(day)}"
        yield finding(record, path, message, hint, "M103")


def of_coming(coming: Sequence[Occurrence], series: Mapping[str, Series], group: Group) -> Iterator[FieldError]:
    """W101, W102 and W103: holidays and conflicts of what is to come.

    ``coming`` is in the order of time and has its warnings of holidays; of a conflict the later
    occurrence is named.
    """
    style = english_of(group)
    for occurrence, found in conflicts.conflicts(coming, lambda _: coming):
        kind, record_id, see = "event", occurrence.id, f"lacwg events show {occurrence.id}"
        path: Path = ("start",)
        if occurrence.series is not None:
            kind, record_id = "series", occurrence.series
            path = explanation.path_of(series[record_id], occurrence.date)
            see = f"lacwg meetings explain {occurrence.span.day}"
            see += "" if record_id == group.main_series else f" --series {record_id}"
        said = [("W101", warning.message) for warning in occurrence.warnings if warning.code == "holiday"]
        for conflict in found:
            if conflict.other.order < occurrence.order:
                code = "W102" if conflict.code == "overlap" else "W103"
                said.append((code, conflicts.message(occurrence, conflict, style)))
        for code, what in said:
            message = f"{long_date(occurrence.span.day)}: {what}"
            yield FieldError(message, kind=kind, record_id=record_id, path=path, hint=f"see: {see}", code=code)


SOON = dt.timedelta(days=14)
"""Within which a date for which people are missing is named."""
_YEAR = dt.timedelta(days=365)


def of_duties(
    record: Series | Event, coming: Sequence[Occurrence], contacts: Mapping[str, Contact], today: dt.date
) -> Iterator[FieldError]:
    """D101 to D103: dates that come soon and lack people, people who cannot, and who is on duty when nothing is.

    ``coming`` are its dates in the next twelve months, those that are cancelled too.
    """
    known = {each.role: number for number, each in enumerate(record.duties)}
    days = {each.date: each for each in coming}
    for each in days.values():
        for turn in duties.of_date(record, each) if each.span.day <= today + SOON else ():
            if turn.missing:
                role, lacks = turn.duty.role, f"{turn.missing} more needed" if turn.who else "nobody yet"
                hint = f'lacwg duties assign {each.id} "{role}" NAME; or for all dates: lacwg duties plan --to DATE'
                message = f"{long_date(each.span.day)}: {lacks} for {role}"
                yield finding(record, ("duties", known[role], "role"), message, hint, "D101")
    past = {each.date for each in record.exceptions} if isinstance(record, Series) else set()
    for number, one in enumerate(record.assignments):
        found = coming[0] if isinstance(record, Event) and coming else days.get(one.date)
        if found is None:
            if isinstance(record, Series) and one.date not in past and today <= one.date <= today + _YEAR:
                hint = "mend the date, or take the table out"
                yield finding(
                    record, ("assignments", number, "date"), f"the rule gives no {long_date(one.date)}", hint, "D103"
                )
        elif found.status != "cancelled" and one.who in contacts:
            if (why := duties.absence(contacts[one.who], found.span.day)) is not None:
                message = f"{long_date(found.span.day)}: {contacts[one.who].name} {why}, and is on duty for {one.role}"
                hint = f'lacwg duties assign {found.id} "{one.role}" NAME --instead {one.who}'
                yield finding(record, ("assignments", number, "who"), message, hint, "D102")
