"""What there is to be reminded of, and on which days."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from lacwg.records import (
    Action,
    AgendaItem,
    Assignment,
    Bill,
    DayOrTime,
    Duty,
    Event,
    Group,
    Issue,
    MeetingRecord,
    RemindersTable,
    Series,
    SeriesException,
)  # fmt: skip
from lacwg.schedule import occurrences, reminders
from lacwg.schedule.reminders import Due

GROUP = Group(name="G", timezone="America/New_York", uid_namespace="123e4567-e89b-12d3-a456-426614174000")
ZONE = ZoneInfo(GROUP.timezone)
MONTHLY = Series(
    id="m", title="Monthly", rule="2nd Wednesday", start_time=dt.time(17), minutes=60, since=dt.date(2026, 1, 1)
)
RULES = RemindersTable()


def due(now: str, *records: Series | Event, meetings: tuple[MeetingRecord, ...] = (), issues: tuple[Issue, ...] = (),
        rules: RemindersTable = RULES) -> list[Due]:  # fmt: skip
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=ZONE)
    first = moment - reminders.PAST
    dates = [
        (
            each,
            occurrences.expand(each, GROUP, first) if isinstance(each, Series) else [occurrences.of_event(each, GROUP)],
        )
        for each in records
    ]
    return list(reminders.due(rules, dates, {each.id: each for each in meetings}, issues, moment))


def days(now: str, *records: Series | Event, kind: str = "meeting", **more: object) -> list[str]:
    return [f"{each.id} {each.since}" for each in due(now, *records, **more) if each.kind == kind]  # type: ignore[arg-type]


def test_a_meeting_from_its_first_day_until_it_begins() -> None:
    assert days("2026-12-01T23:59", MONTHLY) == []
    for now in ("2026-12-02T00:00", "2026-12-07T12:00"):  # a run that was missed forgets nothing
        assert days(now, MONTHLY) == ["m/2026-12-09 2026-12-02"]
    assert days("2026-12-08T09:00", MONTHLY) == days("2026-12-09T16:59", MONTHLY) == ["m/2026-12-09 2026-12-08"]
    assert days("2026-12-09T17:00", MONTHLY) == []
    assert days("2026-12-02T09:00", MONTHLY, rules=RemindersTable(meeting=())) == []


def test_a_date_that_was_moved_or_cancelled() -> None:
    day = dt.date(2026, 12, 9)

    def with_(**more: object) -> Series:
        return Series(
            id="m", title="Monthly", rule="2nd Wednesday", start_time=dt.time(17), since=dt.date(2026, 1, 1),
            exceptions=(SeriesException(date=day, **more),),  # type: ignore[arg-type]
        )  # fmt: skip

    moved = with_(moved_to=DayOrTime(dt.date(2026, 12, 16)))
    assert days("2026-12-08T09:00", moved) == []
    assert days("2026-12-09T09:00", moved) == ["m/2026-12-09 2026-12-09"]
    assert days("2026-12-08T09:00", with_(cancelled=True)) == []
    # 1:00 of the 17th in Madrid is still the 16th here
    away = Event(id="2026-12-17-x", title="X", start=DayOrTime(dt.datetime(2026, 12, 17, 1)), timezone="Europe/Madrid",
                 duties=(Duty(role="notes"),))  # fmt: skip
    assert days("2026-12-08T23:59", away, kind="duty") == []
    assert days("2026-12-09T00:00", away, kind="duty") == ["2026-12-17-x 2026-12-09"]
    assert days("2026-12-16T19:00", away, kind="duty") == []


def test_duties_for_those_who_are_on_and_where_nobody_is() -> None:
    day = dt.date(2026, 12, 9)
    given_ = tuple(
        Assignment(date=day, role=role, who=who) for role, who in (("hall", "ana"), ("hall", "Bo"), ("tea", "c"))
    )
    other = Assignment(date=dt.date(2027, 1, 13), role="notes", who="dan")
    series = Series(
        id="m", title="M", rule="2nd Wednesday", start_time=dt.time(17), since=dt.date(2026, 1, 1),
        duties=(Duty(role="notes"), Duty(role="hall", count=3)), assignments=(*given_, other),
    )  # fmt: skip
    found = [(each.about, each.who) for each in due("2026-12-02T09:00", series) if each.kind == "duty"]
    assert found == [("notes", ()), ("hall", ("ana", "Bo")), ("hall", ()), ("tea", ("c",))]
    assert len({each.key for each in due("2026-12-02T09:00", series)}) == len(due("2026-12-02T09:00", series))


def test_agendas_and_minutes() -> None:
    def record(date: str, **more: object) -> MeetingRecord:
        return MeetingRecord(id=f"{date}-m", **{"state": "planned", **more})  # type: ignore[arg-type]

    agenda = record("2026-12-09", agenda=(AgendaItem(title="A"),))
    assert days("2026-12-02T09:00", MONTHLY, kind="agenda", meetings=(record("2026-12-09"),)) == [
        "m/2026-12-09 2026-12-02"
    ]
    assert days("2026-12-02T09:00", MONTHLY, kind="agenda", meetings=(agenda,)) == []
    # a group without minutes is asked for none
    assert days("2026-12-20T09:00", MONTHLY, kind="minutes") == []
    old = record("2026-11-11", state="approved")
    assert days("2026-12-11T09:00", MONTHLY, kind="minutes", meetings=(old,)) == []
    assert days("2026-12-12T09:00", MONTHLY, kind="minutes", meetings=(old,)) == ["m/2026-12-09 2026-12-12"]
    assert days("2026-12-20T09:00", MONTHLY, kind="minutes", meetings=(agenda,)) == ["m/2026-12-09 2026-12-19"]
    drafts = [record(date, state="draft") for date in ("2026-11-11", "2026-12-09")]
    found = due("2026-12-26T09:00", MONTHLY, meetings=(*drafts,))
    assert [(each.id, each.state) for each in found if each.kind == "minutes"] == [
        ("m/2026-11-11", "to approve"), ("m/2026-12-09", "draft"),
    ]  # fmt: skip
    assert days("2026-12-26T09:00", MONTHLY, kind="minutes", meetings=(record("2026-12-09", state="approved"),)) == []


def test_bills_that_were_not_looked_up() -> None:
    bills = Bill(name="A", checked=dt.date(2026, 11, 1)), Bill(name="B", status="in committee"), Bill(name="C")
    issue = Issue(id="i", title="I", bills=bills)
    found = due("2026-11-30T09:00", issues=(issue,)), due("2026-12-10T09:00", issues=(issue,))
    assert [[(each.about, str(each.since)) for each in some] for some in found] == [
        [("B", "2026-11-30")], [("A", "2026-12-08"), ("B", "2026-12-07")],
    ]  # fmt: skip
    assert due("2026-12-10T09:00", issues=(issue,), rules=RemindersTable(bills=())) == []


@settings(max_examples=30)
@given(
    last=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) | st.sampled_from([dt.date.min, dt.date.max]),
    steps=st.lists(st.integers(0, 366), max_size=4),
    runs=st.sets(st.integers(0, 500), min_size=1, max_size=12),
)
def test_an_action_is_told_once_for_each_day_whenever_one_runs(last: dt.date, steps: list[int], runs: set[int]) -> None:
    """Against the plain model: of all days by the rule that came since the run before, the latest."""
    action, begin = Action(id="kqzt", what="A", due=last), dt.date(2025, 12, 1)
    meeting = MeetingRecord(id="2025-11-01-m", state="draft", actions=(action,))
    first, end = begin.toordinal(), begin.toordinal() + 520
    by_rule = {last.toordinal() - each for each in steps}
    by_rule |= {
        day for day in range(first - 400, end) if steps and day > last.toordinal() and (day - last.toordinal()) % 7 == 0
    }
    for number in sorted(runs):
        now = begin + dt.timedelta(days=number)
        come = [each for each in by_rule if each <= now.toordinal()]
        told = due(f"{now}T09:00", meetings=(meeting,), rules=RemindersTable(actions=tuple(steps)))
        assert [each.since.toordinal() for each in told] == ([max(come)] if come else [])
