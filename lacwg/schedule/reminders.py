"""What there is to be reminded of, by the rules of ``[reminders]``: pure, from records and the present moment.

A thing is due from the first of its days on, until the next of them comes or it is over: a run that comes some days
late tells of it all the same, once. What is late comes up again each week. Days are those of the group's zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final, Literal, NamedTuple

from lacwg.records import Action, AudienceName, Bill, Event, Issue, MeetingRecord, RemindersTable, Series
from lacwg.schedule import duties
from lacwg.schedule.occurrences import Occurrence, record_id

PAST: Final = dt.timedelta(days=400)
"""How far back minutes are looked for."""
_WEEK: Final = 7
Dates = Iterable[tuple[Series | Event, Iterable[Occurrence]]]


class Due(NamedTuple):
    """Something to be reminded of."""

    kind: Literal["meeting", "duty", "agenda", "minutes", "action", "bill"]
    id: str
    """Of the occurrence, the action or the issue."""
    about: str
    """The title, the duty, what is to be done, or the bill."""
    since: dt.date
    """The day by the rule, from which it is due; another one is another reminder."""
    date: dt.date | None
    """The day that it is about; of a bill when it was looked up."""
    audience: AudienceName = "private"
    """Who may hear of it, beside those whose it is."""
    who: tuple[str, ...] = ()
    """Contacts' ids or plain names; none: the coordinators, of a meeting everybody."""
    occurrence: Occurrence | None = None
    state: Literal["", "draft", "to approve"] = ""
    """Of minutes."""

    @property
    def key(self) -> str:
        """By which it is known that it was sent."""
        about = f"{self.about}/{bool(self.who)}" if self.kind in ("duty", "bill") else ""
        return f"{self.kind}/{self.id}/{about}/{self.since}"


def horizon(rules: RemindersTable) -> dt.timedelta:
    """How far ahead dates are looked at, whatever zone they are in."""
    return dt.timedelta(days=max((*rules.meeting, *rules.agenda, *rules.duties), default=0) + 2)


def due(
    rules: RemindersTable,
    dates: Dates,
    meetings: Mapping[str, MeetingRecord],
    issues: Iterable[Issue],
    now: dt.datetime,
) -> Iterator[Due]:
    """All that is due at ``now``, a moment in the group's zone.

    ``dates``: of series and events, from ``PAST`` to ``horizon``. ``meetings``: their records, by id.
    """
    end, today = now + horizon(rules), now.date()
    for record, found in dates:
        held = [each for each in takewhile(lambda one: one.span.start_utc < end, found) if each.status != "cancelled"]
        for each in held:
            if each.span.start_utc > now:
                yield from _coming(rules, record, each, meetings, now)
        over = [each for each in held if each.kind == "meeting" and each.span.over_utc <= now]
        yield from _minutes(rules, over, meetings, now)
    for action in (action for meeting in meetings.values() for action in meeting.actions):
        if since := _of_action(rules, action, today):
            yield Due("action", action.id, action.what, since, action.due, who=(action.who,) if action.who else ())
    for issue in issues:
        for bill in issue.bills:
            if since := _of_bill(rules, bill, today):
                yield Due("bill", issue.id, bill.name, since, bill.checked, issue.audience)


def _coming(
    rules: RemindersTable, record: Series | Event, found: Occurrence, meetings: Mapping[str, MeetingRecord],
    now: dt.datetime,
) -> Iterator[Due]:  # fmt: skip
    """What is due before a date: a meeting and its agenda, who is on duty, and what nobody does yet."""
    day, of_meeting = _day(found, now), meetings.get(record_id(found.id))
    if found.kind == "meeting" and (since := _before(day, rules.meeting, now.date())):
        yield Due("meeting", found.id, found.title, since, day, found.audience, (), found)
    bare = of_meeting is None or not of_meeting.agenda
    if found.kind == "meeting" and bare and (since := _before(day, rules.agenda, now.date())):
        yield Due("agenda", found.id, found.title, since, day, found.audience, (), found)
    if since := _before(day, rules.duties, now.date()):
        for each in duties.of_date(record, found):
            for who in [*([each.who] if each.who else []), *([()] if each.missing else [])]:
                yield Due("duty", found.id, each.duty.role, since, day, found.audience, who, found)


def _minutes(
    rules: RemindersTable, over: Sequence[Occurrence], meetings: Mapping[str, MeetingRecord], now: dt.datetime
) -> Iterator[Due]:
    """Minutes that are a draft, or missing: of a meeting with an agenda, or of the latest where earlier ones have some.

    ``over``: the dates of one series.
    """
    for found in over:
        own, last, day = record_id(found.id), found is over[-1], _day(found, now)
        record = meetings.get(own)
        kept = last and any(each[10:] == own[10:] and each < own for each in meetings)
        is_missing = kept if record is None else record.state != "approved"
        if is_missing and (since := _after(day, rules.minutes, now.date())):
            draft = record is not None and record.state == "draft"
            state: Literal["", "draft", "to approve"] = "" if not draft else "draft" if last else "to approve"
            yield Due("minutes", found.id, found.title, since, day, found.audience, (), found, state)


def _of_action(rules: RemindersTable, action: Action, today: dt.date) -> dt.date | None:
    if not action.open or action.due is None or not rules.actions:
        return None
    late = (today - action.due).days >= _WEEK
    return _after(action.due, (0,), today) if late else _before(action.due, rules.actions, today)


def _of_bill(rules: RemindersTable, bill: Bill, today: dt.date) -> dt.date | None:
    if bill.checked is not None:
        return _after(bill.checked, rules.bills, today)
    # what has no status has nothing to be looked up, as check has it, too
    return today - dt.timedelta(days=today.weekday()) if bill.status and rules.bills else None


def _day(found: Occurrence, now: dt.datetime) -> dt.date:
    """Its day by the clock of ``now``."""
    return found.span.day if found.span.all_day else found.span.start_utc.astimezone(now.tzinfo).date()


def _before(day: dt.date, steps: Sequence[int], today: dt.date) -> dt.date | None:
    """The latest of the days that are so many days before ``day`` which has come; None: none has."""
    come = [each for each in steps if each >= (day - today).days]
    return day - dt.timedelta(days=min(come)) if come else None


def _after(day: dt.date, steps: Sequence[int], today: dt.date) -> dt.date | None:
    """The same of days after ``day``, and of each week after the last of them."""
    gone = (today - day).days
    last = max((each for each in steps if each <= gone), default=None)
    if last is None:
        return None
    weeks = (gone - last) // _WEEK if last == max(steps) else 0
    return day + dt.timedelta(days=last + _WEEK * weeks)
