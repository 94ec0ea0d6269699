"""Meeting records: their dates, and the letters of their actions."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from lacwg.checks.finding import finding, nearest
from lacwg.errors import FieldError
from lacwg.records import Group, MeetingRecord, Series
from lacwg.schedule import occurrences
from lacwg.text.english import long_date


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
