"""When something takes place: its days, what it overlaps, and what becomes of it at another time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from conftest import GROUP, event
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days, moments, spans, zone_names

from lacwg.errors import UsageError
from lacwg.records import DayOrTime
from lacwg.schedule import occurrences, zones
from lacwg.schedule.span import Span, after, as_written, midnight, resolved, same

BOSTON, HAVANA = zones.zone("America/New_York"), zones.zone("America/Havana")


@given(spans(), spans())
def test_to_overlap_is_mutual_and_is_to_have_a_moment_in_common(one: Span, other: Span) -> None:
    assert one.overlaps(one)
    assert one.overlaps(other) == other.overlaps(one)
    common = max(one.start_utc, other.start_utc) < min(one.over_utc, other.over_utc)
    assert one.overlaps(other) or not common
    if one.start_utc < one.over_utc and other.start_utc < other.over_utc:
        assert one.overlaps(other) == common


@given(spans())
def test_its_days_are_those_between_its_first_and_its_last(span: Span) -> None:
    found = list(span.days)
    assert found[0] == span.day
    assert found[-1] == span.last_day
    assert [each + dt.timedelta(days=1) for each in found[:-1]] == found[1:]
    assert midnight(span.day, span.zone) <= span.start_utc <= span.over_utc


@given(spans(), zone_names)
def test_it_is_the_same_by_another_clock(span: Span, name: str) -> None:
    there = span.in_zone(zones.zone(name))
    assert same(there.start, span.start)
    assert there.all_day == span.all_day
    if span.all_day or span.ends_at is not None:
        assert there.length == span.length
    start, end = there.iso
    assert dt.datetime.fromisoformat(start).tzinfo == (
        None if span.all_day else dt.datetime.fromisoformat(start).tzinfo
    )
    assert (end is None) == (span.end is None)


@given(spans())
def test_a_moment_is_read_back_as_it_is_written(span: Span) -> None:
    assert resolved(as_written(span.start), span.zone) == span.start
    assert Span(resolved(as_written(span.start), span.zone), None, span.zone).start_utc == span.start_utc


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("start = 2026-12-03", "2026-12-03"),
        ("start = 2026-12-03\nend = 2026-12-05", "2026-12-05"),
        ("start = 2026-12-03T21:00:00\nend = 2026-12-04T01:00:00", "2026-12-03"),
        ("start = 2026-12-03T21:00:00\nend = 2026-12-05T00:00:00", "2026-12-04"),
        ("start = 2026-12-03T21:00:00\nend = 2026-12-05T09:00:00", "2026-12-05"),
    ],
)
def test_the_days_that_something_takes_up(text: str, last: str) -> None:
    assert occurrences.of_event(event(text), GROUP).span.last_day.isoformat() == last


@pytest.mark.parametrize(
    ("time", "minutes", "zone", "iso"),
    [
        (None, None, BOSTON, ("2026-03-08", None)),
        (dt.time(17), None, BOSTON, ("2026-03-08T17:00:00-04:00", None)),
        # the clocks jump from 2:00 to 3:00 in Boston and from 0:00 to 1:00 in Havana
        (dt.time(2, 30), 60, BOSTON, ("2026-03-08T03:30:00-04:00", "2026-03-08T04:30:00-04:00")),
        (dt.time(1, 30), 60, BOSTON, ("2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00")),
        (dt.time(0, 15), 30, HAVANA, ("2026-03-08T01:15:00-04:00", "2026-03-08T01:45:00-04:00")),
    ],
)
def test_by_a_rule(time: dt.time | None, minutes: int | None, zone: ZoneInfo, iso: tuple[str, str | None]) -> None:
    assert Span.by_rule(dt.date(2026, 3, 8), time, minutes, zone).iso == iso


def test_a_whole_day_without_a_midnight_begins_with_its_first_moment() -> None:
    span = Span(dt.date(2026, 3, 8), None, HAVANA)
    assert span.start_utc == dt.datetime(2026, 3, 8, 5, tzinfo=dt.UTC)
    assert span.over_utc == dt.datetime(2026, 3, 9, 4, tzinfo=dt.UTC)
    assert span.length == dt.timedelta(days=1)


def test_the_two_coming_of_an_hour_are_told_apart() -> None:
    first = Span(dt.datetime(2026, 11, 1, 1, 30, tzinfo=BOSTON), None, BOSTON)
    second = Span(dt.datetime(2026, 11, 1, 1, 30, tzinfo=BOSTON, fold=1), None, BOSTON)
    assert first.start == second.start  # as Python has it
    assert not same(first.start, second.start)
    assert str(as_written(second.start)) == "2026-11-01 01:30:00-05:00"


# At another time


@given(zone_names, moments(), st.integers(0, 366 * 1440), moments())
def test_hours_last_as_long_in_real_time(zone: str, start: dt.datetime, minutes: int, to: dt.datetime) -> None:
    tz = zones.zone(zone)
    first = zones.resolve_by_rule(start, tz)
    old = event(f'start = {as_written(first)}\ntimezone = "{zone}"')
    last = after(first, dt.timedelta(minutes=minutes))
    old = replace(old, end=DayOrTime(as_written(last)))
    moved = zones.resolve_by_rule(to, tz)
    end = occurrences.of_event(old, GROUP).span.moved_to(moved).end
    assert end is not None
    new = replace(old, start=DayOrTime(as_written(moved)), end=DayOrTime(as_written(end)))
    again = occurrences.of_event(new, GROUP).span
    assert again.length == dt.timedelta(minutes=minutes)
    assert again.start_utc == moved.astimezone(dt.UTC)


@given(days(), st.integers(0, 366), days())
def test_whole_days_last_as_many(start: dt.date, length: int, to: dt.date) -> None:
    old = event(f"start = {start}\nend = {start + dt.timedelta(days=length)}")
    end = occurrences.of_event(old, GROUP).span.moved_to(to).end
    assert end == (to + dt.timedelta(days=length) if length else None)


@given(spans(), days())
def test_hours_that_are_taken_out_leave_the_days(span: Span, to: dt.date) -> None:
    moved = span.moved_to(to)
    assert moved.all_day
    assert moved.day == to
    if span.end is None or span.all_day:
        assert moved.last_day - to == span.last_day - span.day


def test_several_days_get_no_hour() -> None:
    span = occurrences.of_event(event("start = 2026-12-03\nend = 2026-12-05"), GROUP).span
    with pytest.raises(UsageError, match="several days"):
        span.moved_to(dt.datetime(2026, 12, 3, 19, tzinfo=span.zone))
    one = occurrences.of_event(event("start = 2026-12-03\nend = 2026-12-03"), GROUP).span
    assert one.moved_to(dt.datetime(2026, 12, 3, 19, tzinfo=span.zone)).end is None


@pytest.mark.parametrize(
    ("minutes", "last"),
    [(None, None), (60, None), (1440, None), (2880, dt.date(2027, 3, 14)), (4320, dt.date(2027, 3, 15))],
)
def test_whole_days_by_rule_are_as_many_as_their_minutes_make(minutes: int | None, last: dt.date | None) -> None:
    span = Span.by_rule(dt.date(2027, 3, 13), None, minutes, zones.zone("America/New_York"))  # over a change of clocks
    assert (span.start, span.end) == (dt.date(2027, 3, 13), last)
    assert span.minutes == (minutes if last else None)
